/* Sessions (D5): opened with room and trainer, locked, postponed, cancelled, attended. Every test ends with all
 * invariants checked (bench.h). */
#include "training_desk.h"

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
