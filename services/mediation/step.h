/* A step of a case: found, moved, kept, told. */
#ifndef MEDIATION_STEP_H
#define MEDIATION_STEP_H

#include "service/unit.h"

#include "dispute.h"

/* A case that has timed out or ended needs its timer no more. */
#define TIMER_DUE "case.due"

/* Finds the case of a command and makes the move. UNIT_DONE, or what the handler returns. */
int step_take(struct unit *unit, const char *id, enum dispute_trigger trigger, struct dispute *dispute);

/* Saves it under its next revision. 0 or -1. */
int step_keep(struct unit *unit, struct dispute *dispute);

/* Tells an event whose facts are put: on mediation's stream, and on partner.<origin> of a case that an outside system
 * filed. It carries the case's number, stage and dates alone (K9). 0 or -1: return it. */
int step_say(struct unit *unit, const struct dispute *dispute, enum message_type type, const void *event);

#endif
