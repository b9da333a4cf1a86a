/* Facts have changed: who may not come any more is replaced, who may again recovers. Invariant: a visit to come that is
 * neither at risk nor void passes the rules that its worker's facts decide. And whoever has become able is looked for
 * again where nobody was. */
#include "base/text.h"

#include "life.h"
#include "match.h"
#include "offer_store.h"
#include "offers.h"
#include "visit_store.h"

int match_threatened(struct unit *unit, struct visit *visit, const char *reason)
{
    int result = life_risk(unit, visit, VISIT_THREATEN, reason);
    return result == UNIT_DONE ? match_find(unit, visit, "replace") : result;
}

static int offer_is_void(struct unit *unit, struct visit *visit)
{
    int result = life_void(unit, visit);
    return result == UNIT_DONE && visit->state == VISIT_PLANNED ? match_find(unit, visit, "next") : result;
}

int match_recheck(struct unit *unit, struct visit *visit)
{
    struct search search = {0};
    int prepared = match_prepare(unit, visit, &search);
    if (prepared != UNIT_DONE)
        return prepared;
    enum rule rule = choice_check_facts(pool_of(unit), &search.policy, &search.demand, visit->worker);
    bool at_risk = visit->state == VISIT_AT_RISK;
    if (at_risk && !rule && text_same(visit->risk, choice_rule_code(RULE_BUSY)))
        rule = choice_check_way(pool_of(unit), &search.policy, &search.demand, visit->worker);
    if (at_risk && !rule) /* facts put neither of the two right */
        return text_in_list(visit->risk, "no_ack|overrun") ? UNIT_DONE : life_recover(unit, visit);
    if (at_risk && text_same(visit->risk, choice_rule_code(rule)))
        return UNIT_DONE;
    if (!rule)
        return UNIT_DONE;
    return visit->state == VISIT_OFFERED ? offer_is_void(unit, visit)
                                         : match_threatened(unit, visit, choice_rule_code(rule));
}

typedef int next_visit(struct store *store, const char *of, struct visit *visit);

static int recheck_all(struct unit *unit, next_visit *next, const char *of)
{
    struct visit at = {0};
    int found, result = UNIT_DONE;
    while (result == UNIT_DONE && (found = next(unit->store, of, &at)) == 1) {
        struct visit visit = at;
        result = visit.worker[0] ? match_recheck(unit, &visit) : UNIT_DONE;
    }
    return result == UNIT_DONE && found < 0 ? unit_trouble(unit) : result;
}

/* Until the last call; who only did not acknowledge has an hour first. */
static bool may_be_replaced(const struct unit *unit, const struct visit *visit, struct demand *demand)
{
    bool waits = text_same(visit->risk, "no_ack") &&
                 unit->now < visit->risk_at + unit->setting[SET_REPLACE_AFTER_MIN] * MS_MINUTE;
    return !waits && !match_is_too_late(unit, visit, demand);
}

static int help_one(struct unit *unit, struct visit *visit, const char *worker)
{
    struct search search = {0};
    if (text_same(visit->worker, worker))
        return UNIT_DONE;
    int prepared = match_prepare(unit, visit, &search);
    if (prepared != UNIT_DONE || !may_be_replaced(unit, visit, &search.demand) ||
        choice_check(pool_of(unit), &search.policy, &search.demand, worker, NULL) ||
        limits_broken(&search.policy, pool_of(unit), &search.demand, worker))
        return prepared;
    return match_find(unit, visit, "again");
}

/* ---- for whom nobody was found: capacity has come, or a rule has changed (D2 row 7) ---- */

/* What has become able to come: this worker, or somebody when a rule of that service or station has changed. */
struct change {
    const char *worker, *service, *station; /* NULL: not this */
};

static bool concerns(const struct change *change, const struct visit *visit)
{
    return !(change->service && !text_same(change->service, visit->service)) &&
           !(change->station && !text_same(change->station, visit->station));
}

static bool is_able(const struct unit *unit, const struct change *change, struct search *search)
{
    struct ranking *ranking = &search->decision.ranking;
    bool may =
        !change->worker || (!choice_check(pool_of(unit), &search->policy, &search->demand, change->worker, NULL) &&
                            !limits_broken(&search->policy, pool_of(unit), &search->demand, change->worker));
    if (!may || (change->worker && search->demand.workers == 1))
        return may;
    match_rank(unit, search);
    return ranking->feasible > 0;
}

static int fill_one(struct unit *unit, struct visit *visit, const struct change *change)
{
    struct search search = {0};
    int result = match_prepare(unit, visit, &search);
    if (result != UNIT_DONE || match_is_too_late(unit, visit, &search.demand) || !is_able(unit, change, &search))
        return result;
    result = life_replan(unit, visit, VISIT_RETRY);
    return result == UNIT_DONE ? match_find(unit, visit, "capacity") : result;
}

static int fill(struct unit *unit, const struct change *change)
{
    struct visit at = {.time.start = unit->now};
    int found, result = UNIT_DONE;
    while (result == UNIT_DONE && (found = visit_next_unfilled(unit->store, &at)) == 1) {
        struct visit visit = at;
        result = concerns(change, &visit) ? fill_one(unit, &visit, change) : UNIT_DONE;
    }
    return result == UNIT_DONE && found < 0 ? unit_trouble(unit) : result;
}

int match_help(struct unit *unit, const char *worker)
{
    struct visit at = {0};
    int found, result = UNIT_DONE;
    while (result == UNIT_DONE && (found = visit_next_at_risk(unit->store, &at)) == 1) {
        struct visit visit = at;
        result = help_one(unit, &visit, worker);
    }
    if (result == UNIT_DONE && found < 0)
        return unit_trouble(unit);
    return result == UNIT_DONE ? fill(unit, &(struct change){.worker = worker}) : result;
}

typedef enum rule choice_asks(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                              const char *worker);

/* The worker of an offer that the rules forbid now comes to stand in the visit, as if answering no. */
static int recheck_offer(struct unit *unit, const struct offer *offer, choice_asks *asks)
{
    struct visit visit;
    struct search search = {0};
    if (visit_find(unit->store, offer->visit, &visit) != 1)
        return unit_trouble(unit);
    int result = match_prepare(unit, &visit, &search);
    if (result != UNIT_DONE || !asks(pool_of(unit), &search.policy, &search.demand, offer->worker))
        return result;
    return offers_lead(unit, &visit, offer->worker) == 1 ? offer_is_void(unit, &visit) : UNIT_TROUBLE;
}

static int recheck_offers(struct unit *unit, const char *worker, choice_asks *asks)
{
    struct offer offer = {0};
    char after[ID_SIZE] = "";
    int found, result = UNIT_DONE;
    while (result == UNIT_DONE && (found = offer_next_of_worker(unit->store, worker, after, &offer)) == 1) {
        TEXT_PUT(after, offer.visit);
        result = recheck_offer(unit, &offer, asks);
    }
    return result == UNIT_DONE && found < 0 ? unit_trouble(unit) : result;
}

int match_recheck_worker(struct unit *unit, const char *worker)
{
    int result = recheck_offers(unit, worker, choice_check_facts);
    if (result == UNIT_DONE)
        result = recheck_all(unit, visit_next_of_worker, worker);
    return result == UNIT_DONE ? match_help(unit, worker) : result;
}

int match_recheck_station(struct unit *unit, const char *station)
{
    int result = recheck_all(unit, visit_next_of_station, station);
    return result == UNIT_DONE ? fill(unit, &(struct change){.station = station}) : result;
}

int match_recheck_service(struct unit *unit, const char *service)
{
    int result = recheck_all(unit, visit_next_of_service, service);
    return result == UNIT_DONE ? fill(unit, &(struct change){.service = service}) : result;
}

/* ---- another way of going about (V2, V3) ---- */

static int recheck_way(struct unit *unit, struct visit *visit)
{
    const char *busy = choice_rule_code(RULE_BUSY);
    struct search search = {0};
    int prepared = match_prepare(unit, visit, &search);
    if (prepared != UNIT_DONE || !choice_check_way(pool_of(unit), &search.policy, &search.demand, visit->worker) ||
        text_same(visit->risk, busy))
        return prepared;
    return visit->state == VISIT_OFFERED ? offer_is_void(unit, visit) : match_threatened(unit, visit, busy);
}

int match_recheck_ways(struct unit *unit, const char *worker)
{
    struct visit at = {0};
    int found, result = recheck_offers(unit, worker, choice_check_way);
    while (result == UNIT_DONE && (found = visit_next_of_worker(unit->store, worker, &at)) == 1) {
        struct visit visit = at;
        result = recheck_way(unit, &visit);
    }
    return result == UNIT_DONE && found < 0 ? unit_trouble(unit) : result;
}
