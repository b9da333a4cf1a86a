/* A visit's correction that waits. Belongs to the unit in hand. */
#ifndef ANXIN_MATCHING_CORRECTIONS_H
#define ANXIN_MATCHING_CORRECTIONS_H

#include "matching.h"

/* Drops the correction that waits, if any does, and tells why: UNIT_DONE or UNIT_TROUBLE. */
int correction_drop(struct unit *unit, const struct visit *visit, const char *why);

#endif
