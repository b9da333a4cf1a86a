/* Workers who are suspended, on leave, dismissed, retired, or with several employers (D4, R4). Every test ends with all
 * invariants checked (bench.h). */
#include "roster_desk.h"

static void hear_nobody(struct bench *bench, const char *of, const char *id)
{
    VISIT(visit_client_no_show, of, id)
    bench_hear(bench, "matching", MSG_visit_client_no_show, &event, id);
}

static void test_a_worker_is_hired_once(void **state)
{
    struct bench *bench = *state;
    struct worker_hire body = person("W-1");
    hire(bench, "W-1");
    assert_refused(bench, boss, MSG_worker_hire, &body, "worker_exists");
}

static void test_a_stale_revision_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct worker_retire body = {.worker = "W-1"};
    struct bench_sender stale = boss;
    hire(bench, "W-1");
    stale.expectedrev = 99;
    struct answer answer = bench_command(bench, stale, MSG_worker_retire, &body);
    assert_string_equal(answer.outcome, "conflict");
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct worker_hire body = person("W-1");
    struct cert_register old = paper("W-1", "H-1", "health", day(1, 1), day(6, 1));
    struct cert_register new = paper("W-1", "H-2", "health", day(1, 2), day(12, 1));
    struct cert_verify verify = {.cert = "H-1", .evidence = "original_seen"};
    struct cert_get asked = {.id = "H-2"};
    static struct cert_get_answer cert;
    struct leave_put leave = {.worker = "W-1", .until = day(3, 1)};
    struct bench_sender next = boss;
    next.expectedrev = bench_command(bench, boss, MSG_worker_hire, &body).revision;
    assert_int_equal(next.expectedrev, look(bench, "manager").revision);
    assert_int_equal(bench_command(bench, boss, MSG_cert_register, &old).revision, 1);
    bench_done(bench, boss, MSG_cert_register, &new);
    bench_done(bench, other, MSG_cert_verify, &verify);
    TEXT_PUT(verify.cert, "H-2");
    struct answer answer = bench_command(bench, other, MSG_cert_verify, &verify); /* H-1 is replaced with it */
    bench_query(bench, boss, MSG_cert_get, &asked, MSG_cert_get_answer, &cert);
    assert_int_equal(answer.revision, cert.revision);
    assert_int_equal(bench_command(bench, boss, MSG_leave_put, &leave).revision, 0); /* refused: not at work yet */
}

/* rows 7 and 8 */
static void test_who_suspends_does_not_reinstate(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    struct worker_reinstate back = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    assert_refused(bench, boss, MSG_worker_reinstate, &back, "same_person");
    bench_done(bench, other, MSG_worker_reinstate, &back);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
    assert_int_equal(said(bench, MSG_worker_reinstated, NULL), 1);
    bench_clock(bench, day(3, 2));
    assert_int_equal(said(bench, MSG_worker_review_overdue, NULL), 0);
}

/* row 4: no second person is asked for, since nobody has suspended her */
static void test_who_is_dismissed_in_probation_has_left_for_good(void **state)
{
    struct bench *bench = *state;
    struct worker_dismiss dismiss = {.worker = "W-1", .reason = "unsuitable"};
    struct worker_start again = {.worker = "W-1"};
    struct worker_dismissed event = {0};
    hire_green(bench, day(4, 1));
    assert_refused(bench, boss, MSG_worker_dismiss, &dismiss, "wrong_state");
    start(bench, false);
    bench_done(bench, boss, MSG_worker_dismiss, &dismiss);
    assert_int_equal(said(bench, MSG_worker_dismissed, &event), 1);
    assert_string_equal(event.worker, "W-1");
    assert_string_equal(event.reason, "unsuitable");
    bench_clock(bench, day(12, 2));
    assert_string_equal(look(bench, "manager").state, "DISMISSED");
    assert_int_equal(look(bench, "manager").employers.count, 0);
    assert_int_equal(said(bench, MSG_cert_expiring, NULL), 0);
    assert_int_equal(said(bench, MSG_worker_confirmed, NULL), 0);
    assert_refused(bench, boss, MSG_worker_dismiss, &dismiss, "wrong_state");
    assert_refused(bench, boss, MSG_worker_start, &again, "wrong_state");
}

/* row 8 */
static void test_who_suspends_does_not_dismiss(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    struct worker_dismiss dismiss = {.worker = "W-1", .reason = "upheld"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    assert_refused(bench, boss, MSG_worker_dismiss, &dismiss, "same_person");
    assert_string_equal(look(bench, "manager").state, "SUSPENDED");
    assert_int_equal(said(bench, MSG_worker_dismissed, NULL), 0);
    bench_done(bench, other, MSG_worker_dismiss, &dismiss);
    assert_string_equal(look(bench, "manager").state, "DISMISSED");
    assert_int_equal(said(bench, MSG_worker_dismissed, NULL), 1);
    bench_clock(bench, day(3, 2));
    assert_int_equal(said(bench, MSG_worker_review_overdue, NULL), 0);
}

/* row 9 */
static void test_a_suspension_not_reviewed_in_time_is_said_once(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    hire_green(bench, day(12, 1));
    start(bench, false);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    bench_clock(bench, day(3, 1) - 1);
    assert_int_equal(said(bench, MSG_worker_review_overdue, NULL), 0);
    bench_clock(bench, day(3, 1));
    bench_clock(bench, day(3, 9));
    assert_int_equal(said(bench, MSG_worker_review_overdue, NULL), 1);
    assert_string_equal(look(bench, "manager").state, "SUSPENDED");
}

static void test_a_suspension_beyond_thirty_days_is_refused(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 12)};
    hire_green(bench, day(12, 1));
    start(bench, true);
    assert_refused(bench, boss, MSG_worker_suspend, &suspend, "review_by");
}

/* rows 5 and 6 */
static void test_leave_is_granted_at_once_begins_and_ends_by_the_clock(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .start = day(2, 12), .until = day(2, 16)};
    struct worker_leave_ended ended;
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    assert_int_equal(said(bench, MSG_worker_leave_granted, NULL), 1);
    assert_int_equal(said(bench, MSG_worker_leave_started, NULL), 0);
    bench_clock(bench, day(2, 12));
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    assert_int_equal(said(bench, MSG_worker_leave_started, NULL), 1);
    bench_clock(bench, day(2, 16));
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
    assert_int_equal(said(bench, MSG_worker_leave_ended, &ended), 1);
    assert_int_equal(ended.at, day(2, 16));
}

static void test_two_leaves_that_touch_follow_each_other(void **state)
{
    struct bench *bench = *state;
    struct leave_put first = {.worker = "W-1", .leave = "L-2", .start = day(2, 12), .until = day(2, 16)};
    struct leave_put second = {.worker = "W-1", .leave = "L-1", .start = day(2, 16), .until = day(2, 18)};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &first);
    bench_done(bench, boss, MSG_leave_put, &second);
    second.start = day(2, 15);
    TEXT_PUT(second.leave, "L-3");
    assert_refused(bench, boss, MSG_leave_put, &second, "leave_overlaps");
    bench_clock(bench, day(2, 16));
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    assert_string_equal(look(bench, "manager").leave, "L-1");
}

static void test_a_worker_reports_only_her_own_sickness(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .start = day(2, 20), .until = day(2, 22)};
    hire_green(bench, day(12, 1));
    start(bench, false);
    assert_refused(bench, worker, MSG_leave_put, &put, "denied");
    put.sick = true;
    assert_refused(bench, (struct bench_sender){.role = "worker", .actor = "W-2"}, MSG_leave_put, &put, "denied");
    bench_done(bench, worker, MSG_leave_put, &put);
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    assert_true(look(bench, "manager").sick);
    assert_string_equal(bench_act(bench, MSG_worker_get).fields, "name,phone,sick"); /* X4: who read it */
    assert_false(look(bench, "supervisor").sick);
    struct worker_leave_started said; /* ruling 4: no stream carries anybody's health */
    assert_int_equal(bench_emitted(bench, "roster", MSG_worker_leave_started, &said), 1);
    assert_false(said.sick);
    bench_clock(bench, day(2, 22));
    assert_string_equal(look(bench, "manager").state, "PROBATION");
}

static const char *last_reason(struct bench *bench, const char *role)
{
    static struct worker_timeline_answer answer;
    struct worker_timeline asked = {.id = "W-1"};
    bench_query(bench, (struct bench_sender){.role = role}, MSG_worker_timeline, &asked, MSG_worker_timeline_answer,
                &answer);
    return answer.rows.at[answer.rows.count - 1].reason;
}

static void test_to_those_who_do_not_deal_with_her_a_sick_worker_is_on_leave(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .until = day(2, 22), .sick = true};
    hire_green(bench, day(12, 1));
    start(bench, false);
    bench_done(bench, worker, MSG_leave_put, &put);
    assert_string_equal(last_reason(bench, "manager"), "sick");
    assert_string_equal(bench_act(bench, MSG_worker_timeline).fields, "reason"); /* X4: who read it */
    assert_string_equal(last_reason(bench, "supervisor"), "leave");
    assert_string_equal(last_reason(bench, "operator"), "leave");
}

static void test_leave_called_off_before_it_begins_moves_nobody(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .start = day(2, 12), .until = day(2, 16)};
    struct leave_end end = {.leave = "L-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    bench_done(bench, boss, MSG_leave_end, &end);
    assert_int_equal(said(bench, MSG_worker_leave_ended, NULL), 1);
    bench_clock(bench, day(2, 13));
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
    assert_refused(bench, boss, MSG_leave_end, &end, "wrong_state");
}

static void test_leave_ends_underneath_a_suspension(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .until = day(2, 16)};
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    struct worker_reinstate back = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    bench_done(bench, other, MSG_worker_reinstate, &back);
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    bench_clock(bench, day(2, 16));
    assert_int_equal(said(bench, MSG_worker_leave_ended, NULL), 1);
    bench_done(bench, other, MSG_worker_reinstate, &back);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
}

/* row 10 */
static void test_who_has_retired_holds_nothing_and_is_not_reminded(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .until = day(3, 1)};
    struct worker_retire retire = {.worker = "W-1"};
    hire_green(bench, day(4, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    bench_done(bench, worker, MSG_worker_retire, &retire);
    bench_clock(bench, day(5, 1));
    assert_string_equal(look(bench, "manager").state, "RETIRED");
    assert_int_equal(said(bench, MSG_cert_expiring, NULL), 0);
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 0);
    assert_int_equal(look(bench, "manager").employers.count, 0);
}

static void reassign(struct bench *bench, const char *id, const char *to)
{
    VISIT(visit_reassigned, to, id)
    TEXT_PUT(event.from_worker, "W-1");
    TEXT_PUT(event.why, "leaving");
    bench_hear(bench, "matching", MSG_visit_reassigned, &event, id);
    hear_assigned(bench, to, id);
}

/* row 10 */
static void test_nobody_retires_before_her_visits_are_handed_over(void **state)
{
    struct bench *bench = *state;
    struct worker_retire retire = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    hear_assigned(bench, "W-1", "V-1");
    hear_assigned(bench, "W-1", "V-2");
    hear(bench, MSG_visit_acked, "W-1", "V-2");
    assert_refused(bench, worker, MSG_worker_retire, &retire, "visits_ahead");
    assert_refused(bench, boss, MSG_worker_retire, &retire, "visits_ahead");
    assert_int_equal(look(bench, "manager").visits_ahead, 2);
    reassign(bench, "V-1", "W-2");
    assert_refused(bench, boss, MSG_worker_retire, &retire, "visits_ahead");
    hear(bench, MSG_visit_ended, "W-1", "V-2");
    bench_done(bench, boss, MSG_worker_retire, &retire);
    assert_string_equal(look(bench, "manager").state, "RETIRED");
}

/* row 10: in each of these ways a visit is hers no longer */
static void test_a_visit_replanned_offered_cancelled_or_in_vain_is_nobodys(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    start(bench, true);
    for (int i = 0; i < 4; i++) {
        VISIT(visit_offered, "W-2", "V-1")
        struct visit_planned planned = {.booking = "B-1", .station = "ST1", .service = "HH-01", .household = "H-1"};
        struct visit_cancelled cancelled = {.booking = "B-1", .station = "ST1", .service = "HH-01", .household = "H-1"};
        TEXT_PUT(planned.visit, "V-1");
        TEXT_PUT(cancelled.visit, "V-1");
        TEXT_PUT(cancelled.worker, "W-1");
        TEXT_PUT(cancelled.reason, "booking_cancelled");
        event.expires = day(2, 19);
        hear_assigned(bench, "W-1", "V-1");
        assert_int_equal(look(bench, "manager").visits_ahead, 1);
        if (i == 0)
            bench_hear(bench, "matching", MSG_visit_offered, &event, "V-1");
        else if (i == 1)
            bench_hear(bench, "matching", MSG_visit_planned, &planned, "V-1");
        else if (i == 2)
            bench_hear(bench, "matching", MSG_visit_cancelled, &cancelled, "V-1");
        else
            hear_nobody(bench, "W-1", "V-1");
        assert_int_equal(look(bench, "manager").visits_ahead, 0);
    }
}

/* R3 */
static void test_a_worker_has_several_employers(void **state)
{
    struct bench *bench = *state;
    struct worker_employ employ = {.worker = "W-1", .employer = "ST2", .employment = "agency", .part_time = true};
    struct worker_unemploy unemploy = {.worker = "W-1", .employer = "ST2"};
    hire(bench, "W-1");
    bench_done(bench, boss, MSG_worker_employ, &employ);
    assert_int_equal(look(bench, "manager").employers.count, 2);
    TEXT_PUT(employ.employment, "partner");
    bench_done(bench, boss, MSG_worker_employ, &employ);
    assert_int_equal(look(bench, "manager").employers.count, 2);
    assert_string_equal(look(bench, "manager").employers.at[1].employment, "partner");
    bench_done(bench, boss, MSG_worker_unemploy, &unemploy);
    assert_refused(bench, boss, MSG_worker_unemploy, &unemploy, "unknown_employer");
    TEXT_PUT(employ.employer, "ST1");
    assert_refused(bench, boss, MSG_worker_employ, &employ, "own_employer");
}

/* R3: matching keeps as many as roster takes. */
static void test_a_ninth_further_employer_is_refused_and_a_known_one_may_change(void **state)
{
    struct bench *bench = *state;
    struct worker_employ employ = {.worker = "W-1", .employment = "agency"};
    hire(bench, "W-1");
    for (int i = 1; i <= 8; i++) {
        snprintf(employ.employer, sizeof employ.employer, "AG-%d", i);
        bench_done(bench, boss, MSG_worker_employ, &employ);
    }
    TEXT_PUT(employ.employment, "partner");
    bench_done(bench, boss, MSG_worker_employ, &employ);
    TEXT_PUT(employ.employer, "AG-9");
    assert_refused(bench, boss, MSG_worker_employ, &employ, "too_many_employers");
    assert_int_equal(look(bench, "manager").employers.count, 9);
}

/* A leave that begins as it is put in asks for care, whether it is sickness or not; a planned one does not. */
static void test_a_leave_that_begins_at_once_asks_for_care_and_tells_of_no_sickness(void **state)
{
    struct bench *bench = *state;
    struct leave_put planned = {.worker = "W-1", .start = day(5, 1), .until = day(5, 3)};
    struct leave_put sick = {.worker = "W-1", .leave = "L-1", .until = day(2, 12), .sick = true};
    struct care_due care;
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &planned);
    assert_int_equal(bench_emitted(bench, "roster", MSG_care_due, NULL), 0);
    bench_done(bench, boss, MSG_leave_put, &sick);
    assert_int_equal(bench_emitted(bench, "roster", MSG_care_due, &care), 1);
    assert_string_equal(care.leave, "L-1");
}

/* D4 row 7 */
static void test_a_serious_complaint_that_was_upheld_suspends_the_worker_until_a_manager_reviews(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended suspended;
    struct worker_reinstate reinstate = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    hear_upheld(bench, true);
    assert_int_equal(bench_emitted(bench, "roster", MSG_worker_suspended, &suspended), 1);
    assert_string_equal(suspended.reason, "complaint_upheld");
    assert_int_equal(suspended.review_by, bench->now + 30 * MS_DAY);
    hear_upheld(bench, true);
    assert_int_equal(bench_emitted(bench, "roster", MSG_worker_suspended, NULL), 1);
    bench_done(bench, boss, MSG_worker_reinstate, &reinstate);
    assert_string_equal(worker_told(bench).state, "ACTIVE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_worker_is_hired_once),
        SERVICE_TEST(test_a_stale_revision_is_a_conflict),
        SERVICE_TEST(test_an_answer_tells_the_revision_to_go_on_from),
        SERVICE_TEST(test_who_suspends_does_not_reinstate),
        SERVICE_TEST(test_who_is_dismissed_in_probation_has_left_for_good),
        SERVICE_TEST(test_who_suspends_does_not_dismiss),
        SERVICE_TEST(test_a_suspension_not_reviewed_in_time_is_said_once),
        SERVICE_TEST(test_a_suspension_beyond_thirty_days_is_refused),
        SERVICE_TEST(test_leave_is_granted_at_once_begins_and_ends_by_the_clock),
        SERVICE_TEST(test_two_leaves_that_touch_follow_each_other),
        SERVICE_TEST(test_a_worker_reports_only_her_own_sickness),
        SERVICE_TEST(test_to_those_who_do_not_deal_with_her_a_sick_worker_is_on_leave),
        SERVICE_TEST(test_leave_called_off_before_it_begins_moves_nobody),
        SERVICE_TEST(test_leave_ends_underneath_a_suspension),
        SERVICE_TEST(test_who_has_retired_holds_nothing_and_is_not_reminded),
        SERVICE_TEST(test_nobody_retires_before_her_visits_are_handed_over),
        SERVICE_TEST(test_a_visit_replanned_offered_cancelled_or_in_vain_is_nobodys),
        SERVICE_TEST(test_a_worker_has_several_employers),
        SERVICE_TEST(test_a_ninth_further_employer_is_refused_and_a_known_one_may_change),
        SERVICE_TEST(test_a_leave_that_begins_at_once_asks_for_care_and_tells_of_no_sickness),
        SERVICE_TEST(test_a_serious_complaint_that_was_upheld_suspends_the_worker_until_a_manager_reviews),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
