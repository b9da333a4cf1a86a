/* Overruns, and what waits for roster. Invariant: whatever waits is taken up in the order in which it began to. */
#include "risk.h"

#include "base/text.h"

#include "life.h"
#include "match.h"
#include "visit_store.h"

/* ---- a visit that lasts too long (D2 rows 10, 17; V15) ---- */

static bool is_expected(const struct visit *visit)
{
    return visit->state == VISIT_ASSIGNED || visit->state == VISIT_ACKED || visit->state == VISIT_EN_ROUTE;
}

/* The last moment at which the worker may leave one visit so as not to be late at the next. */
static int64_t leave_by(const struct unit *unit, const struct visit *at, const struct visit *next)
{
    struct worker_facts facts;
    int64_t way = 0;
    if (pool_facts(pool_of(unit), at->worker, &facts))
        way = travel_ms(unit->travel, at->place, next->place, facts.travel);
    return next->time.start + (unit->setting[SET_LATE_MIN] - unit->setting[SET_HANDOVER_MIN]) * MS_MINUTE - way;
}

int risk_overrun(struct unit *unit, const struct visit *at)
{
    struct visit next = *at;
    int found, result = UNIT_DONE;
    while (result == UNIT_DONE && (found = visit_next_of_worker(unit->store, at->worker, &next)) == 1) {
        struct visit visit = next;
        int64_t latest = leave_by(unit, at, &visit);
        if (!is_expected(&visit))
            continue;
        if (unit->now <= latest)
            return unit_timer(unit, "overrun", at->visit, latest + 1) ? unit_trouble(unit) : UNIT_DONE;
        result = match_threatened(unit, &visit, "overrun");
    }
    return result == UNIT_DONE && found < 0 ? unit_trouble(unit) : result;
}

int risk_left(struct unit *unit, const struct visit *left)
{
    struct visit next = *left;
    int found, result = UNIT_DONE;
    while (result == UNIT_DONE && (found = visit_next_of_worker(unit->store, left->worker, &next)) == 1) {
        struct visit visit = next;
        if (is_expected(&visit) && unit->now > leave_by(unit, left, &visit))
            result = match_threatened(unit, &visit, "overrun");
    }
    return result == UNIT_DONE && found < 0 ? unit_trouble(unit) : result;
}

int risk_is_elsewhere(struct unit *unit, const struct visit *visit)
{
    struct visit at;
    int found = visit_started_of_worker(unit->store, visit->worker, &at);
    return found == 1 ? !text_same(at.visit, visit->visit) : found;
}

/* ---- waiting for roster (ruling 6) ---- */

int risk_returned(struct unit *unit, const char *source, int64_t *after)
{
    struct visit visit;
    if (!text_same(source, matching_service.first))
        return UNIT_DONE;
    int found = visit_next_waiting(unit->store, *after, &visit);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    *after = visit.waiting;
    return match_find(unit, &visit, visit.state == VISIT_AT_RISK ? "again" : visit.decisions ? "next" : "first");
}
