/* A suspension that is proposed: somebody is to decide (D7 row 4). */
#ifndef ANXIN_ROSTER_PROPOSAL_H
#define ANXIN_ROSTER_PROPOSAL_H

#include "roster.h"

/* Proposes to suspend a worker, notes and says it; nothing when she has left, is suspended, or it is proposed already.
 * UNIT_DONE, or what the handler is to return at once. */
int suspension_propose(struct unit *unit, const struct worker *worker, const struct cert *cert, const char *reason);

/* Refuses while a suspension of the worker is proposed. */
int suspension_decided(struct unit *unit, const struct worker *worker);

#endif
