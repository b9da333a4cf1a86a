/* The client's yes to who would come (D1 row 6). Invariant: a booking whose client confirms is CONFIRMED only by that
 * yes, or by the work that the client let begin. */
#include "base/text.h"
#include "booking_store.h"
#include "progress.h"
#include "tables.h"

int booking_ask(struct unit *unit, struct booking *booking)
{
    struct booking_confirm_asked event = {0};
    int64_t last_call = booking_expiry(booking->start, unit->setting[SET_LAST_CALL_MIN]);
    booking->expires = booking_confirm_by(unit->now, unit->setting[SET_CONFIRM_H], last_call);
    booking->revision++;
    if (booking_update(unit->store, booking) != 0 ||
        unit_timer(unit, TIMER_MATCH, booking->booking, booking->expires) != 0)
        return unit_trouble(unit);
    TEXT_PUT(event.visit, booking->visit);
    TEXT_PUT(event.worker, booking->worker);
    event.confirm_by = booking->expires;
    return booking_say(unit, booking, MSG_booking_confirm_asked, &event) == 0 ? UNIT_DONE : unit_trouble(unit);
}

int booking_stand(struct unit *unit, struct booking *booking)
{
    struct booking_confirmed event = {0};
    TEXT_PUT(booking->reason, "");
    TEXT_PUT(event.visit, booking->visit);
    TEXT_PUT(event.worker, booking->worker);
    int moved = booking_move(unit, booking, BOOKING_ON_ASSIGNED);
    if (moved < 0)
        return unit_trouble(unit);
    if (moved == 0)
        return UNIT_DONE;
    return booking_say(unit, booking, MSG_booking_confirmed, &event) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int booking_confirm_run(struct unit *unit, const void *message)
{
    const struct booking_confirm *confirm = message;
    struct booking booking = {0};
    int result = booking_named(unit, confirm->booking, confirm->source_ref, &booking);
    if (result != UNIT_DONE)
        return result;
    struct refusal why = booking_confirm_refusal(&booking, unit->now, by_staff(unit), confirm->consent);
    if (why.code)
        return unit_refuse(unit, why.code, why.field, "%s", why.sentence);
    unit_subject(unit, booking.booking);
    return booking_stand(unit, &booking);
}

const struct handler confirm_handlers[] = {
    {MSG_booking_confirm, ROLE_CLIENT | ROLE_PARTNER | ROLE_DESK, booking_confirm_run},
    {MSG_NONE, 0, NULL},
};
