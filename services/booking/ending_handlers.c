/* What the station's desk says of the end: that a service was cut short, and by whom (D1 row 17); what the client said
 * when asked afterwards (rows 20, 21). */
#include "base/text.h"
#include "booking_store.h"
#include "progress.h"
#include "tables.h"

static int booking_cut_short_run(struct unit *unit, const void *message)
{
    const struct booking_cut_short *cut = message;
    struct booking booking = {0};
    struct booking_completed event = {0};
    int result = booking_named(unit, cut->booking, cut->source_ref, &booking);
    if (result != UNIT_DONE)
        return result;
    int was = (int)booking.state;
    TEXT_PUT(booking.outcome, "cut_short");
    TEXT_PUT(booking.cut_by, cut->by);
    TEXT_PUT(event.outcome, booking.outcome);
    TEXT_PUT(event.by, booking.cut_by);
    int moved = booking_move(unit, &booking, BOOKING_ON_CUT_SHORT);
    if (moved == 0)
        return unit_refuse(unit, "not_in_service", "booking", "It is %s.", booking_state_name(was));
    if (moved < 0 || booking_say(unit, &booking, MSG_booking_completed, &event) != 0)
        return unit_trouble(unit);
    unit_subject(unit, booking.booking);
    return UNIT_DONE;
}

/* Row 21: the state stays, and so does its step. */
static int follow_up_keep(struct unit *unit, struct booking *booking, const char *result)
{
    struct booking_followed_up event = {0};
    TEXT_PUT(booking->follow_up, result);
    booking->followed_up = unit->now;
    booking->closes = booking_closes(booking->closes, result, unit->now);
    booking->revision++;
    TEXT_PUT(event.result, result);
    unit_subject(unit, booking->booking);
    unit_revision(unit, booking->revision);
    if (booking_update(unit->store, booking) != 0 ||
        booking_say_inside(unit, booking, MSG_booking_followed_up, &event) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int followup_record_run(struct unit *unit, const void *message)
{
    const struct followup_record *record = message;
    struct booking booking = {0};
    int result = booking_named(unit, record->booking, record->source_ref, &booking);
    if (result != UNIT_DONE)
        return result;
    if (table_next(&booking_machine, (int)booking.state, BOOKING_ON_FOLLOW_UP) == BOOKING_NONE)
        return unit_refuse(unit, "not_completed", "booking", "It is %s.", booking_state_name((int)booking.state));
    result = follow_up_keep(unit, &booking, record->result);
    return result == UNIT_DONE ? booking_close_if_due(unit, &booking) : result;
}

const struct handler ending_handlers[] = {
    {MSG_booking_cut_short, ROLE_DESK, booking_cut_short_run},
    {MSG_followup_record, ROLE_DESK, followup_record_run},
    {MSG_NONE, 0, NULL},
};
