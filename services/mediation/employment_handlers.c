/* What mediation hears of roster: how a worker is employed, and by whom. It decides the route of a dispute (R3). An
 * employment that has ended stays: the dispute may be about it. */
#include "store.h"
#include "tables.h"

/* The home station is the one that was told last. */
static int home(struct unit *unit, const char *worker, const char *station, const char *employment)
{
    return employment_end(unit->store, worker, true, "") == 0 &&
                   employment_save(unit->store, worker, station, true, employment) == 0
               ? UNIT_DONE
               : unit_trouble(unit);
}

/* A further employer, or with "" all of them. */
static int ended(struct unit *unit, const char *worker, const char *employer)
{
    return employment_end(unit->store, worker, false, employer) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_onboarded(struct unit *unit, const void *message)
{
    const struct worker_onboarded *e = message;
    return home(unit, e->worker, e->station, e->employment);
}

static int on_profile_changed(struct unit *unit, const void *message)
{
    const struct worker_profile_changed *e = message;
    return home(unit, e->worker, e->station, e->employment);
}

static int on_employed(struct unit *unit, const void *message)
{
    const struct worker_employed *e = message;
    return employment_save(unit->store, e->worker, e->employer, false, e->employment) == 0 ? UNIT_DONE
                                                                                           : unit_trouble(unit);
}

static int on_employment_ended(struct unit *unit, const void *message)
{
    const struct worker_employment_ended *e = message;
    return ended(unit, e->worker, e->employer);
}

static int on_retired(struct unit *unit, const void *message)
{
    const struct worker_retired *e = message;
    return ended(unit, e->worker, "");
}

static int on_dismissed(struct unit *unit, const void *message)
{
    const struct worker_dismissed *e = message;
    return ended(unit, e->worker, "");
}

const struct handler employment_handlers[] = {
    {MSG_worker_onboarded, ROLE_SERVICE, on_onboarded},
    {MSG_worker_profile_changed, ROLE_SERVICE, on_profile_changed},
    {MSG_worker_employed, ROLE_SERVICE, on_employed},
    {MSG_worker_employment_ended, ROLE_SERVICE, on_employment_ended},
    {MSG_worker_retired, ROLE_SERVICE, on_retired},
    {MSG_worker_dismissed, ROLE_SERVICE, on_dismissed},
    {MSG_NONE, 0, NULL},
};
