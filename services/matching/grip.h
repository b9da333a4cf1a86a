/* The hold that a visit has on the time of the worker who has it or is asked. Each function belongs to the unit in hand
 * and returns UNIT_DONE or UNIT_TROUBLE. */
#ifndef ANXIN_MATCHING_GRIP_H
#define ANXIN_MATCHING_GRIP_H

#include "matching.h"

enum grip { GRIP_TENTATIVE, GRIP_FIRM, GRIP_NONE };

/* Makes the visit's present hold so. */
int grip_put(struct unit *unit, const struct visit *visit, enum grip grip);

/* Takes the time of that worker under a new hold; both are noted in the visit. */
int grip_take(struct unit *unit, struct visit *visit, const char *worker, enum grip grip);

/* Lets the time go, if any is held: it is free for others. */
int grip_release(struct unit *unit, struct visit *visit);

#endif
