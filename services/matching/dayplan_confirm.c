/* Carrying out a plan of days. Invariant: what is done passes every rule beside all else that is done (I1-I3, I12), and
 * the limits of days and weeks beside all that stays (I11): the changes are first made in memory alone, those that a
 * rule or a limit forbids are left out, and all is asked again without them. */
#include "dayplan_confirm.h"

#include <stdlib.h>

#include "base/text.h"

#include "life.h"
#include "match.h"
#include "dayplan_snapshot.h"
#include "dayplan_store.h"
#include "visit_store.h"

struct change {
    struct dayplan_visit row;
    struct visit visit;
    bool wanted; /* the plan changes it, and nothing spoke against it so far */
};

static void stale(struct change *change, const char *outcome)
{
    change->wanted = false;
    TEXT_PUT(change->row.outcome, outcome);
}

/* The visit is as it was when the plan was made, and there is time. */
static int change_look(struct unit *unit, struct change *change)
{
    struct worker_facts facts;
    if (visit_find(unit->store, change->row.visit, &change->visit) != 1)
        return unit_trouble(unit);
    const char *what = dayplan_what(&change->row);
    change->wanted = text_in_list(what, "given|moved");
    if (!change->wanted)
        return UNIT_DONE;
    int64_t last = change->visit.time.start - unit->setting[SET_LAST_CALL_MIN] * MS_MINUTE;
    if (change->visit.revision != change->row.revision)
        stale(change, "changed");
    else if (!pool_facts(pool_of(unit), change->row.worker, &facts))
        stale(change, choice_rule_code(RULE_NOT_ACTIVE));
    else if (unit->now >= (facts.employee ? change->visit.time.start : last))
        stale(change, "too_late");
    return UNIT_DONE;
}

/* 1 it may be done beside what is in memory, 0 no rule lets it; -1. */
static int change_ask(struct unit *unit, struct change *change)
{
    struct search *search = calloc(1, sizeof *search);
    int result = search && match_prepare(unit, &change->visit, search) == UNIT_DONE ? 1 : -1;
    if (result == 1) {
        enum rule rule = choice_check(pool_of(unit), &search->policy, &search->demand, change->row.worker, NULL);
        if (rule)
            stale(change, choice_rule_code(rule));
        else if (search->risky && unit_source_is_silent(unit, matching_service.first))
            stale(change, "roster_silent");
        result = change->wanted;
    }
    free(search);
    return result;
}

static int hold_put(struct unit *unit, const struct change *change)
{
    struct hold hold = {.kind = HOLD_VISIT, .firm = true, .time = change->visit.time, .place = change->visit.place};
    TEXT_PUT(hold.hold, change->visit.visit);
    TEXT_PUT(hold.household, change->visit.household);
    return pool_put_hold(pool_of(unit), change->row.worker, &hold);
}

/* Makes all wanted changes in memory: how many a rule forbids, or -1. The memory is as before afterwards. */
static int changes_try(struct unit *unit, struct change *changes, int count)
{
    struct pool *pool = pool_of(unit);
    int mark = pool_mark(pool), forbidden = 0, failed = 0;
    for (int i = 0; i < count && !failed; i++)
        if (changes[i].wanted && changes[i].visit.hold[0])
            failed = pool_drop_hold(pool, changes[i].visit.worker, changes[i].visit.hold);
    for (int i = 0; i < count && !failed; i++) {
        if (!changes[i].wanted)
            continue;
        int may = change_ask(unit, &changes[i]);
        failed = may < 0 || (may && hold_put(unit, &changes[i]));
        forbidden += may == 0;
    }
    pool_back(pool, mark);
    return failed ? -1 : forbidden;
}

/* ---- the limits of days and weeks (V4, I11) ---- */

/* The running plan of now, that the changes are drawn into. */
struct present {
    struct snapshot *snapshot;
    struct week_drawn drawn[DAYPLAN_VISITS];
    int change[DAYPLAN_VISITS]; /* of the visit, -1 none */
    struct week_objection objections[DAYPLAN_WORKERS];
};

static int change_find(const struct change *changes, int count, const char *visit)
{
    for (int i = 0; i < count; i++)
        if (text_same(changes[i].row.visit, visit))
            return i;
    return -1;
}

static int present_read(struct unit *unit, const struct dayplan *dayplan, struct present *present,
                        const struct change *changes, int count)
{
    struct snapshot *snapshot = present->snapshot;
    if (snapshot_room(snapshot) || snapshot_visits(unit, dayplan, snapshot))
        return -1;
    for (int i = 0; i < snapshot->open_count; i++) {
        int change = present->change[i] = change_find(changes, count, snapshot->open[i].visit);
        snapshot->visits[i].present = snapshot_index(unit, snapshot, snapshot->open[i].worker);
        present->drawn[i].start = snapshot->visits[i].time.start;
        if (change >= 0)
            snapshot_index(unit, snapshot, changes[change].row.worker);
    }
    for (int i = 0, blocks = 0; i < snapshot->worker_count; i++)
        blocks = snapshot_worker(unit, dayplan, snapshot, i, blocks);
    snapshot_week(unit, snapshot);
    return 0;
}

/* What is not in time is told as the rules of a choice tell it. */
static const char *limit_code(enum plan_rule rule)
{
    bool busy = rule == PLAN_RULE_WAY || rule == PLAN_RULE_BLOCK || rule == PLAN_RULE_BLOCK_WAY;
    return busy ? choice_rule_code(RULE_BUSY) : plan_rule_code(rule);
}

/* Draws all wanted changes in: how many a limit forbids, or -1. */
static int limits_try(struct unit *unit, struct present *present, struct change *changes)
{
    struct snapshot *snapshot = present->snapshot;
    int forbidden = 0, found;
    for (int i = 0; i < snapshot->open_count; i++) {
        int change = present->change[i];
        present->drawn[i].worker = change >= 0 && changes[change].wanted
                                       ? snapshot_index(unit, snapshot, changes[change].row.worker)
                                       : snapshot->visits[i].present;
    }
    while ((found = week_object(&snapshot->week, present->drawn, present->objections)) > 0) {
        for (int i = 0; i < found; i++) {
            int visit = present->objections[i].visit;
            stale(&changes[present->change[visit]], limit_code(present->objections[i].rule));
            present->drawn[visit].worker = snapshot->visits[visit].present;
        }
        forbidden += found;
    }
    return found < 0 ? -1 : forbidden;
}

static int changes_sift(struct unit *unit, struct present *present, struct change *changes, int count)
{
    int forbidden;
    do {
        forbidden = changes_try(unit, changes, count);
        if (!forbidden)
            forbidden = limits_try(unit, present, changes);
    } while (forbidden > 0);
    return forbidden;
}

static int changes_ask(struct unit *unit, const struct dayplan *dayplan, struct change *changes, int count)
{
    struct present *present = calloc(1, sizeof *present);
    int failed = -1;
    if (present && (present->snapshot = calloc(1, sizeof *present->snapshot)) &&
        !present_read(unit, dayplan, present, changes, count))
        failed = changes_sift(unit, present, changes, count);
    if (present)
        snapshot_drop(present->snapshot);
    free(present);
    return failed;
}

/* ---- doing it ---- */

/* All are taken from who has them before any is given, so that two may be exchanged. */
static int changes_make(struct unit *unit, struct change *changes, int count)
{
    int result = UNIT_DONE;
    for (int i = 0; i < count && result == UNIT_DONE; i++)
        if (changes[i].wanted && changes[i].visit.state == VISIT_UNFILLED)
            result = life_replan(unit, &changes[i].visit, VISIT_RETRY);
    for (int i = 0; i < count && result == UNIT_DONE; i++)
        if (changes[i].wanted)
            result = life_lose_worker(unit, &changes[i].visit, "plan");
    for (int i = 0; i < count && result == UNIT_DONE; i++)
        if (changes[i].wanted)
            result = match_by_plan(unit, &changes[i].visit, changes[i].row.worker);
    return result;
}

static int outcomes_save(struct unit *unit, struct dayplan *dayplan, struct change *changes, int count)
{
    for (int i = 0; i < count; i++) {
        if (changes[i].wanted)
            TEXT_PUT(changes[i].row.outcome, "done");
        dayplan->done += changes[i].wanted;
        dayplan->stale += !changes[i].wanted && changes[i].row.outcome[0];
        if (changes[i].row.outcome[0] && dayplan_visit_end(unit->store, dayplan->dayplan, &changes[i].row))
            return unit_trouble(unit);
    }
    return UNIT_DONE;
}

static int carry_out(struct unit *unit, struct dayplan *dayplan, struct dayplan_visit *rows, struct change *changes)
{
    int count = dayplan_visits(unit->store, dayplan->dayplan, 0, rows, DAYPLAN_VISITS);
    if (count < 0)
        return unit_trouble(unit);
    for (int i = 0; i < count; i++) {
        changes[i].row = rows[i];
        if (change_look(unit, &changes[i]) != UNIT_DONE)
            return UNIT_TROUBLE;
    }
    if (changes_ask(unit, dayplan, changes, count))
        return unit_trouble(unit);
    int result = changes_make(unit, changes, count);
    return result == UNIT_DONE ? outcomes_save(unit, dayplan, changes, count) : result;
}

int dayplan_carry_out(struct unit *unit, struct dayplan *dayplan)
{
    struct dayplan_visit *rows = calloc(DAYPLAN_VISITS, sizeof *rows);
    struct change *changes = calloc(DAYPLAN_VISITS, sizeof *changes);
    int result = rows && changes ? carry_out(unit, dayplan, rows, changes) : unit_trouble(unit);
    free(rows);
    free(changes);
    return result;
}
