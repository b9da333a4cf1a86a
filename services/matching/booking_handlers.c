/* What booking says: services, stations, households, and bookings that become visits (D2 rows 1, 7, 21). */
#include "base/text.h"

#include "caseload_change.h"
#include "companion.h"
#include "corrections.h"
#include "fact_store.h"
#include "life.h"
#include "match.h"
#include "risk.h"
#include "visit_store.h"

/* ---- the catalogue ---- */

static int on_service_changed(struct unit *unit, const void *message)
{
    const struct catalog_service_changed *event = message;
    struct service_facts service = {.version = event->version};
    struct demand *demand = &service.demand;
    TEXT_PUT(service.service, event->service);
    service.risky =
        text_same(event->line, "nursing") || (event->live_in && text_same(event->line, "maternity")); /* ruling 6 */
    service.critical = event->tolerance_min > 0;
    demand->workers = (int)event->workers;
    demand->live_in = event->live_in;
    demand->intimate = event->intimate;
    for (uint32_t i = 0; i < event->worker_kinds.count && i < DEMAND_CODES; i++)
        TEXT_PUT(demand->kinds[demand->kinds_count++], event->worker_kinds.at[i]);
    for (uint32_t i = 0; i < event->certs.count && i < DEMAND_CODES; i++) {
        struct cert_wanted *need = &demand->needs[demand->needs_count++];
        TEXT_PUT(need->type, event->certs.at[i].cert);
        need->level = (int)event->certs.at[i].level;
    }
    if (fact_service_save(unit->store, &service))
        return unit_trouble(unit);
    return match_recheck_service(unit, service.service);
}

/* D2 row 10: the visits to come of a station that closes, or of a community that it serves no more. */
static int on_station_changed(struct unit *unit, const void *message)
{
    const struct catalog_station_changed *event = message;
    struct cell place = {(int32_t)event->cell_lat, (int32_t)event->cell_lon};
    if (fact_station_save(unit->store, event->station, event->active, place))
        return unit_trouble(unit);
    return match_recheck_station(unit, event->station);
}

static int on_coverage_changed(struct unit *unit, const void *message)
{
    const struct catalog_coverage_changed *event = message;
    if (fact_coverage_save(unit->store, event->station, event->communities.at, event->communities.count))
        return unit_trouble(unit);
    return match_recheck_station(unit, event->station);
}

static int on_pair_changed(struct unit *unit, const void *message)
{
    const struct household_pair_changed *event = message;
    if (fact_pair_save(unit->store, event->worker, event->household, event->prohibited) ||
        pool_put_pair(pool_of(unit), event->worker, event->household, event->prohibited))
        return unit_trouble(unit);
    int result = match_recheck_worker(unit, event->worker);
    return result == UNIT_DONE && event->prohibited ? caseload_part(unit, event->worker, event->household) : result;
}

/* ---- bookings ---- */

static void visit_of_request(const struct booking_requested *event, struct visit *visit)
{
    TEXT_PUT(visit->booking, event->booking);
    TEXT_PUT(visit->household, event->household);
    TEXT_PUT(visit->origin, event->origin);
    TEXT_PUT(visit->station, event->station);
    TEXT_PUT(visit->service, event->service);
    TEXT_PUT(visit->community, event->community);
    visit->time = (struct interval){event->start, event->end};
    visit->place = (struct cell){(int32_t)event->cell_lat, (int32_t)event->cell_lon};
    visit->wish_sex = event->wish_sex[0];
    for (uint32_t i = 0; i < event->wish_languages.count && i < DEMAND_LANGUAGES; i++)
        TEXT_PUT(visit->languages[visit->languages_count++], event->wish_languages.at[i]);
    TEXT_PUT(visit->wish_worker, event->wish_worker);
    visit->soft.pets = event->home_pets;
    visit->soft.nonsmoker = event->wish_nonsmoker;
    for (uint32_t i = 0; i < event->wish_cuisines.count && i < DEMAND_CUISINES; i++)
        TEXT_PUT(visit->soft.cuisines[visit->soft.cuisines_count++], event->wish_cuisines.at[i]);
}

/* D1 row 19: what the provider called off is looked for anew, without the worker who was lost and who said no before.
 */
static int exclude_lost(struct unit *unit, const char *visit, const char *replaces)
{
    struct visit old;
    char excluded[EXCLUDED_MAX][ID_SIZE];
    int found = replaces[0] ? visit_of_booking(unit->store, replaces, &old) : 0;
    if (found <= 0)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    int count = excluded_list(unit->store, old.visit, excluded, EXCLUDED_MAX);
    if (count < 0 || (old.worker[0] && excluded_add(unit->store, visit, old.worker, "provider")))
        return unit_trouble(unit);
    for (int i = 0; i < count; i++)
        if (excluded_add(unit->store, visit, excluded[i], "provider"))
            return unit_trouble(unit);
    return UNIT_DONE;
}

static int plan(struct unit *unit, struct visit *visit, const char *why, const char *replaces)
{
    int result = life_begin(unit, visit);
    if (result == UNIT_DONE)
        result = exclude_lost(unit, visit->visit, replaces);
    return result == UNIT_DONE ? match_find(unit, visit, why) : result;
}

static int on_requested(struct unit *unit, const void *message)
{
    const struct booking_requested *event = message;
    struct visit visit = {0};
    int found = visit_of_booking(unit->store, event->booking, &visit);
    if (found)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    visit_of_request(event, &visit);
    if (!interval_is_valid(visit.time))
        return unit_refuse(unit, "bad_time", "end", "Booking %s ends before it starts.", event->booking);
    return plan(unit, &visit, "first", event->replaces);
}

/* A booking that was cancelled or has expired while its visit was already over changes nothing, unless the work itself
 * is annulled. */
static int cancel(struct unit *unit, const char *booking, enum visit_trigger trigger, const char *reason)
{
    struct visit visit;
    int found = visit_of_booking(unit->store, booking, &visit);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    bool at_work = visit.state == VISIT_STARTED;
    int result = companion_end(unit, &visit, trigger, reason);
    if (result != UNIT_DONE || !life_allows(&visit, trigger))
        return result;
    result = life_cancel(unit, &visit, trigger, reason);
    return result == UNIT_DONE && at_work ? risk_left(unit, &visit) : result;
}

static int on_cancelled(struct unit *unit, const void *message)
{
    const struct booking_cancelled *event = message;
    return event->annulled ? cancel(unit, event->booking, VISIT_ANNUL, "booking_annulled")
                           : cancel(unit, event->booking, VISIT_CANCEL, "booking_cancelled");
}

static int on_expired(struct unit *unit, const void *message)
{
    const struct booking_expired *event = message;
    return cancel(unit, event->booking, VISIT_CANCEL, "booking_expired");
}

/* A new visit with the plan of one that is over. */
static int plan_again(struct unit *unit, const struct visit *over)
{
    struct visit visit = visit_anew(over);
    int result = companion_end(unit, over, VISIT_CANCEL, "rematch");
    return result == UNIT_DONE ? plan(unit, &visit, "rematch", "") : result;
}

/* Booking heard that nobody was found, but somebody was meanwhile (D2 row 7). */
static bool has_crossed(const struct visit *visit, const char *reason)
{
    return text_in_list(reason, "no_candidate|too_late") && visit->state != VISIT_UNFILLED;
}

static int on_rematch_requested(struct unit *unit, const void *message)
{
    const struct booking_rematch_requested *event = message;
    struct visit visit;
    int found = visit_of_booking(unit->store, event->booking, &visit);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    if (visit.state == VISIT_MISSED || visit.state == VISIT_CANCELLED)
        return correction_drop(unit, &visit, "overtaken") ? UNIT_TROUBLE : plan_again(unit, &visit);
    if (!life_allows(&visit, VISIT_REMATCH) || has_crossed(&visit, event->reason))
        return UNIT_DONE;
    int result = life_lose_worker(unit, &visit, event->reason);
    if (result == UNIT_DONE)
        result = life_replan(unit, &visit, VISIT_REMATCH);
    return result == UNIT_DONE ? match_find(unit, &visit, "rematch") : result;
}

const struct handler matching_booking_handlers[] = {
    {MSG_catalog_service_changed, ROLE_SERVICE, on_service_changed},
    {MSG_catalog_station_changed, ROLE_SERVICE, on_station_changed},
    {MSG_catalog_coverage_changed, ROLE_SERVICE, on_coverage_changed},
    {MSG_household_pair_changed, ROLE_SERVICE, on_pair_changed},
    {MSG_booking_requested, ROLE_SERVICE, on_requested},
    {MSG_booking_cancelled, ROLE_SERVICE, on_cancelled},
    {MSG_booking_expired, ROLE_SERVICE, on_expired},
    {MSG_booking_rematch_requested, ROLE_SERVICE, on_rematch_requested},
    {MSG_NONE, 0, NULL},
};
