/* The bound of tours, by assignment. Whoever leaves place i goes to the next place or home, and a place that nobody
 * comes to from another one is entered from home. So with all places entered from home to begin with, i going to j
 * costs way(i, j) - way(0, j), and staying out of the assignment costs the way home. */
#include "services/ctl/plan_bound.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "services/matching/engine/assign.h"

#define WHOLE_MOST 5e8 /* of a way in the solver's numbers */
#define WORK_MOST 1e7  /* pairs looked at, all tries together */
#define TRIES 14

struct reckoning {
    const struct bound_ways *ways;
    double scale;    /* the solver's numbers in one of the ways' */
    double discount; /* on every way home, paid back for as many tours as there are at least */
    double best;
};

static double way(const struct reckoning *it, int from, int to)
{
    return it->ways->way(it->ways->self, from, to);
}

static double way_home(const struct reckoning *it, int from)
{
    return way(it, from, 0) - it->discount;
}

/* Whole ways stay as they are; others keep as many digits as fit. */
static double scale_of(const struct reckoning *it)
{
    double most = 1;
    bool whole = true;
    for (int i = 0; i < it->ways->places; i++)
        for (int j = 0; j < it->ways->places; j++) {
            double one = i == j ? 0 : way(it, i, j);
            most = isfinite(one) ? fmax(most, one) : most;
            whole = whole && (!isfinite(one) || one == rint(one));
        }
    return whole && most <= WHOLE_MOST ? 1 : pow(10, floor(log10(WHOLE_MOST / most)));
}

static int add_pairs(const struct reckoning *it, struct assign *assign)
{
    for (int i = 1; i < it->ways->places; i++) {
        double home = way_home(it, i);
        assign_set_price(assign, i - 1, llround(home * it->scale));
        for (int j = 1; j < it->ways->places; j++) {
            double cost = i == j ? INFINITY : way(it, i, j) - way(it, 0, j);
            if (cost < home && assign_add(assign, i - 1, j - 1, (int32_t)lround(cost * it->scale)))
                return -1;
        }
    }
    return 0;
}

/* Weak duality, in the ways themselves: true for any prices from 0 on. */
static double bound_by(const struct reckoning *it, const struct assign_answer *answer)
{
    double sum = it->discount * it->ways->tours;
    for (int i = 1; i < it->ways->places; i++) {
        double least = way_home(it, i);
        for (int j = 1; j < it->ways->places; j++)
            if (j != i)
                least = fmin(least, way(it, i, j) - way(it, 0, j) + (double)answer->column_prices[j - 1] / it->scale);
        sum += least + way(it, 0, i) - (double)answer->column_prices[i - 1] / it->scale;
    }
    return sum;
}

/* With this discount; how many tours the answer has, -1: no memory. */
static int try_discount(struct reckoning *it, double discount)
{
    struct assign_answer answer;
    int places = it->ways->places - 1, tours = -1;
    struct assign *assign = assign_open(places, places, NULL);
    it->discount = discount;
    if (assign && add_pairs(it, assign) == 0 && assign_solve(assign) == 0) {
        assign_answer(assign, &answer);
        it->best = fmax(it->best, bound_by(it, &answer));
        tours = answer.left_out;
    }
    assign_close(&assign);
    return tours;
}

int plan_bound(const struct bound_ways *ways, double *bound)
{
    struct reckoning it = {.ways = ways};
    double low = 0, high = 0;
    int tries = (int)fmin(TRIES, WORK_MOST / ((double)ways->places * ways->places));
    *bound = 0;
    if (ways->places < 2)
        return 0;
    it.scale = scale_of(&it);
    int tours = try_discount(&it, 0);
    for (int i = 1; i < ways->places; i++)
        high = fmax(high, 2 * (way(&it, i, 0) + it.discount + way(&it, 0, i)));
    while (tours >= 0 && tours < ways->tours && tries-- > 1) {
        double middle = floor((low + high) / 2 * it.scale) / it.scale;
        int then = try_discount(&it, middle);
        if (then < 0)
            tours = -1;
        else if (then < ways->tours)
            low = middle;
        else
            high = middle;
    }
    *bound = it.best;
    return tours < 0 ? -1 : 0;
}
