/* The one calendar (V23, ruling 1): other services ask for people's time and are told granted or denied. Asking again
 * with the same hold moves it: the old time is kept until the new one is granted. Only who asked for a hold moves or
 * drops it. */
#include "base/text.h"

#include "calendar_store.h"
#include "fact_store.h"
#include "match.h"
#include "travel_store.h"

/* A wish as the calendar is asked for it. */
static int wanted_of(struct unit *unit, const struct calendar_hold_requested *wish, struct wanted *wanted)
{
    *wanted = (struct wanted){.time = {wish->start, wish->end},
                              .ignore = wish->hold,
                              .travel = unit->travel,
                              .handover_ms = unit->setting[SET_HANDOVER_MIN] * MS_MINUTE};
    return fact_station_place(unit->store, wish->station, &wanted->place);
}

static int granted(struct unit *unit, const struct calendar_hold_requested *wish)
{
    struct calendar_hold_granted event = {.start = wish->start, .end = wish->end};
    TEXT_PUT(event.hold, wish->hold);
    TEXT_PUT(event.person, wish->person);
    TEXT_PUT(event.purpose, wish->purpose);
    TEXT_PUT(event.object, wish->object);
    return unit_emit(unit, MSG_calendar_hold_granted, &event, wish->hold);
}

static int denied(struct unit *unit, const struct calendar_hold_requested *wish, const struct wanted *wanted,
                  const struct conflicts *conflicts)
{
    struct calendar_hold_denied event = {.start = wish->start, .end = wish->end};
    TEXT_PUT(event.hold, wish->hold);
    TEXT_PUT(event.person, wish->person);
    TEXT_PUT(event.purpose, wish->purpose);
    TEXT_PUT(event.object, wish->object);
    for (int i = 0; i < conflicts->count; i++)
        TEXT_PUT(event.conflicts.at[event.conflicts.count++], conflicts->at[i]);
    if (conflicts->count && wish->start >= memory_horizon(unit).since)
        event.first_free = pool_first_free(pool_of(unit), wish->person, wanted);
    return unit_emit(unit, MSG_calendar_hold_denied, &event, wish->hold);
}

/* What has a place notes how ways were reckoned, as visits do. */
static int keep(struct unit *unit, struct calendar_entry *entry, const struct wanted *wanted)
{
    if (place_is_known(wanted->place)) {
        entry->handover = wanted->handover_ms;
        if (travel_note(unit->store, unit->travel, &entry->travel))
            return -1;
    }
    return calendar_save(unit->store, entry) || pool_put_hold(pool_of(unit), entry->person, &entry->hold) ? -1 : 0;
}

/* A hold that moves leaves time free. */
static int grant(struct unit *unit, const struct calendar_hold_requested *wish, const struct wanted *wanted, bool moves)
{
    struct calendar_entry entry = {
        .hold = {.kind = calendar_kind_of(wish->purpose), .firm = true, .time = wanted->time, .place = wanted->place}};
    TEXT_PUT(entry.hold.hold, wish->hold);
    TEXT_PUT(entry.person, wish->person);
    TEXT_PUT(entry.object, wish->object);
    TEXT_PUT(entry.asker, unit->cause->source);
    if (keep(unit, &entry, wanted))
        return unit_trouble(unit);
    int result = memory_forget(unit, wish->person) ? UNIT_TROUBLE : granted(unit, wish);
    return result == UNIT_DONE && moves ? match_help(unit, wish->person) : result;
}

static bool is_the_askers(const struct unit *unit, const struct calendar_entry *entry)
{
    return text_same(entry->asker, unit->cause->source);
}

struct in_the_way {
    const char *ignore;
    struct conflicts *conflicts;
};

static int note_conflict(void *self, const struct calendar_entry *entry)
{
    struct in_the_way *way = self;
    struct conflicts *conflicts = way->conflicts;
    if (!text_same(entry->hold.hold, way->ignore))
        TEXT_PUT(conflicts->at[conflicts->count++], entry->hold.hold);
    return conflicts->count == POOL_CONFLICTS;
}

/* Of a time that is forgotten here the store tells; no way of so long ago counts any more. */
static int find_conflicts(struct unit *unit, const struct calendar_hold_requested *wish, const struct wanted *wanted,
                          struct conflicts *conflicts)
{
    struct in_the_way way = {wish->hold, conflicts};
    struct calendar_span span = {
        .person = wish->person, .from = wish->start, .to = wish->end, .after = "", .limit = POOL_CONFLICTS + 1};
    if (wish->start < memory_horizon(unit).since)
        return calendar_walk(unit->store, &span, note_conflict, &way);
    pool_conflicts(pool_of(unit), wish->person, wanted, conflicts);
    return 0;
}

static int on_requested(struct unit *unit, const void *message)
{
    const struct calendar_hold_requested *wish = message;
    struct wanted wanted;
    struct conflicts conflicts = {0};
    struct calendar_entry old;
    int found = calendar_find(unit->store, wish->hold, &old);
    if (found < 0 || wanted_of(unit, wish, &wanted))
        return unit_trouble(unit);
    if (!interval_is_valid(wanted.time) ||
        (found && !(is_the_askers(unit, &old) && text_same(old.person, wish->person))))
        return denied(unit, wish, &wanted, &conflicts);
    if (find_conflicts(unit, wish, &wanted, &conflicts))
        return unit_trouble(unit);
    return conflicts.count ? denied(unit, wish, &wanted, &conflicts) : grant(unit, wish, &wanted, found);
}

static int on_dropped(struct unit *unit, const void *message)
{
    const struct calendar_hold_dropped *wish = message;
    struct calendar_entry entry;
    struct calendar_released event = {0};
    int found = calendar_find(unit->store, wish->hold, &entry);
    if (found < 0)
        return unit_trouble(unit);
    if (!found || entry.released)
        return UNIT_DONE;
    if (!is_the_askers(unit, &entry)) {
        log_line(unit->log, LOG_LEVEL_ERROR, "hold.not_yours", "hold=%s asker=%s by=%s", wish->hold, entry.asker,
                 unit->cause->source);
        return UNIT_DONE;
    }
    entry.released = true;
    if (calendar_save(unit->store, &entry) || pool_drop_hold(pool_of(unit), entry.person, wish->hold))
        return unit_trouble(unit);
    TEXT_PUT(event.hold, wish->hold);
    TEXT_PUT(event.person, entry.person);
    TEXT_PUT(event.object, entry.object);
    int result = unit_emit(unit, MSG_calendar_released, &event, wish->hold);
    return result == UNIT_DONE ? match_help(unit, entry.person) : result;
}

const struct handler matching_calendar_handlers[] = {
    {MSG_calendar_hold_requested, ROLE_SERVICE, on_requested},
    {MSG_calendar_hold_dropped, ROLE_SERVICE, on_dropped},
    {MSG_NONE, 0, NULL},
};
