/* Who else is asked for a visit, and how offers were answered (V12). */
#ifndef ANXIN_MATCHING_OFFER_STORE_H
#define ANXIN_MATCHING_OFFER_STORE_H

#include "store/store.h"

#include "engine/pool.h"

extern const struct statements offer_sql;

/* An open offer beside the one that stands in the visit. */
struct offer {
    char visit[ID_SIZE], worker[ID_SIZE], hold[ID_SIZE];
    int64_t score;
};
int offer_add(struct store *store, const struct offer *offer);
int offer_drop(struct store *store, const struct offer *offer);
int offer_find(struct store *store, const char *visit, const char *worker, struct offer *offer); /* 1, 0, -1 */
int offer_best(struct store *store, const char *visit, struct offer *offer); /* with the highest score: 1, 0, -1 */

/* The next visit, in order of id after `after` ("" the first), for which this worker is asked too. 1, 0, -1. */
int offer_next_of_worker(struct store *store, const char *worker, const char *after, struct offer *offer);

int answer_add(struct store *store, const char *worker, const struct offer_answer *answer);
/* Puts the answers since then into the pool. 0 or -1. */
int answer_load(struct store *store, int64_t since, struct pool *pool);

#endif
