/* Leave in the store. */
#ifndef ANXIN_ROSTER_LEAVE_STORE_H
#define ANXIN_ROSTER_LEAVE_STORE_H

#include "store/store.h"

#include "leave.h"

int leave_find(struct store *store, const char *id, struct leave *leave); /* 1, 0, -1 */
int leave_insert(struct store *store, const struct leave *leave);
int leave_save(struct store *store, struct leave *leave); /* counts the revision */

/* The first live leave of a worker that touches [start, until): 1, 0, -1. */
int leave_overlapping(struct store *store, const char *worker, int64_t start, int64_t until, struct leave *leave);

/* The live leave that is running or comes next: 1, 0, -1. */
int leave_next(struct store *store, const char *worker, struct leave *leave);

#endif
