/* What holds a person's fields here, and whose days are over. 1 with an id, 0, -1. */
#ifndef BOOKING_PRIVACY_STORE_H
#define BOOKING_PRIVACY_STORE_H

#include "store/store.h"
#include "wire/id.h"

extern const struct statements booking_privacy_sql;

int household_live(struct store *store, const char *household, char booking[ID_SIZE]);
int household_case(struct store *store, const char *household, char case_id[ID_SIZE]);
int household_past(struct store *store, int64_t before, const char *after, char household[ID_SIZE]);

#endif
