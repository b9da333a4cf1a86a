/* Holds of rooms, asked for by other services (ruling 1: booking alone decides for a room), and questions about rooms.
 */
#include "base/text.h"
#include "room_store.h"
#include "tables.h"

/* Gathers what decides about a room: 0 or -1. `taken` keeps the id of the hold in the way. */
static int room_facts(struct unit *unit, const char *station, const char *room, struct interval when,
                      struct room_facts *facts, char taken[ID_SIZE])
{
    struct room_row row = {0};
    int found = room_find(unit->store, station, room, &row);
    if (found < 0 || room_taken(unit->store, station, room, when, taken) < 0 ||
        opening_find(unit->store, station, "", &facts->station) != 0 ||
        opening_find(unit->store, station, room, &facts->own) != 0)
        return -1;
    facts->known = found == 1 && row.active;
    facts->capacity = row.capacity;
    facts->taken_by = taken;
    return 0;
}

static int held_say(struct unit *unit, const struct room_hold *hold)
{
    struct room_held event = {.start = hold->when.start, .end = hold->when.end};
    TEXT_PUT(event.hold, hold->hold);
    TEXT_PUT(event.station, hold->station);
    TEXT_PUT(event.room, hold->room);
    TEXT_PUT(event.object, hold->object);
    return unit_emit(unit, MSG_room_held, &event, hold->hold);
}

static int denied_say(struct unit *unit, const struct room_hold *hold, const char *reason, const char *conflict)
{
    struct room_denied event = {0};
    TEXT_PUT(event.hold, hold->hold);
    TEXT_PUT(event.reason, reason);
    TEXT_PUT(event.conflict, text_same(reason, "taken") ? conflict : "");
    TEXT_PUT(event.object, hold->object);
    return unit_emit(unit, MSG_room_denied, &event, hold->hold);
}

static int room_decide(struct unit *unit, struct room_hold *hold)
{
    struct room_facts facts = {0};
    char taken[ID_SIZE];
    if (room_facts(unit, hold->station, hold->room, hold->when, &facts, taken) != 0)
        return unit_trouble(unit);
    hold->capacity = facts.capacity;
    const char *reason = room_denial(&facts, hold->seats, hold->when);
    hold->state = (enum room_state)table_next(&room_machine, ROOM_NONE, reason ? ROOM_ON_DENY : ROOM_ON_GRANT);
    if (room_hold_save(unit->store, hold) != 0)
        return unit_trouble(unit);
    int said = reason ? denied_say(unit, hold, reason, taken) : held_say(unit, hold);
    return said == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* An id that was asked for before keeps its answer. */
static int hold_requested_run(struct unit *unit, const void *message)
{
    const struct room_hold_requested *heard = message;
    struct room_hold earlier = {0};
    struct room_hold hold = {.seats = heard->seats, .when = {heard->start, heard->end}};
    int found = room_hold_find(unit->store, heard->hold, &earlier);
    if (found != 0)
        return found == 1 ? UNIT_DONE : unit_trouble(unit);
    TEXT_PUT(hold.hold, heard->hold);
    TEXT_PUT(hold.station, heard->station);
    TEXT_PUT(hold.room, heard->room);
    TEXT_PUT(hold.object, heard->object);
    TEXT_PUT(hold.source, unit->cause->source);
    return room_decide(unit, &hold);
}

static int hold_dropped_run(struct unit *unit, const void *message)
{
    const struct room_hold_dropped *heard = message;
    struct room_hold hold = {0};
    struct room_released event = {0};
    int found = room_hold_find(unit->store, heard->hold, &hold);
    if (found < 0)
        return unit_trouble(unit);
    int to = table_next(&room_machine, (int)hold.state, ROOM_ON_DROP);
    if (to == ROOM_NONE || !text_same(hold.source, unit->cause->source))
        return UNIT_DONE;
    hold.state = (enum room_state)to;
    if (room_hold_save(unit->store, &hold) != 0)
        return unit_trouble(unit);
    TEXT_PUT(event.hold, hold.hold);
    TEXT_PUT(event.object, hold.object);
    return unit_emit(unit, MSG_room_released, &event, hold.hold);
}

/* ---- questions ---- */

static int room_list_run(struct unit *unit, const void *question, void *answer)
{
    return room_page(unit->store, question, answer) == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* Adds the room to the answer if it could be held; 0 or -1. */
static int room_free_add(struct unit *unit, const struct room_free *asked, const struct room_row *row,
                         struct room_free_answer *answer)
{
    struct room_facts facts = {0};
    char taken[ID_SIZE];
    struct interval when = {asked->start, asked->end};
    if (asked->purpose[0] && !text_same(asked->purpose, row->purpose))
        return 0;
    if (room_facts(unit, asked->station, row->room, when, &facts, taken) != 0)
        return -1;
    if (!room_denial(&facts, asked->seats, when) && answer->rows.count < 64)
        answer->rows.at[answer->rows.count++] = *row;
    return 0;
}

static int room_free_run(struct unit *unit, const void *question, void *answer)
{
    const struct room_free *asked = question;
    struct room_list list = {0};
    struct room_list_answer rooms = {0};
    if (asked->end <= asked->start)
        return unit_refuse(unit, "bad_time", "end", "The end must come after the start.");
    TEXT_PUT(list.station, asked->station);
    if (room_page(unit->store, &list, &rooms) != 0)
        return unit_trouble(unit);
    for (uint32_t i = 0; i < rooms.rows.count; i++)
        if (room_free_add(unit, asked, &rooms.rows.at[i], answer) != 0)
            return unit_trouble(unit);
    return UNIT_DONE;
}

const struct handler room_handlers[] = {
    {MSG_room_hold_requested, ROLE_SERVICE, hold_requested_run},
    {MSG_room_hold_dropped, ROLE_SERVICE, hold_dropped_run},
    {MSG_NONE, 0, NULL},
};

const struct query_handler room_queries[] = {
    {MSG_room_list, MSG_room_list_answer, ROLE_ANY, room_list_run},
    {MSG_room_free, MSG_room_free_answer, ROLE_ANY, room_free_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
