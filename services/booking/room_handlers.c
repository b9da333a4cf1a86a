/* Holds of rooms, asked for by other services or made by hand (ruling 1: booking alone decides for a room), and
 * questions about rooms. */
#include "base/civil.h"
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

static int held_say(struct unit *unit, const struct room_held_row *hold)
{
    struct room_held event = {.start = hold->when.start, .end = hold->when.end};
    TEXT_PUT(event.hold, hold->hold);
    TEXT_PUT(event.station, hold->station);
    TEXT_PUT(event.room, hold->room);
    TEXT_PUT(event.object, hold->object);
    event.staff = hold->by[0] != '\0';
    return unit_emit(unit, MSG_room_held, &event, hold->hold);
}

static int denied_say(struct unit *unit, const struct room_held_row *hold, const char *reason, const char *conflict)
{
    struct room_denied event = {0};
    TEXT_PUT(event.hold, hold->hold);
    TEXT_PUT(event.reason, reason);
    TEXT_PUT(event.conflict, text_same(reason, "taken") ? conflict : "");
    TEXT_PUT(event.object, hold->object);
    return unit_emit(unit, MSG_room_denied, &event, hold->hold);
}

static int room_decide(struct unit *unit, struct room_held_row *hold)
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
    struct room_held_row earlier = {0};
    struct room_held_row hold = {.seats = heard->seats, .when = {heard->start, heard->end}};
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

/* ---- by hand (A1.4) ---- */

/* The hold in the way, so that who asked knows whom to talk to. */
static int taken_refuse(struct unit *unit, const char *conflict)
{
    struct room_held_row other = {0};
    char from[17], until[17];
    if (room_hold_find(unit->store, conflict, &other) != 1)
        return unit_trouble(unit);
    civil_format_local(from, sizeof from, other.when.start);
    civil_format_local(until, sizeof until, other.when.end);
    return unit_refuse(unit, "taken", "start", "Held from %s until %s for %s, by %s: hold %s.", from, until,
                       other.object, other.by[0] ? other.by : other.source, other.hold);
}

static int wish_refuse(struct unit *unit, const char *reason, const char *conflict)
{
    if (text_same(reason, "unknown_room"))
        return unit_refuse(unit, "unknown_room", "room", "The station has no such room in use.");
    if (text_same(reason, "bad_time"))
        return unit_refuse(unit, "bad_time", "end", "The end must come after the start.");
    if (text_same(reason, "too_small"))
        return unit_refuse(unit, "too_small", "seats", "The room has fewer seats.");
    if (text_same(reason, "closed"))
        return unit_refuse(unit, "closed", "start", "The room is not open for all of that time, on one day.");
    return taken_refuse(unit, conflict);
}

/* Who holds it is known, the time lies ahead, and the id is new. */
static int wish_read(struct unit *unit, const struct room_hold *wish, struct room_held_row *hold)
{
    struct room_held_row earlier = {0};
    if (!unit->cause->actorid[0])
        return unit_refuse(unit, "actor_missing", "actorid", "This needs to know who acts.");
    if (wish->start < unit->now)
        return unit_refuse(unit, "in_the_past", "start", "A room is held ahead.");
    if (wish->hold[0])
        TEXT_PUT(hold->hold, wish->hold);
    else
        unit_id(unit, hold->hold);
    int found = room_hold_find(unit->store, hold->hold, &earlier);
    if (found != 0)
        return found == 1 ? unit_refuse(unit, "hold_exists", "hold", "This id is taken.") : unit_trouble(unit);
    hold->seats = wish->seats;
    hold->when = (struct interval){wish->start, wish->end};
    TEXT_PUT(hold->station, wish->station);
    TEXT_PUT(hold->room, wish->room);
    TEXT_PUT(hold->object, wish->purpose[0] ? wish->purpose : "staff");
    TEXT_PUT(hold->source, unit->cause->source);
    TEXT_PUT(hold->by, unit->cause->actorid);
    return UNIT_DONE;
}

static int hold_run(struct unit *unit, const void *message)
{
    const struct room_hold *wish = message;
    struct room_held_row hold = {0};
    struct room_facts facts = {0};
    char taken[ID_SIZE];
    int result = wish_read(unit, wish, &hold);
    if (result != UNIT_DONE)
        return result;
    if (room_facts(unit, hold.station, hold.room, hold.when, &facts, taken) != 0)
        return unit_trouble(unit);
    const char *reason = room_denial(&facts, hold.seats, hold.when);
    if (reason)
        return wish_refuse(unit, reason, taken);
    hold.capacity = facts.capacity;
    hold.state = (enum room_state)table_next(&room_machine, ROOM_NONE, ROOM_ON_GRANT);
    unit_subject(unit, hold.hold);
    return room_hold_save(unit->store, &hold) == 0 && held_say(unit, &hold) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int release_guard(struct unit *unit, const struct room_held_row *hold)
{
    if (!hold->by[0])
        return unit_refuse(unit, "held_by_service", "hold", "%s holds it for %s: it is given back there.", hold->source,
                           hold->object);
    if (hold->state != ROOM_HELD)
        return unit_refuse(unit, "wrong_state", "hold", "The room is not held any more.");
    return UNIT_DONE;
}

static int release_say(struct unit *unit, struct room_held_row *hold)
{
    struct room_released event = {0};
    hold->state = (enum room_state)table_next(&room_machine, (int)hold->state, ROOM_ON_DROP);
    TEXT_PUT(event.hold, hold->hold);
    TEXT_PUT(event.object, hold->object);
    if (room_hold_save(unit->store, hold) != 0 || unit_emit(unit, MSG_room_released, &event, hold->hold) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int release_run(struct unit *unit, const void *message)
{
    const struct room_release *release = message;
    struct room_held_row hold = {0};
    int found = room_hold_find(unit->store, release->hold, &hold);
    unit_subject(unit, release->hold);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_hold", "hold", "There is no such hold.");
    int result = release_guard(unit, &hold);
    return result == UNIT_DONE ? release_say(unit, &hold) : result;
}

static int hold_dropped_run(struct unit *unit, const void *message)
{
    const struct room_hold_dropped *heard = message;
    struct room_held_row hold = {0};
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

static int room_hold_list_run(struct unit *unit, const void *question, void *answer)
{
    struct room_hold_list asked = *(const struct room_hold_list *)question;
    const enum room_state state = text_same(asked.state, "denied")     ? ROOM_DENIED
                                  : text_same(asked.state, "released") ? ROOM_RELEASED
                                                                       : ROOM_HELD;
    asked.from = asked.from ? asked.from : unit->now;
    return room_hold_page(unit->store, &asked, state, answer) == 0 ? UNIT_DONE : unit_trouble(unit);
}

#define HOLDERS (ROLE_RECEPTIONIST | ROLE_DISPATCHER | ROLE_MANAGER | ROLE_REGISTRAR | ROLE_OPERATOR)

const struct handler room_handlers[] = {
    {MSG_room_hold, HOLDERS, hold_run},
    {MSG_room_release, HOLDERS, release_run},
    {MSG_room_hold_requested, ROLE_SERVICE, hold_requested_run},
    {MSG_room_hold_dropped, ROLE_SERVICE, hold_dropped_run},
    {MSG_NONE, 0, NULL},
};

const struct query_handler room_queries[] = {
    {MSG_room_list, MSG_room_list_answer, ROLE_ANY, room_list_run},
    {MSG_room_free, MSG_room_free_answer, ROLE_ANY, room_free_run},
    {MSG_room_hold_list, MSG_room_hold_list_answer, HOLDERS | ROLE_SUPERVISOR, room_hold_list_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
