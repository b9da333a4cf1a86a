/* Suspected duplicates in the store: requests refused as busy beside the booking that they look like (A2.5). */
#ifndef ANXIN_BOOKING_DUPLICATE_STORE_H
#define ANXIN_BOOKING_DUPLICATE_STORE_H

#include "booking.h"
#include "proto/booking.h"
#include "store/store.h"

/* What a refused request asked for, and who sent it. */
struct duplicate {
    const char *request, *household, *service, *source, *channel;
    int64_t start, end, at;
};

/* The live booking of the same service and household that overlaps [start, end) and came from another source or by
 * another channel, the earliest of several: 1 with its id and station, 0, -1. */
int duplicate_original(struct store *store, const struct duplicate *duplicate, struct booking *found);

int duplicate_add(struct store *store, const struct duplicate *duplicate, const char *booking); /* 1 new, 0 known, -1 */
int duplicate_page(struct store *store, const struct booking_duplicates *asked,
                   struct booking_duplicates_answer *page); /* 0 or -1 */

#endif
