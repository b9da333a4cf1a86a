/* The ten best and everybody else counted by the rule that rejects. Invariant: what is answered over the index is what
 * asking everybody would answer, to the last figure (choice_scan). Whoever may pass is asked by the very rules. */
#include <string.h>

#include "asking.h"
#include "base/civil.h"
#include "base/text.h"
#include "houses.h"

static bool passes(struct asking *asking, const struct person *person, enum rule from)
{
    asking->q.person = person;
    enum rule rule = rules_ask(&asking->q, from, RULE_COUNT);
    asking->ranking->rejected[rule] += rule != RULE_NONE;
    return rule == RULE_NONE;
}

void ask_one(struct asking *asking, uint32_t near, enum rule from)
{
    if (passes(asking, sheet_at(&asking->index->pool->sheets, near_at(asking, near)->slot)->person, from))
        contend(asking, near);
}

/* ---- by asking each ---- */

/* Of whom nothing is reckoned beforehand. */
static void ask_plainly(struct asking *asking, const struct person *person, enum rule from)
{
    if (!passes(asking, person, from))
        return;
    struct near near = {.slot = person->sheet->slot,
                        .square = -1,
                        .way = -1,
                        .home = person->facts.home,
                        .skill = 1000,
                        .travel = person->facts.travel};
    if (place_is_known(asking->q.demand->place) && place_is_known(person->facts.home))
        near.way = 0;
    contend_plainly(asking, &near);
}

static void ask_station(struct asking *asking, const struct station *station)
{
    struct person *const *at = station ? station->workers.at : NULL;
    int count = station ? station->workers.count : 0;
    asking->ranking->rejected[RULE_STATION] = asking->index->active - count;
    for (int i = 0; i < count; i++)
        ask_plainly(asking, at[i], RULE_KIND);
}

static void ask_everybody(struct asking *asking)
{
    const struct pool *pool = asking->index->pool;
    asking->ranking->considered = 0;
    memset(asking->ranking->rejected, 0, sizeof asking->ranking->rejected);
    for (int i = 0; i < people_count(pool); i++) {
        const struct person *person = people_at(pool, i);
        if (!person->worker || person->facts.gone)
            continue;
        asking->ranking->considered++;
        ask_plainly(asking, person, RULE_NOT_ACTIVE);
    }
}

/* The index tells of whole seconds, of these hundred years and not of long visits. */
static bool is_indexed(struct interval time)
{
    int64_t length = time.end - time.start;
    return length > 0 && length < TALLY_BRIEF && time.start >= 0 && time.end / MS_SECOND < UINT32_MAX &&
           time.start % MS_SECOND == 0 && time.end % MS_SECOND == 0;
}

/* ---- what is asked for ---- */

/* The household's memory comes in three steps: where it is found, who comes there, and these people. */
void asking_begin(struct asking *asking)
{
    const struct demand *demand = asking->q.demand;
    asking->m.house = people_house(asking->q.pool, demand->household);
    if (asking->m.house)
        house_fetch_meetings(asking->m.house);
    asking->main = demand->main[0] ? people_find(asking->q.pool, demand->main) : NULL;
    asking->backup = demand->backup[0] ? people_find(asking->q.pool, demand->backup) : NULL;
    score_hints(asking->q.pool, asking->q.policy, demand, &asking->hints);
}

void asking_household(struct asking *asking)
{
    const struct demand *demand = asking->q.demand;
    struct team *team = &asking->ranking->team;
    if (asking->m.house)
        house_fetch_people(asking->m.house);
    choice_team(asking->q.pool, asking->q.policy, demand, team);
    asking->full = demand->household[0] && team->month_workers >= asking->q.policy->max_workers;
    known_fill(asking);
}

/* Without memory for the index everybody is asked. */
static void ask_all(struct asking *asking)
{
    struct index *index = asking->index;
    const struct demand *demand = asking->q.demand;
    int *rejected = asking->ranking->rejected;
    bool scoped = asking->q.policy->station_scope && demand->station[0], ready = index_ready(index) == 0;
    const struct station *station = scoped && ready ? index_station(index, demand->station) : NULL;
    bool few = scoped && (!station || station->workers.count <= index->few);
    enum rule rule = rules_ask(&asking->q, RULE_NONE + 1, RULE_NOT_ACTIVE);
    asking->ranking->considered = index->considered;
    if (ready && !rule)
        rejected[RULE_NOT_ACTIVE] = index->considered - index->active;
    if (ready && !rule && !few && is_indexed(demand->time) && ask_profile(asking, scoped ? demand->station : ""))
        return;
    asking_begin(asking);
    asking_household(asking);
    if (ready && rule)
        rejected[rule] = index->considered;
    else if (ready && scoped)
        ask_station(asking, station);
    else
        ask_everybody(asking);
}

/* ---- the ranking ---- */

void choice_need(struct ranking *ranking, int workers)
{
    if (ranking->feasible >= workers)
        return;
    ranking->rejected[RULE_TWO_WORKERS] += ranking->feasible;
    ranking->feasible = ranking->best_count = 0;
}

void choice_best(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct ranking *ranking)
{
    struct asking asking = {.index = pool->index, .ranking = ranking};
    people_fetch_house(pool, demand->household);
    memset(ranking, 0, offsetof(struct ranking, named));
    asking.q = (struct question){.pool = pool, .policy = policy, .demand = demand};
    asking.m = (struct match){
        .pool = pool, .policy = policy, .demand = demand, .team = &ranking->team, .hints = &asking.hints};
    asking.index->near.count = asking.index->contenders.count = 0;
    ask_all(&asking);
    score_contenders(&asking);
    choice_need(ranking, demand->workers);
}

/* Names the first of those who were rejected. */
static void name_rejected(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                          struct ranking *ranking)
{
    int rejected = ranking->considered - ranking->feasible;
    int names = rejected < REJECTED_NAMED ? rejected : REJECTED_NAMED;
    for (int i = 0; ranking->named_count < names; i++) {
        const struct person *person = people_at(pool, i);
        struct rejection *named = &ranking->named[ranking->named_count];
        if (!person->worker || person->facts.gone)
            continue;
        named->rule = choice_check(pool, policy, demand, person->id, NULL);
        if (!named->rule && ranking->rejected[RULE_TWO_WORKERS])
            named->rule = RULE_TWO_WORKERS;
        TEXT_PUT(named->worker, person->id);
        ranking->named_count += named->rule != RULE_NONE;
    }
}

void choice_rank(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct ranking *ranking)
{
    choice_best(pool, policy, demand, ranking);
    name_rejected(pool, policy, demand, ranking);
}

void choice_scan(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct ranking *ranking)
{
    struct candidate candidate;
    const struct house *house = people_house(pool, demand->household);
    *ranking = (struct ranking){0};
    choice_team(pool, policy, demand, &ranking->team);
    for (int i = 0; i < people_count(pool); i++) {
        const struct person *person = people_at(pool, i);
        struct match m = {.pool = pool,
                          .policy = policy,
                          .demand = demand,
                          .person = person,
                          .sheet = person->sheet,
                          .team = &ranking->team,
                          .house = house};
        if (!person->worker || person->facts.gone)
            continue;
        ranking->considered++;
        enum rule rule = choice_check(pool, policy, demand, person->id, NULL);
        ranking->rejected[rule]++;
        if (rule)
            continue;
        score_person(&m, &candidate);
        best_insert(ranking, &candidate);
    }
    ranking->feasible = ranking->rejected[RULE_NONE];
    ranking->rejected[RULE_NONE] = 0;
    choice_need(ranking, demand->workers);
    name_rejected(pool, policy, demand, ranking);
}
