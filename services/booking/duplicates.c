/* Wishes that came by two ways (A2.5): the second one is refused like any overlap; here the station learns that it may
 * be the same wish. Nothing is merged: which of the two is meant only people can say. */
#include "duplicates.h"

#include "base/text.h"
#include "tables.h"

int duplicate_suspect(struct unit *unit, const struct duplicate *duplicate)
{
    struct booking original = {0};
    struct booking_duplicate_suspected event = {0};
    int found = duplicate_original(unit->store, duplicate, &original);
    if (found == 1)
        found = duplicate_add(unit->store, duplicate, original.booking);
    if (found != 1)
        return found;
    TEXT_PUT(event.booking, original.booking);
    TEXT_PUT(event.station, original.station);
    TEXT_PUT(event.request, duplicate->request);
    TEXT_PUT(event.source, duplicate->source);
    TEXT_PUT(event.channel, duplicate->channel);
    return unit_emit(unit, MSG_booking_duplicate_suspected, &event, event.booking);
}

static int booking_duplicates_run(struct unit *unit, const void *question, void *answer)
{
    return duplicate_page(unit->store, question, answer) == 0 ? UNIT_DONE : unit_trouble(unit);
}

const struct query_handler duplicate_queries[] = {
    {MSG_booking_duplicates, MSG_booking_duplicates_answer, ROLE_STAFF, booking_duplicates_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
