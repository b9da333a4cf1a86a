/* One more visit among the others of a worker. Invariant: what is asked looks as many days back and ahead as a limit
 * reaches. */
#include "limits.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/text.h"
#include "people.h"

#define WORK_MOST 256
#define WEEK_REACH 7 /* days that lie in the same civil week, or next to it */

/* The worker's visits round it, and it, in order of start. */
struct around {
    struct interval at[WORK_MOST + 1];
    int count, own;
};

static int by_start(const void *one, const void *other)
{
    const struct interval *a = one, *b = other;
    return a->start != b->start ? (a->start > b->start) - (a->start < b->start) : (a->end > b->end) - (a->end < b->end);
}

static void work_add(struct around *around, struct interval window, struct interval time)
{
    if (around->count < WORK_MOST && time.start >= window.start && time.start < window.end &&
        time.end - time.start < MS_DAY)
        around->at[around->count++] = time;
}

static void around_read(struct around *around, const struct limits *limits, const struct person *person,
                        const struct demand *demand, const struct held *own)
{
    int64_t reach = (limits->days_row > WEEK_REACH ? limits->days_row + 1 : WEEK_REACH) * MS_DAY;
    struct interval window = {demand->time.start - reach, demand->time.end + reach};
    struct holds_run holds = people_holds_in(person, window);
    const struct passed *past = person->past.at;
    around->count = 0;
    for (int i = 0; i < holds.count; i++)
        if (holds.at[i].kind == HOLD_VISIT && &holds.at[i] != own)
            work_add(around, window, holds.at[i].time);
    for (int i = 0; i < person->past.count; i++)
        work_add(around, window, past[i].time);
    around->at[around->count++] = demand->time;
    qsort(around->at, (size_t)around->count, sizeof around->at[0], by_start);
    for (around->own = 0; by_start(&around->at[around->own], &demand->time) != 0;)
        around->own++;
}

static int32_t day_of(const struct around *around, int place)
{
    return civil_day(around->at[place].start);
}

static int64_t length_of(const struct around *around, int place)
{
    return around->at[place].end - around->at[place].start;
}

/* ---- the day ---- */

static const char *day_broken(const struct limits *limits, const struct around *around)
{
    int64_t work = 0;
    int visits = 0;
    for (int i = 0; i < around->count; i++) {
        bool same = day_of(around, i) == day_of(around, around->own);
        work += same ? length_of(around, i) : 0;
        visits += same;
    }
    return work > limits->day_ms ? "work" : visits > limits->visits_most ? "visits" : NULL;
}

/* From the first visit to the last with no pause between two of them. */
static bool is_without_pause(const struct limits *limits, const struct around *around)
{
    int first = around->own, last = around->own;
    int64_t work = length_of(around, around->own);
    for (; first > 0 && around->at[first].start - around->at[first - 1].end < limits->pause_ms; first--)
        work += length_of(around, first - 1);
    for (; last + 1 < around->count && around->at[last + 1].start - around->at[last].end < limits->pause_ms; last++)
        work += length_of(around, last + 1);
    return last > first && work > limits->stretch_ms;
}

/* ---- the days around it ---- */

static bool is_without_rest(const struct limits *limits, const struct around *around)
{
    int first = around->own, end = around->own + 1;
    while (first > 0 && day_of(around, first - 1) == day_of(around, around->own))
        first--;
    while (end < around->count && day_of(around, end) == day_of(around, around->own))
        end++;
    return (first > 0 && around->at[first].start - around->at[first - 1].end < limits->rest_ms) ||
           (end < around->count && around->at[end].start - around->at[end - 1].end < limits->rest_ms);
}

static bool is_without_day_off(const struct limits *limits, const struct around *around)
{
    int row = 1;
    for (int i = around->own; i > 0 && day_of(around, i) - day_of(around, i - 1) <= 1; i--)
        row += day_of(around, i) != day_of(around, i - 1);
    for (int i = around->own; i + 1 < around->count && day_of(around, i + 1) - day_of(around, i) <= 1; i++)
        row += day_of(around, i) != day_of(around, i + 1);
    return limits->days_row && row > limits->days_row;
}

static bool is_week_full(const struct policy *policy, const struct around *around, bool part_time)
{
    int64_t work = 0;
    for (int i = 0; i < around->count; i++)
        if (pool_is_same_week(around->at[i].start, around->at[around->own].start))
            work += length_of(around, i);
    return work > policy->week_ms / (part_time ? 2 : 1);
}

const char *limits_broken(const struct policy *policy, const struct pool *pool, const struct demand *demand,
                          const char *worker)
{
    struct around around;
    const struct limits *limits = &policy->limits;
    const struct person *person = people_find(pool, worker);
    if (!limits->day_ms || demand->time.end - demand->time.start >= MS_DAY || !person)
        return NULL;
    const struct held *own = demand->own_hold[0] ? people_hold(pool, person, demand->own_hold) : NULL;
    around_read(&around, limits, person, demand, own);
    const char *broken = day_broken(limits, &around);
    if (!broken && is_without_rest(limits, &around))
        broken = "rest";
    if (!broken && is_without_pause(limits, &around))
        broken = "pause";
    if (!broken && is_week_full(policy, &around, person->facts.part_time))
        broken = "week";
    return !broken && is_without_day_off(limits, &around) ? "day_off" : broken;
}

/* ---- a ranking within them ---- */

typedef void ranks(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                   struct ranking *ranking);

/* Until the best are all within: whoever is not is ranked no more. */
static void rank_within(ranks *rank, const struct pool *pool, const struct policy *policy, struct demand *demand,
                        struct spent *spent, struct ranking *ranking)
{
    int before;
    spent->count = demand->spent_count = 0;
    demand->spent = (const char(*)[ID_SIZE])spent->at;
    do {
        before = spent->count;
        rank(pool, policy, demand, ranking);
        for (int i = 0; i < ranking->best_count && spent->count < SPENT_MAX; i++)
            if (limits_broken(policy, pool, demand, ranking->best[i].worker))
                TEXT_PUT(spent->at[spent->count++], ranking->best[i].worker);
        demand->spent_count = spent->count;
    } while (spent->count > before);
}

void limits_rank(const struct pool *pool, const struct policy *policy, struct demand *demand, struct spent *spent,
                 struct ranking *ranking)
{
    rank_within(choice_rank, pool, policy, demand, spent, ranking);
}

void limits_best(const struct pool *pool, const struct policy *policy, struct demand *demand, struct spent *spent,
                 struct ranking *ranking)
{
    rank_within(choice_best, pool, policy, demand, spent, ranking);
}
