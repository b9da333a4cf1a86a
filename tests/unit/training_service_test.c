/* Training as a service: sessions and enrolments with the answers of booking and matching, also where they cross. Every
 * test ends with all invariants checked (bench.h). */
#include "training_desk.h"

/* ---- D5 ---- */

/* rows 1 and 2 */
static void test_a_session_opens_only_when_room_and_trainer_are_granted(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-1", 10, 1);
    struct session_open open = {.session = "S-1"};
    bench_done(bench, registrar, MSG_session_plan, &plan);
    assert_int_equal(said(bench, MSG_session_planned, NULL), 1);
    assert_string_equal(time_asked(bench).purpose, "trainer");
    assert_refused(bench, registrar, MSG_session_open, &open, "room_pending");
    grant_room(bench);
    assert_refused(bench, registrar, MSG_session_open, &open, "trainer_pending");
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_open, &open);
    assert_int_equal(said(bench, MSG_session_opened, NULL), 1);
}

static void test_a_denied_room_is_cured_by_another_date(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-1", 10, 1);
    struct session_open open = {.session = "S-1"};
    struct session_redate redate = {.session = "S-1", .start = day(3, 12), .end = day(3, 12) + MS_HOUR};
    bench_done(bench, registrar, MSG_session_plan, &plan);
    deny_room(bench);
    grant_time(bench);
    struct session_hold_denied denied;
    assert_int_equal(said(bench, MSG_session_hold_denied, &denied), 1);
    assert_string_equal(denied.what, "room");
    assert_string_equal(denied.reason, "taken");
    assert_refused(bench, registrar, MSG_session_open, &open, "room_denied");
    assert_string_equal(session_now(bench).denied, "taken");
    bench_done(bench, registrar, MSG_session_redate, &redate);
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 1); /* the trainer's first time */
    assert_int_equal(said(bench, MSG_room_hold_dropped, NULL), 0);     /* the room was never ours */
    grant_room(bench);
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_open, &open);
    assert_int_equal(session_now(bench).start, day(3, 12));
}

static void test_a_draft_nobody_opened_is_cancelled_at_the_lock(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-1", 10, 1);
    struct session_cancelled cancelled;
    bench_done(bench, registrar, MSG_session_plan, &plan);
    grant_room(bench);
    bench_clock(bench, class_start() - MS_DAY);
    assert_int_equal(said(bench, MSG_session_cancelled, &cancelled), 1);
    assert_string_equal(cancelled.reason, "not_opened");
    assert_int_equal(said(bench, MSG_room_hold_dropped, NULL), 1);
    grant_time(bench); /* crosses the cancellation: dropped again */
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 2);
}

/* A7.4: focus and problem are required by the table of the message; the course must exist */
static void test_a_session_of_an_unknown_course_is_refused(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-1", 10, 1);
    TEXT_PUT(plan.course, "C-9");
    assert_refused(bench, registrar, MSG_session_plan, &plan, "unknown_course");
}

/* rows 3 and I5 */
static void test_the_last_seat_fills_a_session_and_a_withdrawal_opens_it(void **state)
{
    struct bench *bench = *state;
    struct enrol_request third = wish("E-3", "P-3");
    open_session(bench, 2, 1);
    enrol(bench, "E-1", "P-1");
    request(bench, "E-2", "P-2"); /* waits for the calendar and takes the seat all the same */
    assert_int_equal(said(bench, MSG_session_full, NULL), 1);
    assert_refused(bench, desk, MSG_enrol_request, &third, "session_full");
    deny_time(bench);
    assert_int_equal(said(bench, MSG_session_reopened, NULL), 1);
    bench_done(bench, desk, MSG_enrol_request, &third);
    assert_int_equal(said(bench, MSG_session_full, NULL), 2);
    withdraw(bench, "E-1");
    assert_int_equal(said(bench, MSG_session_reopened, NULL), 2);
    assert_int_equal(session_now(bench).taken, 1);
}

/* row 4 */
static void test_a_session_locks_a_day_before_the_start(void **state)
{
    struct bench *bench = *state;
    struct session_locked locked;
    struct enrol_withdraw late = {.enrolment = "E-1"};
    struct enrol_request request_late = wish("E-2", "P-2");
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - MS_DAY);
    assert_int_equal(said(bench, MSG_session_locked, &locked), 1);
    assert_int_equal(locked.enrolled, 1);
    assert_refused(bench, desk, MSG_enrol_request, &request_late, "session_not_open");
    assert_refused(bench, desk, MSG_enrol_withdraw, &late, "locked");
    bench_done(bench, registrar, MSG_enrol_withdraw, &late);
}

/* row 4, T8 */
static void test_a_session_with_an_examination_locks_seven_days_before_the_start(void **state)
{
    struct bench *bench = *state;
    struct enrol_request late = wish("E-2", "P-2");
    struct session_plan too_late = plan_of("S-2", 5, 1);
    publish(bench, true);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    assert_int_equal(session_now(bench).lock, class_start() - 7 * MS_DAY);
    bench_clock(bench, class_start() - 7 * MS_DAY - 1);
    assert_string_equal(session_now(bench).state, "OPEN");
    bench_clock(bench, class_start() - 7 * MS_DAY);
    assert_string_equal(session_now(bench).state, "LOCKED");
    assert_refused(bench, desk, MSG_enrol_request, &late, "session_not_open");
    assert_refused(bench, registrar, MSG_session_plan, &too_late, "too_late");
}

/* row 4 */
static void test_a_course_that_gets_an_examination_later_leaves_planned_sessions_their_lock(void **state)
{
    struct bench *bench = *state;
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    publish(bench, true);
    bench_clock(bench, class_start() - 2 * MS_DAY);
    assert_string_equal(session_now(bench).state, "OPEN");
    bench_clock(bench, class_start() - MS_DAY);
    assert_string_equal(session_now(bench).state, "LOCKED");
}

/* row 5 */
static void test_a_session_under_its_minimum_is_cancelled_at_the_lock_and_holds_nothing(void **state)
{
    struct bench *bench = *state;
    struct session_cancelled cancelled;
    struct enrol_withdrawn withdrawn;
    open_session(bench, 5, 2);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - MS_DAY);
    assert_int_equal(said(bench, MSG_session_cancelled, &cancelled), 1);
    assert_string_equal(cancelled.reason, "under_minimum");
    assert_int_equal(said(bench, MSG_enrol_withdrawn, &withdrawn), 1);
    assert_string_equal(withdrawn.reason, "session_cancelled");
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 2); /* trainee and trainer */
    assert_int_equal(said(bench, MSG_room_hold_dropped, NULL), 1);
    assert_int_equal(quota_used(bench), 0);
}

/* row 6 */
static void test_a_postponed_session_keeps_its_trainees_and_asks_for_their_time_again(void **state)
{
    struct bench *bench = *state;
    struct session_postpone postpone = {.session = "S-1", .reason = "trainer_ill"};
    struct session_redate redate = {.session = "S-1", .start = day(3, 20), .end = day(3, 20) + MS_HOUR};
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    bench_done(bench, registrar, MSG_session_postpone, &postpone);
    assert_string_equal(enrolment_now(bench, "E-1").state, "REQUESTED");
    assert_int_equal(said(bench, MSG_calendar_hold_dropped, NULL), 2);
    bench_done(bench, registrar, MSG_session_redate, &redate);
    assert_int_equal(said(bench, MSG_session_redated, NULL), 0);
    grant_room(bench);
    grant_time(bench);
    assert_int_equal(said(bench, MSG_session_redated, NULL), 1);
    assert_string_equal(session_now(bench).state, "OPEN");
    assert_string_equal(time_asked(bench).person, "P-1");
    assert_int_equal(time_asked(bench).start, day(3, 20));
    grant_time(bench);
    assert_string_equal(enrolment_now(bench, "E-1").state, "ENROLLED");
    bench_clock(bench, class_start());
    assert_string_equal(session_now(bench).state, "OPEN"); /* the old lock has gone */
    bench_clock(bench, day(3, 19));
    assert_string_equal(session_now(bench).state, "LOCKED");
}

/* row 6, ruling 1 */
static void test_a_session_that_loses_its_room_is_postponed_until_it_has_another_date(void **state)
{
    struct bench *bench = *state;
    struct room_hold_requested room;
    struct session_postponed postponed;
    struct session_redate redate = {.session = "S-1", .start = day(3, 20), .end = day(3, 20) + MS_HOUR};
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    said(bench, MSG_room_hold_requested, &room);
    release_room(bench, room.hold);
    assert_string_equal(session_now(bench).state, "POSTPONED");
    assert_int_equal(said(bench, MSG_session_postponed, &postponed), 1);
    assert_string_equal(postponed.reason, "room_lost");
    assert_string_equal(postponed.trainer, plan_of("S-1", 5, 1).trainer);
    struct enrol_postponed off;
    assert_int_equal(said(bench, MSG_enrol_postponed, &off), 1); /* who has a seat hears that the date is off */
    assert_string_equal(off.trainee, "P-1");
    assert_int_equal(off.start, class_start());
    assert_string_equal(off.reason, "room_lost");
    assert_string_equal(enrolment_now(bench, "E-1").state, "REQUESTED");
    release_room(bench, room.hold);
    assert_int_equal(said(bench, MSG_session_postponed, NULL), 1);
    bench_done(bench, registrar, MSG_session_redate, &redate);
    grant_room(bench);
    grant_time(bench);
    assert_string_equal(session_now(bench).state, "OPEN");
    struct session_redated redated;
    assert_int_equal(said(bench, MSG_session_redated, &redated), 1);
    assert_string_equal(redated.trainer, postponed.trainer);
    grant_time(bench);
    struct enrol_enrolled again;
    said(bench, MSG_enrol_enrolled, &again);
    assert_int_equal(again.start, day(3, 20));
}

/* row 2, ruling 1 */
static void test_a_draft_that_loses_its_trainer_cannot_be_opened(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-1", 5, 1);
    struct session_open open = {.session = "S-1"};
    bench_done(bench, registrar, MSG_session_plan, &plan);
    grant_room(bench);
    grant_time(bench);
    struct calendar_hold_requested trainers = time_asked(bench);
    struct session_hold_denied denied;
    release_time(bench, &trainers);
    assert_string_equal(session_now(bench).state, "DRAFT");
    assert_int_equal(said(bench, MSG_session_hold_denied, &denied), 1);
    assert_string_equal(denied.what, "trainer");
    assert_refused(bench, registrar, MSG_session_open, &open, "trainer_denied");
}

/* D5 rows 6 and 7 */
static void test_a_session_that_has_begun_goes_on_without_its_hold(void **state)
{
    struct bench *bench = *state;
    struct room_hold_requested room;
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    struct calendar_hold_requested trainees = time_asked(bench);
    said(bench, MSG_room_hold_requested, &room);
    assert_string_equal(trainees.station, room.station); /* V2: the way there counts */
    bench_clock(bench, class_start());
    mark(bench, "E-1", 1, "present");
    release_room(bench, room.hold);
    release_time(bench, &trainees);
    assert_string_equal(session_now(bench).state, "RUNNING");
    assert_string_equal(enrolment_now(bench, "E-1").state, "ATTENDING");
}

/* D6 row 2, ruling 1 */
static void test_a_trainee_whose_time_is_taken_back_keeps_the_seat_and_asks_again(void **state)
{
    struct bench *bench = *state;
    open_session(bench, 1, 1);
    enrol(bench, "E-1", "P-1");
    struct calendar_hold_requested first = time_asked(bench);
    release_time(bench, &first);
    struct calendar_hold_requested second = time_asked(bench);
    assert_string_not_equal(second.hold, first.hold);
    assert_string_equal(second.person, "P-1");
    assert_string_equal(enrolment_now(bench, "E-1").state, "REQUESTED");
    assert_string_equal(session_now(bench).state, "FULL");
    deny_time(bench);
    assert_string_equal(enrolment_now(bench, "E-1").state, "REFUSED");
    assert_string_equal(session_now(bench).state, "OPEN");
}

/* D6 row 7: the answer to a drop of ours */
static void test_a_release_that_we_asked_for_changes_nothing(void **state)
{
    struct bench *bench = *state;
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    struct calendar_hold_requested asked = time_asked(bench);
    withdraw(bench, "E-1");
    release_time(bench, &asked);
    assert_string_equal(enrolment_now(bench, "E-1").state, "WITHDRAWN");
    assert_string_equal(time_asked(bench).hold, asked.hold);
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct session_plan plan = plan_of("S-1", 5, 1);
    struct session_open open = {.session = "S-1"};
    struct session_cancel cancel = {.session = "S-1", .reason = "no_trainer"};
    struct enrol_request first = wish("E-1", "P-1");
    struct enrol_withdraw leave = {.enrolment = "E-1"};
    struct bench_sender next = registrar, late = registrar;
    late.expectedrev = next.expectedrev = bench_command(bench, registrar, MSG_session_plan, &plan).revision;
    grant_room(bench);
    grant_time(bench);
    next.expectedrev = bench_command(bench, next, MSG_session_open, &open).revision;
    assert_int_equal(next.expectedrev, session_now(bench).revision);
    assert_refused(bench, late, MSG_session_cancel, &cancel, "conflict");
    assert_int_equal(bench_command(bench, desk, MSG_enrol_request, &first).revision, 1);
    grant_time(bench);
    struct answer answer = bench_command(bench, desk, MSG_enrol_withdraw, &leave);
    assert_int_equal(answer.revision, enrolment_now(bench, "E-1").revision);
    answer = bench_command(bench, next, MSG_session_cancel, &cancel);
    assert_int_equal(answer.revision, session_now(bench).revision);
}

/* rows 7 to 10, D6 rows 8, 9, 12, 19 */
static void test_attendance_runs_ends_and_grades_a_session_without_exam(void **state)
{
    struct bench *bench = *state;
    struct session_end end = {.session = "S-1"};
    struct session_archive archive = {.session = "S-1"};
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    enrol(bench, "E-2", "P-2");
    enrol(bench, "E-3", "P-3");
    bench_clock(bench, class_start());
    mark(bench, "E-1", 1, "present");
    assert_int_equal(said(bench, MSG_session_started, NULL), 1);
    assert_int_equal(said(bench, MSG_enrol_attending, NULL), 1);
    mark(bench, "E-1", 2, "late");
    mark(bench, "E-2", 1, "present");
    mark(bench, "E-2", 2, "absent");
    mark(bench, "E-3", 1, "absent");
    assert_refused(bench, trainer, MSG_session_end, &end, "attendance_incomplete");
    mark(bench, "E-3", 2, "absent");
    bench_done(bench, trainer, MSG_session_end, &end);
    assert_string_equal(enrolment_now(bench, "E-1").state, "COMPLETED");
    assert_string_equal(enrolment_now(bench, "E-2").state, "INCOMPLETE");
    assert_string_equal(enrolment_now(bench, "E-3").state, "NO_SHOW");
    assert_string_equal(session_now(bench).state, "GRADED");
    file_documents(bench);
    bench_done(bench, registrar, MSG_session_archive, &archive);
    assert_string_equal(session_now(bench).state, "ARCHIVED");
}

static void test_attendance_is_marked_once_by_the_trainer_of_the_session_and_not_before_it_begins(void **state)
{
    struct bench *bench = *state;
    struct attendance_mark body = {.enrolment = "E-1", .unit = 1, .mark = "present"};
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - MS_HOUR);
    assert_refused(bench, trainer, MSG_attendance_mark, &body, "too_early");
    bench_clock(bench, class_start());
    assert_refused(bench, (struct bench_sender){.role = "trainer", .actor = "TR-2"}, MSG_attendance_mark, &body,
                   "denied");
    bench_done(bench, trainer, MSG_attendance_mark, &body);
    assert_refused(bench, trainer, MSG_attendance_mark, &body, "already_marked");
    body.unit = 3;
    assert_refused(bench, trainer, MSG_attendance_mark, &body, "no_such_unit");
}

/* ---- D6 ---- */

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

static void ask_for_approval(struct bench *bench)
{
    struct course_publish course = {
        .course = "C-1", .occupation = "matron", .title = "母婴护理", .hours = 60, .approval = true};
    TEXT_PUT(course.programme, "nyjz");
    bench_done(bench, registrar, MSG_course_publish, &course);
}

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

/* ---- questions ---- */

static void publish_course(struct bench *bench, const char *id, const char *occupation)
{
    struct course_publish course = {.title = "居家养老", .hours = 40, .exam = true};
    TEXT_PUT(course.course, id);
    TEXT_PUT(course.occupation, occupation);
    bench_done(bench, registrar, MSG_course_publish, &course);
}

static void test_a_course_is_told_as_it_was_published_last(void **state)
{
    struct bench *bench = *state;
    struct course_get asked = {.id = "C-9"};
    struct course_get_answer answer = {0};
    assert_refused(bench, desk, MSG_course_get, &asked, "unknown_course");
    TEXT_PUT(asked.id, "C-1");
    bench_query(bench, desk, MSG_course_get, &asked, MSG_course_get_answer, &answer);
    assert_string_equal(answer.programme, "nyjz");
    assert_int_equal(answer.hours, 60);
    publish_course(bench, "C-1", "elder");
    bench_query(bench, desk, MSG_course_get, &asked, MSG_course_get_answer, &answer);
    assert_string_equal(answer.course, "C-1");
    assert_string_equal(answer.occupation, "elder");
    assert_string_equal(answer.title, "居家养老");
    assert_string_equal(answer.programme, "");
    assert_int_equal(answer.hours, 40);
    assert_true(answer.exam);
    assert_int_equal(answer.version, 2);
}

/* The ids of a list, joined, and what to ask after. */
#define assert_rows(answer, field, ids, after)                                                                         \
    do {                                                                                                               \
        char joined[256] = "";                                                                                         \
        for (uint32_t row = 0; row < (answer)->rows.count; row++) {                                                    \
            strcat(joined, row ? " " : "");                                                                            \
            strcat(joined, (answer)->rows.at[row].field);                                                              \
        }                                                                                                              \
        assert_string_equal(joined, ids);                                                                              \
        assert_string_equal((answer)->next, after);                                                                    \
    } while (0)

static void test_courses_are_listed_by_occupation_and_page(void **state)
{
    struct bench *bench = *state;
    static struct course_list_answer answer;
    static const struct {
        struct course_list asked;
        const char *ids, *next;
    } rows[] = {
        {{.limit = 0}, "C-1 C-2 C-3", ""}, {{.occupation = "elder"}, "C-2 C-3", ""},  {{.occupation = "nurse"}, "", ""},
        {{.limit = 2}, "C-1 C-2", "C-2"},  {{.limit = 2, .after = "C-2"}, "C-3", ""},
    };
    publish_course(bench, "C-2", "elder");
    publish_course(bench, "C-3", "elder");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench_query(bench, desk, MSG_course_list, &rows[i].asked, MSG_course_list_answer, &answer);
        assert_rows(&answer, course, rows[i].ids, rows[i].next);
    }
    assert_pages(bench, desk, course_list, course, .limit = 0);
}

/* S-1 at ST1 is open with E-1 and E-2 (withdrawn) in it, S-2 at ST2 is a draft. */
static void two_sessions(struct bench *bench)
{
    struct session_plan second = plan_of("S-2", 8, 1);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    enrol(bench, "E-2", "P-2");
    withdraw(bench, "E-2");
    TEXT_PUT(second.station, "ST2");
    TEXT_PUT(second.course, "C-2");
    publish_course(bench, "C-2", "elder");
    bench_done(bench, registrar, MSG_session_plan, &second);
}

static void test_sessions_are_listed_by_station_course_state_and_page(void **state)
{
    struct bench *bench = *state;
    static struct session_list_answer answer;
    static const struct {
        struct session_list asked;
        const char *ids, *next;
    } rows[] = {
        {{.station = "ST1"}, "S-1", ""}, {{.station = "ST2"}, "S-2", ""},
        {{.course = "C-2"}, "S-2", ""},  {{.state = "OPEN"}, "S-1", ""},
        {{.state = "FULL"}, "", ""},     {{.station = "ST1", .state = "DRAFT"}, "", ""},
        {{.limit = 1}, "S-1", "S-1"},    {{.after = "S-1"}, "S-2", ""},
        {{.limit = 0}, "S-1 S-2", ""},
    };
    two_sessions(bench);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench_query(bench, desk, MSG_session_list, &rows[i].asked, MSG_session_list_answer, &answer);
        assert_rows(&answer, session, rows[i].ids, rows[i].next);
    }
    assert_string_equal(answer.rows.at[0].state, "OPEN");
    assert_int_equal(answer.rows.at[0].capacity, 5);
    assert_int_equal(answer.rows.at[0].taken, 1);
    assert_int_equal(answer.rows.at[1].taken, 0);
    assert_pages(bench, desk, session_list, session, .limit = 0);
}

static void test_enrolments_are_listed_by_session_trainee_state_and_page(void **state)
{
    struct bench *bench = *state;
    static struct enrolment_list_answer answer;
    static const struct {
        struct enrolment_list asked;
        const char *ids, *next;
    } rows[] = {
        {{.session = "S-1"}, "E-1 E-2", ""}, {{.session = "S-2"}, "", ""},  {{.trainee = "P-2"}, "E-2", ""},
        {{.state = "WITHDRAWN"}, "E-2", ""}, {{.limit = 1}, "E-1", "E-1"},  {{.state = "ENROLLED"}, "E-1", ""},
        {{.after = "E-1"}, "E-2", ""},       {{.limit = 0}, "E-1 E-2", ""},
    };
    two_sessions(bench);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench_query(bench, desk, MSG_enrolment_list, &rows[i].asked, MSG_enrolment_list_answer, &answer);
        assert_rows(&answer, enrolment, rows[i].ids, rows[i].next);
    }
    assert_string_equal(answer.rows.at[0].trainee, "P-1");
    assert_string_equal(answer.rows.at[0].group, "worker");
    assert_pages(bench, desk, enrolment_list, enrolment, .session = "S-1");
    assert_refused(bench, (struct bench_sender){.role = "trainee", .actor = "P-1"}, MSG_enrolment_list, &rows[0].asked,
                   "role");
}

/* ---- what is not there, what is taken, what is said ---- */

static void test_an_id_that_is_taken_is_refused(void **state)
{
    struct bench *bench = *state;
    struct session_plan again = plan_of("S-1", 10, 1);
    struct enrol_request twice = wish("E-1", "P-2");
    open_session(bench, 10, 1);
    request(bench, "E-1", "P-1");
    assert_refused(bench, registrar, MSG_session_plan, &again, "session_exists");
    assert_refused(bench, desk, MSG_enrol_request, &twice, "enrolment_exists");
}

static void test_what_is_not_there_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    struct enrol_request lost = {.session = "S-9", .trainee = "P-1", .group = "public"};
    struct session_open open = {.session = "S-9"};
    struct session_get session = {.id = "S-9"};
    struct seats_by_group seats = {.id = "S-9"};
    struct enrol_withdraw withdrawal = {.enrolment = "E-9"};
    struct enrolment_get enrolment = {.id = "E-9"};
    struct trainee_get trainee = {.id = "P-9"};
    struct course_get course = {.id = "C-9"};
    assert_refused(bench, desk, MSG_enrol_request, &lost, "unknown_session");
    assert_refused(bench, registrar, MSG_session_open, &open, "unknown_session");
    assert_refused(bench, desk, MSG_session_get, &session, "unknown_session");
    assert_refused(bench, desk, MSG_seats_by_group, &seats, "unknown_session");
    assert_refused(bench, desk, MSG_enrol_withdraw, &withdrawal, "unknown_enrolment");
    assert_refused(bench, desk, MSG_enrolment_get, &enrolment, "unknown_enrolment");
    assert_refused(bench, desk, MSG_trainee_get, &trainee, "unknown_trainee");
    assert_refused(bench, desk, MSG_course_get, &course, "unknown_course");
}

/* D5 rows 8-10, D6 rows 1, 8, 10, 12, 19, A3.3, A3.11 */
static void test_every_step_of_a_class_is_said(void **state)
{
    struct bench *bench = *state;
    struct session_end end = {.session = "S-1"};
    struct session_archive archive = {.session = "S-1"};
    struct enrol_requested requested;
    struct attendance_marked marked;
    struct enrol_completed completed;
    struct enrol_incomplete incomplete;
    struct quota_changed quota;
    struct course_published course;
    set_quota(bench, 9);
    open_session(bench, 10, 1);
    enrol(bench, "E-1", "P-1");
    enrol(bench, "E-2", "P-2");
    enrol(bench, "E-3", "P-3");
    bench_clock(bench, class_start() - MS_DAY);
    bench_clock(bench, class_start());
    for (int unit = 1; unit <= 2; unit++) {
        mark(bench, "E-1", unit, "present");
        mark(bench, "E-2", unit, unit == 1 ? "present" : "absent");
        mark(bench, "E-3", unit, "absent");
    }
    bench_done(bench, registrar, MSG_session_end, &end);
    file_documents(bench);
    bench_done(bench, registrar, MSG_session_archive, &archive);
    assert_int_equal(said(bench, MSG_course_published, &course), 1);
    assert_string_equal(course.course, "C-1");
    assert_int_equal(said(bench, MSG_quota_changed, &quota), 1);
    assert_int_equal(quota.places, 9);
    assert_int_equal(said(bench, MSG_enrol_requested, &requested), 3);
    assert_string_equal(requested.group, "worker");
    assert_int_equal(said(bench, MSG_attendance_marked, &marked), 6);
    assert_int_equal(marked.unit, 2);
    assert_int_equal(said(bench, MSG_session_ended, NULL), 1);
    assert_int_equal(said(bench, MSG_enrol_completed, &completed), 1);
    assert_string_equal(completed.enrolment, "E-1");
    assert_int_equal(completed.attended, 2);
    assert_int_equal(said(bench, MSG_enrol_incomplete, &incomplete), 1);
    assert_string_equal(incomplete.enrolment, "E-2");
    assert_int_equal(incomplete.attended, 1);
    assert_int_equal(said(bench, MSG_enrol_no_show, NULL), 1);
    assert_int_equal(said(bench, MSG_session_graded, NULL), 1);
    assert_int_equal(said(bench, MSG_session_archived, NULL), 1);
}

static void test_a_seat_too_many_is_seen(void **state)
{
    open_session(*state, 2, 1);
    enrol(*state, "E-1", "P-1");
    enrol(*state, "E-2", "P-2");
    assert_int_equal(complaints(*state, "UPDATE session SET capacity = 1, minimum = 1"),
                     2); /* I5, and FULL is untrue */
}

static void test_an_enrolment_without_its_time_is_seen(void **state)
{
    open_session(*state, 2, 1);
    enrol(*state, "E-1", "P-1");
    assert_int_equal(complaints(*state, "UPDATE hold SET state = 'asked' WHERE kind = 'trainee'"), 1);
}

static void test_a_request_that_waits_for_an_approval_nobody_gives_is_seen(void **state)
{
    ask_for_approval(*state);
    open_session(*state, 2, 1);
    request(*state, "E-1", "P-1");
    assert_int_equal(complaints(*state, "UPDATE session SET approval = 0"), 1);
    assert_int_equal(complaints(*state, "UPDATE session SET state = 'LOCKED'"), 1);
}

static void test_a_quota_overdrawn_is_seen(void **state)
{
    set_quota(*state, 1);
    open_session(*state, 2, 1);
    enrol(*state, "E-1", "P-1");
    assert_int_equal(complaints(*state, "UPDATE quota SET places = 0"), 1);
}

/* ---- how long (X6) ---- */

static int64_t persons_due(struct bench *bench, int64_t at, char first[65])
{
    struct privacy_retention dry = {.dry_run = true};
    static struct privacy_retention_answer answer;
    struct clock_set set = {.to = bench->now = at};
    bench_done(bench, (struct bench_sender){.role = "operator"}, MSG_clock_set, &set);
    bench_query(bench, (struct bench_sender){.role = "operator"}, MSG_privacy_retention, &dry,
                MSG_privacy_retention_answer, &answer);
    text_copy(first, 65, answer.rows.at[0].persons.at[0]);
    return answer.rows.at[0].due;
}

static void test_a_trainee_is_kept_for_the_days_after_the_last_session_or_without_one_after_registration(void **state)
{
    struct bench *bench = *state;
    struct trainee_put one = {.trainee = "T-1", .name = "阿榕"}, other = {.trainee = "T-2", .name = "阿桂"};
    const int64_t registered = bench->now, kept = 3650 * MS_DAY;
    char first[65];
    bench_done(bench, registrar, MSG_trainee_put, &one);
    bench_done(bench, registrar, MSG_trainee_put, &other);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "T-1");
    withdraw(bench, "E-1");
    assert_int_equal(persons_due(bench, registered + kept, first), 0);
    assert_int_equal(persons_due(bench, registered + kept + MS_DAY, first), 1);
    assert_string_equal(first, "T-2");
    assert_int_equal(persons_due(bench, class_start() + kept + MS_DAY, first), 2);
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_session_opens_only_when_room_and_trainer_are_granted),
        SERVICE_TEST(test_a_denied_room_is_cured_by_another_date),
        SERVICE_TEST(test_a_draft_nobody_opened_is_cancelled_at_the_lock),
        SERVICE_TEST(test_a_session_of_an_unknown_course_is_refused),
        SERVICE_TEST(test_the_last_seat_fills_a_session_and_a_withdrawal_opens_it),
        SERVICE_TEST(test_a_session_locks_a_day_before_the_start),
        SERVICE_TEST(test_a_session_with_an_examination_locks_seven_days_before_the_start),
        SERVICE_TEST(test_a_course_that_gets_an_examination_later_leaves_planned_sessions_their_lock),
        SERVICE_TEST(test_a_session_under_its_minimum_is_cancelled_at_the_lock_and_holds_nothing),
        SERVICE_TEST(test_a_postponed_session_keeps_its_trainees_and_asks_for_their_time_again),
        SERVICE_TEST(test_a_session_that_loses_its_room_is_postponed_until_it_has_another_date),
        SERVICE_TEST(test_a_draft_that_loses_its_trainer_cannot_be_opened),
        SERVICE_TEST(test_a_session_that_has_begun_goes_on_without_its_hold),
        SERVICE_TEST(test_a_trainee_whose_time_is_taken_back_keeps_the_seat_and_asks_again),
        SERVICE_TEST(test_a_release_that_we_asked_for_changes_nothing),
        SERVICE_TEST(test_an_answer_tells_the_revision_to_go_on_from),
        SERVICE_TEST(test_attendance_runs_ends_and_grades_a_session_without_exam),
        SERVICE_TEST(test_attendance_is_marked_once_by_the_trainer_of_the_session_and_not_before_it_begins),
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
        SERVICE_TEST(test_an_id_that_is_taken_is_refused),
        SERVICE_TEST(test_what_is_not_there_is_refused_by_name),
        SERVICE_TEST(test_every_step_of_a_class_is_said),
        SERVICE_TEST(test_a_seat_too_many_is_seen),
        SERVICE_TEST(test_a_trainee_is_kept_for_the_days_after_the_last_session_or_without_one_after_registration),
        SERVICE_TEST(test_an_enrolment_without_its_time_is_seen),
        SERVICE_TEST(test_a_request_that_waits_for_an_approval_nobody_gives_is_seen),
        SERVICE_TEST(test_a_quota_overdrawn_is_seen),
        SERVICE_TEST(test_a_course_is_told_as_it_was_published_last),
        SERVICE_TEST(test_courses_are_listed_by_occupation_and_page),
        SERVICE_TEST(test_sessions_are_listed_by_station_course_state_and_page),
        SERVICE_TEST(test_enrolments_are_listed_by_session_trainee_state_and_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
