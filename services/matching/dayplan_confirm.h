/* What a confirmed plan of days does (V16). */
#ifndef ANXIN_MATCHING_DAYPLAN_CONFIRM_H
#define ANXIN_MATCHING_DAYPLAN_CONFIRM_H

#include "matching.h"
#include "dayplan.h"

/* Asks every change again of the present, does all that holds together, and writes down the outcome of each; counts
 * both in the dayplan. UNIT_DONE or UNIT_TROUBLE. */
int dayplan_carry_out(struct unit *unit, struct dayplan *dayplan);

#endif
