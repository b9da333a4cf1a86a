/* How deadlines were reckoned: kept beside them, so that they can be reckoned again (I19). */
#ifndef MEDIATION_CLOCK_STORE_H
#define MEDIATION_CLOCK_STORE_H

#include "store/store.h"

#include "route.h"

extern const struct statements clock_sql;

/* `kind`: accept_by, due or close_by; the case stands in the store. 0 or -1. */
int clock_save(struct store *store, const char *id, const char *kind, const struct clock *clock);

#endif
