/* The moves of the search. Each takes one or two visits out of their days, puts them in elsewhere, and asks what that
 * costs: first the ways alone, which decides most cases, then the times. A move that is not kept leaves no trace. */
#include "plan_inside.h"

#include <math.h>
#include <string.h>

#define SHIFT 20 /* positions that a shifted visit moves at most */

/* What a move has done so far, to be undone in reverse. */
struct change {
    int64_t fixed; /* added to the cost of routes */
    int lowest;    /* first position that differs */
    int visits, visit[2], was[2][PLAN_TASKS];
    int ops, op[2 * PLAN_TASKS], worker[2 * PLAN_TASKS], before[2 * PLAN_TASKS];
};

static bool is_out(const struct search *search, int visit)
{
    return search->worker[visit][0] == PLAN_NOBODY;
}

static bool may(const struct search *search, int op, int worker)
{
    return search->price[(int64_t)op * search->problem->workers + worker] != PLAN_NEVER;
}

/* ---- doing and undoing ---- */

static void keep_order(struct search *search, struct change *change, int a, int b)
{
    search->saved_from = a < b ? a : b;
    search->saved_to = a < b ? b : a;
    change->lowest = search->saved_from;
    memcpy(search->saved_order, search->order + search->saved_from,
           (size_t)(search->saved_to - search->saved_from + 1) * sizeof(int));
}

static void take_visit(struct search *search, struct change *change, int visit)
{
    const struct plan_visit *v = &search->problem->visit[visit];
    change->visit[change->visits] = visit;
    memcpy(change->was[change->visits++], search->worker[visit], sizeof search->worker[visit]);
    if (is_out(search, visit)) {
        change->fixed -= v->left_out;
        return;
    }
    for (int task = 0; task < v->tasks; task++) {
        int op = OP(visit, task), i = change->ops++;
        change->op[i] = op;
        change->worker[i] = search->worker[visit][task];
        change->before[i] = search->before[op];
        change->fixed += route_take(search, op);
    }
}

static void put_visit(struct search *search, struct change *change, int visit)
{
    const struct plan_visit *v = &search->problem->visit[visit];
    if (is_out(search, visit)) {
        change->fixed += v->left_out;
        return;
    }
    for (int task = 0; task < v->tasks; task++) {
        int worker = search->worker[visit][task];
        change->fixed +=
            route_put(search, OP(visit, task), worker, route_before(search, worker, search->position[visit]));
    }
}

static void undo(struct search *search, const struct change *change)
{
    for (int i = 0; i < change->visits; i++)
        for (int task = 0; !is_out(search, change->visit[i]) && task < search->problem->visit[change->visit[i]].tasks;
             task++)
            route_take(search, OP(change->visit[i], task));
    for (int i = 0; i < change->visits; i++)
        memcpy(search->worker[change->visit[i]], change->was[i], sizeof change->was[i]);
    memcpy(search->order + search->saved_from, search->saved_order,
           (size_t)(search->saved_to - search->saved_from + 1) * sizeof(int));
    for (int i = search->saved_from; i <= search->saved_to; i++)
        search->position[search->order[i]] = i;
    for (int i = change->ops - 1; i >= 0; i--)
        route_put(search, change->op[i], change->worker[i], change->before[i]);
}

static bool is_cheap(struct search *search, int64_t fixed, int lowest, double heat)
{
    double slack = -log(dice_share(&search->dice) + 1e-300) * heat;
    int64_t most = search->timed - fixed + (slack < 1e15 ? (int64_t)slack : (int64_t)1e15);
    if (most < 0 || search_time(search, lowest, most, false) == PLAN_NEVER)
        return false;
    search->fixed += fixed;
    search->timed = search_time(search, lowest, PLAN_NEVER, true);
    return true;
}

static bool settle(struct search *search, const struct change *change, double heat)
{
    if (is_cheap(search, change->fixed, change->lowest, heat))
        return true;
    undo(search, change);
    return false;
}

/* ---- the moves ---- */

static int any_task(struct search *search, int visit)
{
    return search->problem->visit[visit].tasks == 2 ? dice_below(&search->dice, 2) : 0;
}

static int any_candidate(struct search *search, int visit, int task)
{
    const struct plan_task *t = &search->problem->visit[visit].task[task];
    return search->problem->candidate[t->candidates + dice_below(&search->dice, t->count)].worker;
}

/* Gives the task to that worker, and when nobody did the visit the other task to anybody. False: it cannot be. */
static bool staff(struct search *search, int visit, int task, int worker, int chosen[PLAN_TASKS])
{
    memcpy(chosen, search->worker[visit], sizeof search->worker[visit]);
    if (!may(search, OP(visit, task), worker))
        return false;
    chosen[task] = worker;
    if (search->problem->visit[visit].tasks == 1)
        return true;
    if (chosen[1 - task] == PLAN_NOBODY) {
        if (!search->problem->visit[visit].task[1 - task].count)
            return false;
        chosen[1 - task] = any_candidate(search, visit, 1 - task);
    }
    return chosen[0] != chosen[1];
}

static bool move_visit(struct search *search, int visit, int to, const int chosen[PLAN_TASKS], double heat)
{
    struct change change = {0};
    keep_order(search, &change, search->position[visit], to);
    take_visit(search, &change, visit);
    memcpy(search->worker[visit], chosen, sizeof search->worker[visit]);
    order_move(search, visit, to);
    put_visit(search, &change, visit);
    return settle(search, &change, heat);
}

/* Next to a visit that is near, in the day of one of its workers. */
static bool move_beside(struct search *search, int visit, int beside, double heat)
{
    int chosen[PLAN_TASKS], task = any_task(search, visit), other = any_task(search, beside);
    bool after = dice_below(&search->dice, 2);
    int from = search->position[visit], to = search->position[beside] + (after ? 1 : 0);
    if (is_out(search, beside) || !staff(search, visit, task, search->worker[beside][other], chosen))
        return false;
    if (!is_out(search, visit) && chosen[task] == search->worker[visit][task] &&
        (after ? search->after : search->before)[OP(beside, other)] == OP(visit, task))
        return false;
    return move_visit(search, visit, from < to ? to - 1 : to, chosen, heat);
}

/* A little earlier or later in the order, often by somebody else. */
static bool move_shift(struct search *search, int visit, double heat)
{
    int chosen[PLAN_TASKS], task = any_task(search, visit), from = search->position[visit];
    int to = from + dice_below(&search->dice, 2 * SHIFT + 1) - SHIFT;
    to = to < 0 ? 0 : to >= search->problem->visits ? search->problem->visits - 1 : to;
    memcpy(chosen, search->worker[visit], sizeof chosen);
    bool another = is_out(search, visit) || dice_below(&search->dice, 2);
    if (another && (!search->problem->visit[visit].task[task].count ||
                    !staff(search, visit, task, any_candidate(search, visit, task), chosen)))
        return false;
    return (another || to != from) && move_visit(search, visit, to, chosen, heat);
}

static bool move_drop(struct search *search, int visit, double heat)
{
    static const int nobody[PLAN_TASKS] = {PLAN_NOBODY, PLAN_NOBODY};
    return !is_out(search, visit) && move_visit(search, visit, search->position[visit], nobody, heat);
}

static bool may_swap(const struct search *search, int a, int task_a, int b, int task_b)
{
    int worker_a = search->worker[a][task_a], worker_b = search->worker[b][task_b];
    if (worker_a == worker_b)
        return true;
    return may(search, OP(a, task_a), worker_b) && may(search, OP(b, task_b), worker_a) &&
           (search->problem->visit[a].tasks == 1 || search->worker[a][1 - task_a] != worker_b) &&
           (search->problem->visit[b].tasks == 1 || search->worker[b][1 - task_b] != worker_a);
}

/* Two visits change places and workers; the other is next to one that is near. */
static bool move_swap(struct search *search, int visit, int beside, double heat)
{
    int task = any_task(search, visit), beside_op = OP(beside, any_task(search, beside));
    if (is_out(search, visit) || is_out(search, beside))
        return false;
    int op = (dice_below(&search->dice, 2) ? search->after : search->before)[beside_op];
    if (op < 0 || OP_VISIT(op) == visit || !may_swap(search, visit, task, OP_VISIT(op), OP_TASK(op)))
        return false;
    int other = OP_VISIT(op), a = search->position[visit], b = search->position[other];
    struct change change = {0};
    keep_order(search, &change, a, b);
    take_visit(search, &change, visit);
    take_visit(search, &change, other);
    int worker = search->worker[visit][task];
    search->worker[visit][task] = search->worker[other][OP_TASK(op)];
    search->worker[other][OP_TASK(op)] = worker;
    search->order[a] = other;
    search->order[b] = visit;
    search->position[other] = a;
    search->position[visit] = b;
    put_visit(search, &change, a < b ? other : visit);
    put_visit(search, &change, a < b ? visit : other);
    return settle(search, &change, heat);
}

/* ---- ends of days ---- */

/* Whether that worker may do the rest of the day from `op` on; adds what it changes in prices. */
static bool may_take_over(const struct search *search, int op, int from, int to, int64_t *fixed)
{
    for (; op >= 0; op = search->after[op]) {
        const int *worker = search->worker[OP_VISIT(op)];
        if (!may(search, op, to) || (search->problem->visit[OP_VISIT(op)].tasks == 2 && worker[1 - OP_TASK(op)] == to))
            return false;
        const int64_t *price = &search->price[(int64_t)op * search->problem->workers];
        *fixed += price[to] - price[from];
    }
    return true;
}

/* Two workers exchange what stands after `a` in the day of one and after `b` in that of the other (-1: all of it). */
static void exchange(struct search *search, int one, int a, int two, int b)
{
    int *rest_one = a < 0 ? &search->first[one] : &search->after[a];
    int *rest_two = b < 0 ? &search->first[two] : &search->after[b];
    int first = *rest_one, second = *rest_two, last_one = search->last[one], last_two = search->last[two];
    *rest_one = second;
    *rest_two = first;
    if (second >= 0)
        search->before[second] = a;
    if (first >= 0)
        search->before[first] = b;
    search->last[one] = second >= 0 ? last_two : a;
    search->last[two] = first >= 0 ? last_one : b;
    for (int op = second; op >= 0; op = search->after[op])
        search->worker[OP_VISIT(op)][OP_TASK(op)] = one;
    for (int op = first; op >= 0; op = search->after[op])
        search->worker[OP_VISIT(op)][OP_TASK(op)] = two;
}

static int position_of(const struct search *search, int op)
{
    return op < 0 ? search->problem->visits : search->position[OP_VISIT(op)];
}

/* After one visit its worker goes on as the worker of a near one does from that on, and the other way round. */
static bool move_tails(struct search *search, int visit, int beside, double heat)
{
    int op = OP(visit, any_task(search, visit)), joined = OP(beside, any_task(search, beside));
    if (is_out(search, visit) || is_out(search, beside) || search->position[visit] >= search->position[beside])
        return false;
    int one = search->worker[visit][OP_TASK(op)], two = search->worker[beside][OP_TASK(joined)];
    int rest = search->after[op], left = search->before[joined];
    if (one == two || (left >= 0 && position_of(search, left) >= position_of(search, rest)))
        return false;
    int64_t fixed = route_way(search, one, op, joined) + route_way(search, two, left, rest) -
                    route_way(search, one, op, rest) - route_way(search, two, left, joined);
    int lowest = position_of(search, rest);
    lowest = lowest < search->position[beside] ? lowest : search->position[beside];
    if (!may_take_over(search, rest, one, two, &fixed) || !may_take_over(search, joined, two, one, &fixed))
        return false;
    if (search->problem->worker[one].mode != search->problem->worker[two].mode ||
        search->problem->worker[one].end != search->problem->worker[two].end)
        fixed = PLAN_NEVER;
    exchange(search, one, op, two, left);
    if (fixed != PLAN_NEVER && is_cheap(search, fixed, lowest, heat))
        return true;
    exchange(search, one, op, two, left);
    return false;
}

bool move_try(struct search *search, double heat)
{
    int visit = dice_below(&search->dice, search->problem->visits), kind = dice_below(&search->dice, 100);
    if (kind == 0)
        return move_drop(search, visit, heat);
    if (kind < 11 || !search->near_count)
        return move_shift(search, visit, heat);
    int beside = search->near[visit * search->near_count + dice_below(&search->dice, search->near_count)];
    if (kind < 60)
        return move_beside(search, visit, beside, heat);
    return kind < 85 ? move_swap(search, visit, beside, heat) : move_tails(search, visit, beside, heat);
}
