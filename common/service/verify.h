/* Verification of a copy of a store: SQLite's integrity, the hash chains, the service's invariants. */
#ifndef ANXIN_SERVICE_VERIFY_H
#define ANXIN_SERVICE_VERIFY_H

#include "service/service.h"

struct store;
struct ledger;

/* The same of a store that is open; what neighbours noted of its trail is looked for in PATH.anchors. 0 sound, 1 not.
 */
int verify_store(const struct service *service, struct store *store, struct ledger *ledger, const char *path,
                 bool json);

/* Prints what was checked and every fault: lines, or one JSON object. Exit code: 0 sound, 1 not, 2 not a store of ours.
 */
int verify_copy(const struct service *service, const char *path, bool json);

/* Calls `complain` for every violation in that store. 0, or -1 with store_why(). */
int judged_ask(struct store *store, const struct judged *judged, void (*complain)(void *self, const char *text),
               void *self);

extern const struct invariant store_invariants[]; /* of every store; ended by name NULL */

#endif
