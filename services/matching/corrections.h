/* A visit's correction that waits. Belongs to the unit in hand. */
#ifndef ANXIN_MATCHING_CORRECTIONS_H
#define ANXIN_MATCHING_CORRECTIONS_H

#include "correction.h"
#include "matching.h"

/* One that waits for its second person from now on: its times are looked at, and that no other one waits. */
int correction_propose(struct unit *unit, struct visit *visit, const struct correction *correction);

/* Drops the correction that waits, if any does, and tells why: UNIT_DONE or UNIT_TROUBLE. */
int correction_drop(struct unit *unit, const struct visit *visit, const char *why);

#endif
