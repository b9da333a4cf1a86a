/* What happens to a booking after it was taken: visits and cases as other services tell of them, and its own timers.
 * Events of different services may cross: one that no longer applies changes nothing. */
#include "progress.h"

#include <string.h>

#include "base/text.h"
#include "booking_store.h"
#include "service/privacy.h"
#include "tables.h"

/* Ends a handler: after a move that was made (1), not allowed (0) or failed (-1). */
static int moved_say(struct unit *unit, const struct booking *booking, int moved, enum message_type type, void *event)
{
    if (moved < 0)
        return unit_trouble(unit);
    if (moved == 0)
        return UNIT_DONE;
    return booking_say(unit, booking, type, event) == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* The booking that another service tells of. It came from here: unknown it can only be after a restore from an old
 * copy, and then the event waits until its sender repeats it. UNIT_DONE, or what the handler returns. */
static int heard_find(struct unit *unit, const char *id, struct booking *booking)
{
    int found = booking_find(unit->store, id, booking);
    if (found == 0)
        return unit_lacks(unit, "unknown_booking", "booking", id);
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

/* Of the visits of a booking the one that leads decides alone: what goes along with it (heard->lead) changes nothing
 * here (V5, V11). */

/* ---- the worker (D1 rows 6, 8, 14) ---- */

/* Another worker comes to a confirmed booking: the client is told who (D2 row 12, ruling 11). */
static int worker_change(struct unit *unit, struct booking *booking, const char *before)
{
    struct booking_worker_changed event = {0};
    booking->revision++;
    if (booking_update(unit->store, booking) != 0)
        return unit_trouble(unit);
    if (text_same(before, booking->worker))
        return UNIT_DONE;
    TEXT_PUT(event.visit, booking->visit);
    TEXT_PUT(event.worker, booking->worker);
    TEXT_PUT(event.from_worker, before);
    return booking_say(unit, booking, MSG_booking_worker_changed, &event) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int worker_stands(struct unit *unit, const char *id, const char *visit, const char *worker)
{
    struct booking booking = {0};
    int result = heard_find(unit, id, &booking);
    if (result != UNIT_DONE)
        return result;
    char before[sizeof booking.worker];
    bool told = text_same(booking.visit, visit) && text_same(booking.worker, worker); /* reassigned, then assigned */
    TEXT_PUT(before, booking.worker);
    TEXT_PUT(booking.visit, visit);
    TEXT_PUT(booking.worker, worker);
    if (booking.state == BOOKING_CONFIRMED)
        return told ? UNIT_DONE : worker_change(unit, &booking, before);
    if (booking.state != BOOKING_REQUESTED || !booking.confirms)
        return booking_stand(unit, &booking);
    return told ? UNIT_DONE : booking_ask(unit, &booking);
}

static int visit_assigned_run(struct unit *unit, const void *message)
{
    const struct visit_assigned *heard = message;
    if (heard->lead[0])
        return UNIT_DONE;
    return worker_stands(unit, heard->booking, heard->visit, heard->worker);
}

static int visit_reassigned_run(struct unit *unit, const void *message)
{
    const struct visit_reassigned *heard = message;
    if (heard->lead[0])
        return UNIT_DONE;
    return worker_stands(unit, heard->booking, heard->visit, heard->worker);
}

static int booking_expire(struct unit *unit, struct booking *booking, const char *reason)
{
    struct booking_expired event = {0};
    TEXT_PUT(event.reason, reason);
    TEXT_PUT(booking->reason, reason);
    int moved = booking_move(unit, booking, BOOKING_ON_EXPIRE);
    return moved_say(unit, booking, moved, MSG_booking_expired, &event);
}

static int booking_miss(struct unit *unit, struct booking *booking)
{
    struct booking_completed event = {0};
    TEXT_PUT(event.outcome, "missed");
    TEXT_PUT(booking->outcome, "missed");
    int moved = booking_move(unit, booking, BOOKING_ON_MISSED);
    return moved_say(unit, booking, moved, MSG_booking_completed, &event);
}

/* The worker of a confirmed booking is lost and nobody else was found. With the start still ahead it asks once more and
 * has until its timer; after the start nobody came. */
static int booking_rematch(struct unit *unit, struct booking *booking, const char *reason)
{
    struct booking_rematch_requested event = {0};
    if (booking->start <= unit->now)
        return booking_miss(unit, booking);
    TEXT_PUT(event.reason, reason);
    TEXT_PUT(booking->reason, reason);
    TEXT_PUT(booking->visit, "");
    TEXT_PUT(booking->worker, "");
    booking->expires = booking_expiry(booking->start, unit->setting[SET_LAST_CALL_MIN]);
    int moved = booking_move(unit, booking, BOOKING_ON_WORKER_LOST);
    return moved_say(unit, booking, moved, MSG_booking_rematch_requested, &event);
}

static int match_unfillable_run(struct unit *unit, const void *message)
{
    const struct match_unfillable *heard = message;
    struct booking booking = {0};
    if (heard->lead[0])
        return UNIT_DONE;
    int result = heard_find(unit, heard->booking, &booking);
    if (result != UNIT_DONE)
        return result;
    if (booking.state == BOOKING_CONFIRMED)
        return booking_rematch(unit, &booking, heard->because);
    return booking_expire(unit, &booking, "unfillable");
}

static int match_timeout_run(struct unit *unit, const char *subject, int64_t due)
{
    struct booking booking = {0};
    (void)due;
    int found = booking_find(unit->store, subject, &booking);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || booking.expires > unit->now)
        return UNIT_DONE;
    return booking_expire(unit, &booking, booking_awaits_client(&booking) ? "unconfirmed" : "timeout");
}

/* ---- the visit (rows 15, 17, 18) ---- */

static int visit_started_run(struct unit *unit, const void *message)
{
    const struct visit_started *heard = message;
    struct booking booking = {0};
    struct booking_in_service event = {0};
    if (heard->lead[0])
        return UNIT_DONE;
    int result = heard_find(unit, heard->booking, &booking);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(booking.worker, heard->worker);
    if (booking_awaits_client(&booking) && booking_stand(unit, &booking) != UNIT_DONE)
        return UNIT_TROUBLE; /* who let the work begin has said yes */
    int moved = booking_move(unit, &booking, BOOKING_ON_STARTED);
    return moved_say(unit, &booking, moved, MSG_booking_in_service, &event);
}

/* It counted as missed, and two people have put that right (V14). What is closed stays as it was closed. */
static int booking_attended(struct unit *unit, struct booking *booking)
{
    struct booking_outcome_changed event = {0};
    TEXT_PUT(event.from, "missed");
    TEXT_PUT(event.outcome, booking->outcome);
    TEXT_PUT(event.by, booking->cut_by);
    int moved = booking_move(unit, booking, BOOKING_ON_ATTENDED);
    return moved_say(unit, booking, moved, MSG_booking_outcome_changed, &event);
}

static int visit_verified_run(struct unit *unit, const void *message)
{
    const struct visit_verified *heard = message;
    struct booking booking = {0};
    struct booking_completed event = {0};
    if (heard->lead[0])
        return UNIT_DONE;
    int result = heard_find(unit, heard->booking, &booking);
    if (result != UNIT_DONE)
        return result;
    const bool missed = text_same(booking.outcome, "missed");
    TEXT_PUT(booking.outcome, booking_outcome(heard->minutes, booking.start, booking.end));
    TEXT_PUT(booking.cut_by, booking_cut_by(booking.outcome));
    if (missed)
        return booking_attended(unit, &booking);
    TEXT_PUT(event.outcome, booking.outcome);
    TEXT_PUT(event.by, booking.cut_by);
    int moved = booking_move(unit, &booking, BOOKING_ON_VERIFIED);
    return moved_say(unit, &booking, moved, MSG_booking_completed, &event);
}

static int visit_missed_run(struct unit *unit, const void *message)
{
    const struct visit_missed_by_worker *heard = message;
    struct booking booking = {0};
    if (heard->lead[0])
        return UNIT_DONE;
    int result = heard_find(unit, heard->booking, &booking);
    if (result != UNIT_DONE)
        return result;
    return booking_miss(unit, &booking);
}

static int visit_no_client_run(struct unit *unit, const void *message)
{
    const struct visit_client_no_show *heard = message;
    struct booking booking = {0};
    struct booking_no_show event = {0};
    if (heard->lead[0])
        return UNIT_DONE;
    int result = heard_find(unit, heard->booking, &booking);
    if (result != UNIT_DONE)
        return result;
    int moved = booking_move(unit, &booking, BOOKING_ON_NO_CLIENT);
    return moved_say(unit, &booking, moved, MSG_booking_no_show, &event);
}

/* ---- closing, and cases that hold it open (rows 20, 22) ---- */

int booking_close_if_due(struct unit *unit, struct booking *booking)
{
    struct booking_closed event = {0};
    int64_t holds;
    if (booking->state != BOOKING_COMPLETED || booking->closes > unit->now)
        return UNIT_DONE;
    if (hold_count(unit->store, booking->booking, &holds) != 0)
        return unit_trouble(unit);
    if (holds > 0)
        return UNIT_DONE;
    TEXT_PUT(event.outcome, booking->outcome);
    int moved = booking_move(unit, booking, BOOKING_ON_CLOSE);
    return moved_say(unit, booking, moved, MSG_booking_closed, &event);
}

static int close_run(struct unit *unit, const char *subject, int64_t due)
{
    struct booking booking = {0};
    (void)due;
    int found = booking_find(unit->store, subject, &booking);
    if (found != 1)
        return found == 0 ? UNIT_DONE : unit_trouble(unit);
    return booking_close_if_due(unit, &booking);
}

static int hold_say(struct unit *unit, const struct booking *booking, const char *case_id, bool held)
{
    struct booking_hold_changed event = {.held = held};
    TEXT_PUT(event.case_id, case_id);
    /* that a case exists is not the outside system's to know (K9) */
    return booking_say_inside(unit, booking, MSG_booking_hold_changed, &event);
}

static int case_filed_run(struct unit *unit, const void *message)
{
    const struct case_filed *heard = message;
    struct booking booking = {0};
    if (!heard->booking[0])
        return UNIT_DONE;
    int result = heard_find(unit, heard->booking, &booking);
    if (result != UNIT_DONE)
        return result;
    int added = hold_add(unit->store, booking.booking, heard->case_id);
    if (added < 0 || (added > 0 && hold_say(unit, &booking, heard->case_id, true) != 0))
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int case_closed_run(struct unit *unit, const void *message)
{
    const struct case_closed *heard = message;
    struct booking booking = {0};
    if (!heard->booking[0])
        return UNIT_DONE;
    int result = heard_find(unit, heard->booking, &booking);
    if (result != UNIT_DONE)
        return result;
    int removed = hold_remove(unit->store, booking.booking, heard->case_id);
    if (removed < 0 || (removed > 0 && hold_say(unit, &booking, heard->case_id, false) != 0) ||
        privacy_resume(unit, booking.household) != 0)
        return unit_trouble(unit);
    return booking_close_if_due(unit, &booking);
}

const struct handler progress_handlers[] = {
    {MSG_visit_assigned, ROLE_SERVICE, visit_assigned_run},
    {MSG_visit_reassigned, ROLE_SERVICE, visit_reassigned_run},
    {MSG_visit_started, ROLE_SERVICE, visit_started_run},
    {MSG_visit_verified, ROLE_SERVICE, visit_verified_run},
    {MSG_visit_missed_by_worker, ROLE_SERVICE, visit_missed_run},
    {MSG_visit_client_no_show, ROLE_SERVICE, visit_no_client_run},
    {MSG_match_unfillable, ROLE_SERVICE, match_unfillable_run},
    {MSG_case_filed, ROLE_SERVICE, case_filed_run},
    {MSG_case_closed, ROLE_SERVICE, case_closed_run},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler booking_timers[] = {
    {TIMER_MATCH, match_timeout_run},
    {TIMER_CLOSE, close_run},
    {NULL, NULL},
};
