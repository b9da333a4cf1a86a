/* The end of a session: attendance complete, every enrolment judged, results final (D5 rows 8 and 9; D6 rows 8, 12, 13,
 * 19). */
#include "base/text.h"

#include "enrolment_store.h"
#include "exam_store.h"
#include "session_store.h"
#include "training.h"

static int marks_guard(struct unit *unit, const struct session *session)
{
    struct enrolment enrolment = {0};
    int64_t marked, attended;
    int found;
    while ((found = enrolment_after(unit->store, session->id, enrolment.id, &enrolment)) == 1) {
        if (attendance_count(unit->store, enrolment.id, &marked, &attended) != 0)
            return unit_trouble(unit);
        if (enrolment_is_in_class(&enrolment) && marked < session->units)
            return unit_refuse(unit, "attendance_incomplete", "session",
                               "Enrolment %s has %lld of %lld half-days marked.", enrolment.id, (long long)marked,
                               (long long)session->units);
    }
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int end_say(struct unit *unit, const struct enrolment *enrolment, enum enrolment_trigger trigger,
                   int64_t attended)
{
    struct enrol_no_show no_show = {0};
    struct enrol_incomplete incomplete = {.attended = attended};
    struct enrol_completed completed = {.attended = attended};
    ENROL_FACTS_PUT(no_show, enrolment);
    ENROL_FACTS_PUT(incomplete, enrolment);
    ENROL_FACTS_PUT(completed, enrolment);
    if (trigger == ENROLMENT_NEVER_CAME)
        return unit_emit(unit, MSG_enrol_no_show, &no_show, enrolment->id);
    if (trigger == ENROLMENT_TOO_LITTLE)
        return unit_emit(unit, MSG_enrol_incomplete, &incomplete, enrolment->id);
    return unit_emit(unit, MSG_enrol_completed, &completed, enrolment->id);
}

static int ready_say(struct unit *unit, const struct enrolment *enrolment, int64_t attended)
{
    struct enrol_exam_ready said = {.attended = attended};
    int result = exam_begin(unit, enrolment, &said.until);
    ENROL_FACTS_PUT(said, enrolment);
    return result == UNIT_DONE ? unit_emit(unit, MSG_enrol_exam_ready, &said, enrolment->id) : result;
}

static int end_one(struct unit *unit, const struct session *session, struct enrolment *enrolment, bool exam)
{
    int64_t marked, attended;
    if (attendance_count(unit->store, enrolment->id, &marked, &attended) != 0)
        return unit_trouble(unit);
    enum enrolment_trigger trigger =
        enrolment_at_end(enrolment, attended, session->units, unit->setting[SET_ATTENDANCE_PERCENT], exam);
    if (trigger == ENROLMENT_WITHDRAW)
        return enrolment_close(unit, session, enrolment, trigger, "session_ended");
    int result = enrolment_move(unit, enrolment, trigger);
    if (result != UNIT_DONE)
        return result;
    if (enrolment_save(unit->store, enrolment) != 0)
        return unit_trouble(unit);
    return trigger == ENROLMENT_READY ? ready_say(unit, enrolment, attended)
                                      : end_say(unit, enrolment, trigger, attended);
}

static int end_all(struct unit *unit, const struct session *session, bool exam)
{
    struct enrolment enrolment = {0};
    int found, result;
    while ((found = enrolment_after(unit->store, session->id, enrolment.id, &enrolment)) == 1)
        if ((result = end_one(unit, session, &enrolment, exam)) != UNIT_DONE)
            return result;
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int session_grade(struct unit *unit, struct session *session)
{
    struct session_graded said = {0};
    int result = session_move(unit, session, SESSION_GRADES);
    if (result != UNIT_DONE)
        return result;
    if (session_save(unit->store, session) != 0)
        return unit_trouble(unit);
    SESSION_FACTS_PUT(said, session);
    return unit_emit(unit, MSG_session_graded, &said, session->id);
}

int session_settle(struct unit *unit, struct session *session)
{
    int64_t count;
    if (session->state != SESSION_ENDED)
        return UNIT_DONE;
    if (exam_not_final(unit->store, session->id, unit->now, &count) != 0)
        return unit_trouble(unit);
    return count == 0 ? session_grade(unit, session) : UNIT_DONE;
}

static int trainer_guard(struct unit *unit, const struct session *session)
{
    if (role_of(unit->cause->actorrole) != ROLE_TRAINER || text_same(unit->cause->actorid, session->trainer))
        return UNIT_DONE;
    return unit_refuse(unit, "denied", "session", "A trainer may do this only in her own session.");
}

static int on_end(struct unit *unit, const void *message)
{
    const struct session_end *end = message;
    struct session session;
    struct session_ended said = {0};
    int result = training_session(unit, end->session, &session);
    if (result == UNIT_DONE)
        result = trainer_guard(unit, &session);
    if (result == UNIT_DONE)
        result = session_move(unit, &session, SESSION_ENDS);
    if (result == UNIT_DONE)
        result = marks_guard(unit, &session);
    if (result != UNIT_DONE)
        return result;
    SESSION_FACTS_PUT(said, &session);
    if (session_save(unit->store, &session) != 0 || unit_emit(unit, MSG_session_ended, &said, session.id) != 0)
        return unit_trouble(unit);
    result = end_all(unit, &session, session.exam);
    if (result == UNIT_DONE)
        result = session_settle(unit, &session);
    if (result == UNIT_DONE)
        unit_revision(unit, session.revision);
    return result;
}

#define BASE (ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR)

const struct handler closing_handlers[] = {
    {MSG_session_end, BASE | ROLE_TRAINER, on_end},
    {MSG_NONE, 0, NULL},
};
