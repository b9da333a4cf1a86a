/* A registrar decides on what waits for approval (D6 row 2): the approval takes the seat and the place of the quota,
 * which the request did not (A3.11), and asks the calendar; who is refused hears why. */
#include "base/text.h"

#include "enrolment_store.h"
#include "training.h"

/* Waits for a registrar, and not for the trainee herself. */
static int decide_guard(struct unit *unit, const struct enrolment *enrolment, const struct session *session)
{
    if (!session->approval)
        return unit_refuse(unit, "no_approval", "enrolment", "This session asks for no approval.");
    if (!enrolment_awaits_approval(enrolment))
        return unit_refuse(unit, "wrong_state", "enrolment", "This is not possible while the enrolment is %s.",
                           enrolment_state_name((int)enrolment->state));
    if (text_same(unit->cause->actorid, enrolment->trainee))
        return unit_refuse(unit, "same_person", "actorid", "Nobody decides on her own request.");
    return UNIT_DONE;
}

static int on_approve(struct unit *unit, const void *message)
{
    const struct enrol_approve *approve = message;
    struct enrolment enrolment;
    struct session session;
    struct enrol_approved said = {0};
    int result = training_enrolment(unit, approve->enrolment, &enrolment, &session);
    if (result == UNIT_DONE)
        result = decide_guard(unit, &enrolment, &session);
    if (result == UNIT_DONE)
        result = seat_guard(unit, &session, enrolment.group);
    if (result == UNIT_DONE)
        result = place_take(unit, &session, &enrolment);
    if (result == UNIT_DONE)
        result = enrolment_move(unit, &enrolment, ENROLMENT_APPROVE);
    if (result != UNIT_DONE)
        return result;
    ENROL_FACTS_PUT(said, &enrolment);
    if (unit_emit(unit, MSG_enrol_approved, &said, enrolment.id) != 0 ||
        enrolment_ask_hold(unit, &session, &enrolment) != UNIT_DONE || enrolment_save(unit->store, &enrolment) != 0)
        return unit_trouble(unit);
    unit_revision(unit, enrolment.revision);
    return session_reseat(unit, &session);
}

static int on_refuse(struct unit *unit, const void *message)
{
    const struct enrol_refuse *refuse = message;
    struct enrolment enrolment;
    struct session session;
    int result = training_enrolment(unit, refuse->enrolment, &enrolment, &session);
    if (result == UNIT_DONE)
        result = decide_guard(unit, &enrolment, &session);
    if (result == UNIT_DONE)
        result = enrolment_close(unit, &session, &enrolment, ENROLMENT_REFUSE, refuse->reason);
    if (result == UNIT_DONE)
        unit_revision(unit, enrolment.revision);
    return result;
}

const struct handler approval_handlers[] = {
    {MSG_enrol_approve, ROLE_REGISTRAR | ROLE_OPERATOR, on_approve},
    {MSG_enrol_refuse, ROLE_REGISTRAR | ROLE_OPERATOR, on_refuse},
    {MSG_NONE, 0, NULL},
};
