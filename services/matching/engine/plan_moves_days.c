/* The moves of the search that exchange days, or the ends of them, between two workers. */
#include "plan_inside.h"

/* Whether that worker may do the rest of the day from `op` on; adds what it changes in prices. */
static bool may_take_over(const struct search *search, int op, int from, int to, int64_t *fixed)
{
    for (; op < search->begins; op = search->ops[op].after) {
        const int64_t *price = &search->price[(int64_t)op * search->problem->workers];
        if (price[to] == PLAN_NEVER || search->ops[op ^ 1].worker == to)
            return false;
        *fixed += price[to] - price[from];
    }
    return true;
}

static bool are_alike(const struct search *search, int one, int two)
{
    const struct plan_worker *a = &search->problem->worker[one], *b = &search->problem->worker[two];
    return a->mode == b->mode && a->end == b->end;
}

bool move_tails(struct search *search, int visit, int beside, double heat)
{
    int op = OP(visit, move_task(search, visit)), joined = OP(beside, move_task(search, beside));
    if (is_out(search, visit) || is_out(search, beside) || search->position[visit] >= search->position[beside])
        return false;
    int one = search->ops[op].worker, two = search->ops[joined].worker;
    int rest = search->ops[op].after, left = search->ops[joined].before;
    if (one == two || op_position(search, left) >= op_position(search, rest) || !are_alike(search, one, two))
        return false;
    int64_t room = move_room(search, heat), way = search->problem->prices.way;
    int64_t fixed = way * (op_way(search, one, op, joined) + op_way(search, two, left, rest) -
                           op_way(search, one, op, rest) - op_way(search, two, left, joined));
    if (!may_take_over(search, rest, one, two, &fixed) || !may_take_over(search, joined, two, one, &fixed))
        return false;
    if (!search->problem->prices.uneven && fixed > room)
        return false;
    fixed += route_exchange(search, op, left);
    time_stir(search, op);
    time_stir(search, joined);
    time_stir(search, left);
    time_stir(search, rest);
    if (move_settle(search, fixed, room))
        return true;
    route_exchange(search, op, left);
    return false;
}

/* What the day of a worker costs in ways and prices when that other one does it; PLAN_NEVER: the other may not. */
static int64_t day_cost(const struct search *search, int worker, int by)
{
    int op = search->ops[search->begins + worker].after, at = search->begins + by;
    int64_t way = 0, price = 0;
    if (op >= search->begins)
        return 0;
    for (; op < search->begins; at = op, op = search->ops[op].after) {
        if (!op_may(search, op, by))
            return PLAN_NEVER;
        way += op_way(search, by, at, op);
        price += search->price[(int64_t)op * search->problem->workers + by];
    }
    return search->problem->prices.way * (way + op_way(search, by, at, search->ends + by)) + price;
}

bool move_days(struct search *search, int visit, double heat)
{
    int one = search->ops[OP(visit, move_task(search, visit))].worker;
    int two = dice_below(&search->dice, search->problem->workers);
    if (is_out(search, visit) || one == two)
        return false;
    int64_t of_one = day_cost(search, one, two), of_two = day_cost(search, two, one);
    if (of_one == PLAN_NEVER || of_two == PLAN_NEVER)
        return false;
    int64_t room = move_room(search, heat), fixed = of_one + of_two;
    fixed -= day_cost(search, one, one) + day_cost(search, two, two);
    if (!search->problem->prices.uneven && fixed > room)
        return false;
    fixed += route_exchange(search, search->begins + one, search->begins + two);
    for (int i = 0; i < 2; i++) {
        int worker = i ? two : one;
        for (int op = search->ops[search->begins + worker].after; op < search->begins; op = search->ops[op].after)
            time_stir(search, op);
    }
    if (move_settle(search, fixed, room))
        return true;
    route_exchange(search, search->begins + one, search->begins + two);
    return false;
}
