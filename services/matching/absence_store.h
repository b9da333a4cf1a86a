/* What is kept of a visit at which nobody opened. */
#ifndef ANXIN_MATCHING_ABSENCE_STORE_H
#define ANXIN_MATCHING_ABSENCE_STORE_H

#include "store/store.h"

#include "absence.h"

extern const struct statements absence_sql;

int absence_add(struct store *store, const char *visit, const struct absence *absence);
int absence_find(struct store *store, const char *visit, struct absence *absence); /* 1, 0, -1 */

#endif
