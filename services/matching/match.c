/* Finding a worker. Invariant: whoever is asked or assigned has passed every hard rule in this very unit, and each look
 * leaves a decision that tells why. */
#include "match.h"

#include "base/text.h"

#include "caseload_change.h"
#include "companion.h"
#include "fact_store.h"
#include "life.h"
#include "offer_store.h"
#include "offers.h"
#include "team_store.h"
#include "visit_store.h"

static void wishes_copy(const struct visit *visit, struct demand *demand)
{
    demand->time = visit->time;
    demand->place = visit->place;
    demand->wish_sex = visit->wish_sex;
    demand->languages_count = visit->languages_count;
    for (int i = 0; i < visit->languages_count; i++)
        TEXT_PUT(demand->languages[i], visit->languages[i]);
    TEXT_PUT(demand->station, visit->station);
    TEXT_PUT(demand->household, visit->household);
    TEXT_PUT(demand->wish_worker, visit->wish_worker);
    TEXT_PUT(demand->own_hold, visit->hold);
    demand->soft = visit->soft;
}

int match_prepare(struct unit *unit, const struct visit *visit, struct search *search)
{
    struct service_facts service;
    int found = fact_service_find(unit->store, visit->service, &service);
    if (found < 0)
        return unit_trouble(unit);
    if (!found)
        return unit_refuse(unit, "unknown_service", "service", "Service %s is not known to matching.", visit->service);
    policy_read(unit, &search->policy);
    search->demand = service.demand;
    search->risky = service.risky;
    search->critical = service.critical;
    wishes_copy(visit, &search->demand);
    int serves = fact_station_serves(unit->store, visit->station, visit->community);
    int excluded = excluded_list(unit->store, visit->visit, search->excluded, EXCLUDED_MAX);
    int unsure = fact_unsure_list(unit->store, search->unsure, UNSURE_MAX);
    if (excluded < 0 || unsure < 0 || serves < 0)
        return unit_trouble(unit);
    search->demand.closed = !serves;
    search->demand.excluded = (const char(*)[ID_SIZE])search->excluded;
    search->demand.excluded_count = excluded;
    search->demand.unsure = (const char(*)[ID_SIZE])search->unsure;
    search->demand.unsure_count = unsure;
    if (team_find(unit->store, visit->household, &search->named) < 0 || companion_demand(unit, visit, search))
        return unit_trouble(unit);
    TEXT_PUT(search->demand.backup, search->named.backup);
    TEXT_PUT(search->demand.main, search->named.by_hand ? search->named.main : "");
    return UNIT_DONE;
}

void match_rank(const struct unit *unit, struct search *search)
{
    limits_rank(pool_of(unit), &search->policy, &search->demand, &search->spent, &search->decision.ranking);
}

/* ---- decisions ---- */

/* Names the household's main worker and who stands in, when that has changed (V8, V22). Who goes along with another is
 * not named for coming first. */
static int name_team(struct unit *unit, const struct visit *visit, struct search *search, const char *chosen)
{
    const struct ranking *ranking = &search->decision.ranking;
    struct named_team team = search->named;
    bool changed = false;
    const char *first = visit->lead[0] ? team.main : chosen;
    const char *leads = ranking->team.main[0] ? ranking->team.main : first;
    if (!leads[0])
        return UNIT_DONE;
    if (caseload_want(unit, visit->station, leads, first, &team, &changed))
        return UNIT_TROUBLE;
    choice_backup(pool_of(unit), &search->demand, ranking, team.main[0] ? team.main : leads, search->named.backup,
                  team.backup);
    TEXT_PUT(search->decision.backup, team.backup);
    if (!team.since || (!changed && text_same(team.backup, search->named.backup)))
        return UNIT_DONE;
    team.named_at = unit->now;
    return team_save(unit->store, &team) ? unit_trouble(unit) : UNIT_DONE;
}

/* Somebody else than who has it, or had it when it was lost, is a change that counts (D2 row 12, V17). */
static void note_change(const struct unit *unit, const struct visit *visit, const char *worker,
                        struct decision *decision)
{
    const char *from = visit_has_worker(visit->state) ? visit->worker : visit->replaces;
    if (!from[0] || !worker[0] || text_same(from, worker))
        return;
    TEXT_PUT(decision->from_worker, from);
    decision->penalty_min = unit->setting[SET_PLAN_MOVE_MIN];
}

/* What stands in the way of those who are named: asked here, since who only wants to choose need not know. */
static void name_whats(const struct unit *unit, const struct search *search, struct decision *decision)
{
    const struct ranking *ranking = &decision->ranking;
    for (int i = 0; i < ranking->named_count; i++) {
        enum rule rule = ranking->named[i].rule;
        const char *limit = rule == RULE_LIMITS ? limits_broken(&search->policy, pool_of(unit), &search->demand,
                                                                ranking->named[i].worker)
                                                : NULL;
        if (rule == RULE_CERTIFICATE || rule == RULE_LEAVE || rule == RULE_BUSY)
            choice_check(pool_of(unit), &search->policy, &search->demand, ranking->named[i].worker, decision->what[i]);
        if (limit)
            TEXT_PUT(decision->what[i], limit);
    }
}

static int decide(struct unit *unit, struct visit *visit, struct search *search, const char *why, const char *outcome,
                  const char *worker)
{
    struct decision *decision = &search->decision;
    note_change(unit, visit, worker, decision);
    name_whats(unit, search, decision);
    TEXT_PUT(decision->visit, visit->visit);
    TEXT_PUT(decision->why, why);
    TEXT_PUT(decision->outcome, outcome);
    TEXT_PUT(decision->worker, worker);
    decision->number = ++visit->decisions;
    decision->at = unit->now;
    for (int term = 0; term < TERM_COUNT; term++)
        decision->weight[term] = search->policy.weight[term];
    if (name_team(unit, visit, search, worker))
        return UNIT_TROUBLE;
    return decision_save(unit->store, decision) ? unit_trouble(unit) : UNIT_DONE;
}

/* At the last call nobody can be asked any more; a worker who does not come can still be replaced by an employee, but
 * after it the visit is left as it is (ruling 2). */
bool match_is_too_late(const struct unit *unit, const struct visit *visit, struct demand *demand)
{
    struct visit_policy policy;
    visit_policy_read(unit, &policy);
    int64_t last = visit_last_call(visit, &policy);
    demand->at_once = unit->now >= last;
    return visit->state == VISIT_AT_RISK ? unit->now > last : unit->now >= last;
}

static void exclude(struct search *search, const char *worker)
{
    if (worker[0] && search->demand.excluded_count < EXCLUDED_MAX)
        TEXT_PUT(search->excluded[search->demand.excluded_count++], worker);
}

/* Looking again in vain leaves no decision: the one before still tells why. */
static int nobody(struct unit *unit, struct visit *visit, struct search *search, const char *why, bool late)
{
    bool at_risk = visit->state == VISIT_AT_RISK;
    if (at_risk && text_same(why, "again"))
        return life_searched(unit, visit);
    if (decide(unit, visit, search, why, "none", ""))
        return UNIT_TROUBLE;
    if (at_risk)
        return life_searched(unit, visit);
    if (companion_end(unit, visit, VISIT_CANCEL, "lead_unfilled"))
        return UNIT_TROUBLE;
    return life_give_up(unit, visit, late ? "too_late" : "no_candidate", &search->decision.ranking);
}

/* Marks the best, and the next ones who must be asked as well while there may be more of them (V12). */
static void mark_asked(struct ranking *ranking, int64_t width)
{
    const struct candidate *best = &ranking->best[0];
    for (int i = 0; i < ranking->best_count && width > 0; i++) {
        struct candidate *one = &ranking->best[i];
        one->asked = i == 0 || (!best->employee && !one->employee && one->too_many == best->too_many);
        width -= one->asked;
    }
}

static int offer(struct unit *unit, struct visit *visit, const struct search *search)
{
    const struct ranking *ranking = &search->decision.ranking;
    int result = life_offer(unit, visit, &ranking->best[0]);
    for (int i = 1; i < ranking->best_count && result == UNIT_DONE; i++)
        if (ranking->best[i].asked)
            result = offers_add(unit, visit, &ranking->best[i]);
    return result;
}

static int take(struct unit *unit, struct visit *visit, struct search *search, const char *why)
{
    const struct candidate *best = &search->decision.ranking.best[0];
    mark_asked(&search->decision.ranking, unit->setting[SET_OFFER_WIDTH]);
    if (decide(unit, visit, search, why, best->employee ? "assigned" : "offered", best->worker) ||
        (visit->state == VISIT_AT_RISK && life_lose_worker(unit, visit, visit->risk)))
        return UNIT_TROUBLE;
    return best->employee ? life_assign(unit, visit, best, "direct") : offer(unit, visit, search);
}

static bool roster_is_silent(const struct unit *unit)
{
    return unit_source_is_silent(unit, matching_service.first);
}

int match_may_decide(struct unit *unit, const struct search *search)
{
    if (!search->risky || !roster_is_silent(unit))
        return UNIT_DONE;
    return unit_not_now(unit, "roster_silent", "Roster is not heard, and this service waits for it. Try again.");
}

/* Those who work beside have been found, and their time is taken now. */
static int take_beside(struct unit *unit, struct visit *visit, struct search *search, const char *why)
{
    search->demand.workers = 1;
    match_rank(unit, search);
    return search->decision.ranking.feasible ? take(unit, visit, search, why) : nobody(unit, visit, search, why, false);
}

/* Without `apart`; who is at risk is no candidate for replacing himself or herself. */
static int find(struct unit *unit, struct visit *visit, const char *why, const char *apart)
{
    struct search search = {0};
    int prepared = match_prepare(unit, visit, &search);
    if (prepared != UNIT_DONE)
        return prepared;
    visit->company = search.company;
    exclude(&search, apart);
    exclude(&search, visit->state == VISIT_AT_RISK ? visit->worker : "");
    bool late = match_is_too_late(unit, visit, &search.demand);
    if (!late && search.risky && roster_is_silent(unit))
        return life_wait(unit, visit);
    visit->waiting = 0;
    match_rank(unit, &search);
    if (late || !search.decision.ranking.feasible)
        return nobody(unit, visit, &search, why, late);
    if (!search.beside)
        return take(unit, visit, &search, why);
    int found = companion_find(unit, visit, &search);
    return found == COMPANIONS_THERE ? take_beside(unit, visit, &search, why) : found;
}

int match_find(struct unit *unit, struct visit *visit, const char *why)
{
    return find(unit, visit, why, "");
}

int match_find_beside(struct unit *unit, struct visit *visit, const char *worker)
{
    return find(unit, visit, "first", worker);
}

int match_alone(struct unit *unit, struct visit *visit)
{
    struct search search = {0};
    struct ranking *ranking = &search.decision.ranking;
    int prepared = match_prepare(unit, visit, &search);
    if (prepared != UNIT_DONE)
        return prepared;
    match_rank(unit, &search);
    choice_need(ranking, ranking->feasible + 1);
    return nobody(unit, visit, &search, "next", false);
}

/* ---- by hand ---- */

static int refuse_rule(struct unit *unit, const char *worker, enum rule rule, const char *what)
{
    return unit_refuse(unit, choice_rule_code(rule), "worker", "Worker %s may not be sent: %s%s%s%s.", worker,
                       choice_rule_label_en(rule), what[0] ? " (" : "", what, what[0] ? ")" : "");
}

static int check_by_hand(struct unit *unit, const struct search *search, const char *worker, bool assign)
{
    char what[ID_SIZE];
    struct worker_facts facts;
    if (!pool_facts(pool_of(unit), worker, &facts))
        return unit_refuse(unit, "unknown_worker", "worker", "There is no worker %s.", worker);
    enum rule rule = choice_check(pool_of(unit), &search->policy, &search->demand, worker, what);
    const char *limit = rule ? NULL : limits_broken(&search->policy, pool_of(unit), &search->demand, worker);
    if (rule || limit)
        return refuse_rule(unit, worker, rule ? rule : RULE_LIMITS, limit ? limit : what);
    if (assign && !facts.employee)
        return unit_refuse(unit, "not_employee", "worker", "Worker %s is not employed here and must be asked.", worker);
    return UNIT_DONE;
}

static void mark_worker(struct ranking *ranking, const char *worker)
{
    for (int i = 0; i < ranking->best_count; i++)
        ranking->best[i].asked |= text_same(ranking->best[i].worker, worker);
}

int match_by_hand(struct unit *unit, struct visit *visit, const char *worker, bool assign, const char *lost)
{
    struct search search = {0};
    struct candidate candidate;
    int result = match_prepare(unit, visit, &search);
    if (result == UNIT_DONE)
        result = match_may_decide(unit, &search);
    if (result == UNIT_DONE)
        result = check_by_hand(unit, &search, worker, assign);
    if (result != UNIT_DONE)
        return result;
    match_rank(unit, &search);
    choice_score(pool_of(unit), &search.policy, &search.demand, worker, &candidate);
    mark_worker(&search.decision.ranking, worker);
    visit->company = search.company;
    if (decide(unit, visit, &search, "dispatcher", assign ? "assigned" : "offered", worker) ||
        (lost && life_lose_worker(unit, visit, lost)))
        return UNIT_TROUBLE;
    return assign ? life_assign(unit, visit, &candidate, "dispatcher") : life_offer(unit, visit, &candidate);
}

int match_by_plan(struct unit *unit, struct visit *visit, const char *worker)
{
    struct search search = {0};
    struct candidate candidate;
    struct worker_facts facts = {0};
    int result = match_prepare(unit, visit, &search);
    if (result != UNIT_DONE)
        return result;
    match_rank(unit, &search);
    choice_score(pool_of(unit), &search.policy, &search.demand, worker, &candidate);
    mark_worker(&search.decision.ranking, worker);
    pool_facts(pool_of(unit), worker, &facts);
    if (decide(unit, visit, &search, "plan", facts.employee ? "assigned" : "offered", worker))
        return UNIT_TROUBLE;
    visit->waiting = 0;
    return facts.employee ? life_assign(unit, visit, &candidate, "dispatcher") : life_offer(unit, visit, &candidate);
}

static int check_all(struct unit *unit, const struct search *search, const char (*workers)[ID_SIZE], int count)
{
    int result = UNIT_DONE;
    for (int i = 0; i < count && result == UNIT_DONE; i++)
        result = check_by_hand(unit, search, workers[i], false);
    for (int i = 1; i < count && result == UNIT_DONE; i++)
        for (int j = 0; j < i && result == UNIT_DONE; j++)
            if (text_same(workers[i], workers[j]))
                result = unit_refuse(unit, "twice", "workers", "Worker %s is named twice.", workers[i]);
    return result;
}

int match_broadcast(struct unit *unit, struct visit *visit, const char (*workers)[ID_SIZE], int count)
{
    struct search search = {0};
    struct candidate candidate;
    int result = match_prepare(unit, visit, &search);
    if (result == UNIT_DONE)
        result = match_may_decide(unit, &search);
    if (result == UNIT_DONE)
        result = check_all(unit, &search, workers, count);
    if (result != UNIT_DONE)
        return result;
    match_rank(unit, &search);
    for (int i = 0; i < count; i++)
        mark_worker(&search.decision.ranking, workers[i]);
    result = decide(unit, visit, &search, "dispatcher", "offered", workers[0]);
    for (int i = 0; i < count && result == UNIT_DONE; i++) {
        choice_score(pool_of(unit), &search.policy, &search.demand, workers[i], &candidate);
        result = i == 0 ? life_offer(unit, visit, &candidate) : offers_add(unit, visit, &candidate);
    }
    return result;
}
