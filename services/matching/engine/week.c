/* Plans the days of a station, one after the other: what a day has used up of a worker's week, and when it ended,
 * limits the next; what the running plan wants of the days to come limits this one. Invariant: who has a visit loses it
 * to somebody else alone, and nothing that is given stands in its way as long as that is not so. */
#include "week_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"

#define KEPT (INT64_C(1) << 44) /* more than all else of a day: who has a visit within the rules is not left out */

/* ---- the running plan ---- */

/* The ways of a day count against the week for what is planned anew, not for what was chosen by visits alone. */
static bool is_lengthened(struct day *day, const struct plan_fault *fault)
{
    struct day_room *room = &day->room[fault->worker];
    struct plan_worker *worker = &day->worker[fault->worker];
    int64_t visits = 0;
    for (int i = 0; i < day->count; i++)
        visits += day->plan.worker[i][0] == fault->worker ? day->visit[i].task[0].duration : 0;
    if (fault->rule != PLAN_RULE_WORK || visits > room->week || worker->work_most + fault->amount > room->day)
        return false;
    worker->work_most += fault->amount;
    room->closed = true;
    return true;
}

/* Of a rule of the whole day its first visit. */
static void visit_drop(struct day *day, const struct plan_fault *fault)
{
    int dropped = fault->visit;
    for (int i = 0; i < day->count && dropped < 0; i++)
        if (day->plan.worker[i][0] == fault->worker)
            dropped = i;
    if (dropped >= 0)
        day->plan.worker[dropped][0] = PLAN_NOBODY;
}

/* The running plan, without what breaks a rule: the first visit that a fault names goes, until there is none. */
static int running_plan(struct day *day)
{
    struct plan_report report = {0};
    struct plan_fault fault = {0};
    for (int i = 0; i < day->count; i++) {
        day->plan.order[i] = i;
        day->plan.worker[i][0] = day->week->visit[day->first + i].present;
        day->plan.start[i][0] = day->visit[i].earliest;
    }
    for (;;) {
        if (plan_check(&day->problem, &day->plan, &report, &fault, 1))
            return -1;
        if (!report.faults)
            return 0;
        if (!is_lengthened(day, &fault))
            visit_drop(day, &fault);
    }
}

static bool is_broken(const struct day *day, int visit)
{
    return day->week->visit[day->first + visit].present != WEEK_NOBODY && day->plan.worker[visit][0] == PLAN_NOBODY;
}

/* Who has a visit that day against a rule keeps it where nobody else can do it, and gets no other one meanwhile; nor
 * does who would have no day off. */
static bool is_closed(const struct day *day, int worker, const struct carried *carried)
{
    int at = week_bit(day->week, day->day);
    if (day->room[worker].closed)
        return true;
    for (int i = 0; i < day->count; i++)
        if (day->week->visit[day->first + i].present == worker && is_broken(day, i))
            return true;
    return day->week->limits.days_row && week_run(carried->days | UINT64_C(1) << at, at) > day->week->limits.days_row;
}

static void worker_close(struct day *day, int worker)
{
    for (int i = 0; i < day->count; i++) {
        struct plan_task *task = &day->visit[i].task[0];
        int count = 0;
        for (int at = task->candidates; at < task->candidates + task->count; at++)
            if (day->candidate[at].worker != worker || day->week->visit[day->first + i].present == worker)
                day->candidate[task->candidates + count++] = day->candidate[at];
        task->count = count;
    }
}

/* What the search may change of it. */
static void running_guard(struct day *day, const struct carried *carried)
{
    for (int i = 0; i < day->count; i++)
        if (day->plan.worker[i][0] != PLAN_NOBODY)
            day->visit[i].left_out = KEPT;
    for (int i = 0; i < day->week->workers; i++)
        if (is_closed(day, i, &carried[i]))
            worker_close(day, i);
}

/* ---- day after day ---- */

/* Who does it by the plan that is made: who has it keeps what the plan gives nobody else. */
static int holder_of(const struct week_visit *visit)
{
    return visit->chosen == WEEK_NOBODY ? visit->present : visit->chosen;
}

static void carried_begin(const struct week *week, struct carried *carried)
{
    for (int i = 0; i < week->workers; i++)
        carried[i].days = week_days_beside(week, i);
    for (int i = 0; i < week->visits; i++) {
        const struct week_visit *visit = &week->visit[i];
        int32_t day = civil_day(visit->time.start);
        if (visit->present == WEEK_NOBODY)
            continue;
        carried[visit->present].to_come[week_of(week, day)] += visit->time.end - visit->time.start;
        carried[visit->present].days |= UINT64_C(1) << week_bit(week, day);
    }
}

/* The running plan of the day is no more to come. */
static void day_come(const struct week *week, int first, int count, struct carried *carried)
{
    int at = week_of(week, civil_day(week->visit[first].time.start));
    for (int i = first; i < first + count; i++)
        if (week->visit[i].present != WEEK_NOBODY)
            carried[week->visit[i].present].to_come[at] -= week->visit[i].time.end - week->visit[i].time.start;
}

static void day_take(struct day *day, struct week *week, struct carried *carried)
{
    int at = week_of(week, day->day);
    uint64_t bit = UINT64_C(1) << week_bit(week, day->day);
    for (int i = 0; i < week->workers; i++)
        carried[i].days = (carried[i].days & ~bit) | (week_days_beside(week, i) & bit);
    for (int i = 0; i < day->count; i++) {
        struct week_visit *visit = &week->visit[day->first + i];
        visit->chosen = day->plan.worker[i][0];
        if (holder_of(visit) == WEEK_NOBODY)
            continue;
        carry(&carried[holder_of(visit)], at, visit->time);
        carried[holder_of(visit)].days |= bit;
    }
}

static int day_plan(struct week *week, int first, struct carried *carried)
{
    struct day day;
    struct plan_effort effort = {.seed = week->seed + (uint64_t)first, .moves = week->moves};
    struct plan_result result;
    int failed = day_open(&day, week, first, carried, true) || running_plan(&day);
    if (!failed) {
        running_guard(&day, carried);
        failed = plan_improve(&day.problem, &day.plan, &effort, &result) == -1;
    }
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
    if (carried && week->visits)
        carried_begin(week, carried);
    for (int first = 0, count; first < week->visits && week->workers && !failed; first += count) {
        count = day_length(week, first);
        day_come(week, first, count, carried);
        failed = day_plan(week, first, carried);
    }
    free(carried);
    return failed;
}
