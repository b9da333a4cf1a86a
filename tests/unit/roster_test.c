/* Rules of the roster: life-cycle of a worker (D4), certificates (D7), reminders (R6), colour code (R5). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/roster/cert.h"
#include "services/roster/colour.h"
#include "services/roster/leave.h"
#include "services/roster/worker.h"

static const int64_t ladder[CERT_REMINDERS] = {60, 30, 7, 0};

static int64_t midnight(int month, int day)
{
    return civil_day_start(civil_day_of(2026, month, day));
}

static struct cert cert_from(const char *id, const char *type, int64_t from, int64_t to)
{
    struct cert cert = {.valid_from = from, .valid_to = to, .issued = from, .state = CERT_VERIFIED};
    TEXT_PUT(cert.id, id);
    TEXT_PUT(cert.type, type);
    TEXT_PUT(cert.worker, "W-001");
    return cert;
}

/* The colour at `now` of a worker with all four in order but for `last`, which takes the place of its type. */
static struct colour colour_with(const struct cert *last, int count, int64_t now)
{
    static const char *const types[] = {"identity", "background", "health", "insurance"};
    struct colour_facts facts;
    struct colour colour;
    colour_start(&facts, now);
    for (size_t i = 0; i < 4; i++) {
        struct cert good = cert_from(types[i], types[i], midnight(1, 1), midnight(12, 31));
        if (count == 0 || !text_same(types[i], last[0].type))
            colour_add(&facts, &good);
    }
    for (int i = 0; i < count; i++)
        colour_add(&facts, &last[i]);
    colour_of(&facts, &colour);
    return colour;
}

static void assert_walks(const struct machine *machine, int states, int cancel, const int *exempt)
{
    for (int state = 1; state < states; state++) {
        assert_true(table_can_end(machine, state));
        bool free = table_is_terminal(machine, state);
        for (const int *e = exempt; e && *e; e++)
            free = free || *e == state;
        if (!free)
            assert_int_not_equal(table_next(machine, state, cancel), 0);
    }
}

/* ruling 5 */
static void test_every_live_state_of_a_worker_ends_and_can_be_retired(void **unused)
{
    (void)unused;
    assert_walks(&worker_machine, WORKER_STATES, WORKER_RETIRE, NULL);
}

static void test_every_live_state_of_a_leave_ends_and_can_be_called_off(void **unused)
{
    (void)unused;
    assert_walks(&leave_machine, LEAVE_STATES, LEAVE_CALL_OFF, NULL);
}

static void test_every_live_state_of_a_certificate_ends_and_can_be_revoked(void **unused)
{
    (void)unused;
    static const int submitted[] = {CERT_SUBMITTED, 0}; /* its cancel is the rejection */
    assert_walks(&cert_machine, CERT_STATES, CERT_REVOKE, submitted);
    assert_int_equal(table_next(&cert_machine, CERT_SUBMITTED, CERT_REJECT), CERT_REJECTED);
}

/* D4 rows 1-3 */
static void test_a_worker_passes_onboarding_and_probation(void **unused)
{
    (void)unused;
    int state = table_next(&worker_machine, WORKER_NONE, WORKER_HIRE);
    assert_int_equal(state, WORKER_ONBOARDING);
    assert_int_equal(table_next(&worker_machine, state, WORKER_CONFIRM), 0);
    state = table_next(&worker_machine, state, WORKER_START);
    assert_int_equal(state, WORKER_PROBATION);
    assert_int_equal(table_next(&worker_machine, state, WORKER_CONFIRM), WORKER_ACTIVE);
}

/* D4 row 3 */
static void test_probation_ends_by_time_when_it_has_passed_with_enough_visits_and_no_mark(void **unused)
{
    (void)unused;
    struct worker worker = {.state = WORKER_PROBATION, .probation_until = 1000};
    struct tally tally = {.verified = 3};
    assert_int_equal(table_next(&worker_machine, WORKER_PROBATION, WORKER_PROBATION_ENDS), WORKER_ACTIVE);
    assert_true(worker_probation_is_over(&worker, &tally, 3, 1000));
    assert_false(worker_probation_is_over(&worker, &tally, 3, 999));
    tally.verified = 2;
    assert_false(worker_probation_is_over(&worker, &tally, 3, 1000));
    tally = (struct tally){.verified = 3, .marks = 1};
    assert_false(worker_probation_is_over(&worker, &tally, 3, 1000));
    tally.marks = 0;
    worker.state = WORKER_ON_LEAVE;
    assert_false(worker_probation_is_over(&worker, &tally, 3, 1000));
}

/* D4 row 2 */
static void test_elder_care_nursing_and_rehabilitation_are_care(void **unused)
{
    (void)unused;
    assert_true(worker_kind_is_care("elder_care") && worker_kind_is_care("nurse") && worker_kind_is_care("rehab"));
    assert_false(worker_kind_is_care("matron") || worker_kind_is_care("domestic") || worker_kind_is_care("elder"));
}

/* D4 rows 4 and 8 */
static void test_only_probation_and_suspension_lead_to_dismissal(void **unused)
{
    (void)unused;
    for (int state = WORKER_ONBOARDING; state < WORKER_STATES; state++) {
        int expected = state == WORKER_PROBATION || state == WORKER_SUSPENDED ? WORKER_DISMISSED : 0;
        assert_int_equal(table_next(&worker_machine, state, WORKER_DISMISS), expected);
    }
}

/* D4 row 6 */
static void test_leave_in_probation_leads_back_to_probation(void **unused)
{
    (void)unused;
    struct worker worker = {.state = WORKER_ON_LEAVE, .confirmed = false};
    assert_int_equal(table_next(&worker_machine, WORKER_ON_LEAVE, (int)worker_back_from_leave(&worker)),
                     WORKER_PROBATION);
    worker.confirmed = true;
    assert_int_equal(table_next(&worker_machine, WORKER_ON_LEAVE, (int)worker_back_from_leave(&worker)), WORKER_ACTIVE);
}

/* D4 row 8 */
static void test_a_suspension_leads_back_to_where_the_worker_would_be(void **unused)
{
    (void)unused;
    struct worker worker = {.state = WORKER_SUSPENDED, .confirmed = true};
    assert_int_equal(table_next(&worker_machine, WORKER_SUSPENDED, (int)worker_back_from_suspension(&worker, true)),
                     WORKER_ON_LEAVE);
    assert_int_equal(table_next(&worker_machine, WORKER_SUSPENDED, (int)worker_back_from_suspension(&worker, false)),
                     WORKER_ACTIVE);
    worker.confirmed = false;
    assert_int_equal(table_next(&worker_machine, WORKER_SUSPENDED, (int)worker_back_from_suspension(&worker, false)),
                     WORKER_PROBATION);
}

/* D4 row 7 */
static void test_a_suspension_is_reviewed_within_thirty_days(void **unused)
{
    (void)unused;
    int64_t now = midnight(2, 9);
    assert_true(worker_review_is_near(now + 30 * MS_DAY, now, 30));
    assert_false(worker_review_is_near(now + 30 * MS_DAY + 1, now, 30));
    assert_false(worker_review_is_near(now, now, 30));
}

/* D4 row 5 */
static void test_sickness_begins_now_and_leave_when_asked(void **unused)
{
    (void)unused;
    assert_int_equal(leave_start(900, true, 500), 500);
    assert_int_equal(leave_start(900, false, 500), 900);
    assert_int_equal(leave_start(0, false, 500), 500);
}

/* R5 */
static void test_four_in_order_are_green(void **unused)
{
    (void)unused;
    struct colour colour = colour_with(NULL, 0, midnight(3, 1));
    assert_string_equal(colour.code, "green");
    assert_int_equal(colour.count, 0);
}

static void test_nothing_at_all_is_red_with_all_reasons(void **unused)
{
    (void)unused;
    struct colour_facts facts;
    struct colour colour;
    colour_start(&facts, midnight(3, 1));
    colour_of(&facts, &colour);
    assert_string_equal(colour.code, "red");
    assert_int_equal(colour.count, 4);
    assert_string_equal(colour.reason[0], "identity_missing");
    assert_string_equal(colour.reason[3], "insurance_missing");
}

static void test_a_bad_background_is_red_and_a_void_identity_too(void **unused)
{
    (void)unused;
    struct cert cert = cert_from("c", "background", midnight(1, 1), midnight(12, 31));
    cert.bad = true;
    struct colour colour = colour_with(&cert, 1, midnight(3, 1));
    assert_string_equal(colour.code, "red");
    assert_string_equal(colour.reason[0], "background_bad");
    cert = cert_from("c", "identity", midnight(1, 1), midnight(12, 31));
    cert.state = CERT_REVOKED;
    colour = colour_with(&cert, 1, midnight(3, 1));
    assert_string_equal(colour.code, "red");
    assert_string_equal(colour.reason[0], "identity_void");
}

static void test_a_certificate_not_verified_counts_for_nothing(void **unused)
{
    (void)unused;
    struct cert cert = cert_from("c", "insurance", midnight(1, 1), midnight(12, 31));
    cert.state = CERT_SUBMITTED;
    struct colour colour = colour_with(&cert, 1, midnight(3, 1));
    assert_string_equal(colour.code, "yellow");
    assert_string_equal(colour.reason[0], "insurance_missing");
}

/* scenario 14 */
static void test_a_health_check_turns_yellow_at_its_end_and_not_before(void **unused)
{
    (void)unused;
    struct cert cert = cert_from("c", "health", midnight(1, 1), midnight(3, 1));
    assert_string_equal(colour_with(&cert, 1, midnight(3, 1) - 1).code, "green");
    struct colour colour = colour_with(&cert, 1, midnight(3, 1));
    assert_string_equal(colour.code, "yellow");
    assert_string_equal(colour.reason[0], "health_expired");
}

/* 5-EVENTS: order hazard */
static void test_a_renewal_that_touches_the_old_end_never_shows_yellow(void **unused)
{
    (void)unused;
    struct cert both[2] = {cert_from("new", "health", midnight(3, 1), midnight(12, 1)),
                           cert_from("old", "health", midnight(1, 1), midnight(3, 1))};
    for (int64_t now = midnight(3, 1) - 1; now <= midnight(3, 1) + 1; now++)
        assert_string_equal(colour_with(both, 2, now).code, "green");
    assert_string_equal(colour_with(both, 1, midnight(3, 1) - 1).code, "yellow");
}

/* D7 row 7 */
static void test_a_longer_certificate_of_no_lower_level_replaces(void **unused)
{
    (void)unused;
    struct cert older = cert_from("a", "matron", midnight(1, 1), midnight(6, 1));
    struct cert newer = cert_from("b", "matron", midnight(2, 1), midnight(9, 1));
    older.level = 4;
    newer.level = 4;
    assert_true(cert_replaces(&newer, &older));
    assert_false(cert_replaces(&older, &newer));
    newer.level = 5; /* 5 is the lowest */
    assert_false(cert_replaces(&newer, &older));
    newer.level = 3;
    assert_true(cert_replaces(&newer, &older));
    newer.state = CERT_SUBMITTED;
    assert_false(cert_replaces(&newer, &older));
}

static void test_of_a_check_the_last_verified_one_counts(void **unused)
{
    (void)unused;
    struct cert clear = cert_from("a", "background", midnight(1, 1), midnight(9, 1));
    struct cert bad = cert_from("b", "background", midnight(2, 1), midnight(6, 1));
    clear.verified_at = midnight(1, 2);
    bad.verified_at = midnight(2, 2);
    bad.bad = true;
    assert_true(cert_replaces(&bad, &clear));
    assert_false(cert_replaces(&clear, &bad));
}

static void test_certificates_of_different_types_or_persons_replace_nothing(void **unused)
{
    (void)unused;
    struct cert older = cert_from("a", "health", midnight(1, 1), midnight(6, 1));
    struct cert newer = cert_from("b", "insurance", midnight(2, 1), midnight(9, 1));
    assert_false(cert_replaces(&newer, &older));
    newer = cert_from("b", "health", midnight(2, 1), midnight(9, 1));
    TEXT_PUT(newer.worker, "W-002");
    assert_false(cert_replaces(&newer, &older));
}

/* D7 row 3: dates plausible; R4: health yearly */
static void test_a_health_check_lasts_a_year_at_most_and_a_skill_longer(void **unused)
{
    (void)unused;
    struct cert cert = cert_from("a", "health", midnight(1, 1), midnight(1, 1) + 366 * MS_DAY);
    assert_null(cert_bad_date(&cert, 366, midnight(1, 2)));
    cert.valid_to++;
    assert_string_equal(cert_bad_date(&cert, 366, midnight(1, 2)), "valid_to");
    TEXT_PUT(cert.type, "matron");
    assert_null(cert_bad_date(&cert, 366, midnight(1, 2)));
    cert.issued = cert.valid_from + 1;
    assert_string_equal(cert_bad_date(&cert, 366, midnight(1, 2)), "issued");
}

/* D7 row 3: dates plausible */
static void test_nothing_was_issued_in_the_future(void **unused)
{
    (void)unused;
    struct cert cert = cert_from("a", "matron", midnight(3, 1), midnight(9, 1));
    cert.issued = midnight(2, 2);
    assert_null(cert_bad_date(&cert, 366, midnight(2, 2)));
    assert_string_equal(cert_bad_date(&cert, 366, midnight(2, 2) - 1), "issued");
}

static void test_validity_follows_the_clock(void **unused)
{
    (void)unused;
    struct cert cert = cert_from("a", "matron", midnight(3, 1), midnight(12, 1));
    assert_int_equal(cert_validity(&cert, midnight(2, 1), 60), VALIDITY_FUTURE);
    assert_int_equal(cert_validity(&cert, midnight(3, 1), 60), VALIDITY_VALID);
    assert_int_equal(cert_validity(&cert, midnight(11, 1), 60), VALIDITY_EXPIRING);
    assert_int_equal(cert_validity(&cert, midnight(12, 1), 60), VALIDITY_EXPIRED);
    cert.state = CERT_REVOKED;
    assert_int_equal(cert_validity(&cert, midnight(3, 1), 60), VALIDITY_NONE);
}

/* R6 */
static void test_reminders_come_at_sixty_thirty_seven_and_no_days_before_the_last_day(void **unused)
{
    (void)unused;
    int64_t due, to = midnight(4, 1); /* last valid day: 31 March */
    assert_int_equal(cert_next_reminder(ladder, to, midnight(1, 1), &due), 60);
    assert_int_equal(due, midnight(1, 30));
    assert_int_equal(cert_next_reminder(ladder, to, midnight(1, 30), &due), 30);
    assert_int_equal(due, midnight(3, 1));
    assert_int_equal(cert_next_reminder(ladder, to, midnight(3, 1), &due), 7);
    assert_int_equal(due, midnight(3, 24));
    assert_int_equal(cert_next_reminder(ladder, to, midnight(3, 24), &due), 0);
    assert_int_equal(due, midnight(3, 31));
    assert_int_equal(cert_next_reminder(ladder, to, midnight(3, 31), &due), -1);
}

static void test_a_late_certificate_skips_the_reminders_that_are_past(void **unused)
{
    (void)unused;
    int64_t due, to = midnight(4, 1);
    assert_int_equal(cert_next_reminder(ladder, to, midnight(3, 10), &due), 7);
    assert_int_equal(due, midnight(3, 24));
}

static void test_a_reminder_knows_which_one_it_is_even_when_it_fires_late(void **unused)
{
    (void)unused;
    int64_t to = midnight(4, 1);
    assert_int_equal(cert_reminder_at(ladder, to, midnight(3, 1)), 30);
    assert_int_equal(cert_reminder_at(ladder, to, midnight(3, 1) + MS_MINUTE), 30);
    assert_int_equal(cert_reminder_at(ladder, to, midnight(3, 31)), 0);
    assert_int_equal(cert_reminder_at(ladder, to, midnight(1, 29)), -1);
}

static void test_names_of_states_read_back(void **unused)
{
    (void)unused;
    for (int i = 1; i < WORKER_STATES; i++)
        assert_int_equal(worker_state_of(worker_state_name(i)), i);
    for (int i = 1; i < CERT_STATES; i++)
        assert_int_equal(cert_state_of(cert_state_name(i)), i);
    for (int i = 1; i < LEAVE_STATES; i++)
        assert_int_equal(leave_state_of(leave_state_name(i)), i);
    assert_int_equal(worker_state_of("NONE"), WORKER_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_live_state_of_a_worker_ends_and_can_be_retired),
        cmocka_unit_test(test_every_live_state_of_a_leave_ends_and_can_be_called_off),
        cmocka_unit_test(test_every_live_state_of_a_certificate_ends_and_can_be_revoked),
        cmocka_unit_test(test_a_worker_passes_onboarding_and_probation),
        cmocka_unit_test(test_probation_ends_by_time_when_it_has_passed_with_enough_visits_and_no_mark),
        cmocka_unit_test(test_elder_care_nursing_and_rehabilitation_are_care),
        cmocka_unit_test(test_only_probation_and_suspension_lead_to_dismissal),
        cmocka_unit_test(test_leave_in_probation_leads_back_to_probation),
        cmocka_unit_test(test_a_suspension_leads_back_to_where_the_worker_would_be),
        cmocka_unit_test(test_a_suspension_is_reviewed_within_thirty_days),
        cmocka_unit_test(test_sickness_begins_now_and_leave_when_asked),
        cmocka_unit_test(test_four_in_order_are_green),
        cmocka_unit_test(test_nothing_at_all_is_red_with_all_reasons),
        cmocka_unit_test(test_a_bad_background_is_red_and_a_void_identity_too),
        cmocka_unit_test(test_a_certificate_not_verified_counts_for_nothing),
        cmocka_unit_test(test_a_health_check_turns_yellow_at_its_end_and_not_before),
        cmocka_unit_test(test_a_renewal_that_touches_the_old_end_never_shows_yellow),
        cmocka_unit_test(test_a_longer_certificate_of_no_lower_level_replaces),
        cmocka_unit_test(test_of_a_check_the_last_verified_one_counts),
        cmocka_unit_test(test_certificates_of_different_types_or_persons_replace_nothing),
        cmocka_unit_test(test_a_health_check_lasts_a_year_at_most_and_a_skill_longer),
        cmocka_unit_test(test_nothing_was_issued_in_the_future),
        cmocka_unit_test(test_validity_follows_the_clock),
        cmocka_unit_test(test_reminders_come_at_sixty_thirty_seven_and_no_days_before_the_last_day),
        cmocka_unit_test(test_a_late_certificate_skips_the_reminders_that_are_past),
        cmocka_unit_test(test_a_reminder_knows_which_one_it_is_even_when_it_fires_late),
        cmocka_unit_test(test_names_of_states_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
