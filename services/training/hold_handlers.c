/* Answers of booking (rooms) and matching (people's time) to what we asked for. They may cross what happened here
 * meanwhile: a hold granted for something no longer wanted is dropped at once. An answer to a question that we do not
 * remember, as after a restore from an old copy, waits until the question is asked again. */
#include <string.h>

#include "base/text.h"

#include "enrolment_store.h"
#include "hold_store.h"
#include "session_store.h"
#include "training.h"

/* Both holds of a postponed session are granted: the new date stands, unless its lock has passed meanwhile. */
static int session_answered(struct unit *unit, const char *id)
{
    struct session session;
    struct hold room, trainer;
    int found = session_find(unit->store, id, &session);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    if (hold_find(unit->store, session.room_hold, &room) != 1 ||
        hold_find(unit->store, session.trainer_hold, &trainer) != 1)
        return unit_trouble(unit);
    if (session.state != SESSION_POSTPONED || room.state != HOLD_GRANTED || trainer.state != HOLD_GRANTED ||
        unit->now >= session_lock_at(unit, &session))
        return UNIT_DONE;
    return session_date_stands(unit, &session);
}

/* D6 row 2. */
static int enrolment_granted(struct unit *unit, const struct hold *hold)
{
    struct enrolment enrolment;
    struct session session;
    struct enrol_enrolled said = {0};
    int found = enrolment_find(unit->store, hold->object, &enrolment);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || !enrolment_awaits_time(&enrolment) || !text_same(enrolment.hold, hold->id))
        return training_drop(unit, hold->id);
    int result = enrolment_move(unit, &enrolment, ENROLMENT_GRANT);
    if (result != UNIT_DONE)
        return result;
    if (enrolment_save(unit->store, &enrolment) != 0 || session_find(unit->store, enrolment.session, &session) != 1)
        return unit_trouble(unit);
    ENROL_FACTS_PUT(said, &enrolment);
    said.start = session.start;
    return unit_emit(unit, MSG_enrol_enrolled, &said, enrolment.id);
}

/* The calendar denies: the seat is free again. */
static int enrolment_denied(struct unit *unit, const struct hold *hold)
{
    struct enrolment enrolment;
    struct session session;
    int found = enrolment_find(unit->store, hold->object, &enrolment);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || !enrolment_awaits_time(&enrolment) || !text_same(enrolment.hold, hold->id))
        return UNIT_DONE;
    if (session_find(unit->store, enrolment.session, &session) != 1)
        return unit_trouble(unit);
    int result = enrolment_close(unit, &session, &enrolment, ENROLMENT_DENY, "calendar");
    return result == UNIT_DONE ? session_reseat(unit, &session) : result;
}

/* The drop was said before the grant came: say it again, so that it holds whatever the owner did in between. */
static int crossed(struct unit *unit, const struct hold *hold)
{
    struct room_hold_dropped room = {0};
    struct calendar_hold_dropped time = {0};
    if (hold->state != HOLD_DROPPED)
        return UNIT_DONE;
    TEXT_PUT(room.hold, hold->id);
    TEXT_PUT(time.hold, hold->id);
    TEXT_PUT(time.person, hold->person);
    return hold->kind == HOLD_ROOM ? unit_emit(unit, MSG_room_hold_dropped, &room, hold->id)
                                   : unit_emit(unit, MSG_calendar_hold_dropped, &time, hold->id);
}

/* The hold that an answer is about. UNIT_DONE, or what the handler returns. */
static int hold_asked(struct unit *unit, const char *id, struct hold *hold)
{
    int found = hold_find(unit->store, id, hold);
    if (found == 0)
        return unit_lacks(unit, "unknown_hold", "hold", id);
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

static int hold_granted(struct unit *unit, const char *id)
{
    struct hold hold;
    int result = hold_asked(unit, id, &hold);
    if (result != UNIT_DONE)
        return result;
    int next = table_next(&hold_machine, (int)hold.state, HOLD_GRANT);
    if (next == HOLD_NONE)
        return crossed(unit, &hold);
    hold.state = (enum hold_state)next;
    if (hold_save(unit->store, &hold) != 0)
        return unit_trouble(unit);
    return hold.kind == HOLD_TRAINEE ? enrolment_granted(unit, &hold) : session_answered(unit, hold.object);
}

/* Without it the session has no date: whoever planned it is told. */
static int session_denied(struct unit *unit, const struct hold *hold)
{
    struct session session;
    struct session_hold_denied said = {0};
    int found = session_find(unit->store, hold->object, &session);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    SESSION_FACTS_PUT(said, &session);
    TEXT_PUT(said.what, hold->kind == HOLD_ROOM ? "room" : "trainer");
    TEXT_PUT(said.reason, hold->reason);
    return unit_emit(unit, MSG_session_hold_denied, &said, session.id);
}

static int hold_denied(struct unit *unit, const char *id, const char *reason)
{
    struct hold hold;
    int result = hold_asked(unit, id, &hold);
    if (result != UNIT_DONE)
        return result;
    int next = table_next(&hold_machine, (int)hold.state, HOLD_DENY);
    if (next == HOLD_NONE)
        return UNIT_DONE;
    hold.state = (enum hold_state)next;
    TEXT_PUT(hold.reason, reason);
    if (hold_save(unit->store, &hold) != 0)
        return unit_trouble(unit);
    return hold.kind == HOLD_TRAINEE ? enrolment_denied(unit, &hold) : session_denied(unit, &hold);
}

/* ---- the owner takes back what it had granted; what has begun goes on ---- */

/* The trainee keeps the seat and asks for the time again. */
static int enrolment_loses_time(struct unit *unit, const struct hold *hold)
{
    struct enrolment enrolment;
    struct session session;
    int found = enrolment_find(unit->store, hold->object, &enrolment);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || enrolment.state != ENROLMENT_ENROLLED || !text_same(enrolment.hold, hold->id))
        return UNIT_DONE;
    if (session_find(unit->store, enrolment.session, &session) != 1 || hold_save(unit->store, hold) != 0)
        return unit_trouble(unit);
    int result = enrolment_move(unit, &enrolment, enrolment_on_lost_time(session.approval));
    if (result == UNIT_DONE)
        result = enrolment_ask_hold(unit, &session, &enrolment);
    if (result != UNIT_DONE)
        return result;
    return enrolment_save(unit->store, &enrolment) == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* Without room or trainer a session has no date; a draft, or one that waits for a date, finds the hold denied. */
static int session_loses(struct unit *unit, const struct hold *hold)
{
    struct session session;
    int found = session_find(unit->store, hold->object, &session);
    if (found < 0)
        return unit_trouble(unit);
    bool waits = session.state == SESSION_DRAFT || session.state == SESSION_POSTPONED;
    bool dated = session_is_open(&session) || session.state == SESSION_LOCKED;
    if (found == 0 || (!waits && !dated))
        return UNIT_DONE;
    if (hold_save(unit->store, hold) != 0)
        return unit_trouble(unit);
    return dated ? session_put_off(unit, &session, hold->kind == HOLD_ROOM ? "room_lost" : "trainer_lost")
                 : session_denied(unit, hold);
}

static int hold_released(struct unit *unit, const char *id)
{
    struct hold hold;
    int found = hold_find(unit->store, id, &hold);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    int next = table_next(&hold_machine, (int)hold.state, HOLD_RELEASE);
    if (next == HOLD_NONE)
        return UNIT_DONE; /* the answer to a drop of ours */
    hold.state = (enum hold_state)next;
    TEXT_PUT(hold.reason, "released");
    return hold.kind == HOLD_TRAINEE ? enrolment_loses_time(unit, &hold) : session_loses(unit, &hold);
}

static int on_room_released(struct unit *unit, const void *message)
{
    const struct room_released *released = message;
    return hold_released(unit, released->hold);
}

static int on_time_released(struct unit *unit, const void *message)
{
    const struct calendar_released *released = message;
    return hold_released(unit, released->hold);
}

static int on_room_held(struct unit *unit, const void *message)
{
    const struct room_held *held = message;
    return held->staff ? UNIT_DONE : hold_granted(unit, held->hold);
}

static int on_room_denied(struct unit *unit, const void *message)
{
    const struct room_denied *denied = message;
    return hold_denied(unit, denied->hold, denied->reason);
}

/* The calendar answers others too: leave, hearings. */
static bool purpose_is_ours(const char *purpose)
{
    return text_in_list(purpose, "class|exam|trainer");
}

static int on_time_granted(struct unit *unit, const void *message)
{
    const struct calendar_hold_granted *granted = message;
    if (!purpose_is_ours(granted->purpose))
        return UNIT_DONE;
    return hold_granted(unit, granted->hold);
}

static int on_time_denied(struct unit *unit, const void *message)
{
    const struct calendar_hold_denied *denied = message;
    if (!purpose_is_ours(denied->purpose))
        return UNIT_DONE;
    return hold_denied(unit, denied->hold, "calendar");
}

const struct handler hold_handlers[] = {
    {MSG_room_held, ROLE_SERVICE, on_room_held},
    {MSG_room_denied, ROLE_SERVICE, on_room_denied},
    {MSG_room_released, ROLE_SERVICE, on_room_released},
    {MSG_calendar_hold_granted, ROLE_SERVICE, on_time_granted},
    {MSG_calendar_hold_denied, ROLE_SERVICE, on_time_denied},
    {MSG_calendar_released, ROLE_SERVICE, on_time_released},
    {MSG_NONE, 0, NULL},
};
