/* Enrolments (D6): asked for, approved, granted by the calendar, withdrawn; seats and yearly quotas. Every test ends
 * with all invariants checked (bench.h). */
#include "training_desk.h"

/* rows 1 and 2 */
static void test_a_trainee_is_enrolled_when_the_calendar_grants(void **state)
{
    struct bench *bench = *state;
    open_session(bench, 5, 1);
    request(bench, "E-1", "P-1");
    assert_string_equal(time_asked(bench).purpose, "class");
    assert_string_equal(time_asked(bench).object, "E-1");
    assert_string_equal(enrolment_now(bench, "E-1").state, "REQUESTED");
    assert_int_equal(said(bench, MSG_enrol_enrolled, NULL), 0);
    grant_time(bench);
    assert_int_equal(said(bench, MSG_enrol_enrolled, NULL), 1);
    assert_string_equal(enrolment_now(bench, "E-1").hold_state, "granted");
}

static void test_an_answer_to_a_hold_that_a_restore_lost_waits_until_it_is_asked_for_again(void **state)
{
    struct bench *lost = *state;
    void *other = NULL;
    open_session(lost, 5, 1);
    const int64_t serial = lost->serial;
    request(lost, "E-1", "P-1");
    struct calendar_hold_requested asked = time_asked(lost);
    assert_int_equal(setup(&other), 0);
    struct bench *restored = other; /* as it was before the request */
    open_session(restored, 5, 1);
    grant(restored, &asked);
    assert_int_equal(parked(restored), 1);
    TEXT_PUT(asked.purpose, "leave");
    TEXT_PUT(asked.hold, "of-somebody-else");
    grant(restored, &asked);
    assert_int_equal(parked(restored), 1);
    restored->serial = serial; /* the same command: the same id and time */
    request(restored, "E-1", "P-1");
    bench_turn(restored);
    assert_int_equal(parked(restored), 0);
    assert_string_equal(enrolment_now(restored, "E-1").state, "ENROLLED");
    teardown(&other);
}

static void test_a_denied_time_refuses_the_enrolment_and_frees_seat_and_quota(void **state)
{
    struct bench *bench = *state;
    struct enrol_refused refused;
    open_session(bench, 5, 1);
    request(bench, "E-1", "P-1");
    assert_int_equal(quota_used(bench), 1);
    deny_time(bench);
    assert_int_equal(said(bench, MSG_enrol_refused, &refused), 1);
    assert_string_equal(refused.reason, "calendar");
    assert_int_equal(session_now(bench).taken, 0);
    assert_int_equal(quota_used(bench), 0);
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 0);
}

static void test_a_grant_that_crosses_a_withdrawal_is_dropped_at_once(void **state)
{
    struct bench *bench = *state;
    open_session(bench, 5, 1);
    request(bench, "E-1", "P-1");
    withdraw(bench, "E-1");
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 1);
    grant_time(bench);
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 2);
    assert_int_equal(said(bench, MSG_enrol_enrolled, NULL), 0);
    assert_string_equal(enrolment_now(bench, "E-1").state, "WITHDRAWN");
}

static void test_holds_of_others_pass(void **state)
{
    struct bench *bench = *state;
    struct calendar_hold_requested foreign = {.hold = "leave-1", .person = "W-1", .purpose = "leave", .object = "L-1"};
    grant(bench, &foreign);
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 0);
}

static void test_one_live_enrolment_per_session_and_time(void **state)
{
    struct bench *bench = *state;
    struct session_plan other = plan_of("S-2", 5, 1);
    struct session_open open = {.session = "S-2"};
    struct enrol_request again = wish("E-2", "P-1");
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    assert_refused(bench, desk, MSG_enrol_request, &again, "already_enrolled");
    TEXT_PUT(other.trainer, "TR-2");
    TEXT_PUT(other.room, "hall");
    bench_done(bench, registrar, MSG_session_plan, &other);
    grant_room(bench);
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_open, &open);
    TEXT_PUT(again.session, "S-2");
    assert_refused(bench, desk, MSG_enrol_request, &again, "overlaps");
    withdraw(bench, "E-1");
    bench_done(bench, desk, MSG_enrol_request, &again);
}

static void test_a_trainee_acts_only_for_herself_and_brings_evidence(void **state)
{
    struct bench *bench = *state;
    struct enrol_request body = wish("E-1", "P-1");
    open_session(bench, 5, 1);
    assert_refused(bench, (struct bench_sender){.role = "trainee", .actor = "P-2"}, MSG_enrol_request, &body, "denied");
    body.evidence[0] = '\0';
    assert_refused(bench, desk, MSG_enrol_request, &body, "evidence_missing");
    TEXT_PUT(body.group, "public");
    bench_done(bench, (struct bench_sender){.role = "trainee", .actor = "P-1"}, MSG_enrol_request, &body);
}

/* ---- D6 row 2: approval ---- */

static void approve(struct bench *bench, const char *enrolment)
{
    struct enrol_approve body = {0};
    TEXT_PUT(body.enrolment, enrolment);
    bench_done(bench, registrar, MSG_enrol_approve, &body);
}

static void assert_enrolment(struct bench *bench, const char *id, const char *state, const char *reason)
{
    assert_string_equal(enrolment_now(bench, id).state, state);
    assert_string_equal(enrolment_now(bench, id).reason, reason);
}

/* row 2 */
static void test_a_request_waits_for_approval_and_takes_its_seat_with_it(void **state)
{
    struct bench *bench = *state;
    struct enrol_approval_due due;
    struct enrol_approve body = {.enrolment = "E-1"};
    struct bench_sender herself = {.role = "registrar", .actor = "P-1"};
    ask_for_approval(bench);
    set_quota(bench, 5);
    open_session(bench, 1, 1);
    request(bench, "E-1", "P-1");
    request(bench, "E-2", "P-2");
    assert_int_equal(said(bench, MSG_enrol_approval_due, &due), 2);
    assert_string_equal(due.enrolment, "E-2");
    assert_string_equal(due.group, "worker");
    assert_int_equal(said(bench, MSG_calendar_hold_requested, NULL), 1); /* the trainer's */
    assert_int_equal(session_now(bench).taken, 0);
    assert_int_equal(session_now(bench).waiting, 2);
    assert_true(session_now(bench).approval);
    assert_int_equal(quota_used(bench), 0);
    assert_enrolment(bench, "E-1", "REQUESTED", "");
    assert_string_equal(enrolment_now(bench, "E-1").hold_state, "");
    assert_refused(bench, desk, MSG_enrol_approve, &body, "role");
    assert_refused(bench, herself, MSG_enrol_approve, &body, "same_person");
    approve(bench, "E-1");
    assert_int_equal(said(bench, MSG_enrol_approved, NULL), 1);
    assert_enrolment(bench, "E-1", "APPROVED", "");
    assert_string_equal(session_now(bench).state, "FULL");
    assert_int_equal(quota_used(bench), 1);
    assert_refused(bench, registrar, MSG_enrol_approve, &body, "wrong_state");
    grant_time(bench);
    assert_enrolment(bench, "E-1", "ENROLLED", "");
}

/* row 2 */
static void test_an_approval_without_a_seat_is_refused_and_the_request_goes_on_waiting(void **state)
{
    struct bench *bench = *state;
    struct enrol_approve second = {.enrolment = "E-2"};
    ask_for_approval(bench);
    open_session(bench, 1, 1);
    request(bench, "E-1", "P-1");
    request(bench, "E-2", "P-2");
    approve(bench, "E-1");
    assert_refused(bench, registrar, MSG_enrol_approve, &second, "session_full");
    withdraw(bench, "E-1");
    approve(bench, "E-2");
    deny_time(bench);
    assert_enrolment(bench, "E-2", "REFUSED", "calendar");
    assert_int_equal(session_now(bench).taken, 0);
    assert_int_equal(quota_used(bench), 0);
}

/* row 2, T4 */
static void test_an_approval_beyond_the_yearly_quota_is_refused(void **state)
{
    struct bench *bench = *state;
    struct enrol_approve second = {.enrolment = "E-2"};
    ask_for_approval(bench);
    set_quota(bench, 1);
    open_session(bench, 5, 1);
    request(bench, "E-1", "P-1");
    request(bench, "E-2", "P-2");
    approve(bench, "E-1");
    assert_refused(bench, registrar, MSG_enrol_approve, &second, "quota_exhausted");
    assert_enrolment(bench, "E-2", "REQUESTED", "");
}

/* rows 2 and 7 */
static void test_what_waits_for_approval_can_be_refused_or_withdrawn(void **state)
{
    struct bench *bench = *state;
    struct enrol_refuse refuse = {.enrolment = "E-1", .reason = "evidence"};
    struct enrol_refused refused;
    struct enrolment_list waiting = {.approval = true};
    static struct enrolment_list_answer list;
    ask_for_approval(bench);
    open_session(bench, 5, 1);
    request(bench, "E-1", "P-1");
    request(bench, "E-2", "P-2");
    request(bench, "E-3", "P-3");
    approve(bench, "E-3");
    bench_query(bench, registrar, MSG_enrolment_list, &waiting, MSG_enrolment_list_answer, &list);
    assert_int_equal(list.rows.count, 2);
    bench_done(bench, registrar, MSG_enrol_refuse, &refuse);
    assert_int_equal(said(bench, MSG_enrol_refused, &refused), 1);
    assert_string_equal(refused.reason, "evidence");
    assert_enrolment(bench, "E-1", "REFUSED", "evidence");
    assert_refused(bench, registrar, MSG_enrol_refuse, &refuse, "wrong_state");
    withdraw(bench, "E-2");
    assert_enrolment(bench, "E-2", "WITHDRAWN", "");
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 0);
    request(bench, "E-4", "P-1"); /* refused is not live */
    assert_int_equal(session_now(bench).waiting, 1);
}

/* row 2, D5 row 4 */
static void test_who_is_not_approved_before_the_lock_is_refused(void **state)
{
    struct bench *bench = *state;
    struct enrol_approve late = {.enrolment = "E-2"};
    ask_for_approval(bench);
    open_session(bench, 5, 1);
    request(bench, "E-1", "P-1");
    request(bench, "E-2", "P-2");
    approve(bench, "E-1");
    grant_time(bench);
    bench_clock(bench, class_start() - MS_DAY);
    assert_int_equal(said(bench, MSG_session_locked, NULL), 1);
    assert_enrolment(bench, "E-1", "ENROLLED", "");
    assert_enrolment(bench, "E-2", "REFUSED", "not_approved");
    assert_refused(bench, registrar, MSG_enrol_approve, &late, "wrong_state");
}

static void test_a_session_that_nobody_was_approved_for_is_cancelled_with_its_requests(void **state)
{
    struct bench *bench = *state;
    ask_for_approval(bench);
    open_session(bench, 5, 1);
    request(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - MS_DAY);
    assert_string_equal(session_now(bench).reason, "under_minimum");
    assert_enrolment(bench, "E-1", "WITHDRAWN", "session_cancelled");
}

/* D5 row 6 */
static void test_an_approval_outlives_another_date_and_a_request_waits_on(void **state)
{
    struct bench *bench = *state;
    struct session_postpone postpone = {.session = "S-1", .reason = "typhoon"};
    struct session_redate redate = {.session = "S-1", .start = day(3, 12), .end = day(3, 12) + MS_HOUR};
    struct enrol_approve late = {.enrolment = "E-2"};
    ask_for_approval(bench);
    open_session(bench, 5, 1);
    request(bench, "E-1", "P-1");
    request(bench, "E-2", "P-2");
    approve(bench, "E-1");
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_postpone, &postpone);
    assert_enrolment(bench, "E-1", "APPROVED", "");
    assert_enrolment(bench, "E-2", "REQUESTED", "");
    assert_refused(bench, registrar, MSG_enrol_approve, &late, "session_not_open");
    bench_done(bench, registrar, MSG_session_redate, &redate);
    grant_room(bench);
    grant_time(bench);
    assert_string_equal(time_asked(bench).object, "E-1");
    assert_string_equal(enrolment_now(bench, "E-2").hold_state, "");
    grant_time(bench);
    assert_enrolment(bench, "E-1", "ENROLLED", "");
    struct calendar_hold_requested granted = time_asked(bench);
    release_time(bench, &granted);
    assert_enrolment(bench, "E-1", "APPROVED", "");
}

static void
test_a_course_without_approval_has_nothing_to_approve_and_one_that_asks_later_changes_no_session(void **state)
{
    struct bench *bench = *state;
    struct enrol_approve body = {.enrolment = "E-1"};
    struct enrol_refuse refuse = {.enrolment = "E-1", .reason = "evidence"};
    open_session(bench, 5, 1);
    ask_for_approval(bench);
    request(bench, "E-1", "P-1");
    assert_refused(bench, registrar, MSG_enrol_approve, &body, "no_approval");
    assert_refused(bench, registrar, MSG_enrol_refuse, &refuse, "no_approval");
    TEXT_PUT(body.enrolment, "E-9");
    assert_refused(bench, registrar, MSG_enrol_approve, &body, "unknown_enrolment");
    grant_time(bench);
    assert_enrolment(bench, "E-1", "ENROLLED", "");
}

static void test_only_so_many_requests_wait_for_approval(void **state)
{
    struct bench *bench = *state;
    char enrolment[65], trainee[65];
    ask_for_approval(bench);
    open_session(bench, 5, 1);
    for (int i = 0; i < 200; i++) {
        TEXT_FORMAT(enrolment, "E-%d", i);
        TEXT_FORMAT(trainee, "P-%d", i);
        request(bench, enrolment, trainee);
    }
    struct enrol_request one_more = wish("E-200", "P-200");
    assert_refused(bench, desk, MSG_enrol_request, &one_more, "waiting_full");
    withdraw(bench, "E-7");
    bench_done(bench, desk, MSG_enrol_request, &one_more);
}

/* T2 */
static void test_kept_seats_are_released_three_days_before_the_start(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-1", 2, 1);
    struct session_open open = {.session = "S-1"};
    struct enrol_request body = wish("E-2", "P-2");
    plan.keep_unemployed = 1;
    bench_done(bench, registrar, MSG_session_plan, &plan);
    grant_room(bench);
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_open, &open);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - 3 * MS_DAY - 1);
    assert_refused(bench, desk, MSG_enrol_request, &body, "group_full");
    bench_clock(bench, class_start() - 3 * MS_DAY);
    bench_done(bench, desk, MSG_enrol_request, &body);
    assert_string_equal(session_now(bench).state, "FULL");
}

/* T2, D5 row 4: kept seats are released before the lock, also when that is early */
static void test_before_an_examination_kept_seats_are_released_two_days_before_the_lock(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-1", 2, 1);
    struct session_open open = {.session = "S-1"};
    struct enrol_request body = wish("E-2", "P-2");
    publish(bench, true);
    plan.keep_unemployed = 1;
    bench_done(bench, registrar, MSG_session_plan, &plan);
    grant_room(bench);
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_open, &open);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - 9 * MS_DAY - 1);
    assert_refused(bench, desk, MSG_enrol_request, &body, "group_full");
    bench_clock(bench, class_start() - 9 * MS_DAY);
    bench_done(bench, desk, MSG_enrol_request, &body);
    assert_string_equal(session_now(bench).state, "FULL");
}

/* T4 */
static void test_a_yearly_quota_ends_the_requests_and_a_withdrawal_gives_a_place_back(void **state)
{
    struct bench *bench = *state;
    struct enrol_request second = wish("E-2", "P-2");
    struct quota_set less = {.programme = "nyjz", .year = 2026, .places = 0};
    set_quota(bench, 1);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    assert_refused(bench, desk, MSG_enrol_request, &second, "quota_exhausted");
    assert_refused(bench, registrar, MSG_quota_set, &less, "below_used");
    withdraw(bench, "E-1");
    assert_int_equal(quota_used(bench), 0);
    bench_done(bench, desk, MSG_enrol_request, &second);
}

/* D5 row 2 */
static void test_a_session_opens_only_while_a_place_of_the_yearly_quota_is_left(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-2", 5, 1);
    struct session_open open = {.session = "S-2"};
    set_quota(bench, 1);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    plan.start += MS_DAY;
    plan.end += MS_DAY;
    bench_done(bench, registrar, MSG_session_plan, &plan);
    grant_room(bench);
    grant_time(bench);
    assert_refused(bench, registrar, MSG_session_open, &open, "quota_exhausted");
    assert_int_equal(said(bench, MSG_session_opened, NULL), 1);
    set_quota(bench, 2);
    bench_done(bench, registrar, MSG_session_open, &open);
    assert_int_equal(said(bench, MSG_session_opened, NULL), 2);
}

static void test_a_place_left_after_the_start_stays_counted(void **state)
{
    struct bench *bench = *state;
    struct enrol_withdraw late = {.enrolment = "E-1"};
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() + MS_HOUR);
    bench_done(bench, registrar, MSG_enrol_withdraw, &late);
    assert_int_equal(quota_used(bench), 1);
}

static void test_seats_are_told_by_group(void **state)
{
    struct bench *bench = *state;
    struct seats_by_group asked = {.id = "S-1"};
    struct seats_by_group_answer answer;
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    bench_query(bench, desk, MSG_seats_by_group, &asked, MSG_seats_by_group_answer, &answer);
    assert_int_equal(answer.rows.count, 4);
    assert_string_equal(answer.rows.at[0].group, "worker");
    assert_int_equal(answer.rows.at[0].taken, 1);
    assert_int_equal(answer.rows.at[3].left, 4);
}

static void test_names_of_trainees_stay_with_those_who_enrol_them(void **state)
{
    struct bench *bench = *state;
    struct trainee_put put = {.trainee = "P-1", .name = "青禾07"};
    struct trainee_get asked = {.id = "P-1"};
    struct trainee_get_answer answer;
    bench_done(bench, desk, MSG_trainee_put, &put);
    bench_query(bench, desk, MSG_trainee_get, &asked, MSG_trainee_get_answer, &answer);
    assert_string_equal(answer.name, "青禾07");
    assert_refused(bench, trainer, MSG_trainee_get, &asked, "role");
}

static void test_a_quota_counts_its_changes_and_a_stale_revision_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct quota_set set = {.programme = "nyjz", .year = 2026, .places = 10};
    struct quota_left asked = {.programme = "nyjz", .year = 2026};
    struct quota_left_answer answer;
    struct bench_sender first = registrar, second = registrar;
    first.expectedrev = 1; /* there is none yet */
    assert_refused(bench, first, MSG_quota_set, &set, "conflict");
    assert_int_equal(bench_command(bench, registrar, MSG_quota_set, &set).revision, 1);
    second.expectedrev = bench_command(bench, first, MSG_quota_set, &set).revision;
    assert_int_equal(second.expectedrev, 2);
    set.places = 20;
    assert_refused(bench, first, MSG_quota_set, &set, "conflict");
    bench_query(bench, registrar, MSG_quota_left, &asked, MSG_quota_left_answer, &answer);
    assert_int_equal(answer.places, 10);
    assert_int_equal(answer.revision, 2);
    bench_done(bench, second, MSG_quota_set, &set);
}

static void test_a_trainee_counts_changes_and_a_stale_revision_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct trainee_put put = {.trainee = "P-1", .name = "青禾07"};
    struct trainee_get asked = {.id = "P-1"};
    struct trainee_get_answer answer;
    struct bench_sender seen = desk;
    seen.expectedrev = bench_command(bench, desk, MSG_trainee_put, &put).revision;
    assert_int_equal(seen.expectedrev, 1);
    TEXT_PUT(put.name, "青禾08");
    assert_int_equal(bench_command(bench, seen, MSG_trainee_put, &put).revision, 2);
    TEXT_PUT(put.name, "青禾09");
    assert_refused(bench, seen, MSG_trainee_put, &put, "conflict");
    bench_query(bench, desk, MSG_trainee_get, &asked, MSG_trainee_get_answer, &answer);
    assert_string_equal(answer.name, "青禾08");
    assert_int_equal(answer.revision, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_trainee_is_enrolled_when_the_calendar_grants),
        SERVICE_TEST(test_an_answer_to_a_hold_that_a_restore_lost_waits_until_it_is_asked_for_again),
        SERVICE_TEST(test_a_denied_time_refuses_the_enrolment_and_frees_seat_and_quota),
        SERVICE_TEST(test_a_grant_that_crosses_a_withdrawal_is_dropped_at_once),
        SERVICE_TEST(test_holds_of_others_pass),
        SERVICE_TEST(test_one_live_enrolment_per_session_and_time),
        SERVICE_TEST(test_a_trainee_acts_only_for_herself_and_brings_evidence),
        SERVICE_TEST(test_a_request_waits_for_approval_and_takes_its_seat_with_it),
        SERVICE_TEST(test_an_approval_without_a_seat_is_refused_and_the_request_goes_on_waiting),
        SERVICE_TEST(test_an_approval_beyond_the_yearly_quota_is_refused),
        SERVICE_TEST(test_what_waits_for_approval_can_be_refused_or_withdrawn),
        SERVICE_TEST(test_who_is_not_approved_before_the_lock_is_refused),
        SERVICE_TEST(test_a_session_that_nobody_was_approved_for_is_cancelled_with_its_requests),
        SERVICE_TEST(test_an_approval_outlives_another_date_and_a_request_waits_on),
        SERVICE_TEST(test_a_course_without_approval_has_nothing_to_approve_and_one_that_asks_later_changes_no_session),
        SERVICE_TEST(test_only_so_many_requests_wait_for_approval),
        SERVICE_TEST(test_kept_seats_are_released_three_days_before_the_start),
        SERVICE_TEST(test_before_an_examination_kept_seats_are_released_two_days_before_the_lock),
        SERVICE_TEST(test_a_yearly_quota_ends_the_requests_and_a_withdrawal_gives_a_place_back),
        SERVICE_TEST(test_a_session_opens_only_while_a_place_of_the_yearly_quota_is_left),
        SERVICE_TEST(test_a_place_left_after_the_start_stays_counted),
        SERVICE_TEST(test_seats_are_told_by_group),
        SERVICE_TEST(test_names_of_trainees_stay_with_those_who_enrol_them),
        SERVICE_TEST(test_a_quota_counts_its_changes_and_a_stale_revision_is_a_conflict),
        SERVICE_TEST(test_a_trainee_counts_changes_and_a_stale_revision_is_a_conflict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
