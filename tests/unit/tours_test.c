/* Tours: they serve everybody once, in time and within the load, and are the shortest where all can be tried. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "services/matching/engine/dice.h"
#include "services/matching/engine/tours.h"

#define STOPS_MOST 60

struct world {
    struct tour_problem problem;
    struct tour_stop stop[STOPS_MOST];
    int32_t way[STOPS_MOST * STOPS_MOST];
};

static void world_make(struct world *world, uint64_t seed, int stops)
{
    struct dice dice = dice_of(seed);
    int x[STOPS_MOST], y[STOPS_MOST];
    *world = (struct world){.problem = {.stops = stops, .stop = world->stop, .way = world->way, .capacity = 40}};
    for (int i = 0; i < stops; i++) {
        x[i] = dice_below(&dice, 100);
        y[i] = dice_below(&dice, 100);
        int32_t ready = 200 + dice_below(&dice, 400);
        world->stop[i] = (struct tour_stop){1 + dice_below(&dice, 15), ready, ready + 80 + dice_below(&dice, 200), 10};
    }
    world->stop[0] = (struct tour_stop){0, 0, 1300, 0};
    for (int i = 0; i < stops; i++)
        for (int j = 0; j < stops; j++)
            world->way[i * stops + j] = abs(x[i] - x[j]) + abs(y[i] - y[j]);
}

static void find(const struct world *world, struct tours *tours, uint64_t seed, int64_t moves)
{
    struct plan_effort effort = {.seed = seed, .moves = moves};
    struct plan_result result;
    assert_int_equal(tours_find(&world->problem, tours, &effort, &result), 0);
    assert_int_equal(result.moves, moves);
}

static void test_tours_serve_everybody_once_in_time_within_the_load(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        static struct world world;
        struct tours tours;
        struct tour_report report;
        world_make(&world, seed, 2 + (int)(seed * 7 % (STOPS_MOST - 1)));
        assert_int_equal(tours_make(&tours, world.problem.stops), 0);
        find(&world, &tours, seed, 2000);
        assert_int_equal(tours_check(&world.problem, &tours, &report), 0);
        assert_int_equal(report.broken, 0);
        assert_int_equal(report.way, tours.cost);
        tours_free(&tours);
    }
}

static void test_the_same_seed_and_moves_give_the_same_tours(void **state)
{
    (void)state;
    static struct world world;
    struct tours a, b;
    world_make(&world, 4, 50);
    assert_int_equal(tours_make(&a, 50), 0);
    assert_int_equal(tours_make(&b, 50), 0);
    find(&world, &a, 9, 3000);
    find(&world, &b, 9, 3000);
    assert_int_equal(a.count, b.count);
    assert_memory_equal(a.stop, b.stop, 49 * sizeof(int));
    assert_memory_equal(a.first, b.first, (size_t)a.count * sizeof(int));
    tours_free(&a);
    tours_free(&b);
}

/* The least way to serve the stops that are left, when a tour stands at `at`, at that time and with that load. */
static int64_t least(const struct world *world, unsigned left, int at, int64_t time, int load)
{
    const struct tour_problem *problem = &world->problem;
    int64_t home = time + problem->stop[at].service + problem->way[at * problem->stops];
    int64_t best = INT32_MAX;
    if (home > problem->stop[0].due)
        return best;
    if (!left)
        return problem->way[at * problem->stops];
    if (at)
        best = problem->way[at * problem->stops] + least(world, left, 0, problem->stop[0].ready, 0);
    for (int next = 1; next < problem->stops; next++) {
        const struct tour_stop *stop = &problem->stop[next];
        int64_t start = time + problem->stop[at].service + problem->way[at * problem->stops + next];
        if (!(left >> next & 1) || start > stop->due || load + stop->load > problem->capacity)
            continue;
        int64_t more =
            least(world, left & ~(1u << next), next, start > stop->ready ? start : stop->ready, load + stop->load);
        if (problem->way[at * problem->stops + next] + more < best)
            best = problem->way[at * problem->stops + next] + more;
    }
    return best;
}

static void test_the_shortest_tours_are_found_where_all_can_be_tried(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        static struct world world;
        struct tours tours;
        world_make(&world, seed, 8);
        assert_int_equal(tours_make(&tours, 8), 0);
        find(&world, &tours, seed, 3000);
        assert_int_equal(tours.cost, least(&world, 0xfe, 0, world.stop[0].ready, 0));
        tours_free(&tours);
    }
}

static void test_what_is_wrong_with_tours_is_counted_by_rule(void **state)
{
    (void)state;
    static struct world world;
    int stop[] = {1, 2, 1, 4}, first[] = {0, 2, 4};
    struct tours tours = {.count = 2, .first = first, .stop = stop};
    struct tour_report report;
    world_make(&world, 1, 5);
    for (int i = 1; i < 5; i++)
        world.stop[i] = (struct tour_stop){.load = 10, .ready = 0, .due = 1000, .service = 10};
    world.problem.capacity = 15;
    world.stop[4].due = 1;
    world.stop[0].due = 30;
    assert_int_equal(tours_check(&world.problem, &tours, &report), 0);
    assert_int_equal(report.faults[TOUR_RULE_MISSED], 1);
    assert_int_equal(report.faults[TOUR_RULE_TWICE], 1);
    assert_int_equal(report.faults[TOUR_RULE_LOAD], 2);
    assert_int_equal(report.faults[TOUR_RULE_DUE], 1);
    assert_int_equal(report.faults[TOUR_RULE_HOME], 2);
    assert_int_equal(report.broken, 7);
}

/* One tour of two stops of 10 each, 7 apart, that fits to the unit; `wrong` is what a unit more breaks. */
static void assert_binds(int32_t *limit, int32_t unit, struct world *world, enum tour_rule wrong)
{
    int stop[] = {1, 2}, first[] = {0, 2};
    struct tours tours = {.count = 1, .first = first, .stop = stop};
    struct tour_report report;
    assert_int_equal(tours_check(&world->problem, &tours, &report), 0);
    assert_int_equal(report.broken, 0);
    *limit += unit;
    assert_int_equal(tours_check(&world->problem, &tours, &report), 0);
    assert_int_equal(report.broken, 1);
    assert_int_equal(report.faults[wrong], 1);
    *limit -= unit;
}

static void test_each_limit_binds_to_the_unit(void **state)
{
    (void)state;
    static struct world world;
    struct tour_report report;
    int stop[] = {1, 2}, first[] = {0, 2};
    const struct tours tours = {.count = 1, .first = first, .stop = stop};
    world_make(&world, 1, 3);
    for (int i = 0; i < 9; i++)
        world.way[i] = 7 + i; /* there and back are not the same */
    world.stop[0] = (struct tour_stop){.ready = 100, .due = 100 + 3 + 8 + 30 + 10 + 12 + 10 + 13, .service = 3};
    world.stop[1] = (struct tour_stop){.load = 4, .ready = 141, .due = 141, .service = 10};
    world.stop[2] = (struct tour_stop){.load = 5, .ready = 0, .due = 163, .service = 10};
    world.problem.capacity = 9;
    assert_binds(&world.problem.capacity, -1, &world, TOUR_RULE_LOAD);
    assert_binds(&world.stop[2].due, -1, &world, TOUR_RULE_DUE);
    assert_binds(&world.stop[0].due, -1, &world, TOUR_RULE_HOME);
    assert_binds(&world.stop[2].service, 1, &world, TOUR_RULE_HOME);
    assert_binds(&world.stop[1].due, -1, &world, TOUR_RULE_DUE);
    world.stop[1].ready = 0; /* nobody waits: reached at 100 + 3 + 8 */
    world.stop[1].due = 111;
    assert_binds(&world.stop[0].service, 1, &world, TOUR_RULE_DUE);
    assert_int_equal(tours_check(&world.problem, &tours, &report), 0);
    assert_int_equal(report.way, 8 + 12 + 13);
}

/* As whoever makes tours counts: to the unit, with the depot's own time. */
static void test_what_one_tour_can_just_serve_is_possible(void **state)
{
    (void)state;
    static struct world world;
    enum tour_rule rule;
    world_make(&world, 1, 2);
    for (int i = 0; i < 4; i++)
        world.way[i] = 7 + i;
    world.stop[0] = (struct tour_stop){.ready = 100, .due = 100 + 3 + 8 + 10 + 9, .service = 3};
    world.stop[1] = (struct tour_stop){.load = 40, .ready = 0, .due = 111, .service = 10};
    assert_int_equal(tours_impossible(&world.problem, &rule), 0);
    world.stop[1].service = 11;
    assert_int_equal(tours_impossible(&world.problem, &rule), 1);
    assert_string_equal(tour_rule_code(rule), "home");
    world.stop[0].service = 4;
    assert_int_equal(tours_impossible(&world.problem, &rule), 1);
    assert_string_equal(tour_rule_code(rule), "due");
}

static void test_a_stop_that_no_tour_can_serve_is_told(void **state)
{
    (void)state;
    static struct world world;
    enum tour_rule rule;
    world_make(&world, 1, 5);
    assert_int_equal(tours_impossible(&world.problem, &rule), 0);
    world.stop[3].load = 41;
    assert_int_equal(tours_impossible(&world.problem, &rule), 3);
    assert_string_equal(tour_rule_code(rule), "load");
    world.stop[2].due = world.stop[2].ready = 0;
    assert_int_equal(tours_impossible(&world.problem, &rule), 2);
    assert_string_equal(tour_rule_code(rule), "due");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tours_serve_everybody_once_in_time_within_the_load),
        cmocka_unit_test(test_the_same_seed_and_moves_give_the_same_tours),
        cmocka_unit_test(test_the_shortest_tours_are_found_where_all_can_be_tried),
        cmocka_unit_test(test_what_is_wrong_with_tours_is_counted_by_rule),
        cmocka_unit_test(test_each_limit_binds_to_the_unit),
        cmocka_unit_test(test_what_one_tour_can_just_serve_is_possible),
        cmocka_unit_test(test_a_stop_that_no_tour_can_serve_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
