/* What holds a person's fields here, and whose days are over. 1 with an id, 0, -1. */
#ifndef TRAINING_PRIVACY_STORE_H
#define TRAINING_PRIVACY_STORE_H

#include "store/store.h"
#include "wire/id.h"

extern const struct statements training_privacy_sql;

int trainee_live(struct store *store, const char *trainee, char enrolment[ID_SIZE]);
int trainee_past(struct store *store, int64_t before, const char *after, char trainee[ID_SIZE]);

#endif
