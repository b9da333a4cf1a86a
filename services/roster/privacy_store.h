/* What holds a person's fields here, and whose days are over. 1 with an id, 0, -1. */
#ifndef ROSTER_PRIVACY_STORE_H
#define ROSTER_PRIVACY_STORE_H

#include "store/store.h"
#include "wire/id.h"

extern const struct statements roster_privacy_sql;

int worker_gone(struct store *store, int64_t before, const char *after, char worker[ID_SIZE]);

#endif
