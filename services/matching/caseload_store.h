/* Lists and counts of caseloads (V22). */
#ifndef ANXIN_MATCHING_CASELOAD_STORE_H
#define ANXIN_MATCHING_CASELOAD_STORE_H

#include "caseload.h"
#include "team_store.h"

extern const struct statements caseload_sql;

/* "" is any. Within the asker's reach. */
struct caseload_filter {
    const char *station, *kind;
    const char *after; /* a worker or household */
    int64_t limit;
};

/* A worker at work, and how many households are hers. */
struct caseload_of {
    char worker[ID_SIZE], station[CODE_SIZE], kind[CODE_SIZE];
    int64_t households;
};
/* Returning other than 0 ends the walk. */
typedef int caseload_each(void *self, const struct caseload_of *one);
typedef int caseload_each_household(void *self, const struct named_team *team);

/* Workers, who has most first. 0 or -1. */
int caseload_workers(struct store *store, const struct caseload_filter *filter, caseload_each *each, void *self);
/* Households of a worker, or ("") those that have nobody, by id. 0 or -1. */
int caseload_households(struct store *store, const char *worker, const struct caseload_filter *filter,
                        caseload_each_household *each, void *self);

int caseload_balance(struct store *store, const struct caseload_filter *filter, int64_t most, struct balance *balance);
int caseload_vacant(struct store *store, const char *station, int64_t *households);

#endif
