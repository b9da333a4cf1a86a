/* A visit's hold on its worker's time: in the store and in memory alike. */
#include "grip.h"

#include "base/text.h"

#include "calendar_store.h"
#include "travel_store.h"
#include "visit_store.h"

/* Whoever is free again may help a visit at risk or unfilled: that is looked at in a unit of its own. */
static int freed(struct unit *unit, const char *worker)
{
    struct visit at_risk = {0}, unfilled = {.time.start = unit->now};
    int found = visit_next_at_risk(unit->store, &at_risk);
    if (found == 0)
        found = visit_next_unfilled(unit->store, &unfilled);
    if (found < 0 || (found && unit_timer(unit, "freed", worker, unit->now)))
        return unit_trouble(unit);
    return UNIT_DONE;
}

int grip_put(struct unit *unit, const struct visit *visit, enum grip grip)
{
    struct calendar_entry entry = {
        .hold = {.kind = HOLD_VISIT, .firm = grip == GRIP_FIRM, .time = visit->time, .place = visit->place},
        .handover = unit->setting[SET_HANDOVER_MIN] * MS_MINUTE,
        .released = grip == GRIP_NONE,
    };
    TEXT_PUT(entry.hold.hold, visit->hold);
    TEXT_PUT(entry.hold.household, visit->household);
    TEXT_PUT(entry.person, visit->worker);
    TEXT_PUT(entry.object, visit->visit);
    TEXT_PUT(entry.asker, matching_service.name);
    if (travel_note(unit->store, unit->travel, &entry.travel) || calendar_save(unit->store, &entry))
        return unit_trouble(unit);
    int kept = grip == GRIP_NONE ? pool_drop_hold(pool_of(unit), visit->worker, visit->hold)
                                 : pool_put_hold(pool_of(unit), visit->worker, &entry.hold);
    return kept ? unit_trouble(unit) : UNIT_DONE;
}

int grip_take(struct unit *unit, struct visit *visit, const char *worker, enum grip grip)
{
    char id[UUID_SIZE];
    unit_id(unit, id);
    TEXT_PUT(visit->hold, id);
    TEXT_PUT(visit->worker, worker);
    return grip_put(unit, visit, grip);
}

int grip_release(struct unit *unit, struct visit *visit)
{
    if (!visit->hold[0])
        return UNIT_DONE;
    int result = grip_put(unit, visit, GRIP_NONE);
    visit->hold[0] = '\0';
    return result == UNIT_DONE ? freed(unit, visit->worker) : result;
}
