/* A snapshot of a station's visits and workers, for a plan of its days. Invariant: it holds copies alone, so that the
 * service may go on while it is looked at on another thread.
 */
#include "dayplan_snapshot.h"

#include <stdlib.h>

#include "base/text.h"

#include "dayplan_store.h"
#include "visit_store.h"

#define BLOCKS_WORKER 256
#define WORKS_WORKER 320 /* eight a day */
#define LEFT_OUT_MS (12 * MS_HOUR)
#define UNEVEN_MS (60 * 1000) /* likewise an hour of a worker's day, squared */

void snapshot_drop(void *what)
{
    struct snapshot *snapshot = what;
    if (!snapshot)
        return;
    free(snapshot->worker);
    free(snapshot->open);
    free(snapshot->workers);
    free(snapshot->visits);
    free(snapshot->candidates);
    free(snapshot->blocks);
    free(snapshot->works);
    free(snapshot);
}

int snapshot_room(struct snapshot *snapshot)
{
    snapshot->worker = calloc(DAYPLAN_WORKERS, sizeof *snapshot->worker);
    snapshot->open = calloc(DAYPLAN_VISITS, sizeof *snapshot->open);
    snapshot->workers = calloc(DAYPLAN_WORKERS, sizeof *snapshot->workers);
    snapshot->visits = calloc(DAYPLAN_VISITS, sizeof *snapshot->visits);
    snapshot->candidates = calloc((size_t)DAYPLAN_VISITS * DAYPLAN_WORKERS, sizeof *snapshot->candidates);
    snapshot->blocks = calloc((size_t)BLOCKS_WORKER * DAYPLAN_WORKERS, sizeof *snapshot->blocks);
    snapshot->works = calloc((size_t)WORKS_WORKER * DAYPLAN_WORKERS, sizeof *snapshot->works);
    return snapshot->worker && snapshot->open && snapshot->workers && snapshot->visits && snapshot->candidates &&
                   snapshot->blocks && snapshot->works
               ? 0
               : -1;
}

/* ---- visits ---- */

static bool may_move(enum visit_state state)
{
    return state == VISIT_PLANNED || state == VISIT_UNFILLED || state == VISIT_ASSIGNED || state == VISIT_ACKED ||
           state == VISIT_AT_RISK;
}

static int open_add(void *self, const struct visit *visit)
{
    struct snapshot *snapshot = self;
    bool fixed = visit->state == VISIT_OFFERED || visit->state == VISIT_EN_ROUTE || visit->state == VISIT_STARTED;
    if ((!fixed && !may_move(visit->state)) || visit->time.end - visit->time.start >= MS_DAY)
        return 0; /* who lives in has no days to plan: that time is taken */
    struct open *open = &snapshot->open[snapshot->open_count];
    struct week_visit *to = &snapshot->visits[snapshot->open_count++];
    TEXT_PUT(open->visit, visit->visit);
    TEXT_PUT(open->worker, visit->worker);
    TEXT_PUT(open->hold, visit->hold);
    open->revision = visit->revision;
    open->fixed = fixed;
    *to = (struct week_visit){.time = visit->time, .place = visit->place, .present = WEEK_NOBODY};
    return snapshot->open_count == DAYPLAN_VISITS;
}

int snapshot_visits(const struct unit *unit, const struct dayplan *dayplan, struct snapshot *snapshot)
{
    struct visit_filter filter = {.state = "",
                                  .worker = "",
                                  .booking = "",
                                  .station = dayplan->station,
                                  .from = dayplan->window.start > unit->now ? dayplan->window.start : unit->now,
                                  .to = dayplan->window.end,
                                  .after = "",
                                  .limit = INT32_MAX};
    if (visit_walk(unit->store, &filter, open_add, snapshot))
        return -1;
    for (int i = 0; i < snapshot->open_count; i++) {
        int pinned = pin_find(unit->store, snapshot->open[i].visit);
        if (pinned < 0)
            return -1;
        snapshot->open[i].fixed |= pinned == 1 && snapshot->open[i].worker[0];
    }
    return 0;
}

/* ---- workers ---- */

static bool is_planned(const struct snapshot *snapshot, const char *hold)
{
    for (int i = 0; i < snapshot->open_count; i++)
        if (text_same(snapshot->open[i].hold, hold))
            return true;
    return false;
}

static int worker_blocks(const struct unit *unit, const struct snapshot *snapshot, const char *worker,
                         struct interval window, struct week_block *blocks)
{
    struct pool_taken taken[BLOCKS_WORKER];
    int found = pool_taken(pool_of(unit), worker, window, taken, BLOCKS_WORKER), count = 0;
    for (int i = 0; i < found; i++)
        if (!is_planned(snapshot, taken[i].id))
            blocks[count++] =
                (struct week_block){taken[i].time, taken[i].place, taken[i].visit || place_is_known(taken[i].place)};
    return count;
}

/* What the worker has worked and is to work beside the plan, from so long before it to so long after it that no night
 * and no row of days reaches farther. */
static void works_fill(const struct unit *unit, struct snapshot *snapshot, const char *worker, struct interval window,
                       struct week_worker *to)
{
    struct pool_work work[WORKS_WORKER];
    struct interval around = {window.start - (WEEK_ROW + 1) * MS_DAY, window.end + (WEEK_ROW + 1) * MS_DAY};
    int found = pool_work(pool_of(unit), worker, around, work, WORKS_WORKER);
    to->works = snapshot->work_count;
    for (int i = 0; i < found; i++)
        if (!is_planned(snapshot, work[i].id))
            snapshot->works[snapshot->work_count++] = work[i].time;
    to->worked = snapshot->work_count - to->works;
}

/* What is left of the week, the visits of the plan aside. */
static void weeks_fill(const struct unit *unit, const struct snapshot *snapshot, int index, bool part_time,
                       int64_t from, struct week_worker *to)
{
    int64_t most = unit->setting[SET_WEEK_H] * MS_HOUR / (part_time ? 2 : 1);
    for (int week = 0; week < 2; week++) {
        int64_t at = from + week * 7 * MS_DAY;
        int64_t left = most - pool_week(pool_of(unit), snapshot->worker[index], at);
        for (int i = 0; i < snapshot->open_count; i++)
            if (text_same(snapshot->open[i].worker, snapshot->worker[index]) &&
                pool_is_same_week(at, snapshot->visits[i].time.start))
                left += snapshot->visits[i].time.end - snapshot->visits[i].time.start;
        to->week_most[week] = left > 0 ? left : 0;
    }
}

int snapshot_worker(const struct unit *unit, const struct dayplan *dayplan, struct snapshot *snapshot, int index,
                    int blocks)
{
    struct interval window = {dayplan->window.start - 2 * MS_DAY, dayplan->window.end + 2 * MS_DAY};
    struct worker_facts facts = {0};
    struct week_worker *to = &snapshot->workers[index];
    pool_facts(pool_of(unit), snapshot->worker[index], &facts);
    *to = (struct week_worker){.home = facts.home, .mode = facts.travel, .blocks = blocks};
    to->blocked = worker_blocks(unit, snapshot, snapshot->worker[index], window, &snapshot->blocks[blocks]);
    works_fill(unit, snapshot, snapshot->worker[index], dayplan->window, to);
    if (snapshot->open_count)
        weeks_fill(unit, snapshot, index, facts.part_time, snapshot->visits[0].time.start, to);
    return blocks + to->blocked;
}

int snapshot_index(const struct unit *unit, struct snapshot *snapshot, const char *worker)
{
    int at = 0;
    if (!worker[0] || !pool_is_worker(pool_of(unit), worker))
        return WEEK_NOBODY;
    while (at < snapshot->worker_count && !text_same(snapshot->worker[at], worker))
        at++;
    if (at == DAYPLAN_WORKERS)
        return WEEK_NOBODY;
    if (at == snapshot->worker_count)
        TEXT_PUT(snapshot->worker[snapshot->worker_count++], worker);
    return at;
}

/* ---- as a week ---- */

void snapshot_week(const struct unit *unit, struct snapshot *snapshot)
{
    const int64_t *set = unit->setting;
    snapshot->travel = *unit->travel;
    snapshot->week = (struct week){
        .travel = &snapshot->travel,
        .limits = {.handover_ms = set[SET_HANDOVER_MIN] * MS_MINUTE,
                   .day_ms = set[SET_PLAN_DAY_H] * MS_HOUR,
                   .rest_ms = set[SET_PLAN_REST_H] * MS_HOUR,
                   .stretch_ms = set[SET_PLAN_STRETCH_H] * MS_HOUR,
                   .pause_ms = set[SET_PLAN_PAUSE_MIN] * MS_MINUTE,
                   .visits_most = (int)set[SET_PLAN_VISITS_DAY],
                   .days_row = (int)set[SET_PLAN_DAYS_ROW],
                   .left_out = LEFT_OUT_MS,
                   .uneven = UNEVEN_MS},
        .workers = snapshot->worker_count,
        .visits = snapshot->open_count,
        .worker = snapshot->workers,
        .visit = snapshot->visits,
        .candidate = snapshot->candidates,
        .block = snapshot->blocks,
        .work = snapshot->works,
    };
}
