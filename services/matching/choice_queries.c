/* Questions about choices: why this worker, who could, and how matching stands (V9). */
#include "base/text.h"

#include "command.h"
#include "decision_store.h"
#include "fact_store.h"
#include "match.h"
#include "team_store.h"
#include "visit_store.h"

#define READERS (ROLE_STAFF | ROLE_OFFICER | ROLE_SUPERVISOR)

/* ---- a ranking as the answer tells it ---- */

static void fill_candidate(struct match_candidate *row, const struct candidate *candidate, int rank, const int *weight)
{
    TEXT_PUT(row->worker, candidate->worker);
    row->rank = rank;
    row->total = candidate->total;
    row->chosen = candidate->asked;
    row->too_many = candidate->too_many;
    for (int term = 0; term < TERM_COUNT; term++) {
        struct score_term *to = &row->terms.at[row->terms.count++];
        TEXT_PUT(to->term, choice_term_code((enum term)term));
        TEXT_PUT(to->label, choice_term_label((enum term)term));
        TEXT_PUT(to->label_en, choice_term_label_en((enum term)term));
        to->weight = weight[term];
        to->points = candidate->points[term];
    }
}

static void fill_reason(struct match_reason *row, enum rule rule, int64_t workers)
{
    TEXT_PUT(row->reason, choice_rule_code(rule));
    TEXT_PUT(row->label, choice_rule_label(rule));
    TEXT_PUT(row->label_en, choice_rule_label_en(rule));
    row->workers = workers;
}

static void fill_rejected(struct match_rejected *row, const struct rejection *rejection)
{
    TEXT_PUT(row->worker, rejection->worker);
    TEXT_PUT(row->reason, choice_rule_code(rejection->rule));
}

/* candidates, reasons and rejected have the same names and shapes in both answers. */
#define FILL_RANKING(answer, ranking, weight)                                                                          \
    do {                                                                                                               \
        (answer)->considered = (ranking)->considered;                                                                  \
        (answer)->feasible = (ranking)->feasible;                                                                      \
        for (int i = 0; i < (ranking)->best_count; i++)                                                                \
            fill_candidate(&(answer)->candidates.at[(answer)->candidates.count++], &(ranking)->best[i], i + 1,         \
                           weight);                                                                                    \
        for (int rule = 1; rule < RULE_COUNT; rule++)                                                                  \
            if ((ranking)->rejected[rule])                                                                             \
                fill_reason(&(answer)->reasons.at[(answer)->reasons.count++], (enum rule)rule,                         \
                            (ranking)->rejected[rule]);                                                                \
        for (int i = 0; i < (ranking)->named_count; i++)                                                               \
            fill_rejected(&(answer)->rejected.at[(answer)->rejected.count++], &(ranking)->named[i]);                   \
    } while (0)

/* ---- why this worker ---- */

static void fill_visit(struct visit_explain_answer *answer, const struct visit *visit)
{
    TEXT_PUT(answer->visit, visit->visit);
    TEXT_PUT(answer->station, visit->station);
    TEXT_PUT(answer->service, visit->service);
    answer->start = visit->time.start;
    answer->end = visit->time.end;
    TEXT_PUT(answer->label, visit_state_label((int)visit->state));
    TEXT_PUT(answer->label_en, visit_state_label_en((int)visit->state));
    answer->of = visit->decisions;
}

/* What stood in the way; and of workers of stations that the asker has nothing to do with no name (V24). */
static int fill_whats(struct unit *unit, const struct decision *decision, struct visit_explain_answer *answer)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < answer->rejected.count; i++) {
        struct match_rejected *row = &answer->rejected.at[i];
        int seen = fact_worker_in_reach(unit->store, row->worker);
        if (seen < 0)
            return unit_trouble(unit);
        TEXT_PUT(row->what, decision->what[i]);
        if (seen)
            answer->rejected.at[kept++] = *row;
    }
    answer->rejected.count = kept;
    return UNIT_DONE;
}

static int on_explain(struct unit *unit, const void *question, void *to)
{
    const struct visit_explain *ask = question;
    struct visit_explain_answer *answer = to;
    struct visit visit;
    struct decision decision;
    int result = command_visit_asked(unit, ask->id, &visit);
    if (result != UNIT_DONE)
        return result;
    int found = decision_find(unit->store, ask->id, ask->number ? ask->number : visit.decisions, &decision);
    if (found != 1)
        return found < 0 ? unit_trouble(unit)
                         : unit_refuse(unit, "unknown_decision", "number", "The visit has %lld decisions.",
                                       (long long)visit.decisions);
    fill_visit(answer, &visit);
    TEXT_PUT(answer->why, decision.why);
    TEXT_PUT(answer->outcome, decision.outcome);
    TEXT_PUT(answer->worker, decision.worker);
    answer->number = decision.number;
    answer->at = decision.at;
    TEXT_PUT(answer->main, decision.ranking.team.main);
    TEXT_PUT(answer->backup, decision.backup);
    answer->visits = decision.ranking.team.visits;
    answer->main_visits = decision.ranking.team.main_visits;
    answer->month_workers = decision.ranking.team.month_workers;
    TEXT_PUT(answer->from_worker, decision.from_worker);
    answer->penalty_min = decision.penalty_min;
    FILL_RANKING(answer, &decision.ranking, decision.weight);
    for (uint32_t i = 0; i < answer->candidates.count; i++)
        answer->candidates.at[i].chosen |= text_same(answer->candidates.at[i].worker, decision.worker);
    return fill_whats(unit, &decision, answer);
}

/* ---- who comes to a household (V8) ---- */

static void fill_team(struct team_get_answer *answer, const struct team *team)
{
    answer->visits = team->visits;
    answer->main_visits = team->main_visits;
    answer->share_pct = team->visits ? 100 * team->main_visits / team->visits : 0;
    answer->month_workers = team->month_workers;
    for (int i = 0; i < team->members_count; i++) {
        struct team_row *row = &answer->rows.at[answer->rows.count++];
        TEXT_PUT(row->worker, team->members[i].worker);
        row->visits = team->members[i].visits;
        row->month_visits = team->members[i].month_visits;
    }
}

static int on_team(struct unit *unit, const void *question, void *to)
{
    const struct team_get *ask = question;
    struct team_get_answer *answer = to;
    struct demand demand = {.time = {ask->at ? ask->at : unit->now, ask->at ? ask->at : unit->now}};
    struct policy policy;
    struct team team;
    struct named_team named;
    int found = team_find(unit->store, ask->id, &named);
    if (found != 1)
        return found < 0 ? unit_trouble(unit)
                         : unit_refuse(unit, "unknown_team", "id", "Nobody was ever sent to household %s.", ask->id);
    TEXT_PUT(demand.household, ask->id);
    TEXT_PUT(demand.main, named.by_hand ? named.main : "");
    policy_read(unit, &policy);
    choice_team(pool_of(unit), &policy, &demand, &team);
    TEXT_PUT(answer->household, ask->id);
    TEXT_PUT(answer->main, named.main);
    TEXT_PUT(answer->backup, named.backup);
    answer->named_at = named.named_at;
    answer->since = named.main[0] ? named.since : 0;
    answer->by_hand = named.by_hand;
    TEXT_PUT(answer->wanted, named.wanted);
    answer->caseload_most = unit->setting[SET_CASELOAD_MOST];
    if (named.main[0] && team_count_of(unit->store, named.main, &answer->households))
        return unit_trouble(unit);
    answer->share_wanted_pct = unit->setting[SET_MAIN_SHARE_PCT];
    answer->month_most = unit->setting[SET_MAX_WORKERS_MONTH];
    fill_team(answer, &team);
    return UNIT_DONE;
}

/* ---- who could ---- */

static void wish_of(const struct worker_eligible *ask, struct demand *demand)
{
    demand->time = (struct interval){ask->start, ask->end};
    demand->place = (struct cell){(int32_t)ask->cell_lat, (int32_t)ask->cell_lon};
    demand->wish_sex = ask->wish_sex[0];
    TEXT_PUT(demand->household, ask->household);
    TEXT_PUT(demand->station, ask->station);
    for (uint32_t i = 0; i < ask->wish_languages.count && i < DEMAND_LANGUAGES; i++)
        TEXT_PUT(demand->languages[demand->languages_count++], ask->wish_languages.at[i]);
    for (uint32_t i = 0; i < ask->wish_cuisines.count && i < DEMAND_CUISINES; i++)
        TEXT_PUT(demand->soft.cuisines[demand->soft.cuisines_count++], ask->wish_cuisines.at[i]);
    demand->soft.pets = ask->home_pets;
    demand->soft.nonsmoker = ask->wish_nonsmoker;
}

/* V24: workers of stations that the asker has nothing to do with are counted and not named. */
static int hide_others(struct unit *unit, struct worker_eligible_answer *answer)
{
    uint32_t candidates = 0, rejected = 0;
    int seen = 0;
    for (uint32_t i = 0; i < answer->candidates.count && seen >= 0; i++)
        if ((seen = fact_worker_in_reach(unit->store, answer->candidates.at[i].worker)) == 1)
            answer->candidates.at[candidates++] = answer->candidates.at[i];
    for (uint32_t i = 0; i < answer->rejected.count && seen >= 0; i++)
        if ((seen = fact_worker_in_reach(unit->store, answer->rejected.at[i].worker)) == 1)
            answer->rejected.at[rejected++] = answer->rejected.at[i];
    answer->candidates.count = candidates;
    answer->rejected.count = rejected;
    return seen < 0 ? unit_trouble(unit) : UNIT_DONE;
}

static int on_eligible(struct unit *unit, const void *question, void *to)
{
    const struct worker_eligible *ask = question;
    struct worker_eligible_answer *answer = to;
    struct service_facts service;
    struct policy policy;
    struct ranking ranking;
    struct spent spent;
    char unsure[UNSURE_MAX][ID_SIZE];
    int found = fact_service_find(unit->store, ask->service, &service);
    if (found != 1)
        return found < 0 ? unit_trouble(unit)
                         : unit_refuse(unit, "unknown_service", "service", "There is no service %s.", ask->service);
    if (ask->end <= ask->start)
        return unit_refuse(unit, "bad_time", "end", "The end must be after the start.");
    if (unit_place_check(unit, ask->cell_lat, ask->cell_lon) != 0)
        return UNIT_REFUSED;
    wish_of(ask, &service.demand);
    service.demand.unsure_count = fact_unsure_list(unit->store, unsure, UNSURE_MAX);
    if (service.demand.unsure_count < 0)
        return unit_trouble(unit);
    service.demand.unsure = (const char(*)[ID_SIZE])unsure;
    policy_read(unit, &policy);
    limits_rank(pool_of(unit), &policy, &service.demand, &spent, &ranking);
    FILL_RANKING(answer, &ranking, policy.weight);
    return hide_others(unit, answer);
}

/* ---- the board ---- */

#define COUNTS_MOST 128
#define AT_RISK_MOST 20

static int add_count(void *self, const char *station, enum visit_state state, int64_t count)
{
    struct match_board_answer *answer = self;
    struct board_count *row = &answer->counts.at[answer->counts.count++];
    TEXT_PUT(row->station, station);
    TEXT_PUT(row->state, visit_state_name((int)state));
    TEXT_PUT(row->label, visit_state_label((int)state));
    TEXT_PUT(row->label_en, visit_state_label_en((int)state));
    row->visits = count;
    return answer->counts.count == COUNTS_MOST;
}

static int add_at_risk(void *self, const struct visit *visit)
{
    struct match_board_answer *answer = self;
    struct visit_row *row = &answer->at_risk.at[answer->at_risk.count++];
    TEXT_PUT(row->visit, visit->visit);
    TEXT_PUT(row->booking, visit->booking);
    TEXT_PUT(row->station, visit->station);
    TEXT_PUT(row->service, visit->service);
    row->start = visit->time.start;
    row->end = visit->time.end;
    TEXT_PUT(row->state, visit_state_name((int)visit->state));
    TEXT_PUT(row->label, visit_state_label((int)visit->state));
    TEXT_PUT(row->label_en, visit_state_label_en((int)visit->state));
    TEXT_PUT(row->worker, visit->worker);
    TEXT_PUT(row->risk, visit->risk);
    return answer->at_risk.count == AT_RISK_MOST;
}

static int on_board(struct unit *unit, const void *question, void *to)
{
    const struct match_board *ask = question;
    struct match_board_answer *answer = to;
    int64_t counts[RULE_COUNT] = {0};
    struct visit_filter at_risk = {.state = "AT_RISK",
                                   .worker = "",
                                   .booking = "",
                                   .station = ask->station,
                                   .from = ask->from,
                                   .to = ask->to,
                                   .after = "",
                                   .limit = AT_RISK_MOST};
    if (visit_count(unit->store, ask->station, ask->from, ask->to, add_count, answer) ||
        decision_reasons(unit->store, ask->station, ask->from, ask->to, counts) ||
        decision_unfilled(unit->store, ask->station, ask->from, ask->to, &answer->unfilled) ||
        visit_walk(unit->store, &at_risk, add_at_risk, answer))
        return unit_trouble(unit);
    for (int rule = 1; rule < RULE_COUNT; rule++)
        if (counts[rule])
            fill_reason(&answer->refused.at[answer->refused.count++], (enum rule)rule, counts[rule]);
    return UNIT_DONE;
}

const struct query_handler matching_choice_queries[] = {
    {MSG_visit_explain, MSG_visit_explain_answer, READERS, on_explain},
    {MSG_team_get, MSG_team_get_answer, READERS, on_team},
    {MSG_worker_eligible, MSG_worker_eligible_answer, READERS, on_eligible},
    {MSG_match_board, MSG_match_board_answer, READERS, on_board},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
