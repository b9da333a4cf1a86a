/* Rules for rooms. Invariants: holds of a room never overlap, never exceed its capacity, never leave its hours (I5). */
#include "room.h"

#include "base/civil.h"
#include "base/text.h"

static const struct move moves[] = {
    {ROOM_NONE, ROOM_ON_GRANT, ROOM_HELD, 1},
    {ROOM_NONE, ROOM_ON_DENY, ROOM_DENIED, 2},
    {ROOM_HELD, ROOM_ON_DROP, ROOM_RELEASED, 3},
};

static const char *const states[ROOM_STATES_END] = {
    [ROOM_NONE] = "NONE", [ROOM_HELD] = "HELD", [ROOM_DENIED] = "DENIED", [ROOM_RELEASED] = "RELEASED"};

static const char *const triggers[ROOM_TRIGGERS_END] = {
    [ROOM_ON_NONE] = "none",
    [ROOM_ON_GRANT] = "room.hold_requested, room.hold",
    [ROOM_ON_DENY] = "room.hold_requested in vain",
    [ROOM_ON_DROP] = "room.hold_dropped, room.release",
};

const char *room_state_name(int state)
{
    return states[state > ROOM_NONE && state < ROOM_STATES_END ? state : ROOM_NONE];
}

int room_state_of(const char *name)
{
    for (int state = ROOM_NONE + 1; state < ROOM_STATES_END; state++)
        if (text_same(name, states[state]))
            return state;
    return ROOM_NONE;
}

static const char *trigger_name(int trigger)
{
    return triggers[trigger > ROOM_ON_NONE && trigger < ROOM_TRIGGERS_END ? trigger : ROOM_ON_NONE];
}

const struct machine room_machine = {
    .name = "room",
    .moves = moves,
    .count = sizeof moves / sizeof moves[0],
    .state_name = room_state_name,
    .trigger_name = trigger_name,
};

/* Until when (ms since 00:00) it is open without a break from `at` on; `at` itself when it is closed then. */
static int64_t open_until(const struct opening *opening, int weekday, int64_t at)
{
    for (bool grown = true; grown;) {
        grown = false;
        for (uint32_t i = 0; i < opening->count; i++) {
            const struct open_span *span = &opening->at[i];
            if (span->weekday != weekday || span->open_min * MS_MINUTE > at || span->close_min * MS_MINUTE <= at)
                continue;
            at = span->close_min * MS_MINUTE;
            grown = true;
        }
    }
    return at;
}

bool opening_holds(const struct opening *opening, struct interval when)
{
    int32_t day = civil_day(when.start);
    int64_t midnight = civil_day_start(day);
    return open_until(opening, civil_weekday(day), when.start - midnight) >= when.end - midnight;
}

const char *room_denial(const struct room_facts *facts, int64_t seats, struct interval when)
{
    if (!facts->known)
        return "unknown_room";
    if (!interval_is_valid(when))
        return "bad_time";
    if (seats > facts->capacity)
        return "too_small";
    if (!opening_holds(&facts->station, when) || (facts->own.count > 0 && !opening_holds(&facts->own, when)))
        return "closed";
    return facts->taken_by[0] ? "taken" : NULL;
}
