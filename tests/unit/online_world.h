/* Random worlds of people, and what is asked of them, for the tests of the choice over the index. */
#ifndef ANXIN_TEST_ONLINE_WORLD_H
#define ANXIN_TEST_ONLINE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"

#include "services/matching/engine/dice.h"
#include "services/matching/engine/index.h"

#include "usual_ways.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 at the stations */
#define CODES 4
#define HOUSEHOLDS 12
#define REMEMBERED (60 * MS_DAY) /* an answer to an offer */

static const char *const kinds[CODES] = {"elder_care", "nurse", "maternity", "cook"};
static const char *const stations[CODES] = {"ST1", "ST2", "ST3", ""};
static const char *const types[CODES] = {"health", "insurance", "elder", "nursing"};
static const char *const languages[CODES] = {"yue", "hakka", "teochew", "xinhui"};

struct world {
    struct dice dice;
    struct pool *pool;
    int people;
    bool plain; /* whole minutes of few days, known places: what is packed decides */
    bool keen;  /* nearly everybody may come: how much a score may be at most decides who is scored */
    struct policy policy;
    struct travel travel;
    struct travel_matrix matrix;
    struct demand demand;
    char excluded[2][ID_SIZE], unsure[2][ID_SIZE];
    struct interval asked; /* when the demand is looked for, mostly */
};

static inline int below(struct world *world, int limit)
{
    return dice_below(&world->dice, limit);
}

static inline bool one_in(struct world *world, int many)
{
    return below(world, many) == 0;
}

static inline int64_t some_time(struct world *world, int days)
{
    int64_t time = MONDAY + below(world, days) * MS_DAY;
    return one_in(world, 3) ? time : time + below(world, 48) * 30 * MS_MINUTE + (one_in(world, 9) ? 1 : 0);
}

static inline struct interval some_interval(struct world *world, int days, int64_t most)
{
    int64_t start = some_time(world, days);
    return (struct interval){start, start + 1 + (int64_t)(dice_share(&world->dice) * (double)most)};
}

/* As people book: whole minutes, mostly within a day, sometimes so that the way leads over midnight. */
static inline struct interval some_hours(struct world *world)
{
    int64_t grain = one_in(world, 2) ? 1 : 30; /* ends often touch */
    int64_t start = MONDAY + below(world, world->plain ? 3 : 14) * MS_DAY + 6 * MS_HOUR;
    start +=
        one_in(world, 5) ? 17 * MS_HOUR + below(world, 120) * MS_MINUTE : below(world, 700) / grain * grain * MS_MINUTE;
    return (struct interval){start, start + (1 + below(world, 200) / grain) * grain * MS_MINUTE};
}

static inline struct cell some_place(struct world *world)
{
    if (!world->plain && one_in(world, 12))
        return (struct cell){0};
    return (struct cell){22500 + below(world, 120), 113000 + below(world, 120)};
}

/* Ids of holds and visits as ours are, as others' are, and long ones. */
static inline void put_id(char id[ID_SIZE], const char *worker, int number)
{
    if (number % 3 == 0)
        text_format(id, ID_SIZE, "%s-%d", worker, number);
    else if (number % 3 == 1)
        text_format(id, ID_SIZE, "019a2b3c-4d5e-8f60-8%s-%012d", worker + 1, number);
    else
        text_format(id, ID_SIZE, "visit number %d of worker %s, as another system says", number, worker);
}

#define SOME_ID(world, id, letter, limit) TEXT_FORMAT(id, letter "%03d", below(world, limit))

/* ---- what happens to people ---- */

static inline void make_keen(struct worker_facts *facts)
{
    facts->employee = facts->active = facts->green = true;
    facts->gone = facts->suspended = false;
    TEXT_PUT(facts->kind, kinds[0]);
}

static inline void put_facts(struct world *world, const char *worker)
{
    struct worker_facts facts = {.employee = one_in(world, 2),
                                 .part_time = one_in(world, 5),
                                 .sex = "fm"[one_in(world, 5)],
                                 .languages_count = below(world, 3),
                                 .cuisines_count = below(world, 2),
                                 .employers_count = one_in(world, 4),
                                 .pets = (enum told)below(world, 3),
                                 .smokes = (enum told)below(world, 3),
                                 .home = some_place(world),
                                 .travel = (enum travel_mode)below(world, 4),
                                 .active = !one_in(world, 10),
                                 .gone = one_in(world, 20),
                                 .suspended = one_in(world, 12),
                                 .green = !one_in(world, 10)};
    TEXT_PUT(facts.worker, worker);
    TEXT_PUT(facts.kind, kinds[below(world, 10) ? 0 : below(world, CODES)]);
    TEXT_PUT(facts.station, stations[below(world, CODES)]);
    if (one_in(world, 20))
        facts.sex = 0;
    for (int i = 0; i < facts.languages_count; i++)
        TEXT_PUT(facts.languages[i], languages[below(world, CODES)]);
    for (int i = 0; i < facts.cuisines_count; i++)
        TEXT_PUT(facts.cuisines[i], languages[below(world, CODES)]);
    TEXT_PUT(facts.employers[0], stations[below(world, CODES)]);
    if (world->keen)
        make_keen(&facts);
    assert_int_equal(pool_put_facts(world->pool, &facts), 0);
}

static inline void put_cert(struct world *world, const char *worker, int type)
{
    struct worker_cert cert = {
        .level = below(world, 6), .valid = some_interval(world, 20, 60 * MS_DAY), .good = !one_in(world, 12)};
    if (world->keen)
        cert.good = true;
    if (world->keen || !one_in(world, 4))
        cert.valid = (struct interval){MONDAY - 100 * MS_DAY, MONDAY + (5 + below(world, 30)) * MS_DAY};
    TEXT_PUT(cert.type, types[type]);
    TEXT_FORMAT(cert.cert, "%s-%d-%d", worker, type, below(world, 3));
    assert_int_equal(pool_put_cert(world->pool, worker, &cert), 0);
}

static inline void put_leave(struct world *world, const char *worker)
{
    struct worker_leave leave = {.time = some_interval(world, 14, one_in(world, 2) ? MS_DAY / 2 : 5 * MS_DAY)};
    if (one_in(world, 4))
        leave.time = (struct interval){0, 0};
    int64_t end = some_time(world, 14);
    if (one_in(world, 2) && leave.time.start && end > leave.time.start)
        leave.time.end = end + below(world, 2); /* often just after a whole second */
    TEXT_FORMAT(leave.leave, "%s-%d", worker, below(world, 4));
    assert_int_equal(pool_put_leave(world->pool, worker, &leave), 0);
}

static inline void put_hold(struct world *world, const char *worker)
{
    struct hold hold = {.kind = one_in(world, 4) ? HOLD_CLASS : HOLD_VISIT,
                        .firm = !one_in(world, 4),
                        .time = some_interval(world, 14, one_in(world, 30) ? 3 * MS_DAY : 3 * MS_HOUR),
                        .place = some_place(world)};
    if (world->plain || !one_in(world, 5))
        hold.time = some_hours(world);
    if (hold.kind == HOLD_CLASS && one_in(world, 2))
        hold.place = (struct cell){0};
    if (hold.kind == HOLD_VISIT)
        SOME_ID(world, hold.household, "H", HOUSEHOLDS);
    put_id(hold.hold, worker, below(world, 12));
    assert_int_equal(pool_put_hold(world->pool, worker, &hold), 0);
}

static inline void put_past(struct world *world, const char *worker)
{
    struct past_visit past = {.time = some_interval(world, 9, 2 * MS_HOUR)};
    int64_t ago = (1 + below(world, 2) * below(world, 8)) * 7 * MS_DAY;
    past.time = (struct interval){past.time.start - ago, past.time.end - ago};
    SOME_ID(world, past.household, "H", HOUSEHOLDS);
    put_id(past.visit, worker, below(world, 8));
    assert_int_equal(pool_put_past(world->pool, worker, &past), 0);
}

static inline void put_answer(struct world *world, const char *worker)
{
    struct offer_answer answer = {.at = MONDAY - below(world, 100 * 24 * 60) * MS_MINUTE, .refused = one_in(world, 2)};
    if (one_in(world, 2)) /* as long ago as what is not counted any more */
        answer.at = MONDAY - REMEMBERED + below(world, 14 * 24 * 60) * MS_MINUTE;
    put_id(answer.visit, worker, below(world, 12));
    assert_int_equal(pool_put_answer(world->pool, worker, &answer), 0);
}

static inline void put_pair(struct world *world, const char *worker)
{
    char household[ID_SIZE];
    SOME_ID(world, household, "H", HOUSEHOLDS);
    assert_int_equal(pool_put_pair(world->pool, worker, household, !one_in(world, 3)), 0);
}

static inline void drop_one(struct world *world, const char *worker)
{
    char id[ID_SIZE];
    put_id(id, worker, below(world, 12));
    assert_int_equal(
        one_in(world, 3) ? pool_drop_past(world->pool, worker, id) : pool_drop_hold(world->pool, worker, id), 0);
}

static inline void forget(struct world *world, const char *worker)
{
    struct horizon horizon = {MONDAY + below(world, 3) * MS_DAY, MONDAY - below(world, 90) * MS_DAY};
    assert_int_equal(pool_forget(world->pool, worker, &horizon), 0);
}

static inline void happen(struct world *world)
{
    char worker[ID_SIZE];
    SOME_ID(world, worker, "W", world->people);
    switch (below(world, 12)) {
    case 0:
        put_facts(world, worker);
        break;
    case 1:
    case 2:
        put_cert(world, worker, below(world, CODES));
        break;
    case 3:
    case 4:
        put_leave(world, worker);
        break;
    case 5:
        put_past(world, worker);
        break;
    case 6:
        put_answer(world, worker);
        break;
    case 7:
        put_pair(world, worker);
        break;
    case 8:
        drop_one(world, worker);
        break;
    case 9:
        if (one_in(world, 10))
            forget(world, worker);
        break;
    default:
        put_hold(world, worker);
    }
}

static inline void settle(struct world *world)
{
    for (int i = 0; i < world->people; i++) {
        char worker[ID_SIZE];
        TEXT_FORMAT(worker, "W%03d", i);
        put_facts(world, worker);
        for (int type = 0; type < CODES; type++)
            put_cert(world, worker, type);
    }
    for (int i = 0; i < 12 * world->people; i++)
        happen(world);
    pool_keep(world->pool);
}

/* ---- what is asked ---- */

/* Ways that lead far in little time, and the other way round (V3). */
static inline void some_matrix(struct world *world)
{
    struct travel_matrix *matrix = &world->matrix;
    memset(matrix, 0, sizeof *matrix);
    matrix->areas = 1 + below(world, 5);
    for (int i = 0; i < matrix->areas; i++)
        matrix->area[i] = (struct travel_area){.centre = {22500 + below(world, 120), 113000 + below(world, 120)},
                                               .metres = 50 + below(world, 4000)};
    for (int i = 0; i < 12; i++)
        matrix->way[below(world, TRAVEL_MODES)][below(world, matrix->areas)][below(world, matrix->areas)] =
            (uint16_t)(1 + below(world, 90));
    travel_settle(matrix);
}

static const struct travel *some_ways(struct world *world)
{
    if (one_in(world, 2))
        return &usual_ways;
    world->travel = usual_ways;
    world->travel.detour_pct = 100 + below(world, 200);
    world->travel.m_h[TRAVEL_EBIKE] = 3000 + below(world, 30000);
    world->travel.fixed_min[TRAVEL_BUS] = below(world, 70);
    if (one_in(world, 2))
        some_matrix(world);
    world->travel.matrix = world->matrix.areas ? &world->matrix : NULL;
    return &world->travel;
}

static inline void some_policy(struct world *world)
{
    static const int weights[TERM_COUNT] = {20000, 16000, 16000, 12000, 8000, 8000, 4000, 4000, 4000, 8000};
    world->policy = (struct policy){.handover_ms = 5 * MS_MINUTE,
                                    .station_scope = one_in(world, 2),
                                    .travel = some_ways(world),
                                    .max_travel_ms = (5 + below(world, 60)) * MS_MINUTE,
                                    .week_ms = 20 * MS_HOUR,
                                    .continuity_ms = 180 * MS_DAY,
                                    .main_share = 800,
                                    .max_workers = 1 + below(world, 4),
                                    .refusals_ms = REMEMBERED,
                                    .refusals_least = 1 + below(world, 5),
                                    .refusals_limit = 300};
    memcpy(world->policy.weight, weights, sizeof weights);
    if (one_in(world, 2)) /* one term decides, mostly */
        world->policy.weight[below(world, TERM_COUNT)] += 60000;
    if (one_in(world, 4)) /* next door */
        world->policy.max_travel_ms = (3 + below(world, 4)) * MS_MINUTE;
    else if (world->keen)
        world->policy.max_travel_ms += 30 * MS_MINUTE;
}

static inline void some_wishes(struct world *world, struct demand *demand)
{
    demand->wish_sex = "fm\0"[below(world, 3)];
    demand->intimate = one_in(world, 2);
    demand->languages_count = below(world, 3);
    for (int i = 0; i < demand->languages_count; i++)
        TEXT_PUT(demand->languages[i], languages[below(world, CODES)]);
    demand->soft.cuisines_count = below(world, 2);
    TEXT_PUT(demand->soft.cuisines[0], one_in(world, 4) ? "nobody's" : languages[below(world, CODES)]);
    demand->soft.pets = one_in(world, 2);
    demand->soft.nonsmoker = one_in(world, 2);
    if (one_in(world, 4))
        SOME_ID(world, demand->wish_worker, "W", world->people);
}

static inline void some_service(struct world *world, struct demand *demand)
{
    demand->kinds_count = below(world, 3);
    for (int i = 0; i < demand->kinds_count; i++)
        TEXT_PUT(demand->kinds[i], kinds[i ? below(world, CODES) : 0]);
    demand->needs_count = below(world, 3);
    for (int i = 0; i < demand->needs_count; i++) {
        TEXT_PUT(demand->needs[i].type, types[2 + below(world, 2)]);
        demand->needs[i].level = below(world, 6);
    }
    demand->closed = one_in(world, 40);
    demand->workers = 1;
    demand->live_in = one_in(world, 40);
}

static inline void keen_demand(struct demand *demand)
{
    demand->intimate = demand->at_once = false;
    demand->kinds_count = demand->needs_count ? 0 : demand->kinds_count;
    for (int i = 0; i < demand->needs_count; i++)
        demand->needs[i].level = demand->needs[i].level ? 5 : 0;
}

/* Of somebody, mostly at the time that is asked for or soon after. */
static inline void some_own_hold(struct world *world, struct demand *demand)
{
    const struct person *person = people_at(world->pool, below(world, people_count(world->pool)));
    const struct held *holds = person->holds.at;
    if (!person->holds.count) {
        put_id(demand->own_hold, person->id, below(world, 12));
        return;
    }
    const struct held *own = &holds[below(world, person->holds.count)];
    name_read(own->hold, demand->own_hold);
    if (one_in(world, 4))
        return;
    int64_t length = demand->time.end - demand->time.start, start = own->time.start / MS_MINUTE * MS_MINUTE;
    demand->time.start = start + (one_in(world, 2) ? below(world, 3) * MS_DAY : 0);
    demand->time.end = demand->time.start + length;
}

static inline void some_demand(struct world *world)
{
    struct demand *demand = &world->demand;
    *demand = (struct demand){.time = some_interval(world, 14, one_in(world, 20) ? 4 * MS_DAY : 3 * MS_HOUR),
                              .place = some_place(world),
                              .at_once = one_in(world, 4),
                              .excluded = (const char(*)[ID_SIZE])world->excluded,
                              .excluded_count = below(world, 3),
                              .unsure = (const char(*)[ID_SIZE])world->unsure,
                              .unsure_count = below(world, 3)};
    if (one_in(world, 2)) /* of which the index tells as long as it is brief */
        demand->time.end += MS_SECOND - demand->time.end % MS_SECOND;
    if (!one_in(world, 3) || (world->plain && !one_in(world, 10)))
        demand->time = some_hours(world);
    some_service(world, demand);
    some_wishes(world, demand);
    if (!one_in(world, 4))
        SOME_ID(world, demand->household, "H", HOUSEHOLDS);
    if (one_in(world, 4))
        SOME_ID(world, demand->backup, "W", world->people);
    if (one_in(world, 8))
        SOME_ID(world, demand->main, "W", world->people);
    if (one_in(world, 4))
        some_own_hold(world, demand);
    TEXT_PUT(demand->station, stations[below(world, CODES)]);
    for (int i = 0; i < 2; i++) {
        SOME_ID(world, world->excluded[i], "W", world->people);
        SOME_ID(world, world->unsure[i], "W", world->people);
    }
    if (world->keen)
        keen_demand(demand);
}

static inline struct world *a_world(uint64_t seed, int people)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->dice = dice_of(seed);
    world->people = people;
    world->plain = seed % 2 == 0;
    world->keen = seed % 5 % 3 == 0;
    world->pool = pool_open();
    assert_non_null(world->pool);
    world->pool->index->few = (int)(seed % 3) * 20; /* profiles of stations too */
    settle(world);
    return world;
}

static inline void end_world(struct world *world)
{
    pool_close(&world->pool);
    free(world);
}

#endif
