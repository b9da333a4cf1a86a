/* Notification as a whole, in the hand of a test: the rules it starts with, and whom each event tells. */
#include "notification_desk.h"

#include "services/notification/rule.h"
#include "wire/labels.h"

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
    assert_string_equal(notice.title, "上门有风险 HH-01 02-09 11:30 w1:未确认");
    assert_string_equal(notice.about, "v1");
    assert_true(notice.needs_ack);
    assert_int_equal(told(bench, "disp-2", NULL), 1);
    assert_int_equal(told(bench, "disp-3", NULL), 0);
    assert_int_equal(told(bench, "mana-1", NULL), 0);
}

/* D9 row 15. */
static void test_a_party_is_told_where_it_may_go_on(void **state)
{
    struct bench *bench = *state;
    struct case_next_told event = {.case_id = "c1", .number = "ST1-2026-0007", .station = "ST1", .next = "court"};
    struct notice_created notice;
    TEXT_PUT(event.party, "client-7");
    bench_hear(bench, "mediation", MSG_case_next_told, &event, "c1");
    assert_int_equal(told(bench, "client-7", &notice), 1);
    assert_string_equal(notice.title, "案件 ST1-2026-0007 调解终止,您可以向人民法院申请解决");
    assert_string_equal(notice.title_en, "Case ST1-2026-0007 ended without agreement; you may go on to the court");
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

/* D6 row 2, D7 row 4, R6 */
static void test_what_waits_for_a_decision_is_told_to_those_who_decide(void **state)
{
    struct bench *bench = *state;
    struct enrol_approval_due due = {
        .enrolment = "e1", .session = "s1", .station = "ST1", .trainee = "p1", .group = "public"};
    struct worker_suspension_proposed proposed = {.worker = "w1", .station = "ST1", .reason = "forged", .cert = "c1"};
    struct revocation_ordered ordered = {
        .revocation = "r1", .body = "guild", .reason = "issuer_withdrawn", .issued_to = NOW, .count = 318};
    struct notice_created notice;
    put_reader(bench, "regi-1", "registrar", "*");
    bench_hear(bench, "training", MSG_enrol_approval_due, &due, "e1");
    assert_int_equal(told(bench, "regi-1", NULL), 1);
    bench_hear(bench, "roster", MSG_worker_suspension_proposed, &proposed, "w1");
    assert_int_equal(told(bench, "mana-1", &notice), 1);
    assert_string_equal(notice.title_en, "Decide whether to suspend w1: a forged certificate");
    assert_true(notice.needs_ack);
    assert_int_equal(told(bench, "disp-1", NULL), 0);
    bench_hear(bench, "roster", MSG_revocation_ordered, &ordered, "r1");
    assert_int_equal(told(bench, "regi-1", &notice), 2);
    assert_string_equal(notice.title_en, "318 certificates are revoked at once: the issuer has lost its right");
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
    assert_int_equal(old.rule_version, 2); /* 017_who_else.sql */
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

/* D1 row 6: the counter hears of it, to call those who use no outside system. */
static void test_a_client_who_is_to_confirm_is_told_to_the_counter(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice;
    struct booking_confirm_asked event = {.booking = "b1",
                                          .station = "ST1",
                                          .service = "EL-06",
                                          .household = "h1",
                                          .start = NOW + 3 * MS_DAY,
                                          .end = NOW + 3 * MS_DAY + 4 * MS_HOUR,
                                          .visit = "v1",
                                          .worker = "w1",
                                          .confirm_by = NOW + MS_DAY};
    put_reader(bench, "rece-1", "receptionist", "ST1");
    bench_hear(bench, "booking", MSG_booking_confirm_asked, &event, "b1");
    assert_int_equal(told(bench, "rece-1", &notice), 1);
    assert_non_null(strstr(notice.title, "02-10 10:30"));
    assert_non_null(strstr(notice.title_en, "confirm by"));
}

/* D2 row 12: so does the counter hear that somebody else comes. */
static void test_another_worker_than_was_confirmed_is_told_to_the_counter(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice;
    struct booking_worker_changed event = {.booking = "b1",
                                           .station = "ST1",
                                           .service = "EL-06",
                                           .household = "h1",
                                           .start = NOW + 3 * MS_DAY,
                                           .end = NOW + 3 * MS_DAY + 4 * MS_HOUR,
                                           .visit = "v1",
                                           .worker = "w2",
                                           .from_worker = "w1"};
    put_reader(bench, "rece-1", "receptionist", "ST1");
    bench_hear(bench, "booking", MSG_booking_worker_changed, &event, "b1");
    assert_int_equal(told(bench, "rece-1", &notice), 1);
    assert_string_equal(notice.title, "服务人员已更换,请告知客户 EL-06 02-12 10:30");
}

/* A2.5: a human decides, so the counter hears of it. */
static void test_a_wish_that_came_twice_is_told_to_the_counter(void **state)
{
    struct bench *bench = *state;
    struct notice_created notice;
    struct booking_duplicate_suspected event = {
        .booking = "b1", .station = "ST1", .request = "b2", .source = "counter", .channel = "walk_in"};
    put_reader(bench, "rece-1", "receptionist", "ST1");
    bench_hear(bench, "booking", MSG_booking_duplicate_suspected, &event, "b1");
    assert_int_equal(told(bench, "rece-1", &notice), 1);
    assert_string_equal(notice.about, "b1");
}

static void test_a_rule_says_whom_it_tells(void **state)
{
    struct bench *bench = *state;
    struct rule_put wish = {.rule = "r1",
                            .pattern = "visit.*",
                            .audience = "station",
                            .priority = 5,
                            .ack = "none",
                            .title = "风险",
                            .title_en = "risk"};
    assert_refused(bench_command(bench, operator, MSG_rule_put, &wish), "missing", "roles");
    TEXT_PUT(wish.audience, "person");
    TEXT_PUT(wish.person, "landlord");
    assert_refused(bench_command(bench, operator, MSG_rule_put, &wish), "unknown_person", "person");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_who_has_two_of_the_roles_is_told_once),
        SERVICE_TEST(test_who_changed_role_or_left_is_told_by_the_old_role_no_more),
        SERVICE_TEST(test_every_rule_it_starts_with_is_a_good_one),
        SERVICE_TEST(test_every_word_in_a_title_it_starts_with_has_a_name),
        SERVICE_TEST(test_a_risk_is_told_to_the_dispatchers_of_that_station),
        SERVICE_TEST(test_a_party_is_told_where_it_may_go_on),
        SERVICE_TEST(test_a_missed_visit_is_told_to_the_manager_too),
        SERVICE_TEST(test_a_worker_is_told_even_before_roster_is_heard_of),
        SERVICE_TEST(test_a_worker_who_moves_reads_at_the_new_station),
        SERVICE_TEST(test_an_expiring_certificate_is_told_to_worker_manager_and_dispatchers),
        SERVICE_TEST(test_an_overdue_review_is_urgent_to_the_supervisor),
        SERVICE_TEST(test_an_answer_tells_the_revision_to_go_on_from),
        SERVICE_TEST(test_a_visit_without_worker_tells_no_worker),
        SERVICE_TEST(test_a_case_is_told_to_officers_and_mediators_by_number),
        SERVICE_TEST(test_what_waits_for_a_decision_is_told_to_those_who_decide),
        SERVICE_TEST(test_a_changed_rule_is_a_new_version_and_old_notices_keep_theirs),
        SERVICE_TEST(test_a_removed_rule_tells_nobody),
        SERVICE_TEST(test_a_rule_for_an_unknown_reader_or_role_is_refused),
        SERVICE_TEST(test_who_need_not_answer_an_offer_any_more_is_told),
        SERVICE_TEST(test_a_client_who_is_to_confirm_is_told_to_the_counter),
        SERVICE_TEST(test_another_worker_than_was_confirmed_is_told_to_the_counter),
        SERVICE_TEST(test_a_wish_that_came_twice_is_told_to_the_counter),
        SERVICE_TEST(test_a_rule_says_whom_it_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
