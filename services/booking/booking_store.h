/* Bookings, their steps, the cases that hold them, and rejected requests in the store. Find: 1, 0, -1. Save: 0, -1. */
#ifndef ANXIN_BOOKING_BOOKING_STORE_H
#define ANXIN_BOOKING_BOOKING_STORE_H

#include "booking.h"
#include "proto/booking.h"
#include "store/store.h"

int booking_find(struct store *store, const char *booking, struct booking *found);
int booking_find_ref(struct store *store, const char *source, const char *source_ref, struct booking *found);

int booking_add(struct store *store, const struct booking *booking);
int booking_update(struct store *store, const struct booking *booking); /* what changes after creation */
int booking_add_step(struct store *store, const char *booking, int state, int64_t at);

/* A live booking of the household that overlaps [start, end) (BK6): 1, 0, -1. */
int booking_household_busy(struct store *store, const char *household, int64_t start, int64_t end);

int hold_add(struct store *store, const char *booking, const char *case_id);    /* 1 new, 0 stood already, -1 */
int hold_remove(struct store *store, const char *booking, const char *case_id); /* 1 removed, 0 stood not, -1 */
int hold_count(struct store *store, const char *booking, int64_t *count);       /* 0 or -1 */

struct rejection {
    char booking[ID_SIZE];
    char source[ID_SIZE], source_ref[ID_SIZE];
    int64_t at;
    char reason[33], field[65];
};
int rejection_add(struct store *store, const struct rejection *rejection);
/* The last one of this number. */
int rejection_find_ref(struct store *store, const char *source, const char *source_ref, struct rejection *found);
int rejection_find(struct store *store, const char *booking, struct rejection *found);

int booking_page(struct store *store, const struct booking_list *asked, struct booking_list_answer *page);
int booking_steps(struct store *store, const char *booking, struct booking_timeline_answer *answer); /* 0 or -1 */

#endif
