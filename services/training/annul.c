/* A session whose results are void: called off after its end (ruling 5). What it gave goes with it, except that a
 * certificate, once issued, is roster's and is revoked there. */
#include "base/text.h"

#include "enrolment_store.h"
#include "exam_store.h"
#include "session_store.h"
#include "training.h"

static int annul_guard(struct unit *unit, const struct session *session)
{
    int64_t count;
    if (certificates_of_session(unit->store, session->id, &count) != 0)
        return unit_trouble(unit);
    if (count == 0)
        return UNIT_DONE;
    return unit_refuse(unit, "certified", "session", "%lld certificates were issued from it.", (long long)count);
}

static int enrolment_annul(struct unit *unit, struct enrolment *enrolment, const char *reason)
{
    struct enrol_annulled said = {0};
    int result = enrolment_move(unit, enrolment, ENROLMENT_ANNUL);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(enrolment->reason, reason);
    ENROL_FACTS_PUT(said, enrolment);
    TEXT_PUT(said.reason, reason);
    if (enrolment_save(unit->store, enrolment) != 0 || unit_emit(unit, MSG_enrol_annulled, &said, enrolment->id) != 0 ||
        unit_timer_clear(unit, "exam.due", enrolment->id) != 0 ||
        unit_timer_clear(unit, "exam.final", enrolment->id) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

int session_annul(struct unit *unit, struct session *session, const char *reason)
{
    struct session_cancelled said = {0};
    struct enrolment enrolment = {0};
    int found, result = session_move(unit, session, SESSION_ANNUL);
    if (result == UNIT_DONE)
        result = annul_guard(unit, session);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(session->reason, reason);
    SESSION_FACTS_PUT(said, session);
    TEXT_PUT(said.reason, reason);
    if (session_save(unit->store, session) != 0 || unit_emit(unit, MSG_session_cancelled, &said, session->id) != 0 ||
        training_drop(unit, session->room_hold) != UNIT_DONE || training_drop(unit, session->trainer_hold) != UNIT_DONE)
        return unit_trouble(unit);
    unit_revision(unit, session->revision);
    while ((found = enrolment_judged_after(unit->store, session->id, enrolment.id, &enrolment)) == 1)
        if ((result = enrolment_annul(unit, &enrolment, reason)) != UNIT_DONE)
            return result;
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}
