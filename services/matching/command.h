/* What all commands about a visit begin with. */
#ifndef ANXIN_MATCHING_COMMAND_H
#define ANXIN_MATCHING_COMMAND_H

#include "matching.h"

/* Loads the visit of a command and checks the revision that its sender has seen. UNIT_DONE, or refused. */
int command_visit(struct unit *unit, const char *id, struct visit *visit);

/* The visit that a question names by its field id. UNIT_DONE, or refused. */
int command_visit_asked(struct unit *unit, const char *id, struct visit *visit);

/* Likewise, and the sender must be the worker who has it or is asked. */
int command_own_visit(struct unit *unit, const char *id, struct visit *visit);

/* The station that a plan is of. UNIT_DONE, or refused: what nobody knows breaks no rule either. */
int command_station(struct unit *unit, const char *station);

/* Refuses who neither has the visit nor stands in it as asked. */
int command_is_own(struct unit *unit, const struct visit *visit);

/* Refuses what the visit's state does not allow. */
int command_allows(struct unit *unit, const struct visit *visit, enum visit_trigger trigger);

/* True when the sender acts in that role. */
bool command_is_from(const struct unit *unit, enum role role);

/* A client speaks for the household that it is or acts for, an outside system for what it has booked; staff for all. */
int command_concerns(struct unit *unit, const struct visit *visit);

#endif
