/* Score terms (C2): each gives a share of its weight, from 0 to 1000 thousandths, in whole numbers. */
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "choice.h"
#include "people.h"
#include "team.h"

struct term_words {
    const char *code, *label, *label_en;
};
static const struct term_words words[TERM_COUNT] = {
    [TERM_SKILL] = {"skill", "技能", "skill"},
    [TERM_CONTINUITY] = {"continuity", "连续性", "continuity"},
    [TERM_WORKLOAD] = {"workload", "工作量", "workload"},
    [TERM_LANGUAGE] = {"language", "语言", "language"},
    [TERM_DISTANCE] = {"distance", "距离", "distance"},
    [TERM_PREFERENCE] = {"preference", "偏好", "preference"},
    [TERM_CUISINE] = {"cuisine", "菜系", "cuisine"},
    [TERM_PETS] = {"pets", "宠物", "pets"},
    [TERM_SMOKING] = {"smoking", "吸烟", "smoking"},
    [TERM_REFUSALS] = {"refusals", "接单", "refusals"},
};

const char *choice_term_code(enum term term)
{
    return words[term].code;
}

const char *choice_term_label(enum term term)
{
    return words[term].label;
}

const char *choice_term_label_en(enum term term)
{
    return words[term].label_en;
}

struct match {
    const struct policy *policy;
    const struct demand *demand;
    const struct person *person;
    const struct team *team;
};

/* The best level, 1 to 5, of a certificate that serves through the end; 5 when none tells a level. */
static int level_held(const struct person *person, const struct cert_wanted *need, struct interval time)
{
    const struct worker_cert *certs = person->certs.at;
    int best = 5;
    for (int i = 0; i < person->certs.count; i++)
        if (certs[i].good && strcmp(certs[i].type, need->type) == 0 && interval_holds(certs[i].valid, time) &&
            certs[i].level && certs[i].level < best)
            best = certs[i].level;
    return best;
}

/* Just the level that is needed is worth 600, each level above it 100 more. Nothing needed: the first kind named for
 * the service is worth 1000, another one 700. */
static int skill(const struct match *m)
{
    int sum = 0, count = 0;
    for (int i = 0; i < m->demand->needs_count; i++) {
        const struct cert_wanted *need = &m->demand->needs[i];
        if (!need->level)
            continue;
        int above = need->level - level_held(m->person, need, m->demand->time);
        sum += 600 + 100 * (above > 0 ? above : 0);
        count++;
    }
    if (count)
        return sum / count;
    bool first = !m->demand->kinds_count || strcmp(m->demand->kinds[0], m->person->facts.kind) == 0;
    return first ? 1000 : 700;
}

static int continuity(const struct match *m)
{
    return team_continuity(m->team, m->policy, m->demand, m->person);
}

/* Monday to Sunday around an instant. */
static struct interval week_of(int64_t instant)
{
    int32_t day = civil_day(instant);
    int32_t monday = day - (civil_weekday(day) - 1);
    return (struct interval){civil_day_start(monday), civil_day_start(monday + 7)};
}

static int64_t worked_in(struct interval week, struct interval time)
{
    return time.start >= week.start && time.start < week.end ? time.end - time.start : 0;
}

/* 1000 for an empty week, 0 for a full one; a part-timer's week is half as long. */
static int workload(const struct match *m)
{
    const struct past_visit *past = m->person->past.at;
    struct interval week = week_of(m->demand->time.start);
    struct holds_run holds = people_holds_in(m->person, week);
    int64_t full = m->person->facts.part_time ? m->policy->week_ms / 2 : m->policy->week_ms, busy = 0;
    for (int i = 0; i < m->person->past.count; i++)
        busy += worked_in(week, past[i].time);
    for (int i = 0; i < holds.count; i++)
        if (holds.at[i].kind == HOLD_VISIT && strcmp(holds.at[i].hold, m->demand->own_hold) != 0)
            busy += worked_in(week, holds.at[i].time);
    return busy >= full ? 0 : (int)((full - busy) * 1000 / full);
}

static bool is_among(const char (*codes)[CODE_SIZE], int count, const char *code)
{
    for (int i = 0; i < count; i++)
        if (strcmp(codes[i], code) == 0)
            return true;
    return false;
}

/* The share of what is wished that is there; all of it when nothing is. */
static int share_of(const char (*wished)[CODE_SIZE], int wishes, const char (*there)[CODE_SIZE], int count)
{
    int met = 0;
    for (int i = 0; i < wishes; i++)
        met += is_among(there, count, wished[i]);
    return wishes ? 1000 * met / wishes : 1000;
}

static int language(const struct match *m)
{
    const struct worker_facts *facts = &m->person->facts;
    return share_of(m->demand->languages, m->demand->languages_count, facts->languages, facts->languages_count);
}

static int cuisine(const struct match *m)
{
    const struct soft_wishes *soft = &m->demand->soft;
    const struct worker_facts *facts = &m->person->facts;
    return share_of(soft->cuisines, soft->cuisines_count, facts->cuisines, facts->cuisines_count);
}

/* Who has not told is worth half of who fits: that nobody asked is nobody's fault. */
static int fits(bool wished, enum told told, enum told wanted)
{
    if (!wished || told == wanted)
        return 1000;
    return told == TOLD_NOTHING ? 500 : 0;
}

static int pets(const struct match *m)
{
    return fits(m->demand->soft.pets, m->person->facts.pets, TOLD_YES);
}

static int smoking(const struct match *m)
{
    return fits(m->demand->soft.nonsmoker, m->person->facts.smokes, TOLD_NO);
}

/* 1000 next door, 0 at the longest way that is allowed, 500 when a place is not known. */
static int distance(const struct match *m)
{
    struct cell home = m->person->facts.home, place = m->demand->place;
    if ((!home.lat && !home.lon) || (!place.lat && !place.lon))
        return 500;
    int64_t way = place_travel_ms(home, place, m->person->facts.travel);
    return way >= m->policy->max_travel_ms ? 0
                                           : (int)((m->policy->max_travel_ms - way) * 1000 / m->policy->max_travel_ms);
}

/* The share of the client's soft wishes that this worker meets: the sex where it is no must, the person (V6, V8). */
static int preference(const struct match *m)
{
    int wishes = 0, met = 0;
    if (m->demand->wish_sex) {
        wishes++;
        met += m->person->facts.sex == m->demand->wish_sex;
    }
    if (m->demand->wish_worker[0]) {
        wishes++;
        met += strcmp(m->demand->wish_worker, m->person->facts.worker) == 0;
    }
    return wishes ? 1000 * met / wishes : 1000;
}

/* Nobody is punished who refuses no more than may be, or was asked too seldom to tell; beyond that the term falls to
 * nothing for who refuses everything (V12). */
static int refusals(const struct match *m)
{
    const struct offer_answer *answers = m->person->answers.at;
    int count = 0, refused = 0, limit = m->policy->refusals_limit;
    for (int i = 0; i < m->person->answers.count; i++) {
        if (answers[i].at <= m->demand->time.start - m->policy->refusals_ms)
            continue;
        count++;
        refused += answers[i].refused;
    }
    if (count < m->policy->refusals_least || !count || refused * 1000 <= limit * count)
        return 1000;
    return (1000 - refused * 1000 / count) * 1000 / (1000 - limit);
}

typedef int share(const struct match *m);
static share *const shares[TERM_COUNT] = {
    [TERM_SKILL] = skill,       [TERM_CONTINUITY] = continuity, [TERM_WORKLOAD] = workload, [TERM_LANGUAGE] = language,
    [TERM_DISTANCE] = distance, [TERM_PREFERENCE] = preference, [TERM_CUISINE] = cuisine,   [TERM_PETS] = pets,
    [TERM_SMOKING] = smoking,   [TERM_REFUSALS] = refusals,
};

static void score(const struct match *m, struct candidate *candidate)
{
    *candidate = (struct candidate){.employee = m->person->facts.employee,
                                    .too_many = team_is_full_for(m->team, m->policy, m->demand, m->person)};
    TEXT_PUT(candidate->worker, m->person->facts.worker);
    for (int term = 0; term < TERM_COUNT; term++) {
        candidate->points[term] = m->policy->weight[term] * shares[term](m) / 1000;
        candidate->total += candidate->points[term];
    }
}

void choice_score(const struct pool *pool, const struct policy *policy, const struct demand *demand, const char *worker,
                  struct candidate *candidate)
{
    struct team team;
    struct match m = {policy, demand, people_find(pool, worker), &team};
    *candidate = (struct candidate){0};
    choice_team(pool, policy, demand, &team);
    if (m.person)
        score(&m, candidate);
}

static bool is_better(const struct candidate *one, const struct candidate *other)
{
    return one->too_many != other->too_many ? other->too_many : one->total > other->total;
}

/* Keeps the ten best in order: who is no worker too many first, then the higher total, then the lower id, which is the
 * order of coming. */
static void best_insert(struct ranking *ranking, const struct candidate *candidate)
{
    int place = ranking->best_count;
    while (place > 0 && is_better(candidate, &ranking->best[place - 1]))
        place--;
    if (place == RANKED)
        return;
    int moved = ranking->best_count < RANKED ? ranking->best_count++ : RANKED - 1;
    memmove(&ranking->best[place + 1], &ranking->best[place], (size_t)(moved - place) * sizeof ranking->best[0]);
    ranking->best[place] = *candidate;
}

static void reject(struct ranking *ranking, const char *worker, enum rule rule)
{
    ranking->rejected[rule]++;
    if (ranking->named_count == REJECTED_NAMED)
        return;
    struct rejection *named = &ranking->named[ranking->named_count++];
    TEXT_PUT(named->worker, worker);
    named->rule = rule;
}

void choice_rank(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct ranking *ranking)
{
    *ranking = (struct ranking){0};
    choice_team(pool, policy, demand, &ranking->team);
    for (int i = 0; i < people_count(pool); i++) {
        const struct person *person = people_at(pool, i);
        if (!person->worker || person->facts.gone)
            continue;
        ranking->considered++;
        enum rule rule = choice_check(pool, policy, demand, person->facts.worker, NULL);
        if (rule) {
            reject(ranking, person->facts.worker, rule);
            continue;
        }
        struct match m = {policy, demand, person, &ranking->team};
        struct candidate candidate;
        score(&m, &candidate);
        best_insert(ranking, &candidate);
        ranking->feasible++;
    }
}
