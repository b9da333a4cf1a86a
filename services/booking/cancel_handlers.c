/* Calling a booking off (D1 row 19, BK9), and a new search for a client whom the provider lets down. */
#include "base/text.h"
#include "booking_store.h"
#include "progress.h"
#include "renew.h"
#include "tables.h"

/* The record of work goes only by a manager's word, and not while a case may need it (row 22). */
static int annul_check(struct unit *unit, const struct booking *booking)
{
    int64_t cases;
    if (role_of(unit->cause->actorrole) != ROLE_MANAGER)
        return unit_refuse(unit, "denied", "annul", "Only a manager annuls what was worked.");
    if (hold_count(unit->store, booking->booking, &cases) != 0)
        return unit_trouble(unit);
    if (cases > 0)
        return unit_refuse(unit, "held_by_case", "annul", "A case about it is open.");
    return UNIT_DONE;
}

static const char *class_of(const struct unit *unit, const struct booking *booking, const char *reason)
{
    if (booking_is_unagreed(booking, reason))
        return "free";
    return booking_cancel_class(reason, booking_has_begun((int)booking->state), booking->start, unit->now,
                                unit->setting[SET_CANCEL_FREE_H], unit->setting[SET_CANCEL_LATE_H]);
}

static int cancel_do(struct unit *unit, const struct booking_cancel *cancel, struct booking *booking)
{
    struct booking_cancelled event = {.annulled = cancel->annul};
    enum booking_state from = booking->state;
    struct booking fresh = {0};
    int renewed = cancel->annul ? 0 : renew_plan(unit, booking, cancel->reason, &fresh);
    if (renewed < 0)
        return unit_trouble(unit);
    TEXT_PUT(booking->cancel_class, class_of(unit, booking, cancel->reason));
    TEXT_PUT(booking->replaced_by, fresh.booking);
    TEXT_PUT(event.replaced_by, fresh.booking);
    TEXT_PUT(booking->cancel_by, unit->cause->actorrole);
    TEXT_PUT(booking->cancelled_by, unit->cause->actorid);
    TEXT_PUT(booking->reason, cancel->reason);
    TEXT_PUT(event.class, booking->cancel_class);
    TEXT_PUT(event.by, booking->cancel_by);
    TEXT_PUT(event.reason, booking_reason_told(booking->reason));
    int moved = booking_move(unit, booking, cancel->annul ? BOOKING_ON_ANNUL : BOOKING_ON_CANCEL);
    if (moved < 0)
        return unit_trouble(unit);
    if (moved == 0)
        return unit_refuse(unit, "not_cancellable", "booking", "It is %s.", booking_state_name((int)from));
    if (booking_say(unit, booking, MSG_booking_cancelled, &event) != 0 || (renewed && renew_take(unit, &fresh) != 0))
        return unit_trouble(unit);
    unit_subject(unit, booking->booking);
    unit_revision(unit, booking->revision);
    return UNIT_DONE;
}

static int booking_cancel_run(struct unit *unit, const void *message)
{
    const struct booking_cancel *cancel = message;
    struct booking booking = {0};
    int result = booking_named(unit, cancel->booking, cancel->source_ref, &booking);
    if (result != UNIT_DONE)
        return result;
    if (by_staff(unit) && !unit->cause->actorid[0])
        return unit_refuse(unit, "actor_missing", "actorid", "Staff say who calls it off.");
    struct refusal why = booking_reason_refusal(by_staff(unit), cancel->reason);
    if (why.code)
        return unit_refuse(unit, why.code, why.field, "%s", why.sentence);
    if (cancel->annul)
        result = annul_check(unit, &booking);
    return result == UNIT_DONE ? cancel_do(unit, cancel, &booking) : result;
}

const struct handler cancel_handlers[] = {
    {MSG_booking_cancel, ROLE_CLIENT | ROLE_PARTNER | ROLE_DESK, booking_cancel_run},
    {MSG_NONE, 0, NULL},
};
