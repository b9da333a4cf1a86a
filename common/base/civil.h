/* Civil time of the stations. Instants are int64_t milliseconds UTC; the wall clock is Asia/Shanghai (UTC+8, no
 * summer time since 1991). A civil day is a count of days since 1970-01-01 in that zone. Pure arithmetic, no clock.
 * Instants outside the years 0000..9999 count as the nearest end. */
#ifndef ANXIN_BASE_CIVIL_H
#define ANXIN_BASE_CIVIL_H

#include <stddef.h>
#include <stdint.h>

#define MS_SECOND INT64_C(1000)
#define MS_MINUTE (60 * MS_SECOND)
#define MS_HOUR (60 * MS_MINUTE)
#define MS_DAY (24 * MS_HOUR)

struct civil {
    int year, month, day; /* month 1..12 */
    int hour, minute, second, millisecond;
};

int32_t civil_day(int64_t instant);                 /* the civil day that holds the instant */
int64_t civil_day_start(int32_t day);               /* instant of its 00:00 */
int32_t civil_day_of(int year, int month, int day); /* from a date */
int64_t civil_instant(const struct civil *c);       /* local date and time -> instant */
struct civil civil_of(int64_t instant);             /* instant -> local date and time */
int civil_weekday(int32_t day);                     /* 1 Monday .. 7 Sunday */
int civil_minute_of_day(int64_t instant);           /* local minutes since 00:00 */

/* "2026-02-09T08:30:00+08:00" or with "Z" or any offset, seconds and milliseconds optional -> instant; "2026-02-09"
 * alone means its local 00:00. 0 or -1. */
int civil_parse(const char *text, int64_t *instant);

/* Writes RFC 3339 in UTC with milliseconds ("2026-02-09T00:30:00.000Z"): `to` has at least 25 bytes. */
void civil_format(char *to, size_t size, int64_t instant);

/* Writes local time for people ("2026-02-09 08:30"): `to` has at least 17 bytes. */
void civil_format_local(char *to, size_t size, int64_t instant);

#endif
