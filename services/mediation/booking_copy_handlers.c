/* What mediation hears of booking: which stations there are; which bookings exist, where, and how far they are. A
 * rejected booking never existed; a station that takes no more bookings still takes complaints. */
#include "store.h"
#include "tables.h"

static int copy(struct unit *unit, const char *booking, const char *station, const char *state)
{
    return booking_copy_save(unit->store, booking, station, state) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_station_changed(struct unit *unit, const void *message)
{
    const struct catalog_station_changed *e = message;
    return station_copy_save(unit->store, e->station) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_requested(struct unit *unit, const void *message)
{
    const struct booking_requested *e = message;
    return copy(unit, e->booking, e->station, "requested");
}

static int on_confirmed(struct unit *unit, const void *message)
{
    const struct booking_confirmed *e = message;
    return copy(unit, e->booking, e->station, "confirmed");
}

static int on_rematch_requested(struct unit *unit, const void *message)
{
    const struct booking_rematch_requested *e = message;
    return copy(unit, e->booking, e->station, "requested");
}

static int on_in_service(struct unit *unit, const void *message)
{
    const struct booking_in_service *e = message;
    return copy(unit, e->booking, e->station, "in_service");
}

static int on_completed(struct unit *unit, const void *message)
{
    const struct booking_completed *e = message;
    return copy(unit, e->booking, e->station, "completed");
}

static int on_expired(struct unit *unit, const void *message)
{
    const struct booking_expired *e = message;
    return copy(unit, e->booking, e->station, "expired");
}

static int on_no_show(struct unit *unit, const void *message)
{
    const struct booking_no_show *e = message;
    return copy(unit, e->booking, e->station, "no_show");
}

static int on_cancelled(struct unit *unit, const void *message)
{
    const struct booking_cancelled *e = message;
    return copy(unit, e->booking, e->station, "cancelled");
}

static int on_closed(struct unit *unit, const void *message)
{
    const struct booking_closed *e = message;
    return copy(unit, e->booking, e->station, "closed");
}

const struct handler booking_copy_handlers[] = {
    {MSG_catalog_station_changed, ROLE_SERVICE, on_station_changed},
    {MSG_booking_requested, ROLE_SERVICE, on_requested},
    {MSG_booking_confirmed, ROLE_SERVICE, on_confirmed},
    {MSG_booking_rematch_requested, ROLE_SERVICE, on_rematch_requested},
    {MSG_booking_in_service, ROLE_SERVICE, on_in_service},
    {MSG_booking_completed, ROLE_SERVICE, on_completed},
    {MSG_booking_expired, ROLE_SERVICE, on_expired},
    {MSG_booking_no_show, ROLE_SERVICE, on_no_show},
    {MSG_booking_cancelled, ROLE_SERVICE, on_cancelled},
    {MSG_booking_closed, ROLE_SERVICE, on_closed},
    {MSG_NONE, 0, NULL},
};
