/* A day of a station as a problem of the planner: places and ways, what is taken and what else there is to do, and what
 * is left of everybody's day and week. */
#include "week_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"

#define CRITICAL 10 /* so many visits are left out before one whose time is critical */

int32_t week_monday(int32_t day)
{
    return day - (civil_weekday(day) - 1);
}

int week_of(const struct week *week, int32_t day)
{
    return week_monday(day) != week_monday(civil_day(week->visit[0].time.start));
}

int day_length(const struct week *week, int first)
{
    int32_t day = civil_day(week->visit[first].time.start);
    int end = first;
    while (end < week->visits && civil_day(week->visit[end].time.start) == day)
        end++;
    return end - first;
}

int week_bit(const struct week *week, int32_t day)
{
    return day - week_bit_day(week, 0);
}

int32_t week_bit_day(const struct week *week, int bit)
{
    return civil_day(week->visit[0].time.start) - WEEK_BEFORE + bit;
}

int week_run(uint64_t days, int bit)
{
    int from = bit, until = bit + 1;
    while (from > 0 && days >> (from - 1) & 1)
        from--;
    while (until < 64 && days >> until & 1)
        until++;
    return until - from;
}

uint64_t week_days_beside(const struct week *week, int worker)
{
    uint64_t days = 0;
    for (int i = 0; i < week->worker[worker].worked; i++) {
        int bit = week_bit(week, civil_day(week->work[week->worker[worker].works + i].start));
        days |= bit >= 0 && bit < 64 ? UINT64_C(1) << bit : 0;
    }
    return days;
}

void carry(struct carried *of, int at, struct interval time)
{
    of->used[at] += time.end - time.start;
    of->ended = time.end > of->ended ? time.end : of->ended;
}

void day_close(struct day *day)
{
    free(day->worker);
    free(day->room);
    free(day->visit);
    free(day->candidate);
    free(day->block);
    free(day->spot);
    for (int mode = 0; mode < PLAN_MODES; mode++)
        free(day->ways[mode]);
    if (day->made)
        plan_free(&day->plan);
}

static struct cell place_of(const struct day *day, int place)
{
    const struct week *week = day->week;
    int visit = place - week->workers;
    if (visit >= day->count)
        return day->spot[visit - day->count];
    return visit < 0 ? week->worker[place].home : week->visit[day->first + visit].place;
}

/* From a visit, and from where time is taken, somebody must hand over first. */
static int32_t way(const struct day *day, int from, int to, enum travel_mode mode)
{
    const struct week *week = day->week;
    int64_t ms = travel_ms(week->travel, place_of(day, from), place_of(day, to), mode);
    return (int32_t)(ms + (from >= week->workers ? week->limits.handover_ms : 0));
}

/* Nobody goes from home to home. */
static bool is_way(const struct day *day, int from, int to)
{
    return from != to && (from >= day->week->workers || to >= day->week->workers);
}

static int ways_fill(struct day *day)
{
    int places = day->week->workers + day->count + day->spots;
    day->problem.places = places;
    day->problem.modes = TRAVEL_MODES;
    for (int mode = 0; mode < TRAVEL_MODES; mode++) {
        day->ways[mode] = malloc((size_t)places * (size_t)places * sizeof **day->ways);
        if (!day->ways[mode])
            return -1;
        for (int from = 0; from < places; from++)
            for (int to = 0; to < places; to++)
                day->ways[mode][from * places + to] =
                    is_way(day, from, to) ? way(day, from, to, (enum travel_mode)mode) : 0;
        day->problem.ways[mode].time = day->ways[mode];
    }
    return 0;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- workers ---- */

static const struct interval *works_of(const struct week *week, int worker)
{
    return week->work + week->worker[worker].works;
}

struct beside beside_of(const struct week *week, int worker, int32_t day)
{
    const struct interval *work = works_of(week, worker);
    struct beside beside = {0, 0};
    for (int i = 0; i < week->worker[worker].worked; i++) {
        bool counts = civil_day(work[i].start) == day;
        beside.work += counts ? work[i].end - work[i].start : 0;
        beside.visits += counts;
    }
    return beside;
}

/* When the last work before the day ended, 0: there was none. */
static int64_t ended_before(const struct day *day, int worker, const struct carried *carried)
{
    const struct interval *work = works_of(day->week, worker);
    int64_t ended = carried->ended;
    for (int i = 0; i < day->week->worker[worker].worked; i++)
        if (civil_day(work[i].start) < day->day && work[i].end > ended)
            ended = work[i].end;
    return ended;
}

static void worker_fill(struct day *day, int worker, const struct carried *carried)
{
    const struct week *week = day->week;
    int at = week_of(week, day->day);
    struct beside beside = beside_of(week, worker, day->day);
    int64_t left = week->worker[worker].week_most[at] - carried->used[at] - carried->to_come[at];
    int64_t day_left = week->limits.day_ms - beside.work, today = least(left, day_left);
    int visits = week->limits.visits_most - beside.visits;
    int64_t ended = ended_before(day, worker, carried), rested = ended + week->limits.rest_ms;
    day->worker[worker] = (struct plan_worker){.mode = (int)week->worker[worker].mode,
                                               .start = worker,
                                               .end = worker,
                                               .from = civil_day_start(day->day),
                                               .until = PLAN_NEVER,
                                               .work_most = today > 0 ? today : 0,
                                               .visits_most = visits > 0 ? visits : 0,
                                               .stretch = week->limits.stretch_ms,
                                               .pause = week->limits.pause_ms};
    day->room[worker] = (struct day_room){left, day_left, false};
    if (ended && rested > day->worker[worker].from)
        day->worker[worker].from = rested;
}

/* ---- what is taken ---- */

/* No way takes longer than a day: what is farther from the visits of the day is in nobody's way. */
static struct interval day_reach(const struct day *day)
{
    const struct week_visit *visit = &day->week->visit[day->first];
    struct interval reach = visit[0].time;
    for (int i = 1; i < day->count; i++)
        reach.end = visit[i].time.end > reach.end ? visit[i].time.end : reach.end;
    int64_t most = MS_DAY + day->week->limits.handover_ms;
    return (struct interval){reach.start - most, reach.end + most};
}

static int spot_of(struct day *day, const struct week_block *block)
{
    int spot = 0, first = day->week->workers + day->count;
    if (!block->apart)
        return PLAN_NOWHERE;
    while (spot < day->spots && !place_is_same(day->spot[spot], block->place))
        spot++;
    if (spot == day->spots)
        day->spot[day->spots++] = block->place;
    return first + spot;
}

static void block_add(struct day *day, struct plan_block block)
{
    day->block[day->blocks++] = block;
}

/* Who works on a later day must have rested by then (V4). */
static void night_add(struct day *day, int64_t start)
{
    int64_t rest = day->week->limits.rest_ms;
    if (rest && civil_day(start) > day->day)
        block_add(day, (struct plan_block){start - rest, start, PLAN_NOWHERE, true});
}

/* Before what is beside the plan, and before the running plan of the day that comes next, which the plan made so far
 * has not changed. */
static void nights_fill(struct day *day, int worker)
{
    const struct week *week = day->week;
    const struct interval *work = works_of(week, worker);
    for (int i = 0; i < week->worker[worker].worked; i++)
        night_add(day, work[i].start);
    for (int i = day->first + day->count; i < week->visits && day->ahead; i++) {
        const struct week_visit *visit = &week->visit[i];
        if (visit->present != worker)
            continue;
        night_add(day, visit->time.start -
                           travel_ms(week->travel, week->worker[worker].home, visit->place, week->worker[worker].mode));
        return;
    }
}

static void blocks_fill(struct day *day)
{
    const struct week *week = day->week;
    struct interval reach = day_reach(day);
    for (int i = 0; i < week->workers; i++) {
        const struct week_worker *from = &week->worker[i];
        day->worker[i].blocks = day->blocks;
        for (int at = from->blocks; at < from->blocks + from->blocked; at++) {
            const struct week_block *block = &week->block[at];
            if (interval_overlap(block->time, reach))
                block_add(day, (struct plan_block){block->time.start, block->time.end, spot_of(day, block), false});
        }
        nights_fill(day, i);
        day->worker[i].blocked = day->blocks - day->worker[i].blocks;
    }
}

static void visits_fill(struct day *day)
{
    const struct week *week = day->week;
    int base = week->visit[day->first].candidates;
    for (int i = 0; i < day->count; i++) {
        const struct week_visit *from = &week->visit[day->first + i];
        struct plan_visit *to = &day->visit[i];
        *to = (struct plan_visit){.place = week->workers + i,
                                  .earliest = from->time.start,
                                  .due = from->time.start,
                                  .latest = from->time.start,
                                  .tasks = 1,
                                  .relation = PLAN_SINGLE,
                                  .left_out = week->limits.left_out * (from->critical ? CRITICAL : 1),
                                  .planned = PLAN_NEVER};
        to->task[0] = (struct plan_task){from->time.end - from->time.start, from->candidates - base, from->count};
    }
}

static int candidates_count(const struct day *day)
{
    const struct week_visit *first = &day->week->visit[day->first], *last = first + day->count - 1;
    return last->candidates + last->count - first->candidates;
}

/* As many as there can be: each worker has one night before the running plan. */
static int blocks_count(const struct week *week)
{
    int count = week->workers;
    for (int i = 0; i < week->workers; i++)
        count += week->worker[i].blocked + week->worker[i].worked;
    return count;
}

static int day_room(struct day *day)
{
    const struct week *week = day->week;
    size_t blocks = (size_t)blocks_count(week) + 1, candidates = (size_t)candidates_count(day) + 1;
    day->worker = calloc((size_t)week->workers, sizeof *day->worker);
    day->room = calloc((size_t)week->workers, sizeof *day->room);
    day->visit = calloc((size_t)day->count, sizeof *day->visit);
    day->candidate = calloc(candidates, sizeof *day->candidate);
    day->block = calloc(blocks, sizeof *day->block);
    day->spot = calloc(blocks, sizeof *day->spot);
    if (!day->worker || !day->room || !day->visit || !day->candidate || !day->block || !day->spot ||
        plan_make(&day->plan, day->count))
        return -1;
    day->made = true;
    return 0;
}

static void problem_fill(struct day *day)
{
    const struct week *week = day->week;
    const struct week_candidate *from = week->candidate + week->visit[day->first].candidates;
    day->problem.candidates = candidates_count(day);
    for (int i = 0; i < day->problem.candidates; i++)
        day->candidate[i] = (struct plan_candidate){from[i].worker, from[i].price};
    day->problem.workers = week->workers;
    day->problem.visits = day->count;
    day->problem.blocks = day->blocks;
    day->problem.worker = day->worker;
    day->problem.visit = day->visit;
    day->problem.candidate = day->candidate;
    day->problem.block = day->block;
    day->problem.prices =
        (struct plan_prices){.way = 1, .uneven = week->limits.uneven, .even_unit = MS_HOUR, .tolerance = PLAN_NEVER};
}

int day_open(struct day *day, const struct week *week, int first, const struct carried *carried, bool ahead)
{
    *day = (struct day){.week = week,
                        .day = civil_day(week->visit[first].time.start),
                        .first = first,
                        .count = day_length(week, first),
                        .ahead = ahead};
    if (day_room(day))
        return -1;
    for (int i = 0; i < week->workers; i++)
        worker_fill(day, i, &carried[i]);
    blocks_fill(day);
    visits_fill(day);
    problem_fill(day);
    return ways_fill(day);
}
