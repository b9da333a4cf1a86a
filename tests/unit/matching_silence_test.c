/* Ruling 6 in the service: what waits while roster is silent. */
#include "matching_scene.h"

/* ---- a silent roster (ruling 6) ---- */

static void hear_nursing(struct bench *bench)
{
    struct catalog_service_changed event = {.version = 1,
                                            .active = true,
                                            .minutes = 120,
                                            .workers = 1,
                                            .worker_kinds = {1, {"elder_care"}},
                                            .certs = {1, {{"elder", 5}}}};
    TEXT_PUT(event.service, "ME-01");
    TEXT_PUT(event.line, "nursing");
    bench_hear(bench, "booking", MSG_catalog_service_changed, &event, event.service);
}

static void hear_risky(struct bench *bench, const char *booking)
{
    struct booking_requested event = a_request(booking, "H1", START);
    TEXT_PUT(event.service, "ME-01");
    bench_hear(bench, "booking", MSG_booking_requested, &event, booking);
}

/* Six seconds without a word of roster; all others are heard. */
static void fall_silent(struct bench *bench)
{
    bench->mono += 6000;
    bench_turn(bench);
    for (int i = 0; bench->service->follows[i]; i++)
        if (i != bench_source_of(bench, "roster"))
            bench_caught_up(bench, i);
}

static void roster_returns(struct bench *bench)
{
    bench_turn(bench);
    bench_caught_up(bench, bench_source_of(bench, "roster"));
    bench_turn(bench);
}

static void test_a_risky_visit_waits_while_roster_is_silent_and_others_go_on(void **state)
{
    struct bench *bench = *state;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    fall_silent(bench);
    hear_risky(bench, "B1");
    hear_request(bench, "B2", START);
    assert_state(bench, "B1", "PLANNED");
    assert_string_equal(visit_of(bench, "B1").risk, "roster_silent");
    assert_with(bench, "B2", "ASSIGNED", "W1");
    roster_returns(bench);
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_string_equal(visit_of(bench, "B1").risk, "");
}

static void test_what_waits_is_filled_in_the_order_in_which_it_was_asked_for(void **state)
{
    struct bench *bench = *state;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    fall_silent(bench);
    hear_risky(bench, "B2");
    hear_risky(bench, "B1");
    roster_returns(bench);
    assert_with(bench, "B2", "ASSIGNED", "W1");
    assert_state(bench, "B1", "UNFILLED");
}

static void test_what_waits_is_given_up_at_the_last_call(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    fall_silent(bench);
    hear_risky(bench, "B1");
    bench_clock(bench, START - 30 * MS_MINUTE);
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.because, "too_late");
    roster_returns(bench);
    assert_state(bench, "B1", "UNFILLED");
}

static void test_what_waits_can_be_cancelled_and_survives_a_restart(void **state)
{
    struct bench *bench = *state;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    fall_silent(bench);
    hear_risky(bench, "B1");
    hear_risky(bench, "B2");
    hear_cancel(bench, "B1");
    assert_state(bench, "B1", "CANCELLED");
    assert_state(bench, "B2", "PLANNED");
    bench_restart(bench);
    assert_with(bench, "B2", "ASSIGNED", "W1");
}

static void test_an_offer_of_a_risky_visit_cannot_be_accepted_for_now(void **state)
{
    struct bench *bench = *state;
    hear_nursing(bench);
    hear_worker(bench, "W1", "agency");
    hear_risky(bench, "B1");
    assert_with(bench, "B1", "OFFERED", "W1");
    fall_silent(bench);
    struct answer answer = simply(bench, the_worker("W1"), MSG_offer_accept, "B1");
    assert_string_equal(answer.outcome, "overloaded");
    assert_string_equal(answer.code, "roster_silent");
    roster_returns(bench);
    assert_code(simply(bench, the_worker("W1"), MSG_offer_accept, "B1"), "");
    assert_with(bench, "B1", "ASSIGNED", "W1");
}

static void test_who_was_assigned_meanwhile_is_checked_by_what_roster_says_on_its_return(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    fall_silent(bench);
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "ASSIGNED", "W1");
    roster_returns(bench);
    hear_cert(bench, MSG_cert_revoked, "W1");
    assert_with(bench, "B1", "AT_RISK", "W1");
}

static void hear_rematch(struct bench *bench, const char *booking)
{
    struct booking_rematch_requested event = {
        .station = "ST1", .service = "ME-01", .household = "H1", .start = START, .end = END, .reason = "client_wish"};
    TEXT_PUT(event.booking, booking);
    bench_hear(bench, "booking", MSG_booking_rematch_requested, &event, booking);
}

/* Told when the visit begins to wait, and not again when somebody else is asked. */
static void test_who_loses_a_visit_that_waits_hears_it_once(void **state)
{
    struct bench *bench = *state;
    struct visit_deferred deferred;
    struct visit_offered offered;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    hear_risky(bench, "B1");
    hear_worker(bench, "W2", "agency");
    fall_silent(bench);
    hear_rematch(bench, "B1");
    assert_state(bench, "B1", "PLANNED");
    assert_int_equal(emitted(bench, MSG_visit_deferred, &deferred), 1);
    assert_string_equal(deferred.from_worker, "W1");
    assert_string_equal(deferred.reason, "roster_silent");
    roster_returns(bench);
    assert_with(bench, "B1", "OFFERED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_offered, &offered), 1);
    assert_string_equal(offered.from_worker, "");
    assert_int_equal(emitted(bench, MSG_visit_deferred, NULL), 1);
}

/* It waited for somebody in the place of a worker at risk, and keeps its place; nobody has lost it twice. */
static void test_who_loses_a_visit_that_waits_already_hears_it_too(void **state)
{
    struct bench *bench = *state;
    struct visit_deferred deferred;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    hear_risky(bench, "B1");
    fall_silent(bench);
    bench_clock(bench, MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
    bench_clock(bench, MONDAY + 2 * MS_DAY + 19 * MS_HOUR);
    fall_silent(bench);
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_int_equal(emitted(bench, MSG_visit_deferred, &deferred), 1);
    assert_string_equal(deferred.from_worker, "");
    hear_rematch(bench, "B1");
    assert_state(bench, "B1", "PLANNED");
    assert_string_equal(visit_of(bench, "B1").risk, "roster_silent");
    assert_int_equal(emitted(bench, MSG_visit_deferred, &deferred), 2);
    assert_string_equal(deferred.from_worker, "W1");
}

static void test_after_a_start_roster_is_heard_before_anybody_else(void **state)
{
    struct bench *bench = *state;
    int roster = bench_source_of(bench, "roster");
    engine_close(&bench->engine);
    bench_wake(bench);
    bench_turn(bench);
    assert_int_equal(bench->asked, roster);
    bench_caught_up(bench, roster);
    bench_turn(bench);
    assert_int_not_equal(bench->asked, roster);
    engine_close(&bench->engine);
    bench_wake(bench);
    bench_turn(bench);
    bench->mono += 5000; /* it does not answer: the others are heard all the same */
    bench_turn(bench);
    assert_int_not_equal(bench->asked, roster);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_a_risky_visit_waits_while_roster_is_silent_and_others_go_on),
        TEST(test_what_waits_is_filled_in_the_order_in_which_it_was_asked_for),
        TEST(test_what_waits_is_given_up_at_the_last_call),
        TEST(test_what_waits_can_be_cancelled_and_survives_a_restart),
        TEST(test_an_offer_of_a_risky_visit_cannot_be_accepted_for_now),
        TEST(test_who_was_assigned_meanwhile_is_checked_by_what_roster_says_on_its_return),
        TEST(test_who_loses_a_visit_that_waits_hears_it_once),
        TEST(test_who_loses_a_visit_that_waits_already_hears_it_too),
        TEST(test_after_a_start_roster_is_heard_before_anybody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
