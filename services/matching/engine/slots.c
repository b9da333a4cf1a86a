/* Starts that can be offered. Invariant: a slot is offered exactly when a choice for that very time would find somebody
 * and nobody else is at the household then. */
#include "slots.h"

#include <string.h>

#include "base/civil.h"
#include "limits.h"
#include "people.h"

static bool is_there(const struct person *person, const struct house *house, struct interval time)
{
    struct holds_run holds = people_holds_around(person, time);
    for (int i = 0; i < holds.count; i++)
        if (holds.at[i].kind == HOLD_VISIT && holds.at[i].house == house && interval_overlap(holds.at[i].time, time))
            return true;
    return false;
}

static bool is_visited(const struct pool *pool, const struct demand *demand)
{
    const struct house *house = demand->household[0] ? people_house(pool, demand->household) : NULL;
    const struct meeting *at = house ? house->meetings.at : NULL;
    for (int i = 0; at && i < house->meetings.count; i = house_next(house, i))
        if (is_there(at[i].person, house, demand->time))
            return true;
    return false;
}

/* The first start of the grid at or after an instant. */
static int64_t grid_start(const struct slot_search *search, int64_t instant)
{
    int64_t step = search->step_min * MS_MINUTE;
    int32_t day = civil_day(instant);
    int64_t since = instant - civil_day_start(day), from = search->day_from * MS_MINUTE;
    int64_t start = civil_day_start(day) + (since + step - 1) / step * step;
    if (start < civil_day_start(day) + from)
        start = civil_day_start(day) + (from + step - 1) / step * step;
    return start < civil_day_start(day + 1) ? start : grid_start(search, civil_day_start(day + 1));
}

static bool ends_in_time(const struct slot_search *search, int64_t start)
{
    return start + search->length <= civil_day_start(civil_day(start)) + search->day_until * MS_MINUTE;
}

static void look(const struct pool *pool, const struct policy *policy, struct demand *demand, struct slots *slots,
                 struct slot *slot)
{
    struct ranking ranking;
    struct spent spent;
    slot->able = 0;
    slots->starts++;
    if (is_visited(pool, demand))
        return;
    limits_best(pool, policy, demand, &spent, &ranking);
    slot->time = demand->time;
    slot->able = ranking.feasible;
    slot->best = ranking.best[0];
    for (int rule = 1; rule < RULE_COUNT && !ranking.feasible; rule++)
        slots->rejected[rule] += ranking.rejected[rule];
}

void choice_slots(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                  const struct slot_search *search, struct slots *slots, struct slot *at, int room)
{
    struct demand asked = *demand;
    struct slot slot;
    *slots = (struct slots){0};
    for (int64_t start = grid_start(search, search->window.start); start < search->window.end;
         start = grid_start(search, start + 1)) {
        if (!ends_in_time(search, start))
            continue;
        asked.time = (struct interval){start, start + search->length};
        asked.at_once = start < search->asked_before;
        look(pool, policy, &asked, slots, &slot);
        if (slot.able && slots->count == room) {
            slots->next = start;
            return;
        }
        if (slot.able)
            at[slots->count++] = slot;
    }
}
