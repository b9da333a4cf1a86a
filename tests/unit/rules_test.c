/* The shared rules: state tables, working days, intervals, places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "rules/interval.h"
#include "rules/place.h"
#include "rules/table.h"
#include "rules/workdays.h"
#include "usual_ways.h"

enum { NONE, OPEN, HELD, DONE, LOOP_A, LOOP_B };
enum { CREATE = 1, HOLD, RELEASE, FINISH, TURN };

static const struct move moves[] = {
    {NONE, CREATE, OPEN, 1}, {OPEN, HOLD, HELD, 2},     {HELD, RELEASE, OPEN, 3},
    {HELD, FINISH, DONE, 4}, {LOOP_A, TURN, LOOP_B, 5}, {LOOP_B, TURN, LOOP_A, 6},
};
static const struct machine machine = {.name = "lamp", .moves = moves, .count = sizeof(moves) / sizeof(moves[0])};

static void test_a_move_follows_its_row(void **state)
{
    (void)state;
    assert_int_equal(table_next(&machine, NONE, CREATE), OPEN);
    assert_int_equal(table_next(&machine, HELD, FINISH), DONE);
}

static void test_a_move_without_a_row_is_not_allowed(void **state)
{
    (void)state;
    assert_int_equal(table_next(&machine, OPEN, FINISH), NONE);
    assert_int_equal(table_next(&machine, DONE, HOLD), NONE);
}

static void test_only_a_state_without_moves_is_terminal(void **state)
{
    (void)state;
    assert_true(table_is_terminal(&machine, DONE));
    assert_false(table_is_terminal(&machine, OPEN));
}

static void test_a_loop_without_exit_is_found(void **state)
{
    (void)state;
    assert_true(table_can_end(&machine, NONE));
    assert_true(table_can_end(&machine, OPEN));
    assert_true(table_can_end(&machine, DONE));
    assert_false(table_can_end(&machine, LOOP_A));
    assert_false(table_can_end(&machine, LOOP_B));
}

static void test_touching_intervals_do_not_overlap(void **state)
{
    (void)state;
    struct interval morning = {8, 12}, noon = {12, 13}, late = {11, 13};
    assert_false(interval_overlap(morning, noon));
    assert_false(interval_overlap(noon, morning));
    assert_true(interval_overlap(morning, late));
    assert_true(interval_overlap(late, morning));
    assert_true(interval_overlap(morning, morning));
}

static void test_an_interval_holds_what_lies_within_its_ends(void **state)
{
    (void)state;
    struct interval day = {8, 18}, morning = {8, 12}, night = {17, 20};
    assert_true(interval_holds(day, morning));
    assert_true(interval_holds(day, day));
    assert_false(interval_holds(morning, day));
    assert_false(interval_holds(day, night));
    assert_false(interval_is_valid((struct interval){5, 5}));
    assert_true(interval_is_valid(day));
}

static int32_t filed(void)
{
    return civil_day_of(2026, 2, 13);
}

/* 4-SAMPLE E7, scenario 16. */
static void test_scenario_16_three_working_days_end_on_25_february(void **state)
{
    (void)state;
    bool provisional = true;
    assert_int_equal(workdays_add(filed(), 3, &provisional), civil_day_of(2026, 2, 25));
    assert_false(provisional);
}

static void test_scenario_16_seven_working_days_end_on_2_march(void **state)
{
    (void)state;
    assert_int_equal(workdays_add(filed(), 7, NULL), civil_day_of(2026, 3, 2));
}

static void test_scenario_16_fifteen_working_days_end_on_12_march(void **state)
{
    (void)state;
    assert_int_equal(workdays_add(filed(), 15, NULL), civil_day_of(2026, 3, 12));
}

static void test_scenario_16_forty_five_working_days_end_on_24_april(void **state)
{
    (void)state;
    assert_int_equal(workdays_add(filed(), 45, NULL), civil_day_of(2026, 4, 24));
}

static void test_no_working_days_end_on_the_day_itself(void **state)
{
    (void)state;
    assert_int_equal(workdays_add(filed(), 0, NULL), filed());
}

/* 0-RULINGS, the arrangement of 2026: 261 days from Monday to Friday, 19 of them off, and 6 made-up days. */
static void test_2026_has_the_days_of_the_arrangement(void **state)
{
    (void)state;
    static const int off[][2] = {{1, 1}, {1, 3}, {2, 16}, {2, 23}, {4, 6}, {5, 5}, {6, 19}, {9, 25}, {10, 1}, {10, 7}};
    static const int worked[][2] = {{1, 4}, {2, 14}, {2, 28}, {5, 9}, {9, 20}, {10, 10}, {2, 24}, {10, 8}};
    for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
        assert_false(workdays_is(civil_day_of(2026, off[i][0], off[i][1])));
    for (size_t i = 0; i < sizeof(worked) / sizeof(worked[0]); i++)
        assert_true(workdays_is(civil_day_of(2026, worked[i][0], worked[i][1])));
    int count = 0;
    for (int32_t day = civil_day_of(2026, 1, 1); day < civil_day_of(2027, 1, 1); day++)
        count += workdays_is(day);
    assert_int_equal(count, 248);
}

static void test_a_deadline_into_an_unannounced_year_is_provisional(void **state)
{
    (void)state;
    bool provisional = false;
    assert_int_equal(workdays_add(civil_day_of(2026, 12, 30), 2, &provisional), civil_day_of(2027, 1, 1));
    assert_true(provisional);
    workdays_add(civil_day_of(2026, 12, 30), 1, &provisional);
    assert_false(provisional);
    assert_true(workdays_known(2026));
    assert_false(workdays_known(2027));
    assert_string_equal(workdays_version(), "cn-2026.1");
}

struct degrees {
    double lat, lon;
};
static const struct degrees stations[] = {
    {22.5050, 113.0455}, {22.5290, 113.0250}, {22.5235, 113.0352}, {22.5178, 113.0288}};
static const struct degrees communities[] = {
    {22.5228, 113.0405}, {22.5030, 113.0490}, {22.5265, 113.0315}, {22.5192, 113.0362}};
/* 4-SAMPLE E3: metres, minutes on foot and by e-bike between exact points. */
static const struct {
    int metres, walk, ebike;
} e3[4][4] = {
    {{2044, 35, 12}, {1734, 30, 11}, {549, 10, 5}, {1324, 23, 9}},
    {{422, 7, 5}, {3799, 66, 19}, {2684, 47, 15}, {2648, 46, 14}},
    {{2789, 48, 15}, {723, 13, 6}, {505, 9, 5}, {1006, 17, 7}},
    {{1845, 32, 11}, {1584, 27, 10}, {489, 8, 5}, {775, 13, 6}},
};
/* Each end lies at most half the diagonal of a cell (111 m x 103 m) from its cell. */
#define ROUNDING 152

static struct cell cell_of(struct degrees p)
{
    return (struct cell){(int32_t)(p.lat * 1000 + 0.5), (int32_t)(p.lon * 1000 + 0.5)};
}

static void test_distances_of_the_sample_hold_within_the_cells_rounding(void **state)
{
    (void)state;
    for (size_t c = 0; c < 4; c++)
        for (size_t s = 0; s < 4; s++) {
            int metres = place_metres(cell_of(communities[c]), cell_of(stations[s]));
            assert_true(abs(metres - e3[c][s].metres) <= ROUNDING);
        }
}

static void test_times_of_the_sample_hold_within_the_cells_rounding(void **state)
{
    (void)state;
    const int64_t half = MS_MINUTE / 2;
    for (size_t c = 0; c < 4; c++)
        for (size_t s = 0; s < 4; s++) {
            struct cell from = cell_of(communities[c]), to = cell_of(stations[s]);
            int64_t walk = travel_ms(&usual_ways, from, to, TRAVEL_WALK),
                    ebike = travel_ms(&usual_ways, from, to, TRAVEL_EBIKE);
            assert_true(llabs(walk - e3[c][s].walk * MS_MINUTE) <= ROUNDING * 1040 + half);
            assert_true(llabs(ebike - e3[c][s].ebike * MS_MINUTE) <= ROUNDING * 260 + half);
        }
}

/* The haversine gives 5965.7 m and 60 555 m for these two. */
static void test_distance_is_good_to_a_thousandth_within_a_district(void **state)
{
    (void)state;
    assert_int_equal(place_metres((struct cell){22520, 113038}, (struct cell){22521, 113038}), 111);
    assert_in_range(place_metres((struct cell){22500, 113000}, (struct cell){22538, 113041}), 5965, 5967);
    assert_in_range(place_metres((struct cell){22300, 112900}, (struct cell){22700, 113300}), 60494, 60615);
}

static void test_distance_is_the_same_in_both_directions(void **state)
{
    (void)state;
    struct cell a = {22505, 113046}, b = {22527, 113031};
    assert_int_equal(place_metres(a, b), place_metres(b, a));
    assert_int_equal(place_metres(a, a), 0);
}

/* A1.7: 18 km/h and 3 minutes; 2789 m take 15.09 minutes and rounding must not decide. */
static void test_travel_is_way_by_speed_and_fixed_minutes(void **state)
{
    (void)state;
    struct cell a = {22500, 113000}, b = {22509, 113000};
    assert_int_equal(place_metres(a, b), 1001);
    assert_true(travel_ms(&usual_ways, a, b, TRAVEL_WALK) == 1001 * 1040);
    assert_true(travel_ms(&usual_ways, a, b, TRAVEL_NONE) == 1001 * 1040);
    assert_true(travel_ms(&usual_ways, a, b, TRAVEL_EBIKE) == 1001 * 260 + 3 * MS_MINUTE);
    assert_true(travel_ms(&usual_ways, a, b, TRAVEL_BUS) == 1001 * 312 + 8 * MS_MINUTE);
}

static void test_the_same_cell_costs_no_travel(void **state)
{
    (void)state;
    struct cell a = {22505, 113046};
    assert_true(travel_ms(&usual_ways, a, a, TRAVEL_BUS) == 0);
}

static void test_absurd_cells_give_a_far_place_and_no_overflow(void **state)
{
    (void)state;
    struct cell a = {INT32_MIN, INT32_MIN}, b = {INT32_MAX, INT32_MAX}, unknown = {0, 0}, here = {22505, 113046};
    assert_true(place_metres(a, b) >= 10000000);
    assert_true(place_metres(unknown, here) >= 5000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_move_follows_its_row),
        cmocka_unit_test(test_a_move_without_a_row_is_not_allowed),
        cmocka_unit_test(test_only_a_state_without_moves_is_terminal),
        cmocka_unit_test(test_a_loop_without_exit_is_found),
        cmocka_unit_test(test_touching_intervals_do_not_overlap),
        cmocka_unit_test(test_an_interval_holds_what_lies_within_its_ends),
        cmocka_unit_test(test_scenario_16_three_working_days_end_on_25_february),
        cmocka_unit_test(test_scenario_16_seven_working_days_end_on_2_march),
        cmocka_unit_test(test_scenario_16_fifteen_working_days_end_on_12_march),
        cmocka_unit_test(test_scenario_16_forty_five_working_days_end_on_24_april),
        cmocka_unit_test(test_no_working_days_end_on_the_day_itself),
        cmocka_unit_test(test_2026_has_the_days_of_the_arrangement),
        cmocka_unit_test(test_a_deadline_into_an_unannounced_year_is_provisional),
        cmocka_unit_test(test_distances_of_the_sample_hold_within_the_cells_rounding),
        cmocka_unit_test(test_times_of_the_sample_hold_within_the_cells_rounding),
        cmocka_unit_test(test_distance_is_good_to_a_thousandth_within_a_district),
        cmocka_unit_test(test_distance_is_the_same_in_both_directions),
        cmocka_unit_test(test_travel_is_way_by_speed_and_fixed_minutes),
        cmocka_unit_test(test_the_same_cell_costs_no_travel),
        cmocka_unit_test(test_absurd_cells_give_a_far_place_and_no_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
