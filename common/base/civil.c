/* Civil time by arithmetic: the proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March, at a
 * fixed UTC+8. Invariant: every int64_t is a legal instant; those outside the years 0000..9999 count as the nearest
 * end. */
#include "base/civil.h"

#include <stdbool.h>

#include "base/text.h"

#define ZONE (8 * MS_HOUR)
#define ERA_DAYS 146097                /* days of 400 years */
#define EPOCH_DAYS 719468              /* 0000-03-01 .. 1970-01-01 */
#define FIRST INT64_C(-62167219200000) /* 0000-01-01T00:00:00.000Z */
#define LAST INT64_C(253402271999999)  /* 9999-12-31T15:59:59.999Z, the last of that year in the zone */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t clamped(int64_t instant)
{
    return instant < FIRST ? FIRST : instant > LAST ? LAST : instant;
}

int32_t civil_day(int64_t instant)
{
    return (int32_t)floor_div(clamped(instant) + ZONE, MS_DAY);
}

int64_t civil_day_start(int32_t day)
{
    return day * MS_DAY - ZONE;
}

int32_t civil_day_of(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_div(y, 400), year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * ERA_DAYS + day_of_era - EPOCH_DAYS);
}

int64_t civil_instant(const struct civil *c)
{
    return civil_day_start(civil_day_of(c->year, c->month, c->day)) + c->hour * MS_HOUR + c->minute * MS_MINUTE +
           c->second * MS_SECOND + c->millisecond;
}

/* Fills the date of a day and the time of `ms` milliseconds after its midnight. */
static struct civil civil_from(int64_t day, int64_t ms)
{
    int64_t shifted = day + EPOCH_DAYS, era = floor_div(shifted, ERA_DAYS), d = shifted - era * ERA_DAYS;
    int64_t year_of_era = (d - d / 1460 + d / 36524 - d / 146096) / 365;
    int day_of_year = (int)(d - (365 * year_of_era + year_of_era / 4 - year_of_era / 100));
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct civil){
        .year = (int)(year_of_era + era * 400 + (month <= 2)),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
        .hour = (int)(ms / MS_HOUR),
        .minute = (int)(ms / MS_MINUTE % 60),
        .second = (int)(ms / MS_SECOND % 60),
        .millisecond = (int)(ms % MS_SECOND),
    };
}

/* The wall clock of a zone that is `zone` milliseconds east of UTC. */
static struct civil civil_in(int64_t instant, int64_t zone)
{
    int64_t local = clamped(instant) + zone, day = floor_div(local, MS_DAY);
    return civil_from(day, local - day * MS_DAY);
}

struct civil civil_of(int64_t instant)
{
    return civil_in(instant, ZONE);
}

int civil_weekday(int32_t day)
{
    int64_t since_monday = (int64_t)day + 3; /* 1970-01-01 was a Thursday */
    return (int)(since_monday - floor_div(since_monday, 7) * 7) + 1;
}

int civil_minute_of_day(int64_t instant)
{
    struct civil c = civil_of(instant);
    return c.hour * 60 + c.minute;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Reads exactly `digits` digits and moves on; -1 when they are not there. */
static int read_digits(const char **at, int digits, int *value)
{
    int number = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return -1;
        number = number * 10 + (**at - '0');
    }
    *value = number;
    return 0;
}

static int read_mark(const char **at, char mark)
{
    if (**at != mark)
        return -1;
    (*at)++;
    return 0;
}

static int read_date(const char **at, struct civil *c)
{
    if (read_digits(at, 4, &c->year) < 0 || read_mark(at, '-') < 0 || read_digits(at, 2, &c->month) < 0 ||
        read_mark(at, '-') < 0 || read_digits(at, 2, &c->day) < 0)
        return -1;
    bool exists = c->month >= 1 && c->month <= 12 && c->day >= 1 && c->day <= month_days(c->year, c->month);
    return exists ? 0 : -1;
}

/* Digits after the point: the first three count, up to six more are passed over. */
static int read_fraction(const char **at, int *millisecond)
{
    int scale = 100, count = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++, count++, scale /= 10)
        *millisecond += (**at - '0') * scale;
    return count >= 1 && count <= 9 ? 0 : -1;
}

static int read_time(const char **at, struct civil *c)
{
    if (read_digits(at, 2, &c->hour) < 0 || read_mark(at, ':') < 0 || read_digits(at, 2, &c->minute) < 0)
        return -1;
    if (read_mark(at, ':') == 0) {
        if (read_digits(at, 2, &c->second) < 0)
            return -1;
        if (read_mark(at, '.') == 0 && read_fraction(at, &c->millisecond) < 0)
            return -1;
    }
    return c->hour < 24 && c->minute < 60 && c->second < 60 ? 0 : -1;
}

/* "Z" or "+08:00" as milliseconds east of UTC. */
static int read_offset(const char **at, int64_t *offset)
{
    int hours, minutes;
    if (read_mark(at, 'Z') == 0) {
        *offset = 0;
        return 0;
    }
    int64_t sign = **at == '-' ? -1 : 1;
    if (read_mark(at, '+') < 0 && read_mark(at, '-') < 0)
        return -1;
    if (read_digits(at, 2, &hours) < 0 || read_mark(at, ':') < 0 || read_digits(at, 2, &minutes) < 0)
        return -1;
    if (hours > 23 || minutes > 59)
        return -1;
    *offset = sign * (hours * MS_HOUR + minutes * MS_MINUTE);
    return 0;
}

int civil_parse(const char *text, int64_t *instant)
{
    struct civil c = {0};
    int64_t offset = ZONE;
    if (read_date(&text, &c) < 0)
        return -1;
    if (*text != '\0' && (read_mark(&text, 'T') < 0 || read_time(&text, &c) < 0 || read_offset(&text, &offset) < 0))
        return -1;
    if (*text != '\0')
        return -1;
    *instant = clamped(civil_instant(&c) + ZONE - offset);
    return 0;
}

void civil_format(char *to, size_t size, int64_t instant)
{
    struct civil c = civil_in(instant, 0);
    text_format(to, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day, c.hour, c.minute, c.second,
                c.millisecond);
}

void civil_format_local(char *to, size_t size, int64_t instant)
{
    struct civil c = civil_of(instant);
    text_format(to, size, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}
