/* Days as linked lists of tasks, and the one order that all of them agree with: an op stands in the order after every
 * op before it in its worker's day. */
#include "plan_inside.h"

#include <string.h>

int64_t route_detour(const struct search *search, int op, int worker, int before, int after)
{
    int64_t way =
        op_way(search, worker, before, op) + op_way(search, worker, op, after) - op_way(search, worker, before, after);
    return search->problem->prices.way * way + search->price[(int64_t)op * search->problem->workers + worker];
}

/* ---- work of a day ---- */

static int64_t uneven(const struct plan_prices *prices, int64_t work)
{
    return prices->uneven ? prices->uneven * (work / prices->even_unit) * (work / prices->even_unit) : 0;
}

static bool is_over(const struct plan_worker *worker, const struct load *load)
{
    return load->work > worker->work_most || load->visits > worker->visits_most;
}

/* A day has so much more work and so many more visits; what that adds to the cost. */
static int64_t add_load(struct search *search, int worker, int64_t work, int visits)
{
    const struct plan_worker *limits = &search->problem->worker[worker];
    const struct plan_prices *prices = &search->problem->prices;
    struct load *load = &search->load[worker];
    int64_t cost = -uneven(prices, load->work);
    search->over -= is_over(limits, load);
    load->work += work;
    load->visits += visits;
    search->over += is_over(limits, load);
    return cost + uneven(prices, load->work);
}

/* What an op between those two adds to the work: the way home is none. */
static int64_t work_of(const struct search *search, int op, int worker, int before, int after)
{
    int64_t work = search->ops[op].duration + op_way(search, worker, before, op);
    return after >= search->ends ? work
                                 : work + op_way(search, worker, op, after) - op_way(search, worker, before, after);
}

/* ---- changing days ---- */

int64_t route_take(struct search *search, int op)
{
    struct op *o = &search->ops[op];
    int64_t cost = -route_detour(search, op, o->worker, o->before, o->after);
    if (search->loaded)
        cost += add_load(search, o->worker, -work_of(search, op, o->worker, o->before, o->after), -1);
    search->ops[o->before].after = o->after;
    search->ops[o->after].before = o->before;
    return cost;
}

int64_t route_put(struct search *search, int op, int worker, int before)
{
    struct op *o = &search->ops[op];
    o->worker = worker;
    o->before = before;
    o->after = search->ops[before].after;
    search->ops[before].after = op;
    search->ops[o->after].before = op;
    int64_t cost = route_detour(search, op, worker, before, o->after);
    if (search->loaded)
        cost += add_load(search, worker, work_of(search, op, worker, before, o->after), 1);
    return cost;
}

int route_before(const struct search *search, int worker, int position, int visit)
{
    int op = search->ops[search->ends + worker].before;
    while (op_position(search, op) >= position || OP_VISIT(op) == visit)
        op = search->ops[op].before;
    return op;
}

int route_beside(const struct search *search, int op, int position)
{
    int before = search->ops[op].before, after = search->ops[op].after;
    while (op_position(search, before) >= position)
        before = search->ops[before].before;
    for (; op_position(search, after) < position; after = search->ops[after].after)
        before = after;
    return before;
}

/* ---- ends of days ---- */

static struct load load_after(const struct search *search, int worker, int op)
{
    struct load load = {0, 0};
    for (int next = search->ops[op].after; next < search->begins; op = next, next = search->ops[next].after) {
        load.work += op_way(search, worker, op, next) + search->ops[next].duration;
        load.visits++;
    }
    return load;
}

static void hand_on(struct search *search, int op, int worker)
{
    for (; op < search->begins; op = search->ops[op].after)
        search->ops[op].worker = worker;
}

/* Joins `op` with a day's rest that begins with `rest`, or with the day's end. */
static void join(struct search *search, int op, int rest, int last, int worker)
{
    int end = search->ends + worker;
    bool empty = rest >= search->ends;
    search->ops[op].after = empty ? end : rest;
    if (!empty) {
        search->ops[rest].before = op;
        search->ops[last].after = end;
    }
    search->ops[end].before = empty ? op : last;
    hand_on(search, search->ops[op].after, worker);
}

static int worker_of(const struct search *search, int op)
{
    return search->ops[op].worker;
}

int64_t route_exchange(struct search *search, int a, int b)
{
    int one = worker_of(search, a), two = worker_of(search, b);
    int rest_one = search->ops[a].after, rest_two = search->ops[b].after;
    int last_one = search->ops[search->ends + one].before, last_two = search->ops[search->ends + two].before;
    struct load load_one = {0, 0}, load_two = {0, 0};
    if (search->loaded) {
        load_one = load_after(search, one, a);
        load_two = load_after(search, two, b);
    }
    join(search, a, rest_two, last_two, one);
    join(search, b, rest_one, last_one, two);
    if (!search->loaded)
        return 0;
    struct load now_one = load_after(search, one, a), now_two = load_after(search, two, b);
    return add_load(search, one, now_one.work - load_one.work, now_one.visits - load_one.visits) +
           add_load(search, two, now_two.work - load_two.work, now_two.visits - load_two.visits);
}

void order_move(struct search *search, int visit, int to)
{
    int from = search->position[visit], step = from < to ? 1 : -1;
    for (int i = from; i != to; i += step) {
        search->order[i] = search->order[i + step];
        search->position[search->order[i]] = i;
    }
    search->order[to] = visit;
    search->position[visit] = to;
}
