/* The registry of partner organisations (A1.9, BK1): government, social, enterprise, school, hospital. */
#include "base/text.h"
#include "catalog_store.h"
#include "partner_store.h"
#include "tables.h"

static int changed_say(struct unit *unit, const struct partner_put *put, int64_t version)
{
    struct catalog_partner_changed event = {
        .version = version, .active = put->active, .stations.count = put->stations.count};
    TEXT_PUT(event.partner, put->partner);
    TEXT_PUT(event.kind, put->kind);
    for (uint32_t i = 0; i < put->stations.count; i++)
        TEXT_PUT(event.stations.at[i], put->stations.at[i]);
    unit_subject(unit, put->partner);
    unit_revision(unit, version);
    return unit_emit(unit, MSG_catalog_partner_changed, &event, put->partner);
}

static int partner_put_run(struct unit *unit, const void *message)
{
    const struct partner_put *put = message;
    struct partner_get_answer old = {0};
    if (partner_find(unit->store, put->partner, &old) < 0)
        return unit_trouble(unit);
    if (revision_check(unit, old.version) != 0)
        return UNIT_REFUSED;
    int result = stations_check(unit, put->stations.at, put->stations.count);
    if (result != 0)
        return result;
    if (partner_save(unit->store, put, old.version + 1) != 0)
        return unit_trouble(unit);
    return changed_say(unit, put, old.version + 1);
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

const struct query_handler partner_queries[] = {
    {MSG_partner_get, MSG_partner_get_answer, ROLE_ANY, partner_get_run},
    {MSG_partner_list, MSG_partner_list_answer, ROLE_ANY, partner_list_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
