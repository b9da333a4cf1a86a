/* A seat in another session of the course for who loses one, as its session is called off or put off (D5 row 5, T15):
 * held until the trainee answers, by whom it was asked for first. What was approved, shown and waived goes with it. */
#include <string.h>

#include "base/text.h"

#include "enrolment_store.h"
#include "session_store.h"
#include "training.h"

/* Whether that session can be offered: a seat of the group, and the trainee is not in it nor elsewhere at its time. */
static int offer_fits(struct unit *unit, const struct session *session, const struct enrolment *lost)
{
    int64_t taken[GROUPS];
    char other[65];
    if (unit->now >= session_lock_at(unit, session))
        return 0;
    if (session_taken(unit->store, session->id, taken) != 0)
        return -1;
    if (seats_left(session, taken, lost->group, session_released(unit, session)) <= 0)
        return 0;
    int found = enrolment_of_trainee(unit->store, session->id, lost->trainee, other);
    if (found == 0)
        found = enrolment_overlapping(unit->store, lost->trainee, session->start, session->end, other);
    return found < 0 ? -1 : found == 0;
}

/* The next session of the course, at the same station first: 1, 0 none, -1. */
static int offer_find(struct unit *unit, const struct session *from, const struct enrolment *lost,
                      struct session *session)
{
    struct session_place at = {0};
    int found, fits;
    while ((found = session_next_open(unit->store, from, unit->now, &at, session)) == 1)
        if ((fits = offer_fits(unit, session, lost)) != 0)
            return fits;
    return found;
}

static int offered_say(struct unit *unit, const struct session *session, const struct enrolment *offered,
                       const struct enrolment *lost)
{
    struct enrol_offered said = {.start = session->start, .hold_until = offered->hold_until};
    ENROL_FACTS_PUT(said, offered);
    TEXT_PUT(said.instead_of, lost->id);
    return unit_emit(unit, MSG_enrol_offered, &said, offered->id);
}

/* The place of the yearly quota goes with the person, also when the session that was lost had begun. */
static int quota_pass(struct unit *unit, struct enrolment *lost)
{
    if (!lost->counted)
        return UNIT_DONE;
    lost->counted = false;
    return enrolment_save(unit->store, lost) == 0 ? UNIT_DONE : unit_trouble(unit);
}

int seat_offer(struct unit *unit, const struct session *from, struct enrolment *lost)
{
    struct session session;
    struct enrolment offered = *lost;
    int found = offer_find(unit, from, lost, &session);
    if (found != 1)
        return found == 0 ? UNIT_DONE : unit_trouble(unit);
    unit_id(unit, offered.id);
    TEXT_PUT(offered.session, session.id);
    TEXT_PUT(offered.station, session.station);
    offered.state = ENROLMENT_NONE;
    offered.reason[0] = '\0';
    offered.hold[0] = '\0';
    offered.counted = offered.programme[0] != '\0';
    offered.hold_until = offer_hold_until(unit->now, session.start, session_lock_at(unit, &session));
    offered.revision = 1;
    int result = enrolment_move(unit, &offered, ENROLMENT_OFFER);
    if (result == UNIT_DONE)
        result = quota_pass(unit, lost);
    if (result != UNIT_DONE)
        return result;
    if (enrolment_insert(unit->store, &offered) != 0 || offered_say(unit, &session, &offered, lost) != 0 ||
        unit_timer(unit, "enrol.offer", offered.id, offered.hold_until) != 0)
        return unit_trouble(unit);
    return session_reseat(unit, &session);
}

/* ---- D6 row 5 ---- */

static int offer_take(struct unit *unit, const char *id, struct enrolment *enrolment, struct session *session)
{
    int result = training_enrolment(unit, id, enrolment, session);
    if (result == UNIT_DONE)
        result = training_own(unit, enrolment->trainee);
    if (result != UNIT_DONE || enrolment->state == ENROLMENT_OFFERED)
        return result;
    return unit_refuse(unit, "wrong_state", "enrolment", "This is not possible while the enrolment is %s.",
                       enrolment_state_name((int)enrolment->state));
}

/* The calendar's word makes it an enrolment, not the answer (ruling 1). */
static int on_accept(struct unit *unit, const void *message)
{
    const struct enrol_accept *accept = message;
    struct enrolment enrolment;
    struct session session;
    struct enrol_offer_accepted said = {0};
    int result = offer_take(unit, accept->enrolment, &enrolment, &session);
    if (result == UNIT_DONE && unit->now >= enrolment.hold_until)
        result = unit_refuse(unit, "expired", "enrolment", "The seat was held until then, and no longer.");
    if (result == UNIT_DONE)
        result = enrolment_move(unit, &enrolment, session.approval ? ENROLMENT_ACCEPT_APPROVED : ENROLMENT_ACCEPT);
    if (result != UNIT_DONE)
        return result;
    enrolment.hold_until = 0;
    ENROL_FACTS_PUT(said, &enrolment);
    if (unit_emit(unit, MSG_enrol_offer_accepted, &said, enrolment.id) != 0 ||
        enrolment_ask_hold(unit, &session, &enrolment) != UNIT_DONE || enrolment_save(unit->store, &enrolment) != 0 ||
        unit_timer_clear(unit, "enrol.offer", enrolment.id) != 0)
        return unit_trouble(unit);
    unit_revision(unit, enrolment.revision);
    return UNIT_DONE;
}

/* ---- D6 row 6 ---- */

static int answer_say(struct unit *unit, const struct enrolment *enrolment, enum enrolment_trigger trigger)
{
    struct enrol_offer_declined declined = {0};
    struct enrol_offer_expired expired = {0};
    ENROL_FACTS_PUT(declined, enrolment);
    ENROL_FACTS_PUT(expired, enrolment);
    if (trigger == ENROLMENT_DECLINE)
        return unit_emit(unit, MSG_enrol_offer_declined, &declined, enrolment->id);
    return trigger == ENROLMENT_OFFER_LAPSES ? unit_emit(unit, MSG_enrol_offer_expired, &expired, enrolment->id) : 0;
}

int offer_close(struct unit *unit, struct enrolment *enrolment, enum enrolment_trigger trigger, const char *reason)
{
    struct enrol_left left = {0};
    int result = enrolment_move(unit, enrolment, trigger);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(enrolment->reason, reason);
    enrolment->hold_until = 0;
    enrolment->counted = false;
    ENROL_FACTS_PUT(left, enrolment);
    TEXT_PUT(left.reason, reason);
    if (enrolment_save(unit->store, enrolment) != 0 || answer_say(unit, enrolment, trigger) != 0 ||
        unit_emit(unit, MSG_enrol_left, &left, enrolment->id) != 0 ||
        unit_timer_clear(unit, "enrol.offer", enrolment->id) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int on_decline(struct unit *unit, const void *message)
{
    const struct enrol_decline *decline = message;
    struct enrolment enrolment = {0};
    struct session session;
    int result = offer_take(unit, decline->enrolment, &enrolment, &session);
    if (result == UNIT_DONE)
        result = offer_close(unit, &enrolment, ENROLMENT_DECLINE, "declined");
    unit_revision(unit, enrolment.revision);
    return result == UNIT_DONE ? session_reseat(unit, &session) : result;
}

static int on_offer_due(struct unit *unit, const char *subject, int64_t due)
{
    struct enrolment enrolment;
    struct session session;
    int found = enrolment_find(unit->store, subject, &enrolment);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || enrolment.state != ENROLMENT_OFFERED || enrolment.hold_until > due)
        return UNIT_DONE;
    if (session_find(unit->store, enrolment.session, &session) != 1)
        return unit_trouble(unit);
    int result = offer_close(unit, &enrolment, ENROLMENT_OFFER_LAPSES, "expired");
    return result == UNIT_DONE ? session_reseat(unit, &session) : result;
}

#define DESK (ROLE_RECEPTIONIST | ROLE_MANAGER | ROLE_REGISTRAR | ROLE_OPERATOR)

const struct handler offer_handlers[] = {
    {MSG_enrol_accept, DESK | ROLE_TRAINEE | ROLE_WORKER, on_accept},
    {MSG_enrol_decline, DESK | ROLE_TRAINEE | ROLE_WORKER, on_decline},
    {MSG_NONE, 0, NULL},
};

/* "enrol.offer" sorts before "session.lock": a seat that nobody took is free again before the session locks. */
const struct timer_handler offer_timers[] = {
    {"enrol.offer", on_offer_due},
    {NULL, NULL},
};
