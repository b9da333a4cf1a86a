/* What park.c and dead.c share: the columns of a message set aside, and how a row of them is read. */
#ifndef ANXIN_STORE_PARK_H
#define ANXIN_STORE_PARK_H

#include "store/ledger.h"

#define PARK_COLUMNS                                                                                                   \
    "number, source, stream, sequence, key, type, cause, reason, tries, at, due, failed_first, failed_last, header, "  \
    "data"

/* A row of PARK_COLUMNS. 0, or -1 when it does not fit (damaged). */
int park_load(const struct rows *rows, struct parked *parked);

#endif
