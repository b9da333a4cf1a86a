/* Score terms (C2): each gives a share of its weight, from 0 to 1000 thousandths, in whole numbers. */
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "ask.h"
#include "index.h"
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
    if (m->near && m->near->skilled)
        return m->near->skill;
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
    bool first = !m->demand->kinds_count || strcmp(m->demand->kinds[0], facts_kind(&m->person->facts)) == 0;
    return first ? 1000 : 700;
}

/* Who never came is worth nothing, without another look at the household. */
static int continuity(const struct match *m)
{
    if (m->near && !m->known)
        return 0;
    return team_continuity(m->pool, m->team, m->policy, m->demand, m->house, m->person);
}

/* Work of that week that is this visit itself. */
static int64_t own_work(const struct match *m)
{
    const struct held *own = m->demand->own_hold[0] ? people_hold(m->pool, m->person, m->demand->own_hold) : NULL;
    return own && own->kind == HOLD_VISIT && people_is_same_week(own->time.start, m->demand->time.start)
               ? own->time.end - own->time.start
               : 0;
}

/* 1000 for an empty week, 0 for a full one; a part-timer's week is half as long. */
static int workload(const struct match *m)
{
    int64_t full = m->sheet->look->part_time ? m->policy->week_ms / 2 : m->policy->week_ms;
    int32_t monday = m->hints ? m->hints->monday : people_monday(m->demand->time.start);
    int64_t busy = people_week_of(m->person, m->sheet, monday) - own_work(m);
    return busy >= full ? 0 : (int)((full - busy) * 1000 / full);
}

static bool is_among(const char *there, int count, const char *code)
{
    for (int i = 0; i < count; i++, there = facts_next(there))
        if (strcmp(there, code) == 0)
            return true;
    return false;
}

/* The share of what is wished; all of it when nothing is. */
static int met_share(int met, int wishes)
{
    return wishes ? 1000 * met / wishes : 1000;
}

static int share_of(const char (*wished)[CODE_SIZE], int wishes, const char *there, int count)
{
    int met = 0;
    for (int i = 0; i < wishes; i++)
        met += is_among(there, count, wished[i]);
    return met_share(met, wishes);
}

static int words_met(const uint64_t *wished, int wishes, uint64_t there)
{
    int met = 0;
    for (int i = 0; i < wishes; i++)
        met += (wished[i] & there) != 0;
    return met;
}

static int language(const struct match *m)
{
    const struct facts *facts = &m->person->facts;
    if (m->hints && m->hints->worded)
        return met_share(words_met(m->hints->languages, m->demand->languages_count, m->sheet->look->languages),
                         m->demand->languages_count);
    return share_of(m->demand->languages, m->demand->languages_count, facts_languages(facts), facts->languages_count);
}

static int cuisine(const struct match *m)
{
    const struct soft_wishes *soft = &m->demand->soft;
    const struct facts *facts = &m->person->facts;
    if (m->hints && m->hints->worded)
        return met_share(words_met(m->hints->cuisines, soft->cuisines_count, m->sheet->look->cuisines),
                         soft->cuisines_count);
    return share_of(soft->cuisines, soft->cuisines_count, facts_cuisines(facts), facts->cuisines_count);
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
    return fits(m->demand->soft.pets, (enum told)m->sheet->look->pets, TOLD_YES);
}

static int smoking(const struct match *m)
{
    return fits(m->demand->soft.nonsmoker, (enum told)m->sheet->look->smokes, TOLD_NO);
}

/* 1000 next door, 0 at the longest way that is allowed, 500 when a place is not known. */
static int distance(const struct match *m)
{
    const struct facts *facts = &m->person->facts;
    struct cell home = m->near ? m->near->home : facts->home, place = m->demand->place;
    enum travel_mode mode = (enum travel_mode)(m->near ? m->near->travel : facts->travel);
    if (!place_is_known(home) || !place_is_known(place))
        return 500;
    int64_t way = travel_ms(m->policy->travel, home, place, mode);
    return way >= m->policy->max_travel_ms ? 0
                                           : (int)((m->policy->max_travel_ms - way) * 1000 / m->policy->max_travel_ms);
}

/* The share of the client's soft wishes that this worker meets: the sex where it is no must, the person (V6, V8). */
static int preference(const struct match *m)
{
    int wishes = 0, met = 0;
    if (m->demand->wish_sex) {
        wishes++;
        met += m->sheet->look->sex == m->demand->wish_sex;
    }
    if (m->demand->wish_worker[0]) {
        wishes++;
        met += strcmp(m->demand->wish_worker, m->sheet->worker) == 0;
    }
    return met_share(met, wishes);
}

static const struct answered *answer_at(const struct person *person, int place)
{
    return (const struct answered *)person->answers.at + place;
}

/* Nobody is punished who refuses no more than may be, or was asked too seldom to tell; beyond that the term falls to
 * nothing for who refuses everything (V12). */
static int refusals(const struct match *m)
{
    const struct sheet *sheet = m->sheet;
    int count = 0, refused = 0, limit = m->policy->refusals_limit;
    int64_t since = m->demand->time.start - m->policy->refusals_ms;
    uint16_t mark = sheet_mark(since);
    for (int i = 0; i < sheet->answers_count; i++) {
        int told = i < SHEET_MARKS ? sheet->marks[i] : 2 * mark;
        bool counts = told / 2 == mark ? answer_at(m->person, i)->at > since : told / 2 > mark;
        count += counts;
        refused += counts && (i < SHEET_MARKS ? told % 2 : answer_at(m->person, i)->refused);
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

void score_person(const struct match *m, struct candidate *candidate)
{
    *candidate =
        (struct candidate){.employee = m->sheet->look->employee,
                           .too_many = team_is_full_for(m->pool, m->team, m->policy, m->demand, m->house, m->person)};
    TEXT_PUT(candidate->worker, m->sheet->worker);
    for (int term = 0; term < TERM_COUNT; term++) {
        candidate->points[term] = m->policy->weight[term] * shares[term](m) / 1000;
        candidate->total += candidate->points[term];
    }
}

void choice_score(const struct pool *pool, const struct policy *policy, const struct demand *demand, const char *worker,
                  struct candidate *candidate)
{
    struct team team;
    struct match m = {.pool = pool,
                      .policy = policy,
                      .demand = demand,
                      .person = people_find(pool, worker),
                      .team = &team,
                      .house = people_house(pool, demand->household)};
    *candidate = (struct candidate){0};
    m.sheet = m.person ? m.person->sheet : NULL;
    choice_team(pool, policy, demand, &team);
    if (m.person)
        score_person(&m, candidate);
}

bool score_is_better(const struct candidate *one, const struct candidate *other)
{
    if (one->too_many != other->too_many)
        return other->too_many;
    return one->total != other->total ? one->total > other->total : strcmp(one->worker, other->worker) < 0;
}

/* ---- no less than the score, from what is at hand ---- */

int score_skill_most(const struct profile *profile, const struct person *person, bool *exact)
{
    const struct worker_cert *certs = person->certs.at;
    int sum = 0, count = 0;
    *exact = true;
    for (int i = 0; i < profile->needs_count; i++) {
        const struct cert_wanted *need = &profile->needs[i];
        int best = need->level, serving = 0;
        for (int j = 0; need->level && j < person->certs.count; j++) {
            if (!cert_may_serve(&certs[j], need))
                continue;
            best = certs[j].level < best ? certs[j].level : best;
            serving++;
        }
        sum += need->level ? 600 + 100 * (need->level - best) : 0;
        count += need->level != 0;
        *exact = *exact && (!need->level || serving == 1);
    }
    if (count)
        return sum / count;
    return !profile->kinds_count || strcmp(profile->kinds[0], facts_kind(&person->facts)) == 0 ? 1000 : 700;
}

static bool words_find(const struct pool *pool, const char (*codes)[CODE_SIZE], int count, uint64_t *bits)
{
    bool apart = true;
    for (int i = 0; i < count; i++) {
        bits[i] = people_word(pool, codes[i]);
        apart = apart && bits[i] != UINT64_C(1) << WORDS_MOST;
    }
    return apart;
}

static void bounds_fill(const struct policy *policy, const struct demand *demand, struct bounds *bounds)
{
    const int *weight = policy->weight, languages = demand->languages_count, cuisines = demand->soft.cuisines_count;
    int wishes = (demand->wish_sex != 0) + (demand->wish_worker[0] != 0);
    double week = (double)policy->week_ms, way = (double)policy->max_travel_ms;
    bounds->continuity = weight[TERM_CONTINUITY];
    bounds->refusals = weight[TERM_REFUSALS];
    for (int met = 0; met <= languages; met++)
        bounds->language[met] = weight[TERM_LANGUAGE] * met_share(met, languages) / 1000;
    for (int met = 0; met <= cuisines; met++)
        bounds->cuisine[met] = weight[TERM_CUISINE] * met_share(met, cuisines) / 1000;
    for (int met = 0; met <= wishes; met++)
        bounds->preference[met] = weight[TERM_PREFERENCE] * met_share(met, wishes) / 1000;
    for (enum told told = TOLD_NOTHING; told <= TOLD_NO; told++) {
        bounds->pets[told] = weight[TERM_PETS] * fits(demand->soft.pets, told, TOLD_YES) / 1000;
        bounds->smoking[told] = weight[TERM_SMOKING] * fits(demand->soft.nonsmoker, told, TOLD_NO) / 1000;
    }
    bounds->workload = weight[TERM_WORKLOAD];
    bounds->distance = weight[TERM_DISTANCE];
    bounds->a_minute[false] = demand->own_hold[0] || week <= 0 ? 0 : bounds->workload * MS_MINUTE / week;
    bounds->a_minute[true] = 2 * bounds->a_minute[false];
    bounds->a_ms = way > 0 ? bounds->distance / way : 0;
}

void score_hints(const struct pool *pool, const struct policy *policy, const struct demand *demand, struct hints *hints)
{
    const struct soft_wishes *soft = &demand->soft;
    bool languages = words_find(pool, demand->languages, demand->languages_count, hints->languages);
    hints->worded = words_find(pool, soft->cuisines, soft->cuisines_count, hints->cuisines) && languages;
    hints->monday = people_monday(demand->time.start);
    hints->week = sheet_week(hints->monday);
    hints->wished = demand->wish_worker[0] ? people_find(pool, demand->wish_worker) : NULL;
    around_of(policy->travel, demand->place, &hints->around);
    bounds_fill(policy, demand, &hints->bounds);
}

/* Points are whole, and what is reckoned with fractions may be a little too small. */
static int no_less(double points)
{
    return points <= 0 ? 0 : (int)points + 1;
}

static int workload_most(const struct bounds *bounds, const struct look *look, uint16_t week)
{
    return no_less(bounds->workload - sheet_busy(look, week) * bounds->a_minute[look->part_time]);
}

static int distance_most(const struct match *m, const struct near *near)
{
    const struct bounds *bounds = &m->hints->bounds;
    double way = (double)near->way;
    if (near->square < 0 && near->way < 0)
        return no_less(bounds->distance / 2);
    if (near->square > 0)
        way = around_least_ms(&m->hints->around, sqrt(near->square), (enum travel_mode)near->travel);
    return no_less(bounds->distance - (way > 0 ? way : 0) * bounds->a_ms);
}

/* Only who may be wished for by name is looked at. */
static int preference_most(const struct match *m, const struct look *look, uint32_t slot)
{
    int met = m->demand->wish_sex && look->sex == m->demand->wish_sex;
    if (m->hints->wished)
        met += m->hints->wished->sheet->slot == slot;
    return m->hints->bounds.preference[met];
}

/* Who never came is worth nothing but as the backup. The terms of words are no less when the words tell nothing apart.
 */
int score_most(const struct match *m, const struct look *look, const struct near *near, bool known)
{
    const struct hints *hints = m->hints;
    const struct bounds *bounds = &hints->bounds;
    int languages = words_met(hints->languages, m->demand->languages_count, look->languages);
    int cuisines = words_met(hints->cuisines, m->demand->soft.cuisines_count, look->cuisines);
    return m->policy->weight[TERM_SKILL] * near->skill / 1000 + (known ? bounds->continuity : 0) +
           workload_most(bounds, look, hints->week) + bounds->language[languages] + distance_most(m, near) +
           preference_most(m, look, near->slot) + bounds->cuisine[cuisines] + bounds->pets[look->pets] +
           bounds->smoking[look->smokes] + bounds->refusals;
}
