/* Matching as a service: nobody is sent beyond the limits of her day, week and rest (V4, I11), by a choice or by hand.
 * Each test leaves a store in which every invariant holds (bench_close). */
#include "matching_scene.h"

#define AT(day, hour, minute) (MONDAY + (day)*MS_DAY + (hour)*MS_HOUR + (minute)*MS_MINUTE)

/* Visits of one household each, so that nobody waits for another. */
static const char *wish(struct bench *bench, int64_t start, int64_t minutes)
{
    static char booking[ID_SIZE];
    static int number;
    char household[ID_SIZE];
    TEXT_FORMAT(booking, "B%d", ++number);
    TEXT_FORMAT(household, "H%d", number);
    struct booking_requested request = a_request(booking, household, start);
    request.end = start + minutes * MS_MINUTE;
    bench_hear(bench, "booking", MSG_booking_requested, &request, booking);
    return booking;
}

static void assert_goes(struct bench *bench, int64_t start, int64_t minutes, const char *worker)
{
    assert_with(bench, wish(bench, start, minutes), "ASSIGNED", worker);
}

/* For nobody but for that limit; a dispatcher is told which. */
static void assert_stops(struct bench *bench, int64_t start, int64_t minutes, const char *limit)
{
    static struct visit_explain_answer told;
    struct match_unfillable event;
    struct visit_explain ask = {0};
    struct visit_assign body = {.worker = "W1"};
    const char *booking = wish(bench, start, minutes);
    assert_state(bench, booking, "UNFILLED");
    assert_true(emitted(bench, MSG_match_unfillable, &event) > 0);
    assert_int_equal(event.reasons.count, 1);
    assert_string_equal(event.reasons.at[0].reason, "limits");
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    TEXT_PUT(ask.id, body.visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &told);
    assert_int_equal(told.rejected.count, 1);
    assert_non_null(strstr(limit, told.rejected.at[0].what));
    assert_true(told.rejected.at[0].what[0]);
    struct answer answer = bench_command(bench, dispatcher, MSG_visit_assign, &body);
    assert_code(answer, "limits");
    assert_non_null(strstr(answer.detail, limit));
}

static void test_a_day_has_eight_hours(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    for (int i = 0; i < 4; i++)
        assert_goes(bench, AT(1, 8 + 3 * i, 0), i ? 120 : 119, "W1");
    assert_stops(bench, AT(1, 20, 0), 2, "(work)");
    assert_goes(bench, AT(1, 20, 0), 1, "W1");
    hear_worker(bench, "W2", "employee");
    assert_goes(bench, AT(1, 20, 30), 30, "W2");
}

static void test_a_day_has_six_visits(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    for (int i = 0; i < 6; i++)
        assert_goes(bench, AT(1, 8 + 2 * i, 0), 30, "W1");
    assert_stops(bench, AT(1, 20, 0), 30, "(visits)");
    assert_goes(bench, AT(2, 8, 0), 30, "W1");
}

static void test_between_two_days_are_ten_hours_of_rest(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    assert_goes(bench, AT(1, 20, 0), 120, "W1");
    assert_stops(bench, AT(2, 7, 59), 60, "(rest)");
    assert_goes(bench, AT(2, 8, 0), 60, "W1");
    assert_goes(bench, AT(4, 7, 0), 60, "W1");
    assert_stops(bench, AT(3, 20, 0), 61, "(rest)"); /* and before the next */
    assert_goes(bench, AT(3, 20, 0), 60, "W1");
}

static void test_after_five_hours_there_is_a_pause(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    assert_goes(bench, AT(1, 8, 0), 120, "W1");
    assert_goes(bench, AT(1, 10, 20), 120, "W1");
    assert_stops(bench, AT(1, 12, 40), 61, "(pause)");
    assert_goes(bench, AT(1, 12, 50), 61, "W1");
    assert_goes(bench, AT(2, 8, 0), 360, "W1"); /* no pause parts one visit */
}

static void test_a_week_has_its_hours_and_half_of_them_for_part_timers(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_WEEK_H] = 6;
    hear_worker(bench, "W1", "employee");
    for (int day = 1; day <= 3; day++)
        assert_goes(bench, AT(day, 8, 0), 120, "W1");
    assert_stops(bench, AT(4, 8, 0), 1, "(week)");
    assert_goes(bench, AT(7, 8, 0), 120, "W1"); /* next Monday */
}

static void test_one_day_in_seven_is_free(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    for (int day = 1; day <= 7; day++)
        if (day != 4)
            assert_goes(bench, AT(day, 9, 0), 60, "W1");
    assert_stops(bench, AT(4, 9, 0), 60, "(day_off)");
    assert_goes(bench, AT(9, 9, 0), 60, "W1");
}

/* The ten best are all beyond them: the eleventh comes. */
static void test_who_is_within_the_limits_is_found_behind_the_ten_best(void **state)
{
    struct bench *bench = *state;
    char worker[ID_SIZE];
    bench->config.value[SET_PLAN_VISITS_DAY] = 1;
    for (int i = 0; i < 12; i++) {
        TEXT_FORMAT(worker, "W%02d", i);
        hear_worker(bench, worker, "employee");
    }
    for (int i = 0; i < 11; i++)
        assert_state(bench, wish(bench, AT(1, 8, 0), 60), "ASSIGNED");
    assert_goes(bench, AT(1, 14, 0), 60, "W11");
    assert_state(bench, wish(bench, AT(1, 18, 0), 60), "UNFILLED");
}

static void test_a_visit_that_is_given_back_counts_no_more(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_PLAN_VISITS_DAY] = 1;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "BX", AT(1, 8, 0));
    assert_with(bench, "BX", "ASSIGNED", "W1");
    assert_stops(bench, AT(1, 14, 0), 60, "(visits)");
    hear_cancel(bench, "BX");
    assert_goes(bench, AT(1, 16, 0), 60, "W1");
}

/* V19: what is offered is what a choice would find; and who could come is who would be sent. */
static void test_no_start_is_offered_beyond_the_limits_and_nobody_is_told_as_able(void **state)
{
    struct bench *bench = *state;
    static struct match_slots_answer slots;
    static struct worker_eligible_answer able;
    struct match_slots ask = {
        .service = "EL-02", .station = "ST1", .minutes = 60, .from = AT(1, 8, 0), .days = 2, .step_min = 60};
    struct worker_eligible eligible = {.service = "EL-02", .start = AT(1, 17, 0), .end = AT(1, 18, 0)};
    bench->config.value[SET_PLAN_VISITS_DAY] = 1;
    hear_worker(bench, "W1", "employee");
    assert_goes(bench, AT(1, 9, 0), 60, "W1");
    bench_query(bench, dispatcher, MSG_match_slots, &ask, MSG_match_slots_answer, &slots);
    assert_true(slots.rows.count > 0);
    assert_int_equal(slots.rows.at[0].start, AT(2, 8, 0));
    assert_string_equal(slots.reasons.at[slots.reasons.count - 1].reason, "limits");
    bench_query(bench, dispatcher, MSG_worker_eligible, &eligible, MSG_worker_eligible_answer, &able);
    assert_int_equal(able.feasible, 0);
    assert_string_equal(able.reasons.at[0].reason, "limits");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_a_day_has_eight_hours),
        TEST(test_a_day_has_six_visits),
        TEST(test_between_two_days_are_ten_hours_of_rest),
        TEST(test_after_five_hours_there_is_a_pause),
        TEST(test_a_week_has_its_hours_and_half_of_them_for_part_timers),
        TEST(test_one_day_in_seven_is_free),
        TEST(test_who_is_within_the_limits_is_found_behind_the_ten_best),
        TEST(test_a_visit_that_is_given_back_counts_no_more),
        TEST(test_no_start_is_offered_beyond_the_limits_and_nobody_is_told_as_able),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
