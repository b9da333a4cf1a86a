/* Whether the object of a message lies where its sender may act (V24): the sender's places against those that the
 * service's rows find. Invariant: a type without a row is out of reach of everybody whose places are limited. */
#include "service/reach.h"

#include "service/engine_private.h"

static bool permit_is_limited(const struct permit *permit)
{
    return permit->verdict.holders_count > 0 && permit->verdict.scope != SCOPE_ANY;
}

/* ---- one place ---- */

static bool place_is_reached(const struct engine *engine, const struct permit *permit, const char *station,
                             const char *community)
{
    return policy_reach(&permit->verdict, station, community, engine->config->district) != NULL;
}

/* What is the sender's own: an outside system's by its source, a person's by id. Of what names neither the handler
 * decides. */
static bool is_own(const struct permit *permit, const char *person, const char *source)
{
    const struct identity *who = permit->verdict.holders[0];
    if (permit->verdict.role == ROLE_PARTNER)
        return source[0] == '\0' || identity_uses_source(who, source);
    return person[0] == '\0' || text_same(who->name, person) || text_same(who->self, person) ||
           text_same(who->self, "*");
}

/* ---- one row ---- */

/* As place_is_reached, and who of several lenders it is whose place that is. */
static bool place_is_acted_in(struct engine *engine, const struct permit *permit, const char *station,
                              const char *community)
{
    const struct identity *holder = policy_reach(&permit->verdict, station, community, engine->config->district);
    if (holder)
        permit_lender(engine, permit, holder);
    return holder != NULL;
}

/* 1 within reach, or there is no such object; 0 not; -1 the store failed. */
static int found_check(struct engine *engine, const struct permit *permit, const struct reach_row *row, const char *id)
{
    struct rows rows;
    int found, seen = 0, within = 0;
    rows_open(&rows, engine->store, &engine->service->reach->sql, row->statement, ARGS(val_text(id)));
    while (!within && (found = rows_next(&rows)) == 1) {
        seen = 1;
        within = permit->verdict.scope == SCOPE_OWN
                     ? is_own(permit, rows_text(&rows, 2), rows_text(&rows, 3))
                     : place_is_acted_in(engine, permit, rows_text(&rows, 0), rows_text(&rows, 1));
    }
    rows_close(&rows);
    if (!within && found < 0)
        return -1;
    return within || !seen;
}

static int row_check(struct engine *engine, const struct permit *permit, const struct reach_row *row, const void *body)
{
    const char *text = (const char *)body + row->offset;
    bool own = permit->verdict.scope == SCOPE_OWN;
    switch (row->how) {
    case REACH_OPEN:
    case REACH_LIST:
        return 1;
    case REACH_WHOLE:
        return !own && place_is_acted_in(engine, permit, "", "");
    case REACH_STATION:
        return (text[0] == '\0' && !own) || place_is_acted_in(engine, permit, text, "");
    case REACH_FOUND:
        return text[0] == '\0' ? 1 : found_check(engine, permit, row, text);
    case REACH_NONE:
        break;
    }
    return 0;
}

int reach_check(struct engine *engine, struct permit *permit, enum message_type type, const void *body)
{
    const struct reach *reach = engine->service->reach;
    int rows = 0;
    if (!permit_is_limited(permit))
        return 1;
    permit->code = "scope";
    permit->field = "";
    TEXT_PUT(permit->why, "This is outside your stations.");
    for (const struct reach_row *row = reach ? reach->rows : NULL; row && row->type != MSG_NONE; row++) {
        if (row->type != type)
            continue;
        rows++;
        permit->field = row->field ? row->field : "";
        int within = row_check(engine, permit, row, body);
        if (within != 1)
            return within;
    }
    return rows > 0;
}

/* ---- lists ---- */

/* By the row that finds the places of who is exported. */
bool reach_person(struct engine *engine, const char *person)
{
    const struct reach *reach = engine->service->reach;
    bool within = true;
    for (const struct reach_row *row = reach ? reach->rows : NULL; engine->asking && row && row->type != MSG_NONE;
         row++)
        if (row->type == MSG_privacy_export && row->how == REACH_FOUND)
            within = within && found_check(engine, engine->asking, row, person) == 1;
    return within;
}

/* A list asker's places. */
static bool list_reach(void *self, const char *station, const char *community)
{
    const struct engine *engine = self;
    return place_is_reached(engine, engine->asking, station, community);
}

void reach_ask(struct engine *engine, const struct permit *permit)
{
    bool limits = permit && permit_is_limited(permit) && permit->verdict.scope != SCOPE_OWN;
    engine->asking = limits ? permit : NULL;
    store_reach_set(engine->store, limits ? list_reach : NULL, engine);
}
