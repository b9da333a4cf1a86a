/* V16: a plan of days comes back as a proposal, and who can confirm it at that station hears of it. */
#include "notification_desk.h"

static struct dayplan_made made_of(const char *station)
{
    struct dayplan_made event = {
        .dayplan = "plan-1", .from = NOW, .until = NOW + 2 * MS_DAY, .visits = 17, .given = 1, .moved = 2};
    TEXT_PUT(event.station, station);
    return event;
}

static void hear_made(struct bench *bench, const char *station)
{
    struct dayplan_made event = made_of(station);
    bench_hear(bench, "matching", MSG_dayplan_made, &event, event.dayplan);
}

static void test_a_proposal_is_told_to_the_dispatchers_of_its_station_alone(void **state)
{
    struct bench *bench = *state;
    struct notice_created last;
    hear_made(bench, "ST1");
    assert_int_equal(told(bench, "disp-1", &last), 1);
    assert_string_equal(last.rule, "dayplan-made");
    assert_string_equal(last.about, "plan-1");
    assert_int_equal(told(bench, "disp-2", &last), 1);
    assert_int_equal(told(bench, "disp-3", &last), 0);
    assert_int_equal(told(bench, "mana-1", &last), 0);
    assert_int_equal(told(bench, "offi-1", &last), 0);
    hear_made(bench, "ST2");
    assert_int_equal(told(bench, "disp-3", &last), 1);
    assert_int_equal(told(bench, "disp-1", &last), 1);
}

static void test_its_notice_tells_how_many_visits_would_change_and_waits_for_nobody(void **state)
{
    struct bench *bench = *state;
    struct notice_created last;
    hear_made(bench, "ST1");
    assert_int_equal(told(bench, "disp-1", &last), 1);
    assert_non_null(strstr(last.title, "改派 2"));
    assert_non_null(strstr(last.title_en, "2 moved"));
    assert_int_equal(feed(bench, "disp-1", "").unacked, 0);
}

/* What has been asked for, confirmed or dropped is no news to those who did it. */
static void test_only_the_proposal_is_told(void **state)
{
    struct bench *bench = *state;
    struct notice_created last;
    struct dayplan_asked asked = {.dayplan = "plan-1", .station = "ST1", .from = NOW, .until = NOW + MS_DAY};
    struct dayplan_confirmed confirmed = {
        .dayplan = "plan-1", .station = "ST1", .from = NOW, .until = NOW + MS_DAY, .done = 2};
    struct dayplan_dropped dropped = {
        .dayplan = "plan-2", .station = "ST1", .from = NOW, .until = NOW + MS_DAY, .reason = "by_hand"};
    bench_hear(bench, "matching", MSG_dayplan_asked, &asked, "plan-1");
    bench_hear(bench, "matching", MSG_dayplan_confirmed, &confirmed, "plan-1");
    bench_hear(bench, "matching", MSG_dayplan_dropped, &dropped, "plan-2");
    assert_int_equal(told(bench, "disp-1", &last), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_proposal_is_told_to_the_dispatchers_of_its_station_alone),
        SERVICE_TEST(test_its_notice_tells_how_many_visits_would_change_and_waits_for_nobody),
        SERVICE_TEST(test_only_the_proposal_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
