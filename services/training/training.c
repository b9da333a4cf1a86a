/* Steps that the handlers of this service share. Seats belong to training alone; rooms and people's time to booking and
 * matching, which are asked and told through our stream (ruling 1). */
#include "training.h"

#include <string.h>

#include "base/text.h"

#include "enrolment_store.h"
#include "hold_store.h"
#include "session_store.h"

int training_expect(struct unit *unit, int64_t revision)
{
    int64_t seen = unit->cause->expectedrev;
    if (seen == 0 || seen == revision)
        return UNIT_DONE;
    return unit_refuse(unit, "conflict", "expectedrev", "The revision is %lld now.", (long long)revision);
}

int training_own(struct unit *unit, const char *person)
{
    if (!(role_of(unit->cause->actorrole) & (ROLE_WORKER | ROLE_TRAINEE)) || text_same(unit->cause->actorid, person))
        return UNIT_DONE;
    return unit_refuse(unit, "denied", "trainee", "A trainee may do this only for herself.");
}

int training_session(struct unit *unit, const char *id, struct session *session)
{
    int found = session_find(unit->store, id, session);
    unit_subject(unit, id);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_session", "session", "There is no such session.");
    return training_expect(unit, session->revision);
}

int training_enrolment(struct unit *unit, const char *id, struct enrolment *enrolment, struct session *session)
{
    int found = enrolment_find(unit->store, id, enrolment);
    unit_subject(unit, id);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_enrolment", "enrolment", "There is no such enrolment.");
    int result = training_expect(unit, enrolment->revision);
    if (result != UNIT_DONE)
        return result;
    return session_find(unit->store, enrolment->session, session) == 1 ? UNIT_DONE : unit_trouble(unit);
}

int session_move(struct unit *unit, struct session *session, enum session_trigger trigger)
{
    int next = table_next(&session_machine, (int)session->state, (int)trigger);
    if (next == SESSION_NONE)
        return unit_refuse(unit, "wrong_state", "session", "This is not possible while the session is %s.",
                           session_state_name((int)session->state));
    session->state = (enum session_state)next;
    return UNIT_DONE;
}

int enrolment_move(struct unit *unit, struct enrolment *enrolment, enum enrolment_trigger trigger)
{
    int next = table_next(&enrolment_machine, (int)enrolment->state, (int)trigger);
    if (next == ENROLMENT_NONE)
        return unit_refuse(unit, "wrong_state", "enrolment", "This is not possible while the enrolment is %s.",
                           enrolment_state_name((int)enrolment->state));
    enrolment->state = (enum enrolment_state)next;
    return UNIT_DONE;
}

int session_reseat(struct unit *unit, struct session *session)
{
    int64_t taken[GROUPS];
    struct session_full full = {0};
    struct session_reopened reopened = {0};
    if (session_taken(unit->store, session->id, taken) != 0)
        return unit_trouble(unit);
    enum session_trigger trigger = session_by_seats(session, seats_taken(taken));
    if (trigger == SESSION_NO_TRIGGER)
        return UNIT_DONE;
    int result = session_move(unit, session, trigger);
    if (result != UNIT_DONE)
        return result;
    if (session_save(unit->store, session) != 0)
        return unit_trouble(unit);
    SESSION_FACTS_PUT(full, session);
    SESSION_FACTS_PUT(reopened, session);
    return trigger == SESSION_FILLS ? unit_emit(unit, MSG_session_full, &full, session->id)
                                    : unit_emit(unit, MSG_session_reopened, &reopened, session->id);
}

int64_t session_lock_ms(const struct unit *unit, const struct session *session)
{
    return unit->setting[session->exam ? SET_EXAM_LOCK_DAYS : SET_LOCK_DAYS] * MS_DAY;
}

int64_t session_lock_at(const struct unit *unit, const struct session *session)
{
    return session->start - session_lock_ms(unit, session);
}

/* As long before an early lock as before the usual one: else nobody could take the seats in between. */
int64_t session_release_at(const struct unit *unit, const struct session *session)
{
    int64_t before_lock = unit->setting[SET_RELEASE_DAYS] - unit->setting[SET_LOCK_DAYS];
    return session_lock_at(unit, session) - before_lock * MS_DAY;
}

bool session_released(const struct unit *unit, const struct session *session)
{
    return unit->now >= session_release_at(unit, session);
}

/* ---- holds ---- */

static int hold_new(struct unit *unit, enum hold_kind kind, const char *object, const char *person, char id[65])
{
    struct hold hold = {.kind = kind, .state = (enum hold_state)table_next(&hold_machine, HOLD_NONE, HOLD_ASK)};
    unit_id(unit, hold.id);
    TEXT_PUT(hold.object, object);
    TEXT_PUT(hold.person, person);
    memcpy(id, hold.id, sizeof hold.id);
    return hold_insert(unit->store, &hold);
}

static int room_ask(struct unit *unit, struct session *session)
{
    struct room_hold_requested said = {.seats = session->capacity, .start = session->start, .end = session->end};
    if (hold_new(unit, HOLD_ROOM, session->id, "", session->room_hold) != 0)
        return -1;
    TEXT_PUT(said.hold, session->room_hold);
    TEXT_PUT(said.station, session->station);
    TEXT_PUT(said.room, session->room);
    TEXT_PUT(said.object, session->id);
    return unit_emit(unit, MSG_room_hold_requested, &said, said.hold);
}

static int person_ask(struct unit *unit, const struct session *session, const char *purpose, const char *hold,
                      const char *person, const char *object)
{
    struct calendar_hold_requested said = {.start = session->start, .end = session->end};
    TEXT_PUT(said.hold, hold);
    TEXT_PUT(said.person, person);
    TEXT_PUT(said.purpose, purpose);
    TEXT_PUT(said.object, object);
    TEXT_PUT(said.station, session->station);
    return unit_emit(unit, MSG_calendar_hold_requested, &said, said.hold);
}

int session_ask_holds(struct unit *unit, struct session *session)
{
    if (room_ask(unit, session) != 0 ||
        hold_new(unit, HOLD_TRAINER, session->id, session->trainer, session->trainer_hold) != 0 ||
        person_ask(unit, session, "trainer", session->trainer_hold, session->trainer, session->id) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

int enrolment_ask_hold(struct unit *unit, const struct session *session, struct enrolment *enrolment)
{
    if (hold_new(unit, HOLD_TRAINEE, enrolment->id, enrolment->trainee, enrolment->hold) != 0 ||
        person_ask(unit, session, "class", enrolment->hold, enrolment->trainee, enrolment->id) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int drop_say(struct unit *unit, const struct hold *hold)
{
    struct room_hold_dropped room = {0};
    struct calendar_hold_dropped time = {0};
    if (hold->kind == HOLD_ROOM) {
        TEXT_PUT(room.hold, hold->id);
        return unit_emit(unit, MSG_room_hold_dropped, &room, hold->id);
    }
    TEXT_PUT(time.hold, hold->id);
    TEXT_PUT(time.person, hold->person);
    return unit_emit(unit, MSG_calendar_hold_dropped, &time, hold->id);
}

int training_drop(struct unit *unit, const char *id)
{
    struct hold hold;
    int found = hold_find(unit->store, id, &hold);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    int next = table_next(&hold_machine, (int)hold.state, HOLD_DROP);
    if (next == HOLD_NONE)
        return UNIT_DONE;
    hold.state = (enum hold_state)next;
    if (hold_save(unit->store, &hold) != 0 || drop_say(unit, &hold) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* ---- enrolments of a session ---- */

static int close_say(struct unit *unit, const struct enrolment *enrolment)
{
    struct enrol_refused refused = {0};
    struct enrol_withdrawn withdrawn = {0};
    if (enrolment->state == ENROLMENT_REFUSED) {
        ENROL_FACTS_PUT(refused, enrolment);
        TEXT_PUT(refused.reason, enrolment->reason);
        return unit_emit(unit, MSG_enrol_refused, &refused, enrolment->id);
    }
    ENROL_FACTS_PUT(withdrawn, enrolment);
    TEXT_PUT(withdrawn.reason, enrolment->reason);
    return unit_emit(unit, MSG_enrol_withdrawn, &withdrawn, enrolment->id);
}

int enrolment_close(struct unit *unit, const struct session *session, struct enrolment *enrolment,
                    enum enrolment_trigger trigger, const char *reason)
{
    int result = enrolment_move(unit, enrolment, trigger);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(enrolment->reason, reason);
    enrolment->hold_until = 0;
    if (unit->now < session->start || enrolment->state == ENROLMENT_REFUSED)
        enrolment->counted = false;
    if (enrolment_save(unit->store, enrolment) != 0 || close_say(unit, enrolment) != 0 ||
        unit_timer_clear(unit, "enrol.offer", enrolment->id) != 0 ||
        unit_timer_clear(unit, "exam.due", enrolment->id) != 0 ||
        unit_timer_clear(unit, "exam.final", enrolment->id) != 0)
        return unit_trouble(unit);
    return training_drop(unit, enrolment->hold);
}

int session_date_stands(struct unit *unit, struct session *session)
{
    struct session_redated said = {0};
    struct enrolment enrolment = {0};
    int found, result = session_move(unit, session, SESSION_DATE_STANDS);
    if (result != UNIT_DONE)
        return result;
    session->reason[0] = '\0';
    SESSION_FACTS_PUT(said, session);
    TEXT_PUT(said.trainer, session->trainer);
    if (session_save(unit->store, session) != 0 || unit_emit(unit, MSG_session_redated, &said, session->id) != 0 ||
        unit_timer(unit, "session.lock", session->id, session_lock_at(unit, session)) != 0)
        return unit_trouble(unit);
    while ((found = enrolment_after(unit->store, session->id, enrolment.id, &enrolment)) == 1)
        if (!enrolment_awaits_approval(&enrolment) && (enrolment_ask_hold(unit, session, &enrolment) != UNIT_DONE ||
                                                       enrolment_save(unit->store, &enrolment) != 0))
            return unit_trouble(unit);
    return found == 0 ? session_reseat(unit, session) : unit_trouble(unit);
}
