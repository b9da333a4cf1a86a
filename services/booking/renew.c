/* A new search when the provider calls off. Invariant: the new booking wishes what the old one did, except for the
 * worker who was lost, and stands only once the client has said yes to who would come. */
#include "renew.h"

#include "base/text.h"
#include "catalog_store.h"
#include "guardian.h"
#include "progress.h"
#include "service_store.h"
#include "tables.h"

/* Among the stations that serve the home and offer the service: the nearest other one, and whether the old one is. */
static void stations_of(const struct near_list *list, const struct service_get_answer *service,
                        const struct booking *old, const char **other, const char **same)
{
    for (int i = list->count - 1; i >= 0; i--) {
        const char *station = list->at[i].station;
        if (!service_offered_at(service, station))
            continue;
        *(text_same(station, old->station) ? same : other) = station;
    }
}

/* 1 with the station, 0 none, -1. */
static int station_choose(struct unit *unit, const struct booking *old, enum renewal where, char station[33])
{
    struct service_get_answer service = {0};
    struct near_list list;
    const char *other = "", *same = "";
    int found = service_find(unit->store, old->service, &service);
    if (found != 1 || !service.active)
        return found < 0 ? -1 : 0;
    if (station_places(unit->store, old->community, true, &list) != 0)
        return -1;
    near_order(&list, old->home);
    stations_of(&list, &service, old, &other, &same);
    if (where == RENEW_HERE || (where == RENEW_ELSEWHERE_FIRST && !other[0]))
        other = same;
    text_put(station, 33, other);
    return other[0] ? 1 : 0;
}

static void fresh_fill(struct unit *unit, const struct booking *old, struct booking *fresh)
{
    char id[UUID_SIZE], station[33];
    TEXT_PUT(station, fresh->station);
    *fresh = *old;
    unit_id(unit, id);
    TEXT_PUT(fresh->booking, id);
    TEXT_PUT(fresh->station, station);
    TEXT_PUT(fresh->replaces, old->booking);
    TEXT_PUT(fresh->entered_by, unit->cause->actorid);
    TEXT_PUT(fresh->entered_role, unit->cause->actorrole);
    if (text_same(fresh->wish_worker, old->worker))
        fresh->wish_worker[0] = '\0';
    fresh->source_ref[0] = fresh->visit[0] = fresh->worker[0] = fresh->reason[0] = fresh->replaced_by[0] = '\0';
    fresh->cancel_class[0] = fresh->cancel_by[0] = fresh->cancelled_by[0] = fresh->cut_by[0] = '\0';
    fresh->state = BOOKING_NONE;
    fresh->revision = 0;
    fresh->confirms = true;
    fresh->created = unit->now;
    fresh->expires = booking_expiry(old->start, unit->setting[SET_LAST_CALL_MIN]);
}

int renew_plan(struct unit *unit, const struct booking *old, const char *reason, struct booking *fresh)
{
    int64_t last_call = booking_expiry(old->start, unit->setting[SET_LAST_CALL_MIN]);
    enum renewal where = booking_renewal(old, reason, unit->now, last_call);
    if (where == RENEW_NOWHERE)
        return 0;
    int chosen = station_choose(unit, old, where, fresh->station);
    if (chosen == 1)
        fresh_fill(unit, old, fresh);
    return chosen;
}

int renew_take(struct unit *unit, struct booking *fresh)
{
    char guardian[GUARDIAN_SIZE];
    if (booking_move(unit, fresh, BOOKING_ON_CREATE) != 1 ||
        guardian_named(unit->store, fresh->replaces, guardian) < 0 || guardian_put(unit->store, fresh, guardian) != 0)
        return -1;
    return booking_say_requested(unit, fresh);
}
