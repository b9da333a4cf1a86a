/* Hard rules: each says whether one worker may do what is demanded (V1, V2, V6). */
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "ask.h"
#include "proto/labels.h"

struct rule_words {
    const char *code, *label, *label_en;
};
#define WORDS(name, code, label, label_en) [RULE_##name] = {code, label, label_en},
static const struct rule_words words[RULE_COUNT] = {[RULE_NONE] = {"", "", ""}, LABELS_OF_RULES(WORDS)};

const char *choice_rule_code(enum rule rule)
{
    return words[rule].code;
}

const char *choice_rule_label(enum rule rule)
{
    return words[rule].label;
}

const char *choice_rule_label_en(enum rule rule)
{
    return words[rule].label_en;
}

enum rule choice_rule_of(const char *code)
{
    for (int rule = 1; rule < RULE_COUNT; rule++)
        if (strcmp(words[rule].code, code) == 0)
            return (enum rule)rule;
    return RULE_NONE;
}

static void tell(const struct question *q, const char *what)
{
    if (q->what)
        text_put(q->what, ID_SIZE, what);
}

static bool fails_closed(const struct question *q)
{
    return q->demand->closed;
}

/* What is asked of all together, or no more. */
static bool fails_never(const struct question *q)
{
    (void)q;
    return false;
}

static bool fails_active(const struct question *q)
{
    return !q->person->worker || !q->person->facts.active || q->person->facts.gone;
}

/* V1 */
static bool fails_station(const struct question *q)
{
    return q->policy->station_scope && q->demand->station[0] && !facts_is_of(&q->person->facts, q->demand->station);
}

static bool fails_kind(const struct question *q)
{
    for (int i = 0; i < q->demand->kinds_count; i++)
        if (strcmp(q->demand->kinds[i], facts_kind(&q->person->facts)) == 0)
            return false;
    return q->demand->kinds_count > 0;
}

static bool fails_code(const struct question *q)
{
    return !q->person->facts.green;
}

bool cert_may_serve(const struct worker_cert *cert, const struct cert_wanted *need)
{
    return cert->good && strcmp(cert->type, need->type) == 0 &&
           (!need->level || (cert->level && cert->level <= need->level));
}

/* Certificates that follow one another, as a renewal does, serve together. */
int64_t cert_reach(const struct person *person, const struct cert_wanted *need, int64_t from)
{
    const struct worker_cert *certs = person->certs.at;
    bool further = true;
    while (further) {
        further = false;
        for (int i = 0; i < person->certs.count; i++) {
            if (certs[i].valid.start > from || certs[i].valid.end <= from || !cert_may_serve(&certs[i], need))
                continue;
            from = certs[i].valid.end;
            further = true;
        }
    }
    return from;
}

static bool lacks_one(const struct question *q, const struct cert_wanted *needs, int count)
{
    for (int i = 0; i < count; i++) {
        if (cert_reach(q->person, &needs[i], q->demand->time.start) >= q->demand->time.end)
            continue;
        tell(q, needs[i].type);
        return true;
    }
    return false;
}

const struct cert_wanted *rules_needs_everywhere(int *count)
{
    static const struct cert_wanted everywhere[] = {{"health", 0}, {"insurance", 0}};
    *count = (int)(sizeof everywhere / sizeof *everywhere);
    return everywhere;
}

/* The colour code tells of today; a visit may end after the health check or the insurance does (V1, R4, I3). */
static bool fails_certificate(const struct question *q)
{
    int count;
    const struct cert_wanted *everywhere = rules_needs_everywhere(&count);
    return lacks_one(q, q->demand->needs, q->demand->needs_count) || lacks_one(q, everywhere, count);
}

static bool fails_leave(const struct question *q)
{
    const struct worker_leave *leaves = q->person->leaves.at;
    for (int i = 0; i < q->person->leaves.count; i++) {
        if (!interval_overlap(leaves[i].time, q->demand->time))
            continue;
        tell(q, leaves[i].leave);
        return true;
    }
    return false;
}

static bool fails_suspended(const struct question *q)
{
    return q->person->facts.suspended;
}

static bool fails_prohibited(const struct question *q)
{
    const char(*pairs)[ID_SIZE] = q->person->pairs.at;
    for (int i = 0; i < q->person->pairs.count; i++)
        if (strcmp(pairs[i], q->demand->household) == 0)
            return true;
    return false;
}

static bool fails_sex(const struct question *q)
{
    return q->demand->intimate && q->demand->wish_sex && q->person->facts.sex != q->demand->wish_sex;
}

static bool fails_travel(const struct question *q)
{
    const struct facts *facts = &q->person->facts;
    enum travel_mode mode = (enum travel_mode)facts->travel;
    return travel_ms(q->policy->travel, facts->home, q->demand->place, mode) > q->policy->max_travel_ms;
}

/* The way is reckoned only where its bounds do not decide. */
static bool is_too_short(const struct question *q, int64_t gap, struct cell held, bool after, enum travel_mode mode)
{
    struct cell place = q->demand->place, from = after ? place : held, to = after ? held : place;
    if (gap < 0)
        return true;
    if (!q->around || !around_is_in_band(q->around, held) || !place_is_known(held) || place_is_same(from, to))
        return gap < travel_most_ms(q->policy->travel, from, to, mode) &&
               gap < travel_ms(q->policy->travel, from, to, mode);
    double metres = around_metres(q->around, held);
    if ((double)gap >= around_most_ms(q->around, metres, mode))
        return false;
    return (double)gap < around_least_ms(q->around, metres, mode) || gap < travel_ms(q->policy->travel, from, to, mode);
}

/* Between two visits, or a visit and what has a place besides, there must be time to hand over and to travel; other
 * holds must only not overlap. */
bool rules_is_in_the_way(const struct question *q, const struct span *span, enum travel_mode mode)
{
    struct interval time = q->demand->time, held = span->time;
    bool apart = span->kind == HOLD_VISIT || place_is_known(span->place);
    if (!apart || interval_overlap(held, time))
        return interval_overlap(held, time);
    bool after = held.start >= time.end;
    int64_t gap = (after ? held.start - time.end : time.start - held.end) - q->policy->handover_ms;
    return is_too_short(q, gap, span->place, after, mode);
}

static bool in_the_way(const struct question *q, const struct span *span)
{
    return rules_is_in_the_way(q, span, (enum travel_mode)q->person->sheet->travel);
}

static bool is_own(const struct question *q, const struct notch *notch)
{
    const char *own = q->demand->own_hold;
    struct name name;
    return own[0] && name_find(&q->pool->names, own, &name) && name_same(people_hold_of(q->person, notch)->hold, name);
}

/* No way takes longer than a day. */
static struct interval with_ways(const struct question *q)
{
    int64_t most = q->policy->handover_ms + (q->around ? q->farthest_ms : MS_DAY);
    return (struct interval){q->demand->time.start - most, q->demand->time.end + most};
}

/* What is not asked is not looked up: ids lie far away. */
static bool fails_busy(const struct question *q)
{
    struct notches_run run = people_notches_around(q->person, with_ways(q));
    for (int i = 0; i < run.count; i++) {
        struct span span = people_span(q->person, &run.at[i]);
        if (!in_the_way(q, &span) || is_own(q, &run.at[i]))
            continue;
        if (q->what)
            name_read(people_hold_of(q->person, &run.at[i])->hold, q->what);
        return true;
    }
    return false;
}

static bool is_among(const char (*workers)[ID_SIZE], int count, const char *worker)
{
    for (int i = 0; i < count; i++)
        if (strcmp(workers[i], worker) == 0)
            return true;
    return false;
}

static bool fails_unsure(const struct question *q)
{
    return is_among(q->demand->unsure, q->demand->unsure_count, q->person->id);
}

static bool fails_excluded(const struct question *q)
{
    return is_among(q->demand->excluded, q->demand->excluded_count, q->person->id);
}

static bool fails_no_time(const struct question *q)
{
    return q->demand->at_once && !q->person->sheet->look->employee;
}

static bool fails_limits(const struct question *q)
{
    return is_among(q->demand->spent, q->demand->spent_count, q->person->id);
}

typedef bool fails(const struct question *q);
static fails *const rules[RULE_COUNT] = {
    [RULE_CLOSED] = fails_closed,
    [RULE_TWO_WORKERS] = fails_never,
    [RULE_LIVE_IN] = fails_never,
    [RULE_NOT_ACTIVE] = fails_active,
    [RULE_STATION] = fails_station,
    [RULE_KIND] = fails_kind,
    [RULE_CODE] = fails_code,
    [RULE_CERTIFICATE] = fails_certificate,
    [RULE_LEAVE] = fails_leave,
    [RULE_SUSPENDED] = fails_suspended,
    [RULE_PROHIBITED] = fails_prohibited,
    [RULE_SEX] = fails_sex,
    [RULE_TRAVEL] = fails_travel,
    [RULE_BUSY] = fails_busy,
    [RULE_UNSURE] = fails_unsure,
    [RULE_EXCLUDED] = fails_excluded,
    [RULE_NO_TIME] = fails_no_time,
    [RULE_LIMITS] = fails_limits,
};

enum rule rules_ask(const struct question *q, enum rule from, enum rule end)
{
    for (int rule = (int)from; rule < (int)end; rule++)
        if (rules[rule](q))
            return (enum rule)rule;
    return RULE_NONE;
}

static enum rule ask_all(const struct question *q, enum rule end)
{
    tell(q, "");
    return q->person ? rules_ask(q, RULE_NONE + 1, end) : RULE_NOT_ACTIVE;
}

enum rule choice_check(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                       const char *worker, char what[ID_SIZE])
{
    struct question q = {
        .pool = pool, .policy = policy, .demand = demand, .person = people_find(pool, worker), .what = what};
    return ask_all(&q, RULE_COUNT);
}

enum rule choice_check_facts(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                             const char *worker)
{
    struct question q = {.pool = pool, .policy = policy, .demand = demand, .person = people_find(pool, worker)};
    return ask_all(&q, RULE_BUSY);
}

unsigned choice_failing(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                        const char *worker)
{
    struct question q = {.pool = pool, .policy = policy, .demand = demand, .person = people_find(pool, worker)};
    unsigned failing = 0;
    if (!q.person)
        return 1u << RULE_NOT_ACTIVE;
    tell(&q, "");
    for (int rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        if (rule != RULE_BUSY && rules[rule](&q))
            failing |= 1u << rule;
    return failing;
}

/* Of two visits the later one is at risk; of a visit and something else always the visit. */
enum rule choice_check_way(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                           const char *worker)
{
    struct question q = {.pool = pool, .policy = policy, .demand = demand, .person = people_find(pool, worker)};
    if (!q.person)
        return RULE_NONE;
    struct notches_run run = people_notches_around(q.person, with_ways(&q));
    for (int i = 0; i < run.count; i++) {
        struct span span = people_span(q.person, &run.at[i]);
        if ((span.kind != HOLD_VISIT || span.time.end <= demand->time.start) && in_the_way(&q, &span))
            return RULE_BUSY;
    }
    return RULE_NONE;
}
