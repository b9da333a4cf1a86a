/* Suspensions that are proposed and not decided (D7 row 4), in the store. */
#ifndef ANXIN_ROSTER_PROPOSAL_STORE_H
#define ANXIN_ROSTER_PROPOSAL_STORE_H

#include "store/store.h"

struct proposal {
    char worker[65];
    char reason[33];
    char cert[65]; /* that it is about */
    char by[65];
    int64_t at;
};

int proposal_find(struct store *store, const char *worker, struct proposal *proposal); /* 1, 0, -1 */
int proposal_insert(struct store *store, const struct proposal *proposal);
int proposal_remove(struct store *store, const char *worker); /* also when there is none. 0 or -1 */

#endif
