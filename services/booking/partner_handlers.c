/* The registry of partner organisations (A1.9, BK1): government, social, enterprise, school, hospital. Invariant: none
 * is active whose agreement has ended. */
#include <string.h>

#include "base/text.h"
#include "catalog_store.h"
#include "partner_store.h"
#include "tables.h"

#define TIMER_ENDS "partner_ends"

static int changed_say(struct unit *unit, const struct partner_put *put, int64_t version)
{
    struct catalog_partner_changed event = {
        .version = version, .active = put->active, .stations.count = put->stations.count, .ends = put->ends};
    TEXT_PUT(event.partner, put->partner);
    TEXT_PUT(event.kind, put->kind);
    for (uint32_t i = 0; i < put->stations.count; i++)
        TEXT_PUT(event.stations.at[i], put->stations.at[i]);
    return unit_emit(unit, MSG_catalog_partner_changed, &event, put->partner);
}

/* Active until its agreement ends. 0 or -1. */
static int partner_keep(struct unit *unit, const struct partner_put *put, int64_t version)
{
    int timed = put->active && put->ends ? unit_timer(unit, TIMER_ENDS, put->partner, put->ends)
                                         : unit_timer_clear(unit, TIMER_ENDS, put->partner);
    if (timed != 0 || partner_save(unit->store, put, version) != 0)
        return -1;
    return changed_say(unit, put, version);
}

static int partner_put_run(struct unit *unit, const void *message)
{
    const struct partner_put *put = message;
    struct partner_get_answer old = {0};
    if (partner_find(unit->store, put->partner, &old) < 0)
        return unit_trouble(unit);
    if (revision_check(unit, old.version) != 0)
        return UNIT_REFUSED;
    if (put->active && put->ends && put->ends <= unit->now)
        return unit_refuse(unit, "agreement_over", "ends", "An agreement that has ended makes no active partner.");
    int result = stations_check(unit, put->stations.at, put->stations.count);
    if (result != 0)
        return result;
    if (partner_keep(unit, put, old.version + 1) != 0)
        return unit_trouble(unit);
    unit_subject(unit, put->partner);
    unit_revision(unit, old.version + 1);
    return UNIT_DONE;
}

/* Its agreement has ended. */
static int ends_run(struct unit *unit, const char *subject, int64_t due)
{
    struct partner_get_answer old = {0};
    struct partner_put put = {0};
    int found = partner_find(unit->store, subject, &old);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || !old.active || old.ends != due)
        return UNIT_DONE;
    TEXT_PUT(put.partner, old.partner);
    TEXT_PUT(put.kind, old.kind);
    TEXT_PUT(put.name, old.name);
    TEXT_PUT(put.name_en, old.name_en);
    put.stations.count = old.stations.count;
    memcpy(put.stations.at, old.stations.at, sizeof put.stations.at);
    put.ends = old.ends;
    return partner_keep(unit, &put, old.version + 1) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int partner_get_run(struct unit *unit, const void *question, void *answer)
{
    const struct partner_get *asked = question;
    int found = partner_find(unit->store, asked->id, answer);
    if (found < 0)
        return unit_trouble(unit);
    return found == 1 ? UNIT_DONE : unit_refuse(unit, "unknown_partner", "id", "There is none of this name.");
}

static int partner_list_run(struct unit *unit, const void *question, void *answer)
{
    return partner_page(unit->store, question, answer) == 0 ? UNIT_DONE : unit_trouble(unit);
}

const struct handler partner_handlers[] = {
    {MSG_partner_put, CATALOG_ROLES, partner_put_run},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler partner_timers[] = {
    {TIMER_ENDS, ends_run},
    {NULL, NULL},
};

const struct query_handler partner_queries[] = {
    {MSG_partner_get, MSG_partner_get_answer, ROLE_ANY, partner_get_run},
    {MSG_partner_list, MSG_partner_list_answer, ROLE_ANY, partner_list_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
