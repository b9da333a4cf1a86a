/* The limits of a worker's days and weeks (V4), asked of one more visit beside all that she has worked and is to work.
 * They reach over days that a choice over the index does not read, so they are asked of those who come first. Pure. */
#ifndef ANXIN_MATCHING_LIMITS_H
#define ANXIN_MATCHING_LIMITS_H

#include "choice.h"

#define SPENT_MAX 512

/* Which of them the demand's time would break, by the name that a check of a plan has for it (`work`, `visits`, `rest`,
 * `pause`, `week`, `day_off`); NULL: none. Ways are not counted. What lasts a day or longer (V5) is asked none. */
const char *limits_broken(const struct policy *policy, const struct pool *pool, const struct demand *demand,
                          const char *worker);

/* Those who were left out of a ranking. */
struct spent {
    int count;
    char at[SPENT_MAX][ID_SIZE];
};

/* As choice_rank, or choice_best, of those who are within their limits: who is not is counted by RULE_LIMITS as far as
 * she came among the best. `demand->spent` is set to `spent`. */
void limits_rank(const struct pool *pool, const struct policy *policy, struct demand *demand, struct spent *spent,
                 struct ranking *ranking);
void limits_best(const struct pool *pool, const struct policy *policy, struct demand *demand, struct spent *spent,
                 struct ranking *ranking);

#endif
