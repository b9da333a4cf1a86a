/* Asking several workers at once (V12): one of them stands in the visit as whoever is asked alone does, the others
 * beside it, each with a tentative hold; the first who accepts has it, and the others are told. Each function returns
 * UNIT_DONE or UNIT_TROUBLE unless it says otherwise. */
#ifndef ANXIN_MATCHING_OFFERS_H
#define ANXIN_MATCHING_OFFERS_H

#include "matching.h"

/* Asks one more worker for a visit that is OFFERED. */
int offers_add(struct unit *unit, const struct visit *visit, const struct candidate *candidate);

/* The worker who answers comes to stand in the visit, if asked beside: 1, 0 when not asked, -1. */
int offers_lead(struct unit *unit, struct visit *visit, const char *worker);

/* The best of the others takes the place that has become free: 1, 0 when there is none, -1. */
int offers_promote(struct unit *unit, struct visit *visit);

int offers_withdraw(struct unit *unit, const struct visit *visit, const char *reason); /* all that stand beside */
int offers_lapse(struct unit *unit, const struct visit *visit);                        /* nobody has answered */

/* Remembers how the worker who stands in the visit has answered. */
int offers_answered(struct unit *unit, const struct visit *visit, bool refused);

#endif
