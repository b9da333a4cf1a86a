/* A plan looked at by somebody who did not make it: from starts and workers alone, every broken rule by name and
 * amount, and what the plan costs (V18). */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *code, *label, *label_en;
} words[PLAN_RULES] = {
    [PLAN_RULE_WORKER] = {"worker", "人员不能承担", "worker may not do it"},
    [PLAN_RULE_HALF] = {"half", "两人服务只派了一人", "half of a visit for two"},
    [PLAN_RULE_SAME] = {"same", "两人服务派了同一人", "one worker for both tasks"},
    [PLAN_RULE_EARLY] = {"early", "早于最早开始时间", "before the earliest start"},
    [PLAN_RULE_REST] = {"rest", "上班太早，休息时间不够", "begins too soon, without the rest before it"},
    [PLAN_RULE_LATEST] = {"latest", "晚于最迟开始时间", "after the latest start"},
    [PLAN_RULE_TOGETHER] = {"together", "两人没有同时开始", "the two do not start together"},
    [PLAN_RULE_GAP] = {"gap", "两次服务间隔不符", "gap between the two tasks"},
    [PLAN_RULE_WAY] = {"way", "路程时间不够", "not enough time for the way"},
    [PLAN_RULE_BLOCK] = {"block", "时间已被占用", "time that is taken"},
    [PLAN_RULE_BLOCK_WAY] = {"block_way", "与已占用时间之间路程不够",
                             "not enough time for the way from or to what is taken"},
    [PLAN_RULE_PAUSE] = {"pause", "连续工作没有休息", "no pause in time"},
    [PLAN_RULE_WORK] = {"work", "超过每日工时", "more work than a day allows"},
    [PLAN_RULE_VISITS] = {"visits", "超过每日次数", "more visits than a day allows"},
    [PLAN_RULE_HOME] = {"home", "收工太晚", "back too late"},
    [PLAN_RULE_WEEK] = {"week", "超过每周工时", "more work than a week allows"},
    [PLAN_RULE_DAY_OFF] = {"day_off", "连续工作天数过多，没有休息日", "too many days of work in a row, none free"},
};

const char *plan_rule_code(enum plan_rule rule)
{
    return words[rule].code;
}

enum plan_rule plan_rule_of(const char *code)
{
    for (int rule = PLAN_RULE_NONE + 1; rule < PLAN_RULES; rule++)
        if (strcmp(words[rule].code, code) == 0)
            return (enum plan_rule)rule;
    return PLAN_RULE_NONE;
}

const char *plan_rule_label(enum plan_rule rule)
{
    return words[rule].label;
}

const char *plan_rule_label_en(enum plan_rule rule)
{
    return words[rule].label_en;
}

struct stop {
    int worker, visit, task;
    int64_t start, end;
};

struct checker {
    const struct plan_problem *problem;
    const struct plan *plan;
    struct plan_report *report;
    struct plan_fault *faults;
    int room;
};

static void fault(struct checker *checker, enum plan_rule rule, const struct stop *stop, int64_t amount)
{
    struct plan_fault found = {rule, stop->visit, stop->task, stop->worker, amount};
    if (checker->report->faults < checker->room)
        checker->faults[checker->report->faults] = found;
    checker->report->faults++;
}

static const struct plan_candidate *candidate(const struct plan_problem *problem, const struct plan_task *task,
                                              int worker)
{
    for (int i = 0; i < task->count; i++)
        if (problem->candidate[task->candidates + i].worker == worker)
            return &problem->candidate[task->candidates + i];
    return NULL;
}

/* ---- a visit by itself ---- */

static void check_task(struct checker *checker, const struct stop *stop)
{
    const struct plan_visit *visit = &checker->problem->visit[stop->visit];
    const struct plan_candidate *found = candidate(checker->problem, &visit->task[stop->task], stop->worker);
    if (found)
        checker->report->price += found->price;
    else
        fault(checker, PLAN_RULE_WORKER, stop, 1);
    if (stop->start < visit->earliest)
        fault(checker, PLAN_RULE_EARLY, stop, visit->earliest - stop->start);
    if (stop->start > visit->latest)
        fault(checker, PLAN_RULE_LATEST, stop, stop->start - visit->latest);
    if (stop->start > visit->due) {
        int64_t late = stop->start - visit->due;
        checker->report->late += late;
        checker->report->worst = late > checker->report->worst ? late : checker->report->worst;
    }
}

static void check_pair(struct checker *checker, const struct stop *one, const struct stop *two)
{
    const struct plan_visit *visit = &checker->problem->visit[one->visit];
    int64_t gap = two->start - one->start;
    if (one->worker == two->worker)
        fault(checker, PLAN_RULE_SAME, two, 1);
    if (visit->relation == PLAN_TOGETHER && gap)
        fault(checker, PLAN_RULE_TOGETHER, two, gap < 0 ? -gap : gap);
    if (visit->relation == PLAN_APART && gap < visit->gap_least)
        fault(checker, PLAN_RULE_GAP, two, visit->gap_least - gap);
    if (visit->relation == PLAN_APART && gap > visit->gap_most)
        fault(checker, PLAN_RULE_GAP, two, gap - visit->gap_most);
}

static struct stop stop_of(const struct checker *checker, int visit, int task)
{
    int64_t start = checker->plan->start[visit][task];
    return (struct stop){checker->plan->worker[visit][task], visit, task, start,
                         start + checker->problem->visit[visit].task[task].duration};
}

static bool was_moved(const struct plan_problem *problem, const struct plan_visit *visit, int64_t start)
{
    int64_t tolerance = problem->prices.tolerance;
    return visit->planned != PLAN_NEVER && (start > visit->planned + tolerance || start < visit->planned - tolerance);
}

/* Writes the stops of a visit; returns how many. */
static int check_visit(struct checker *checker, int visit, struct stop *stops)
{
    const struct plan_visit *v = &checker->problem->visit[visit];
    const int *worker = checker->plan->worker[visit];
    int count = 0;
    for (int task = 0; task < v->tasks; task++)
        if (worker[task] != PLAN_NOBODY)
            stops[count++] = stop_of(checker, visit, task);
    if (!count) {
        checker->report->left_out++;
        checker->report->cost += v->left_out;
        return 0;
    }
    if (count < v->tasks)
        fault(checker, PLAN_RULE_HALF, &stops[0], 1);
    else if (count == 2)
        check_pair(checker, &stops[0], &stops[1]);
    for (int i = 0; i < count; i++)
        check_task(checker, &stops[i]);
    checker->report->moved += was_moved(checker->problem, v, stops[0].start);
    return count;
}

/* ---- a worker's day ---- */

static int by_worker_and_start(const void *a, const void *b)
{
    const struct stop *x = a, *y = b;
    if (x->worker != y->worker)
        return x->worker < y->worker ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->visit != y->visit ? (x->visit < y->visit ? -1 : 1) : x->task - y->task;
}

static int64_t way(const struct plan_problem *problem, const struct plan_worker *worker, int from, int to)
{
    return problem->ways[worker->mode].time[(int64_t)from * problem->places + to];
}

/* Who comes from a class, or goes to it, needs the way as between two visits (V2). */
static void check_block_way(struct checker *checker, const struct plan_worker *worker, const struct stop *stop,
                            const struct plan_block *block)
{
    const struct plan_problem *problem = checker->problem;
    int place = problem->visit[stop->visit].place;
    bool after = stop->start >= block->end;
    int64_t gap = after ? stop->start - block->end : block->start - stop->end;
    int64_t needed = after ? way(problem, worker, block->place, place) : way(problem, worker, place, block->place);
    if (gap < needed)
        fault(checker, PLAN_RULE_BLOCK_WAY, stop, needed - gap);
}

static void check_blocks(struct checker *checker, const struct plan_worker *worker, const struct stop *stop)
{
    for (int i = worker->blocks; i < worker->blocks + worker->blocked; i++) {
        const struct plan_block *block = &checker->problem->block[i];
        int64_t from = block->start > stop->start ? block->start : stop->start;
        int64_t to = block->end < stop->end ? block->end : stop->end;
        if (from < to)
            fault(checker, block->night ? PLAN_RULE_HOME : PLAN_RULE_BLOCK, stop, to - from);
        else if (block->place != PLAN_NOWHERE)
            check_block_way(checker, worker, stop, block);
    }
}

struct tally {
    int64_t ready, since, work;
    int place;
};

static void check_stop(struct checker *checker, const struct plan_worker *worker, const struct stop *stop, bool first,
                       struct tally *tally)
{
    const struct plan_visit *visit = &checker->problem->visit[stop->visit];
    int64_t distance = way(checker->problem, worker, tally->place, visit->place);
    int64_t idle = stop->start - tally->ready - distance;
    if (idle < 0)
        fault(checker, first ? PLAN_RULE_REST : PLAN_RULE_WAY, stop, -idle);
    if (first || idle >= worker->pause)
        tally->since = stop->start;
    else if (worker->stretch != PLAN_NEVER && stop->end - tally->since > worker->stretch)
        fault(checker, PLAN_RULE_PAUSE, stop, stop->end - tally->since - worker->stretch);
    check_blocks(checker, worker, stop);
    checker->report->way += distance;
    tally->work += distance + stop->end - stop->start;
    tally->ready = stop->end;
    tally->place = visit->place;
}

static void check_limits(struct checker *checker, const struct plan_worker *worker, const struct stop *last, int visits,
                         const struct tally *tally)
{
    struct stop day = {last->worker, -1, -1, 0, 0};
    int64_t back = way(checker->problem, worker, tally->place, worker->end);
    checker->report->way += back;
    if (tally->work > worker->work_most)
        fault(checker, PLAN_RULE_WORK, &day, tally->work - worker->work_most);
    if (visits > worker->visits_most)
        fault(checker, PLAN_RULE_VISITS, &day, visits - worker->visits_most);
    if (worker->until != PLAN_NEVER && tally->ready + back > worker->until)
        fault(checker, PLAN_RULE_HOME, &day, tally->ready + back - worker->until);
}

static int64_t square(int64_t value, int64_t unit)
{
    return value / unit * (value / unit);
}

/* Checks the day that begins at stops[0]; returns how many stops it has. */
static int check_day(struct checker *checker, const struct stop *stops, int count)
{
    const struct plan_problem *problem = checker->problem;
    const struct plan_worker *worker = &problem->worker[stops[0].worker];
    struct tally tally = {.ready = worker->from, .since = worker->from, .place = worker->start};
    int visits = 0;
    for (; visits < count && stops[visits].worker == stops[0].worker; visits++)
        check_stop(checker, worker, &stops[visits], visits == 0, &tally);
    check_limits(checker, worker, &stops[0], visits, &tally);
    if (tally.work > checker->report->most_work)
        checker->report->most_work = tally.work;
    if (tally.work < checker->report->least_work)
        checker->report->least_work = tally.work;
    if (problem->prices.uneven)
        checker->report->cost += problem->prices.uneven * square(tally.work, problem->prices.even_unit);
    return visits;
}

static int count_days(const struct stop *stops, int count)
{
    int days = 0;
    for (int i = 0; i < count; i++)
        days += i == 0 || stops[i].worker != stops[i - 1].worker;
    return days;
}

int plan_check(const struct plan_problem *problem, const struct plan *plan, struct plan_report *report,
               struct plan_fault *faults, int room)
{
    struct stop *stops = malloc(((size_t)problem->visits * PLAN_TASKS + 1) * sizeof *stops);
    struct checker checker = {problem, plan, report, faults, room};
    int count = 0;
    if (!stops)
        return -1;
    *report = (struct plan_report){.least_work = INT64_MAX};
    for (int visit = 0; visit < problem->visits; visit++)
        count += check_visit(&checker, visit, stops + count);
    qsort(stops, (size_t)count, sizeof *stops, by_worker_and_start);
    if (count_days(stops, count) < problem->workers)
        report->least_work = 0;
    for (int at = 0; at < count;)
        at += check_day(&checker, stops + at, count - at);
    const struct plan_prices *prices = &problem->prices;
    report->cost += prices->way * report->way + prices->late * report->late + prices->worst * report->worst +
                    prices->moved * report->moved + report->price;
    free(stops);
    return 0;
}
