/* How evenly the work of a week is spread over its workers (V21). */
#include "week.h"

#include <stdlib.h>

#include "base/civil.h"

static bool is_of_the_days(const struct week *week, int64_t start)
{
    int32_t day = civil_day(start);
    return day >= civil_day(week->visit[0].time.start) && day <= civil_day(week->visit[week->visits - 1].time.start);
}

static void works_add(const struct week *week, int worker, int64_t *ms)
{
    const struct interval *work = week->work + week->worker[worker].works;
    for (int i = 0; i < week->worker[worker].worked; i++)
        if (is_of_the_days(week, work[i].start))
            *ms += work[i].end - work[i].start;
}

static int by_amount(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Of amounts from the least to the most: the mean difference of two of them, over twice the mean. */
static int gini_of(const int64_t *amounts, int count)
{
    int64_t sum = 0, weighed = 0;
    for (int i = 0; i < count; i++) {
        sum += amounts[i];
        weighed += (2 * i + 1 - count) * amounts[i];
    }
    return sum ? (int)(weighed * 1000 / (count * sum)) : 0;
}

int week_spread(const struct week *week, bool running, struct week_spread *spread)
{
    int64_t *minutes = calloc((size_t)week->workers + 1, sizeof *minutes);
    *spread = (struct week_spread){0};
    if (!minutes)
        return -1;
    for (int i = 0; i < week->workers && week->visits; i++)
        works_add(week, i, &minutes[i]);
    for (int i = 0; i < week->visits; i++) {
        const struct week_visit *visit = &week->visit[i];
        int holder = running || visit->chosen == WEEK_NOBODY ? visit->present : visit->chosen;
        if (holder != WEEK_NOBODY)
            minutes[holder] += visit->time.end - visit->time.start;
    }
    for (int i = 0; i < week->workers; i++)
        minutes[i] /= MS_MINUTE;
    qsort(minutes, (size_t)week->workers, sizeof *minutes, by_amount);
    if (week->workers)
        *spread = (struct week_spread){minutes[0], minutes[week->workers - 1], gini_of(minutes, week->workers)};
    free(minutes);
    return 0;
}
