/* Whom a plan of days looks at, and for what (V16): who is excluded, unsure, one too many, or has a visit that stays.
 */
#include "dayplan_world.h"
#include "garbage.h"

static void assign_by_hand(struct bench *bench, const char *booking, const char *worker)
{
    struct visit_assign by_hand = {0};
    TEXT_PUT(by_hand.visit, visit_of(bench, booking));
    TEXT_PUT(by_hand.worker, worker);
    bench_done(bench, dispatcher, MSG_visit_assign, &by_hand);
}

static void pin(struct bench *bench, const char *booking)
{
    struct visit_pin command = {.pinned = true};
    TEXT_PUT(command.visit, visit_of(bench, booking));
    bench_done(bench, dispatcher, MSG_visit_pin, &command);
}

static void hear_living(struct bench *bench, const char *id, const char *employment, int east)
{
    struct worker_onboarded worker = a_worker(id, employment);
    worker.cell_lon += east;
    hear_idle(bench, &worker);
}

static void prohibit(struct bench *bench, const char *household, const char *worker)
{
    struct household_pair_changed pair = {.prohibited = true};
    TEXT_PUT(pair.household, household);
    TEXT_PUT(pair.worker, worker);
    bench_hear(bench, "booking", MSG_household_pair_changed, &pair, household);
}

static const struct dayplan_line *line_of(struct bench *bench, const struct dayplan_get_answer *plan,
                                          const char *booking)
{
    const char *visit = visit_of(bench, booking);
    for (uint32_t i = 0; i < plan->rows.count; i++)
        if (text_same(plan->rows.at[i].visit, visit))
            return &plan->rows.at[i];
    fail_msg("%s is not in the plan", booking);
    return NULL;
}

/* V12: W2 lives far away, W1 next door, but has lost the visit before. */
static void test_who_has_lost_a_visit_does_not_get_it_again_by_a_plan(void **state)
{
    struct bench *bench = *state;
    struct visit_reassign away = {.worker = "W2", .reason = "client_wish"};
    bench->config.value[SET_PLAN_MOVE_MIN] = 0;
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_living(bench, "W1", "employee", 0);
    hear_living(bench, "W2", "employee", 60);
    assign_by_hand(bench, "B1", "W1");
    TEXT_PUT(away.visit, visit_of(bench, "B1"));
    bench_done(bench, dispatcher, MSG_visit_reassign, &away);
    assert_string_equal(line_of(bench, got(bench, asked(bench)), "B1")->what, "kept");
    hear_living(bench, "W3", "employee", 0);
    assert_string_equal(line_of(bench, got(bench, asked(bench)), "B1")->worker, "W3");
}

/* Ruling 6 */
static void test_a_worker_of_whom_something_is_parked_gets_nothing_by_a_plan(void **state)
{
    struct bench *bench = *state;
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_living(bench, "W1", "employee", 0);
    hear_garbage(bench, "W1");
    assert_string_equal(line_of(bench, got(bench, asked(bench)), "B1")->what, "left_out");
    hear_living(bench, "W2", "employee", 0);
    assert_string_equal(line_of(bench, got(bench, asked(bench)), "B1")->worker, "W2");
}

/* V8: one more face than the household should see in a month costs more than a long way. */
static void test_one_worker_too_many_comes_only_when_nobody_else_can(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_MAX_WORKERS_MONTH] = 1;
    bench->config.value[SET_WEIGHT_SKILL + TERM_CONTINUITY] = 0;
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_booking(bench, "B2", "H1", NEXT_DAY + 14 * MS_HOUR, 0);
    hear_living(bench, "W1", "employee", 60);
    hear_living(bench, "W2", "employee", 0);
    assign_by_hand(bench, "B1", "W1");
    pin(bench, "B1");
    assert_string_equal(line_of(bench, got(bench, asked(bench)), "B2")->worker, "W1");
    prohibit(bench, "H1", "W1");
    assert_string_equal(line_of(bench, got(bench, asked(bench)), "B2")->worker, "W2");
}

/* V16: W2 has the far visit for good, so the other one at that time, for her alone, is left out. */
static void test_nothing_is_given_into_the_time_of_a_pinned_visit(void **state)
{
    struct bench *bench = *state;
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 60);
    hear_booking(bench, "B2", "H2", NEXT_DAY + 10 * MS_HOUR, 0);
    hear_booking(bench, "B3", "H3", NEXT_DAY + 9 * MS_HOUR + 30 * MS_MINUTE, 0);
    hear_living(bench, "W1", "employee", 60);
    hear_living(bench, "W2", "employee", 0);
    assign_by_hand(bench, "B1", "W2");
    pin(bench, "B1");
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    *most = -1;
    prohibit(bench, "H2", "W1");
    prohibit(bench, "H3", "W1");
    *most = before;
    const struct dayplan_get_answer *plan = got(bench, asked(bench));
    assert_string_equal(line_of(bench, plan, "B1")->worker, "W2");
    assert_string_equal(line_of(bench, plan, "B2")->what, "left_out");
    assert_string_equal(line_of(bench, plan, "B3")->what, "left_out");
}

/* V17: nobody loses a visit to a better one at that time. */
static void test_a_visit_that_somebody_has_is_not_given_up_for_a_better_one(void **state)
{
    struct bench *bench = *state;
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 60);
    hear_booking(bench, "B2", "H2", NEXT_DAY + 10 * MS_HOUR, 0);
    hear_living(bench, "W1", "employee", 0);
    assign_by_hand(bench, "B1", "W1");
    const struct dayplan_get_answer *plan = got(bench, asked(bench));
    assert_string_equal(line_of(bench, plan, "B1")->what, "kept");
    assert_string_equal(line_of(bench, plan, "B2")->what, "left_out");
}

static void test_a_visit_that_somebody_is_asked_for_stays_as_it_is(void **state)
{
    struct bench *bench = *state;
    open_station(bench);
    hear_living(bench, "W1", "agency", 0);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    assert_string_equal(visit_now(bench, "B1")->state, "OFFERED");
    hear_living(bench, "W2", "employee", 0);
    const struct dayplan_get_answer *plan = got(bench, asked(bench));
    assert_int_equal(plan->visits, 1);
    assert_string_equal(plan->rows.at[0].what, "kept");
    assert_string_equal(plan->rows.at[0].worker, "W1");
}

static void test_a_plan_begins_now_at_the_earliest(void **state)
{
    struct bench *bench = *state;
    struct dayplan_ask ask = {.station = "ST1", .from = MONDAY, .days = 1};
    char id[ID_SIZE];
    open_station(bench);
    struct answer answer = bench_command(bench, dispatcher, MSG_dayplan_ask, &ask);
    TEXT_PUT(id, answer.subject);
    bench_turn(bench);
    assert_int_equal(got(bench, id)->from, bench->now);
    assert_int_equal(got(bench, id)->until, bench->now + MS_DAY);
}

/* V4: what she has worked of the day already counts. */
static void test_the_morning_that_is_over_counts_for_the_afternoon(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_PLAN_DAY_H] = 3;
    open_station(bench);
    hear_living(bench, "W1", "employee", 0);
    hear_booking(bench, "B1", "H1", MONDAY + 13 * MS_HOUR, 0);
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    *most = -1;
    hear_booking(bench, "B2", "H2", MONDAY + 18 * MS_HOUR, 0);
    *most = before;
    assert_string_equal(visit_now(bench, "B1")->worker, "W1");
    bench_clock(bench, MONDAY + 13 * MS_HOUR + 1);
    struct dayplan_ask ask = {.station = "ST1", .days = 1};
    char id[ID_SIZE];
    struct answer answer = bench_command(bench, dispatcher, MSG_dayplan_ask, &ask);
    TEXT_PUT(id, answer.subject);
    bench_turn(bench);
    bench_turn(bench);
    assert_int_equal(got(bench, id)->visits, 1);
    assert_string_equal(got(bench, id)->rows.at[0].what, "left_out");
}

static void hear_insulin(struct bench *bench)
{
    struct catalog_service_changed service = {.service = "NU-01",
                                              .version = 1,
                                              .active = true,
                                              .line = "elder",
                                              .minutes = 120,
                                              .workers = 1,
                                              .tolerance_min = 15,
                                              .worker_kinds = {1, {"elder_care"}}};
    bench_hear(bench, "booking", MSG_catalog_service_changed, &service, service.service);
}

/* V10: one worker, and two visits at a time: the nearer one waits. */
static void test_a_visit_whose_time_is_critical_is_placed_first(void **state)
{
    struct bench *bench = *state;
    open_station(bench);
    hear_insulin(bench);
    struct booking_requested insulin = a_request("B1", NEXT_DAY + 9 * MS_HOUR);
    TEXT_PUT(insulin.service, "NU-01");
    insulin.cell_lon += 60;
    bench_hear(bench, "booking", MSG_booking_requested, &insulin, "B1");
    hear_booking(bench, "B2", "H2", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_living(bench, "W1", "employee", 0);
    const struct dayplan_get_answer *plan = got(bench, asked(bench));
    assert_string_equal(line_of(bench, plan, "B1")->worker, "W1");
    assert_string_equal(line_of(bench, plan, "B2")->what, "left_out");
}

/* V21: one has all, and the plan gives each half of it. */
static void test_how_evenly_work_is_spread_is_told_before_and_after(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_PLAN_MOVE_MIN] = 0;
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_booking(bench, "B2", "H2", NEXT_DAY + 14 * MS_HOUR, 0);
    hear_living(bench, "W1", "employee", 0);
    hear_living(bench, "W2", "employee", 0);
    assign_by_hand(bench, "B1", "W1");
    assign_by_hand(bench, "B2", "W1");
    const struct dayplan_get_answer *plan = got(bench, asked(bench));
    assert_int_equal(plan->moved, 1);
    assert_int_equal(plan->was_least_min, 0);
    assert_int_equal(plan->was_most_min, 240);
    assert_int_equal(plan->was_gini, 500);
    assert_int_equal(plan->least_min, 120);
    assert_int_equal(plan->most_min, 120);
    assert_int_equal(plan->gini, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_who_has_lost_a_visit_does_not_get_it_again_by_a_plan),
        SERVICE_TEST(test_a_worker_of_whom_something_is_parked_gets_nothing_by_a_plan),
        SERVICE_TEST(test_one_worker_too_many_comes_only_when_nobody_else_can),
        SERVICE_TEST(test_nothing_is_given_into_the_time_of_a_pinned_visit),
        SERVICE_TEST(test_a_visit_that_somebody_has_is_not_given_up_for_a_better_one),
        SERVICE_TEST(test_a_visit_that_somebody_is_asked_for_stays_as_it_is),
        SERVICE_TEST(test_a_plan_begins_now_at_the_earliest),
        SERVICE_TEST(test_a_visit_whose_time_is_critical_is_placed_first),
        SERVICE_TEST(test_how_evenly_work_is_spread_is_told_before_and_after),
        SERVICE_TEST(test_the_morning_that_is_over_counts_for_the_afternoon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
