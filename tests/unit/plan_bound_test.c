/* The bound of tours: never above the shortest, and not far below. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "services/ctl/plan_bound.h"
#include "services/matching/engine/dice.h"

#define PLACES 7

struct world {
    struct bound_ways ways;
    double way[PLACES][PLACES];
};

static double way_of(const void *self, int from, int to)
{
    return ((const struct world *)self)->way[from][to];
}

/* `grain`: 1 for whole ways; some pairs nobody goes. */
static void world_make(struct world *world, uint64_t seed, double grain)
{
    struct dice dice = dice_of(seed);
    *world = (struct world){.ways = {.places = 2 + (int)(seed % (PLACES - 1)), .tours = 1, .way = way_of}};
    world->ways.self = world;
    for (int i = 0; i < PLACES; i++)
        for (int j = 0; j < PLACES; j++) {
            bool never = i && j && dice_below(&dice, 4) == 0;
            world->way[i][j] = never ? (double)INFINITY : (1 + dice_below(&dice, 1000)) * grain;
        }
}

/* The shortest tours through what is left, standing at `at`, with so many tours at least still to begin. */
static double least(const struct world *world, unsigned left, int at, int tours)
{
    double best = INFINITY;
    if (at)
        best = world->way[at][0] + least(world, left, 0, tours);
    else if (!left)
        return tours > 0 ? (double)INFINITY : 0;
    for (int next = 1; next < world->ways.places; next++)
        if (left >> next & 1)
            best = fmin(best, world->way[at][next] + least(world, left & ~(1u << next), next, tours - !at));
    return best;
}

static void assert_below(double grain, int tours, double *sum, double *sum_of_best)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct world world;
        double bound = -1;
        world_make(&world, seed, grain);
        world.ways.tours = tours < world.ways.places ? tours : world.ways.places - 1;
        double best = least(&world, (1u << world.ways.places) - 2, 0, world.ways.tours);
        assert_int_equal(plan_bound(&world.ways, &bound), 0);
        assert_true(bound <= best + 1e-9 * grain);
        assert_true(bound >= 0);
        *sum += bound;
        *sum_of_best += best;
    }
}

static void test_the_bound_is_never_above_the_shortest_tours_and_mostly_near(void **state)
{
    static const double grains[] = {1, 0.1, 0.0037, 5e5 / 3};
    (void)state;
    for (int i = 0; i < 4; i++)
        for (int tours = 1; tours <= 3; tours++) {
            double sum = 0, sum_of_best = 0;
            assert_below(grains[i], tours, &sum, &sum_of_best);
            assert_true(sum > 0.8 * sum_of_best);
        }
}

static void test_one_place_is_there_and_back(void **state)
{
    struct world world = {.ways = {.places = 2, .tours = 1, .way = way_of}, .way = {{0, 3}, {4, 0}}};
    double bound = 0;
    (void)state;
    world.ways.self = &world;
    assert_int_equal(plan_bound(&world.ways, &bound), 0);
    assert_true(fabs(bound - 7) < 1e-9);
}

static void test_no_place_is_no_way(void **state)
{
    const struct bound_ways ways = {.places = 1, .tours = 1, .way = way_of};
    double bound = -1;
    (void)state;
    assert_int_equal(plan_bound(&ways, &bound), 0);
    assert_true(bound >= 0 && bound <= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_bound_is_never_above_the_shortest_tours_and_mostly_near),
        cmocka_unit_test(test_one_place_is_there_and_back),
        cmocka_unit_test(test_no_place_is_no_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
