/* The end of a session: attendance complete, every enrolment judged, results final, filed (D5 rows 8-10; D6 rows 8, 12,
 * 19). */
#include "base/text.h"

#include "enrolment_store.h"
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

static int end_one(struct unit *unit, const struct session *session, struct enrolment *enrolment, bool exam)
{
    int64_t marked, attended;
    if (attendance_count(unit->store, enrolment->id, &marked, &attended) != 0)
        return unit_trouble(unit);
    enum enrolment_trigger trigger =
        enrolment_at_end(enrolment, attended, session->units, unit->setting[SET_ATTENDANCE_PERCENT], exam);
    if (trigger == ENROLMENT_NO_TRIGGER)
        return UNIT_DONE;
    if (trigger == ENROLMENT_WITHDRAW)
        return enrolment_close(unit, session, enrolment, trigger, "session_ended");
    int result = enrolment_move(unit, enrolment, trigger);
    if (result != UNIT_DONE)
        return result;
    if (enrolment_save(unit->store, enrolment) != 0)
        return unit_trouble(unit);
    return end_say(unit, enrolment, trigger, attended);
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
    if (result == UNIT_DONE && !session.exam)
        result = session_grade(unit, &session);
    if (result == UNIT_DONE)
        unit_revision(unit, session.revision);
    return result;
}

static int on_archive(struct unit *unit, const void *message)
{
    const struct session_archive *archive = message;
    struct session session;
    struct session_archived said = {0};
    int result = training_session(unit, archive->session, &session);
    if (result == UNIT_DONE)
        result = session_move(unit, &session, SESSION_ARCHIVE);
    if (result != UNIT_DONE)
        return result;
    if (session_save(unit->store, &session) != 0)
        return unit_trouble(unit);
    unit_revision(unit, session.revision);
    SESSION_FACTS_PUT(said, &session);
    return unit_emit(unit, MSG_session_archived, &said, session.id);
}

#define BASE (ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR)

const struct handler closing_handlers[] = {
    {MSG_session_end, BASE | ROLE_TRAINER, on_end},
    {MSG_session_archive, BASE, on_archive},
    {MSG_NONE, 0, NULL},
};
