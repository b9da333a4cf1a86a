/* Leave and sickness (D4 rows 5 and 6). The event is said when leave is granted, when it begins and when it ends. */
#include <string.h>

#include "base/text.h"

#include "leave_store.h"
#include "roster.h"
#include "worker_store.h"

/* Not that it is sickness: no stream carries anybody's health (ruling 4). */
#define LEAVE_FACTS_PUT(event, w, l)                                                                                   \
    (WORKER_FACTS_PUT(event, w), TEXT_PUT((event).leave, (l)->id), (event).start = (l)->start,                         \
     (event).until = (l)->until)

static int granted_say(struct unit *unit, const struct worker *worker, const struct leave *leave)
{
    struct worker_leave_granted said = {0};
    LEAVE_FACTS_PUT(said, worker, leave);
    return unit_emit(unit, MSG_worker_leave_granted, &said, worker->id);
}

static int leave_begin(struct unit *unit, struct worker *worker, struct leave *leave)
{
    struct worker_leave_started said = {0};
    leave->state = (enum leave_state)table_next(&leave_machine, (int)leave->state, LEAVE_BEGIN);
    int result = roster_move(unit, worker, WORKER_LEAVE_STARTS, "leave_started", leave->sick ? "sick" : "leave");
    if (result != UNIT_DONE)
        return result;
    if (leave_save(unit->store, leave) != 0 || worker_save(unit->store, worker) != 0 ||
        unit_timer(unit, "leave.end", leave->id, leave->until) != 0)
        return unit_trouble(unit);
    unit_revision(unit, leave->revision);
    LEAVE_FACTS_PUT(said, worker, leave);
    return unit_emit(unit, MSG_worker_leave_started, &said, worker->id);
}

/* `at`: back from then on. Leave that had not begun moves nobody. */
static int leave_finish(struct unit *unit, struct worker *worker, struct leave *leave, enum leave_trigger trigger,
                        int64_t at)
{
    struct worker_leave_ended said = {.at = at};
    bool running = leave->state == LEAVE_STARTED;
    leave->state = (enum leave_state)table_next(&leave_machine, (int)leave->state, (int)trigger);
    leave->ended_at = at;
    if (running && roster_move(unit, worker, worker_back_from_leave(worker), "leave_ended", "") != UNIT_DONE)
        return unit_trouble(unit);
    if (leave_save(unit->store, leave) != 0 || worker_save(unit->store, worker) != 0 ||
        unit_timer_clear(unit, "leave.start", leave->id) != 0 || unit_timer_clear(unit, "leave.end", leave->id) != 0)
        return unit_trouble(unit);
    unit_revision(unit, leave->revision);
    WORKER_FACTS_PUT(said, worker);
    TEXT_PUT(said.leave, leave->id);
    if (unit_emit(unit, MSG_worker_leave_ended, &said, worker->id) != 0)
        return unit_trouble(unit);
    return roster_probation(unit, worker);
}

/* By the worker only sickness, and only her own; on the roster and past onboarding; not over another leave. */
static int leave_guard(struct unit *unit, const struct leave_put *put, const struct worker *worker,
                       const struct leave *leave)
{
    struct leave other;
    int result = roster_own(unit, put->worker);
    if (result != UNIT_DONE)
        return result;
    if (role_of(unit->cause->actorrole) == ROLE_WORKER && !put->sick)
        return unit_refuse(unit, "denied", "sick", "Leave is put in by a manager; a worker reports sickness.");
    if (!worker_is_live(worker) || worker->state == WORKER_ONBOARDING)
        return unit_refuse(unit, "wrong_state", "worker", "This is not possible while the worker is %s.",
                           worker_state_name((int)worker->state));
    if (leave->until <= leave->start)
        return unit_refuse(unit, "too_short", "until", "Leave must end after it begins.");
    int found = leave_overlapping(unit->store, worker->id, leave->start, leave->until, &other);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 1)
        return unit_refuse(unit, "leave_overlaps", "start", "There is leave %s in that time.", other.id);
    return UNIT_DONE;
}

static int leave_new(struct unit *unit, const struct leave_put *put, struct leave *leave)
{
    struct leave old;
    memset(leave, 0, sizeof *leave);
    if (put->leave[0]) {
        TEXT_PUT(leave->id, put->leave);
        int found = leave_find(unit->store, leave->id, &old);
        if (found != 0)
            return found < 0 ? unit_trouble(unit) : unit_refuse(unit, "leave_exists", "leave", "This id is taken.");
    } else {
        unit_id(unit, leave->id);
    }
    TEXT_PUT(leave->worker, put->worker);
    leave->start = leave_start(put->start, put->sick, unit->now);
    leave->until = put->until;
    leave->sick = put->sick;
    leave->revision = 1;
    leave->state = (enum leave_state)table_next(&leave_machine, LEAVE_NONE, LEAVE_GRANT);
    unit_subject(unit, leave->id);
    return UNIT_DONE;
}

/* A running leave whose end has come, but whose timer is still to fire, does not stand in the way. */
static int finish_overdue(struct unit *unit, struct worker *worker)
{
    struct leave leave;
    int found = leave_next(unit->store, worker->id, &leave);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || leave.state != LEAVE_STARTED || leave.until > unit->now)
        return UNIT_DONE;
    return leave_finish(unit, worker, &leave, LEAVE_END, leave.until);
}

/* Sickness asks for care (D4 row 5); so that nobody reads from it who is sick, so does any leave that begins at once.
 */
static int care_say(struct unit *unit, const struct worker *worker, const struct leave *leave)
{
    struct care_due said = {0};
    WORKER_FACTS_PUT(said, worker);
    TEXT_PUT(said.leave, leave->id);
    return unit_emit(unit, MSG_care_due, &said, worker->id);
}

static int on_put(struct unit *unit, const void *message)
{
    const struct leave_put *put = message;
    struct worker worker;
    struct leave leave;
    int result = roster_worker(unit, put->worker, &worker);
    if (result == UNIT_DONE)
        result = finish_overdue(unit, &worker);
    if (result == UNIT_DONE)
        result = leave_new(unit, put, &leave);
    if (result == UNIT_DONE)
        result = leave_guard(unit, put, &worker, &leave);
    if (result != UNIT_DONE)
        return result;
    if (leave_insert(unit->store, &leave) != 0 || granted_say(unit, &worker, &leave) != 0)
        return unit_trouble(unit);
    unit_revision(unit, leave.revision);
    if (leave.start <= unit->now) {
        result = leave_begin(unit, &worker, &leave);
        return result == UNIT_DONE ? care_say(unit, &worker, &leave) : result;
    }
    return unit_timer(unit, "leave.start", leave.id, leave.start) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_end(struct unit *unit, const void *message)
{
    const struct leave_end *end = message;
    struct worker worker;
    struct leave leave;
    int found = leave_find(unit->store, end->leave, &leave);
    unit_subject(unit, end->leave);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_leave", "leave", "There is no such leave.");
    int result = roster_expect(unit, leave.revision);
    if (result == UNIT_DONE)
        result = roster_own(unit, leave.worker);
    if (result == UNIT_DONE)
        result = roster_worker(unit, leave.worker, &worker);
    if (result != UNIT_DONE)
        return result;
    if (table_next(&leave_machine, (int)leave.state, LEAVE_CALL_OFF) == LEAVE_NONE)
        return unit_refuse(unit, "wrong_state", "leave", "The leave is over.");
    return leave_finish(unit, &worker, &leave, LEAVE_CALL_OFF, unit->now);
}

/* Loads what a timer is about: 1 when the leave is in `state`, else 0 (it was ended meanwhile), -1. */
static int timer_load(struct unit *unit, const char *id, enum leave_state state, struct leave *leave,
                      struct worker *worker)
{
    int found = leave_find(unit->store, id, leave);
    if (found <= 0 || leave->state != state)
        return found < 0 ? -1 : 0;
    return worker_find(unit->store, leave->worker, worker);
}

static int on_start_due(struct unit *unit, const char *subject, int64_t due)
{
    struct leave leave;
    struct worker worker;
    (void)due;
    int found = timer_load(unit, subject, LEAVE_GRANTED, &leave, &worker);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    return leave_begin(unit, &worker, &leave);
}

static int on_end_due(struct unit *unit, const char *subject, int64_t due)
{
    struct leave leave;
    struct worker worker;
    (void)due;
    int found = timer_load(unit, subject, LEAVE_STARTED, &leave, &worker);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    return leave_finish(unit, &worker, &leave, LEAVE_END, leave.until);
}

const struct handler leave_handlers[] = {
    {MSG_leave_put, ROLE_MANAGER | ROLE_OPERATOR | ROLE_WORKER, on_put},
    {MSG_leave_end, ROLE_MANAGER | ROLE_OPERATOR | ROLE_WORKER, on_end},
    {MSG_NONE, 0, NULL},
};

/* "leave.end" sorts before "leave.start": of two leaves that touch, the first ends before the second begins. */
const struct timer_handler leave_timers[] = {
    {"leave.end", on_end_due},
    {"leave.start", on_start_due},
    {NULL, NULL},
};
