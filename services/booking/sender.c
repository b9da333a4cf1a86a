/* Who acts, and on which booking. A client acts for the own household alone, which the header's actorid or actorfor
 * names; an outside system on what it booked itself. */
#include "base/text.h"
#include "booking_store.h"
#include "progress.h"
#include "tables.h"

bool by_staff(const struct unit *unit)
{
    return (role_of(unit->cause->actorrole) & ROLE_STAFF) != 0;
}

int client_check(struct unit *unit, const char *household)
{
    const struct envelope *cause = unit->cause;
    if (role_of(cause->actorrole) != ROLE_CLIENT || text_same(cause->actorid, household) ||
        text_same(cause->actorfor, household))
        return 0;
    return unit_refuse(unit, "denied", "household", "A client acts for the own household.");
}

int booking_named(struct unit *unit, const char *id, const char *source_ref, struct booking *booking)
{
    const char *field = id[0] ? "booking" : "source_ref";
    if (!id[0] && !source_ref[0])
        return unit_refuse(unit, "missing", "booking", "Name the booking, or your own number for it.");
    int found = id[0] ? booking_find(unit->store, id, booking)
                      : booking_find_ref(unit->store, unit->cause->source, source_ref, booking);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_booking", field, "There is no such booking.");
    if (unit->from_outside && !(booking->outside && text_same(booking->source, unit->cause->source)))
        return unit_refuse(unit, "denied", field, "This booking was made by somebody else.");
    if (client_check(unit, booking->household) != 0)
        return UNIT_REFUSED;
    return revision_check(unit, booking->revision);
}
