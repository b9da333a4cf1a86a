/* Wishes that came by two ways (A2.5). */
#ifndef ANXIN_BOOKING_DUPLICATES_H
#define ANXIN_BOOKING_DUPLICATES_H

#include "duplicate_store.h"
#include "service/unit.h"

/* Notes and tells that a request refused as busy looks like a booking that came another way, if it does. 0 or -1. */
int duplicate_suspect(struct unit *unit, const struct duplicate *duplicate);

#endif
