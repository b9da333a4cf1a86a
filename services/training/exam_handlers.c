/* Examinations (D6 rows 14 to 17): two examiners mark each part, a third one where they differ; what was not enough is
 * repeated once; whoever objects is heard by somebody else. When all results are final the session is graded (D5 row
 * 9).
 */
#include "base/text.h"
#include "rules/workdays.h"

#include "enrolment_store.h"
#include "exam.h"
#include "exam_store.h"
#include "session_store.h"
#include "training.h"

#define EXAM_MARKS_PUT(event, x, is_passed)                                                                            \
    ((event).attempt = (x)->graded, (event).theory = (x)->graded_mark[EXAM_THEORY],                                    \
     (event).practice = (x)->graded_mark[EXAM_PRACTICE], (event).passed = (is_passed))

/* Loads the enrolment that the command is about, its session and its examination. */
static int exam_take(struct unit *unit, const char *id, struct enrolment *enrolment, struct session *session,
                     struct exam *exam)
{
    int result = training_enrolment(unit, id, enrolment, session);
    if (result != UNIT_DONE)
        return result;
    int found = exam_find(unit->store, id, exam);
    if (found == 0)
        return unit_refuse(unit, "wrong_state", "enrolment", "This enrolment has no examination: it is %s.",
                           enrolment_state_name((int)enrolment->state));
    return found == 1 ? UNIT_DONE : unit_trouble(unit);
}

/* Somebody known, who has neither taught the session nor sat in it (T8, I14). */
static int examiner_guard(struct unit *unit, const struct enrolment *enrolment, const struct session *session)
{
    const char *who = unit->cause->actorid;
    if (!who[0])
        return unit_refuse(unit, "actor_missing", "actorid", "This needs to know who acts.");
    if (text_same(who, session->trainer))
        return unit_refuse(unit, "examiner_taught", "actorid", "Who taught the session does not examine in it.");
    if (text_same(who, enrolment->trainee))
        return unit_refuse(unit, "same_person", "actorid", "Nobody examines herself.");
    return UNIT_DONE;
}

int exam_begin(struct unit *unit, const struct enrolment *enrolment, int64_t *until)
{
    struct exam exam = {.attempt = 1,
                        .mark = {EXAM_OPEN, EXAM_OPEN},
                        .graded_mark = {EXAM_OPEN, EXAM_OPEN},
                        .until = unit->now + unit->setting[SET_RESIT_DAYS] * MS_DAY};
    TEXT_PUT(exam.enrolment, enrolment->id);
    *until = exam.until;
    if (exam_save(unit->store, &exam) != 0 || unit_timer(unit, "exam.due", enrolment->id, exam.until) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* ---- results ---- */

static int fail_say(struct unit *unit, const struct enrolment *enrolment, const char *reason)
{
    struct enrol_failed said = {0};
    ENROL_FACTS_PUT(said, enrolment);
    TEXT_PUT(said.reason, reason);
    return unit_emit(unit, MSG_enrol_failed, &said, enrolment->id);
}

static int result_say(struct unit *unit, const struct enrolment *enrolment, const struct exam *exam)
{
    struct enrol_passed passed = {0};
    struct enrol_resit_allowed resit = {.until = exam->until};
    if (enrolment->state == ENROLMENT_FAILED)
        return fail_say(unit, enrolment, "marks");
    ENROL_FACTS_PUT(passed, enrolment);
    ENROL_FACTS_PUT(resit, enrolment);
    if (enrolment->state == ENROLMENT_PASSED)
        return unit_emit(unit, MSG_enrol_passed, &passed, enrolment->id);
    TEXT_PUT(resit.part, exam_parts_open(exam));
    return unit_emit(unit, MSG_enrol_resit_allowed, &resit, enrolment->id);
}

/* The timers of what the marks came to: until when it can be repeated, and appealed against. */
static int result_arm(struct unit *unit, const struct enrolment *enrolment, const struct exam *exam)
{
    bool again = enrolment->state == ENROLMENT_RESIT_OPEN;
    if ((again ? unit_timer(unit, "exam.due", enrolment->id, exam->until)
               : unit_timer_clear(unit, "exam.due", enrolment->id)) != 0)
        return -1;
    return exam->appeal_until > 0 ? unit_timer(unit, "exam.final", enrolment->id, exam->appeal_until)
                                  : unit_timer_clear(unit, "exam.final", enrolment->id);
}

/* Moves the enrolment where the marks of the open attempt lead, and keeps both. Says `type` with the marks first. */
static int result_take(struct unit *unit, struct enrolment *enrolment, struct exam *exam, enum message_type type)
{
    struct exam_graded said = {0};
    int64_t enough = unit->setting[SET_PASS_MARK];
    enum enrolment_trigger trigger = exam_verdict(exam->mark, exam->attempt, enough);
    bool again = trigger == ENROLMENT_RESIT;
    int result = enrolment_move(unit, enrolment, trigger);
    if (result != UNIT_DONE)
        return result;
    exam_note(exam, again, enough);
    if (again)
        exam->until = unit->now + unit->setting[SET_RESIT_DAYS] * MS_DAY;
    ENROL_FACTS_PUT(said, enrolment);
    EXAM_MARKS_PUT(said, exam, trigger == ENROLMENT_PASS);
    if (exam_save(unit->store, exam) != 0 || enrolment_save(unit->store, enrolment) != 0 ||
        unit_emit(unit, type, &said, enrolment->id) != 0 || result_say(unit, enrolment, exam) != 0 ||
        result_arm(unit, enrolment, exam) != 0)
        return unit_trouble(unit);
    unit_revision(unit, enrolment->revision);
    return UNIT_DONE;
}

static_assert(sizeof(struct exam_graded) == sizeof(struct exam_regraded), "both are ENROL_FACTS and EXAM_MARKS");

/* ---- D6 rows 14 to 16 ---- */

/* The first instant after the last working day on which an appeal may come. */
static int64_t appeal_ends(const struct unit *unit)
{
    return civil_day_start(workdays_add(civil_day(unit->now), (int)unit->setting[SET_APPEAL_WORKDAYS], NULL) + 1);
}

static int grade_guard(struct unit *unit, const struct enrolment *enrolment, const struct exam *exam, int part)
{
    const char *who = unit->cause->actorid;
    if (enrolment->state != ENROLMENT_EXAM_READY && enrolment->state != ENROLMENT_RESIT_OPEN)
        return unit_refuse(unit, "wrong_state", "enrolment", "This is not possible while the enrolment is %s.",
                           enrolment_state_name((int)enrolment->state));
    if (exam->mark[part] != EXAM_OPEN)
        return unit_refuse(unit, "part_marked", "part", "This part has its mark.");
    int marked = exam_marked_by(unit->store, exam, exam->attempt, part, who);
    if (marked == 1)
        return unit_refuse(unit, "already_graded", "part", "This examiner has marked this part.");
    return marked == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_grade(struct unit *unit, const void *message)
{
    const struct exam_grade *grade = message;
    struct enrolment enrolment;
    struct session session;
    struct exam exam;
    struct exam_marks marks;
    int part = exam_part_of(grade->part);
    int result = exam_take(unit, grade->enrolment, &enrolment, &session, &exam);
    if (result == UNIT_DONE)
        result = examiner_guard(unit, &enrolment, &session);
    if (result == UNIT_DONE)
        result = grade_guard(unit, &enrolment, &exam, part);
    if (result != UNIT_DONE)
        return result;
    if (exam_mark_add(unit->store, &exam, part, unit->cause->actorid, grade->mark, unit->now) != 0 ||
        exam_marks(unit->store, &exam, part, &marks) != 0)
        return unit_trouble(unit);
    exam.mark[part] = exam_part_mark(&marks, unit->setting[SET_MARKS_APART]);
    if (exam_is_marked(&exam)) {
        exam.appeal_until = appeal_ends(unit);
        return result_take(unit, &enrolment, &exam, MSG_exam_graded);
    }
    if (exam_save(unit->store, &exam) != 0 || enrolment_save(unit->store, &enrolment) != 0)
        return unit_trouble(unit);
    unit_revision(unit, enrolment.revision);
    return UNIT_DONE;
}

/* Nobody has examined, or repeated the examination, in time. */
static int on_exam_due(struct unit *unit, const char *subject, int64_t due)
{
    struct enrolment enrolment;
    struct session session;
    struct exam exam;
    int found = enrolment_find(unit->store, subject, &enrolment);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || (enrolment.state != ENROLMENT_EXAM_READY && enrolment.state != ENROLMENT_RESIT_OPEN))
        return UNIT_DONE;
    if (exam_find(unit->store, subject, &exam) != 1 || session_find(unit->store, enrolment.session, &session) != 1)
        return unit_trouble(unit);
    if (exam.until > due)
        return UNIT_DONE;
    TEXT_PUT(enrolment.reason, "not_examined");
    if (enrolment_move(unit, &enrolment, ENROLMENT_NOT_EXAMINED) != UNIT_DONE ||
        enrolment_save(unit->store, &enrolment) != 0 || fail_say(unit, &enrolment, "not_examined") != 0)
        return unit_trouble(unit);
    return session_settle(unit, &session);
}

/* The time to appeal is over: the session may be final now. */
static int on_exam_final(struct unit *unit, const char *subject, int64_t due)
{
    struct enrolment enrolment;
    struct session session;
    (void)due;
    int found = enrolment_find(unit->store, subject, &enrolment);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    return session_find(unit->store, enrolment.session, &session) == 1 ? session_settle(unit, &session)
                                                                       : unit_trouble(unit);
}

/* ---- D6 row 17 ---- */

static int appeal_guard(struct unit *unit, const struct exam *exam)
{
    if (exam->graded == 0 || unit->now >= exam->appeal_until)
        return unit_refuse(unit, "appeal_over", "enrolment",
                           "Marks are appealed against once, within %lld working days.",
                           (long long)unit->setting[SET_APPEAL_WORKDAYS]);
    int begun = exam->attempt > exam->graded ? exam_is_begun(unit->store, exam) : 0;
    if (begun == 1)
        return unit_refuse(unit, "resit_begun", "enrolment", "The examination is being repeated.");
    return begun == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_appeal(struct unit *unit, const void *message)
{
    const struct exam_appeal *appeal = message;
    struct enrolment enrolment;
    struct session session;
    struct exam exam;
    struct exam_appealed said = {0};
    int result = exam_take(unit, appeal->enrolment, &enrolment, &session, &exam);
    if (result == UNIT_DONE)
        result = training_own(unit, enrolment.trainee);
    if (result == UNIT_DONE)
        result = enrolment_move(unit, &enrolment, ENROLMENT_APPEAL);
    if (result == UNIT_DONE)
        result = appeal_guard(unit, &exam);
    if (result != UNIT_DONE)
        return result;
    ENROL_FACTS_PUT(said, &enrolment);
    TEXT_PUT(said.reason, appeal->reason);
    if (enrolment_save(unit->store, &enrolment) != 0 || unit_emit(unit, MSG_exam_appealed, &said, enrolment.id) != 0 ||
        unit_timer_clear(unit, "exam.due", enrolment.id) != 0 ||
        unit_timer_clear(unit, "exam.final", enrolment.id) != 0)
        return unit_trouble(unit);
    unit_revision(unit, enrolment.revision);
    return UNIT_DONE;
}

static int decide_guard(struct unit *unit, const struct enrolment *enrolment, const struct session *session,
                        const struct exam *exam)
{
    int result = examiner_guard(unit, enrolment, session);
    if (result != UNIT_DONE)
        return result;
    if (enrolment->state != ENROLMENT_UNDER_APPEAL)
        return unit_refuse(unit, "wrong_state", "enrolment", "This is not possible while the enrolment is %s.",
                           enrolment_state_name((int)enrolment->state));
    int marked = exam_marked_by(unit->store, exam, exam->graded, -1, unit->cause->actorid);
    if (marked == 1)
        return unit_refuse(unit, "same_person", "actorid", "Who marked an examination does not decide on the appeal.");
    return marked == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int64_t mark_decided(const char *word, int64_t changed, int64_t graded)
{
    return text_same(word, "changed") ? changed : graded;
}

static int on_decide(struct unit *unit, const void *message)
{
    const struct exam_appeal_decide *decide = message;
    struct enrolment enrolment;
    struct session session;
    struct exam exam;
    int result = exam_take(unit, decide->enrolment, &enrolment, &session, &exam);
    if (result == UNIT_DONE)
        result = decide_guard(unit, &enrolment, &session, &exam);
    if (result != UNIT_DONE)
        return result;
    exam.attempt = exam.graded;
    exam.mark[EXAM_THEORY] = mark_decided(decide->theory, decide->theory_mark, exam.graded_mark[EXAM_THEORY]);
    exam.mark[EXAM_PRACTICE] = mark_decided(decide->practice, decide->practice_mark, exam.graded_mark[EXAM_PRACTICE]);
    exam.appeal_until = 0;
    result = result_take(unit, &enrolment, &exam, MSG_exam_regraded);
    return result == UNIT_DONE ? session_settle(unit, &session) : result;
}

#define EXAMINERS (ROLE_TRAINER | ROLE_REGISTRAR | ROLE_OPERATOR)
#define DESK (ROLE_RECEPTIONIST | ROLE_MANAGER | ROLE_REGISTRAR | ROLE_OPERATOR)

const struct handler exam_handlers[] = {
    {MSG_exam_grade, EXAMINERS, on_grade},
    {MSG_exam_appeal, DESK | ROLE_TRAINEE | ROLE_WORKER, on_appeal},
    {MSG_exam_appeal_decide, EXAMINERS, on_decide},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler exam_timers[] = {
    {"exam.due", on_exam_due},
    {"exam.final", on_exam_final},
    {NULL, NULL},
};
