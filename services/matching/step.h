/* A step of a visit, of which life.c makes its moves. */
#ifndef ANXIN_MATCHING_STEP_H
#define ANXIN_MATCHING_STEP_H

#include "matching.h"

/* Puts the visit into the state that the table says; a step that the table has not is a bug. */
void step_move(struct visit *visit, enum visit_trigger trigger);

/* Sets each timer whose due time differs from what it was, and clears those no longer wanted. */
int step_timers(struct unit *unit, const struct visit *was, const struct visit *is);

/* Saves the visit, which was `was`: its revision grows, its timers follow, and offers to others end with the offer.
 * Both: UNIT_DONE or UNIT_TROUBLE. */
int step_save(struct unit *unit, const struct visit *was, struct visit *visit);

#endif
