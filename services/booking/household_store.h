/* Households and prohibited pairs in the store. Find: 1, 0, -1. Save: 0, -1. */
#ifndef ANXIN_BOOKING_HOUSEHOLD_STORE_H
#define ANXIN_BOOKING_HOUSEHOLD_STORE_H

#include "proto/booking.h"
#include "rules/place.h"
#include "store/store.h"
#include "wire/id.h"

struct household {
    char household[ID_SIZE];
    int64_t version;
    char community[33];
    struct cell cell; /* unknown: the centre of the community stands for it */
    char consent[33];
    char source[ID_SIZE]; /* who registered it */
    bool outside;         /* an outside system did, and the station has not taken it over since */
    int64_t put_at;       /* when it was last registered or changed; not read by household_find */
};

int household_find(struct store *store, const char *household, struct household *found);
int household_save(struct store *store, const struct household *household);

int pair_version(struct store *store, const struct pair_set *pair, int64_t *version); /* 0 when there is none */
int pair_save(struct store *store, const struct pair_set *pair, int64_t version);
/* Workers that must not come, by id, at most 32: fills the group of the answer. 0 or -1. */
int pair_prohibited(struct store *store, const char *household, struct household_get_answer *answer);

#endif
