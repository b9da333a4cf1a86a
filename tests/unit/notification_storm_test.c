/* Storm limits of notification (N8): the rule by itself, then whole: what is told at once, what a summary lists, that
 * nothing is lost, and that only business time decides. */
#include "bench.h"

#include "services/notification/notice.h"
#include "services/notification/storm.h"
#include "services/notification/tables.h"

#define NOW INT64_C(1770604200000) /* 2026-02-09 10:30 */

static const struct bench_sender operator= {.role = "operator"};

/* ---- the rule ---- */

static void test_a_window_ends_where_the_next_one_begins(void **unused)
{
    (void)unused;
    const struct storm_limit minute = {1, MS_MINUTE};
    assert_int_equal(storm_ends(&minute, NOW), NOW + MS_MINUTE);
    assert_int_equal(storm_ends(&minute, NOW + MS_MINUTE - 1), NOW + MS_MINUTE);
    assert_int_equal(storm_ends(&minute, NOW + MS_MINUTE), NOW + 2 * MS_MINUTE);
}

static void test_as_many_as_the_limit_are_told_and_no_more(void **unused)
{
    (void)unused;
    const struct storm_limit five = {5, 5 * MS_SECOND};
    assert_false(storm_holds(&five, 4));
    assert_true(storm_holds(&five, 5));
}

static void test_urgent_ones_have_no_limit(void **unused)
{
    (void)unused;
    assert_int_equal(storm_lane(5), LANE_NONE);
    assert_int_equal(storm_lane(4), LANE_CHANNEL);
    assert_int_equal(storm_lane(3), LANE_CONTACT);
    assert_int_equal(storm_lane(1), LANE_CONTACT);
}

static void test_the_words_of_a_summary_fit_whole_characters(void **unused)
{
    (void)unused;
    char first[TITLE_SIZE] = "", title[TITLE_SIZE];
    for (int i = 0; i < 40; i++)
        strcat(first, "安");
    storm_title(title, 12, first);
    assert_true(strlen(title) <= 120 && strlen(title) > 115);
    assert_true(text_is_utf8(title, strlen(title)));
    storm_title(title, 2, "新预约");
    assert_string_equal(title, "另有 2 条提醒:新预约 等");
    storm_title_en(title, 1, "New booking");
    assert_string_equal(title, "1 more: New booking");
}

/* ---- the service ---- */

static void put_reader(struct bench *bench, const char *reader, const char *role)
{
    struct reader_put wish = {.active = true, .roles.count = 1, .station = "ST1"};
    TEXT_PUT(wish.reader, reader);
    TEXT_PUT(wish.roles.at[0], role);
    bench_done(bench, operator, MSG_reader_put, &wish);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, &notification_service, NOW);
    bench_clock(bench, NOW);
    put_reader(bench, "rece-1", "receptionist");
    put_reader(bench, "disp-1", "dispatcher");
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    bench_close(bench);
    free(bench);
    return 0;
}

/* Priority 2, to the receptionist. */
static void hear_requested(struct bench *bench, int number)
{
    struct booking_requested event = {.household = "h1", .station = "ST1", .service = "HH-01", .community = "CM1"};
    TEXT_FORMAT(event.booking, "b%d", number);
    TEXT_PUT(event.channel, "walk_in");
    event.start = NOW + MS_DAY;
    event.end = event.start + MS_HOUR;
    event.expires = event.start - MS_HOUR;
    bench_hear(bench, "booking", MSG_booking_requested, &event, event.booking);
}

/* Priority 4, one must acknowledge, to the dispatcher. */
static void hear_at_risk(struct bench *bench, int number)
{
    struct visit_at_risk event = {.booking = "b1",
                                  .station = "ST1",
                                  .service = "HH-01",
                                  .household = "h1",
                                  .worker = "w1",
                                  .start = NOW + MS_HOUR,
                                  .end = NOW + 2 * MS_HOUR,
                                  .reason = "no_ack"};
    TEXT_FORMAT(event.visit, "v%d", number);
    bench_hear(bench, "matching", MSG_visit_at_risk, &event, event.visit);
}

/* Priority 5, to the dispatcher. */
static void hear_missed(struct bench *bench, int number)
{
    struct visit_missed_by_worker event = {
        .booking = "b1", .station = "ST1", .service = "HH-01", .household = "h1", .worker = "w1"};
    TEXT_FORMAT(event.visit, "m%d", number);
    bench_hear(bench, "matching", MSG_visit_missed_by_worker, &event, event.visit);
}

static int told(struct bench *bench, const char *reader, struct notice_created *last)
{
    char stream[65];
    feed_name(stream, reader);
    return bench_emitted(bench, stream, MSG_notice_created, last);
}

static const struct notice_list_answer *listed(struct bench *bench, const char *reader, const char *summary)
{
    static struct notice_list_answer answer;
    struct notice_list question = {.limit = 100};
    TEXT_PUT(question.reader, reader);
    TEXT_PUT(question.summary, summary);
    bench_query(bench, operator, MSG_notice_list, &question, MSG_notice_list_answer, &answer);
    return &answer;
}

/* N8: 1 a minute a contact */
static void test_an_ordinary_notice_beyond_one_a_minute_waits_for_the_summary(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice = {0};
    for (int i = 0; i < 4; i++)
        hear_requested(bench, i);
    assert_int_equal(told(bench, "rece-1", NULL), 1);
    bench_clock(bench, NOW + MS_MINUTE - 1);
    assert_int_equal(told(bench, "rece-1", NULL), 1);
    bench_clock(bench, NOW + MS_MINUTE);
    assert_int_equal(told(bench, "rece-1", &notice), 2);
    assert_int_equal(notice.listed, 3);
    assert_string_equal(notice.rule, "summary");
    assert_int_equal(notice.at, NOW + MS_MINUTE);
}

/* N8: 5 in 5 s a channel */
static void test_what_somebody_waits_for_is_told_five_times_in_five_seconds(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice = {0};
    for (int i = 0; i < 7; i++)
        hear_at_risk(bench, i);
    assert_int_equal(told(bench, "disp-1", NULL), 5);
    bench_clock(bench, NOW + 5 * MS_SECOND);
    assert_int_equal(told(bench, "disp-1", &notice), 6);
    assert_int_equal(notice.listed, 2);
    assert_int_equal(notice.priority, 4);
}

/* N8, N7: urgent ones are never digested */
static void test_urgent_notices_are_told_at_once_whatever_their_number(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 12; i++)
        hear_missed(bench, i);
    assert_int_equal(told(bench, "disp-1", NULL), 12);
}

/* N8: nothing is lost */
static void test_every_held_notice_is_listed_by_its_summary_and_can_be_asked_for(void **state)
{
    struct bench *bench = *state;
    struct notice_created summary = {0};
    static struct notice_get_answer one;
    for (int i = 0; i < 9; i++)
        hear_at_risk(bench, i);
    bench_clock(bench, NOW + 5 * MS_SECOND);
    told(bench, "disp-1", &summary);
    const struct notice_list_answer *held = listed(bench, "disp-1", summary.notice);
    assert_int_equal(held->rows.count, 4);
    for (uint32_t i = 0; i < held->rows.count; i++) {
        struct notice_get question = {0};
        TEXT_PUT(question.id, held->rows.at[i].notice);
        assert_int_equal(held->rows.at[i].number, 6);
        bench_query(bench, operator, MSG_notice_get, &question, MSG_notice_get_answer, &one);
        assert_string_equal(one.summary, summary.notice);
        assert_string_equal(one.event_type, "visit.at_risk");
    }
    assert_int_equal(listed(bench, "disp-1", "")->rows.count, 10);
}

static void test_a_held_notice_can_be_acknowledged_like_any_other(void **state)
{
    struct bench *bench = *state;
    struct feed_get question = {.id = "disp-1"};
    struct feed_get_answer feed;
    struct notice_ack wish = {0};
    for (int i = 0; i < 6; i++)
        hear_at_risk(bench, i);
    const struct notice_list_answer *all = listed(bench, "disp-1", "");
    for (uint32_t i = 0; i < all->rows.count; i++)
        if (all->rows.at[i].number == 0)
            TEXT_PUT(wish.notice, all->rows.at[i].notice);
    bench_done(bench, (struct bench_sender){.role = "dispatcher", .actor = "disp-1"}, MSG_notice_ack, &wish);
    bench_query(bench, operator, MSG_feed_get, &question, MSG_feed_get_answer, &feed);
    assert_int_equal(feed.unacked, 5);
    bench_clock(bench, NOW + 5 * MS_SECOND);
}

static void test_a_new_window_begins_anew(void **state)
{
    struct bench *bench = *state;
    hear_requested(bench, 1);
    hear_requested(bench, 2);
    bench_clock(bench, NOW + MS_MINUTE);
    hear_requested(bench, 3);
    assert_int_equal(told(bench, "rece-1", NULL), 3);
    hear_requested(bench, 4);
    bench_clock(bench, NOW + 2 * MS_MINUTE);
    assert_int_equal(told(bench, "rece-1", NULL), 4);
}

static void test_no_summary_comes_when_nothing_was_held(void **state)
{
    struct bench *bench = *state;
    hear_requested(bench, 1);
    hear_at_risk(bench, 1);
    bench_clock(bench, NOW + MS_HOUR);
    assert_int_equal(told(bench, "rece-1", NULL), 1);
    assert_int_equal(told(bench, "disp-1", NULL), 1);
}

/* Hears an event that happened at another moment than now. */
static void hear_late(struct bench *bench, int number, int64_t at)
{
    const int64_t now = bench->now;
    bench->now = at;
    hear_requested(bench, number);
    bench->now = now;
}

/* Two streams may be heard in any order; the numbers told and listed are the same. */
static void test_when_it_happened_decides_and_not_when_it_was_heard(void **state)
{
    static const int64_t at[2][4] = {{0, 100, MS_MINUTE, MS_MINUTE + 7}, {MS_MINUTE + 7, 100, MS_MINUTE, 0}};
    for (int order = 0; order < 2; order++) {
        struct bench *bench = *state;
        struct notice_created notice = {0};
        bench_clock(bench, NOW + 90 * MS_SECOND);
        for (int i = 0; i < 4; i++)
            hear_late(bench, i, NOW + at[order][i]);
        bench_clock(bench, NOW + 90 * MS_SECOND + 1);
        assert_int_equal(told(bench, "rece-1", &notice), 3);
        assert_int_equal(notice.at, NOW + MS_MINUTE);
        bench_clock(bench, NOW + 2 * MS_MINUTE);
        assert_int_equal(told(bench, "rece-1", &notice), 4);
        assert_int_equal(notice.listed, 1);
        teardown(state);
        setup(state);
    }
}

static void test_the_rule_of_summaries_is_nobodys_to_change(void **state)
{
    struct bench *bench = *state;
    struct rule_put wish = {.rule = "summary",
                            .pattern = "visit.*",
                            .audience = "station",
                            .roles = {1, {"manager"}},
                            .priority = 3,
                            .ack = "none",
                            .title = "风险",
                            .title_en = "risk"};
    struct answer answer = bench_command(bench, operator, MSG_rule_put, &wish);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, "reserved");
}

/* ---- the invariants ---- */

static int violations(struct bench *bench, const char *damage)
{
    sqlite3 *db = NULL;
    int count = 0;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, damage, NULL, NULL, NULL), SQLITE_OK);
    for (const struct invariant *i = notification_invariants; i->name; i++) {
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, i->sql, -1, &statement, NULL), SQLITE_OK);
        count += text_starts(i->name, "N8") && sqlite3_step(statement) == SQLITE_ROW;
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return count;
}

/* What comes late for a window that was summed up is not lost: a later summary lists it. */
static void test_who_comes_after_the_summary_of_its_window_stands_in_the_next_one(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice = {0};
    hear_requested(bench, 0);
    hear_requested(bench, 1);
    bench_clock(bench, NOW + MS_MINUTE);
    assert_int_equal(told(bench, "rece-1", &notice), 2);
    hear_late(bench, 2, NOW + 100);
    hear_late(bench, 3, NOW + 200);
    bench_clock(bench, NOW + 2 * MS_MINUTE);
    assert_int_equal(told(bench, "rece-1", &notice), 3);
    assert_int_equal(notice.listed, 2);
    assert_int_equal(listed(bench, "rece-1", notice.notice)->rows.count, 2);
    assert_int_equal(violations(bench, "SELECT 1"), 0);
}

static void test_a_window_with_more_than_its_limit_is_seen(void **state)
{
    struct bench *bench = *state;
    hear_requested(bench, 1);
    bench_clock(bench, NOW + MS_MINUTE);
    hear_requested(bench, 2);
    assert_int_equal(
        violations(bench, "UPDATE notice SET ends = (SELECT min(ends) FROM notice) WHERE lane = 'contact'"),
        2); /* N8, and N8.count: the newest window has lost its notice */
}

/* N8: the count stands for counting, also where what comes late belongs to a window before the newest. */
static void test_the_newest_window_counts_what_it_was_told(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice = {0};
    hear_requested(bench, 1);
    bench_clock(bench, NOW + MS_MINUTE);
    hear_requested(bench, 2);
    hear_late(bench, 3, NOW + 100);
    assert_int_equal(told(bench, "rece-1", &notice), 2);
    assert_int_equal(violations(bench, "SELECT 1"), 0);
}

static void test_a_window_that_counts_wrongly_is_seen(void **state)
{
    struct bench *bench = *state;
    hear_requested(bench, 1);
    assert_int_equal(violations(bench, "UPDATE storm_window SET told = told + 1"), 1);
}

static void test_a_held_notice_of_a_summary_that_is_not_there_is_seen(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 3; i++)
        hear_requested(bench, i);
    bench_clock(bench, NOW + MS_MINUTE);
    assert_int_equal(violations(bench, "DELETE FROM notice WHERE rule = 'summary'"), 1);
}

static void test_a_held_notice_whose_summary_never_comes_is_seen(void **state)
{
    struct bench *bench = *state;
    hear_requested(bench, 1);
    hear_requested(bench, 2);
    assert_int_equal(violations(bench, "SELECT 1"), 0);
    assert_int_equal(violations(bench, "DELETE FROM timer"), 1);
}

static void test_a_summary_that_lists_less_than_it_says_is_seen(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 3; i++)
        hear_requested(bench, i);
    bench_clock(bench, NOW + MS_MINUTE);
    assert_int_equal(
        violations(bench, "DELETE FROM notice WHERE notice = (SELECT max(notice) FROM notice WHERE held = 1)"), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_window_ends_where_the_next_one_begins),
        cmocka_unit_test(test_as_many_as_the_limit_are_told_and_no_more),
        cmocka_unit_test(test_urgent_ones_have_no_limit),
        cmocka_unit_test(test_the_words_of_a_summary_fit_whole_characters),
        TEST(test_an_ordinary_notice_beyond_one_a_minute_waits_for_the_summary),
        TEST(test_what_somebody_waits_for_is_told_five_times_in_five_seconds),
        TEST(test_urgent_notices_are_told_at_once_whatever_their_number),
        TEST(test_every_held_notice_is_listed_by_its_summary_and_can_be_asked_for),
        TEST(test_a_held_notice_can_be_acknowledged_like_any_other),
        TEST(test_a_new_window_begins_anew),
        TEST(test_no_summary_comes_when_nothing_was_held),
        TEST(test_when_it_happened_decides_and_not_when_it_was_heard),
        TEST(test_the_rule_of_summaries_is_nobodys_to_change),
        TEST(test_who_comes_after_the_summary_of_its_window_stands_in_the_next_one),
        TEST(test_a_window_with_more_than_its_limit_is_seen),
        TEST(test_the_newest_window_counts_what_it_was_told),
        TEST(test_a_window_that_counts_wrongly_is_seen),
        TEST(test_a_held_notice_of_a_summary_that_is_not_there_is_seen),
        TEST(test_a_held_notice_whose_summary_never_comes_is_seen),
        TEST(test_a_summary_that_lists_less_than_it_says_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
