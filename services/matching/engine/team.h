/* Inside of the engine: who comes to one household (V8). */
#ifndef ANXIN_MATCHING_TEAM_H
#define ANXIN_MATCHING_TEAM_H

#include "choice.h"
#include "people.h"

/* `house` is what is known of the demand's household, NULL nothing. What a person's coming to the household is worth: 0
 * to 1000. */
int team_continuity(const struct pool *pool, const struct team *team, const struct policy *policy,
                    const struct demand *demand, const struct house *house, const struct person *person);

/* True when this person would be one worker too many in the month of the visit. */
bool team_is_full_for(const struct pool *pool, const struct team *team, const struct policy *policy,
                      const struct demand *demand, const struct house *house, const struct person *person);

#endif
