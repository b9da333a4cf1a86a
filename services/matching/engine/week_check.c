/* A plan of a week that somebody else made: every rule that it breaks (V18), and which of its changes break one beside
 * all that stays, so that they can be left out (I11). */
#include "week_inside.h"

#include <stdlib.h>

#include "base/civil.h"

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

/* ---- days ---- */

/* The whole limit of the day: what is left of the week is checked over all days. */
static void draw(struct day *day, const struct week_drawn *drawn, struct carried *carried)
{
    int at = week_of(day->week, day->day);
    for (int i = 0; i < day->week->workers; i++) {
        struct beside beside = beside_of(day->week, i, day->day);
        day->worker[i].work_most = day->week->limits.day_ms - beside.work;
        day->worker[i].visits_most = day->week->limits.visits_most - beside.visits;
    }
    for (int i = 0; i < day->count; i++) {
        const struct week_drawn *one = &drawn[day->first + i];
        int64_t end = one->start + day->visit[i].task[0].duration;
        day->plan.order[i] = i;
        day->plan.worker[i][0] = one->worker;
        day->plan.start[i][0] = one->start;
        if (one->worker == WEEK_NOBODY)
            continue;
        carry(&carried[one->worker], at, (struct interval){one->start, end});
        carried[one->worker].days |= UINT64_C(1) << week_bit(day->week, day->day);
    }
}

static int day_check(struct checking *checking, int first, struct carried *carried)
{
    struct day day;
    struct plan_report report = {0};
    int room = checking->room > checking->count ? checking->room - checking->count : 0;
    struct plan_fault *faults = calloc((size_t)room + 1, sizeof *faults);
    int failed = day_open(&day, checking->week, first, carried, false) || !faults;
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

/* ---- weeks ---- */

static void weeks_check(struct checking *checking, const struct carried *carried)
{
    const struct week *week = checking->week;
    for (int i = 0; i < week->workers && week->visits; i++)
        for (int at = 0; at < 2; at++) {
            int64_t over = carried[i].used[at] - week->worker[i].week_most[at];
            int32_t monday = week_monday(civil_day(week->visit[0].time.start)) + 7 * at;
            if (carried[i].used[at] && over > 0)
                fault_add(checking, (struct week_fault){PLAN_RULE_WEEK, -1, i, civil_day_start(monday), over});
        }
}

static bool is_drawn_in(const struct checking *checking, int worker, int32_t from, int32_t until)
{
    for (int i = 0; i < checking->week->visits; i++) {
        int32_t day = civil_day(checking->drawn[i].start);
        if (checking->drawn[i].worker == worker && day >= from && day < until)
            return true;
    }
    return false;
}

/* One day of some is to be free (V4). */
static void days_off_check(struct checking *checking, const struct carried *carried)
{
    const struct week *week = checking->week;
    int most = week->limits.days_row;
    for (int i = 0; i < week->workers && week->visits && most; i++)
        for (int at = 0, run; at < 64; at += run + 1) {
            run = (carried[i].days >> at & 1) ? week_run(carried[i].days, at) : 0;
            int32_t day = week_bit_day(week, at);
            if (run > most && is_drawn_in(checking, i, day, day + run))
                fault_add(checking, (struct week_fault){PLAN_RULE_DAY_OFF, -1, i, civil_day_start(day + most),
                                                        (run - most) * MS_DAY});
        }
}

int week_check(const struct week *week, const struct week_drawn *drawn, struct week_fault *faults, int room, int *count)
{
    struct checking checking = {week, drawn, faults, room, 0};
    struct carried *carried = calloc((size_t)week->workers + 1, sizeof *carried);
    int failed = carried ? 0 : -1;
    for (int i = 0; !failed && i < week->workers && week->visits; i++)
        carried[i].days = week_days_beside(week, i);
    for (int first = 0; first < week->visits && week->workers && !failed; first += day_length(week, first))
        failed = day_check(&checking, first, carried);
    if (!failed) {
        weeks_check(&checking, carried);
        days_off_check(&checking, carried);
    }
    free(carried);
    *count = checking.count;
    return failed;
}

/* ---- which change is it ---- */

struct blame {
    const struct week *week;
    const struct week_drawn *drawn;
    const struct week_fault *fault;
};

static bool is_change(const struct blame *blame, int visit)
{
    int worker = blame->drawn[visit].worker;
    return worker == blame->fault->worker && worker != blame->week->visit[visit].present;
}

/* The worker's visit before that one, whenever; -1 none. */
static int visit_before(const struct blame *blame, int visit)
{
    int found = -1;
    for (int i = 0; i < blame->week->visits; i++) {
        int64_t start = blame->drawn[i].start, of = blame->drawn[visit].start;
        if (blame->drawn[i].worker != blame->fault->worker || start > of || (start == of && i >= visit))
            continue;
        if (found < 0 || start >= blame->drawn[found].start)
            found = i;
    }
    return found;
}

/* The last change of that time; -1 none. */
static int last_change(const struct blame *blame, int64_t from, int64_t until)
{
    int found = -1;
    for (int i = 0; i < blame->week->visits; i++) {
        int64_t start = blame->drawn[i].start;
        if (is_change(blame, i) && start >= from && start < until && (found < 0 || start >= blame->drawn[found].start))
            found = i;
    }
    return found;
}

/* A day of the run that is one of work by changes alone. */
static int change_of_run(const struct blame *blame)
{
    int32_t seventh = civil_day(blame->fault->day), row = blame->week->limits.days_row;
    int32_t end = seventh + (int32_t)(blame->fault->amount / MS_DAY);
    for (int32_t day = end - 1; day >= seventh - row; day--) {
        int found = last_change(blame, civil_day_start(day), civil_day_start(day + 1));
        bool stays = beside_of(blame->week, blame->fault->worker, day).visits > 0;
        for (int i = 0; i < blame->week->visits; i++)
            stays = stays || (blame->drawn[i].worker == blame->fault->worker && !is_change(blame, i) &&
                              civil_day(blame->drawn[i].start) == day);
        if (found >= 0 && !stays)
            return found;
    }
    return -1;
}

static int change_of(const struct blame *blame)
{
    const struct week_fault *fault = blame->fault;
    int64_t days = fault->rule == PLAN_RULE_WEEK ? 7 : 1;
    if (fault->rule == PLAN_RULE_DAY_OFF)
        return change_of_run(blame);
    if (fault->visit < 0)
        return last_change(blame, fault->day, fault->day + days * MS_DAY);
    if (is_change(blame, fault->visit))
        return fault->visit;
    if (fault->rule == PLAN_RULE_PAUSE)
        return last_change(blame, fault->day, blame->drawn[fault->visit].start);
    int before = fault->rule == PLAN_RULE_WAY || fault->rule == PLAN_RULE_REST ? visit_before(blame, fault->visit) : -1;
    return before >= 0 && is_change(blame, before) ? before : -1;
}

#define FAULTS_MOST 4000

/* Of each worker the first: without it the others may be none. */
static int objections_find(const struct week *week, const struct week_drawn *drawn, struct week_fault *faults,
                           bool *asked, struct week_objection *objections)
{
    int count = 0, found = 0;
    if (week_check(week, drawn, faults, FAULTS_MOST, &count))
        return -1;
    for (int i = 0; i < count && i < FAULTS_MOST; i++) {
        struct blame blame = {week, drawn, &faults[i]};
        int worker = faults[i].worker, visit = -1;
        if (faults[i].rule != PLAN_RULE_WORKER && !asked[worker])
            visit = change_of(&blame);
        if (visit < 0)
            continue;
        asked[worker] = true;
        objections[found++] = (struct week_objection){visit, faults[i].rule};
    }
    return found;
}

int week_object(const struct week *week, const struct week_drawn *drawn, struct week_objection *objections)
{
    struct week_fault *faults = calloc(FAULTS_MOST, sizeof *faults);
    bool *asked = calloc((size_t)week->workers + 1, sizeof *asked);
    int found = faults && asked ? objections_find(week, drawn, faults, asked, objections) : -1;
    free(faults);
    free(asked);
    return found;
}
