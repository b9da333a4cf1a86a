/* Notification as a whole, in the hand of a test: feeds, cursors, acknowledgements, and what must hold in its store. */
#include "notification_desk.h"

/* ---- acknowledging (N3, D10 row 12) ---- */

static void test_one_acknowledgement_settles_it_for_all_when_one_is_enough(void **state)
{
    struct bench *bench = *state;
    struct notice_created first, second;
    struct notice_acked acked;
    hear_at_risk(bench);
    told(bench, "disp-1", &first);
    told(bench, "disp-2", &second);
    assert_string_equal(ack(bench, "disp-1", first.notice).outcome, "done");
    assert_int_equal(bench_emitted(bench, "feed.disp-2", MSG_notice_acked, &acked), 1);
    assert_string_equal(acked.by, "disp-1");
    assert_int_equal(acked.at, NOW);
    assert_int_equal(feed(bench, "disp-2", "").unacked, 0);
    assert_refused(ack(bench, "disp-2", second.notice), "already_acked", "notice");
}

static void test_each_must_acknowledge_when_all_must(void **state)
{
    struct bench *bench = *state;
    struct rule_put wish = {.rule = "all",
                            .pattern = "visit.missed_by_worker",
                            .audience = "station",
                            .roles = {.count = 1, .at = {"dispatcher"}},
                            .priority = 5,
                            .ack = "all",
                            .title = "全部确认",
                            .title_en = "all"};
    struct rule_remove removed = {.rule = "visit-missed"};
    struct notice_created first;
    bench_done(bench, operator, MSG_rule_put, &wish);
    bench_done(bench, operator, MSG_rule_remove, &removed);
    hear_missed(bench);
    told(bench, "disp-1", &first);
    assert_string_equal(ack(bench, "disp-1", first.notice).outcome, "done");
    assert_int_equal(feed(bench, "disp-1", "").unacked, 0);
    assert_int_equal(feed(bench, "disp-2", "").unacked, 1);
}

static void test_reading_is_not_acknowledging(void **state)
{
    struct bench *bench = *state;
    hear_at_risk(bench);
    assert_string_equal(move(bench, "disp-1", "disp-1", "phone", 1).outcome, "done");
    assert_int_equal(feed(bench, "disp-1", "phone").unread, 0);
    assert_int_equal(feed(bench, "disp-1", "phone").unacked, 1);
}

static void test_somebody_elses_notice_is_not_acknowledged(void **state)
{
    struct bench *bench = *state;
    struct notice_created first;
    hear_at_risk(bench);
    told(bench, "disp-1", &first);
    assert_refused(ack(bench, "disp-2", first.notice), "not_yours", "notice");
}

static void test_an_unknown_notice_is_neither_acknowledged_nor_told(void **state)
{
    struct bench *bench = *state;
    struct notice_get question = {.id = "no-such-notice"};
    struct answer answer;
    assert_refused(ack(bench, "disp-1", "no-such-notice"), "unknown_notice", "notice");
    bench_query(bench, operator, MSG_notice_get, &question, MSG_answer, &answer);
    assert_refused(answer, "unknown_notice", "id");
}

static void test_whoever_acknowledges_says_who_it_is(void **state)
{
    struct bench *bench = *state;
    struct notice_created first;
    hear_at_risk(bench);
    told(bench, "disp-1", &first);
    assert_refused(ack(bench, "", first.notice), "missing", "actorid");
}

static void test_a_notice_that_nobody_must_acknowledge_is_not_acknowledged(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice;
    struct visit_offer_withdrawn event = {.visit = "v1",
                                          .booking = "b1",
                                          .station = "ST1",
                                          .service = "HH-01",
                                          .household = "h1",
                                          .worker = "w1",
                                          .start = NOW + MS_HOUR,
                                          .end = NOW + 2 * MS_HOUR,
                                          .reason = "other_was_first"};
    bench_hear(bench, "matching", MSG_visit_offer_withdrawn, &event, "v1");
    told(bench, "w1", &notice);
    assert_refused(ack(bench, "w1", notice.notice), "no_ack_needed", "notice");
}

/* ---- cursors (N2, I23) ---- */

static void test_a_cursor_is_kept_per_device_and_moves_forward_only(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 3; i++)
        hear_at_risk(bench);
    assert_string_equal(move(bench, "disp-1", "disp-1", "phone", 2).outcome, "done");
    assert_int_equal(feed(bench, "disp-1", "phone").unread, 1);
    assert_int_equal(feed(bench, "disp-1", "desk").unread, 3);
    assert_int_equal(feed(bench, "disp-1", "").cursor, 2);
    assert_refused(move(bench, "disp-1", "disp-1", "phone", 1), "backwards", "number");
    assert_refused(move(bench, "disp-1", "disp-1", "phone", 4), "beyond_feed", "number");
    assert_refused(move(bench, "disp-2", "disp-1", "phone", 3), "not_yours", "reader");
    assert_int_equal(bench_emitted(bench, "notification", MSG_reader_cursor_moved, NULL), 1);
}

static void test_a_rewind_goes_back_and_is_logged(void **state)
{
    struct bench *bench = *state;
    struct feed_rewind wish = {.reader = "disp-1", .device = "phone", .number = 1, .reason = "handover"};
    struct bench_sender self = {.role = "dispatcher", .actor = "disp-1"};
    struct reader_cursor_moved event;
    for (int i = 0; i < 3; i++)
        hear_at_risk(bench);
    move(bench, "disp-1", "disp-1", "phone", 3);
    bench_done(bench, self, MSG_feed_rewind, &wish);
    assert_int_equal(bench_emitted(bench, "notification", MSG_reader_cursor_moved, &event), 2);
    assert_true(event.rewound);
    assert_int_equal(feed(bench, "disp-1", "phone").unread, 2);
    assert_refused(bench_command(bench, self, MSG_feed_rewind, &wish), "not_backwards", "number");
    assert_int_equal(violations(bench, "DELETE FROM feed_rewind"), 1);
}

static void test_the_devices_of_a_reader_are_bounded(void **state)
{
    struct bench *bench = *state;
    char device[32];
    hear_at_risk(bench);
    for (int i = 0; i < 16; i++) {
        snprintf(device, sizeof device, "phone-%d", i);
        assert_string_equal(move(bench, "disp-1", "disp-1", device, 1).outcome, "done");
    }
    assert_refused(move(bench, "disp-1", "disp-1", "phone-16", 1), "too_many_devices", "device");
}

/* ---- trimming ---- */

/* So many urgent notices for disp-1, all acknowledged but one. Returns the number of that one in the feed. */
static int64_t tell_all_but_one_acked(struct bench *bench, int count, int open)
{
    struct notice_created notice;
    int64_t number = 0;
    for (int i = 0; i < count; i++) {
        hear_at_risk(bench);
        told(bench, "disp-1", &notice);
        if (i == open)
            number = feed(bench, "disp-1", "").last;
        else
            assert_string_equal(ack(bench, "disp-1", notice.notice).outcome, "done");
    }
    return number;
}

static void test_a_feed_is_not_trimmed_beyond_an_urgent_notice_that_nobody_has_acknowledged(void **state)
{
    struct bench *bench = *state;
    struct feed_get_answer at;
    struct notice_list_answer list;
    const struct notice_list wish = {.reader = "disp-1", .unacked = true};
    bench->config.value[SET_FEED_EVENTS] = 10;
    bench->config.value[SET_STORM_CHANNEL_MOST] = 1000;
    move(bench, "disp-1", "disp-1", "phone", 1);
    int64_t open = tell_all_but_one_acked(bench, 70, 20);
    move(bench, "disp-1", "disp-1", "phone", 5);
    bench_clock(bench, NOW + 2 * 91 * MS_DAY);
    at = feed(bench, "disp-1", "phone");
    assert_int_equal(at.first, open);
    assert_int_equal(at.missed, open - 1 - 5); /* the phone is told */
    bench_query(bench, operator, MSG_notice_list, &wish, MSG_notice_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    assert_string_equal(ack(bench, "disp-1", list.rows.at[0].notice).outcome, "done");
    bench_clock(bench, NOW + 2 * 92 * MS_DAY);
    assert_int_equal(feed(bench, "disp-1", "").first, feed(bench, "disp-1", "").last - 9);
}

static void test_a_reader_sees_only_the_own_feed(void **state)
{
    struct bench *bench = *state;
    struct bench_sender other = {.role = "dispatcher", .actor = "disp-2"};
    struct feed_get question = {.id = "disp-1"};
    struct notice_list notices = {.reader = "disp-1"};
    struct answer answer;
    bench_query(bench, other, MSG_feed_get, &question, MSG_answer, &answer);
    assert_refused(answer, "not_yours", "id");
    bench_query(bench, other, MSG_notice_list, &notices, MSG_answer, &answer);
    assert_refused(answer, "not_yours", "reader");
}

/* ---- the store (N8, I22) ---- */

static void test_the_same_event_tells_a_reader_once_by_each_rule(void **state)
{
    struct bench *bench = *state;
    struct error error = {""};
    struct notice again;
    hear_at_risk(bench);
    engine_close(&bench->engine);
    const struct store_options options = {.path = bench->path,
                                          .service = "notification",
                                          .migrations = notification_migrations,
                                          .statements = notification_service.statements};
    struct store *store = store_open(&options, &error);
    assert_non_null(store);
    struct rows rows;
    notice_list(&rows, store, "", 1, "disp-1", "", false);
    assert_int_equal(notice_next(&rows, &again), 1);
    rows_close(&rows);
    TEXT_PUT(again.notice, "another-id");
    again.number = 9;
    assert_int_equal(store_begin(store), 0);
    int made = notice_insert(store, &again);
    assert_string_equal(store_why(store), "");
    store_rollback(store);
    store_close(&store);
    assert_int_equal(made, 0);
}

static void test_a_feed_that_lost_a_notice_is_seen(void **state)
{
    struct bench *bench = *state;
    hear_at_risk(bench);
    assert_int_equal(violations(bench, "DELETE FROM notice WHERE reader = 'disp-1'"), 2); /* N2, and N8.count */
}

static void test_a_reader_who_would_not_be_found_by_role_is_seen(void **state)
{
    assert_int_equal(violations(*state, "DELETE FROM reader_role WHERE reader = 'disp-1'"), 1);
    assert_int_equal(violations(*state, "UPDATE reader SET active = 0 WHERE reader = 'disp-1'"), 1);
    assert_int_equal(violations(*state, "UPDATE reader_role SET station = 'ST2' WHERE reader = 'disp-1'"), 1);
    assert_int_equal(violations(*state, "UPDATE reader SET revision = 2 WHERE reader = 'disp-1'"), 0);
}

static void test_a_feed_that_counts_wrong_is_seen(void **state)
{
    struct bench *bench = *state;
    hear_at_risk(bench);
    assert_int_equal(violations(bench, "UPDATE feed SET last = 2 WHERE reader = 'disp-1'"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_one_acknowledgement_settles_it_for_all_when_one_is_enough),
        SERVICE_TEST(test_each_must_acknowledge_when_all_must),
        SERVICE_TEST(test_reading_is_not_acknowledging),
        SERVICE_TEST(test_somebody_elses_notice_is_not_acknowledged),
        SERVICE_TEST(test_an_unknown_notice_is_neither_acknowledged_nor_told),
        SERVICE_TEST(test_whoever_acknowledges_says_who_it_is),
        SERVICE_TEST(test_a_notice_that_nobody_must_acknowledge_is_not_acknowledged),
        SERVICE_TEST(test_a_cursor_is_kept_per_device_and_moves_forward_only),
        SERVICE_TEST(test_a_rewind_goes_back_and_is_logged),
        SERVICE_TEST(test_the_devices_of_a_reader_are_bounded),
        SERVICE_TEST(test_a_feed_is_not_trimmed_beyond_an_urgent_notice_that_nobody_has_acknowledged),
        SERVICE_TEST(test_a_reader_sees_only_the_own_feed),
        SERVICE_TEST(test_the_same_event_tells_a_reader_once_by_each_rule),
        SERVICE_TEST(test_a_feed_that_lost_a_notice_is_seen),
        SERVICE_TEST(test_a_reader_who_would_not_be_found_by_role_is_seen),
        SERVICE_TEST(test_a_feed_that_counts_wrong_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
