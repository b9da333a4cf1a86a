/* What is told of a visit when it counts as missed already: the worker was offline (V14). Belongs to the unit in hand;
 * UNIT_DONE, UNIT_REFUSED or UNIT_TROUBLE. */
#ifndef ANXIN_MATCHING_LATE_H
#define ANXIN_MATCHING_LATE_H

#include "matching.h"
#include "offline.h"

/* A missed visit may still be put right: it is the booking's latest one, and not too long over. */
int late_is_open(struct unit *unit, const struct visit *visit);

/* May that check-in be told? Of the worker, once, and of a time at which the visit did not count as missed. */
int late_may_check_in(struct unit *unit, const struct visit *visit, const struct act *act);
int late_check_in(struct unit *unit, struct visit *visit, const char *method, const struct act *act);

/* The check-out after it: both together wait for a manager, like a correction. */
bool late_waits_for_check_out(const struct visit *visit);
int late_check_out(struct unit *unit, struct visit *visit, const struct act *act);

#endif
