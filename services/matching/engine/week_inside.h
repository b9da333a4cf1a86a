/* Inside of the planner of weeks: one of its days as a problem, and what workers bring along to it. */
#ifndef ANXIN_MATCHING_WEEK_INSIDE_H
#define ANXIN_MATCHING_WEEK_INSIDE_H

#include "week.h"

/* What the running plan leaves of a worker's day. */
struct day_room {
    int64_t week, day; /* visits that the week still lets be; visits and ways that the day does */
    bool closed;       /* she is given nothing else */
};

/* One day: visits `first` to `first + count` of the week. Places: homes, visits, then where it is that time is taken.
 */
struct day {
    const struct week *week;
    int32_t day; /* civil_day */
    int first, count;
    int blocks, spots;
    struct cell *spot; /* where time is taken, each place once */
    struct plan_problem problem;
    struct plan_worker *worker;
    struct plan_visit *visit;
    struct plan_candidate *candidate;
    struct plan_block *block;
    int32_t *ways[PLAN_MODES];
    struct plan plan;
    struct day_room *room; /* of each worker */
    bool made;
    bool ahead; /* the running plan of the days after it stands */
};

/* What a worker brings along from the days before. */
struct carried {
    int64_t ended, used[2];
    int64_t to_come[2]; /* what the running plan wants of the days after this one */
    uint64_t days;      /* with work: a bit each, from WEEK_BEFORE days before the first one that is planned */
};
#define WEEK_BEFORE 24

/* 0 the first civil week that is planned, 1 the next. */
int week_of(const struct week *week, int32_t day);
int32_t week_monday(int32_t day);

/* How many visits from `first` on are on the same day. */
int day_length(const struct week *week, int first);

/* Makes the problem of a day; `ahead`: nothing is to spoil the running plan of the days after it. 0; -1 no memory: then
 * too it is to be closed. */
int day_open(struct day *day, const struct week *week, int first, const struct carried *carried, bool ahead);
void day_close(struct day *day);

/* What a worker has to do on a day beside the plan: how much, and how many visits. */
struct beside {
    int64_t work;
    int visits;
};
struct beside beside_of(const struct week *week, int worker, int32_t day);

/* Days as bits: of which day a bit tells, and the other way round; how many set ones there are in a row around one that
 * is set; those on which the worker has something to do beside the plan. */
int week_bit(const struct week *week, int32_t day);
int32_t week_bit_day(const struct week *week, int bit);
int week_run(uint64_t days, int bit);
uint64_t week_days_beside(const struct week *week, int worker);

/* The worker does this as well. */
void carry(struct carried *of, int at, struct interval time);

#endif
