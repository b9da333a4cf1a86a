/* The ten best and everybody else counted by the rule that rejects. Invariant: what is answered over the index is what
 * asking everybody would answer, to the last figure (choice_scan). Whoever may pass is asked by the very rules; who
 * cannot be among the ten, by what the score is at most, is not scored. */
#include <string.h>

#include "ask.h"
#include "base/text.h"
#include "index.h"

#define AHEAD 4 /* so many later is asked whose memory is fetched now */

/* Who passes the rules up to that of the way, which takes so long. */
struct near {
    const struct person *person;
    int64_t way;
    int skill_most;
};

/* A ranking being made. */
struct asking {
    struct index *index;
    struct ranking *ranking;
    struct question q;
    struct match m;
    const struct house *house;   /* NULL: nobody knows it */
    const struct person *backup; /* or NULL */
    double per_lat, per_lon;     /* one by the box around the place; 0: anywhere */
};

/* ---- contenders, the most promising first ---- */

/* Who may be no worker too many comes before everybody who is one. */
static int64_t promise(const struct asking *asking)
{
    bool full = asking->q.demand->household[0] && asking->m.team->month_workers >= asking->q.policy->max_workers;
    return ((int64_t)(asking->m.known || !full) << 32) + score_most(&asking->m);
}

static void sink(struct contender *heap, int count, int at)
{
    struct contender sinking = heap[at];
    for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && heap[child + 1].most > heap[child].most)
            child++;
        if (heap[child].most <= sinking.most)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = sinking;
}

static void best_insert(struct ranking *ranking, const struct candidate *candidate)
{
    int place = ranking->best_count;
    while (place > 0 && score_is_better(candidate, &ranking->best[place - 1]))
        place--;
    if (place == RANKED)
        return;
    int moved = ranking->best_count < RANKED ? ranking->best_count++ : RANKED - 1;
    memmove(&ranking->best[place + 1], &ranking->best[place], (size_t)(moved - place) * sizeof ranking->best[0]);
    ranking->best[place] = *candidate;
}

static bool may_be_among(const struct ranking *ranking, int64_t most)
{
    const struct candidate *last = &ranking->best[RANKED - 1];
    return ranking->best_count < RANKED || most >= ((int64_t)!last->too_many << 32) + last->total;
}

static void score(struct asking *asking, const struct person *person)
{
    struct candidate candidate;
    asking->m.person = person;
    score_person(&asking->m, &candidate);
    best_insert(asking->ranking, &candidate);
}

static void score_contenders(struct asking *asking)
{
    struct contender *heap = asking->index->contenders.at;
    int count = asking->index->contenders.count;
    for (int i = count / 2 - 1; i >= 0; i--)
        sink(heap, count, i);
    asking->m.way = -1;
    while (count > 0 && may_be_among(asking->ranking, heap[0].most)) {
        score(asking, heap[0].person);
        heap[0] = heap[--count];
        sink(heap, count, 0);
    }
}

/* ---- asking one ---- */

static bool is_known(const struct asking *asking, const struct person *person)
{
    const struct acquaintance *known = asking->house ? asking->house->known.at : NULL;
    for (int i = 0; known && i < asking->house->known.count; i++)
        if (known[i].person == person)
            return true;
    return person == asking->backup;
}

static void contend(struct asking *asking, const struct person *person, int skill_most, int64_t way)
{
    struct list *contenders = &asking->index->contenders;
    asking->ranking->feasible++;
    asking->m.person = person;
    asking->m.skill_most = skill_most;
    asking->m.way = way;
    asking->m.known = is_known(asking, person);
    struct contender contender = {promise(asking), person};
    if (list_insert(contenders, sizeof contender, contenders->count, &contender))
        score(asking, person); /* no memory for later */
}

/* Asks the rules from `from` on of one who passes those before. */
static void ask_one(struct asking *asking, const struct person *person, enum rule from, int skill_most, int64_t way)
{
    asking->q.person = person;
    enum rule rule = rules_ask(&asking->q, from, RULE_COUNT);
    if (rule)
        asking->ranking->rejected[rule]++;
    else
        contend(asking, person, skill_most, way);
}

/* ---- over a profile ---- */

static bool is_banned(const struct house *house, const struct person *person)
{
    struct person *const *banned = house ? house->banned.at : NULL;
    for (int i = 0; banned && i < house->banned.count; i++)
        if (banned[i] == person)
            return true;
    return false;
}

/* Outside of the ellipse in the box it is too far for certain. */
static bool is_outside(const struct asking *asking, struct cell home)
{
    struct cell place = asking->q.demand->place;
    double north = (home.lat - place.lat) * asking->per_lat, east = (home.lon - place.lon) * asking->per_lon;
    return place_is_known(home) && north * north + east * east > 1;
}

static bool passes_to_travel(const struct asking *asking, const struct member *member)
{
    const struct demand *demand = asking->q.demand;
    return interval_holds(member->able, demand->time) &&
           (!demand->intimate || !demand->wish_sex || member->sex == demand->wish_sex) &&
           !is_outside(asking, member->home) && !is_banned(asking->house, member->person);
}

/* Who passes the rules up to that of the way is asked the others later, when the memory has come. */
static void see_members(void *self, const struct list *members)
{
    struct asking *asking = self;
    const struct member *at = members->at;
    const struct policy *policy = asking->q.policy;
    struct list *near = &asking->index->near;
    for (int i = 0; i < members->count; i++) {
        if (!passes_to_travel(asking, &at[i]))
            continue;
        struct near one = {at[i].person, 0, at[i].skill};
        one.way = travel_ms(policy->travel, at[i].home, asking->q.demand->place, (enum travel_mode)at[i].travel);
        if (one.way > policy->max_travel_ms)
            continue;
        __builtin_prefetch(one.person);
        __builtin_prefetch(&one.person->facts.home);
        if (list_insert(near, sizeof one, near->count, &one))
            asking->index->lost = true;
    }
}

/* How many of those whom the household must not meet would pass the rules before, by sex. */
static void count_banned(struct asking *asking, int banned[INDEX_SEXES])
{
    struct person *const *at = asking->house ? asking->house->banned.at : NULL;
    for (int i = 0; at && i < asking->house->banned.count; i++) {
        asking->q.person = at[i];
        if (rules_ask(&asking->q, RULE_NOT_ACTIVE, RULE_PROHIBITED) == RULE_NONE)
            banned[index_sex(at[i]->facts.sex)]++;
    }
}

/* Counts by the rules that ask of the worker alone. What comes back passes all of them. */
static int count_profile(struct asking *asking, const struct profile *profile)
{
    const struct demand *demand = asking->q.demand;
    int *rejected = asking->ranking->rejected, banned[INDEX_SEXES] = {0}, able = 0, passing = 0;
    int certified = tally_holding(&profile->certified, demand->time);
    int present = tally_holding(&profile->present, demand->time);
    bool any_sex = !demand->intimate || !demand->wish_sex;
    count_banned(asking, banned);
    for (int sex = 0; sex < INDEX_SEXES; sex++) {
        int of_sex = tally_holding(&profile->able[sex], demand->time);
        able += of_sex;
        rejected[RULE_PROHIBITED] += banned[sex];
        bool passes = any_sex || sex == index_sex(demand->wish_sex);
        *(passes ? &passing : &rejected[RULE_SEX]) += of_sex - banned[sex];
    }
    rejected[RULE_STATION] = asking->index->active - profile->in_scope;
    rejected[RULE_KIND] = profile->in_scope - profile->of_kind;
    rejected[RULE_CODE] = profile->of_kind - profile->green;
    rejected[RULE_CERTIFICATE] = profile->green - certified;
    rejected[RULE_LEAVE] = certified - present;
    rejected[RULE_SUSPENDED] = present - able;
    return passing;
}

static void see_near(struct asking *asking, const struct profile *profile)
{
    const struct policy *policy = asking->q.policy;
    struct cell place = asking->q.demand->place, box;
    if (!place_is_known(place)) {
        profile_all(profile, see_members, asking);
        return;
    }
    place_box(place, travel_reach_metres(policy->travel, policy->max_travel_ms), &box);
    asking->per_lat = 1.0 / box.lat;
    asking->per_lon = 1.0 / box.lon;
    profile_near(profile, place, box, see_members, asking);
}

static void ask_near(struct asking *asking)
{
    const struct near *near = asking->index->near.at;
    for (int i = 0; i < asking->index->near.count; i++) {
        if (i + AHEAD < asking->index->near.count)
            people_fetch(near[i + AHEAD].person);
        ask_one(asking, near[i].person, RULE_TRAVEL + 1, near[i].skill_most, near[i].way);
    }
}

static bool ask_profile(struct asking *asking, const char *station)
{
    const struct demand *demand = asking->q.demand;
    const struct profile *profile = index_profile(asking->index, station, demand);
    if (!profile)
        return false;
    asking->index->near.count = 0;
    see_near(asking, profile);
    if (asking->index->lost)
        return false;
    int passing = count_profile(asking, profile);
    asking->ranking->rejected[RULE_TRAVEL] = passing - asking->index->near.count;
    ask_near(asking);
    return true;
}

/* ---- by asking each ---- */

static void ask_station(struct asking *asking, const struct station *station)
{
    struct person *const *at = station ? station->workers.at : NULL;
    int count = station ? station->workers.count : 0;
    asking->ranking->rejected[RULE_STATION] = asking->index->active - count;
    for (int i = 0; i < count; i++)
        ask_one(asking, at[i], RULE_KIND, 1000, -1);
}

static void ask_everybody(struct asking *asking)
{
    const struct pool *pool = asking->index->pool;
    asking->ranking->considered = 0;
    for (int i = 0; i < people_count(pool); i++) {
        const struct person *person = people_at(pool, i);
        if (!person->worker || person->facts.gone)
            continue;
        asking->ranking->considered++;
        ask_one(asking, person, RULE_NOT_ACTIVE, 1000, -1);
    }
}

/* Without memory for the index everybody is asked. */
static void ask_all(struct asking *asking)
{
    struct index *index = asking->index;
    const struct demand *demand = asking->q.demand;
    int64_t length = demand->time.end - demand->time.start;
    bool scoped = asking->q.policy->station_scope && demand->station[0], ready = index_ready(index) == 0;
    asking->ranking->considered = index->considered;
    enum rule rule = rules_ask(&asking->q, RULE_NONE + 1, RULE_NOT_ACTIVE);
    if (ready && rule) {
        asking->ranking->rejected[rule] = index->considered;
        return;
    }
    const struct station *station = scoped && ready ? index_station(index, demand->station) : NULL;
    bool few = scoped && (!station || station->workers.count <= index->few);
    bool tallied = length > 0 && length < TALLY_BRIEF;
    if (ready)
        asking->ranking->rejected[RULE_NOT_ACTIVE] = index->considered - index->active;
    if (ready && !few && tallied && ask_profile(asking, scoped ? demand->station : ""))
        return;
    if (ready && scoped) {
        ask_station(asking, station);
        return;
    }
    memset(asking->ranking->rejected, 0, sizeof asking->ranking->rejected);
    ask_everybody(asking);
}

/* ---- the ranking ---- */

void choice_best(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct ranking *ranking)
{
    struct asking asking = {.index = pool->index, .ranking = ranking, .m = {.policy = policy, .demand = demand}};
    memset(ranking, 0, offsetof(struct ranking, named));
    choice_team(pool, policy, demand, &ranking->team);
    asking.q = (struct question){policy, demand, NULL, NULL};
    asking.m.team = &ranking->team;
    asking.house = demand->household[0] ? people_house(pool, demand->household) : NULL;
    asking.backup = demand->backup[0] ? people_find(pool, demand->backup) : NULL;
    score_words(pool, demand, &asking.m);
    asking.index->contenders.count = 0;
    ask_all(&asking);
    score_contenders(&asking);
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
        named->rule = choice_check(pool, policy, demand, person->facts.worker, NULL);
        TEXT_PUT(named->worker, person->facts.worker);
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
    *ranking = (struct ranking){0};
    choice_team(pool, policy, demand, &ranking->team);
    for (int i = 0; i < people_count(pool); i++) {
        const struct person *person = people_at(pool, i);
        struct match m = {.policy = policy, .demand = demand, .person = person, .team = &ranking->team, .way = -1};
        if (!person->worker || person->facts.gone)
            continue;
        ranking->considered++;
        enum rule rule = choice_check(pool, policy, demand, person->facts.worker, NULL);
        ranking->rejected[rule]++;
        if (rule)
            continue;
        score_person(&m, &candidate);
        best_insert(ranking, &candidate);
    }
    ranking->feasible = ranking->rejected[RULE_NONE];
    ranking->rejected[RULE_NONE] = 0;
    name_rejected(pool, policy, demand, ranking);
}
