/* Rules of mediation: states (D9), triage (K2), clocks (K5, ruling 8), numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/mediation/dispute.h"
#include "services/mediation/route.h"

static const struct limits limits = {
    .accept_workdays = 3,
    .consumer_accept_workdays = 7,
    .consumer_workdays = 45,
    .labour_days = 15,
    .hotline_workdays = 15,
    .people_months = 1,
};

static int64_t at(const char *text)
{
    int64_t instant = 0;
    assert_int_equal(civil_parse(text, &instant), 0);
    return instant;
}

/* The last civil day that still counts for a deadline, as "2026-02-28". */
static void assert_last_day(struct clock clock, const char *day)
{
    char text[17];
    civil_format_local(text, sizeof text, clock.at);
    assert_string_equal(text + 11, "00:00");
    civil_format_local(text, sizeof text, clock.at - 1);
    text[10] = '\0';
    assert_string_equal(text, day);
}

/* ---- states ---- */

/* Ruling 5: each live state has an exit and a cancel: row 21 until AGREED, then row 17. */
static void test_every_live_state_can_end_and_can_be_withdrawn_before_an_agreement(void **unused)
{
    (void)unused;
    for (int state = DISPUTE_FILED; state <= DISPUTE_AGREED; state++) {
        assert_false(table_is_terminal(&dispute_machine, state));
        assert_true(table_can_end(&dispute_machine, state));
        assert_int_equal(table_next(&dispute_machine, state, DISPUTE_ON_WITHDRAW),
                         state == DISPUTE_AGREED ? DISPUTE_NONE : DISPUTE_WITHDRAWN);
        if (state == DISPUTE_AGREED)
            assert_int_equal(table_next(&dispute_machine, state, DISPUTE_ON_FAIL), DISPUTE_FAILED);
    }
}

static void test_an_ended_case_moves_no_more(void **unused)
{
    (void)unused;
    for (int state = DISPUTE_FAILED; state <= DISPUTE_CLOSED; state++)
        assert_true(table_is_terminal(&dispute_machine, state));
}

/* Rows 1, 3, 5, 16 and the closing of the file. */
static void test_a_case_goes_from_filing_to_its_closed_agreement(void **unused)
{
    (void)unused;
    struct dispute d = {.state = DISPUTE_NONE};
    const int way[] = {DISPUTE_ON_FILE, DISPUTE_ON_SCREEN, DISPUTE_ON_ACCEPT, DISPUTE_ON_AGREE, DISPUTE_ON_CLOSE};
    for (size_t i = 0; i < sizeof way / sizeof *way; i++)
        assert_true(dispute_move(&d, (enum dispute_trigger)way[i]));
    assert_int_equal(d.state, DISPUTE_CLOSED);
}

/* Rows 5 and 15. */
static void test_a_case_is_neither_accepted_before_it_is_screened_nor_failed_before_it_is_accepted(void **unused)
{
    (void)unused;
    struct dispute d = {.state = DISPUTE_FILED};
    assert_false(dispute_move(&d, DISPUTE_ON_ACCEPT));
    assert_false(dispute_move(&d, DISPUTE_ON_FAIL));
    assert_int_equal(d.state, DISPUTE_FILED);
}

/* Row 15: by the mediator or a party, or because time is up. */
static void test_an_accepted_case_fails_by_command_or_when_it_is_due(void **unused)
{
    (void)unused;
    assert_int_equal(table_next(&dispute_machine, DISPUTE_ACCEPTED, DISPUTE_ON_FAIL), DISPUTE_FAILED);
    assert_int_equal(table_next(&dispute_machine, DISPUTE_ACCEPTED, DISPUTE_ON_DUE), DISPUTE_FAILED);
    assert_int_equal(table_next(&dispute_machine, DISPUTE_AGREED, DISPUTE_ON_DUE), DISPUTE_NONE);
}

/* Each state is shown with its Chinese label, and its name leads back to it. */
static void test_every_state_has_a_name_and_a_label(void **unused)
{
    (void)unused;
    for (int state = DISPUTE_FILED; state <= DISPUTE_CLOSED; state++) {
        assert_int_equal(dispute_state_of(dispute_state_name(state)), state);
        assert_true(strlen(dispute_state_label(state)) >= 6);
    }
    assert_int_equal(dispute_state_of("LOST"), DISPUTE_NONE);
}

/* I19. */
static void test_an_open_case_has_a_deadline_and_an_ended_one_has_none(void **unused)
{
    (void)unused;
    struct dispute d = {.accept_by = {.at = 10}, .due = {.at = 20}, .close_by = 30};
    const int64_t expected[] = {
        [DISPUTE_FILED] = 10, [DISPUTE_SCREENED] = 10, [DISPUTE_ACCEPTED] = 20, [DISPUTE_AGREED] = 30,
        [DISPUTE_FAILED] = 0, [DISPUTE_WITHDRAWN] = 0, [DISPUTE_CLOSED] = 0,
    };
    for (d.state = DISPUTE_FILED; d.state <= DISPUTE_CLOSED; d.state++)
        assert_int_equal(dispute_deadline(&d), expected[d.state]);
}

/* ---- triage (K2) ---- */

static void test_the_relation_of_the_parties_decides_the_route(void **unused)
{
    (void)unused;
    assert_int_equal(route_by_relation(RELATION_COMPANY_EMPLOYEE), ROUTE_LABOUR);
    assert_int_equal(route_by_relation(RELATION_HOUSEHOLD_WORKER), ROUTE_PEOPLE);
    assert_int_equal(route_by_relation(RELATION_CONSUMER_COMPANY), ROUTE_CONSUMER);
    assert_int_equal(route_by_relation(RELATION_TRAINEE_BASE), ROUTE_PEOPLE);
}

/* Scenario 17. */
static void test_a_household_against_an_agency_worker_is_refused_as_labour_with_the_law(void **unused)
{
    (void)unused;
    const char *code = NULL, *law = NULL;
    assert_false(route_allows(ROUTE_LABOUR, RELATION_HOUSEHOLD_WORKER, &code, &law));
    assert_string_equal(code, "not_labour");
    assert_non_null(strstr(law, "法释〔2020〕26号 art. 2"));
    assert_true(strlen(law) <= 255);
    assert_true(route_allows(ROUTE_PEOPLE, RELATION_HOUSEHOLD_WORKER, &code, &law));
}

/* Row 4: a complaint may be handled for all but labour. */
static void test_the_hotline_is_open_to_every_relation_but_labour(void **unused)
{
    (void)unused;
    const char *code = NULL, *law = NULL;
    assert_true(route_allows(ROUTE_HOTLINE, RELATION_CONSUMER_COMPANY, &code, &law));
    assert_true(route_allows(ROUTE_HOTLINE, RELATION_TRAINEE_BASE, &code, &law));
    assert_false(route_allows(ROUTE_HOTLINE, RELATION_COMPANY_EMPLOYEE, &code, &law));
    assert_string_equal(code, "not_hotline");
}

/* K1. */
static void test_a_tip_is_never_mediated(void **unused)
{
    (void)unused;
    const struct dispute tip = {.anonymous = true}, named = {.anonymous = false};
    for (int route = ROUTE_LABOUR; route <= ROUTE_CONSUMER; route++) {
        assert_false(dispute_may_take(&tip, (enum route)route));
        assert_true(dispute_may_take(&named, (enum route)route));
    }
    assert_true(dispute_may_take(&tip, ROUTE_HOTLINE));
}

static void test_words_of_the_wire_lead_to_routes_and_relations(void **unused)
{
    (void)unused;
    for (int route = ROUTE_LABOUR; route <= ROUTE_HOTLINE; route++)
        assert_int_equal(route_of(route_name((enum route)route)), route);
    assert_int_equal(route_of(""), ROUTE_NONE);
    assert_int_equal(relation_of("household_worker"), RELATION_HOUSEHOLD_WORKER);
    assert_int_equal(relation_of("neighbour"), RELATION_NONE);
}

/* Row 15: rights and next body. */
static void test_a_failed_labour_case_goes_on_to_arbitration(void **unused)
{
    (void)unused;
    assert_string_equal(route_next_body(ROUTE_LABOUR), "arbitration");
    assert_string_equal(route_next_body(ROUTE_PEOPLE), "court");
}

/* ---- clocks (scenario 16: filed Friday 2026-02-13) ---- */

#define FILED "2026-02-13T10:00:00+08:00"

static void test_labour_is_due_fifteen_calendar_days_after_filing(void **unused)
{
    (void)unused;
    int64_t filed = at(FILED);
    assert_last_day(route_due(ROUTE_LABOUR, &limits, filed, filed + 3 * MS_DAY), "2026-02-28");
}

static void test_acceptance_is_due_three_working_days_after_filing_across_the_festival(void **unused)
{
    (void)unused;
    assert_last_day(route_accept_by(ROUTE_NONE, &limits, at(FILED)), "2026-02-25");
    assert_last_day(route_accept_by(ROUTE_LABOUR, &limits, at(FILED)), "2026-02-25");
    assert_last_day(route_accept_by(ROUTE_PEOPLE, &limits, at(FILED)), "2026-02-25");
}

static void test_consumer_acceptance_is_due_seven_working_days_after_filing(void **unused)
{
    (void)unused;
    assert_last_day(route_accept_by(ROUTE_CONSUMER, &limits, at(FILED)), "2026-03-02");
}

static void test_a_consumer_case_is_due_forty_five_working_days_after_filing(void **unused)
{
    (void)unused;
    int64_t filed = at(FILED);
    struct clock due = route_due(ROUTE_CONSUMER, &limits, filed, at("2026-03-02T09:00:00+08:00"));
    assert_last_day(due, "2026-04-24");
    assert_false(due.provisional);
}

static void test_a_hotline_case_is_due_fifteen_working_days_after_filing(void **unused)
{
    (void)unused;
    int64_t filed = at(FILED);
    assert_last_day(route_due(ROUTE_HOTLINE, &limits, filed, filed), "2026-03-12");
}

/* Ruling 8. */
static void test_peoples_mediation_is_due_one_month_after_acceptance(void **unused)
{
    (void)unused;
    int64_t accepted = at("2026-02-25T16:00:00+08:00");
    assert_last_day(route_due(ROUTE_PEOPLE, &limits, at(FILED), accepted), "2026-03-25");
}

static void test_a_month_that_is_too_short_ends_on_its_last_day(void **unused)
{
    (void)unused;
    assert_last_day(route_due(ROUTE_PEOPLE, &limits, 0, at("2026-01-31T23:59:59+08:00")), "2026-02-28");
    assert_last_day(route_due(ROUTE_PEOPLE, &limits, 0, at("2026-12-31T08:00:00+08:00")), "2027-01-31");
}

/* The day counts in Asia/Shanghai: 23:59 and 00:01 local are different days though both are the same UTC day. */
static void test_the_clock_starts_from_the_local_day(void **unused)
{
    (void)unused;
    assert_last_day(route_due(ROUTE_LABOUR, &limits, at("2026-02-13T23:59:00+08:00"), 0), "2026-02-28");
    assert_last_day(route_due(ROUTE_LABOUR, &limits, at("2026-02-14T00:01:00+08:00"), 0), "2026-03-01");
}

static void test_a_deadline_in_a_year_without_calendar_is_provisional(void **unused)
{
    (void)unused;
    int64_t filed = at("2026-12-30T10:00:00+08:00");
    assert_true(route_due(ROUTE_CONSUMER, &limits, filed, filed).provisional);
    assert_false(route_due(ROUTE_LABOUR, &limits, filed, filed).provisional);
}

/* ---- numbers ---- */

/* I19. */
static void test_a_clock_is_reckoned_again_from_what_it_says_of_itself(void **unused)
{
    (void)unused;
    const struct clock clocks[] = {route_accept_by(ROUTE_CONSUMER, &limits, at(FILED)),
                                   route_due(ROUTE_LABOUR, &limits, at(FILED), 0),
                                   route_due(ROUTE_PEOPLE, &limits, 0, at("2026-01-31T23:59:59+08:00")),
                                   route_due(ROUTE_CONSUMER, &limits, at("2026-12-01T10:00:00+08:00"), 0)};
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        const struct clock *c = &clocks[i], again = clock_reckon(c->unit, c->length, c->since);
        assert_int_equal(again.at, c->at);
        assert_int_equal(again.provisional, c->provisional);
        assert_int_equal(clock_unit_of(clock_unit_name(c->unit)), c->unit);
    }
}

/* I19. Three working days after Friday 2026-02-13, across the festival, end with 2026-02-25. */
static void test_a_deadline_holds_only_as_it_is_reckoned(void **unused)
{
    (void)unused;
    assert_true(clock_is_as_reckoned("case C accept_by 1772035200000 0 is 3 workdays from 1770948000000 by cn-2026.1"));
    assert_false(
        clock_is_as_reckoned("case C accept_by 1772121600000 0 is 3 workdays from 1770948000000 by cn-2026.1"));
    assert_false(
        clock_is_as_reckoned("case C accept_by 1772035200000 1 is 3 workdays from 1770948000000 by cn-2026.1"));
    assert_false(clock_is_as_reckoned("case C accept_by 1772035200000 0 is 3 days from 1770948000000 by cn-2026.1"));
    assert_false(
        clock_is_as_reckoned("case C accept_by 1772035200000 0 is 3 workdays from 1770948000000 by cn-2031.1"));
    assert_false(clock_is_as_reckoned("case C accept_by 1772035200000 0 is 0 nothing from 0 by none"));
    assert_true(clock_is_as_reckoned("case C accept_by 1772035200000 0 is 0 unknown from 0 by cn-2026.1"));
    assert_false(clock_is_as_reckoned("case C accept_by soon"));
}

static void test_a_number_names_station_year_and_count(void **unused)
{
    (void)unused;
    char number[33];
    assert_int_equal(dispute_number(number, "ST1", 2026, 7), 0);
    assert_string_equal(number, "ST1-2026-0007");
    assert_int_equal(dispute_number(number, "ST1", 2026, 12345), 0);
    assert_string_equal(number, "ST1-2026-12345");
    assert_int_equal(dispute_number(number, "A-STATION-NAME-OF-THIRTY-TWO-CHS", 2026, 1), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_live_state_can_end_and_can_be_withdrawn_before_an_agreement),
        cmocka_unit_test(test_an_ended_case_moves_no_more),
        cmocka_unit_test(test_a_case_goes_from_filing_to_its_closed_agreement),
        cmocka_unit_test(test_a_case_is_neither_accepted_before_it_is_screened_nor_failed_before_it_is_accepted),
        cmocka_unit_test(test_an_accepted_case_fails_by_command_or_when_it_is_due),
        cmocka_unit_test(test_every_state_has_a_name_and_a_label),
        cmocka_unit_test(test_an_open_case_has_a_deadline_and_an_ended_one_has_none),
        cmocka_unit_test(test_the_relation_of_the_parties_decides_the_route),
        cmocka_unit_test(test_a_household_against_an_agency_worker_is_refused_as_labour_with_the_law),
        cmocka_unit_test(test_the_hotline_is_open_to_every_relation_but_labour),
        cmocka_unit_test(test_a_tip_is_never_mediated),
        cmocka_unit_test(test_words_of_the_wire_lead_to_routes_and_relations),
        cmocka_unit_test(test_a_failed_labour_case_goes_on_to_arbitration),
        cmocka_unit_test(test_labour_is_due_fifteen_calendar_days_after_filing),
        cmocka_unit_test(test_acceptance_is_due_three_working_days_after_filing_across_the_festival),
        cmocka_unit_test(test_consumer_acceptance_is_due_seven_working_days_after_filing),
        cmocka_unit_test(test_a_consumer_case_is_due_forty_five_working_days_after_filing),
        cmocka_unit_test(test_a_hotline_case_is_due_fifteen_working_days_after_filing),
        cmocka_unit_test(test_peoples_mediation_is_due_one_month_after_acceptance),
        cmocka_unit_test(test_a_month_that_is_too_short_ends_on_its_last_day),
        cmocka_unit_test(test_the_clock_starts_from_the_local_day),
        cmocka_unit_test(test_a_deadline_in_a_year_without_calendar_is_provisional),
        cmocka_unit_test(test_a_clock_is_reckoned_again_from_what_it_says_of_itself),
        cmocka_unit_test(test_a_deadline_holds_only_as_it_is_reckoned),
        cmocka_unit_test(test_a_number_names_station_year_and_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
