/* What becomes of commands about sessions up to the lock (D5 rows 1-6). */
#include <string.h>

#include "base/text.h"

#include "course_store.h"
#include "enrolment_store.h"
#include "hold_store.h"
#include "session_store.h"
#include "training.h"

/* The session that the command is about. */
static int session_keep(struct unit *unit, struct session *session)
{
    if (session_save(unit->store, session) != 0)
        return unit_trouble(unit);
    unit_revision(unit, session->revision);
    return UNIT_DONE;
}

static int session_drop_holds(struct unit *unit, const struct session *session)
{
    int result = training_drop(unit, session->room_hold);
    return result == UNIT_DONE ? training_drop(unit, session->trainer_hold) : result;
}

static int lock_arm(struct unit *unit, const struct session *session)
{
    int64_t at = session_lock_at(unit, session);
    return unit_timer(unit, "session.lock", session->id, at) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int plan_guard(struct unit *unit, const struct session *session)
{
    const char *field;
    const char *code = session_flaw(session, unit->now, session_lock_ms(unit, session), &field);
    if (!code)
        return UNIT_DONE;
    return unit_refuse(unit, code, field, "Start, end, minimum and kept seats must fit, and the lock must lie ahead.");
}

/* ---- D5 row 1 ---- */

static int plan_id(struct unit *unit, const struct session_plan *plan, struct session *session)
{
    struct session old;
    if (!plan->session[0]) {
        unit_id(unit, session->id);
        return UNIT_DONE;
    }
    TEXT_PUT(session->id, plan->session);
    int found = session_find(unit->store, session->id, &old);
    if (found < 0)
        return unit_trouble(unit);
    return found == 0 ? UNIT_DONE : unit_refuse(unit, "session_exists", "session", "This id is taken.");
}

static void plan_read(const struct session_plan *plan, struct session *session)
{
    TEXT_PUT(session->course, plan->course);
    TEXT_PUT(session->station, plan->station);
    TEXT_PUT(session->room, plan->room);
    TEXT_PUT(session->trainer, plan->trainer);
    TEXT_PUT(session->focus, plan->focus);
    TEXT_PUT(session->problem, plan->problem);
    TEXT_PUT(session->kind, plan->kind);
    session->start = plan->start;
    session->end = plan->end;
    session->capacity = plan->capacity;
    session->minimum = plan->minimum;
    session->units = plan->units;
    session->keep[GROUP_WORKER] = plan->keep_worker;
    session->keep[GROUP_UNEMPLOYED] = plan->keep_unemployed;
    session->keep[GROUP_NEW_LABOUR] = plan->keep_new_labour;
    session->keep[GROUP_PUBLIC] = plan->keep_public;
    session->revision = 1;
}

static int planned_say(struct unit *unit, const struct session *session)
{
    struct session_planned said = {.capacity = session->capacity, .minimum = session->minimum};
    SESSION_FACTS_PUT(said, session);
    TEXT_PUT(said.room, session->room);
    TEXT_PUT(said.trainer, session->trainer);
    TEXT_PUT(said.kind, session->kind);
    return unit_emit(unit, MSG_session_planned, &said, session->id);
}

static int on_plan(struct unit *unit, const void *message)
{
    const struct session_plan *plan = message;
    struct session session = {0};
    struct course_row course;
    int found = course_find(unit->store, plan->course, &course);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_course", "course", "There is no such course.");
    int result = plan_id(unit, plan, &session);
    if (result != UNIT_DONE)
        return result;
    plan_read(plan, &session);
    session.exam = course.exam;
    session.approval = course.approval;
    unit_subject(unit, session.id);
    unit_revision(unit, session.revision);
    if ((result = plan_guard(unit, &session)) != UNIT_DONE ||
        (result = session_move(unit, &session, SESSION_PLAN)) != UNIT_DONE ||
        (result = planned_say(unit, &session)) != UNIT_DONE ||
        (result = session_ask_holds(unit, &session)) != UNIT_DONE)
        return result;
    return session_insert(unit->store, &session) == 0 ? lock_arm(unit, &session) : unit_trouble(unit);
}

/* ---- D5 row 2 ---- */

static int hold_guard(struct unit *unit, const char *id, const char *pending, const char *denied, const char *field)
{
    struct hold hold;
    if (hold_find(unit->store, id, &hold) != 1)
        return unit_trouble(unit);
    if (hold.state == HOLD_GRANTED)
        return UNIT_DONE;
    if (hold.state == HOLD_ASKED)
        return unit_refuse(unit, pending, field, "The answer has not come yet.");
    return unit_refuse(unit, denied, field, "It was denied: %s; give the session another date.", hold.reason);
}

/* A place of the yearly quota is left, where the programme has one (T4). */
static int quota_guard(struct unit *unit, const char *programme, int64_t year)
{
    struct quota_left_answer quota = {0};
    if (!programme[0])
        return UNIT_DONE;
    if (quota_read(unit->store, programme, year, &quota) != 0)
        return unit_trouble(unit);
    if (!quota.limited || quota.left > 0)
        return UNIT_DONE;
    return unit_refuse(unit, "quota_exhausted", "session", "The programme has no place left this year.");
}

static int open_guard(struct unit *unit, const struct session *session)
{
    struct course_row course;
    if (course_find(unit->store, session->course, &course) != 1)
        return unit_trouble(unit);
    int result = plan_guard(unit, session);
    if (result == UNIT_DONE)
        result = hold_guard(unit, session->room_hold, "room_pending", "room_denied", "room");
    if (result == UNIT_DONE)
        result = hold_guard(unit, session->trainer_hold, "trainer_pending", "trainer_denied", "trainer");
    return result == UNIT_DONE ? quota_guard(unit, course.programme, civil_of(unit->now).year) : result;
}

static int on_open(struct unit *unit, const void *message)
{
    const struct session_open *open = message;
    struct session session;
    struct session_opened said = {0};
    int result = training_session(unit, open->session, &session);
    if (result == UNIT_DONE)
        result = session_move(unit, &session, SESSION_OPENS);
    if (result == UNIT_DONE)
        result = open_guard(unit, &session);
    if (result == UNIT_DONE)
        result = session_keep(unit, &session);
    if (result != UNIT_DONE)
        return result;
    SESSION_FACTS_PUT(said, &session);
    TEXT_PUT(said.trainer, session.trainer);
    return unit_emit(unit, MSG_session_opened, &said, session.id);
}

/* ---- D5 row 5 ---- */

/* Who had a seat is offered one in another session, in the order of the requests (T15). */
static int enrolments_call_off(struct unit *unit, const struct session *session)
{
    struct enrolment enrolment = {0};
    int found, result;
    while ((found = enrolment_next(unit->store, session->id, &enrolment)) == 1) {
        bool seated = !enrolment_awaits_approval(&enrolment);
        struct enrolment lost = enrolment;
        if ((result = enrolment_close(unit, session, &lost, ENROLMENT_WITHDRAW, "session_cancelled")) != UNIT_DONE ||
            (seated && (result = seat_offer(unit, session, &lost)) != UNIT_DONE))
            return result;
    }
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int session_call_off(struct unit *unit, struct session *session, const char *reason)
{
    struct session_cancelled said = {0};
    int result = session_move(unit, session, SESSION_CANCEL);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(session->reason, reason);
    SESSION_FACTS_PUT(said, session);
    TEXT_PUT(said.reason, reason);
    TEXT_PUT(said.trainer, session->trainer);
    if (session_keep(unit, session) != UNIT_DONE || unit_emit(unit, MSG_session_cancelled, &said, session->id) != 0 ||
        unit_timer_clear(unit, "session.lock", session->id) != 0)
        return unit_trouble(unit);
    result = enrolments_call_off(unit, session);
    return result == UNIT_DONE ? session_drop_holds(unit, session) : result;
}

static int on_cancel(struct unit *unit, const void *message)
{
    const struct session_cancel *cancel = message;
    struct session session;
    int result = training_session(unit, cancel->session, &session);
    if (result != UNIT_DONE)
        return result;
    if (!session_is_over(&session))
        return session_call_off(unit, &session, cancel->reason);
    if (!cancel->annul)
        return unit_refuse(unit, "session_over", "annul", "It has ended; with annul its results are void.");
    return session_annul(unit, &session, cancel->reason);
}

/* ---- D5 row 6 ---- */

/* The date is off: nobody is to come for it. */
static int postponed_say(struct unit *unit, const struct session *session, const struct enrolment *enrolment)
{
    struct enrol_postponed said = {.start = session->start};
    ENROL_FACTS_PUT(said, enrolment);
    TEXT_PUT(said.reason, session->reason);
    return unit_emit(unit, MSG_enrol_postponed, &said, enrolment->id);
}

/* Who was offered a seat for the old date is offered another one. */
static int postpone_one(struct unit *unit, const struct session *session, struct enrolment *enrolment)
{
    if (enrolment->state == ENROLMENT_OFFERED) {
        int result = offer_close(unit, enrolment, ENROLMENT_POSTPONE, "session_postponed");
        return result == UNIT_DONE ? seat_offer(unit, session, enrolment) : result;
    }
    if (training_drop(unit, enrolment->hold) != UNIT_DONE ||
        enrolment_move(unit, enrolment, enrolment_on_postpone(enrolment, session->approval)) != UNIT_DONE ||
        enrolment_save(unit->store, enrolment) != 0)
        return unit_trouble(unit);
    return postponed_say(unit, session, enrolment);
}

/* Trainees keep their seats; their time is free until the new date stands. */
static int postpone_enrolments(struct unit *unit, const struct session *session)
{
    struct enrolment enrolment = {0};
    int found;
    while ((found = enrolment_after(unit->store, session->id, enrolment.id, &enrolment)) == 1)
        if (postpone_one(unit, session, &enrolment) != UNIT_DONE)
            return unit_trouble(unit);
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

int session_put_off(struct unit *unit, struct session *session, const char *reason)
{
    struct session_postponed said = {0};
    int result = session_move(unit, session, SESSION_POSTPONE);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(session->reason, reason);
    SESSION_FACTS_PUT(said, session);
    TEXT_PUT(said.reason, reason);
    TEXT_PUT(said.trainer, session->trainer);
    if (session_keep(unit, session) != UNIT_DONE || unit_emit(unit, MSG_session_postponed, &said, session->id) != 0 ||
        unit_timer_clear(unit, "session.lock", session->id) != 0 || postpone_enrolments(unit, session) != UNIT_DONE)
        return unit_trouble(unit);
    return session_drop_holds(unit, session);
}

static int on_postpone(struct unit *unit, const void *message)
{
    const struct session_postpone *postpone = message;
    struct session session;
    int result = training_session(unit, postpone->session, &session);
    return result == UNIT_DONE ? session_put_off(unit, &session, postpone->reason) : result;
}

static int on_redate(struct unit *unit, const void *message)
{
    const struct session_redate *redate = message;
    struct session session;
    int result = training_session(unit, redate->session, &session);
    if (result == UNIT_DONE)
        result = session_move(unit, &session, SESSION_REDATE);
    if (result != UNIT_DONE)
        return result;
    session.start = redate->start;
    session.end = redate->end;
    if (redate->room[0])
        TEXT_PUT(session.room, redate->room);
    if (redate->trainer[0])
        TEXT_PUT(session.trainer, redate->trainer);
    if ((result = plan_guard(unit, &session)) != UNIT_DONE ||
        (result = session_drop_holds(unit, &session)) != UNIT_DONE ||
        (result = session_ask_holds(unit, &session)) != UNIT_DONE ||
        (result = session_keep(unit, &session)) != UNIT_DONE)
        return result;
    return session.state == SESSION_DRAFT ? lock_arm(unit, &session) : UNIT_DONE;
}

/* ---- D5 rows 4 and 5: the lock ---- */

/* D6 row 2: who was not approved by then has no seat. */
static int requests_lapse(struct unit *unit, const struct session *session)
{
    struct enrolment enrolment = {0};
    int found, result;
    while ((found = enrolment_after(unit->store, session->id, enrolment.id, &enrolment)) == 1)
        if (enrolment_awaits_approval(&enrolment) &&
            (result = enrolment_close(unit, session, &enrolment, ENROLMENT_LAPSE, "not_approved")) != UNIT_DONE)
            return result;
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int session_lock(struct unit *unit, struct session *session, int64_t enrolled)
{
    struct session_locked said = {.enrolled = enrolled};
    int result = session_move(unit, session, SESSION_LOCKS);
    if (result == UNIT_DONE)
        result = session_keep(unit, session);
    if (result != UNIT_DONE)
        return result;
    SESSION_FACTS_PUT(said, session);
    if (unit_emit(unit, MSG_session_locked, &said, session->id) != 0)
        return unit_trouble(unit);
    return session->approval ? requests_lapse(unit, session) : UNIT_DONE;
}

static int on_lock_due(struct unit *unit, const char *subject, int64_t due)
{
    struct session session;
    int64_t enrolled;
    int found = session_find(unit->store, subject, &session);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || due < session_lock_at(unit, &session))
        return UNIT_DONE;
    if (session.state == SESSION_DRAFT)
        return session_call_off(unit, &session, "not_opened");
    if (!session_is_open(&session))
        return UNIT_DONE;
    if (enrolment_count_enrolled(unit->store, session.id, &enrolled) != 0)
        return unit_trouble(unit);
    return enrolled < session.minimum ? session_call_off(unit, &session, "under_minimum")
                                      : session_lock(unit, &session, enrolled);
}

#define BASE (ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR)

const struct handler session_handlers[] = {
    {MSG_session_plan, BASE, on_plan},     {MSG_session_open, BASE, on_open},
    {MSG_session_cancel, BASE, on_cancel}, {MSG_session_postpone, BASE, on_postpone},
    {MSG_session_redate, BASE, on_redate}, {MSG_NONE, 0, NULL},
};

const struct timer_handler session_timers[] = {
    {"session.lock", on_lock_due},
    {NULL, NULL},
};
