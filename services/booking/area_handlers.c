/* Areas (A1.8, BK1): towns and streets, what they are part of, and how far the stations serve them. */
#include "area.h"
#include "area_store.h"
#include "base/text.h"
#include "tables.h"

/* What it is part of must exist and stand higher: 0, or what the handler returns. */
static int parent_check(struct unit *unit, const struct area_put *put)
{
    struct area_row parent = {0};
    if (!put->parent[0])
        return 0;
    int found = area_find(unit->store, put->parent, &parent);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_area", "parent", "No area has this code.");
    if (!area_fits_in(put->kind, parent.kind))
        return unit_refuse(unit, "bad_parent", "parent", "A %s is no part of a %s.", put->kind, parent.kind);
    return 0;
}

/* Its parts must still stand lower: 0, or what the handler returns. */
static int parts_check(struct unit *unit, const struct area_put *put)
{
    char part[33];
    int found = area_misfit(unit->store, put->area, put->kind, part);
    if (found < 0)
        return unit_trouble(unit);
    return found == 0 ? 0 : unit_refuse(unit, "bad_parent", "kind", "%s is part of it.", part);
}

static int area_put_run(struct unit *unit, const void *message)
{
    const struct area_put *put = message;
    struct area_row old = {0};
    if (area_find(unit->store, put->area, &old) < 0)
        return unit_trouble(unit);
    if (revision_check(unit, old.version) != 0)
        return UNIT_REFUSED;
    int result = parent_check(unit, put);
    if (result == 0)
        result = parts_check(unit, put);
    if (result != 0)
        return result;
    if (area_save(unit->store, put, old.version + 1) != 0)
        return unit_trouble(unit);
    struct catalog_area_changed event = {.version = old.version + 1};
    TEXT_PUT(event.area, put->area);
    TEXT_PUT(event.kind, put->kind);
    TEXT_PUT(event.parent, put->parent);
    unit_subject(unit, put->area);
    unit_revision(unit, event.version);
    return unit_emit(unit, MSG_catalog_area_changed, &event, put->area);
}

static int area_tree_run(struct unit *unit, const void *question, void *answer)
{
    const struct area_tree *asked = question;
    struct area_row root = {0};
    int found = asked->under[0] ? area_find(unit->store, asked->under, &root) : 1;
    if (found == 0)
        return unit_refuse(unit, "unknown_area", "under", "No area has this code.");
    if (found < 0 || area_page(unit->store, asked, answer) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

const struct handler area_handlers[] = {
    {MSG_area_put, CATALOG_ROLES, area_put_run},
    {MSG_NONE, 0, NULL},
};

const struct query_handler area_queries[] = {
    {MSG_area_tree, MSG_area_tree_answer, ROLE_ANY, area_tree_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
