/* The beginning of every command about a visit. */
#include "command.h"

#include "base/text.h"

#include "fact_store.h"
#include "life.h"
#include "visit_store.h"

bool command_is_from(const struct unit *unit, enum role role)
{
    return role_of(unit->cause->actorrole) == (unsigned)role;
}

int command_visit_asked(struct unit *unit, const char *id, struct visit *visit)
{
    int found = visit_find(unit->store, id, visit);
    if (found < 0)
        return unit_trouble(unit);
    return found ? UNIT_DONE : unit_refuse(unit, "unknown_visit", "id", "There is no visit %s.", id);
}

int command_visit(struct unit *unit, const char *id, struct visit *visit)
{
    int64_t seen = unit->cause->expectedrev;
    int found = visit_find(unit->store, id, visit);
    if (found < 0)
        return unit_trouble(unit);
    if (!found)
        return unit_refuse(unit, "unknown_visit", "visit", "There is no visit %s.", id);
    if (seen && seen != visit->revision)
        return unit_refuse(unit, "conflict", "visit", "The visit is at revision %lld now.", (long long)visit->revision);
    return UNIT_DONE;
}

int command_station(struct unit *unit, const char *station)
{
    int known = fact_station_known(unit->store, station);
    if (known < 0)
        return unit_trouble(unit);
    return known ? UNIT_DONE : unit_refuse(unit, "unknown_station", "station", "There is no station %s.", station);
}

int command_own_visit(struct unit *unit, const char *id, struct visit *visit)
{
    int result = command_visit(unit, id, visit);
    return result == UNIT_DONE ? command_is_own(unit, visit) : result;
}

int command_is_own(struct unit *unit, const struct visit *visit)
{
    if (!visit->worker[0] || !text_same(unit->cause->actorid, visit->worker))
        return unit_refuse(unit, "not_yours", "visit", "The visit is not with this worker.");
    return UNIT_DONE;
}

int command_allows(struct unit *unit, const struct visit *visit, enum visit_trigger trigger)
{
    if (life_allows(visit, trigger))
        return UNIT_DONE;
    return unit_refuse(unit, "wrong_state", "visit", "The visit is %s: %s.", visit_state_name((int)visit->state),
                       visit_state_label_en((int)visit->state));
}

int command_concerns(struct unit *unit, const struct visit *visit)
{
    const struct envelope *cause = unit->cause;
    bool client = command_is_from(unit, ROLE_CLIENT), partner = command_is_from(unit, ROLE_PARTNER);
    bool own_household = text_same(cause->actorid, visit->household) || text_same(cause->actorfor, visit->household);
    if ((client && !own_household) || (partner && !text_same(cause->source, visit->origin)))
        return unit_refuse(unit, "not_yours", "visit", "The visit is not one of this sender's.");
    return UNIT_DONE;
}
