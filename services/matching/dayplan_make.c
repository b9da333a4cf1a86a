/* Making a plan of days: a snapshot of a station's visits and workers is taken on the loop, planned on another thread,
 * and written down as a dayplan. Invariant: the other thread sees the snapshot alone.
 */
#include "dayplan_make.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "dayplan_snapshot.h"
#include "dayplan_store.h"
#include "match.h"
#include "visit_store.h"

#define POINT_MS (60 * 1000) /* a point of the score is worth so much of a way */

/* ---- workers ---- */

static void workers_read(const struct unit *unit, const struct dayplan *dayplan, struct snapshot *snapshot)
{
    int blocks = 0;
    snapshot->worker_count = pool_workers(pool_of(unit), unit->setting[SET_STATION_SCOPE] ? dayplan->station : "",
                                          snapshot->worker, DAYPLAN_WORKERS);
    for (int i = 0; i < snapshot->worker_count; i++)
        blocks = snapshot_worker(unit, dayplan, snapshot, i, blocks);
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
        snapshot->visits[i].critical = search->critical;
        if (search->beside) /* two at once are a choice's to find */
            continue;
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
    if (snapshot_room(snapshot) || snapshot_visits(unit, dayplan, snapshot))
        return -1;
    workers_read(unit, dayplan, snapshot);
    if (candidates_read(unit, snapshot))
        return -1;
    snapshot_week(unit, snapshot);
    snapshot->week.seed = seed_of(dayplan->dayplan);
    snapshot->week.moves = unit->setting[SET_PLAN_MOVES] * 1000;
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
    if (snapshot->failed || week_spread(&snapshot->week, true, &dayplan.was) ||
        week_spread(&snapshot->week, false, &dayplan.spread))
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
