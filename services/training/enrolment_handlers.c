/* What becomes of commands about trainees, enrolments and attendance (D6). A request takes its seat at once and gives
 * it back when the calendar denies the trainee's time (I5); where approval is asked for, it takes it with that. */
#include <string.h>

#include "base/text.h"

#include "enrolment_store.h"
#include "service/privacy.h"
#include "session_store.h"
#include "training.h"

static int on_trainee_put(struct unit *unit, const void *message)
{
    const struct trainee_put *put = message;
    int64_t revision;
    int erased = privacy_check(unit, put->trainee, "trainee");
    unit_subject(unit, put->trainee);
    if (erased != UNIT_DONE)
        return erased;
    if (trainee_revision(unit->store, put->trainee, &revision) != 0)
        return unit_trouble(unit);
    int result = training_expect(unit, revision);
    if (result != UNIT_DONE)
        return result;
    unit_revision(unit, revision + 1);
    if (trainee_save(unit->store, put->trainee, revision + 1, unit->now) != 0 ||
        person_put(unit->store, put->trainee, "name", put->name) != 0 ||
        (put->phone[0] && person_put(unit->store, put->trainee, "phone", put->phone) != 0))
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* ---- D6 row 1 ---- */

static int person_guard(struct unit *unit, const struct enrol_request *request, const struct session *session)
{
    char other[65];
    int result = training_own(unit, request->trainee);
    if (result != UNIT_DONE)
        return result;
    if (!request->evidence[0] && group_of(request->group) != GROUP_PUBLIC)
        return unit_refuse(unit, "evidence_missing", "evidence", "A place of this group needs evidence.");
    int found = enrolment_of_trainee(unit->store, session->id, request->trainee, other);
    if (found == 1)
        return unit_refuse(unit, "already_enrolled", "trainee", "Enrolment %s of this trainee is live.", other);
    if (found == 0)
        found = enrolment_overlapping(unit->store, request->trainee, session->start, session->end, other);
    if (found == 1)
        return unit_refuse(unit, "overlaps", "session", "Enrolment %s of this trainee is at that time.", other);
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int request_id(struct unit *unit, const struct enrol_request *request, struct enrolment *enrolment)
{
    struct enrolment old;
    if (!request->enrolment[0]) {
        unit_id(unit, enrolment->id);
        return UNIT_DONE;
    }
    TEXT_PUT(enrolment->id, request->enrolment);
    int found = enrolment_find(unit->store, enrolment->id, &old);
    if (found < 0)
        return unit_trouble(unit);
    return found == 0 ? UNIT_DONE : unit_refuse(unit, "enrolment_exists", "enrolment", "This id is taken.");
}

static int requested_say(struct unit *unit, const struct enrolment *enrolment)
{
    struct enrol_requested said = {0};
    ENROL_FACTS_PUT(said, enrolment);
    TEXT_PUT(said.group, group_name(enrolment->group));
    return unit_emit(unit, MSG_enrol_requested, &said, enrolment->id);
}

/* Requests that wait for approval take no seat, so that nothing else bounds them. */
static int waiting_guard(struct unit *unit, const struct session *session)
{
    int64_t waiting, most = unit->setting[SET_WAITING];
    if (session_waiting(unit->store, session->id, &waiting) != 0)
        return unit_trouble(unit);
    if (waiting < most)
        return UNIT_DONE;
    return unit_refuse(unit, "waiting_full", "session", "%lld requests wait for approval already.", (long long)most);
}

static int request_guard(struct unit *unit, const struct enrol_request *request, struct session *session)
{
    int found = session_find(unit->store, request->session, session);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_session", "session", "There is no such session.");
    int result = person_guard(unit, request, session);
    if (result == UNIT_DONE)
        result = needs_guard(unit, session, request->trainee, request->exception);
    if (result == UNIT_DONE)
        result = seat_guard(unit, session, group_of(request->group));
    return result == UNIT_DONE && session->approval ? waiting_guard(unit, session) : result;
}

/* The seat is taken now, or when a registrar approves. */
static int request_go_on(struct unit *unit, struct session *session, struct enrolment *enrolment)
{
    struct enrol_approval_due due = {0};
    if (!session->approval)
        return enrolment_ask_hold(unit, session, enrolment);
    enrolment->counted = false;
    ENROL_FACTS_PUT(due, enrolment);
    TEXT_PUT(due.group, group_name(enrolment->group));
    return unit_emit(unit, MSG_enrol_approval_due, &due, enrolment->id);
}

static int on_request(struct unit *unit, const void *message)
{
    const struct enrol_request *request = message;
    struct session session;
    struct enrolment enrolment = {.requested_at = unit->now, .revision = 1, .group = group_of(request->group)};
    int result = request_guard(unit, request, &session);
    if (result == UNIT_DONE)
        result = request_id(unit, request, &enrolment);
    if (result == UNIT_DONE)
        result = place_take(unit, &session, &enrolment);
    if (result == UNIT_DONE)
        result = enrolment_move(unit, &enrolment, ENROLMENT_REQUEST);
    if (result != UNIT_DONE)
        return result;
    unit_subject(unit, enrolment.id);
    unit_revision(unit, enrolment.revision);
    TEXT_PUT(enrolment.session, session.id);
    TEXT_PUT(enrolment.station, session.station);
    TEXT_PUT(enrolment.trainee, request->trainee);
    TEXT_PUT(enrolment.evidence, request->evidence);
    TEXT_PUT(enrolment.exception, request->exception);
    if (requested_say(unit, &enrolment) != 0 || request_go_on(unit, &session, &enrolment) != UNIT_DONE ||
        enrolment_insert(unit->store, &enrolment) != 0)
        return unit_trouble(unit);
    return session_reseat(unit, &session);
}

/* ---- D6 row 7 ---- */

static int on_withdraw(struct unit *unit, const void *message)
{
    const struct enrol_withdraw *withdraw = message;
    struct enrolment enrolment;
    struct session session;
    int result = training_enrolment(unit, withdraw->enrolment, &enrolment, &session);
    if (result == UNIT_DONE)
        result = training_own(unit, enrolment.trainee);
    if (result != UNIT_DONE)
        return result;
    if (!session_takes_changes(&session) && !(role_of(unit->cause->actorrole) & (ROLE_REGISTRAR | ROLE_OPERATOR)))
        return unit_refuse(unit, "locked", "enrolment", "After the lock only a registrar may withdraw an enrolment.");
    result = enrolment_close(unit, &session, &enrolment, ENROLMENT_WITHDRAW, withdraw->reason);
    unit_revision(unit, enrolment.revision);
    if (result == UNIT_DONE)
        result = session_reseat(unit, &session);
    return result == UNIT_DONE ? session_settle(unit, &session) : result;
}

/* ---- D6 rows 9 and 10, D5 row 7 ---- */

static int mark_guard(struct unit *unit, const struct attendance_mark *mark, const struct enrolment *enrolment,
                      const struct session *session)
{
    if (role_of(unit->cause->actorrole) == ROLE_TRAINER && !text_same(unit->cause->actorid, session->trainer))
        return unit_refuse(unit, "denied", "enrolment", "A trainer marks attendance of her own sessions only.");
    if (session->state != SESSION_LOCKED && session->state != SESSION_RUNNING)
        return unit_refuse(unit, "wrong_state", "enrolment", "This is not possible while the session is %s.",
                           session_state_name((int)session->state));
    if (!enrolment_is_in_class(enrolment))
        return unit_refuse(unit, "wrong_state", "enrolment", "This is not possible while the enrolment is %s.",
                           enrolment_state_name((int)enrolment->state));
    if (unit->now < session->start)
        return unit_refuse(unit, "too_early", "enrolment", "The session has not begun.");
    if (mark->unit > session->units)
        return unit_refuse(unit, "no_such_unit", "unit", "The session has %lld half-days.", (long long)session->units);
    int found = attendance_find(unit->store, enrolment->id, mark->unit);
    if (found < 0)
        return unit_trouble(unit);
    return found == 0 ? UNIT_DONE : unit_refuse(unit, "already_marked", "unit", "This half-day is marked.");
}

static int session_begin(struct unit *unit, struct session *session)
{
    struct session_started said = {0};
    if (session->state != SESSION_LOCKED)
        return UNIT_DONE;
    int result = session_move(unit, session, SESSION_ATTENDED);
    if (result != UNIT_DONE)
        return result;
    if (session_save(unit->store, session) != 0)
        return unit_trouble(unit);
    SESSION_FACTS_PUT(said, session);
    return unit_emit(unit, MSG_session_started, &said, session->id);
}

static int enrolment_attend(struct unit *unit, struct enrolment *enrolment, const char *mark)
{
    struct enrol_attending said = {0};
    bool first = enrolment->state == ENROLMENT_ENROLLED && mark_is_present(mark);
    int result = first ? enrolment_move(unit, enrolment, ENROLMENT_ATTEND) : UNIT_DONE;
    if (result != UNIT_DONE)
        return result;
    if (enrolment_save(unit->store, enrolment) != 0)
        return unit_trouble(unit);
    unit_revision(unit, enrolment->revision);
    ENROL_FACTS_PUT(said, enrolment);
    return first ? unit_emit(unit, MSG_enrol_attending, &said, enrolment->id) : UNIT_DONE;
}

static int on_mark(struct unit *unit, const void *message)
{
    const struct attendance_mark *mark = message;
    struct enrolment enrolment;
    struct session session;
    struct attendance_marked said = {.unit = mark->unit};
    int result = training_enrolment(unit, mark->enrolment, &enrolment, &session);
    if (result == UNIT_DONE)
        result = mark_guard(unit, mark, &enrolment, &session);
    if (result == UNIT_DONE)
        result = session_begin(unit, &session);
    if (result == UNIT_DONE)
        result = enrolment_attend(unit, &enrolment, mark->mark);
    if (result != UNIT_DONE)
        return result;
    if (attendance_put(unit->store, enrolment.id, mark->unit, mark->mark, unit->now, unit->cause->actorid) != 0)
        return unit_trouble(unit);
    ENROL_FACTS_PUT(said, &enrolment);
    TEXT_PUT(said.mark, mark->mark);
    return unit_emit(unit, MSG_attendance_marked, &said, enrolment.id);
}

#define DESK (ROLE_RECEPTIONIST | ROLE_MANAGER | ROLE_REGISTRAR | ROLE_OPERATOR)

const struct handler enrolment_handlers[] = {
    {MSG_trainee_put, DESK, on_trainee_put},
    {MSG_enrol_request, DESK | ROLE_TRAINEE | ROLE_WORKER | ROLE_PARTNER, on_request},
    {MSG_enrol_withdraw, DESK | ROLE_TRAINEE | ROLE_WORKER, on_withdraw},
    {MSG_attendance_mark, ROLE_TRAINER | ROLE_REGISTRAR | ROLE_OPERATOR, on_mark},
    {MSG_NONE, 0, NULL},
};
