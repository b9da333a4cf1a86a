/* What a plan of days looks at: the visits of a station that are to come, and workers with what is taken of their time
 * (V16, V18). */
#ifndef ANXIN_MATCHING_DAYPLAN_SNAPSHOT_H
#define ANXIN_MATCHING_DAYPLAN_SNAPSHOT_H

#include "dayplan.h"
#include "engine/week.h"
#include "matching.h"

#define DAYPLAN_VISITS 500 /* of one plan */
#define DAYPLAN_WORKERS 500

/* A visit that the plan looks at. */
struct open {
    char visit[ID_SIZE], worker[ID_SIZE], hold[ID_SIZE];
    int64_t revision;
    bool fixed; /* stays where it is: pinned, asked for, or begun */
};

struct snapshot {
    struct travel travel;
    struct week week;
    int worker_count, open_count;
    char (*worker)[ID_SIZE];
    struct open *open;
    struct week_worker *workers;
    struct week_visit *visits;
    struct week_candidate *candidates;
    struct week_block *blocks;
    struct interval *works;
    int work_count;
    int failed;
};

/* Room for all of them. 0, -1 no memory: then too it is to be dropped. */
int snapshot_room(struct snapshot *snapshot);
void snapshot_drop(void *snapshot); /* and frees it; NULL is nothing */

/* The visits of the plan's station that start in its window, the first DAYPLAN_VISITS. 0, -1 trouble. */
int snapshot_visits(const struct unit *unit, const struct dayplan *dayplan, struct snapshot *snapshot);

/* Where that worker is among snapshot->worker, who joins them when new; WEEK_NOBODY: nobody, or nothing is known. */
int snapshot_index(const struct unit *unit, struct snapshot *snapshot, const char *worker);

/* What there is of snapshot->worker[index], whom the pool knows; `blocks` are told before. Returns how many then. */
int snapshot_worker(const struct unit *unit, const struct dayplan *dayplan, struct snapshot *snapshot, int index,
                    int blocks);

/* Fills snapshot->week with all that was read, and with the limits of the settings (V4). */
void snapshot_week(const struct unit *unit, struct snapshot *snapshot);

#endif
