/* The moves of the search. Each takes one or two visits, or the ends of two days, elsewhere and asks what that costs:
 * first the ways alone, which decides most cases before anything is touched, then the times. A move that is not kept
 * leaves no trace. */
#include "plan_inside.h"

#include <math.h>
#include <string.h>

#define SHIFT 20 /* positions that a shifted visit moves at most */

bool op_may(const struct search *search, int op, int worker)
{
    return search->price[(int64_t)op * search->problem->workers + worker] != PLAN_NEVER;
}

static bool is_pair(const struct search *search, int visit)
{
    return search->problem->visit[visit].tasks == 2;
}

int move_task(struct search *search, int visit)
{
    return is_pair(search, visit) ? dice_below(&search->dice, 2) : 0;
}

int64_t move_room(struct search *search, double heat)
{
    double slack = -log(dice_share(&search->dice) + 1e-300) * heat;
    return search->timed + (slack < 1e15 ? (int64_t)slack : (int64_t)1e15);
}

/* ---- a visit goes elsewhere ---- */

struct trip {
    int visit, to, tasks;
    int worker[PLAN_TASKS], before[PLAN_TASKS];        /* where to; PLAN_NOBODY: out */
    int from, was_worker[PLAN_TASKS], was[PLAN_TASKS]; /* where it came from */
};

/* What the trip costs in ways and prices; an op that only goes on in its place costs nothing. */
static int64_t trip_cost(const struct search *search, const struct trip *trip)
{
    int64_t out = search->problem->visit[trip->visit].left_out, cost = 0;
    cost += trip->worker[0] == PLAN_NOBODY ? out : 0;
    cost -= trip->was_worker[0] == PLAN_NOBODY ? out : 0;
    for (int task = 0; task < trip->tasks; task++) {
        int op = OP(trip->visit, task), worker = trip->worker[task], was = trip->was_worker[task];
        const struct op *o = &search->ops[op];
        if (worker == was && (worker == PLAN_NOBODY || trip->before[task] == trip->was[task]))
            continue;
        if (was != PLAN_NOBODY)
            cost -= route_detour(search, op, was, o->before, o->after);
        if (worker != PLAN_NOBODY)
            cost += route_detour(search, op, worker, trip->before[task], search->ops[trip->before[task]].after);
    }
    return cost;
}

static int64_t take_all(struct search *search, const struct trip *trip)
{
    int64_t cost = 0;
    for (int task = 0; task < trip->tasks; task++) {
        int op = OP(trip->visit, task);
        if (search->ops[op].worker == PLAN_NOBODY)
            continue;
        cost += route_take(search, op);
        search->ops[op].worker = PLAN_NOBODY;
    }
    return cost;
}

static int64_t put_all(struct search *search, const struct trip *trip, const int *worker, const int *before)
{
    int64_t cost = 0;
    for (int task = 0; task < trip->tasks; task++)
        if (worker[task] != PLAN_NOBODY)
            cost += route_put(search, OP(trip->visit, task), worker[task], before[task]);
    return cost;
}

/* Tells whose times the trip changes: those of what stood after it, its own, and of what stands after it now. */
static void stir_trip(struct search *search, const struct trip *trip)
{
    for (int task = 0; task < trip->tasks; task++) {
        int op = OP(trip->visit, task), worker = trip->worker[task], was = trip->was_worker[task];
        if (worker == was && (worker == PLAN_NOBODY || trip->before[task] == trip->was[task]))
            continue;
        time_stir(search, op);
        if (was != PLAN_NOBODY) {
            int after = search->ops[trip->was[task]].after;
            time_stir(search, after);
            if (after >= search->ends)
                time_stir(search, trip->was[task]);
        }
        if (worker != PLAN_NOBODY)
            time_stir(search, search->ops[op].after);
    }
}

bool move_settle(struct search *search, int64_t fixed, int64_t room)
{
    if (search->over > 0 || fixed > room || !time_flow(search, room - fixed))
        return false;
    search->fixed += fixed;
    return true;
}

/* Where each task of the trip goes in the day of its worker; `known` is what it follows there, or -1. */
static void find_places(const struct search *search, struct trip *trip, int task, int known)
{
    int limit = trip->from < trip->to ? trip->to + 1 : trip->to;
    for (int i = 0; i < trip->tasks; i++) {
        int worker = trip->worker[i], op = OP(trip->visit, i);
        if (worker == PLAN_NOBODY)
            continue;
        if (i == task && known >= 0)
            trip->before[i] = known;
        else if (worker != trip->was_worker[i])
            trip->before[i] = route_before(search, worker, limit, trip->visit);
        else
            trip->before[i] = route_beside(search, op, limit);
    }
}

static bool travel(struct search *search, const struct trip *trip, int64_t room)
{
    if (!search->problem->prices.uneven && trip_cost(search, trip) > room)
        return false;
    int64_t fixed = trip->was_worker[0] == PLAN_NOBODY ? -search->problem->visit[trip->visit].left_out : 0;
    fixed += trip->worker[0] == PLAN_NOBODY ? search->problem->visit[trip->visit].left_out : 0;
    fixed += take_all(search, trip);
    order_move(search, trip->visit, trip->to);
    fixed += put_all(search, trip, trip->worker, trip->before);
    stir_trip(search, trip);
    if (move_settle(search, fixed, room))
        return true;
    take_all(search, trip);
    order_move(search, trip->visit, trip->from);
    put_all(search, trip, trip->was_worker, trip->was);
    return false;
}

static struct trip trip_of(const struct search *search, int visit, int to)
{
    struct trip trip;
    trip.visit = visit;
    trip.from = search->position[visit];
    trip.to = to;
    trip.tasks = search->problem->visit[visit].tasks;
    for (int task = 0; task < trip.tasks; task++) {
        const struct op *op = &search->ops[OP(visit, task)];
        trip.worker[task] = trip.was_worker[task] = op->worker;
        trip.was[task] = op->before;
    }
    return trip;
}

static int any_candidate(struct search *search, int visit, int task)
{
    const struct plan_task *t = &search->problem->visit[visit].task[task];
    return search->problem->candidate[t->candidates + dice_below(&search->dice, t->count)].worker;
}

/* Gives the task to that worker, and when nobody did the visit the other task to anybody. False: it cannot be. */
static bool staff(struct search *search, struct trip *trip, int task, int worker)
{
    if (!op_may(search, OP(trip->visit, task), worker))
        return false;
    trip->worker[task] = worker;
    if (trip->tasks == 1)
        return true;
    if (trip->worker[1 - task] == PLAN_NOBODY) {
        if (!search->problem->visit[trip->visit].task[1 - task].count)
            return false;
        trip->worker[1 - task] = any_candidate(search, trip->visit, 1 - task);
    }
    return trip->worker[0] != trip->worker[1];
}

/* Next to a visit that is near, in the day of one of its workers. */
static bool move_beside(struct search *search, int visit, int beside, double heat)
{
    int op = OP(visit, move_task(search, visit)), other = OP(beside, move_task(search, beside));
    bool after = dice_below(&search->dice, 2);
    int from = search->position[visit], to = search->position[beside] + after;
    if (is_out(search, beside) || !op_may(search, op, search->ops[other].worker) ||
        (after ? search->ops[other].after : search->ops[other].before) == op)
        return false;
    struct trip trip = trip_of(search, visit, from < to ? to - 1 : to);
    if (!staff(search, &trip, OP_TASK(op), search->ops[other].worker))
        return false;
    find_places(search, &trip, OP_TASK(op), after ? other : search->ops[other].before);
    return travel(search, &trip, move_room(search, heat));
}

/* Both tasks of a pair to anybody. */
static bool staff_both(struct search *search, struct trip *trip)
{
    for (int task = 0; task < trip->tasks; task++) {
        if (!search->problem->visit[trip->visit].task[task].count)
            return false;
        trip->worker[task] = any_candidate(search, trip->visit, task);
    }
    return trip->worker[0] != trip->worker[1];
}

/* A little earlier or later in the order, often by somebody else. */
static bool move_shift(struct search *search, int visit, double heat)
{
    int task = move_task(search, visit), from = search->position[visit];
    int to = from + dice_below(&search->dice, 2 * SHIFT + 1) - SHIFT;
    to = to < 0 ? 0 : to >= search->problem->visits ? search->problem->visits - 1 : to;
    struct trip trip = trip_of(search, visit, to);
    bool another = is_out(search, visit) || dice_below(&search->dice, 2);
    if (another && trip.tasks == 2 && !dice_below(&search->dice, 3)) {
        if (!staff_both(search, &trip))
            return false;
    } else if (another && (!search->problem->visit[visit].task[task].count ||
                           !staff(search, &trip, task, any_candidate(search, visit, task)))) {
        return false;
    }
    if (!another && to == from)
        return false;
    find_places(search, &trip, task, -1);
    return travel(search, &trip, move_room(search, heat));
}

static bool move_drop(struct search *search, int visit, double heat)
{
    if (is_out(search, visit))
        return false;
    struct trip trip = trip_of(search, visit, search->position[visit]);
    trip.worker[0] = trip.worker[1] = PLAN_NOBODY;
    return travel(search, &trip, move_room(search, heat));
}

/* ---- two visits change places ---- */

static bool may_swap(const struct search *search, int a, int b)
{
    int worker_a = search->ops[a].worker, worker_b = search->ops[b].worker;
    if (worker_a == worker_b)
        return true;
    return op_may(search, a, worker_b) && op_may(search, b, worker_a) && search->ops[a ^ 1].worker != worker_b &&
           search->ops[b ^ 1].worker != worker_a;
}

/* What it costs in ways and prices where neither is half of a pair nor next to the other. */
static int64_t swap_cost(const struct search *search, int a, int b)
{
    const struct op *x = &search->ops[a], *y = &search->ops[b];
    return route_detour(search, b, x->worker, x->before, x->after) -
           route_detour(search, a, x->worker, x->before, x->after) +
           route_detour(search, a, y->worker, y->before, y->after) -
           route_detour(search, b, y->worker, y->before, y->after);
}

static bool is_simple_swap(const struct search *search, int a, int b)
{
    return !search->problem->prices.uneven && !is_pair(search, OP_VISIT(a)) && !is_pair(search, OP_VISIT(b)) &&
           search->ops[a].after != b && search->ops[a].before != b;
}

static void exchange_positions(struct search *search, int a, int b)
{
    int at_a = search->position[a], at_b = search->position[b];
    search->order[at_a] = b;
    search->order[at_b] = a;
    search->position[a] = at_b;
    search->position[b] = at_a;
}

/* Puts the tasks of a visit in where the order has them. */
static int64_t put_by_order(struct search *search, const struct trip *trip)
{
    int64_t cost = 0;
    for (int task = 0; task < trip->tasks; task++) {
        int op = OP(trip->visit, task), worker = trip->worker[task];
        cost += route_put(search, op, worker, route_before(search, worker, search->position[trip->visit], trip->visit));
    }
    return cost;
}

/* Whatever was or is next to a task of the visit, when both have gone where they go. */
static void stir_all(struct search *search, const struct trip *trip)
{
    for (int task = 0; task < trip->tasks; task++) {
        const struct op *op = &search->ops[OP(trip->visit, task)];
        time_stir(search, OP(trip->visit, task));
        time_stir(search, op->after);
        time_stir(search, trip->was[task]);
        time_stir(search, search->ops[trip->was[task]].after);
    }
}

static bool swap(struct search *search, struct trip *a, struct trip *b, int64_t room)
{
    struct trip *first = a->from < b->from ? b : a, *second = first == a ? b : a;
    int64_t fixed = take_all(search, a);
    for (int task = 0; task < b->tasks; task++)
        b->was[task] = search->ops[OP(b->visit, task)].before;
    fixed += take_all(search, b);
    exchange_positions(search, a->visit, b->visit);
    fixed += put_by_order(search, first) + put_by_order(search, second);
    stir_all(search, a);
    stir_all(search, b);
    if (move_settle(search, fixed, room))
        return true;
    take_all(search, second);
    take_all(search, first);
    exchange_positions(search, a->visit, b->visit);
    put_all(search, b, b->was_worker, b->was);
    put_all(search, a, a->was_worker, a->was);
    return false;
}

/* Two visits change places and workers; the other is next to one that is near. */
static bool move_swap(struct search *search, int visit, int beside, double heat)
{
    int op = OP(visit, move_task(search, visit)), joined = OP(beside, move_task(search, beside));
    if (is_out(search, visit) || is_out(search, beside))
        return false;
    int with = dice_below(&search->dice, 2) ? search->ops[joined].after : search->ops[joined].before;
    if (with >= search->begins || OP_VISIT(with) == visit || !may_swap(search, op, with))
        return false;
    int64_t room = move_room(search, heat);
    if (is_simple_swap(search, op, with) && swap_cost(search, op, with) > room)
        return false;
    struct trip a = trip_of(search, visit, search->position[OP_VISIT(with)]);
    struct trip b = trip_of(search, OP_VISIT(with), search->position[visit]);
    a.worker[OP_TASK(op)] = search->ops[with].worker;
    b.worker[OP_TASK(with)] = search->ops[op].worker;
    return swap(search, &a, &b, room);
}

bool move_try(struct search *search, double heat)
{
    int visit = dice_below(&search->dice, search->problem->visits), kind = dice_below(&search->dice, 100);
    if (kind == 0)
        return move_drop(search, visit, heat);
    if (kind == 1)
        return move_days(search, visit, heat);
    if (kind < 12 || !search->near_count)
        return move_shift(search, visit, heat);
    int beside = search->near[visit * search->near_count + dice_below(&search->dice, search->near_count)];
    if (kind < 60)
        return move_beside(search, visit, beside, heat);
    return kind < 85 ? move_swap(search, visit, beside, heat) : move_tails(search, visit, beside, heat);
}
