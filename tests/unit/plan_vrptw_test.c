/* VRPTW files: what they say is what is planned and counted, and what is wrong is told with its line (V25). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plan_file.h"
#include "services/ctl/plan_vrptw.h"
#include "services/matching/engine/dice.h"

#define HEAD(fleet) "NAME\n\nVEHICLE\nNUMBER CAPACITY\n" fleet "\n\nCUSTOMER\nCUST NO. XCOORD. ...\n\n"
#define DEPOT "0 0 0 0 0 100 0\n"

static void assert_planned(const char *text, double objective, double bound)
{
    char said[SAID];
    struct plan_outcome outcome;
    if (plan_file(plan_vrptw, text, 300, &outcome, said) != CTL_DONE)
        fail_msg("%s", said);
    assert_true(fabs(outcome.objective - objective) < 1e-9);
    assert_true(fabs(outcome.bound - bound) < 1e-9);
    assert_int_equal(outcome.optimal, outcome.objective <= outcome.bound);
    assert_int_equal(outcome.violations, 0);
    plan_file_done(&outcome);
}

/* Cut off to tenths: 14.142 is 14.1, 7.071 is 7.0. */
static void test_a_way_is_cut_off_after_its_first_decimal(void **state)
{
    (void)state;
    assert_planned(HEAD("1 9") DEPOT "1 10 10 1 0 90 0\n", 28.2, 28.2);
    assert_planned(HEAD("1 9") DEPOT "1 5 5 1 0 90 0\n2 10 10 1 0 90 0\n", 28.1, 28.1);
    assert_planned(HEAD("1 9") DEPOT "1 -0.3 .4 1 0 90 0\n", 1, 1);
    assert_planned(HEAD("1 9") "0 1.1 0 0 0 9 0\n1 1.4 0 1 0 9 0\n", 0.6, 0.6); /* a hair less than 0.3 in binary */
}

static void test_what_one_cannot_carry_two_do(void **state)
{
    (void)state;
    assert_planned(HEAD("9 10") DEPOT "1 10 0 5 0 90 0\n2 10 0 5 0 90 0\n", 20, 20);
    assert_planned(HEAD("9 10") DEPOT "1 10 0 5 0 90 0\n2 10 0 6 0 90 0\n", 40, 40);
}

static void test_ready_due_and_service_times_bind_to_the_tenth(void **state)
{
    (void)state;
    assert_planned(HEAD("9 10") DEPOT "1 10 0 1 0 29 10\n2 20 0 1 0 30 0\n", 40, 40);
    assert_planned(HEAD("9 10") DEPOT "1 10 0 1 0 29 10.1\n2 20 0 1 0 30 0\n", 60, 60);
    assert_planned(HEAD("9 10") DEPOT "1 10 0 1 20.1 80 0\n2 20 0 1 0 30 60\n", 60, 60);
}

static void test_back_at_the_depot_by_its_due_date(void **state)
{
    (void)state;
    assert_planned(HEAD("9 10") "0 0 0 0 0 60 0\n1 10 0 1 0 90 10\n2 20 0 1 0 90 10\n", 40, 40);
    assert_planned(HEAD("9 10") "0 0 0 0 0 59.9 0\n1 10 0 1 0 90 10\n2 20 0 1 0 90 10\n", 60, 60);
}

/* Two who are near each other and far away: a circle between them would be shorter than any tour. */
static void test_the_bound_knows_how_many_tours_there_are_at_least(void **state)
{
    (void)state;
    assert_planned(HEAD("9 10") DEPOT "1 30 0 5 0 90 0\n2 31 0 5 0 90 0\n", 62, 62);
    assert_planned(HEAD("9 10") "0 0 0 0 0 200 0\n1 30 0 5 0 90 0\n2 31 0 5 0 90 0\n3 31 1 5 0 99 0\n", 123, 123);
}

#define STOPS 6

struct world {
    struct tour_problem problem;
    struct tour_stop stop[STOPS];
    int32_t way[STOPS * STOPS];
};

/* Ways that may be shorter over a third stop, and narrow windows. */
static void world_make(struct world *world, uint64_t seed)
{
    struct dice dice = dice_of(seed);
    *world = (struct world){.problem = {STOPS, world->stop, world->way, 12}};
    for (int i = 0; i < STOPS * STOPS; i++)
        world->way[i] = 1 + dice_below(&dice, 50);
    for (int i = 1; i < STOPS; i++) {
        int32_t ready = dice_below(&dice, 120);
        world->stop[i] = (struct tour_stop){1 + dice_below(&dice, 8), ready, ready + 50 + dice_below(&dice, 60), 5};
    }
    world->stop[0] = (struct tour_stop){0, 10, 300, 2};
}

static int64_t least(const struct world *world, unsigned left, int at, int64_t time, int load)
{
    int64_t best = INT32_MAX, home = time + world->stop[at].service + world->way[at * STOPS];
    if (home > world->stop[0].due)
        return best;
    if (at)
        best = world->way[at * STOPS] + (left ? least(world, left, 0, world->stop[0].ready, 0) : 0);
    for (int next = 1; next < STOPS; next++) {
        int64_t start = time + world->stop[at].service + world->way[at * STOPS + next];
        if (!(left >> next & 1) || start > world->stop[next].due ||
            load + world->stop[next].load > world->problem.capacity)
            continue;
        start = start > world->stop[next].ready ? start : world->stop[next].ready;
        int64_t more = world->way[at * STOPS + next] +
                       least(world, left & ~(1u << next), next, start, load + world->stop[next].load);
        best = more < best ? more : best;
    }
    return best;
}

static void test_the_bound_is_never_above_the_shortest_and_sometimes_is_it(void **state)
{
    int met = 0, possible = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct world world;
        double bound = 0;
        world_make(&world, seed);
        int64_t best = least(&world, (1u << STOPS) - 2, 0, world.stop[0].ready, 0);
        assert_int_equal(vrptw_bound(&world.problem, &bound), 0);
        assert_true(bound <= (double)best);
        met += bound >= (double)best;
        possible += best < INT32_MAX;
    }
    assert_true(possible > 200 && met > possible / 4);
}

/* The published rule is the least way with any number of vehicles. */
static void test_the_number_of_vehicles_is_no_limit(void **state)
{
    (void)state;
    assert_planned(HEAD("1 10") DEPOT "1 10 0 6 0 90 0\n2 10 0 6 0 90 0\n", 40, 40);
    assert_planned(HEAD("0 10") DEPOT "1 10 0 6 0 90 0\n", 20, 20);
}

static void refuse(const char *text, const char *words)
{
    assert_file_refused(plan_vrptw, text, words);
}

static void test_what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    refuse(HEAD("-1 10") DEPOT, "file:5: number and capacity of the vehicles");
    refuse(HEAD("1.5 10") DEPOT, "file:5: number and capacity of the vehicles");
    refuse(HEAD("1 0") DEPOT, "file:5: number and capacity of the vehicles");
    refuse(HEAD("1") DEPOT, "file:5: number and capacity of the vehicles");
    refuse(HEAD("1 10") "1 0 0 0 0 100 0\n", "file:10: customers must be numbered 0 (the depot), 1, 2 ... in order");
    refuse(HEAD("1 10") DEPOT "1 0x10 0 1 0 9 0\n", "file:11: a customer is seven numbers");
    refuse(HEAD("1 10") DEPOT "1 inf 0 1 0 9 0\n", "file:11: a customer is seven numbers");
    refuse(HEAD("1 10") DEPOT "1 1e400 0 1 0 9 0\n", "file:11: a customer is seven numbers");
    refuse(HEAD("1 10") DEPOT "1 0 0 1 0 9 0 1\n", "file:11: a customer is seven numbers");
    refuse(HEAD("1 10") DEPOT "1 1000001 0 1 0 9 0\n", "file:11: a coordinate is beyond 1000000");
    refuse(HEAD("1 10") DEPOT "1 0 0 -1 0 9 0\n", "file:11: the demand must be a whole number");
    refuse(HEAD("1 10") DEPOT "1 0 0 1.5 0 9 0\n", "file:11: the demand must be a whole number");
    refuse(HEAD("1 10") DEPOT "1 0 0 1 0 9 0.25\n", "file:11: ready time, due date and service time");
    refuse(HEAD("1 10") DEPOT "1 0 0 1 9 8 0\n", "file:11: the due date is before the ready time");
}

static void test_who_cannot_be_served_is_told_with_the_figures(void **state)
{
    (void)state;
    refuse(HEAD("1 10") DEPOT "1 9 0 11 0 9 0\n",
           "customer 1 cannot be served by any tour (load): its demand is 11, the capacity 10");
    refuse(HEAD("1 10") DEPOT "1 9 0 1 0 8.9 0\n",
           "customer 1 cannot be served by any tour (due): there at 9.0 at the earliest, due 8.9");
    refuse(HEAD("1 10") DEPOT "1 9 0 1 50 99 42\n",
           "customer 1 cannot be served by any tour (home): back at 101.0 at the earliest, due 100.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_way_is_cut_off_after_its_first_decimal),
        cmocka_unit_test(test_what_one_cannot_carry_two_do),
        cmocka_unit_test(test_ready_due_and_service_times_bind_to_the_tenth),
        cmocka_unit_test(test_back_at_the_depot_by_its_due_date),
        cmocka_unit_test(test_the_bound_knows_how_many_tours_there_are_at_least),
        cmocka_unit_test(test_the_bound_is_never_above_the_shortest_and_sometimes_is_it),
        cmocka_unit_test(test_the_number_of_vehicles_is_no_limit),
        cmocka_unit_test(test_what_is_wrong_is_told_with_its_line),
        cmocka_unit_test(test_who_cannot_be_served_is_told_with_the_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
