/* What mediation hears of roster: how a worker is employed, and by whom. It decides the route of a dispute (R3). An
 * employment that has ended stays: the dispute may be about it. */
#include "store.h"
#include "tables.h"

static int copy(struct unit *unit, const char *worker, const char *employer, const char *employment)
{
    return employment_copy_save(unit->store, worker, employer, employment) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_onboarded(struct unit *unit, const void *message)
{
    const struct worker_onboarded *e = message;
    return copy(unit, e->worker, e->station, e->employment);
}

static int on_profile_changed(struct unit *unit, const void *message)
{
    const struct worker_profile_changed *e = message;
    return copy(unit, e->worker, e->station, e->employment);
}

static int on_employed(struct unit *unit, const void *message)
{
    const struct worker_employed *e = message;
    return copy(unit, e->worker, e->employer, e->employment);
}

const struct handler employment_handlers[] = {
    {MSG_worker_onboarded, ROLE_SERVICE, on_onboarded},
    {MSG_worker_profile_changed, ROLE_SERVICE, on_profile_changed},
    {MSG_worker_employed, ROLE_SERVICE, on_employed},
    {MSG_NONE, 0, NULL},
};
