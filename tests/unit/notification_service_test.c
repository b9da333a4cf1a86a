/* Notification as a whole, in the hand of a test: the rules it starts with, feeds, cursors, acknowledgements. */
#include "bench.h"

#include <sqlite3.h>

#include "services/notification/rule.h"
#include "services/notification/store.h"
#include "services/notification/tables.h"
#include "wire/labels.h"

#define NOW INT64_C(1770604200000) /* 2026-02-09 10:30 */

static const struct bench_sender operator= {.role = "operator"};

static void put_reader(struct bench *bench, const char *reader, const char *role, const char *station)
{
    struct reader_put wish = {.active = true, .roles.count = 1};
    TEXT_PUT(wish.reader, reader);
    TEXT_PUT(wish.roles.at[0], role);
    TEXT_PUT(wish.station, station);
    bench_done(bench, operator, MSG_reader_put, &wish);
}

/* Two dispatchers and a manager at ST1, one dispatcher at ST2, an officer and a mediator of the district. */
static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, &notification_service, NOW);
    bench_clock(bench, NOW);
    put_reader(bench, "disp-1", "dispatcher", "ST1");
    put_reader(bench, "disp-2", "dispatcher", "ST1");
    put_reader(bench, "disp-3", "dispatcher", "ST2");
    put_reader(bench, "mana-1", "manager", "ST1");
    put_reader(bench, "offi-1", "officer", "*");
    put_reader(bench, "medi-1", "mediator", "*");
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

/* How many invariants complain of a damage to the store, which is undone again. */
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
        count += sqlite3_step(statement) == SQLITE_ROW;
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return count;
}

static void hear_at_risk(struct bench *bench)
{
    struct visit_at_risk event = {.visit = "v1",
                                  .booking = "b1",
                                  .station = "ST1",
                                  .service = "HH-01",
                                  .household = "h1",
                                  .worker = "w1",
                                  .start = NOW + MS_HOUR,
                                  .end = NOW + 2 * MS_HOUR,
                                  .reason = "no_ack"};
    bench_hear(bench, "matching", MSG_visit_at_risk, &event, "v1");
}

static void hear_missed(struct bench *bench)
{
    struct visit_missed_by_worker event = {
        .visit = "v1", .booking = "b1", .station = "ST1", .service = "HH-01", .household = "h1", .worker = "w1"};
    bench_hear(bench, "matching", MSG_visit_missed_by_worker, &event, "v1");
}

static int told(struct bench *bench, const char *reader, struct notice_created *last)
{
    char stream[65];
    feed_name(stream, reader);
    return bench_emitted(bench, stream, MSG_notice_created, last);
}

static struct feed_get_answer feed(struct bench *bench, const char *reader, const char *device)
{
    static struct feed_get_answer answer;
    struct feed_get question = {.id = ""};
    TEXT_PUT(question.id, reader);
    TEXT_PUT(question.device, device);
    bench_query(bench, operator, MSG_feed_get, &question, MSG_feed_get_answer, &answer);
    return answer;
}

static struct answer move(struct bench *bench, const char *actor, const char *reader, const char *device, int64_t to)
{
    struct feed_move wish = {.number = to};
    TEXT_PUT(wish.reader, reader);
    TEXT_PUT(wish.device, device);
    return bench_command(bench, (struct bench_sender){.role = "dispatcher", .actor = actor}, MSG_feed_move, &wish);
}

static struct answer ack(struct bench *bench, const char *actor, const char *notice)
{
    struct notice_ack wish = {""};
    TEXT_PUT(wish.notice, notice);
    return bench_command(bench, (struct bench_sender){.role = "dispatcher", .actor = actor}, MSG_notice_ack, &wish);
}

static void assert_refused(struct answer answer, const char *code, const char *field)
{
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
}

/* ---- rules and audiences (N1) ---- */

/* N8 */
static void test_who_has_two_of_the_roles_is_told_once(void **state)
{
    struct bench *bench = *state;
    struct notice_created last;
    struct reader_put wish = {
        .reader = "both-1", .active = true, .station = "ST1", .roles = {2, {"dispatcher", "manager"}}};
    bench_done(bench, operator, MSG_reader_put, &wish);
    hear_missed(bench);
    assert_int_equal(told(bench, "both-1", &last), 1);
    assert_int_equal(told(bench, "mana-1", &last), 1);
}

static void test_who_changed_role_or_left_is_told_by_the_old_role_no_more(void **state)
{
    struct bench *bench = *state;
    struct notice_created last;
    put_reader(bench, "disp-1", "receptionist", "ST1");
    put_reader(bench, "disp-2", "dispatcher", "ST2");
    hear_at_risk(bench);
    assert_int_equal(told(bench, "disp-1", &last), 0);
    assert_int_equal(told(bench, "disp-2", &last), 0);
}

/* What the set starts with would pass rule.put (N10). */
static void test_every_rule_it_starts_with_is_a_good_one(void **state)
{
    struct bench *bench = *state;
    static struct rule_list_answer rules;
    static struct rule_get_answer full;
    struct rule_list question = {.active = true};
    bench_query(bench, operator, MSG_rule_list, &question, MSG_rule_list_answer, &rules);
    assert_true(rules.rows.count > 25);
    for (uint32_t i = 0; i < rules.rows.count; i++) {
        struct rule_get which = {""};
        struct rule_put wish = {.priority = rules.rows.at[i].priority};
        TEXT_PUT(which.id, rules.rows.at[i].rule);
        bench_query(bench, operator, MSG_rule_get, &which, MSG_rule_get_answer, &full);
        memcpy(&wish.roles, &full.roles, sizeof wish.roles);
        TEXT_PUT(wish.rule, full.rule);
        TEXT_PUT(wish.pattern, full.pattern);
        TEXT_PUT(wish.audience, full.audience);
        TEXT_PUT(wish.person, full.person);
        TEXT_PUT(wish.ack, full.ack);
        TEXT_PUT(wish.title, full.title);
        TEXT_PUT(wish.title_en, full.title_en);
        bench_done(bench, operator, MSG_rule_put, &wish);
    }
}

/* Every word of a closed list has a name in both languages, so that no title shows it raw. */
static void assert_words_are_named(const struct field *field)
{
    char word[33];
    for (const char *at = field->words; *at; at += strcspn(at, "|"), at += *at == '|') {
        TEXT_FORMAT(word, "%.*s", (int)strcspn(at, "|"), at);
        if (!label_find(field->name, word))
            fail_msg("%s of field %s has no label", word, field->name);
    }
}

static void test_every_word_in_a_title_it_starts_with_has_a_name(void **state)
{
    struct bench *bench = *state;
    static struct rule_list_answer rules;
    struct rule_list question = {.active = true};
    int shown = 0;
    bench_query(bench, operator, MSG_rule_list, &question, MSG_rule_list_answer, &rules);
    for (uint32_t i = 0; i < rules.rows.count; i++) {
        const struct message *type = message_find(rules.rows.at[i].pattern);
        for (int f = 0; type && f < type->shape->count; f++) {
            char braces[40];
            TEXT_FORMAT(braces, "{%.32s}", type->shape->fields[f].name);
            if (type->shape->fields[f].kind != FIELD_WORD || !strstr(rules.rows.at[i].title, braces))
                continue;
            assert_words_are_named(&type->shape->fields[f]);
            shown++;
        }
    }
    assert_true(shown >= 5);
}

static void test_a_risk_is_told_to_the_dispatchers_of_that_station(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice;
    hear_at_risk(bench);
    assert_int_equal(told(bench, "disp-1", &notice), 1);
    assert_string_equal(notice.title, "上门有风险 HH-01 02-09 11:30:未确认");
    assert_string_equal(notice.about, "v1");
    assert_true(notice.needs_ack);
    assert_int_equal(told(bench, "disp-2", NULL), 1);
    assert_int_equal(told(bench, "disp-3", NULL), 0);
    assert_int_equal(told(bench, "mana-1", NULL), 0);
}

static void test_a_missed_visit_is_told_to_the_manager_too(void **state)
{
    struct bench *bench = *state;
    hear_missed(bench);
    assert_int_equal(told(bench, "disp-1", NULL), 1);
    assert_int_equal(told(bench, "mana-1", NULL), 1);
}

/* The stream of matching may be ahead of roster's. */
static void test_a_worker_is_told_even_before_roster_is_heard_of(void **state)
{
    struct bench *bench = *state;
    struct visit_cancelled event = {.visit = "v1",
                                    .booking = "b1",
                                    .station = "ST2",
                                    .service = "HH-01",
                                    .household = "h1",
                                    .worker = "w1",
                                    .reason = "booking_cancelled"};
    struct worker_onboarded onboarded = {
        .worker = "w1", .station = "ST1", .kind = "domestic", .employment = "employee"};
    struct reader_get question = {.id = "w1"};
    static struct reader_get_answer reader;
    bench_hear(bench, "matching", MSG_visit_cancelled, &event, "v1");
    assert_int_equal(told(bench, "w1", NULL), 1);
    bench_hear(bench, "roster", MSG_worker_onboarded, &onboarded, "w1");
    bench_query(bench, operator, MSG_reader_get, &question, MSG_reader_get_answer, &reader);
    assert_string_equal(reader.station, "ST1");
    assert_string_equal(reader.roles.at[0], "worker");
}

static void test_a_worker_who_moves_reads_at_the_new_station(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded onboarded = {
        .worker = "w1", .station = "ST1", .kind = "domestic", .employment = "employee"};
    struct worker_profile_changed moved = {
        .worker = "w1", .station = "ST2", .kind = "domestic", .employment = "employee"};
    struct reader_get question = {.id = "w1"};
    static struct reader_get_answer reader;
    bench_hear(bench, "roster", MSG_worker_onboarded, &onboarded, "w1");
    bench_hear(bench, "roster", MSG_worker_profile_changed, &moved, "w1");
    bench_query(bench, operator, MSG_reader_get, &question, MSG_reader_get_answer, &reader);
    assert_string_equal(reader.station, "ST2");
}

/* R6: to worker, station and dispatcher */
static void test_an_expiring_certificate_is_told_to_worker_manager_and_dispatchers(void **state)
{
    struct bench *bench = *state;
    struct cert_expiring event = {
        .worker = "w1", .station = "ST1", .cert = "c1", .cert_type = "health", .valid_to = NOW + 30 * MS_DAY};
    event.days = 30;
    bench_hear(bench, "roster", MSG_cert_expiring, &event, "w1");
    assert_int_equal(told(bench, "w1", NULL), 1);
    assert_int_equal(told(bench, "mana-1", NULL), 1);
    assert_int_equal(told(bench, "disp-1", NULL), 1);
    assert_int_equal(told(bench, "disp-3", NULL), 0);
}

/* D4 row 9 */
static void test_an_overdue_review_is_urgent_to_the_supervisor(void **state)
{
    struct bench *bench = *state;
    struct worker_review_overdue event = {.worker = "w1", .station = "ST1"};
    struct notice_created notice;
    put_reader(bench, "supe-1", "supervisor", "*");
    bench_hear(bench, "roster", MSG_worker_review_overdue, &event, "w1");
    assert_int_equal(told(bench, "supe-1", &notice), 1);
    assert_int_equal(notice.priority, 5);
    assert_int_equal(told(bench, "mana-1", NULL), 0);
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct reader_put wish = {.reader = "disp-9", .station = "ST1", .roles = {1, {"dispatcher"}}};
    struct bench_sender next = operator, late = operator;
    late.expectedrev = next.expectedrev = bench_command(bench, operator, MSG_reader_put, &wish).revision;
    assert_int_equal(next.expectedrev, 1);
    assert_int_equal(bench_command(bench, next, MSG_reader_put, &wish).revision, 2);
    assert_string_equal(bench_command(bench, late, MSG_reader_put, &wish).outcome, "conflict");
}

static void test_a_visit_without_worker_tells_no_worker(void **state)
{
    struct bench *bench = *state;
    struct visit_cancelled event = {.visit = "v1",
                                    .booking = "b1",
                                    .station = "ST1",
                                    .service = "HH-01",
                                    .household = "h1",
                                    .reason = "booking_cancelled"};
    static struct notice_list_answer notices;
    struct notice_list question = {.limit = 10};
    bench_hear(bench, "matching", MSG_visit_cancelled, &event, "v1");
    bench_query(bench, operator, MSG_notice_list, &question, MSG_notice_list_answer, &notices);
    assert_int_equal(notices.rows.count, 0);
}

static void test_a_case_is_told_to_officers_and_mediators_by_number(void **state)
{
    struct bench *bench = *state;
    struct case_filed event = {.case_id = "c1", .number = "ST1-2026-0001", .station = "ST1", .category = "pay"};
    struct notice_created notice;
    bench_hear(bench, "mediation", MSG_case_filed, &event, "c1");
    assert_int_equal(told(bench, "offi-1", &notice), 1);
    assert_string_equal(notice.title_en, "New case ST1-2026-0001");
    assert_int_equal(told(bench, "medi-1", NULL), 1);
    assert_int_equal(told(bench, "mana-1", NULL), 0);
}

static void test_a_changed_rule_is_a_new_version_and_old_notices_keep_theirs(void **state)
{
    struct bench *bench = *state;
    struct rule_put wish = {.rule = "visit-at-risk",
                            .pattern = "visit.at_risk",
                            .audience = "readers",
                            .readers = {.count = 1, .at = {"mana-1"}},
                            .priority = 5,
                            .ack = "none",
                            .title = "风险",
                            .title_en = "risk"};
    struct notice_list question = {.reader = "disp-1"};
    static struct notice_list_answer before;
    static struct notice_get_answer old;
    hear_at_risk(bench);
    bench_done(bench, operator, MSG_rule_put, &wish);
    hear_at_risk(bench);
    assert_int_equal(told(bench, "disp-1", NULL), 1);
    assert_int_equal(told(bench, "mana-1", NULL), 1);
    bench_query(bench, operator, MSG_notice_list, &question, MSG_notice_list_answer, &before);
    struct notice_get which = {""};
    TEXT_PUT(which.id, before.rows.at[0].notice);
    bench_query(bench, operator, MSG_notice_get, &which, MSG_notice_get_answer, &old);
    assert_int_equal(old.rule_version, 1);
    assert_string_equal(old.state_zh, "待确认");
}

static void test_a_removed_rule_tells_nobody(void **state)
{
    struct bench *bench = *state;
    struct rule_remove wish = {.rule = "visit-at-risk"};
    bench_done(bench, operator, MSG_rule_remove, &wish);
    hear_at_risk(bench);
    assert_int_equal(told(bench, "disp-1", NULL), 0);
    assert_refused(bench_command(bench, operator, MSG_rule_remove, &wish), "unknown_rule", "rule");
}

static void test_a_rule_for_an_unknown_reader_or_role_is_refused(void **state)
{
    struct bench *bench = *state;
    struct rule_put wish = {.rule = "r1",
                            .pattern = "visit.*",
                            .audience = "readers",
                            .readers = {.count = 1, .at = {"nobody"}},
                            .priority = 5,
                            .ack = "none",
                            .title = "风险",
                            .title_en = "risk"};
    assert_refused(bench_command(bench, operator, MSG_rule_put, &wish), "unknown_reader", "readers");
    wish.roles.count = 1;
    TEXT_PUT(wish.roles.at[0], "king");
    assert_refused(bench_command(bench, operator, MSG_rule_put, &wish), "unknown_role", "roles");
}

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

/* V12 */
static void test_who_need_not_answer_an_offer_any_more_is_told(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice = {0};
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
    assert_int_equal(told(bench, "w1", &notice), 1);
    assert_non_null(strstr(notice.title, "已有人接单"));
}

static void test_somebody_elses_notice_is_not_acknowledged(void **state)
{
    struct bench *bench = *state;
    struct notice_created first;
    hear_at_risk(bench);
    told(bench, "disp-1", &first);
    assert_refused(ack(bench, "disp-2", first.notice), "not_yours", "notice");
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
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_every_rule_it_starts_with_is_a_good_one),
        TEST(test_every_word_in_a_title_it_starts_with_has_a_name),
        TEST(test_a_risk_is_told_to_the_dispatchers_of_that_station),
        TEST(test_a_missed_visit_is_told_to_the_manager_too),
        TEST(test_who_has_two_of_the_roles_is_told_once),
        TEST(test_who_changed_role_or_left_is_told_by_the_old_role_no_more),
        TEST(test_a_worker_is_told_even_before_roster_is_heard_of),
        TEST(test_a_worker_who_moves_reads_at_the_new_station),
        TEST(test_an_expiring_certificate_is_told_to_worker_manager_and_dispatchers),
        TEST(test_an_overdue_review_is_urgent_to_the_supervisor),
        TEST(test_an_answer_tells_the_revision_to_go_on_from),
        TEST(test_a_visit_without_worker_tells_no_worker),
        TEST(test_a_case_is_told_to_officers_and_mediators_by_number),
        TEST(test_a_changed_rule_is_a_new_version_and_old_notices_keep_theirs),
        TEST(test_a_removed_rule_tells_nobody),
        TEST(test_a_rule_for_an_unknown_reader_or_role_is_refused),
        TEST(test_one_acknowledgement_settles_it_for_all_when_one_is_enough),
        TEST(test_each_must_acknowledge_when_all_must),
        TEST(test_reading_is_not_acknowledging),
        TEST(test_who_need_not_answer_an_offer_any_more_is_told),
        TEST(test_somebody_elses_notice_is_not_acknowledged),
        TEST(test_a_cursor_is_kept_per_device_and_moves_forward_only),
        TEST(test_a_rewind_goes_back_and_is_logged),
        TEST(test_the_devices_of_a_reader_are_bounded),
        TEST(test_a_feed_is_not_trimmed_beyond_an_urgent_notice_that_nobody_has_acknowledged),
        TEST(test_a_reader_sees_only_the_own_feed),
        TEST(test_the_same_event_tells_a_reader_once_by_each_rule),
        TEST(test_a_feed_that_lost_a_notice_is_seen),
        TEST(test_a_feed_that_counts_wrong_is_seen),
        TEST(test_a_reader_who_would_not_be_found_by_role_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
