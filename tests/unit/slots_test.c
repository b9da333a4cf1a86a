/* Slots (V19): a start is offered exactly when somebody can come from what is before and get to what is after, in the
 * hours of the day, while nobody else is at the household. */
#include "garbage.h"
#include "matching_world.h"

#include "services/matching/engine/slots.h"

#define NEXT_DAY (MONDAY + MS_DAY)

static struct match_slots a_question(void)
{
    return (struct match_slots){.service = "EL-01",
                                .station = "ST1",
                                .community = "CM1",
                                .household = "H9",
                                .cell_lat = 22523,
                                .cell_lon = 113041,
                                .minutes = 120,
                                .from = NEXT_DAY,
                                .days = 1,
                                .step_min = 60};
}

static const struct match_slots_answer *asked(struct bench *bench, const struct match_slots *ask)
{
    static struct match_slots_answer answer;
    answer = (struct match_slots_answer){0};
    bench_query(bench, dispatcher, MSG_match_slots, ask, MSG_match_slots_answer, &answer);
    return &answer;
}

static bool is_offered(const struct match_slots_answer *answer, int hour)
{
    for (uint32_t i = 0; i < answer->rows.count; i++)
        if (answer->rows.at[i].start == NEXT_DAY + hour * MS_HOUR)
            return true;
    return false;
}

static void open_station(struct bench *bench)
{
    struct catalog_station_changed station = {.station = "ST1", .version = 1, .active = true, .host_kind = "company"};
    struct catalog_coverage_changed coverage = {.station = "ST1", .communities = {1, {"CM1"}}};
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST1");
    bench_hear(bench, "booking", MSG_catalog_coverage_changed, &coverage, "ST1");
}

static void hear_hold(struct bench *bench, int64_t start, int64_t end)
{
    struct calendar_hold_requested hold = {
        .hold = "K1", .person = "W1", .purpose = "class", .start = start, .end = end, .object = "S1"};
    bench_hear(bench, "training", MSG_calendar_hold_requested, &hold, "S1");
}

/* V19 */
static void test_every_start_of_the_day_at_which_somebody_is_free_is_offered(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    open_station(bench);
    hear_worker(bench, &worker);
    struct match_slots ask = a_question();
    const struct match_slots_answer *answer = asked(bench, &ask);
    assert_int_equal(answer->starts, 11); /* 08:00 to 18:00, ended by 20:00 */
    assert_int_equal(answer->rows.count, 11);
    assert_int_equal(answer->rows.at[0].start, NEXT_DAY + 8 * MS_HOUR);
    assert_int_equal(answer->rows.at[0].end, NEXT_DAY + 10 * MS_HOUR);
    assert_string_equal(answer->rows.at[0].worker, "W1");
    assert_int_equal(answer->rows.at[0].able, 1);
    assert_true(answer->rows.at[0].at_once);
    assert_int_equal(answer->next, 0);
}

/* V19: 10:00 to 12:00 is a class; touching ends are free, and a visit before or after it needs no handover to it. */
static void test_no_start_is_offered_at_which_the_only_worker_is_taken(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    open_station(bench);
    hear_worker(bench, &worker);
    hear_hold(bench, NEXT_DAY + 10 * MS_HOUR, NEXT_DAY + 12 * MS_HOUR);
    struct match_slots ask = a_question();
    const struct match_slots_answer *answer = asked(bench, &ask);
    assert_true(is_offered(answer, 8));
    for (int hour = 9; hour < 12; hour++)
        assert_false(is_offered(answer, hour));
    assert_true(is_offered(answer, 12));
}

/* V19, V2: from a visit that ends at 12:00 six kilometres away by e-bike it takes half an hour. */
static void test_the_way_from_the_visit_before_and_to_the_one_after_is_reckoned(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    struct booking_requested request = a_request("B1", NEXT_DAY + 10 * MS_HOUR);
    open_station(bench);
    hear_worker(bench, &worker);
    request.cell_lat += 54;
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    struct match_slots ask = a_question();
    ask.step_min = 15;
    const struct match_slots_answer *answer = asked(bench, &ask);
    int64_t last_before = 0, first_after = 0;
    for (uint32_t i = 0; i < answer->rows.count; i++) {
        int64_t start = answer->rows.at[i].start;
        if (start < NEXT_DAY + 10 * MS_HOUR)
            last_before = start;
        if (start > NEXT_DAY + 10 * MS_HOUR && !first_after)
            first_after = start;
    }
    assert_int_equal(last_before, 0); /* at 08:00 she would end at 10:00 sharp */
    assert_int_equal(first_after, NEXT_DAY + 12 * MS_HOUR + 45 * MS_MINUTE);
}

/* BK6 */
static void test_no_start_is_offered_while_somebody_is_at_the_household(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded one = a_worker("W1", "employee"), other = a_worker("W2", "employee");
    struct booking_requested request = a_request("B1", NEXT_DAY + 10 * MS_HOUR);
    open_station(bench);
    hear_worker(bench, &one);
    hear_worker(bench, &other);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    struct match_slots ask = a_question();
    assert_true(is_offered(asked(bench, &ask), 10)); /* H9: the other one is free */
    TEXT_PUT(ask.household, "H1");
    const struct match_slots_answer *answer = asked(bench, &ask);
    assert_false(is_offered(answer, 9));
    assert_false(is_offered(answer, 10));
    assert_false(is_offered(answer, 11));
    assert_true(is_offered(answer, 8));
    assert_true(is_offered(answer, 12));
}

static void test_a_question_that_finds_nothing_tells_the_reasons(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    open_station(bench);
    TEXT_PUT(worker.kind, "cook");
    hear_worker(bench, &worker);
    struct match_slots ask = a_question();
    const struct match_slots_answer *answer = asked(bench, &ask);
    assert_int_equal(answer->rows.count, 0);
    assert_int_equal(answer->reasons.count, 1);
    assert_string_equal(answer->reasons.at[0].reason, "kind");
    assert_int_equal(answer->reasons.at[0].workers, 11);
}

static void test_a_long_answer_comes_page_by_page_without_hole_or_repeat(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    int64_t before = 0;
    int count = 0, pages = 0;
    open_station(bench);
    hear_worker(bench, &worker);
    struct match_slots ask = a_question();
    ask.days = 3;
    ask.step_min = 5;
    do {
        const struct match_slots_answer *answer = asked(bench, &ask);
        for (uint32_t i = 0; i < answer->rows.count; i++, count++) {
            assert_true(answer->rows.at[i].start > before);
            before = answer->rows.at[i].start;
        }
        ask.from = answer->next;
        ask.until = answer->until;
        pages++;
    } while (ask.from);
    assert_int_equal(pages, 2);
    assert_int_equal(count, 3 * 121); /* 08:00 to 18:00 by five minutes */
}

/* Reasons are of the starts that nobody can do alone, whoever is rejected at the others. */
static void test_reasons_are_told_of_the_starts_that_nobody_can_do(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded one = a_worker("W1", "employee"), other = a_worker("W2", "employee");
    open_station(bench);
    TEXT_PUT(other.kind, "cook");
    hear_worker(bench, &one);
    hear_worker(bench, &other);
    hear_hold(bench, NEXT_DAY + 10 * MS_HOUR, NEXT_DAY + 12 * MS_HOUR);
    struct match_slots ask = a_question();
    const struct match_slots_answer *answer = asked(bench, &ask);
    assert_int_equal(answer->rows.count, 8);
    assert_int_equal(answer->reasons.count, 2);
    for (uint32_t i = 0; i < 2; i++)
        assert_int_equal(answer->reasons.at[i].workers, 3); /* at 9, 10 and 11 */
}

/* Ruling 2: whoever must be asked can be until 30 minutes before, and no more at that minute. */
static void test_who_must_be_asked_is_offered_after_the_last_call_alone(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "agency");
    open_station(bench);
    hear_worker(bench, &worker);
    struct match_slots ask = a_question();
    ask.from = MONDAY; /* now it is 12:00 */
    ask.step_min = 15;
    const struct match_slots_answer *answer = asked(bench, &ask);
    assert_int_equal(answer->rows.at[0].start, MONDAY + 12 * MS_HOUR + 45 * MS_MINUTE);
    assert_false(answer->rows.at[0].at_once);
    assert_int_equal(answer->starts, 25 + 16); /* to 18:00, and from 08:00 to 11:45 of the next day */
}

static void test_no_start_is_offered_that_is_over(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    open_station(bench);
    hear_worker(bench, &worker);
    struct match_slots ask = a_question();
    ask.from = MONDAY; /* now it is 12:00 */
    assert_int_equal(asked(bench, &ask)->rows.at[0].start, MONDAY + 12 * MS_HOUR);
}

static void test_a_visit_may_fill_the_day_to_the_minute(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    open_station(bench);
    hear_worker(bench, &worker);
    struct match_slots ask = a_question();
    bench->config.value[SET_PLAN_DAY_H] = 12;
    ask.minutes = 12 * 60;
    assert_int_equal(asked(bench, &ask)->rows.count, 1);
}

static void test_no_question_reaches_farther_than_fourteen_days(void **state)
{
    struct bench *bench = *state;
    open_station(bench);
    struct match_slots ask = a_question();
    ask.until = NEXT_DAY + 20 * MS_DAY;
    assert_int_equal(asked(bench, &ask)->until, NEXT_DAY + 14 * MS_DAY);
    ask.until = NEXT_DAY + 2 * MS_DAY;
    assert_int_equal(asked(bench, &ask)->until, NEXT_DAY + 2 * MS_DAY);
}

/* Ruling 6 */
static void test_no_start_is_offered_by_a_worker_of_whom_something_is_parked(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    open_station(bench);
    hear_worker(bench, &worker);
    hear_garbage(bench, "W1");
    struct match_slots ask = a_question();
    const struct match_slots_answer *answer = asked(bench, &ask);
    assert_int_equal(answer->rows.count, 0);
    assert_string_equal(answer->reasons.at[0].reason, "unsure");
}

static void test_no_start_is_offered_where_the_station_does_not_serve(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded worker = a_worker("W1", "employee");
    open_station(bench);
    hear_worker(bench, &worker);
    struct match_slots ask = a_question();
    TEXT_PUT(ask.community, "CM9");
    const struct match_slots_answer *answer = asked(bench, &ask);
    assert_int_equal(answer->rows.count, 0);
    assert_string_equal(answer->reasons.at[0].reason, "station_closed");
}

static void assert_refused(struct bench *bench, const struct match_slots *ask, const char *code, const char *field)
{
    struct answer answer = bench_command(bench, dispatcher, MSG_match_slots, ask);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
}

static void test_what_cannot_be_asked_is_refused_with_the_field(void **state)
{
    struct bench *bench = *state;
    struct match_slots ask = a_question();
    TEXT_PUT(ask.service, "XX-99");
    assert_refused(bench, &ask, "unknown_service", "service");
    ask = a_question();
    ask.minutes = 13 * 60;
    assert_refused(bench, &ask, "bad_time", "minutes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_every_start_of_the_day_at_which_somebody_is_free_is_offered),
        SERVICE_TEST(test_no_start_is_offered_at_which_the_only_worker_is_taken),
        SERVICE_TEST(test_the_way_from_the_visit_before_and_to_the_one_after_is_reckoned),
        SERVICE_TEST(test_no_start_is_offered_while_somebody_is_at_the_household),
        SERVICE_TEST(test_a_question_that_finds_nothing_tells_the_reasons),
        SERVICE_TEST(test_a_long_answer_comes_page_by_page_without_hole_or_repeat),
        SERVICE_TEST(test_reasons_are_told_of_the_starts_that_nobody_can_do),
        SERVICE_TEST(test_who_must_be_asked_is_offered_after_the_last_call_alone),
        SERVICE_TEST(test_no_start_is_offered_that_is_over),
        SERVICE_TEST(test_a_visit_may_fill_the_day_to_the_minute),
        SERVICE_TEST(test_no_question_reaches_farther_than_fourteen_days),
        SERVICE_TEST(test_no_start_is_offered_by_a_worker_of_whom_something_is_parked),
        SERVICE_TEST(test_no_start_is_offered_where_the_station_does_not_serve),
        SERVICE_TEST(test_what_cannot_be_asked_is_refused_with_the_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
