/* Moving a booking along its table, with its step, revision and timers, and telling of it. */
#include <string.h>

#include "base/text.h"
#include "booking_store.h"
#include "progress.h"
#include "tables.h"

static int timers_follow(struct unit *unit, const struct booking *booking, enum booking_state from)
{
    int result = 0;
    if (from == BOOKING_REQUESTED)
        result |= unit_timer_clear(unit, TIMER_MATCH, booking->booking);
    if (from == BOOKING_COMPLETED)
        result |= unit_timer_clear(unit, TIMER_CLOSE, booking->booking);
    if (booking->state == BOOKING_REQUESTED)
        result |= unit_timer(unit, TIMER_MATCH, booking->booking, booking->expires);
    if (booking->state == BOOKING_COMPLETED)
        result |= unit_timer(unit, TIMER_CLOSE, booking->booking, booking->closes);
    return result == 0 ? 0 : -1;
}

int booking_move(struct unit *unit, struct booking *booking, enum booking_trigger trigger)
{
    enum booking_state from = booking->state;
    int to = table_next(&booking_machine, (int)from, (int)trigger);
    if (to == BOOKING_NONE)
        return 0;
    booking->state = (enum booking_state)to;
    booking->revision++;
    if (booking->state == BOOKING_COMPLETED)
        booking->closes = unit->now + unit->setting[SET_CLOSE_AFTER_DAYS] * MS_DAY;
    int saved = from == BOOKING_NONE ? booking_add(unit->store, booking) : booking_update(unit->store, booking);
    if (saved != 0 || booking_add_step(unit->store, booking->booking, to, unit->now) != 0)
        return -1;
    unit_revision(unit, booking->revision);
    return timers_follow(unit, booking, from) == 0 ? 1 : -1;
}

struct booking_facts {
    BOOKING_FACTS(SHAPE_F, SHAPE_W)
};
#define FACTS_END(type) (offsetof(struct type, source_ref) + sizeof((struct type *)NULL)->source_ref)
#define FACTS_LEAD(type)                                                                                               \
    static_assert(FACTS_END(type) == FACTS_END(booking_facts), "a booking event begins with its facts")
FACTS_LEAD(booking_requested);
FACTS_LEAD(booking_confirm_asked);
FACTS_LEAD(booking_confirmed);
FACTS_LEAD(booking_worker_changed);
FACTS_LEAD(booking_expired);
FACTS_LEAD(booking_in_service);
FACTS_LEAD(booking_completed);
FACTS_LEAD(booking_outcome_changed);
FACTS_LEAD(booking_followed_up);
FACTS_LEAD(booking_no_show);
FACTS_LEAD(booking_cancelled);
FACTS_LEAD(booking_closed);
FACTS_LEAD(booking_rematch_requested);
FACTS_LEAD(booking_hold_changed);

static void facts_fill(void *event, const struct booking *booking)
{
    struct booking_facts facts = {.start = booking->start, .end = booking->end};
    TEXT_PUT(facts.booking, booking->booking);
    TEXT_PUT(facts.station, booking->station);
    TEXT_PUT(facts.service, booking->service);
    TEXT_PUT(facts.household, booking->household);
    TEXT_PUT(facts.origin, booking->outside ? booking->source : "");
    TEXT_PUT(facts.source_ref, booking->source_ref);
    memcpy(event, &facts, FACTS_END(booking_facts));
}

int booking_say_inside(struct unit *unit, const struct booking *booking, enum message_type type, void *event)
{
    facts_fill(event, booking);
    return unit_emit(unit, type, event, booking->booking);
}

int booking_say(struct unit *unit, const struct booking *booking, enum message_type type, void *event)
{
    char stream[ID_SIZE];
    if (booking_say_inside(unit, booking, type, event) != 0)
        return -1;
    if (!booking->outside)
        return 0;
    if (TEXT_FORMAT(stream, "partner.%s", booking->source) != 0)
        BUG("a booking was taken from a source without a stream");
    return unit_emit_to(unit, stream, type, event, booking->booking);
}

int booking_say_requested(struct unit *unit, const struct booking *booking)
{
    struct booking_requested event = {
        .cell_lat = booking->home.lat, .cell_lon = booking->home.lon, .expires = booking->expires};
    TEXT_PUT(event.channel, booking->channel);
    TEXT_PUT(event.community, booking->community);
    TEXT_PUT(event.wish_sex, booking->wish_sex);
    TEXT_PUT(event.wish_worker, booking->wish_worker);
    TEXT_PUT(event.replaces, booking->replaces);
    event.wish_languages.count = booking->wish_languages;
    for (uint32_t i = 0; i < booking->wish_languages; i++)
        TEXT_PUT(event.wish_languages.at[i], booking->wish_language[i]);
    event.wish_cuisines.count = booking->wish_cuisines;
    for (uint32_t i = 0; i < booking->wish_cuisines; i++)
        TEXT_PUT(event.wish_cuisines.at[i], booking->wish_cuisine[i]);
    event.home_pets = booking->home_pets;
    event.wish_nonsmoker = booking->wish_nonsmoker;
    return booking_say(unit, booking, MSG_booking_requested, &event);
}
