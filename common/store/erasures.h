/* Requests to erase a person, and what became of them in each service. Find: 1, 0, -1. Save: 0, -1. */
#ifndef ANXIN_STORE_ERASURES_H
#define ANXIN_STORE_ERASURES_H

#include "proto/common.h"
#include "store/store.h"
#include "wire/id.h"

struct erasure {
    char request[ID_SIZE], person[ID_SIZE], kind[33];
    int64_t asked, ended; /* ended: 0 not yet */
    bool own;             /* asked of this service */
};

int erasure_find(struct store *store, const char *request, struct erasure *erasure);
/* The last one of a person. */
int erasure_of(struct store *store, const char *person, struct erasure *erasure);
int erasure_save(struct store *store, const struct erasure *erasure);

int erasure_part_save(struct store *store, const char *request, const struct privacy_part *part);
int erasure_parts(struct store *store, const char *request, struct privacy_part *parts, int most); /* count or -1 */

/* The next request after `request` that is held here; of a person, unless he is "". */
int erasure_held(struct store *store, const char *service, const char *person, const char *after,
                 struct erasure *erasure);

#endif
