/* The named main worker of a household becomes another one, or nobody (V22): the row, its timer and what is told of it.
 * Each returns UNIT_DONE or UNIT_TROUBLE. */
#ifndef ANXIN_MATCHING_CASELOAD_CHANGE_H
#define ANXIN_MATCHING_CASELOAD_CHANGE_H

#include "matching.h"
#include "team_store.h"

/* After a choice for a visit of `station`: who leads at the household is named, or why not is noted. `chosen` is who
 * comes this time, "" nobody. `team` is what stands; the caller saves it when `*changed`. */
int caseload_want(struct unit *unit, const char *station, const char *leads, const char *chosen,
                  struct named_team *team, bool *changed);

/* A person names her, `because`; saved. The caller has asked the rules. */
int caseload_by_hand(struct unit *unit, const char *worker, const char *because, struct named_team *team);

/* A worker is the main worker of nobody any more: gone, away. Households that have visits to come have got somebody
 * else before. */
int caseload_leave(struct unit *unit, const char *worker, const char *reason);

/* They may not meet any more. */
int caseload_part(struct unit *unit, const char *worker, const char *household);

/* Suspended for long is away (caseload_away_days): begins, or is over. */
int caseload_suspended(struct unit *unit, const char *worker, bool suspended);

/* A household that was erased, or is nobody's client any more. */
int caseload_end(struct unit *unit, const char *household, const char *reason);

#endif
