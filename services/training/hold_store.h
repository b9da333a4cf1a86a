/* Holds in the store. */
#ifndef ANXIN_TRAINING_HOLD_STORE_H
#define ANXIN_TRAINING_HOLD_STORE_H

#include "store/store.h"

#include "hold.h"

int hold_find(struct store *store, const char *id, struct hold *hold); /* 1, 0, -1 */
int hold_insert(struct store *store, const struct hold *hold);
int hold_save(struct store *store, const struct hold *hold);

#endif
