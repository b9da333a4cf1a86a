/* Days as linked lists of tasks, and the one order that all of them agree with: an op stands in the order after every
 * op before it in its worker's day. */
#include "plan_inside.h"

#include <string.h>

int64_t route_way(const struct search *search, int worker, int from, int to)
{
    const struct plan_problem *problem = search->problem;
    const struct plan_worker *w = &problem->worker[worker];
    if (from < 0 && to < 0)
        return 0;
    int a = from < 0 ? w->start : problem->visit[OP_VISIT(from)].place;
    int b = to < 0 ? w->end : problem->visit[OP_VISIT(to)].place;
    return problem->prices.way * problem->ways[w->mode].time[(int64_t)a * problem->places + b];
}

/* What it adds that this op stands between those two. */
static int64_t detour(const struct search *search, int worker, int before, int op, int after)
{
    return route_way(search, worker, before, op) + route_way(search, worker, op, after) -
           route_way(search, worker, before, after) + search->price[(int64_t)op * search->problem->workers + worker];
}

int64_t route_take(struct search *search, int op)
{
    int worker = search->worker[OP_VISIT(op)][OP_TASK(op)], before = search->before[op], after = search->after[op];
    *(before < 0 ? &search->first[worker] : &search->after[before]) = after;
    *(after < 0 ? &search->last[worker] : &search->before[after]) = before;
    return -detour(search, worker, before, op, after);
}

int64_t route_put(struct search *search, int op, int worker, int before)
{
    int after = before < 0 ? search->first[worker] : search->after[before];
    search->before[op] = before;
    search->after[op] = after;
    *(before < 0 ? &search->first[worker] : &search->after[before]) = op;
    *(after < 0 ? &search->last[worker] : &search->before[after]) = op;
    return detour(search, worker, before, op, after);
}

int route_before(const struct search *search, int worker, int position)
{
    int op = search->last[worker];
    while (op >= 0 && search->position[OP_VISIT(op)] >= position)
        op = search->before[op];
    return op;
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
