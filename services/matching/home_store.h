/* Where homes are, to the metre (ruling 4): a personal field of the household, sealed by its key, in matching alone. */
#ifndef ANXIN_MATCHING_HOME_STORE_H
#define ANXIN_MATCHING_HOME_STORE_H

#include "rules/place.h"
#include "rules/travel.h"
#include "store/person.h"
#include "wire/id.h"

extern const struct statements home_sql;

struct home {
    char datum[TRAVEL_DATUM];
    struct point point;
};

int home_save(struct store *store, const char *household, int64_t at, const struct home *home); /* 0, -1 */
int home_find(struct store *store, const char *household, struct home *home);                   /* 1, 0, -1 */

/* Whether a visit to that household was ever planned: 1, 0, -1. `origin` "": by whomever it was booked. */
int home_is_visited(struct store *store, const char *household, const char *origin);

/* The next household after `after` of which the place was told before `before` and no visit ended since: 1, 0, -1. */
int home_past(struct store *store, int64_t before, const char *after, char household[ID_SIZE]);

#endif
