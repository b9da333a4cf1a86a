/* A client acts for the own household alone, which the header's actorid or actorfor names; staff and outside systems
 * have rules of their own. */
#include "base/text.h"
#include "tables.h"

int client_check(struct unit *unit, const char *household)
{
    const struct envelope *cause = unit->cause;
    if (role_of(cause->actorrole) != ROLE_CLIENT || text_same(cause->actorid, household) ||
        text_same(cause->actorfor, household))
        return 0;
    return unit_refuse(unit, "denied", "household", "A client acts for the own household.");
}
