/* A new search for a client whose booking the provider calls off (D1 row 19). */
#ifndef ANXIN_BOOKING_RENEW_H
#define ANXIN_BOOKING_RENEW_H

#include "booking.h"
#include "service/unit.h"

/* The booking that is offered instead of `old`, called off now for `reason`: for the same household, service and time,
 * at the station that the rule says. 1 filled in, with an id of its own; 0 nothing can be offered; -1. */
int renew_plan(struct unit *unit, const struct booking *old, const char *reason, struct booking *fresh);

/* Takes what was planned as a booking, after the old one was called off: 0 or -1. */
int renew_take(struct unit *unit, struct booking *fresh);

#endif
