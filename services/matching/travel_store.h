/* How ways are and were reckoned (V3), for I1. */
#ifndef ANXIN_MATCHING_TRAVEL_STORE_H
#define ANXIN_MATCHING_TRAVEL_STORE_H

#include "rules/travel.h"
#include "store/store.h"

extern const struct statements travel_sql;

/* The number under which these ways stand, written down first when they are not the last that were. 0 or -1. */
int travel_note(struct store *store, const struct travel *travel, int64_t *number);

#endif
