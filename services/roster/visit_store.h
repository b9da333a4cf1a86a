/* Visits as matching tells of them, and what they came to for each worker, in the store. */
#ifndef ANXIN_ROSTER_VISIT_STORE_H
#define ANXIN_ROSTER_VISIT_STORE_H

#include "store/store.h"

#include "worker.h"

/* A visit that a worker has, until it is closed. */
struct roster_visit {
    char id[65], worker[65];
    char state[16]; /* ahead, ended, verified, disputed */
    int64_t start;
};

int roster_visit_find(struct store *store, const char *id, struct roster_visit *visit); /* 1, 0, -1 */
int roster_visit_save(struct store *store, const struct roster_visit *visit);
int roster_visit_forget(struct store *store, const char *id);

/* All zero for who never had a visit. 0 or -1. */
int tally_read(struct store *store, const char *worker, struct tally *tally);
int tally_raise(struct store *store, const char *worker, int64_t verified, int64_t marks);

#endif
