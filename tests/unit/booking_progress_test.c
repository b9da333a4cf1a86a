/* Booking as a service: what becomes of a booking as visits, cases and time go on. */
#include "booking_town.h"

/* ---- the worker (rows 6, 8, 14) ---- */

static void test_an_assigned_visit_confirms_the_booking(void **state)
{
    struct bench *bench = *state;
    struct booking_confirmed event;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "CONFIRMED");
    assert_string_equal(answer.worker, "W1");
    assert_string_equal(answer.visit, "V1");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_confirmed, &event), 1);
    assert_string_equal(event.source_ref, "R1");
    bench_clock(bench, NOON + 30 * MS_HOUR);
    assert_state(bench, id, "CONFIRMED"); /* its timer is gone */
}

static void test_another_worker_does_not_confirm_twice(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    hear_assigned(bench, id, "W2");
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.worker, "W2");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirmed, NULL), 1);
}

/* Ruling 2 */
static void test_a_verdict_expires_the_request_at_once(void **state)
{
    struct bench *bench = *state;
    struct booking_expired event;
    const char *id = take(bench, "R1");
    hear_unfillable(bench, id);
    assert_state(bench, id, "EXPIRED");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_expired, &event), 1);
    assert_string_equal(event.reason, "unfillable");
}

static void test_without_a_verdict_the_timer_expires_the_request(void **state)
{
    struct bench *bench = *state;
    struct booking_expired event;
    const char *id = take(bench, "R1");
    bench_clock(bench, NOON + 2 * MS_DAY - 30 * MS_MINUTE - 1);
    assert_state(bench, id, "REQUESTED");
    bench_clock(bench, NOON + 2 * MS_DAY - 30 * MS_MINUTE);
    assert_state(bench, id, "EXPIRED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_expired, &event), 1);
    assert_string_equal(event.reason, "timeout");
}

/* Row 14 in its thin form: one more try while the start is ahead, then a verdict ends it. */
static void test_a_lost_worker_is_looked_for_once_more(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 40 * MS_HOUR);
    hear_unfillable(bench, id);
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "REQUESTED");
    assert_string_equal(answer.worker, "");
    assert_int_equal(answer.expires, NOON + 2 * MS_DAY - 30 * MS_MINUTE);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_rematch_requested, NULL), 1);
    hear_unfillable(bench, id);
    assert_state(bench, id, "EXPIRED");
}

static void test_a_worker_lost_after_the_start_is_a_missed_visit(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 2 * MS_DAY);
    hear_unfillable(bench, id);
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "COMPLETED");
    assert_string_equal(answer.outcome, "missed");
}

/* Order hazard of 5-EVENTS: a cancellation that crosses an assignment. */
static void test_an_assignment_after_the_cancellation_changes_nothing(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    const char *id = take(bench, "R1");
    TEXT_PUT(cancel.booking, id);
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    hear_assigned(bench, id, "W1");
    assert_state(bench, id, "CANCELLED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirmed, NULL), 0);
}

/* ---- the visit (rows 15, 17, 18) ---- */

static void test_the_visit_carries_the_booking_to_its_end(void **state)
{
    struct bench *bench = *state;
    struct booking_completed event;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 2 * MS_DAY);
    hear_started(bench, id);
    assert_state(bench, id, "IN_SERVICE");
    hear_verified(bench, id, 118);
    assert_state(bench, id, "COMPLETED");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_completed, &event), 1);
    assert_string_equal(event.outcome, "full");
}

/* D1 row 15: told once, to the outside system too, with the worker who came. */
static void test_a_started_visit_is_told_as_a_service_that_has_begun(void **state)
{
    struct bench *bench = *state;
    struct booking_in_service event;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W2");
    hear_started(bench, id);
    hear_started(bench, id);
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "IN_SERVICE");
    assert_string_equal(answer.worker, "W1");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_in_service, &event), 1);
    assert_string_equal(event.booking, id);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_in_service, &event), 1);
    assert_string_equal(event.source_ref, "R1");
}

static void test_a_visit_of_less_than_half_the_time_was_cut_short(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    hear_started(bench, id);
    hear_verified(bench, id, 59);
    assert_string_equal(look(bench, id).outcome, "cut_short");
}

static void test_a_missed_visit_completes_the_booking_as_missed(void **state)
{
    struct bench *bench = *state;
    struct visit_missed_by_worker event = {0};
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    bench_hear(bench, "matching", MSG_visit_missed_by_worker, &event, "V1");
    assert_string_equal(look(bench, id).outcome, "missed");
}

static void test_nobody_at_home_ends_the_booking(void **state)
{
    struct bench *bench = *state;
    struct visit_client_no_show event = {0};
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    bench_hear(bench, "matching", MSG_visit_client_no_show, &event, "V1");
    assert_state(bench, id, "NO_SHOW");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_no_show, NULL), 1);
}

/* ---- closing (rows 20, 22) ---- */

static void test_a_completed_booking_closes_after_seven_days(void **state)
{
    struct bench *bench = *state;
    struct booking_closed event;
    const char *id = take(bench, "R1");
    complete(bench, id);
    bench_clock(bench, NOON + 9 * MS_DAY - 1);
    assert_state(bench, id, "COMPLETED");
    bench_clock(bench, NOON + 9 * MS_DAY);
    assert_state(bench, id, "CLOSED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_closed, &event), 1);
    assert_string_equal(event.outcome, "full");
}

static void test_a_case_holds_the_booking_open_until_it_is_closed(void **state)
{
    struct bench *bench = *state;
    struct booking_hold_changed event;
    const char *id = take(bench, "R1");
    complete(bench, id);
    hear_case(bench, id, true);
    hear_case(bench, id, true);
    assert_int_equal(look(bench, id).held_by, 1);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_hold_changed, NULL), 1);
    bench_clock(bench, NOON + 30 * MS_DAY);
    assert_state(bench, id, "COMPLETED");
    hear_case(bench, id, false);
    assert_state(bench, id, "CLOSED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_hold_changed, &event), 2);
    assert_false(event.held);
}

/* K9 */
static void test_that_a_case_exists_is_not_told_to_the_outside_system(void **state)
{
    struct bench *bench = *state;
    struct booking_get get = {0};
    struct booking_get_answer answer;
    TEXT_PUT(get.id, take(bench, "R1"));
    complete(bench, get.id);
    hear_case(bench, get.id, true);
    bench_query(bench, mini, MSG_booking_get, &get, MSG_booking_get_answer, &answer);
    assert_int_equal(answer.held_by, 0);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_hold_changed, NULL), 0);
    assert_int_equal(look(bench, get.id).held_by, 1);
}

static void test_a_case_closed_early_leaves_the_closing_to_its_time(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    complete(bench, id);
    hear_case(bench, id, true);
    hear_case(bench, id, false);
    assert_state(bench, id, "COMPLETED");
    bench_clock(bench, NOON + 9 * MS_DAY);
    assert_state(bench, id, "CLOSED");
}

static void test_a_case_about_no_booking_is_passed_over(void **state)
{
    struct bench *bench = *state;
    hear_case(bench, "", true);
    hear_case(bench, "", false);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_hold_changed, NULL), 0);
    assert_int_equal(parked(bench), 0);
}

/* ---- a store restored from an old copy (guarantee 7) ---- */

static void test_events_about_a_booking_that_a_restore_lost_wait_until_its_sender_repeats_it(void **state)
{
    struct bench *lost = *state;
    void *other = NULL;
    char id[ID_SIZE];
    const int64_t serial = lost->serial;
    TEXT_PUT(id, take(lost, "R1"));
    assert_int_equal(setup(&other), 0);
    struct bench *restored = other; /* as it was before the booking */
    hear_assigned(restored, id, "W1");
    hear_started(restored, id);
    hear_case(restored, id, true);
    assert_int_equal(parked(restored), 3);
    restored->serial = serial; /* the same command: the same id and time */
    assert_string_equal(take(restored, "R1"), id);
    bench_clock(restored, NOON + MS_MINUTE);
    for (int i = 0; i < 50; i++)
        bench_turn(restored);
    assert_int_equal(parked(restored), 0);
    assert_state(restored, id, "IN_SERVICE"); /* in order: assigned, started */
    assert_int_equal(bench_emitted(restored, "booking", MSG_booking_hold_changed, NULL), 1);
    teardown(&other);
}

/* K15: who still waits for somebody is not erased, and a case about a booking holds it; what held goes on by itself. */
static void test_a_live_booking_refuses_an_erasure_and_a_case_holds_it(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase erase = {.person = "H1"};
    struct privacy_erase_done done;
    struct booking_cancel cancel = {0};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_string_equal(bench_command(bench, manager, MSG_privacy_erase, &erase).code, "live_booking");
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    hear_case(bench, cancel.booking, true);
    bench_done(bench, manager, MSG_privacy_erase, &erase);
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_erase_done, &done), 1);
    assert_string_equal(done.outcome, "held");
    assert_string_equal(done.reason, "open_case");
    assert_string_equal(done.object, "C1");
    hear_case(bench, cancel.booking, false);
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_erase_done, &done), 2);
    assert_string_equal(done.outcome, "done");
    assert_int_equal(done.fields, 1);
}

static void test_booking_erases_households_alone(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase erase = {.person = "H1", .kind = "worker"};
    struct answer answer = bench_command(bench, manager, MSG_privacy_erase, &erase);
    assert_string_equal(answer.code, "not_a_client");
    assert_string_equal(answer.field, "kind");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_an_assigned_visit_confirms_the_booking),
        SERVICE_TEST(test_another_worker_does_not_confirm_twice),
        SERVICE_TEST(test_a_verdict_expires_the_request_at_once),
        SERVICE_TEST(test_without_a_verdict_the_timer_expires_the_request),
        SERVICE_TEST(test_a_lost_worker_is_looked_for_once_more),
        SERVICE_TEST(test_a_worker_lost_after_the_start_is_a_missed_visit),
        SERVICE_TEST(test_an_assignment_after_the_cancellation_changes_nothing),
        SERVICE_TEST(test_the_visit_carries_the_booking_to_its_end),
        SERVICE_TEST(test_a_started_visit_is_told_as_a_service_that_has_begun),
        SERVICE_TEST(test_a_visit_of_less_than_half_the_time_was_cut_short),
        SERVICE_TEST(test_a_missed_visit_completes_the_booking_as_missed),
        SERVICE_TEST(test_nobody_at_home_ends_the_booking),
        SERVICE_TEST(test_a_completed_booking_closes_after_seven_days),
        SERVICE_TEST(test_a_case_holds_the_booking_open_until_it_is_closed),
        SERVICE_TEST(test_that_a_case_exists_is_not_told_to_the_outside_system),
        SERVICE_TEST(test_a_case_closed_early_leaves_the_closing_to_its_time),
        SERVICE_TEST(test_a_case_about_no_booking_is_passed_over),
        SERVICE_TEST(test_events_about_a_booking_that_a_restore_lost_wait_until_its_sender_repeats_it),
        SERVICE_TEST(test_a_live_booking_refuses_an_erasure_and_a_case_holds_it),
        SERVICE_TEST(test_booking_erases_households_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
