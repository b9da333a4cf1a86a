/* D2 rows 13 to 21, in the service: the work, what ends it, and a visit that lasts too long. */
#include "matching_scene.h"

/* ---- the work (rows 13 to 20) ---- */

static void test_a_visit_is_worked_verified_and_closed_after_two_days(void **state)
{
    struct bench *bench = *state;
    struct visit_verified event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    bench_clock(bench, START - 2 * MS_HOUR);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_depart, "B1"), "");
    assert_code(check_in(bench, "B1", "W1", door_code(bench, "B1")), "too_early");
    bench_clock(bench, START);
    assert_code(check_in(bench, "B1", "W1", door_code(bench, "B1")), "");
    assert_state(bench, "B1", "STARTED");
    bench_clock(bench, END - 5 * MS_MINUTE);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    assert_state(bench, "B1", "VERIFIED");
    assert_int_equal(emitted(bench, MSG_visit_ended, NULL), 1);
    assert_int_equal(emitted(bench, MSG_visit_verified, &event), 1);
    assert_int_equal(event.minutes, 115);
    bench_clock(bench, END - 5 * MS_MINUTE + 48 * MS_HOUR);
    assert_state(bench, "B1", "CLOSED");
}

static void test_a_wrong_door_code_cannot_be_guessed(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    bench_clock(bench, START);
    char right[7];
    TEXT_PUT(right, door_code(bench, "B1"));
    for (int i = 0; i < 5; i++)
        assert_code(check_in(bench, "B1", "W1", "00000x"), "wrong_code");
    assert_code(check_in(bench, "B1", "W1", right), "too_many_tries");
    assert_state(bench, "B1", "ACKED");
}

static void test_a_door_code_is_not_told_to_the_worker_nor_to_another_household(void **state)
{
    struct bench *bench = *state;
    struct visit_door_code ask = {0};
    struct answer answer;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    TEXT_PUT(ask.id, visit_of(bench, "B1").visit);
    bench_query(bench, the_worker("W1"), MSG_visit_door_code, &ask, MSG_answer, &answer);
    assert_string_equal(answer.outcome, "denied");
    bench_query(bench, (struct bench_sender){.role = "client", .actor = "H2"}, MSG_visit_door_code, &ask, MSG_answer,
                &answer);
    assert_string_equal(answer.code, "not_yours");
    struct visit_door_code_answer told;
    bench_query(bench, (struct bench_sender){.role = "client", .actor = "H1"}, MSG_visit_door_code, &ask,
                MSG_visit_door_code_answer, &told);
    assert_string_equal(told.door_code, door_code(bench, "B1"));
}

/* Row 16, BK10 */
static void test_a_client_no_show_needs_a_quarter_of_an_hour_and_two_tries(void **state)
{
    struct bench *bench = *state;
    struct visit_no_client body = {.tries = 2};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    bench_clock(bench, START + 14 * MS_MINUTE);
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_no_client, &body), "too_early");
    bench_clock(bench, START + 15 * MS_MINUTE);
    body.tries = 1;
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_no_client, &body), "too_few_tries");
    body.tries = 2;
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_no_client, &body), "");
    assert_state(bench, "B1", "CLIENT_NO_SHOW");
    assert_int_equal(visit_of(bench, "B1").tries, 2);
}

static void assert_refused(struct bench *bench, const struct visit_no_client *body, const char *code, const char *field)
{
    struct answer answer = bench_command(bench, the_worker("W1"), MSG_visit_no_client, body);
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
}

/* Row 16: logged, each with its time, and kept. */
static void test_the_tries_of_contact_are_kept_and_must_be_credible(void **state)
{
    struct bench *bench = *state;
    struct visit_no_client body = {.tries = 2, .arrived_at = START + 5 * MS_MINUTE};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    bench_clock(bench, START + 20 * MS_MINUTE - 1); /* she came late, and waits from then on */
    assert_refused(bench, &body, "too_early", "visit");
    bench_clock(bench, START + 20 * MS_MINUTE);
    body.arrived_at = START + 21 * MS_MINUTE;
    assert_refused(bench, &body, "bad_time", "arrived_at");
    body.arrived_at = START - 61 * MS_MINUTE;
    assert_refused(bench, &body, "bad_time", "arrived_at");
    body.arrived_at = START + 5 * MS_MINUTE;
    body.contacts.count = 1;
    body.contacts.at[0] = (struct contact_try){START + 6 * MS_MINUTE, "door"};
    assert_refused(bench, &body, "count_differs", "contacts");
    body.contacts.count = 2;
    body.contacts.at[1] = (struct contact_try){START + 6 * MS_MINUTE, "phone"}; /* one try told twice */
    assert_refused(bench, &body, "bad_time", "contacts");
    body.contacts.at[1].at = bench->now + 1;
    assert_refused(bench, &body, "bad_time", "contacts");
    body.contacts.at[1].at = START + 18 * MS_MINUTE;
    bench_done(bench, the_worker("W1"), MSG_visit_no_client, &body);
    bench_restart(bench);
    struct visit_get_answer seen = visit_of(bench, "B1");
    assert_int_equal(seen.arrived_at, body.arrived_at);
    assert_int_equal(seen.contacts.count, 2);
    assert_int_equal(seen.contacts.at[1].at, START + 18 * MS_MINUTE);
    assert_string_equal(seen.contacts.at[1].how, "phone");
}

/* ---- acts done offline (V14) ---- */

static void acked(struct bench *bench)
{
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
}

static void test_offline_the_time_of_the_act_counts_and_that_of_the_telling_is_kept(void **state)
{
    struct bench *bench = *state;
    struct visit_started in;
    struct visit_ended out;
    acked(bench);
    bench_clock(bench, START + 20 * MS_MINUTE);
    assert_code(tell_in(bench, START + MS_MINUTE), "");
    assert_int_equal(emitted(bench, MSG_visit_started, &in), 1);
    assert_int_equal(in.at, START + MS_MINUTE);
    assert_int_equal(in.told_at, START + 20 * MS_MINUTE);
    bench_clock(bench, END + 5 * MS_HOUR); /* after the alarm, and credible all the same */
    assert_code(tell_out(bench, END), "");
    assert_int_equal(emitted(bench, MSG_visit_ended, &out), 1);
    assert_int_equal(out.at, END);
    assert_int_equal(out.told_at, END + 5 * MS_HOUR);
    bench_restart(bench);
    struct visit_get_answer seen = visit_of(bench, "B1");
    assert_string_equal(seen.state, "VERIFIED");
    assert_int_equal(seen.minutes, 119);
    assert_int_equal(seen.started_told_at, START + 20 * MS_MINUTE);
    assert_int_equal(seen.ended_told_at, END + 5 * MS_HOUR);
}

static void test_offline_times_that_cannot_be_are_refused(void **state)
{
    struct bench *bench = *state;
    acked(bench);
    int64_t assigned = bench->now;
    bench_clock(bench, START);
    assert_code(tell_in(bench, START + 1), "not_credible");
    assert_code(tell_in(bench, START - 24 * MS_HOUR - 1), "not_credible");
    assert_code(tell_in(bench, assigned - 1), "not_credible");
    assert_code(tell_in(bench, START - 61 * MS_MINUTE), "too_early");
    assert_code(tell_in(bench, START - MS_MINUTE), "");
    bench_clock(bench, END);
    struct answer early = tell_out(bench, START - MS_MINUTE - 1);
    assert_code(early, "not_credible");
    assert_string_equal(early.field, "acted_at");
    assert_state(bench, "B1", "STARTED");
    bench_clock(bench, END + 25 * MS_HOUR);
    assert_code(tell_out(bench, END), "not_credible");
    assert_code(tell_out(bench, 0), ""); /* now: and nobody believes that */
    assert_state(bench, "B1", "ENDED");
}

static void test_offline_an_end_after_the_alarm_is_no_more_credible_than_online(void **state)
{
    struct bench *bench = *state;
    acked(bench);
    bench_clock(bench, START);
    assert_code(tell_in(bench, 0), "");
    bench_clock(bench, END + 2 * MS_HOUR);
    assert_code(tell_out(bench, END + 31 * MS_MINUTE), "");
    assert_state(bench, "B1", "ENDED");
}

static void test_offline_the_client_is_waited_for_as_long(void **state)
{
    struct bench *bench = *state;
    struct visit_no_client body = {.tries = 2, .acted_at = START + 15 * MS_MINUTE - 1};
    struct visit_client_no_show event;
    acked(bench);
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    bench_clock(bench, START + 25 * MS_MINUTE);
    assert_refused(bench, &body, "too_early", "visit");
    body.acted_at++;
    bench_done(bench, the_worker("W1"), MSG_visit_no_client, &body);
    assert_int_equal(emitted(bench, MSG_visit_client_no_show, &event), 1);
    assert_int_equal(event.at, START + 15 * MS_MINUTE);
    assert_int_equal(event.told_at, START + 25 * MS_MINUTE);
}

/* Row 20 */
static void test_an_objection_is_settled_by_a_manager_and_is_final(void **state)
{
    struct bench *bench = *state;
    struct visit_dispute objection = {.reason = "too_short"};
    struct visit_settle settle = {.minutes = 90};
    started(bench);
    bench_clock(bench, END);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    TEXT_PUT(objection.visit, visit_of(bench, "B1").visit);
    TEXT_PUT(settle.visit, objection.visit);
    assert_code(bench_command(bench, (struct bench_sender){.role = "partner", .source = "other"}, MSG_visit_dispute,
                              &objection),
                "not_yours");
    bench_done(bench, desk, MSG_visit_dispute, &objection);
    bench_clock(bench, END + 72 * MS_HOUR);
    assert_state(bench, "B1", "DISPUTED");
    bench_done(bench, manager, MSG_visit_settle, &settle);
    assert_int_equal(visit_of(bench, "B1").minutes, 90);
    bench_clock(bench, END + 72 * MS_HOUR + 1);
    assert_state(bench, "B1", "CLOSED");
    assert_code(bench_command(bench, desk, MSG_visit_dispute, &objection), "wrong_state");
}

/* ---- booking changes its mind (row 21, ruling 5) ---- */

static void test_a_cancelled_visit_frees_its_time(void **state)
{
    struct bench *bench = *state;
    struct visit_cancelled event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_cancel(bench, "B1");
    assert_state(bench, "B1", "CANCELLED");
    assert_int_equal(emitted(bench, MSG_visit_cancelled, &event), 1);
    assert_string_equal(event.worker, "W1");
    hear_request(bench, "B2", START);
    assert_with(bench, "B2", "ASSIGNED", "W1");
}

static void test_a_cancellation_of_something_unknown_or_over_changes_nothing(void **state)
{
    struct bench *bench = *state;
    hear_cancel(bench, "B1");
    started(bench);
    bench_clock(bench, END);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    hear_cancel(bench, "B1");
    assert_state(bench, "B1", "VERIFIED");
    assert_int_equal(emitted(bench, MSG_visit_cancelled, NULL), 0);
}

static void hear_annulled(struct bench *bench, const char *booking)
{
    struct booking_cancelled event = {
        .start = START, .end = END, .class = "provider", .by = "manager", .annulled = true};
    TEXT_PUT(event.booking, booking);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.service, "EL-02");
    TEXT_PUT(event.household, "H1");
    bench_hear(bench, "booking", MSG_booking_cancelled, &event, booking);
}

/* Ruling 5: what was worked until the client stopped it stays on record, and the rest of the time is free. */
static void test_a_visit_that_is_stopped_keeps_what_was_worked(void **state)
{
    struct bench *bench = *state;
    struct visit_cancelled event;
    started(bench);
    bench_clock(bench, START + 45 * MS_MINUTE);
    hear_cancel(bench, "B1");
    assert_with(bench, "B1", "CANCELLED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_cancelled, &event), 1);
    assert_int_equal(event.minutes, 45);
    assert_int_equal(visit_of(bench, "B1").minutes, 45);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "wrong_state");
}

/* Ruling 5: a manager annuls work that is done, also after the objection; nothing of it counts. */
static void test_work_that_is_annulled_counts_for_nothing(void **state)
{
    struct bench *bench = *state;
    struct visit_cancelled event;
    struct visit_explain ask = {0};
    static struct visit_explain_answer why;
    started(bench);
    bench_clock(bench, END);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    hear_annulled(bench, "B1");
    assert_with(bench, "B1", "CANCELLED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_cancelled, &event), 1);
    assert_string_equal(event.reason, "booking_annulled");
    assert_int_equal(visit_of(bench, "B1").minutes, 0);
    hear_request(bench, "B2", START + MS_DAY);
    TEXT_PUT(ask.id, visit_of(bench, "B2").visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &why);
    assert_string_equal(why.candidates.at[0].terms.at[TERM_CONTINUITY].term, "continuity");
    assert_int_equal(why.candidates.at[0].terms.at[TERM_CONTINUITY].points, 0);
    bench_clock(bench, END + 3 * MS_DAY);
    assert_state(bench, "B1", "CANCELLED");
}

static void test_a_rematch_looks_for_somebody_else(void **state)
{
    struct bench *bench = *state;
    struct booking_rematch_requested event = {.booking = "B1",
                                              .station = "ST1",
                                              .service = "EL-02",
                                              .household = "H1",
                                              .start = START,
                                              .end = END,
                                              .reason = "client_wish"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    bench_hear(bench, "booking", MSG_booking_rematch_requested, &event, "B1");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    struct match_unfillable nobody;
    bench_hear(bench, "booking", MSG_booking_rematch_requested, &event, "B1");
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(bench_emitted(bench, "matching", MSG_match_unfillable, &nobody), 1);
    assert_string_equal(nobody.from_worker, "W2"); /* who must hear that it is hers no more */
}

/* Who had the visit hears it once, however many are asked after it. */
static void test_who_loses_a_visit_hears_it_once(void **state)
{
    struct bench *bench = *state;
    struct booking_rematch_requested event = {.booking = "B1",
                                              .station = "ST1",
                                              .service = "EL-02",
                                              .household = "H1",
                                              .start = START,
                                              .end = END,
                                              .reason = "client_wish"};
    struct visit_offered offered;
    struct offer_decline no = {.reason = "ill"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "agency");
    hear_worker(bench, "W3", "agency");
    bench_hear(bench, "booking", MSG_booking_rematch_requested, &event, "B1");
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_offered, &offered), 1);
    assert_string_equal(offered.from_worker, "W1");
    TEXT_PUT(no.visit, visit_of(bench, "B1").visit);
    bench_done(bench, the_worker(offered.worker), MSG_offer_decline, &no);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_offered, &offered), 2);
    assert_string_equal(offered.from_worker, "");
}

/* ---- a visit that lasts too long (rows 10, 17; V15) ---- */

/* W1 is at B1 until END and has B2 an hour after it, `far` thousandths of a degree to the north. */
static void at_work_before_b2(struct bench *bench, int far)
{
    struct booking_requested event = a_request("B2", "H2", END + MS_HOUR);
    event.cell_lat += far;
    started(bench);
    bench_hear(bench, "booking", MSG_booking_requested, &event, "B2");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B2"), "");
}

/* When W1 must leave B1 so as not to be more than ten minutes late. */
static int64_t leave_by(int far)
{
    struct cell a = {22523, 113041}, b = {22523 + far, 113041};
    return END + MS_HOUR + 10 * MS_MINUTE - 5 * MS_MINUTE - travel_ms(&usual_ways, a, b, TRAVEL_EBIKE);
}

static void test_a_visit_that_lasts_too_long_hands_the_next_one_to_somebody_else(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    at_work_before_b2(bench, 72);
    hear_worker(bench, "W2", "employee");
    bench_clock(bench, leave_by(72));
    assert_with(bench, "B2", "ACKED", "W1");
    bench_clock(bench, leave_by(72) + 1);
    assert_with(bench, "B2", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "overrun");
    assert_state(bench, "B1", "STARTED");
}

/* Row 11: with nobody else the worker comes late, and says so once the visit before is over. */
static void test_after_an_overrun_the_worker_acknowledges_and_comes_late(void **state)
{
    struct bench *bench = *state;
    at_work_before_b2(bench, 0);
    bench_clock(bench, leave_by(0) + 1);
    assert_with(bench, "B2", "AT_RISK", "W1");
    hear_code(bench, "W1", "green"); /* no fact of the worker ends it */
    assert_with(bench, "B2", "AT_RISK", "W1");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B2"), "overrun");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    assert_with(bench, "B2", "AT_RISK", "W1");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B2"), "");
    assert_with(bench, "B2", "ACKED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_recovered, NULL), 1);
}

static void test_who_leaves_in_time_overruns_nothing(void **state)
{
    struct bench *bench = *state;
    at_work_before_b2(bench, 0);
    bench_clock(bench, leave_by(0));
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    bench_clock(bench, leave_by(0) + MS_MINUTE);
    assert_with(bench, "B2", "ACKED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, NULL), 0);
}

/* Row 17: the check-out itself tells, should the timer not have. */
static void test_a_late_check_out_puts_the_next_visit_at_risk(void **state)
{
    struct bench *bench = *state;
    struct clock_set set = {.to = leave_by(0) + 1};
    at_work_before_b2(bench, 0);
    bench->now = set.to;
    bench_done(bench, (struct bench_sender){.role = "operator"}, MSG_clock_set, &set);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    assert_with(bench, "B2", "AT_RISK", "W1");
}

static void test_a_visit_assigned_to_who_is_at_work_is_watched_too(void **state)
{
    struct bench *bench = *state;
    started(bench);
    bench_clock(bench, END + 10 * MS_MINUTE);
    struct booking_requested event = a_request("B2", "H2", END + MS_HOUR);
    bench_hear(bench, "booking", MSG_booking_requested, &event, "B2");
    assert_with(bench, "B2", "ASSIGNED", "W1");
    bench_clock(bench, bench->now);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B2"), "");
    bench_clock(bench, leave_by(0) + 1);
    assert_with(bench, "B2", "AT_RISK", "W1");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_a_visit_is_worked_verified_and_closed_after_two_days),
        TEST(test_a_wrong_door_code_cannot_be_guessed),
        TEST(test_a_door_code_is_not_told_to_the_worker_nor_to_another_household),
        TEST(test_a_client_no_show_needs_a_quarter_of_an_hour_and_two_tries),
        TEST(test_the_tries_of_contact_are_kept_and_must_be_credible),
        TEST(test_offline_the_time_of_the_act_counts_and_that_of_the_telling_is_kept),
        TEST(test_offline_times_that_cannot_be_are_refused),
        TEST(test_offline_an_end_after_the_alarm_is_no_more_credible_than_online),
        TEST(test_offline_the_client_is_waited_for_as_long),
        TEST(test_an_objection_is_settled_by_a_manager_and_is_final),
        TEST(test_a_cancelled_visit_frees_its_time),
        TEST(test_a_cancellation_of_something_unknown_or_over_changes_nothing),
        TEST(test_a_visit_that_is_stopped_keeps_what_was_worked),
        TEST(test_work_that_is_annulled_counts_for_nothing),
        TEST(test_a_rematch_looks_for_somebody_else),
        TEST(test_who_loses_a_visit_hears_it_once),
        TEST(test_a_visit_that_lasts_too_long_hands_the_next_one_to_somebody_else),
        TEST(test_after_an_overrun_the_worker_acknowledges_and_comes_late),
        TEST(test_who_leaves_in_time_overruns_nothing),
        TEST(test_a_late_check_out_puts_the_next_visit_at_risk),
        TEST(test_a_visit_assigned_to_who_is_at_work_is_watched_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
