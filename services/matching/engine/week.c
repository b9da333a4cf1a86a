/* Days of a station as problems of the planner, one after the other: what a day has used up of a worker's week, and
 * when it ended, limits the next. */
#include "week.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "plan.h"

/* One day being planned: visits `first` to `first + count` of the week. Places: homes, visits, then where it is that
 * time is taken. */
struct day {
    const struct week *week;
    int32_t day;
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
    bool made;
};

/* What a worker brings along from the days before. */
struct carried {
    int64_t ended, used[2];
};

static int32_t monday_of(int32_t day)
{
    return day - (civil_weekday(day) - 1);
}

/* 0 the first civil week that is planned, 1 the next. */
static int week_of(const struct week *week, int32_t day)
{
    return monday_of(day) != monday_of(civil_day(week->visit[0].time.start));
}

static void day_close(struct day *day)
{
    free(day->worker);
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
                day->ways[mode][from * places + to] = from == to ? 0 : way(day, from, to, (enum travel_mode)mode);
        day->problem.ways[mode].time = day->ways[mode];
    }
    return 0;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void workers_fill(struct day *day, const struct carried *carried)
{
    const struct week *week = day->week;
    int at = week_of(week, day->day);
    for (int i = 0; i < week->workers; i++) {
        const struct week_worker *from = &week->worker[i];
        int64_t left = from->week_most[at] - carried[i].used[at], rested = carried[i].ended + week->limits.rest_ms;
        struct plan_worker *to = &day->worker[i];
        *to = (struct plan_worker){.mode = (int)from->mode,
                                   .start = i,
                                   .end = i,
                                   .from = civil_day_start(day->day),
                                   .until = PLAN_NEVER,
                                   .work_most = left > 0 ? least(left, week->limits.day_ms) : 0,
                                   .visits_most = week->limits.visits_most,
                                   .stretch = week->limits.stretch_ms,
                                   .pause = week->limits.pause_ms};
        if (carried[i].ended && rested > to->from)
            to->from = rested;
    }
}

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
                day->block[day->blocks++] =
                    (struct plan_block){block->time.start, block->time.end, spot_of(day, block)};
        }
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
                                  .left_out = week->limits.left_out,
                                  .planned = PLAN_NEVER};
        to->task[0] = (struct plan_task){from->time.end - from->time.start, from->candidates - base, from->count};
    }
}

static int candidates_count(const struct day *day)
{
    const struct week_visit *first = &day->week->visit[day->first], *last = first + day->count - 1;
    return last->candidates + last->count - first->candidates;
}

static int blocks_count(const struct week *week)
{
    const struct week_worker *last = &week->worker[week->workers - 1];
    return last->blocks + last->blocked;
}

static int day_fill(struct day *day, const struct carried *carried)
{
    const struct week *week = day->week;
    int candidates = candidates_count(day), blocks = blocks_count(week);
    const struct week_candidate *from = week->candidate + week->visit[day->first].candidates;
    day->worker = calloc((size_t)week->workers, sizeof *day->worker);
    day->visit = calloc((size_t)day->count, sizeof *day->visit);
    day->candidate = calloc((size_t)candidates + 1, sizeof *day->candidate);
    day->block = calloc((size_t)blocks + 1, sizeof *day->block);
    day->spot = calloc((size_t)blocks + 1, sizeof *day->spot);
    if (!day->worker || !day->visit || !day->candidate || !day->block || !day->spot ||
        plan_make(&day->plan, day->count))
        return -1;
    day->made = true;
    workers_fill(day, carried);
    blocks_fill(day);
    visits_fill(day);
    if (ways_fill(day))
        return -1;
    for (int i = 0; i < candidates; i++)
        day->candidate[i] = (struct plan_candidate){from[i].worker, from[i].price};
    day->problem.workers = week->workers;
    day->problem.visits = day->count;
    day->problem.candidates = candidates;
    day->problem.blocks = day->blocks;
    day->problem.worker = day->worker;
    day->problem.visit = day->visit;
    day->problem.candidate = day->candidate;
    day->problem.block = day->block;
    day->problem.prices =
        (struct plan_prices){.way = 1, .uneven = week->limits.uneven, .even_unit = MS_HOUR, .tolerance = PLAN_NEVER};
    return 0;
}

/* The running plan, without what breaks a rule: the first visit that a fault names goes, until there is none. */
static int running_plan(struct day *day)
{
    struct plan_report report;
    struct plan_fault fault;
    for (int i = 0; i < day->count; i++) {
        day->plan.order[i] = i;
        day->plan.worker[i][0] = day->week->visit[day->first + i].present;
        day->plan.start[i][0] = day->visit[i].earliest;
    }
    for (int round = 0; round <= 2 * day->count; round++) {
        if (plan_check(&day->problem, &day->plan, &report, &fault, 1))
            return -1;
        if (!report.faults)
            return 0;
        int dropped = fault.visit;
        for (int i = 0; i < day->count && dropped < 0; i++)
            if (day->plan.worker[i][0] == fault.worker)
                dropped = i; /* a rule of the whole day: its first visit */
        if (dropped >= 0)
            day->plan.worker[dropped][0] = PLAN_NOBODY;
    }
    for (int i = 0; i < day->count; i++)
        day->plan.worker[i][0] = PLAN_NOBODY;
    return 0;
}

static void carry(struct carried *of, int at, struct interval time)
{
    of->used[at] += time.end - time.start;
    of->ended = time.end > of->ended ? time.end : of->ended;
}

static void day_take(struct day *day, struct week *week, struct carried *carried)
{
    int at = week_of(week, day->day);
    for (int i = 0; i < day->count; i++) {
        struct week_visit *visit = &week->visit[day->first + i];
        visit->chosen = day->plan.worker[i][0];
        if (visit->chosen == PLAN_NOBODY)
            continue;
        carry(&carried[visit->chosen], at, visit->time);
    }
}

static int day_plan(struct week *week, int first, int count, struct carried *carried)
{
    struct day day = {.week = week, .day = civil_day(week->visit[first].time.start), .first = first, .count = count};
    struct plan_effort effort = {.seed = week->seed + (uint64_t)first, .moves = week->moves};
    struct plan_result result;
    int failed = day_fill(&day, carried) || running_plan(&day);
    if (!failed && plan_improve(&day.problem, &day.plan, &effort, &result) == -1)
        failed = 1;
    if (!failed)
        day_take(&day, week, carried);
    day_close(&day);
    return failed ? -1 : 0;
}

int week_plan(struct week *week)
{
    struct carried *carried = calloc((size_t)week->workers + 1, sizeof *carried);
    int failed = carried ? 0 : -1;
    for (int i = 0; i < week->visits; i++)
        week->visit[i].chosen = WEEK_NOBODY;
    for (int first = 0, end; first < week->visits && week->workers && !failed; first = end) {
        int32_t day = civil_day(week->visit[first].time.start);
        for (end = first; end < week->visits && civil_day(week->visit[end].time.start) == day;)
            end++;
        failed = day_plan(week, first, end - first, carried);
    }
    free(carried);
    return failed;
}

/* ---- a plan made by hand ---- */

struct checking {
    const struct week *week;
    const struct week_drawn *drawn;
    struct week_fault *faults;
    int room, count;
};

static void fault_add(struct checking *checking, struct week_fault fault)
{
    if (checking->count < checking->room)
        checking->faults[checking->count] = fault;
    checking->count++;
}

/* The whole limit of the day: what is left of the week is checked over all days. */
static void draw(struct day *day, const struct week_drawn *drawn, struct carried *carried)
{
    int at = week_of(day->week, day->day);
    for (int i = 0; i < day->week->workers; i++)
        day->worker[i].work_most = day->week->limits.day_ms;
    for (int i = 0; i < day->count; i++) {
        const struct week_drawn *one = &drawn[day->first + i];
        int64_t end = one->start + day->visit[i].task[0].duration;
        day->plan.order[i] = i;
        day->plan.worker[i][0] = one->worker;
        day->plan.start[i][0] = one->start;
        if (one->worker != WEEK_NOBODY)
            carry(&carried[one->worker], at, (struct interval){one->start, end});
    }
}

static int day_check(struct checking *checking, int first, int count, struct carried *carried)
{
    const struct week *week = checking->week;
    struct day day = {.week = week, .day = civil_day(week->visit[first].time.start), .first = first, .count = count};
    struct plan_report report = {0};
    int room = checking->room > checking->count ? checking->room - checking->count : 0;
    struct plan_fault *faults = calloc((size_t)room + 1, sizeof *faults);
    int failed = !faults || day_fill(&day, carried);
    if (!failed) {
        draw(&day, checking->drawn, carried);
        failed = plan_check(&day.problem, &day.plan, &report, faults, room);
    }
    for (int i = 0; !failed && i < report.faults; i++) {
        struct plan_fault none = {0}, *from = i < room ? &faults[i] : &none;
        fault_add(checking, (struct week_fault){from->rule, from->visit < 0 ? -1 : first + from->visit, from->worker,
                                                civil_day_start(day.day), from->amount});
    }
    free(faults);
    day_close(&day);
    return failed ? -1 : 0;
}

static void weeks_check(struct checking *checking, const struct carried *carried)
{
    const struct week *week = checking->week;
    for (int i = 0; i < week->workers && week->visits; i++)
        for (int at = 0; at < 2; at++) {
            int64_t over = carried[i].used[at] - week->worker[i].week_most[at];
            int32_t monday = monday_of(civil_day(week->visit[0].time.start)) + 7 * at;
            if (carried[i].used[at] && over > 0)
                fault_add(checking, (struct week_fault){PLAN_RULE_WEEK, -1, i, civil_day_start(monday), over});
        }
}

int week_check(const struct week *week, const struct week_drawn *drawn, struct week_fault *faults, int room, int *count)
{
    struct checking checking = {week, drawn, faults, room, 0};
    struct carried *carried = calloc((size_t)week->workers + 1, sizeof *carried);
    int failed = carried ? 0 : -1;
    for (int first = 0, end; first < week->visits && week->workers && !failed; first = end) {
        int32_t day = civil_day(week->visit[first].time.start);
        for (end = first; end < week->visits && civil_day(week->visit[end].time.start) == day;)
            end++;
        failed = day_check(&checking, first, end - first, carried);
    }
    if (!failed)
        weeks_check(&checking, carried);
    free(carried);
    *count = checking.count;
    return failed;
}
