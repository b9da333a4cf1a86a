/* What is told of a plan of days (V16), and who asks for one that is not there (G21). */
#include "matching_world.h"

#define NEXT_DAY (MONDAY + 7 * MS_DAY)

static const struct bench_sender manager = {.role = "manager"};

/* One visit that nobody could take when it was booked; W1 has come since, and a plan is asked for. */
static const char *asked(struct bench *bench)
{
    static char id[ID_SIZE];
    struct catalog_station_changed station = {.station = "ST1", .version = 1, .active = true, .host_kind = "company"};
    struct catalog_coverage_changed coverage = {.station = "ST1", .communities = {1, {"CM1"}}};
    struct booking_requested request = a_request("B1", NEXT_DAY + 9 * MS_HOUR);
    struct worker_onboarded worker = a_worker("W1", "employee");
    struct dayplan_ask ask = {.station = "ST1", .from = NEXT_DAY, .days = 7};
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST1");
    bench_hear(bench, "booking", MSG_catalog_coverage_changed, &coverage, "ST1");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    hear_worker(bench, &worker);
    struct answer answer = bench_command(bench, dispatcher, MSG_dayplan_ask, &ask);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(id, answer.subject);
    bench_turn(bench);
    bench_turn(bench);
    return id;
}

static void test_a_plan_is_told_as_asked_made_and_confirmed(void **state)
{
    struct bench *bench = *state;
    struct dayplan_asked begun;
    struct dayplan_made made;
    struct dayplan_confirmed done;
    struct dayplan_confirm confirm = {0};
    TEXT_PUT(confirm.dayplan, asked(bench));
    assert_int_equal(bench_emitted(bench, "matching", MSG_dayplan_asked, &begun), 1);
    assert_string_equal(begun.dayplan, confirm.dayplan);
    assert_int_equal(bench_emitted(bench, "matching", MSG_dayplan_made, &made), 1);
    assert_string_equal(made.dayplan, confirm.dayplan);
    bench_done(bench, manager, MSG_dayplan_confirm, &confirm);
    assert_int_equal(bench_emitted(bench, "matching", MSG_dayplan_confirmed, &done), 1);
    assert_string_equal(done.dayplan, confirm.dayplan);
    assert_string_equal(done.station, "ST1");
}

static void test_a_plan_is_told_as_dropped(void **state)
{
    struct bench *bench = *state;
    struct dayplan_dropped event;
    struct dayplan_drop drop = {0};
    TEXT_PUT(drop.dayplan, asked(bench));
    bench_done(bench, dispatcher, MSG_dayplan_drop, &drop);
    assert_int_equal(bench_emitted(bench, "matching", MSG_dayplan_dropped, &event), 1);
    assert_string_equal(event.dayplan, drop.dayplan);
}

static void test_a_visit_is_told_as_pinned_and_free_again(void **state)
{
    struct bench *bench = *state;
    struct visit_pinned event;
    struct visit_pin pin = {.pinned = true};
    struct booking_requested request = a_request("B1", START);
    struct worker_onboarded worker = a_worker("W1", "employee");
    hear_worker(bench, &worker);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    TEXT_PUT(pin.visit, visit_of(bench, "B1"));
    bench_done(bench, dispatcher, MSG_visit_pin, &pin);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_pinned, &event), 1);
    assert_true(event.pinned);
    pin.pinned = false;
    bench_done(bench, dispatcher, MSG_visit_pin, &pin);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_pinned, &event), 2);
    assert_false(event.pinned);
}

static void test_a_plan_that_is_not_there_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    struct dayplan_drop drop = {.dayplan = "D9"};
    struct answer answer = bench_command(bench, dispatcher, MSG_dayplan_drop, &drop);
    assert_string_equal(answer.code, "unknown_dayplan");
    assert_string_equal(answer.field, "dayplan");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_plan_is_told_as_asked_made_and_confirmed),
        SERVICE_TEST(test_a_plan_is_told_as_dropped),
        SERVICE_TEST(test_a_visit_is_told_as_pinned_and_free_again),
        SERVICE_TEST(test_a_plan_that_is_not_there_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
