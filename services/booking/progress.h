/* A booking on its way: moving it along its table, and telling its followers. */
#ifndef ANXIN_BOOKING_PROGRESS_H
#define ANXIN_BOOKING_PROGRESS_H

#include "booking.h"
#include "service/unit.h"

#define TIMER_MATCH "match_timeout"
#define TIMER_CLOSE "close"

/* Moves the booking by its table, counts its revision, saves it with a step, and sets or clears the timers that belong
 * to the states. What the caller has changed in `booking` is saved with it. 1 moved; 0 the table does not allow it and
 * nothing was saved; -1. */
int booking_move(struct unit *unit, struct booking *booking, enum booking_trigger trigger);

/* Emits a booking event whose first fields are BOOKING_FACTS: they are filled in here. It goes on booking's stream and,
 * for a booking of an outside system, on partner.<source>. 0 or -1. */
int booking_say(struct unit *unit, const struct booking *booking, enum message_type type, void *event);
int booking_say_inside(struct unit *unit, const struct booking *booking, enum message_type type,
                       void *event); /* on booking's stream alone */
int booking_say_requested(struct unit *unit, const struct booking *booking);

/* The client is asked whether who is found (booking->visit, worker) may come; again if somebody else is found.
 * UNIT_DONE or UNIT_TROUBLE. */
int booking_ask(struct unit *unit, struct booking *booking);

/* The booking stands with booking->visit and worker: CONFIRMED, where the table allows it. UNIT_DONE or UNIT_TROUBLE.
 */
int booking_stand(struct unit *unit, struct booking *booking);

/* Closes a completed booking once its time has come and no case holds it (row 20). UNIT_DONE or UNIT_TROUBLE. */
int booking_close_if_due(struct unit *unit, struct booking *booking);

/* The booking that a command names, by its id or by the sender's number, if this sender may act on it and has seen it
 * as it is: UNIT_DONE, or what the handler returns. */
int booking_named(struct unit *unit, const char *id, const char *source_ref, struct booking *booking);

#endif
