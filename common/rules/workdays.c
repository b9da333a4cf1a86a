/* The working days calendar as data. Source: the State Council's arrangement of public holidays for 2026. A new year is
 * a new table and a new version; the rows of a published version never change, since deadlines name it. */
#include "rules/workdays.h"

#include <stddef.h>

#include "base/civil.h"
#include "base/text.h"

#define VERSION "cn-2026.1"
#define FIRST_YEAR 2026
#define LAST_YEAR 2026

/* `days` days from a date of `year` that differ from the plain week. */
struct span {
    int year, month, day, days;
};

static const struct span days_off[] = {
    {2026, 1, 1, 3},  /* New Year */
    {2026, 2, 15, 9}, /* Spring Festival */
    {2026, 4, 4, 3},  /* Qingming */
    {2026, 5, 1, 5},  /* Labour Day */
    {2026, 6, 19, 3}, /* Dragon Boat */
    {2026, 9, 25, 3}, /* Mid-Autumn */
    {2026, 10, 1, 7}, /* National Day */
};

/* Saturdays and Sundays that are worked to make up for the days off. */
static const struct span days_made_up[] = {
    {2026, 1, 4, 1}, {2026, 2, 14, 1}, {2026, 2, 28, 1}, {2026, 5, 9, 1}, {2026, 9, 20, 1}, {2026, 10, 10, 1},
};

static bool in_spans(const struct span *spans, size_t count, int32_t day)
{
    for (size_t i = 0; i < count; i++) {
        int32_t first = civil_day_of(spans[i].year, spans[i].month, spans[i].day);
        if (day >= first && day < first + spans[i].days)
            return true;
    }
    return false;
}

#define IN_SPANS(spans, day) in_spans((spans), sizeof(spans) / sizeof((spans)[0]), (day))

const char *workdays_version(void)
{
    return VERSION;
}

bool workdays_has(const char *version)
{
    return text_same(version, VERSION);
}

bool workdays_known(int year)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR;
}

bool workdays_is(int32_t day)
{
    if (IN_SPANS(days_off, day))
        return false;
    return civil_weekday(day) <= 5 || IN_SPANS(days_made_up, day);
}

static bool year_known(int32_t day)
{
    return day >= civil_day_of(FIRST_YEAR, 1, 1) && day < civil_day_of(LAST_YEAR + 1, 1, 1);
}

int32_t workdays_add(int32_t day, int count, bool *provisional)
{
    bool unknown = false;
    while (count > 0) {
        day++;
        unknown = unknown || !year_known(day);
        count -= workdays_is(day);
    }
    if (provisional)
        *provisional = unknown;
    return day;
}
