/* The guardian of a child who is to be served (D1 row 1, A2.13): a name, in the person store under the household's key.
 */
#ifndef ANXIN_BOOKING_GUARDIAN_H
#define ANXIN_BOOKING_GUARDIAN_H

#include "booking.h"
#include "store/person.h"

#define GUARDIAN_SIZE 61

/* Keeps the name that a booking gave; "" keeps none. 0 or -1. */
int guardian_put(struct store *store, const struct booking *booking, const char *name);

/* The name that a booking gave: 1, 0 none ("" then), -1. */
int guardian_named(struct store *store, const char *booking, char name[GUARDIAN_SIZE]);

/* Who answers for the child: as the booking named, else the household's guardian. 1, 0, -1. */
int guardian_get(struct store *store, const struct booking *booking, char name[GUARDIAN_SIZE]);

#endif
