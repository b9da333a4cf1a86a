/* What threatens visits besides their worker's facts: a visit before them that lasts too long (D2 rows 10, 17), and a
 * roster that is silent (ruling 6). */
#ifndef ANXIN_MATCHING_RISK_H
#define ANXIN_MATCHING_RISK_H

#include "matching.h"

/* The worker is at this visit: each later one that cannot be reached in time any more is at risk and somebody else is
 * looked for; for the first that still can a timer is set (kind "overrun", this visit). */
int risk_overrun(struct unit *unit, const struct visit *at);

/* The worker has left this visit: later ones that cannot be reached in time any more are at risk, if they are not yet.
 * The worker's acknowledgement says then that the worker comes late. */
int risk_left(struct unit *unit, const struct visit *left);

/* True (1) when the worker of this visit is still at another one; 0, -1. */
int risk_is_elsewhere(struct unit *unit, const struct visit *visit);

/* Roster is heard again: takes up the next visit that waited for it (struct service, returned). */
int risk_returned(struct unit *unit, const char *source, int64_t *after);

#endif
