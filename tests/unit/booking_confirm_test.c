/* D1 row 6: where the service asks it, the client says yes to who comes before the booking stands. */
#include "booking_town.h"

/* ---- the rules ---- */

static struct booking asked_booking(void)
{
    return (struct booking){
        .state = BOOKING_REQUESTED, .visit = "V1", .worker = "W1", .confirms = true, .expires = NOON + MS_DAY};
}

static void test_the_client_has_some_hours_but_never_past_the_last_call(void **state)
{
    (void)state;
    assert_int_equal(booking_confirm_by(NOON, 24, NOON + 3 * MS_DAY), NOON + MS_DAY);
    assert_int_equal(booking_confirm_by(NOON, 24, NOON + 5 * MS_HOUR), NOON + 5 * MS_HOUR);
}

static void test_a_yes_is_taken_only_while_it_is_asked_for(void **state)
{
    (void)state;
    struct booking booking = asked_booking();
    assert_null(booking_confirm_refusal(&booking, NOON, false, "").code);
    assert_string_equal(booking_confirm_refusal(&booking, NOON + MS_DAY, false, "").code, "too_late");
    booking.visit[0] = '\0';
    assert_string_equal(booking_confirm_refusal(&booking, NOON, false, "").code, "not_asked");
    booking = asked_booking();
    booking.state = BOOKING_CONFIRMED;
    assert_string_equal(booking_confirm_refusal(&booking, NOON, false, "").code, "not_asked");
}

/* BK3 */
static void test_staff_say_how_the_client_said_yes(void **state)
{
    (void)state;
    struct booking booking = asked_booking();
    assert_string_equal(booking_confirm_refusal(&booking, NOON, true, "").code, "consent_missing");
    assert_string_equal(booking_confirm_refusal(&booking, NOON, true, "app").field, "consent");
    assert_null(booking_confirm_refusal(&booking, NOON, true, "voice").code);
}

static void test_a_client_who_was_not_yet_asked_or_says_no_pays_nothing(void **state)
{
    (void)state;
    struct booking booking = asked_booking();
    assert_true(booking_is_unagreed(&booking, "client_wish"));
    assert_true(booking_is_unagreed(&booking, ""));
    assert_false(booking_is_unagreed(&booking, "worker_ill"));
    booking.confirms = false;
    assert_false(booking_is_unagreed(&booking, "client_wish"));
    booking = asked_booking();
    booking.state = BOOKING_CONFIRMED;
    assert_false(booking_is_unagreed(&booking, "client_wish"));
}

/* ---- the service ---- */

/* A booking of "mini" whose service asks for confirmation; its id. */
static const char *take_confirming(struct bench *bench)
{
    struct service_put service = hours_service();
    service.confirms = true;
    bench_done(bench, manager, MSG_service_put, &service);
    return take(bench, "R1");
}

static struct answer confirm(struct bench *bench, struct bench_sender from, const char *id, const char *consent)
{
    struct booking_confirm command = {0};
    TEXT_PUT(command.booking, id);
    TEXT_PUT(command.consent, consent);
    return bench_command(bench, from, MSG_booking_confirm, &command);
}

static void test_a_found_worker_is_put_to_the_client_and_the_booking_waits(void **state)
{
    struct bench *bench = *state;
    struct booking_confirm_asked event;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "REQUESTED");
    assert_string_equal(answer.worker, "W1");
    assert_string_equal(answer.label_en, "Somebody is found, please confirm");
    assert_int_equal(answer.confirm_by, NOON + MS_DAY);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_confirm_asked, &event), 1);
    assert_string_equal(event.worker, "W1");
    assert_string_equal(event.visit, "V1");
    assert_int_equal(event.confirm_by, NOON + MS_DAY);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirmed, NULL), 0);
}

/* D2 row 12, ruling 11 */
static void test_the_client_is_told_who_comes_instead_of_whom_was_confirmed(void **state)
{
    struct bench *bench = *state;
    struct booking_worker_changed event;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    assert_string_equal(confirm(bench, mini, id, "").outcome, "done");
    hear_assigned(bench, id, "W1");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_worker_changed, NULL), 0);
    hear_assigned(bench, id, "W2");
    hear_assigned(bench, id, "W2");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_worker_changed, &event), 1);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_worker_changed, NULL), 1);
    assert_string_equal(event.worker, "W2");
    assert_string_equal(event.from_worker, "W1");
    assert_string_equal(event.visit, "V1");
    assert_string_equal(look(bench, id).worker, "W2");
}

static void test_the_status_says_until_when_the_client_may_confirm(void **state)
{
    struct bench *bench = *state;
    struct booking_status ask = {.source_ref = "R1"};
    struct booking_status_answer answer;
    hear_assigned(bench, take_confirming(bench), "W1");
    bench_query(bench, mini, MSG_booking_status, &ask, MSG_booking_status_answer, &answer);
    assert_int_equal(answer.confirm_by, NOON + MS_DAY);
    assert_string_equal(answer.label, "已有人选，请您确认");
}

static void test_the_clients_yes_confirms_the_booking(void **state)
{
    struct bench *bench = *state;
    struct booking_confirm command = {.source_ref = "R1"};
    struct booking_confirmed event;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    struct answer answer = bench_command(bench, mini, MSG_booking_confirm, &command);
    assert_string_equal(answer.outcome, "done");
    assert_string_equal(answer.subject, id);
    assert_state(bench, id, "CONFIRMED");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_confirmed, &event), 1);
    assert_string_equal(event.worker, "W1");
    assert_string_equal(event.visit, "V1");
    assert_int_equal(look(bench, id).confirm_by, 0);
    assert_string_equal(confirm(bench, mini, id, "").code, "not_asked");
    bench_clock(bench, NOON + MS_DAY);
    assert_state(bench, id, "CONFIRMED");
}

static void test_the_counter_confirms_for_a_client_who_agreed_by_voice(void **state)
{
    struct bench *bench = *state;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    assert_string_equal(confirm(bench, desk, id, "").code, "consent_missing");
    assert_string_equal(confirm(bench, desk, id, "voice").outcome, "done");
    assert_state(bench, id, "CONFIRMED");
}

static void test_without_a_yes_in_time_the_booking_expires(void **state)
{
    struct bench *bench = *state;
    struct booking_expired event;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + MS_DAY - 1);
    assert_state(bench, id, "REQUESTED");
    bench_clock(bench, NOON + MS_DAY);
    assert_state(bench, id, "EXPIRED");
    bench_emitted(bench, "booking", MSG_booking_expired, &event);
    assert_string_equal(event.reason, "unconfirmed");
    assert_string_equal(confirm(bench, mini, id, "").code, "not_asked");
}

/* The client is asked about a person: matching says both visit.reassigned and visit.assigned of one. */
static void test_another_worker_is_asked_about_again_but_each_once(void **state)
{
    struct bench *bench = *state;
    struct booking_confirm_asked event;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    hear_assigned(bench, id, "W1");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirm_asked, NULL), 1);
    bench_clock(bench, NOON + 3 * MS_HOUR);
    hear_assigned(bench, id, "W2");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirm_asked, &event), 2);
    assert_string_equal(event.worker, "W2");
    assert_int_equal(event.confirm_by, NOON + 27 * MS_HOUR);
    bench_clock(bench, NOON + MS_DAY + MS_HOUR);
    assert_state(bench, id, "REQUESTED"); /* the older time is over, the newer one not */
}

/* BK3, header expectedrev: a yes to the one before is no yes to this one. */
static void test_a_yes_to_the_worker_before_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    struct bench_sender seen = mini;
    seen.expectedrev = look(bench, id).revision;
    hear_assigned(bench, id, "W2");
    assert_string_equal(confirm(bench, seen, id, "").code, "conflict");
    seen.expectedrev = look(bench, id).revision;
    assert_string_equal(confirm(bench, seen, id, "").outcome, "done");
}

static void test_a_client_who_says_no_cancels_free_of_charge(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {.reason = "client_wish"};
    const char *id = take_confirming(bench);
    bench_clock(bench, NOON + 2 * MS_DAY - 5 * MS_HOUR);
    hear_assigned(bench, id, "W1");
    TEXT_PUT(cancel.booking, id);
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    assert_string_equal(look(bench, id).cancel_class, "free");
}

static void test_a_confirmed_booking_changes_its_worker_without_asking(void **state)
{
    struct bench *bench = *state;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    confirm(bench, mini, id, "");
    hear_assigned(bench, id, "W2");
    assert_state(bench, id, "CONFIRMED");
    assert_string_equal(look(bench, id).worker, "W2");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirm_asked, NULL), 1);
}

static void test_who_lets_the_work_begin_has_said_yes(void **state)
{
    struct bench *bench = *state;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    hear_started(bench, id);
    assert_state(bench, id, "IN_SERVICE");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirmed, NULL), 1);
}

static void test_without_anybody_left_the_request_ends_while_the_client_is_asked(void **state)
{
    struct bench *bench = *state;
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    hear_unfillable(bench, id);
    assert_state(bench, id, "EXPIRED");
}

static void test_nobody_confirms_anothers_booking(void **state)
{
    struct bench *bench = *state;
    struct booking_confirm unnamed = {0};
    struct bench_sender stranger = {.role = "client", .source = "app", .actor = "H2"};
    const char *id = take_confirming(bench);
    hear_assigned(bench, id, "W1");
    assert_string_equal(confirm(bench, rival, id, "").code, "denied");
    assert_string_equal(confirm(bench, stranger, id, "").code, "denied");
    assert_string_equal(confirm(bench, mini, "no-such-booking", "").code, "unknown_booking");
    assert_string_equal(bench_command(bench, mini, MSG_booking_confirm, &unnamed).code, "missing");
    assert_state(bench, id, "REQUESTED");
}

/* A service that asks from now on asks about new bookings alone. */
static void test_a_booking_keeps_what_its_service_asked_when_it_was_taken(void **state)
{
    struct bench *bench = *state;
    struct service_put service = hours_service();
    const char *id = take(bench, "R1");
    service.confirms = true;
    bench_done(bench, manager, MSG_service_put, &service);
    hear_assigned(bench, id, "W1");
    assert_state(bench, id, "CONFIRMED");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_client_has_some_hours_but_never_past_the_last_call),
        cmocka_unit_test(test_a_yes_is_taken_only_while_it_is_asked_for),
        cmocka_unit_test(test_staff_say_how_the_client_said_yes),
        cmocka_unit_test(test_a_client_who_was_not_yet_asked_or_says_no_pays_nothing),
        SERVICE_TEST(test_a_found_worker_is_put_to_the_client_and_the_booking_waits),
        SERVICE_TEST(test_the_client_is_told_who_comes_instead_of_whom_was_confirmed),
        SERVICE_TEST(test_the_status_says_until_when_the_client_may_confirm),
        SERVICE_TEST(test_the_clients_yes_confirms_the_booking),
        SERVICE_TEST(test_the_counter_confirms_for_a_client_who_agreed_by_voice),
        SERVICE_TEST(test_without_a_yes_in_time_the_booking_expires),
        SERVICE_TEST(test_another_worker_is_asked_about_again_but_each_once),
        SERVICE_TEST(test_a_yes_to_the_worker_before_is_a_conflict),
        SERVICE_TEST(test_a_client_who_says_no_cancels_free_of_charge),
        SERVICE_TEST(test_a_confirmed_booking_changes_its_worker_without_asking),
        SERVICE_TEST(test_who_lets_the_work_begin_has_said_yes),
        SERVICE_TEST(test_without_anybody_left_the_request_ends_while_the_client_is_asked),
        SERVICE_TEST(test_nobody_confirms_anothers_booking),
        SERVICE_TEST(test_a_booking_keeps_what_its_service_asked_when_it_was_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
