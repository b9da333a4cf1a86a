/* Making a plan of days: a snapshot of a station's visits and workers is taken on the loop, planned on another thread,
 * and written down as a dayplan. Invariant: the snapshot holds copies alone, so that the service may go on meanwhile.
 */
#include "dayplan_make.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "engine/week.h"
#include "match.h"
#include "dayplan_store.h"
#include "visit_store.h"

#define BLOCKS_WORKER 256
#define POINT_MS (60 * 1000) /* a point of the score is worth so much of a way */
#define LEFT_OUT_MS (12 * MS_HOUR)
#define UNEVEN_MS (60 * 1000) /* likewise an hour of a worker's day, squared */

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
    int failed;
};

static void snapshot_drop(void *what)
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
    free(snapshot);
}

static int snapshot_room(struct snapshot *snapshot)
{
    snapshot->worker = calloc(DAYPLAN_WORKERS, sizeof *snapshot->worker);
    snapshot->open = calloc(DAYPLAN_VISITS, sizeof *snapshot->open);
    snapshot->workers = calloc(DAYPLAN_WORKERS, sizeof *snapshot->workers);
    snapshot->visits = calloc(DAYPLAN_VISITS, sizeof *snapshot->visits);
    snapshot->candidates = calloc((size_t)DAYPLAN_VISITS * DAYPLAN_WORKERS, sizeof *snapshot->candidates);
    snapshot->blocks = calloc((size_t)BLOCKS_WORKER * DAYPLAN_WORKERS, sizeof *snapshot->blocks);
    return snapshot->worker && snapshot->open && snapshot->workers && snapshot->visits && snapshot->candidates &&
                   snapshot->blocks
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
    if (!fixed && !may_move(visit->state))
        return 0;
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

static int visits_read(const struct unit *unit, const struct dayplan *dayplan, struct snapshot *snapshot)
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

/* What is left of the week, the visits of the plan aside. */
static void weeks_fill(const struct unit *unit, const struct snapshot *snapshot, int index, int64_t from,
                       struct week_worker *to)
{
    const struct worker_facts *facts = pool_facts(pool_of(unit), snapshot->worker[index]);
    int64_t most = unit->setting[SET_WEEK_H] * MS_HOUR / (facts->part_time ? 2 : 1);
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

static void workers_read(const struct unit *unit, const struct dayplan *dayplan, struct snapshot *snapshot)
{
    struct interval window = {dayplan->window.start - 2 * MS_DAY, dayplan->window.end + 2 * MS_DAY};
    int blocks = 0;
    snapshot->worker_count = pool_workers(pool_of(unit), unit->setting[SET_STATION_SCOPE] ? dayplan->station : "",
                                          snapshot->worker, DAYPLAN_WORKERS);
    for (int i = 0; i < snapshot->worker_count; i++) {
        const struct worker_facts *facts = pool_facts(pool_of(unit), snapshot->worker[i]);
        struct week_worker *to = &snapshot->workers[i];
        *to = (struct week_worker){.home = facts->home, .mode = facts->travel, .blocks = blocks};
        to->blocked = worker_blocks(unit, snapshot, snapshot->worker[i], window, &snapshot->blocks[blocks]);
        blocks += to->blocked;
        if (snapshot->open_count)
            weeks_fill(unit, snapshot, i, snapshot->visits[0].time.start, to);
    }
}

/* ---- who could do what ---- */

static bool is_among(const char (*workers)[ID_SIZE], int count, const char *worker)
{
    for (int i = 0; i < count; i++)
        if (text_same(workers[i], worker))
            return true;
    return false;
}

/* Whether all rules hold but those of the calendar, which the plan looks after. */
static bool could(const struct unit *unit, const struct search *search, const char *worker)
{
    const struct demand *demand = &search->demand;
    return choice_check_facts(pool_of(unit), &search->policy, demand, worker) == RULE_NONE &&
           !is_among(demand->excluded, demand->excluded_count, worker) &&
           !is_among(demand->unsure, demand->unsure_count, worker);
}

static void candidate_add(const struct unit *unit, const struct search *search, struct snapshot *snapshot, int at,
                          int worker)
{
    const struct open *open = &snapshot->open[at];
    struct week_visit *visit = &snapshot->visits[at];
    struct candidate candidate;
    bool present = text_same(open->worker, snapshot->worker[worker]);
    if (present)
        visit->present = worker;
    if (open->fixed ? !present : !could(unit, search, snapshot->worker[worker]))
        return;
    choice_score(pool_of(unit), &search->policy, &search->demand, snapshot->worker[worker], &candidate);
    int64_t price = (100000 - candidate.total) * POINT_MS / 1000 + (candidate.too_many ? MS_DAY : 0);
    if (open->worker[0] && !present)
        price += unit->setting[SET_PLAN_MOVE_MIN] * MS_MINUTE; /* V17 */
    snapshot->candidates[visit->candidates + visit->count++] = (struct week_candidate){worker, price};
}

static int candidates_read(struct unit *unit, struct snapshot *snapshot)
{
    static const struct search empty;
    struct search *search = malloc(sizeof *search);
    int used = 0, result = search ? 0 : -1;
    for (int i = 0; i < snapshot->open_count && result == 0; i++) {
        struct visit visit;
        snapshot->visits[i].candidates = used;
        *search = empty;
        if (visit_find(unit->store, snapshot->open[i].visit, &visit) != 1 ||
            match_prepare(unit, &visit, search) == UNIT_TROUBLE)
            result = -1;
        for (int worker = 0; worker < snapshot->worker_count && result == 0; worker++)
            candidate_add(unit, search, snapshot, i, worker);
        used += snapshot->visits[i].count;
    }
    free(search);
    return result;
}

static uint64_t seed_of(const char *id)
{
    uint64_t seed = 14695981039346656037u;
    for (; *id; id++)
        seed = (seed ^ (unsigned char)*id) * 1099511628211u;
    return seed;
}

static int snapshot_fill(struct unit *unit, const struct dayplan *dayplan, struct snapshot *snapshot)
{
    const int64_t *set = unit->setting;
    snapshot->travel = *unit->travel;
    if (snapshot_room(snapshot) || visits_read(unit, dayplan, snapshot))
        return -1;
    workers_read(unit, dayplan, snapshot);
    if (candidates_read(unit, snapshot))
        return -1;
    snapshot->week = (struct week){
        .travel = &snapshot->travel,
        .limits = {.handover_ms = set[SET_HANDOVER_MIN] * MS_MINUTE,
                   .day_ms = set[SET_PLAN_DAY_H] * MS_HOUR,
                   .rest_ms = set[SET_PLAN_REST_H] * MS_HOUR,
                   .stretch_ms = set[SET_PLAN_STRETCH_H] * MS_HOUR,
                   .pause_ms = set[SET_PLAN_PAUSE_MIN] * MS_MINUTE,
                   .visits_most = (int)set[SET_PLAN_VISITS_DAY],
                   .left_out = LEFT_OUT_MS,
                   .uneven = UNEVEN_MS},
        .workers = snapshot->worker_count,
        .visits = snapshot->open_count,
        .worker = snapshot->workers,
        .visit = snapshot->visits,
        .candidate = snapshot->candidates,
        .block = snapshot->blocks,
        .seed = seed_of(dayplan->dayplan),
        .moves = set[SET_PLAN_MOVES] * 1000,
    };
    return 0;
}

/* ---- the job ---- */

static int next(struct unit *unit, char id[ID_SIZE], void **to)
{
    struct dayplan dayplan;
    int found = dayplan_next_asked(unit->store, &dayplan);
    if (found != 1)
        return found;
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot || snapshot_fill(unit, &dayplan, snapshot)) {
        snapshot_drop(snapshot);
        return -1;
    }
    text_put(id, ID_SIZE, dayplan.dayplan);
    *to = snapshot;
    return 1;
}

static void run(void *what)
{
    struct snapshot *snapshot = what;
    snapshot->failed = week_plan(&snapshot->week);
}

static struct dayplan_visit row_of(const struct snapshot *snapshot, int at)
{
    const struct open *open = &snapshot->open[at];
    const struct week_visit *visit = &snapshot->visits[at];
    struct dayplan_visit row = {.number = at + 1, .revision = open->revision, .start = visit->time.start};
    const char *chosen = visit->chosen == WEEK_NOBODY ? "" : snapshot->worker[visit->chosen];
    TEXT_PUT(row.visit, open->visit);
    TEXT_PUT(row.from_worker, open->worker);
    TEXT_PUT(row.worker, open->fixed || !chosen[0] ? open->worker : chosen);
    return row;
}

static int emit(struct unit *unit, const struct dayplan *dayplan)
{
    struct dayplan_made event = {.from = dayplan->window.start,
                                 .until = dayplan->window.end,
                                 .visits = dayplan->visits,
                                 .given = dayplan->given,
                                 .moved = dayplan->moved,
                                 .left_out = dayplan->left_out};
    TEXT_PUT(event.dayplan, dayplan->dayplan);
    TEXT_PUT(event.station, dayplan->station);
    return unit_emit(unit, MSG_dayplan_made, &event, dayplan->dayplan);
}

/* One that was dropped meanwhile stays so. */
static int finish(struct unit *unit, const char *id, void *what)
{
    const struct snapshot *snapshot = what;
    struct dayplan dayplan;
    if (dayplan_find(unit->store, id, &dayplan) != 1)
        return unit_trouble(unit);
    int state = table_next(&dayplan_machine, (int)dayplan.state, DAYPLAN_COMPUTED);
    if (!state)
        return UNIT_DONE;
    if (snapshot->failed)
        return unit_refuse(unit, "no_memory", "", "There is no memory for this plan.");
    for (int i = 0; i < snapshot->open_count; i++) {
        struct dayplan_visit row = row_of(snapshot, i);
        dayplan_count(&dayplan, &row);
        if (dayplan_visit_add(unit->store, id, &row))
            return unit_trouble(unit);
    }
    dayplan.state = (enum dayplan_state)state;
    dayplan.revision++;
    return dayplan_save(unit->store, &dayplan) ? unit_trouble(unit) : emit(unit, &dayplan);
}

const struct job dayplan_job = {next, run, finish, snapshot_drop};
