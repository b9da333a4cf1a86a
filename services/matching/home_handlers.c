/* Where homes are, to the metre (ruling 4), and how long that is kept. Invariant: the place stands sealed by the key of
 * the household, in no event, log or answer. */
#include "base/text.h"
#include "service/privacy.h"

#include "caseload_change.h"
#include "command.h"
#include "home_store.h"

/* Its first booking makes a household known here, and says whose it is. */
static int check_household(struct unit *unit, const char *household)
{
    const struct envelope *cause = unit->cause;
    bool client = command_is_from(unit, ROLE_CLIENT), partner = command_is_from(unit, ROLE_PARTNER);
    if (client && !text_same(cause->actorid, household) && !text_same(cause->actorfor, household))
        return unit_refuse(unit, "not_yours", "household", "The household is not this sender's.");
    int known = home_is_visited(unit->store, household, partner ? cause->source : "");
    if (known < 0)
        return unit_trouble(unit);
    if (known)
        return privacy_check(unit, household, "household");
    return unit_refuse(unit, "unknown_household", "household", "No booking of this household%s is known here yet.",
                       partner ? " by this sender" : "");
}

int home_datum_check(struct unit *unit, const char *datum)
{
    if (!datum[0] || text_same(datum, unit->travel->datum))
        return UNIT_DONE;
    return unit_refuse(unit, "wrong_datum", "datum", "Positions here are in %s.", unit->travel->datum);
}

static int on_locate(struct unit *unit, const void *message)
{
    const struct household_locate *command = message;
    struct home home;
    int result = check_household(unit, command->household);
    if (result == UNIT_DONE)
        result = home_datum_check(unit, command->datum);
    if (result != UNIT_DONE)
        return result;
    if (place_point_read(command->place, &home.point))
        return unit_refuse(unit, "bad_place", "place", PLACE_POINT_FORM);
    TEXT_PUT(home.datum, unit->travel->datum);
    unit_subject(unit, command->household);
    return home_save(unit->store, command->household, unit->now, &home) ? unit_trouble(unit) : UNIT_DONE;
}

const struct handler matching_home_handlers[] = {
    {MSG_household_locate, ROLE_CLIENT | ROLE_PARTNER | ROLE_RECEPTIONIST | ROLE_MANAGER, on_locate},
    {MSG_NONE, 0, NULL},
};

/* ---- how long ---- */

static int place_due(struct unit *unit, int64_t before, const char *after, char household[ID_SIZE])
{
    return home_past(unit->store, before, after, household);
}

static const struct retention retention[] = {
    {"place", "exact place of a home", "to see that the worker is there (PIPL 13 (2), 19)", "the end of the last visit",
     SET_PLACE_DAYS, place_due},
    {0},
};

/* A household leaves its main worker's caseload (V22), a worker the households. */
static int ended(struct unit *unit, const char *person)
{
    return caseload_end(unit, person, "erased") || caseload_leave(unit, person, "gone") ? -1 : 0;
}

const struct privacy matching_privacy = {.ended = ended, .retention = retention};
