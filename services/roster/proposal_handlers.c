/* A suspension that is proposed (D7 row 4): a manager suspends (worker.suspend), or decides against it here. Until then
 * nobody starts, and no probation ends by time. */
#include "base/text.h"

#include "proposal.h"
#include "proposal_store.h"
#include "worker_store.h"

int suspension_propose(struct unit *unit, const struct worker *worker, const struct cert *cert, const char *reason)
{
    struct proposal old, proposal = {.at = unit->now};
    struct worker_suspension_proposed said = {0};
    int found = proposal_find(unit->store, worker->id, &old);
    if (found != 0 || !worker_is_live(worker) || worker->state == WORKER_SUSPENDED)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    TEXT_PUT(proposal.worker, worker->id);
    TEXT_PUT(proposal.reason, reason);
    TEXT_PUT(proposal.cert, cert->id);
    TEXT_PUT(proposal.by, unit->cause->actorid);
    if (proposal_insert(unit->store, &proposal) != 0 ||
        roster_note(unit, worker, "suspension_proposed", reason) != UNIT_DONE)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, worker);
    TEXT_PUT(said.reason, reason);
    TEXT_PUT(said.cert, cert->id);
    return unit_emit(unit, MSG_worker_suspension_proposed, &said, worker->id);
}

int suspension_decided(struct unit *unit, const struct worker *worker)
{
    struct proposal proposal;
    int found = proposal_find(unit->store, worker->id, &proposal);
    if (found == 1)
        return unit_refuse(unit, "suspension_proposed", "worker", "First it is decided whether to suspend her: %s.",
                           proposal.reason);
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int spare_guard(struct unit *unit, const struct worker *worker)
{
    struct proposal proposal;
    int found = proposal_find(unit->store, worker->id, &proposal);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "no_proposal", "worker", "Nobody has proposed to suspend this worker.");
    if (text_same(proposal.by, unit->cause->actorid) || text_same(worker->id, unit->cause->actorid))
        return unit_refuse(unit, "same_person", "actorid", "Who proposed a suspension does not decide against it.");
    return UNIT_DONE;
}

static int on_spare(struct unit *unit, const void *message)
{
    const struct worker_spare *spare = message;
    struct worker worker;
    struct worker_spared said = {0};
    int result = roster_take(unit, spare->worker, &worker);
    if (result == UNIT_DONE)
        result = roster_actor(unit);
    if (result == UNIT_DONE)
        result = spare_guard(unit, &worker);
    if (result != UNIT_DONE)
        return result;
    if (proposal_remove(unit->store, worker.id) != 0 ||
        roster_note(unit, &worker, "spared", spare->reason) != UNIT_DONE)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, &worker);
    TEXT_PUT(said.reason, spare->reason);
    if (unit_emit(unit, MSG_worker_spared, &said, worker.id) != 0)
        return unit_trouble(unit);
    result = roster_probation(unit, &worker);
    unit_revision(unit, worker.revision);
    return result;
}

const struct handler proposal_handlers[] = {
    {MSG_worker_spare, ROLE_MANAGER | ROLE_OPERATOR, on_spare},
    {MSG_NONE, 0, NULL},
};
