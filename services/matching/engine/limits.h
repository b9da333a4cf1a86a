/* The limits of a worker's days and weeks (V4), asked of one more visit beside all that she has worked and is to work.
 * Pure. */
#ifndef ANXIN_MATCHING_LIMITS_H
#define ANXIN_MATCHING_LIMITS_H

#include "choice.h"

struct limits {
    int64_t day_ms, week_ms;      /* work of a civil day and week; a part-timer has half a week */
    int64_t rest_ms;              /* between the work of two days */
    int64_t stretch_ms, pause_ms; /* after so much work, a pause so long */
    int visits_most;              /* of a day */
    int days_row;                 /* days of work in a row, before one is free; 0: no limit */
};

/* Which of them the demand's time would break, by the name that a check of a plan has for it (`work`, `visits`, `rest`,
 * `pause`, `week`, `day_off`); NULL: none. Ways are not counted. What lasts a day or longer (V5) is asked none. */
const char *limits_broken(const struct limits *limits, const struct pool *pool, const struct demand *demand,
                          const char *worker);

#endif
