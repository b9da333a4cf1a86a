/* D2 rows 8 to 12, in the service: what threatens a visit, and what becomes of it. */
#include "matching_scene.h"

/* ---- acknowledgement (rows 8, 9, 11; V13) ---- */

static void test_without_acknowledgement_the_visit_is_at_risk_and_then_replaced(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    bench_clock(bench, MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "no_ack");
    bench_clock(bench, MONDAY + 2 * MS_DAY + 19 * MS_HOUR);
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, NULL), 1);
}

static void test_with_nobody_else_the_visit_stays_at_risk_with_its_worker_until_it_is_missed(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_clock(bench, MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
    bench_clock(bench, MONDAY + 2 * MS_DAY + 19 * MS_HOUR);
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_int_equal(emitted(bench, MSG_match_unfillable, NULL), 0);
    bench_clock(bench, START + 30 * MS_MINUTE);
    assert_state(bench, "B1", "MISSED");
    assert_int_equal(emitted(bench, MSG_visit_missed_by_worker, NULL), 1);
}

/* Ruling 2, booked on the day itself: half an hour to acknowledge, and at the last call another employee is sent, but
 * nobody is asked any more. */
static void test_on_the_day_itself_only_an_employee_replaces_at_the_last_call(void **state)
{
    struct bench *bench = *state;
    static struct visit_explain_answer why;
    struct visit_explain ask = {0};
    bench_clock(bench, START - 2 * MS_HOUR);
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START);
    hear_worker(bench, "W3", "agency");
    assert_code(simply(bench, the_worker("W2"), MSG_visit_ack, "B2"), "");
    bench_clock(bench, START - 90 * MS_MINUTE);
    assert_with(bench, "B1", "AT_RISK", "W1");
    bench_clock(bench, START - 30 * MS_MINUTE - 1);
    hear_cancel(bench, "B2"); /* W2 is free again */
    bench_clock(bench, START - 30 * MS_MINUTE);
    assert_with(bench, "B1", "ASSIGNED", "W2");
    TEXT_PUT(ask.id, visit_of(bench, "B1").visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &why);
    assert_string_equal(why.reasons.at[why.reasons.count - 1].reason, "no_time"); /* W3 */
}

static void test_a_late_acknowledgement_recovers_the_visit(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_clock(bench, MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    assert_with(bench, "B1", "ACKED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_recovered, NULL), 1);
    hear_worker(bench, "W2", "employee");
    bench_clock(bench, MONDAY + 2 * MS_DAY + 19 * MS_HOUR);
    assert_with(bench, "B1", "ACKED", "W1");
}

/* ---- facts that threaten (row 10) ---- */

static void test_a_code_that_turns_yellow_hands_the_visit_to_somebody_else(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    hear_worker(bench, "W2", "employee");
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "code");
}

static void test_with_nobody_else_the_visit_recovers_when_the_cause_is_gone(void **state)
{
    struct bench *bench = *state;
    struct visit_recovered event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "AT_RISK", "W1");
    hear_code(bench, "W1", "green");
    assert_with(bench, "B1", "ACKED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_recovered, &event), 1);
    assert_string_equal(event.reason, "code");
}

/* D7 row 7 */
static void test_a_replaced_certificate_never_counts_again(void **state)
{
    struct bench *bench = *state;
    struct cert_revoked revoked = {.worker = "W1",
                                   .station = "ST1",
                                   .cert = "C-new",
                                   .cert_type = "elder",
                                   .level = 4,
                                   .valid_from = MONDAY + 12 * MS_HOUR,
                                   .valid_to = MONDAY + 300 * MS_DAY,
                                   .reason = "forged"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_renewal(bench, "C-new", MONDAY + 12 * MS_HOUR);
    assert_string_equal(visit_of(bench, "B1").state, "ASSIGNED");
    bench_hear(bench, "roster", MSG_cert_revoked, &revoked, "W1");
    assert_string_equal(visit_of(bench, "B1").state, "AT_RISK");
    assert_string_equal(visit_of(bench, "B1").risk, "certificate");
}

/* D7 row 7, V1: together they cover a visit that is under way when the newer one begins */
static void test_a_replaced_certificate_counts_until_the_newer_one_begins(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_renewal(bench, "C-new", START + MS_HOUR);
    assert_string_equal(visit_of(bench, "B1").state, "ASSIGNED");
}

static void test_leave_threatens_only_the_visits_within_it(void **state)
{
    struct bench *bench = *state;
    struct worker_leave_ended back = {.worker = "W1", .station = "ST1", .leave = "L1", .at = MONDAY + 12 * MS_HOUR};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START + MS_DAY);
    hear_leave(bench, "W1", START + MS_HOUR, START + 12 * MS_HOUR);
    assert_state(bench, "B1", "AT_RISK");
    assert_string_equal(visit_of(bench, "B1").risk, "leave");
    assert_state(bench, "B2", "ASSIGNED");
    bench_hear(bench, "roster", MSG_worker_leave_ended, &back, "W1"); /* called off */
    assert_state(bench, "B1", "ASSIGNED");
}

/* rows 10 and 11: a suspension that crosses the assignment */
static void test_a_suspension_after_the_assignment_puts_the_visit_at_risk_until_it_is_lifted(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended suspended = {.worker = "W1", .station = "ST1", .reason = "complaint", .review_by = START};
    struct worker_reinstated back = {.worker = "W1", .station = "ST1"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_hear(bench, "roster", MSG_worker_suspended, &suspended, "W1");
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_string_equal(visit_of(bench, "B1").risk, "suspended");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "wrong_state");
    bench_hear(bench, "roster", MSG_worker_reinstated, &back, "W1");
    assert_with(bench, "B1", "ASSIGNED", "W1");
}

/* 5-EVENTS F: the old certificate expires after its renewal was heard of */
static void test_an_expiry_after_the_renewal_threatens_nothing(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_renewal(bench, "C-new", MONDAY + 12 * MS_HOUR);
    hear_cert(bench, MSG_cert_expired, "W1");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 0);
}

static void test_an_offer_to_a_worker_who_is_suspended_is_taken_back(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended event = {.worker = "W1", .station = "ST1", .reason = "complaint", .review_by = START};
    hear_worker(bench, "W1", "agency");
    hear_worker(bench, "W2", "agency");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "OFFERED", "W1");
    bench_hear(bench, "roster", MSG_worker_suspended, &event, "W1");
    assert_with(bench, "B1", "OFFERED", "W2");
}

static void test_an_agency_worker_takes_over_only_after_accepting(void **state)
{
    struct bench *bench = *state;
    struct visit_assigned event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "agency");
    hear_cert(bench, MSG_cert_revoked, "W1");
    assert_with(bench, "B1", "OFFERED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, NULL), 0);
    assert_code(simply(bench, the_worker("W2"), MSG_offer_accept, "B1"), "");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, NULL), 1);
    emitted(bench, MSG_visit_assigned, &event);
    assert_string_equal(event.how, "replaced");
}

static void test_a_pair_that_must_not_meet_is_parted(void **state)
{
    struct bench *bench = *state;
    struct household_pair_changed event = {.household = "H1", .worker = "W1", .prohibited = true};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    bench_hear(bench, "booking", MSG_household_pair_changed, &event, "H1");
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

/* ---- a station that closes (row 10) ---- */

static void hear_station(struct bench *bench, bool active)
{
    struct catalog_station_changed event = {.version = 1, .active = active, .host_kind = "company"};
    TEXT_PUT(event.station, "ST1");
    bench_hear(bench, "booking", MSG_catalog_station_changed, &event, "ST1");
}

static void test_a_closed_station_puts_its_visits_at_risk_until_it_opens(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    struct match_unfillable none;
    hear_station(bench, true);
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    hear_station(bench, false);
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "station_closed");
    hear_request(bench, "B2", START + MS_DAY);
    assert_state(bench, "B2", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &none), 1);
    assert_string_equal(none.reasons.at[0].reason, "station_closed");
    hear_station(bench, true);
    assert_with(bench, "B1", "ACKED", "W1");
}

static void test_a_community_that_is_served_no_more_puts_its_visits_at_risk(void **state)
{
    struct bench *bench = *state;
    struct catalog_coverage_changed event = {.station = "ST1", .communities = {2, {"CM1", "CM2"}}};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_hear(bench, "booking", MSG_catalog_coverage_changed, &event, "ST1");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    TEXT_PUT(event.communities.at[0], "CM3");
    bench_hear(bench, "booking", MSG_catalog_coverage_changed, &event, "ST1");
    assert_with(bench, "B1", "AT_RISK", "W1");
}

/* ---- at risk with nobody else: looked for again (row 12) ---- */

static void at_risk_with_nobody_else(struct bench *bench)
{
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "AT_RISK", "W1");
}

static void test_a_worker_whose_facts_allow_it_takes_over_what_is_at_risk(void **state)
{
    struct bench *bench = *state;
    at_risk_with_nobody_else(bench);
    hear_worker(bench, "W2", "employee");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, NULL), 1);
}

static void test_time_that_a_visit_frees_helps_what_is_at_risk(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START);
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "AT_RISK", "W1");
    hear_cancel(bench, "B2");
    bench_clock(bench, bench->now);
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

static void test_time_that_a_class_frees_helps_what_is_at_risk(void **state)
{
    struct bench *bench = *state;
    struct calendar_hold_dropped drop = {.hold = "K1", .person = "W2"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    ask_time(bench, "K1", "W2", START, END);
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "AT_RISK", "W1");
    bench_hear(bench, "training", MSG_calendar_hold_dropped, &drop, "K1");
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

/* Nothing was said, but somebody can come now: what stood parked was dropped. Until then looking in vain leaves neither
 * a decision nor a new revision. */
static void test_what_is_at_risk_is_looked_for_again_by_a_timer(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W2", "employee");
    hear_garbage(bench, "W2");
    at_risk_with_nobody_else(bench);
    struct visit_get_answer before = visit_of(bench, "B1");
    bench_clock(bench, bench->now + (START - 30 * MS_MINUTE - bench->now) / 2);
    assert_int_equal(visit_of(bench, "B1").decisions, before.decisions);
    assert_int_equal(visit_of(bench, "B1").revision, before.revision);
    engine_close(&bench->engine);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM parked", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    bench_start(bench);
    assert_with(bench, "B1", "AT_RISK", "W1");
    bench_clock(bench, START - 30 * MS_MINUTE);
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

static void test_after_the_last_call_nobody_takes_over_what_is_at_risk(void **state)
{
    struct bench *bench = *state;
    at_risk_with_nobody_else(bench);
    bench_clock(bench, START - 30 * MS_MINUTE + 1);
    hear_worker(bench, "W2", "employee");
    bench_clock(bench, START);
    assert_with(bench, "B1", "AT_RISK", "W1");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_without_acknowledgement_the_visit_is_at_risk_and_then_replaced),
        TEST(test_with_nobody_else_the_visit_stays_at_risk_with_its_worker_until_it_is_missed),
        TEST(test_on_the_day_itself_only_an_employee_replaces_at_the_last_call),
        TEST(test_a_late_acknowledgement_recovers_the_visit),
        TEST(test_a_code_that_turns_yellow_hands_the_visit_to_somebody_else),
        TEST(test_with_nobody_else_the_visit_recovers_when_the_cause_is_gone),
        TEST(test_a_replaced_certificate_never_counts_again),
        TEST(test_a_replaced_certificate_counts_until_the_newer_one_begins),
        TEST(test_leave_threatens_only_the_visits_within_it),
        TEST(test_a_suspension_after_the_assignment_puts_the_visit_at_risk_until_it_is_lifted),
        TEST(test_an_expiry_after_the_renewal_threatens_nothing),
        TEST(test_an_offer_to_a_worker_who_is_suspended_is_taken_back),
        TEST(test_an_agency_worker_takes_over_only_after_accepting),
        TEST(test_a_pair_that_must_not_meet_is_parted),
        TEST(test_a_closed_station_puts_its_visits_at_risk_until_it_opens),
        TEST(test_a_community_that_is_served_no_more_puts_its_visits_at_risk),
        TEST(test_a_worker_whose_facts_allow_it_takes_over_what_is_at_risk),
        TEST(test_time_that_a_visit_frees_helps_what_is_at_risk),
        TEST(test_time_that_a_class_frees_helps_what_is_at_risk),
        TEST(test_what_is_at_risk_is_looked_for_again_by_a_timer),
        TEST(test_after_the_last_call_nobody_takes_over_what_is_at_risk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
