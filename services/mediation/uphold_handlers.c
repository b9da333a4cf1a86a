/* A complaint that the office found true (K14). It ends no case: what the parties settle is another matter. The party
 * is told by its id (ruling 4); of a worker roster takes it up (D4 row 7). */
#include "base/text.h"

#include "store.h"
#include "tables.h"

static int uphold_guard(struct unit *unit, const struct dispute *d)
{
    int known = upheld_find(unit->store, d->id);
    if (d->state == DISPUTE_FILED || d->state == DISPUTE_WITHDRAWN)
        return unit_refuse(unit, "wrong_state", "case_id", "This is not possible while the case is %s.",
                           dispute_state_name((int)d->state));
    if (!d->respondent[0])
        return unit_refuse(unit, "parties_unknown", "case_id", "Nobody is named by an id whom the case is against.");
    if (!unit->cause->actorid[0])
        return unit_refuse(unit, "actor_missing", "actorid", "This needs to know who acts.");
    if (text_same(unit->cause->actorid, d->filer) || text_same(unit->cause->actorid, d->respondent))
        return unit_refuse(unit, "same_person", "actorid", "A party does not decide.");
    if (known == 1)
        return unit_refuse(unit, "already_upheld", "case_id", "The complaint has been upheld.");
    return known == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int dispute_uphold(struct unit *unit, const void *message)
{
    const struct case_uphold *m = message;
    struct dispute d;
    struct case_upheld event = {.serious = m->serious};
    int found = dispute_find(unit->store, m->case_id, &d);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_case", "case_id", "There is no case %s.", m->case_id);
    int result = uphold_guard(unit, &d);
    if (result != UNIT_DONE)
        return result;
    unit_subject(unit, d.id);
    CASE_FACTS_PUT(event, &d);
    TEXT_PUT(event.party, d.respondent);
    if (upheld_add(unit->store, d.id, m->serious, unit->now, unit->cause->actorid) != 0)
        return unit_trouble(unit);
    return unit_emit(unit, MSG_case_upheld, &event, d.id);
}

const struct handler uphold_handlers[] = {
    {MSG_case_uphold, ROLE_OFFICER, dispute_uphold},
    {MSG_NONE, 0, NULL},
};
