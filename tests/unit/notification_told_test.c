/* Who is told of what, by the rules that a set starts with (N1): nobody whom an event concerns is left to find out. */
#include <sqlite3.h>

#include "notification_desk.h"

#define VISIT                                                                                                          \
    .visit = "v1", .booking = "b1", .station = "ST1", .service = "HH-01", .household = "h1", .start = NOW + MS_HOUR,   \
    .end = NOW + 2 * MS_HOUR
#define WORKER .worker = "w1", .station = "ST1"
#define CERT WORKER, .cert = "c1", .cert_type = "health", .valid_from = NOW, .valid_to = NOW + MS_DAY
#define SESSION .session = "s1", .course = "k1", .station = "ST1", .start = NOW + MS_DAY, .end = NOW + MS_DAY + MS_HOUR
#define SEAT .enrolment = "e1", .session = "s1", .station = "ST1", .trainee = "t1"

static void assert_told(struct bench *bench, const char *reader, int count, const char *title, const char *title_en)
{
    struct notice_created last;
    assert_int_equal(told(bench, reader, &last), count);
    assert_string_equal(last.title, title);
    assert_string_equal(last.title_en, title_en);
}

/* ---- visits ---- */

/* D1 row 14: nobody comes to a visit that is hers no more. */
static void test_who_lost_a_visit_that_nobody_has_is_told(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable nobody = {VISIT, .because = "no_candidate", .from_worker = "w1"};
    bench_hear(bench, "matching", MSG_match_unfillable, &nobody, "v1");
    assert_told(bench, "w1", 1, "不再由您上门 HH-01 02-09 11:30", "No longer yours HH-01 02-09 11:30");
}

static void test_who_lost_a_visit_that_others_are_asked_for_is_told(void **state)
{
    struct bench *bench = *state;
    struct visit_offered asked = {VISIT, .worker = "w2", .expires = NOW + MS_MINUTE, .from_worker = "w1"};
    bench_hear(bench, "matching", MSG_visit_offered, &asked, "v1");
    assert_told(bench, "w1", 1, "不再由您上门,正在询问他人 HH-01 02-09 11:30",
                "No longer yours, somebody else is asked HH-01 02-09 11:30");
    assert_int_equal(told(bench, "w2", NULL), 1);
}

/* Ruling 6: nor to one for which nobody is looked yet. */
static void test_who_lost_a_visit_that_waits_for_roster_is_told(void **state)
{
    struct bench *bench = *state;
    struct visit_deferred waits = {VISIT, .reason = "roster_silent", .from_worker = "w1"};
    bench_hear(bench, "matching", MSG_visit_deferred, &waits, "v1");
    assert_told(bench, "w1", 1, "不再由您上门 HH-01 02-09 11:30", "No longer yours HH-01 02-09 11:30");
}

/* V13: an hour is left to make good a missing acknowledgement. */
static void test_a_worker_hears_that_her_visit_is_at_risk_and_the_dispatcher_that_it_is_no_more(void **state)
{
    struct bench *bench = *state;
    struct visit_recovered good = {VISIT, .worker = "w1", .reason = "no_ack"};
    hear_at_risk(bench);
    assert_told(bench, "w1", 1, "您的上门有风险 HH-01 02-09 11:30:未确认",
                "Your visit is at risk HH-01 02-09 11:30: not acknowledged");
    bench_clock(bench, NOW + MS_HOUR);
    bench_hear(bench, "matching", MSG_visit_recovered, &good, "v1");
    assert_told(bench, "disp-1", 2, "上门风险已解除 HH-01 02-09 11:30 w1",
                "Visit no longer at risk HH-01 02-09 11:30 w1");
}

/* D2 row 20: a manager alone settles it. */
static void test_an_objection_is_told_to_the_manager_who_settles_it(void **state)
{
    struct bench *bench = *state;
    struct visit_disputed event = {VISIT, .worker = "w1"};
    struct notice_created notice;
    bench_hear(bench, "matching", MSG_visit_disputed, &event, "v1");
    assert_told(bench, "mana-1", 1, "住户对服务有异议,请处理 HH-01 02-09 11:30 w1",
                "The client objects, settle it: HH-01 02-09 11:30 w1");
    told(bench, "mana-1", &notice);
    assert_true(notice.needs_ack);
    assert_int_equal(told(bench, "disp-1", NULL), 0);
}

/* D2 row 19 */
static void test_a_worker_hears_that_her_times_were_put_right(void **state)
{
    struct bench *bench = *state;
    struct visit_corrected event = {VISIT, .worker = "w1", .started_at = NOW, .ended_at = NOW + MS_HOUR,
                                    .reason = "forgotten"};
    bench_hear(bench, "matching", MSG_visit_corrected, &event, "v1");
    assert_told(bench, "w1", 1, "服务时间已更正 02-09 10:30 至 02-09 11:30",
                "Your times were put right: 02-09 10:30 to 02-09 11:30");
}

/* A2.5: a person decides. */
static void test_a_wish_that_came_twice_is_told_to_the_counter(void **state)
{
    struct bench *bench = *state;
    struct booking_duplicate_suspected event = {
        .booking = "b1", .station = "ST1", .request = "b2", .source = "app", .channel = "walk_in"};
    put_reader(bench, "rece-1", "receptionist", "ST1");
    bench_hear(bench, "booking", MSG_booking_duplicate_suspected, &event, "b1");
    assert_told(bench, "rece-1", 1, "疑似重复预约,另经到站提交", "The same wish came twice, also by walk-in");
}

/* ---- workers ---- */

static void test_a_worker_hears_of_her_leave(void **state)
{
    struct bench *bench = *state;
    struct worker_leave_granted event = {WORKER, .leave = "l1", .start = NOW, .until = NOW + MS_DAY};
    bench_hear(bench, "roster", MSG_worker_leave_granted, &event, "w1");
    assert_told(bench, "w1", 1, "请假已登记 02-09 10:30 至 02-10 10:30",
                "Leave recorded from 02-09 10:30 until 02-10 10:30");
}

static void test_a_suspension_is_told_to_the_worker_and_her_station(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended event = {WORKER, .reason = "complaint_upheld", .review_by = NOW + MS_DAY};
    struct worker_reinstated again = {WORKER};
    bench_hear(bench, "roster", MSG_worker_suspended, &event, "w1");
    assert_told(bench, "w1", 1, "已暂停派工:投诉属实", "You are suspended: a complaint was found true");
    assert_told(bench, "disp-1", 1, "w1 已暂停派工:投诉属实,请在 02-10 10:30 前复核",
                "w1 is suspended: a complaint was found true; review before 02-10 10:30");
    assert_int_equal(told(bench, "mana-1", NULL), 1);
    bench_clock(bench, NOW + MS_HOUR);
    bench_hear(bench, "roster", MSG_worker_reinstated, &again, "w1");
    assert_told(bench, "w1", 2, "已恢复派工", "You may work again");
}

static void test_a_worker_hears_what_becomes_of_her_certificate(void **state)
{
    struct bench *bench = *state;
    struct cert_verified good = {CERT};
    struct cert_rejected bad = {CERT, .reason = "unreadable"};
    struct cert_suspended away = {CERT};
    struct cert_restored back = {CERT};
    bench_hear(bench, "roster", MSG_cert_verified, &good, "c1");
    assert_told(bench, "w1", 1, "证件 健康证 已核验", "Certificate health certificate was found true");
    bench_hear(bench, "roster", MSG_cert_rejected, &bad, "c1");
    assert_told(bench, "w1", 2, "证件 健康证 未通过核验:证件无法辨认",
                "Certificate health certificate was not accepted: unreadable");
    bench_hear(bench, "roster", MSG_cert_suspended, &away, "c1");
    assert_told(bench, "w1", 3, "证件 健康证 已暂停", "Certificate health certificate is suspended");
    bench_clock(bench, NOW + MS_HOUR);
    bench_hear(bench, "roster", MSG_cert_restored, &back, "c1");
    assert_told(bench, "w1", 4, "证件 健康证 已恢复", "Certificate health certificate is valid again");
}

/* ---- training ---- */

/* D5 rows 2, 6 */
static void test_a_registrar_hears_that_a_session_has_no_room_or_trainer(void **state)
{
    struct bench *bench = *state;
    struct session_hold_denied event = {SESSION, .what = "trainer", .reason = "calendar"};
    put_reader(bench, "regi-1", "registrar", "ST1");
    bench_hear(bench, "training", MSG_session_hold_denied, &event, "s1");
    assert_told(bench, "regi-1", 1, "培训班 02-10 10:30 未订到教师:时间冲突,请另定时间",
                "Session 02-10 10:30 cannot have the trainer: not free at that time; find another date");
}

/* D5 rows 2, 5, 6 */
static void test_a_trainer_hears_of_her_sessions(void **state)
{
    struct bench *bench = *state;
    struct session_opened opened = {SESSION, .trainer = "x1"};
    struct session_postponed off = {SESSION, .trainer = "x1", .reason = "room_lost"};
    struct session_redated stands = {SESSION, .trainer = "x1"};
    struct session_cancelled cancelled = {SESSION, .trainer = "x1", .reason = "under_minimum"};
    bench_hear(bench, "training", MSG_session_opened, &opened, "s1");
    assert_int_equal(told(bench, "x1", NULL), 1);
    bench_hear(bench, "training", MSG_session_postponed, &off, "s1");
    assert_told(bench, "x1", 2, "您任教的培训班已延期 02-10 10:30:场地被收回",
                "A session that you were to teach is put off 02-10 10:30: the room was taken back");
    assert_int_equal(told(bench, "mana-1", NULL), 1); /* another date is to be set */
    bench_hear(bench, "training", MSG_session_redated, &stands, "s1");
    assert_int_equal(told(bench, "x1", NULL), 3);
    bench_hear(bench, "training", MSG_session_cancelled, &cancelled, "s1");
    assert_told(bench, "x1", 4, "您任教的培训班已取消 02-10 10:30:人数不足",
                "A session that you were to teach is cancelled 02-10 10:30: too few trainees");
}

/* D5 row 6, D6 row 2 */
static void test_a_trainee_hears_when_it_begins_and_that_the_date_is_off(void **state)
{
    struct bench *bench = *state;
    struct enrol_enrolled enrolled = {SEAT, .start = NOW + MS_DAY};
    struct enrol_postponed off = {SEAT, .start = NOW + MS_DAY, .reason = "trainer_lost"};
    bench_hear(bench, "training", MSG_enrol_enrolled, &enrolled, "e1");
    assert_told(bench, "t1", 1, "报名成功,02-10 10:30 开课", "Enrolled, it begins 02-10 10:30");
    bench_hear(bench, "training", MSG_enrol_postponed, &off, "e1");
    assert_told(bench, "t1", 2, "02-10 10:30 的培训班已延期,名额保留:教师时间被收回",
                "The session of 02-10 10:30 is put off, your seat is kept: the trainer's time was taken back");
}

/* D6 rows 8, 12, 17, 19 */
static void test_a_trainee_hears_how_it_ended(void **state)
{
    struct bench *bench = *state;
    struct enrol_completed completed = {SEAT};
    struct enrol_incomplete incomplete = {SEAT};
    struct enrol_no_show never = {SEAT};
    struct exam_regraded regraded = {SEAT, .attempt = 1, .theory = 71, .practice = 66, .passed = true};
    bench_hear(bench, "training", MSG_enrol_completed, &completed, "e1");
    assert_told(bench, "t1", 1, "培训已结业", "You have completed the course");
    bench_clock(bench, NOW + MS_HOUR);
    bench_hear(bench, "training", MSG_enrol_incomplete, &incomplete, "e1");
    assert_told(bench, "t1", 2, "课时不足,未能结业", "You attended too little to complete the course");
    bench_clock(bench, NOW + 2 * MS_HOUR);
    bench_hear(bench, "training", MSG_enrol_no_show, &never, "e1");
    assert_told(bench, "t1", 3, "未到课,名额已失效", "You never came, the enrolment has ended");
    bench_hear(bench, "training", MSG_exam_regraded, &regraded, "e1");
    assert_told(bench, "t1", 4, "成绩复核结果:理论 71,实操 66", "Your appeal is decided: theory 71, practice 66");
}

/* ---- cases ---- */

/* D9 rows 5, 16, 21: who filed a case hears that it was taken up, and how it was closed. */
static void test_the_filer_of_a_case_hears_that_it_is_accepted_and_closed(void **state)
{
    struct bench *bench = *state;
    struct case_filer_told event = {
        .case_id = "c1", .number = "ST1-2026-0007", .station = "ST1", .party = "client-7", .step = "accepted"};
    bench_hear(bench, "mediation", MSG_case_filer_told, &event, "c1");
    assert_told(bench, "client-7", 1, "您的案件 ST1-2026-0007:已受理", "Your case ST1-2026-0007: accepted");
    TEXT_PUT(event.step, "agreed");
    bench_hear(bench, "mediation", MSG_case_filer_told, &event, "c1");
    assert_told(bench, "client-7", 2, "您的案件 ST1-2026-0007:达成协议,已结案",
                "Your case ST1-2026-0007: closed with an agreement");
}

/* D9 row 21, K14 */
static void test_the_office_hears_of_a_withdrawal_and_the_manager_of_a_complaint_that_is_true(void **state)
{
    struct bench *bench = *state;
    struct case_withdrawn gone = {.case_id = "c1", .number = "ST1-2026-0007", .station = "ST1"};
    struct case_upheld found = {.case_id = "c1", .number = "ST1-2026-0007", .station = "ST1", .party = "w1"};
    bench_hear(bench, "mediation", MSG_case_withdrawn, &gone, "c1");
    assert_told(bench, "offi-1", 1, "案件 ST1-2026-0007 已撤回", "Case ST1-2026-0007 is withdrawn");
    assert_int_equal(told(bench, "medi-1", NULL), 1);
    bench_hear(bench, "mediation", MSG_case_upheld, &found, "c1");
    assert_told(bench, "mana-1", 1, "投诉属实 ST1-2026-0007", "A complaint was found true ST1-2026-0007");
}

/* ---- a set that has run before ---- */

static void run(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
}

static void assert_version(sqlite3 *db, const char *rule, int version, int active)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(db, "SELECT version, active FROM rule WHERE rule = ?1", -1, &statement, NULL);
    sqlite3_bind_text(statement, 1, rule, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(statement, 0), version);
    assert_int_equal(sqlite3_column_int(statement, 1), active);
    sqlite3_finalize(statement);
}

static void test_what_a_station_changed_or_removed_stays_so(void **state)
{
    extern const struct migration notification_migrations[];
    const struct migration *step = notification_migrations;
    sqlite3 *db = NULL;
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    for (; step->version < 17; step++)
        run(db, step->sql);
    run(db,
        "INSERT INTO rule_version SELECT rule, 2, pattern, audience, roles, person, 5, ack, title, title_en, 9 "
        "FROM rule_version WHERE rule = 'visit-missed' AND version = 1;"
        "UPDATE rule SET version = 2 WHERE rule = 'visit-missed';"
        "UPDATE rule SET active = 0 WHERE rule = 'visit-at-risk';"
        "INSERT INTO rule_version VALUES ('visit-lost', 1, 'visit.*', 'district', 'manager', '', 1, 'none', '', '', 9);"
        "INSERT INTO rule VALUES ('visit-lost', 1, 'visit.*', 0)");
    run(db, step->sql);
    assert_version(db, "cert-expired-station", 2, 1);
    assert_version(db, "visit-missed", 2, 1); /* the station's own */
    assert_version(db, "visit-at-risk", 1, 0);
    assert_version(db, "visit-lost", 1, 0);
    assert_version(db, "room-denied", 1, 0); /* session.hold_denied tells more */
    assert_version(db, "visit-disputed", 1, 1);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_who_lost_a_visit_that_nobody_has_is_told),
        SERVICE_TEST(test_who_lost_a_visit_that_waits_for_roster_is_told),
        SERVICE_TEST(test_the_filer_of_a_case_hears_that_it_is_accepted_and_closed),
        SERVICE_TEST(test_who_lost_a_visit_that_others_are_asked_for_is_told),
        SERVICE_TEST(test_a_worker_hears_that_her_visit_is_at_risk_and_the_dispatcher_that_it_is_no_more),
        SERVICE_TEST(test_an_objection_is_told_to_the_manager_who_settles_it),
        SERVICE_TEST(test_a_worker_hears_that_her_times_were_put_right),
        SERVICE_TEST(test_a_wish_that_came_twice_is_told_to_the_counter),
        SERVICE_TEST(test_a_worker_hears_of_her_leave),
        SERVICE_TEST(test_a_suspension_is_told_to_the_worker_and_her_station),
        SERVICE_TEST(test_a_worker_hears_what_becomes_of_her_certificate),
        SERVICE_TEST(test_a_registrar_hears_that_a_session_has_no_room_or_trainer),
        SERVICE_TEST(test_a_trainer_hears_of_her_sessions),
        SERVICE_TEST(test_a_trainee_hears_when_it_begins_and_that_the_date_is_off),
        SERVICE_TEST(test_a_trainee_hears_how_it_ended),
        SERVICE_TEST(test_the_office_hears_of_a_withdrawal_and_the_manager_of_a_complaint_that_is_true),
        cmocka_unit_test(test_what_a_station_changed_or_removed_stays_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
