/* Which stations there are, as booking says; one that takes no bookings any more keeps its workers. */
#include "roster.h"
#include "station_store.h"

int roster_station(struct unit *unit, const char *station)
{
    int fits = home_station_fits(unit->store, station);
    if (fits < 0)
        return unit_trouble(unit);
    if (fits == 1)
        return UNIT_DONE;
    return unit_refuse(unit, "unknown_station", "station",
                       "No station %s is known here; one just made arrives within moments: try again.", station);
}

static int on_station_changed(struct unit *unit, const void *message)
{
    const struct catalog_station_changed *heard = message;
    return home_station_save(unit->store, heard->station) == 0 ? UNIT_DONE : unit_trouble(unit);
}

const struct handler station_handlers[] = {
    {MSG_catalog_station_changed, ROLE_SERVICE, on_station_changed},
    {MSG_NONE, 0, NULL},
};
