/* D2 rows 1 to 7 and 12, in the service: somebody is found, by the engine or by hand. */
#include "matching_scene.h"

/* ---- finding somebody (D2 rows 1 to 7) ---- */

static void test_an_employee_is_assigned_at_once(void **state)
{
    struct bench *bench = *state;
    struct visit_assigned event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_planned, NULL), 1);
    assert_int_equal(emitted(bench, MSG_visit_assigned, &event), 1);
    assert_string_equal(event.how, "direct");
    assert_string_equal(event.worker, "W1");
    assert_true(event.ack_by == MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
}

static void test_an_agency_worker_is_asked_and_has_it_only_after_accepting(void **state)
{
    struct bench *bench = *state;
    struct visit_assigned event;
    hear_worker(bench, "W1", "agency");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "OFFERED", "W1");
    assert_true(visit_of(bench, "B1").offer_until == bench->now + 30 * MS_MINUTE);
    assert_code(simply(bench, the_worker("W2"), MSG_offer_accept, "B1"), "not_yours");
    assert_code(simply(bench, the_worker("W1"), MSG_offer_accept, "B1"), "");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_assigned, &event), 1);
    assert_string_equal(event.how, "accepted");
    assert_code(simply(bench, the_worker("W1"), MSG_offer_accept, "B1"), "wrong_state");
}

static void test_after_a_refusal_the_next_best_is_asked_and_in_the_end_nobody_is_left(void **state)
{
    struct bench *bench = *state;
    struct offer_decline no = {.reason = "too_far"};
    struct match_unfillable event;
    hear_worker(bench, "W1", "agency");
    hear_worker(bench, "W2", "agency");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "OFFERED", "W1");
    TEXT_PUT(no.visit, visit_of(bench, "B1").visit);
    bench_done(bench, the_worker("W1"), MSG_offer_decline, &no);
    assert_with(bench, "B1", "OFFERED", "W2");
    bench_clock(bench, bench->now + 30 * MS_MINUTE); /* W2 does not answer */
    assert_with(bench, "B1", "UNFILLED", "");
    assert_int_equal(emitted(bench, MSG_visit_offer_declined, NULL), 1);
    assert_int_equal(emitted(bench, MSG_visit_offer_expired, NULL), 1);
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.because, "no_candidate");
    assert_int_equal(event.reasons.count, 1);
    assert_string_equal(event.reasons.at[0].reason, "excluded");
    assert_int_equal(event.reasons.at[0].workers, 2);
}

static void test_an_offer_cannot_be_accepted_after_it_has_lapsed(void **state)
{
    struct bench *bench = *state;
    struct clock_set set = {.to = MONDAY + 13 * MS_HOUR};
    hear_worker(bench, "W1", "agency");
    hear_request(bench, "B1", START);
    bench_done(bench, (struct bench_sender){.role = "operator"}, MSG_clock_set, &set); /* its timer has not fired yet */
    bench->now = set.to;
    assert_code(simply(bench, the_worker("W1"), MSG_offer_accept, "B1"), "too_late");
}

/* Scenario 7 without the second worker: the reasons are counted by rule. */
static void test_when_nobody_can_come_the_reasons_are_counted(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_worker(bench, "W3", "employee");
    hear_code(bench, "W1", "yellow");
    hear_cert(bench, MSG_cert_revoked, "W2");
    hear_cert(bench, MSG_cert_revoked, "W3");
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_int_equal(event.reasons.count, 2);
    assert_string_equal(event.reasons.at[0].reason, "code");
    assert_int_equal(event.reasons.at[0].workers, 1);
    assert_string_equal(event.reasons.at[1].reason, "certificate");
    assert_int_equal(event.reasons.at[1].workers, 2);
    assert_string_equal(event.community, "CM1");
}

/* V1, R3: whose order it is */
static void test_another_stations_worker_comes_only_while_employed_here_too(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    struct booking_requested request = a_request("B1", "H1", START);
    struct worker_employed employed = {
        .worker = "W1", .station = "ST1", .employer = "ST2", .employment = "employee", .part_time = true};
    struct worker_employment_ended ended = {.worker = "W1", .station = "ST1", .employer = "ST2"};
    hear_worker(bench, "W1", "employee");
    TEXT_PUT(request.station, "ST2");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.reasons.at[0].reason, "station");
    bench_hear(bench, "roster", MSG_worker_employed, &employed, "W1");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    bench_hear(bench, "roster", MSG_worker_employment_ended, &ended, "W1");
    assert_state(bench, "B1", "AT_RISK");
}

static void test_work_for_two_is_declared_unfillable_where_there_is_one(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "employee");
    hear_service(bench, "EL-02", 2, true);
    hear_request(bench, "B1", START);
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.reasons.at[0].reason, "two_workers");
}

/* Ruling 2: from half an hour before the start on nobody new is sent. */
static void test_an_open_offer_ends_half_an_hour_before_the_start(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "agency");
    hear_worker(bench, "W2", "agency");
    bench_clock(bench, START - 50 * MS_MINUTE);
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "OFFERED");
    bench_clock(bench, START - 30 * MS_MINUTE);
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.because, "too_late");
}

/* I1, V2 */
static void test_one_worker_does_not_get_two_visits_at_once(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", END); /* right behind it: no time to hand over */
    hear_request(bench, "B3", END + 5 * MS_MINUTE);
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_state(bench, "B2", "UNFILLED");
    assert_with(bench, "B3", "ASSIGNED", "W1");
}

static void test_a_request_that_is_heard_twice_makes_one_visit(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B1", START);
    assert_int_equal(emitted(bench, MSG_visit_planned, NULL), 1);
}

/* V1, R4, I3: the colour is green today, and the service asks for neither */
static void test_nobody_comes_whose_health_check_or_insurance_ends_before_the_visit_does(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_paper(bench, "W1", "health", END - MS_DAY);
    hear_paper(bench, "W2", "insurance", END - 1);
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_int_equal(event.reasons.count, 1);
    assert_string_equal(event.reasons.at[0].reason, "certificate");
    assert_int_equal(event.reasons.at[0].workers, 2);
    hear_cancel(bench, "B1");
    hear_paper(bench, "W2", "insurance", END);
    hear_request(bench, "B2", START);
    assert_with(bench, "B2", "ASSIGNED", "W2");
    hear_paper(bench, "W2", "insurance", END - 1);
    assert_string_equal(visit_of(bench, "B2").state, "AT_RISK");
    assert_string_equal(visit_of(bench, "B2").risk, "certificate");
}

/* What a station may not fill by its own workers: B1, until anybody's may be sent, which nobody notices. */
static void hear_request_elsewhere(struct bench *bench)
{
    struct booking_requested event = a_request("B1", "H1", START);
    TEXT_PUT(event.station, "ST2");
    bench_hear(bench, "booking", MSG_booking_requested, &event, "B1");
    assert_state(bench, "B1", "UNFILLED");
    bench->config.value[SET_STATION_SCOPE] = 0;
    bench_restart(bench);
}

/* Row 7 */
static void test_an_unfilled_visit_is_filled_when_somebody_is_there_and_it_is_tried_again(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request_elsewhere(bench);
    assert_code(simply(bench, dispatcher, MSG_match_retry, "B1"), "");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_code(simply(bench, dispatcher, MSG_match_retry, "B1"), "wrong_state");
}

/* ---- the dispatcher's hand (rows 2, 5, 12) ---- */

static struct answer by_hand(struct bench *bench, enum message_type type, const char *booking, const char *worker)
{
    struct visit_assign body = {0};
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    TEXT_PUT(body.worker, worker);
    return bench_command(bench, dispatcher, type, &body);
}

static struct answer reassign(struct bench *bench, const char *booking, const char *worker)
{
    struct visit_reassign body = {.reason = "client_wish"};
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    TEXT_PUT(body.worker, worker);
    return bench_command(bench, dispatcher, MSG_visit_reassign, &body);
}

static void test_a_dispatcher_is_bound_by_the_same_rules_and_told_which_one_fails(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "agency");
    hear_code(bench, "W1", "red");
    hear_request_elsewhere(bench);
    assert_code(by_hand(bench, MSG_visit_assign, "B1", "W1"), "code");
    assert_code(by_hand(bench, MSG_visit_assign, "B1", "W9"), "unknown_worker");
    assert_code(by_hand(bench, MSG_visit_assign, "B1", "W2"), "not_employee");
    assert_state(bench, "B1", "UNFILLED"); /* a refusal changes nothing */
    assert_code(by_hand(bench, MSG_visit_offer, "B1", "W2"), "");
    assert_with(bench, "B1", "OFFERED", "W2");
    hear_code(bench, "W1", "green");
    assert_code(by_hand(bench, MSG_visit_assign, "B1", "W1"), "wrong_state");
}

static struct visit_explain_answer explained(struct bench *bench, const char *booking)
{
    static struct visit_explain_answer answer;
    struct visit_explain ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, booking).visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &answer);
    return answer;
}

/* D2 row 12: before the dispatcher decides, in the decision, and of a change that nobody chose by hand. */
static void test_what_a_change_of_the_worker_counts_is_shown(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_string_equal(explained(bench, "B1").from_worker, "");
    assert_int_equal(explained(bench, "B1").penalty_min, 0);
    hear_worker(bench, "W2", "employee");
    assert_int_equal(visit_of(bench, "B1").change_penalty_min, 30);
    assert_int_equal(visit_of(bench, "B1").changes, 0);
    assert_code(reassign(bench, "B1", "W2"), "");
    assert_string_equal(explained(bench, "B1").from_worker, "W1");
    assert_int_equal(explained(bench, "B1").penalty_min, 30);
    hear_worker(bench, "W3", "employee");
    hear_code(bench, "W2", "red");
    assert_with(bench, "B1", "ASSIGNED", "W3");
    assert_string_equal(explained(bench, "B1").from_worker, "W2");
    assert_int_equal(visit_of(bench, "B1").changes, 2);
    hear_cancel(bench, "B1");
    assert_int_equal(visit_of(bench, "B1").change_penalty_min, 0);
}

/* ---- capacity comes (D2 row 7) ---- */

static void assert_filled(struct bench *bench, const char *worker)
{
    assert_with(bench, "B1", "ASSIGNED", worker);
    assert_string_equal(explained(bench, "B1").why, "capacity");
}

static void test_who_becomes_able_is_given_what_nobody_could_do(void **state)
{
    struct bench *bench = *state;
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    hear_worker(bench, "W1", "employee");
    assert_filled(bench, "W1");
}

static void test_time_that_is_freed_goes_to_what_nobody_could_do(void **state)
{
    struct bench *bench = *state;
    struct calendar_hold_dropped drop = {.hold = "K1", .person = "W1"};
    hear_worker(bench, "W1", "employee");
    ask_time(bench, "K1", "W1", START, END);
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    bench_hear(bench, "training", MSG_calendar_hold_dropped, &drop, "K1");
    assert_filled(bench, "W1");
}

static void test_a_rule_that_changes_lets_somebody_come(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_service(bench, "EL-02", 2, false); /* two at once: not yet */
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    hear_service(bench, "EL-02", 1, false);
    assert_filled(bench, "W1");
}

static void test_nothing_is_filled_within_the_last_half_hour(void **state)
{
    struct bench *bench = *state;
    hear_request(bench, "B1", START);
    bench_clock(bench, START - 30 * MS_MINUTE);
    hear_worker(bench, "W1", "employee");
    assert_state(bench, "B1", "UNFILLED");
}

/* Booking asks for somebody else because nobody was found, while somebody was. */
static void test_an_answer_to_what_is_filled_by_now_takes_nobody_away(void **state)
{
    struct bench *bench = *state;
    struct booking_rematch_requested rematch = {.booking = "B1", .station = "ST1", .reason = "no_candidate"};
    hear_request(bench, "B1", START);
    hear_worker(bench, "W1", "employee");
    TEXT_PUT(rematch.service, "EL-02");
    TEXT_PUT(rematch.household, "H1");
    rematch.start = START;
    rematch.end = END;
    bench_hear(bench, "booking", MSG_booking_rematch_requested, &rematch, "B1");
    assert_filled(bench, "W1");
}

static void test_a_reassigned_visit_frees_the_first_worker(void **state)
{
    struct bench *bench = *state;
    struct visit_reassigned event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    assert_code(reassign(bench, "B1", "W1"), "same_worker");
    assert_code(reassign(bench, "B1", "W2"), "");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_string_equal(visit_of(bench, "B1").how, "replaced");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, &event), 1);
    assert_string_equal(event.from_worker, "W1");
    assert_string_equal(event.worker, "W2");
    assert_string_equal(event.why, "client_wish");
    assert_int_equal(event.penalty_min, 30); /* row 12, V17: plan_move_min */
    assert_int_equal(event.changes, 1);
    hear_request(bench, "B2", START);
    assert_with(bench, "B2", "ASSIGNED", "W1");
}

static void test_an_old_revision_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct bench_sender late = the_worker("W1");
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    late.expectedrev = 1;
    assert_code(simply(bench, late, MSG_visit_ack, "B1"), "conflict");
    late.expectedrev = visit_of(bench, "B1").revision;
    assert_code(simply(bench, late, MSG_visit_ack, "B1"), "");
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct bench_sender next = the_worker("W1");
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    next.expectedrev = simply(bench, next, MSG_visit_ack, "B1").revision;
    assert_int_equal(next.expectedrev, visit_of(bench, "B1").revision);
    assert_code(simply(bench, next, MSG_visit_depart, "B1"), "");
    assert_int_equal(simply(bench, dispatcher, MSG_match_retry, "B1").revision, 0); /* refused */
}

/* ruling 6 */
static void test_a_worker_of_whom_something_is_parked_is_not_assigned(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_garbage(bench, "W1");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "ASSIGNED", "W2");
    hear_garbage(bench, "W2");
    hear_request(bench, "B2", START + MS_DAY);
    struct match_unfillable event;
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.reasons.at[0].reason, "unsure");
    assert_int_equal(event.reasons.at[0].workers, 2);
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_an_employee_is_assigned_at_once),
        TEST(test_an_agency_worker_is_asked_and_has_it_only_after_accepting),
        TEST(test_after_a_refusal_the_next_best_is_asked_and_in_the_end_nobody_is_left),
        TEST(test_an_offer_cannot_be_accepted_after_it_has_lapsed),
        TEST(test_when_nobody_can_come_the_reasons_are_counted),
        TEST(test_another_stations_worker_comes_only_while_employed_here_too),
        TEST(test_work_for_two_is_declared_unfillable_where_there_is_one),
        TEST(test_an_open_offer_ends_half_an_hour_before_the_start),
        TEST(test_one_worker_does_not_get_two_visits_at_once),
        TEST(test_a_request_that_is_heard_twice_makes_one_visit),
        TEST(test_nobody_comes_whose_health_check_or_insurance_ends_before_the_visit_does),
        TEST(test_an_unfilled_visit_is_filled_when_somebody_is_there_and_it_is_tried_again),
        TEST(test_a_dispatcher_is_bound_by_the_same_rules_and_told_which_one_fails),
        TEST(test_a_reassigned_visit_frees_the_first_worker),
        TEST(test_what_a_change_of_the_worker_counts_is_shown),
        TEST(test_who_becomes_able_is_given_what_nobody_could_do),
        TEST(test_time_that_is_freed_goes_to_what_nobody_could_do),
        TEST(test_a_rule_that_changes_lets_somebody_come),
        TEST(test_nothing_is_filled_within_the_last_half_hour),
        TEST(test_an_answer_to_what_is_filled_by_now_takes_nobody_away),
        TEST(test_an_old_revision_is_a_conflict),
        TEST(test_an_answer_tells_the_revision_to_go_on_from),
        TEST(test_a_worker_of_whom_something_is_parked_is_not_assigned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
