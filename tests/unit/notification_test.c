/* Rules of notification: matching, audience, titles (N1, N10, N12), states of a notice (D10, N3), cursors (N2, I23). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "service/role.h"
#include "services/notification/notice.h"
#include "services/notification/rule.h"

static struct happening assigned(const struct visit_assigned *event)
{
    struct happening h = {
        .type = message_of(MSG_visit_assigned), .body = event, .event = "e1", .about = event->visit, .at = 5};
    TEXT_PUT(h.station, event->station);
    return h;
}

static const struct visit_assigned visit = {.visit = "v1",
                                            .booking = "b1",
                                            .station = "ST1",
                                            .service = "HH-01",
                                            .worker = "w1",
                                            .start = INT64_C(1770604200000),
                                            .how = "direct"};

static struct rule rule_for(const char *pattern, enum audience audience, unsigned roles)
{
    struct rule rule = {.active = true, .version = 1, .audience = audience, .roles = roles, .priority = 3};
    TEXT_PUT(rule.rule, "r1");
    TEXT_PUT(rule.pattern, pattern);
    TEXT_PUT(rule.title, "标题");
    TEXT_PUT(rule.title_en, "title");
    return rule;
}

/* ---- matching (N1) ---- */

static void test_a_pattern_is_a_type_or_all_of_a_kind_or_everything(void **unused)
{
    (void)unused;
    assert_true(rule_matches("visit.assigned", "visit.assigned"));
    assert_true(rule_matches("visit.*", "visit.assigned"));
    assert_true(rule_matches("*", "visit.assigned"));
    assert_false(rule_matches("visit.acked", "visit.assigned"));
    assert_false(rule_matches("visi*", "visit.assigned"));
    assert_false(rule_matches("booking.*", "visit.assigned"));
}

/* ---- audience (N1) ---- */

static void test_a_station_rule_reaches_the_role_at_that_station_and_in_the_district(void **unused)
{
    (void)unused;
    struct rule rule = rule_for("visit.at_risk", AUDIENCE_STATION, ROLE_DISPATCHER);
    struct feed_reader here = {.roles = ROLE_DISPATCHER, .station = "ST1", .active = true};
    struct feed_reader there = {.roles = ROLE_DISPATCHER, .station = "ST2", .active = true};
    struct feed_reader district = {.roles = ROLE_DISPATCHER | ROLE_MANAGER, .station = "*", .active = true};
    struct feed_reader other = {.roles = ROLE_MANAGER, .station = "ST1", .active = true};
    assert_true(rule_reaches(&rule, &here, "ST1"));
    assert_true(rule_reaches(&rule, &district, "ST1"));
    assert_false(rule_reaches(&rule, &there, "ST1"));
    assert_false(rule_reaches(&rule, &other, "ST1"));
}

static void test_a_district_rule_reaches_only_readers_of_the_whole_district(void **unused)
{
    (void)unused;
    struct rule rule = rule_for("case.filed", AUDIENCE_DISTRICT, ROLE_OFFICER | ROLE_MEDIATOR);
    struct feed_reader district = {.roles = ROLE_MEDIATOR, .station = "*", .active = true};
    struct feed_reader station = {.roles = ROLE_MEDIATOR, .station = "ST1", .active = true};
    assert_true(rule_reaches(&rule, &district, "ST1"));
    assert_false(rule_reaches(&rule, &station, "ST1"));
}

static void test_an_event_without_station_reaches_the_district_only(void **unused)
{
    (void)unused;
    struct rule rule = rule_for("room.denied", AUDIENCE_STATION, ROLE_REGISTRAR);
    struct feed_reader district = {.roles = ROLE_REGISTRAR, .station = "*", .active = true};
    struct feed_reader nowhere = {.roles = ROLE_REGISTRAR, .station = "", .active = true};
    assert_true(rule_reaches(&rule, &district, ""));
    assert_false(rule_reaches(&rule, &nowhere, ""));
}

static void test_an_inactive_reader_is_not_told_by_role(void **unused)
{
    (void)unused;
    struct rule rule = rule_for("visit.at_risk", AUDIENCE_STATION, ROLE_DISPATCHER);
    struct feed_reader gone = {.roles = ROLE_DISPATCHER, .station = "ST1", .active = false};
    assert_false(rule_reaches(&rule, &gone, "ST1"));
}

static void test_a_person_of_an_event_is_found_by_the_name_of_the_field(void **unused)
{
    (void)unused;
    char id[65];
    const struct message *type = message_of(MSG_visit_assigned);
    assert_true(body_id(type, &visit, "worker", id));
    assert_string_equal(id, "w1");
    assert_false(body_id(type, &visit, "trainee", id));
    assert_false(body_id(type, &visit, "service", id));
}

/* ---- titles (N10, N12) ---- */

static void test_a_title_shows_codes_and_local_times_of_the_event(void **unused)
{
    (void)unused;
    char title[TITLE_SIZE];
    struct happening h = assigned(&visit);
    rule_title(title, "已派单 {service} {start}", CHINESE, &h);
    assert_string_equal(title, "已派单 HH-01 02-09 10:30");
}

/* Chinese first, English second: no code word in either */
static void test_codes_are_named_in_the_language_of_the_title(void **unused)
{
    (void)unused;
    char title[TITLE_SIZE];
    struct worker_code_changed event = {.worker = "w1", .from = "red", .to = "yellow"};
    struct happening h = {.type = message_of(MSG_worker_code_changed), .body = &event, .event = "e1", .about = "w1"};
    rule_title(title, "安心码由 {from} 变为 {to}", CHINESE, &h);
    assert_string_equal(title, "安心码由 红码 变为 黄码");
    rule_title(title, "Colour code changed from {from} to {to}", ENGLISH, &h);
    assert_string_equal(title, "Colour code changed from red to yellow");
}

static void test_a_code_that_nobody_named_is_shown_as_it_is(void **unused)
{
    (void)unused;
    char title[TITLE_SIZE];
    struct visit_cancelled event = {.visit = "v1", .service = "HH-01", .reason = "made_up"};
    struct happening h = {.type = message_of(MSG_visit_cancelled), .body = &event, .event = "e1", .about = "v1"};
    rule_title(title, "{service}:{reason}", CHINESE, &h);
    assert_string_equal(title, "HH-01:made_up");
}

static void test_what_the_event_does_not_tell_is_a_dash(void **unused)
{
    (void)unused;
    char title[TITLE_SIZE];
    struct visit_cancelled event = {.visit = "v1"};
    struct happening h = {.type = message_of(MSG_visit_cancelled), .body = &event, .event = "e1", .about = "v1"};
    rule_title(title, "{worker}|{nothing}|{", CHINESE, &h);
    assert_string_equal(title, "-|-|{");
}

/* 120 bytes hold 40 of these characters; behind one byte more, 39. */
static void test_a_long_title_is_cut_between_characters(void **unused)
{
    (void)unused;
    char text[200] = "x", title[TITLE_SIZE];
    struct happening h = assigned(&visit);
    for (int i = 0; i < 50; i++)
        strcat(text, "安");
    rule_title(title, text + 1, CHINESE, &h);
    assert_int_equal(strlen(title), 120);
    rule_title(title, text, CHINESE, &h);
    assert_int_equal(strlen(title), 118);
    assert_true(text_is_utf8(title, strlen(title)));
}

/* ---- the check of a rule (N10) ---- */

static void test_a_good_rule_passes(void **unused)
{
    (void)unused;
    struct rule_flaw flaw;
    struct rule rule = rule_for("visit.*", AUDIENCE_STATION, ROLE_DISPATCHER);
    TEXT_PUT(rule.title, "上门 {service} {start}");
    assert_true(rule_check(&rule, 0, &flaw));
}

static void test_a_rule_for_an_unknown_event_is_refused(void **unused)
{
    (void)unused;
    struct rule_flaw flaw;
    struct rule rule = rule_for("visit.vanished", AUDIENCE_STATION, ROLE_DISPATCHER);
    assert_false(rule_check(&rule, 0, &flaw));
    assert_string_equal(flaw.code, "unknown_event");
    assert_string_equal(flaw.field, "pattern");
}

/* A rule on our own events would feed itself. */
static void test_a_rule_about_notices_is_refused(void **unused)
{
    (void)unused;
    struct rule_flaw flaw;
    struct rule rule = rule_for("notice.*", AUDIENCE_STATION, ROLE_DISPATCHER);
    assert_false(rule_check(&rule, 0, &flaw));
    assert_string_equal(flaw.code, "unknown_event");
}

static void test_a_title_with_a_field_that_the_event_lacks_is_refused(void **unused)
{
    (void)unused;
    struct rule_flaw flaw;
    struct rule rule = rule_for("visit.assigned", AUDIENCE_STATION, ROLE_DISPATCHER);
    TEXT_PUT(rule.title_en, "for {household_name}");
    assert_false(rule_check(&rule, 0, &flaw));
    assert_string_equal(flaw.code, "unknown_field");
    assert_string_equal(flaw.field, "title_en");
}

static void test_a_rule_without_its_audience_is_refused(void **unused)
{
    (void)unused;
    struct rule_flaw flaw;
    struct rule station = rule_for("visit.assigned", AUDIENCE_STATION, 0);
    struct rule person = rule_for("visit.assigned", AUDIENCE_PERSON, 0);
    struct rule readers = rule_for("visit.assigned", AUDIENCE_READERS, 0);
    assert_false(rule_check(&station, 0, &flaw));
    assert_string_equal(flaw.field, "roles");
    assert_false(rule_check(&person, 0, &flaw));
    assert_string_equal(flaw.field, "person");
    assert_false(rule_check(&readers, 0, &flaw));
    assert_string_equal(flaw.field, "readers");
    assert_true(rule_check(&readers, 1, &flaw));
}

static void test_a_person_that_no_such_event_names_is_refused(void **unused)
{
    (void)unused;
    struct rule_flaw flaw;
    struct rule rule = rule_for("visit.assigned", AUDIENCE_PERSON, 0);
    TEXT_PUT(rule.person, "trainee");
    assert_false(rule_check(&rule, 0, &flaw));
    assert_string_equal(flaw.code, "unknown_person");
}

static void test_roles_are_kept_as_text_in_one_order(void **unused)
{
    (void)unused;
    char text[256];
    roles_text(text, ROLE_MANAGER | ROLE_DISPATCHER);
    assert_string_equal(text, "dispatcher|manager");
    assert_int_equal(roles_of_text("manager|dispatcher"), ROLE_MANAGER | ROLE_DISPATCHER);
    assert_int_equal(roles_of_text(""), 0);
}

/* ---- notices (D10 rows 1 and 12) ---- */

static struct notice notice_with(enum ack ack)
{
    struct notice notice;
    struct rule rule = rule_for("visit.assigned", AUDIENCE_STATION, ROLE_DISPATCHER);
    struct happening h = assigned(&visit);
    rule.ack = ack;
    notice_begin(&notice, &rule, &h, "d1");
    return notice;
}

static void test_a_notice_for_nobody_to_acknowledge_is_told_and_done(void **unused)
{
    (void)unused;
    struct notice notice = notice_with(ACK_NONE);
    assert_int_equal(notice.state, NOTICE_TOLD);
    assert_true(table_is_terminal(&notice_machine, NOTICE_TOLD));
    assert_false(notice_move(&notice, NOTICE_ON_ACK));
}

static void test_a_notice_to_be_acknowledged_is_open_until_it_is(void **unused)
{
    (void)unused;
    struct notice notice = notice_with(ACK_ONE);
    assert_int_equal(notice.state, NOTICE_OPEN);
    assert_true(notice_move(&notice, NOTICE_ON_ACK));
    assert_int_equal(notice.state, NOTICE_ACKED);
    assert_false(notice_move(&notice, NOTICE_ON_ACK));
}

/* Ruling 5; the cancel of row 13 comes with the life time of notices. */
static void test_every_live_state_of_a_notice_can_end(void **unused)
{
    (void)unused;
    assert_false(table_is_terminal(&notice_machine, NOTICE_OPEN));
    assert_true(table_can_end(&notice_machine, NOTICE_OPEN));
    assert_true(table_is_terminal(&notice_machine, NOTICE_ACKED));
}

static void test_every_state_of_a_notice_has_a_name_and_a_label(void **unused)
{
    (void)unused;
    for (int state = NOTICE_TOLD; state <= NOTICE_ACKED; state++) {
        assert_int_equal(notice_state_of(notice_state_name(state)), state);
        assert_true(strlen(notice_state_label(state)) >= 6);
    }
}

static void test_a_notice_carries_what_its_event_told(void **unused)
{
    (void)unused;
    struct notice notice = notice_with(ACK_ALL);
    assert_string_equal(notice.event, "e1");
    assert_string_equal(notice.event_type, "visit.assigned");
    assert_string_equal(notice.about, "v1");
    assert_string_equal(notice.station, "ST1");
    assert_int_equal(notice.at, 5);
}

/* ---- feeds (N2, I23) ---- */

static void test_a_cursor_moves_forward_only_and_not_beyond_the_feed(void **unused)
{
    (void)unused;
    assert_int_equal(cursor_judge(3, 4, 5), CURSOR_MOVES);
    assert_int_equal(cursor_judge(3, 5, 5), CURSOR_MOVES);
    assert_int_equal(cursor_judge(3, 3, 5), CURSOR_STAYS);
    assert_int_equal(cursor_judge(3, 2, 5), CURSOR_BACKWARDS);
    assert_int_equal(cursor_judge(3, 6, 5), CURSOR_BEYOND);
}

static void test_every_reader_has_a_feed_whose_name_fits_a_stream(void **unused)
{
    (void)unused;
    char a[65], b[65];
    feed_name(a, "ST1-disp");
    assert_string_equal(a, "feed.ST1-disp");
    feed_name(a, "护理员-007");
    feed_name(b, "护理员-008");
    assert_true(text_starts(a, "feed.~"));
    assert_string_not_equal(a, b);
    feed_name(a, "0123456789012345678901234567890123456789012345678901234567890123");
    assert_true(text_starts(a, "feed.~"));
    feed_name(b, a + 5);
    assert_string_not_equal(a, b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_pattern_is_a_type_or_all_of_a_kind_or_everything),
        cmocka_unit_test(test_a_station_rule_reaches_the_role_at_that_station_and_in_the_district),
        cmocka_unit_test(test_a_district_rule_reaches_only_readers_of_the_whole_district),
        cmocka_unit_test(test_an_event_without_station_reaches_the_district_only),
        cmocka_unit_test(test_an_inactive_reader_is_not_told_by_role),
        cmocka_unit_test(test_a_person_of_an_event_is_found_by_the_name_of_the_field),
        cmocka_unit_test(test_a_title_shows_codes_and_local_times_of_the_event),
        cmocka_unit_test(test_codes_are_named_in_the_language_of_the_title),
        cmocka_unit_test(test_a_code_that_nobody_named_is_shown_as_it_is),
        cmocka_unit_test(test_what_the_event_does_not_tell_is_a_dash),
        cmocka_unit_test(test_a_long_title_is_cut_between_characters),
        cmocka_unit_test(test_a_good_rule_passes),
        cmocka_unit_test(test_a_rule_for_an_unknown_event_is_refused),
        cmocka_unit_test(test_a_rule_about_notices_is_refused),
        cmocka_unit_test(test_a_title_with_a_field_that_the_event_lacks_is_refused),
        cmocka_unit_test(test_a_rule_without_its_audience_is_refused),
        cmocka_unit_test(test_a_person_that_no_such_event_names_is_refused),
        cmocka_unit_test(test_roles_are_kept_as_text_in_one_order),
        cmocka_unit_test(test_a_notice_for_nobody_to_acknowledge_is_told_and_done),
        cmocka_unit_test(test_a_notice_to_be_acknowledged_is_open_until_it_is),
        cmocka_unit_test(test_every_live_state_of_a_notice_can_end),
        cmocka_unit_test(test_every_state_of_a_notice_has_a_name_and_a_label),
        cmocka_unit_test(test_a_notice_carries_what_its_event_told),
        cmocka_unit_test(test_a_cursor_moves_forward_only_and_not_beyond_the_feed),
        cmocka_unit_test(test_every_reader_has_a_feed_whose_name_fits_a_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
