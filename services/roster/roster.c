/* Steps that the handlers of this service share. The colour code of a live worker equals what its certificates say
 * (I4). */
#include "roster.h"

#include <string.h>

#include "base/text.h"

#include "cert_steps.h"
#include "cert_store.h"
#include "colour.h"
#include "leave_store.h"
#include "worker_store.h"

int roster_worker(struct unit *unit, const char *id, struct worker *worker)
{
    int found = worker_find(unit->store, id, worker);
    if (found < 0)
        return unit_trouble(unit);
    return found == 1 ? UNIT_DONE : unit_refuse(unit, "unknown_worker", "worker", "There is no such worker.");
}

int roster_take(struct unit *unit, const char *id, struct worker *worker)
{
    int result = roster_worker(unit, id, worker);
    if (result == UNIT_DONE)
        result = roster_expect(unit, worker->revision);
    unit_subject(unit, id);
    return result;
}

int roster_keep(struct unit *unit, struct worker *worker)
{
    if (worker_save(unit->store, worker) != 0)
        return unit_trouble(unit);
    unit_revision(unit, worker->revision);
    return UNIT_DONE;
}

int roster_live(struct unit *unit, const struct worker *worker)
{
    if (worker_is_live(worker))
        return UNIT_DONE;
    return unit_refuse(unit, "wrong_state", "worker", "The worker has left.");
}

int roster_expect(struct unit *unit, int64_t revision)
{
    int64_t seen = unit->cause->expectedrev;
    if (seen == 0 || seen == revision)
        return UNIT_DONE;
    return unit_refuse(unit, "conflict", "expectedrev", "The revision is %lld now.", (long long)revision);
}

int roster_actor(struct unit *unit)
{
    if (unit->cause->actorid[0])
        return UNIT_DONE;
    return unit_refuse(unit, "actor_missing", "actorid", "This needs to know who acts.");
}

int roster_own(struct unit *unit, const char *worker)
{
    if (role_of(unit->cause->actorrole) != ROLE_WORKER || text_same(unit->cause->actorid, worker))
        return UNIT_DONE;
    return unit_refuse(unit, "denied", "worker", "A worker may do this only for herself.");
}

static int step_note(struct unit *unit, const struct worker *worker, const char *what, const char *before,
                     const char *now, const char *reason)
{
    struct worker_step step = {.at = unit->now};
    TEXT_PUT(step.what, what);
    TEXT_PUT(step.before, before);
    TEXT_PUT(step.now, now);
    TEXT_PUT(step.reason, reason);
    TEXT_PUT(step.by, unit->cause->actorid);
    return step_add(unit->store, worker->id, &step) == 0 ? UNIT_DONE : unit_trouble(unit);
}

int roster_note(struct unit *unit, const struct worker *worker, const char *what, const char *reason)
{
    const char *state = worker_state_name((int)worker->state);
    return step_note(unit, worker, what, state, state, reason);
}

int roster_move(struct unit *unit, struct worker *worker, enum worker_trigger trigger, const char *what,
                const char *reason)
{
    enum worker_state before = worker->state;
    int next = table_next(&worker_machine, (int)before, (int)trigger);
    if (next == WORKER_NONE)
        return unit_refuse(unit, "wrong_state", "worker", "This is not possible while the worker is %s.",
                           worker_state_name((int)before));
    worker->state = (enum worker_state)next;
    return step_note(unit, worker, what, before == WORKER_NONE ? "" : worker_state_name((int)before),
                     worker_state_name(next), reason);
}

static int colour_say(struct unit *unit, const struct worker *worker, const char *from, const struct colour *colour)
{
    struct worker_code_changed said = {0};
    WORKER_FACTS_PUT(said, worker);
    TEXT_PUT(said.from, from);
    TEXT_PUT(said.to, colour->code);
    said.reasons.count = colour->count;
    memcpy(said.reasons.at, colour->reason, sizeof colour->reason);
    if (step_note(unit, worker, "code_changed", from, colour->code, colour->count ? colour->reason[0] : "") !=
        UNIT_DONE)
        return unit_trouble(unit);
    return unit_emit(unit, MSG_worker_code_changed, &said, worker->id);
}

int roster_colour(struct unit *unit, struct worker *worker)
{
    struct colour_facts facts;
    struct colour colour;
    char from[sizeof worker->code];
    colour_start(&facts, unit->now);
    if (cert_colour_facts(unit->store, worker->id, &facts) != 0)
        return unit_trouble(unit);
    colour_of(&facts, &colour);
    memcpy(from, worker->code, sizeof from);
    TEXT_PUT(worker->code, colour.code);
    worker->code_at = unit->now;
    if (worker_save(unit->store, worker) != 0)
        return unit_trouble(unit);
    return text_same(from, colour.code) ? UNIT_DONE : colour_say(unit, worker, from, &colour);
}

static int leave_close(struct unit *unit, struct leave *leave)
{
    leave->state = (enum leave_state)table_next(&leave_machine, (int)leave->state, LEAVE_CALL_OFF);
    leave->ended_at = unit->now;
    if (leave_save(unit->store, leave) != 0 || unit_timer_clear(unit, "leave.start", leave->id) != 0 ||
        unit_timer_clear(unit, "leave.end", leave->id) != 0)
        return -1;
    return 0;
}

int roster_close_leave(struct unit *unit, const struct worker *worker)
{
    struct leave leave;
    int found;
    while ((found = leave_next(unit->store, worker->id, &leave)) == 1)
        if (leave_close(unit, &leave) != 0)
            return unit_trouble(unit);
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

int roster_arm_certs(struct unit *unit, const struct worker *worker)
{
    struct cert cert = {0};
    int found;
    while ((found = cert_after(unit->store, worker->id, cert.type, cert.id, &cert)) == 1)
        if (cert.state == CERT_VERIFIED && cert.valid_to > unit->now && cert_arm(unit, &cert) != UNIT_DONE)
            return unit_trouble(unit);
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

int roster_disarm_certs(struct unit *unit, const struct worker *worker)
{
    struct cert cert = {0};
    int found;
    while ((found = cert_after(unit->store, worker->id, cert.type, cert.id, &cert)) == 1)
        if (unit_timer_clear(unit, "cert.begin", cert.id) != 0 || unit_timer_clear(unit, "cert.end", cert.id) != 0 ||
            unit_timer_clear(unit, "cert.remind", cert.id) != 0)
            return unit_trouble(unit);
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}
