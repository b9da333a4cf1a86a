/* A plan made by hand: the running plan of a station with what a dispatcher would change, and every rule that it breaks
 * by name and amount (V18). Invariant: nothing is changed by it.
 */
#include <stdlib.h>

#include "base/civil.h"
#include "base/text.h"

#include "command.h"
#include "dayplan_snapshot.h"
#include "match.h"
#include "visit_store.h"

#define READERS (ROLE_DISPATCHER | ROLE_MANAGER | ROLE_OPERATOR)
#define DAYS 7
#define VISITS_MOST 200 /* of one question: it is answered on the loop */
#define FAULTS_MOST 2000
#define ROWS_MOST 100

struct check {
    struct unit *unit;
    const struct dayplan_check *ask;
    struct dayplan_check_answer *answer;
    struct dayplan dayplan;
    struct snapshot *snapshot;
    bool named[VISITS_MOST];
    char who[VISITS_MOST][ID_SIZE]; /* as drawn; "" nobody */
    struct week_drawn drawn[VISITS_MOST];
    unsigned failing[VISITS_MOST]; /* rules that the drawn worker fails, a bit each */
    struct search search;
    struct week_fault faults[FAULTS_MOST];
};

/* ---- what is drawn ---- */

static int visits_read(struct check *check)
{
    struct unit *unit = check->unit;
    struct snapshot *snapshot = check->snapshot;
    if (snapshot_room(snapshot))
        return unit_refuse(unit, "no_memory", "", "There is no memory for this plan.");
    if (snapshot_visits(unit, &check->dayplan, snapshot))
        return unit_trouble(unit);
    if (snapshot->open_count > VISITS_MOST)
        return unit_refuse(unit, "too_many_visits", "days",
                           "Station %s has more than %d visits in these days: ask of fewer days.",
                           check->dayplan.station, VISITS_MOST);
    for (int i = 0; i < snapshot->open_count; i++) {
        TEXT_PUT(check->who[i], snapshot->open[i].worker);
        check->drawn[i].start = snapshot->visits[i].time.start;
    }
    return UNIT_DONE;
}

static int open_find(const struct snapshot *snapshot, const char *visit)
{
    for (int i = 0; i < snapshot->open_count; i++)
        if (text_same(snapshot->open[i].visit, visit))
            return i;
    return -1;
}

static int draw(struct check *check, const struct dayplan_drawn *row)
{
    struct unit *unit = check->unit;
    int at = open_find(check->snapshot, row->visit);
    if (at < 0)
        return unit_refuse(unit, "unknown_visit", "visit", "Visit %s is none to come of station %s in these days.",
                           row->visit, check->dayplan.station);
    if (check->named[at])
        return unit_refuse(unit, "twice", "visit", "Visit %s is named twice.", row->visit);
    if (row->worker[0] && !pool_is_worker(pool_of(unit), row->worker))
        return unit_refuse(unit, "unknown_worker", "worker", "There is no worker %s.", row->worker);
    int64_t start = row->start ? row->start : check->drawn[at].start;
    if (civil_day(start) != civil_day(check->drawn[at].start))
        return unit_refuse(unit, "bad_time", "start", "Visit %s is on another day.", row->visit);
    check->answer->changed += !text_same(check->who[at], row->worker) || start != check->drawn[at].start;
    check->named[at] = true;
    TEXT_PUT(check->who[at], row->worker);
    check->drawn[at].start = start;
    return UNIT_DONE;
}

static int draw_all(struct check *check)
{
    int result = UNIT_DONE;
    for (uint32_t i = 0; i < check->ask->rows.count && result == UNIT_DONE; i++)
        result = draw(check, &check->ask->rows.at[i]);
    return result;
}

/* ---- who comes ---- */

static bool is_fixed(const struct check *check, int at)
{
    const struct open *open = &check->snapshot->open[at];
    return open->fixed && (!text_same(open->worker, check->who[at]) ||
                           check->drawn[at].start != check->snapshot->visits[at].time.start);
}

/* Who has it already may be unsure, as in the running plan; a visit that stays where it is was decided on. */
static int failing_read(struct check *check, int at)
{
    const struct open *open = &check->snapshot->open[at];
    const struct interval *time = &check->snapshot->visits[at].time;
    struct visit visit;
    bool same = text_same(open->worker, check->who[at]);
    if (check->drawn[at].worker == WEEK_NOBODY || (open->fixed && !is_fixed(check, at)))
        return UNIT_DONE;
    if (visit_find(check->unit->store, open->visit, &visit) != 1)
        return unit_trouble(check->unit);
    int result = match_prepare(check->unit, &visit, &check->search);
    if (result != UNIT_DONE)
        return result;
    check->search.demand.time =
        (struct interval){check->drawn[at].start, check->drawn[at].start + time->end - time->start};
    check->failing[at] =
        choice_failing(pool_of(check->unit), &check->search.policy, &check->search.demand, check->who[at]);
    if (same)
        check->failing[at] &= ~(1u << RULE_UNSURE | 1u << RULE_EXCLUDED);
    return UNIT_DONE;
}

/* What is taken of the time of another station's worker is not this station's to know. */
static bool is_foreign(const struct check *check, int worker)
{
    for (int i = 0; i < check->snapshot->open_count; i++)
        if (check->drawn[i].worker == worker && check->failing[i] & 1u << RULE_STATION)
            return true;
    return false;
}

static void workers_read(struct check *check)
{
    struct snapshot *snapshot = check->snapshot;
    int blocks = 0;
    for (int i = 0; i < snapshot->worker_count; i++) {
        blocks = snapshot_worker(check->unit, &check->dayplan, snapshot, i, blocks);
        if (!is_foreign(check, i))
            continue;
        snapshot->workers[i].blocked = snapshot->workers[i].worked = 0;
        snapshot->workers[i].week_most[0] = snapshot->workers[i].week_most[1] = INT64_MAX;
    }
}

static int people_read(struct check *check)
{
    struct snapshot *snapshot = check->snapshot;
    int result = UNIT_DONE, used = 0;
    for (int i = 0; i < snapshot->open_count && result == UNIT_DONE; i++) {
        int worker = check->drawn[i].worker = snapshot_index(check->unit, check->snapshot, check->who[i]);
        check->answer->left_out += worker == WEEK_NOBODY;
        snapshot->visits[i].candidates = used;
        snapshot->visits[i].count = worker != WEEK_NOBODY;
        if (worker != WEEK_NOBODY)
            snapshot->candidates[used++] = (struct week_candidate){worker, 0};
        result = failing_read(check, i);
    }
    if (result == UNIT_DONE)
        workers_read(check);
    return result;
}

/* ---- what is told ---- */

static struct dayplan_fault fault_of(const struct check *check, int visit, int worker)
{
    struct dayplan_fault fault = {0};
    TEXT_PUT(fault.worker,
             worker == WEEK_NOBODY ? check->snapshot->open[visit].worker : check->snapshot->worker[worker]);
    if (visit >= 0) {
        TEXT_PUT(fault.visit, check->snapshot->open[visit].visit);
        fault.start = check->drawn[visit].start;
    }
    return fault;
}

static void fault_tell(struct check *check, struct dayplan_fault *fault, const char *rule, const char *label,
                       const char *label_en)
{
    struct dayplan_check_answer *answer = check->answer;
    fault->number = ++answer->faults;
    TEXT_PUT(fault->rule, rule);
    TEXT_PUT(fault->label, label);
    TEXT_PUT(fault->label_en, label_en);
    if (fault->number <= check->ask->after)
        return;
    if (answer->rows.count < ROWS_MOST)
        answer->rows.at[answer->rows.count++] = *fault;
    else
        answer->next = answer->rows.at[ROWS_MOST - 1].number;
}

/* A leave is told among what is taken, with its minutes. */
static void failing_tell(struct check *check, int visit)
{
    struct dayplan_fault fault = fault_of(check, visit, check->drawn[visit].worker);
    bool foreign = check->failing[visit] & 1u << RULE_STATION;
    if (is_fixed(check, visit))
        fault_tell(check, &fault, "fixed", "固定、询问中或已出发，不能改动",
                   "stays as it is: pinned, offered or on the way");
    for (int rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        if (check->failing[visit] & 1u << rule && (rule != RULE_LEAVE || foreign))
            fault_tell(check, &fault, choice_rule_code((enum rule)rule), choice_rule_label((enum rule)rule),
                       choice_rule_label_en((enum rule)rule));
}

static void week_fault_tell(struct check *check, const struct week_fault *from)
{
    struct dayplan_fault fault = fault_of(check, from->visit, from->worker);
    bool leave = from->rule == PLAN_RULE_BLOCK && check->failing[from->visit] & 1u << RULE_LEAVE;
    if (from->visit < 0)
        fault.start = from->day;
    if (from->rule == PLAN_RULE_VISITS)
        fault.visits = from->amount;
    else
        fault.minutes = (from->amount + MS_MINUTE - 1) / MS_MINUTE;
    fault_tell(check, &fault, leave ? choice_rule_code(RULE_LEAVE) : plan_rule_code(from->rule),
               leave ? choice_rule_label(RULE_LEAVE) : plan_rule_label(from->rule),
               leave ? choice_rule_label_en(RULE_LEAVE) : plan_rule_label_en(from->rule));
}

static int faults_tell(struct check *check)
{
    int count = 0;
    snapshot_week(check->unit, check->snapshot);
    if (week_check(&check->snapshot->week, check->drawn, check->faults, FAULTS_MOST, &count))
        return unit_refuse(check->unit, "no_memory", "", "There is no memory for this plan.");
    for (int i = 0; i < check->snapshot->open_count; i++)
        failing_tell(check, i);
    for (int i = 0; i < count && i < FAULTS_MOST; i++)
        week_fault_tell(check, &check->faults[i]);
    return UNIT_DONE;
}

/* ---- the question ---- */

static void window_put(struct check *check)
{
    const struct dayplan_check *ask = check->ask;
    int64_t from = ask->from > check->unit->now ? ask->from : check->unit->now;
    TEXT_PUT(check->dayplan.station, ask->station);
    check->dayplan.window = (struct interval){from, from + (ask->days ? ask->days : DAYS) * MS_DAY};
    check->answer->from = check->dayplan.window.start;
    check->answer->until = check->dayplan.window.end;
}

static int check_run(struct check *check)
{
    window_put(check);
    int result = command_station(check->unit, check->ask->station);
    if (result == UNIT_DONE)
        result = visits_read(check);
    if (result == UNIT_DONE)
        result = draw_all(check);
    if (result == UNIT_DONE)
        result = people_read(check);
    check->answer->visits = check->snapshot->open_count;
    return result == UNIT_DONE ? faults_tell(check) : result;
}

static int on_check(struct unit *unit, const void *question, void *to)
{
    struct check *check = calloc(1, sizeof *check);
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    int result;
    if (check && snapshot) {
        check->unit = unit;
        check->ask = question;
        check->answer = to;
        check->snapshot = snapshot;
        result = check_run(check);
    } else
        result = unit_refuse(unit, "no_memory", "", "There is no memory for this plan.");
    snapshot_drop(snapshot);
    free(check);
    return result;
}

const struct query_handler matching_check_queries[] = {
    {MSG_dayplan_check, MSG_dayplan_check_answer, READERS, on_check},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
