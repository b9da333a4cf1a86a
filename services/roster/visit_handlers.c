/* What matching says of visits: whom a visit is given to and taken from, and what becomes of it. Each visit counts once
 * for its worker, however often it is disputed and settled (D4 rows 3 and 10). */
#include "base/text.h"

#include "roster.h"
#include "visit_store.h"
#include "worker_store.h"

/* ---- whose it is (row 10) ---- */

static int on_assigned(struct unit *unit, const void *message)
{
    const struct visit_assigned *event = message;
    struct roster_visit visit = {.start = event->start, .state = "ahead"};
    TEXT_PUT(visit.id, event->visit);
    TEXT_PUT(visit.worker, event->worker);
    return roster_visit_save(unit->store, &visit) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int forget(struct unit *unit, const char *visit)
{
    return roster_visit_forget(unit->store, visit) == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* Nobody's again: somebody else is looked for. */
static int on_planned(struct unit *unit, const void *message)
{
    const struct visit_planned *event = message;
    return forget(unit, event->visit);
}

/* Who is asked does not have it yet, and who had it has it no longer. */
static int on_offered(struct unit *unit, const void *message)
{
    const struct visit_offered *event = message;
    return forget(unit, event->visit);
}

static int on_cancelled(struct unit *unit, const void *message)
{
    const struct visit_cancelled *event = message;
    return forget(unit, event->visit);
}

static int on_client_no_show(struct unit *unit, const void *message)
{
    const struct visit_client_no_show *event = message;
    return forget(unit, event->visit);
}

static int on_closed(struct unit *unit, const void *message)
{
    const struct visit_closed *event = message;
    return forget(unit, event->visit);
}

/* ---- what it came to (row 3) ---- */

/* A visit that was missed stands against the worker. */
static int on_missed(struct unit *unit, const void *message)
{
    const struct visit_missed_by_worker *event = message;
    if (tally_raise(unit->store, event->worker, 0, 1) != 0)
        return unit_trouble(unit);
    return forget(unit, event->visit);
}

/* She had come after all (V14); a mark that was forgiven meanwhile is not taken away twice. */
static int on_corrected(struct unit *unit, const void *message)
{
    const struct visit_corrected *event = message;
    struct tally tally;
    if (!event->missed)
        return UNIT_DONE;
    if (tally_read(unit->store, event->worker, &tally) != 0 ||
        (tally.marks > 0 && tally_raise(unit->store, event->worker, 0, -1) != 0))
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* Moves a visit on; it counts while it is verified. */
static int visit_becomes(struct unit *unit, const char *id, const char *worker, int64_t start, const char *state)
{
    struct roster_visit visit = {.start = start};
    int found = roster_visit_find(unit->store, id, &visit);
    if (found < 0)
        return unit_trouble(unit);
    int64_t before = text_same(visit.state, "verified"), after = text_same(state, "verified");
    TEXT_PUT(visit.id, id);
    TEXT_PUT(visit.worker, worker);
    TEXT_PUT(visit.state, state);
    if (roster_visit_save(unit->store, &visit) != 0 ||
        (after != before && tally_raise(unit->store, worker, after - before, 0) != 0))
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int on_ended(struct unit *unit, const void *message)
{
    const struct visit_ended *event = message;
    return visit_becomes(unit, event->visit, event->worker, event->start, "ended");
}

static int on_disputed(struct unit *unit, const void *message)
{
    const struct visit_disputed *event = message;
    return visit_becomes(unit, event->visit, event->worker, event->start, "disputed");
}

/* It may be the one that a worker past her probation was short of. */
static int on_verified(struct unit *unit, const void *message)
{
    const struct visit_verified *event = message;
    struct worker worker;
    int result = visit_becomes(unit, event->visit, event->worker, event->start, "verified");
    if (result != UNIT_DONE)
        return result;
    int found = worker_find(unit->store, event->worker, &worker);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    return roster_probation(unit, &worker);
}

const struct handler visit_handlers[] = {
    {MSG_visit_planned, ROLE_SERVICE, on_planned},
    {MSG_visit_offered, ROLE_SERVICE, on_offered},
    {MSG_visit_assigned, ROLE_SERVICE, on_assigned},
    {MSG_visit_cancelled, ROLE_SERVICE, on_cancelled},
    {MSG_visit_client_no_show, ROLE_SERVICE, on_client_no_show},
    {MSG_visit_missed_by_worker, ROLE_SERVICE, on_missed},
    {MSG_visit_corrected, ROLE_SERVICE, on_corrected},
    {MSG_visit_ended, ROLE_SERVICE, on_ended},
    {MSG_visit_verified, ROLE_SERVICE, on_verified},
    {MSG_visit_disputed, ROLE_SERVICE, on_disputed},
    {MSG_visit_closed, ROLE_SERVICE, on_closed},
    {MSG_NONE, 0, NULL},
};
