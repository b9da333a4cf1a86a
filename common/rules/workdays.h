/* Working days of mainland China: weekends, days off and make-up working days of the State Council's arrangement.
 * The calendar is data with a version and a source; a deadline that reaches into a year without one is provisional. */
#ifndef ANXIN_RULES_WORKDAYS_H
#define ANXIN_RULES_WORKDAYS_H

#include <stdbool.h>
#include <stdint.h>

/* Version of the built-in calendar ("cn-2026.1"): stored beside every deadline that was computed with it. */
const char *workdays_version(void);

/* True when deadlines that name this version can be reckoned again here. */
bool workdays_has(const char *version);

/* True when that year's arrangement is known (2026 at present). */
bool workdays_known(int year);

/* True for a working day. In an unknown year every Monday to Friday counts. `day` is a civil day (base/civil.h). */
bool workdays_is(int32_t day);

/* The civil day that is `count` working days after `day`; the day itself does not count (0-RULINGS 8, scenario 16).
 * `provisional` (may be NULL) is set when a year without arrangement was touched. */
int32_t workdays_add(int32_t day, int count, bool *provisional);

#endif
