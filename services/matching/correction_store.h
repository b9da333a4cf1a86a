/* Corrections that wait for their second person. */
#ifndef ANXIN_MATCHING_CORRECTION_STORE_H
#define ANXIN_MATCHING_CORRECTION_STORE_H

#include "store/store.h"

#include "correction.h"

extern const struct statements correction_sql;

int correction_add(struct store *store, const struct correction *correction);               /* 0, -1 */
int correction_find(struct store *store, const char *visit, struct correction *correction); /* 1, 0, -1 */
int correction_remove(struct store *store, const char *visit);                              /* 0, -1 */

#endif
