/* What holds a person's fields here, and whose days are over. 1 with an id, 0, -1. */
#ifndef MEDIATION_PRIVACY_STORE_H
#define MEDIATION_PRIVACY_STORE_H

#include "store/store.h"
#include "wire/id.h"

extern const struct statements mediation_privacy_sql;

int party_case_open(struct store *store, const char *party, char case_id[ID_SIZE]);
int party_case_filed(struct store *store, const char *party, const char *after, char case_id[ID_SIZE]);
int case_past(struct store *store, int64_t before, const char *after, char case_id[ID_SIZE]);

#endif
