/* V22: households that nobody is named for come to the dispatchers of the station that looks after them. */
#include "notification_desk.h"

static void hear_vacant(struct bench *bench, const char *station, const char *reason)
{
    struct caseload_vacant event = {.worker = "W7", .households = 8};
    TEXT_PUT(event.station, station);
    TEXT_PUT(event.reason, reason);
    bench_hear(bench, "matching", MSG_caseload_vacant, &event, event.worker);
}

static void test_households_without_main_worker_are_told_to_the_station_s_dispatchers_alone(void **state)
{
    struct bench *bench = *state;
    struct notice_created last;
    hear_vacant(bench, "ST1", "gone");
    assert_int_equal(told(bench, "disp-1", &last), 1);
    assert_string_equal(last.rule, "caseload-vacant");
    assert_string_equal(last.title, "8 户责任人空缺:W7 已离职");
    assert_string_equal(last.title_en, "8 households have no main worker: W7 has left");
    assert_int_equal(told(bench, "disp-3", &last), 0);
    assert_int_equal(told(bench, "offi-1", &last), 0);
    assert_int_equal(feed(bench, "disp-1", "").unacked, 0);
    hear_vacant(bench, "ST2", "full");
    assert_int_equal(told(bench, "disp-3", &last), 1);
    assert_int_equal(told(bench, "disp-1", &last), 1);
}

/* Whom the visits or a person have named is no news. */
static void test_a_change_is_told_to_nobody(void **state)
{
    struct bench *bench = *state;
    struct caseload_changed event = {.household = "H1", .station = "ST1", .worker = "W7", .reason = "chosen"};
    bench_hear(bench, "matching", MSG_caseload_changed, &event, event.household);
    assert_int_equal(told(bench, "disp-1", NULL), 0);
    assert_int_equal(told(bench, "W7", NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_households_without_main_worker_are_told_to_the_station_s_dispatchers_alone),
        SERVICE_TEST(test_a_change_is_told_to_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
