/* The index answers what asking everybody answers, to the last figure, whatever was put, replaced, dropped, undone or
 * forgotten before (V1-V3, V6-V9, V12). */
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

static const char *const kinds[CODES] = {"elder_care", "nurse", "maternity", "cook"};
static const char *const stations[CODES] = {"ST1", "ST2", "ST3", ""};
static const char *const types[CODES] = {"health", "insurance", "elder", "nursing"};
static const char *const languages[CODES] = {"yue", "hakka", "teochew", "xinhui"};

struct world {
    struct dice dice;
    struct pool *pool;
    int people;
    bool plain; /* whole minutes of few days, known places: what is packed decides */
    struct policy policy;
    struct travel travel;
    struct travel_matrix matrix;
    struct demand demand;
    char excluded[2][ID_SIZE], unsure[2][ID_SIZE];
    struct interval asked; /* when the demand is looked for, mostly */
};

static int below(struct world *world, int limit)
{
    return dice_below(&world->dice, limit);
}

static bool one_in(struct world *world, int many)
{
    return below(world, many) == 0;
}

static int64_t some_time(struct world *world, int days)
{
    int64_t time = MONDAY + below(world, days) * MS_DAY;
    return one_in(world, 3) ? time : time + below(world, 48) * 30 * MS_MINUTE + (one_in(world, 9) ? 1 : 0);
}

static struct interval some_interval(struct world *world, int days, int64_t most)
{
    int64_t start = some_time(world, days);
    return (struct interval){start, start + 1 + (int64_t)(dice_share(&world->dice) * (double)most)};
}

/* As people book: whole minutes, within a day. */
static struct interval some_hours(struct world *world)
{
    int64_t grain = one_in(world, 2) ? 1 : 30; /* ends often touch */
    int64_t start = MONDAY + below(world, world->plain ? 3 : 14) * MS_DAY + 6 * MS_HOUR;
    start += below(world, 700) / grain * grain * MS_MINUTE;
    return (struct interval){start, start + (1 + below(world, 200) / grain) * grain * MS_MINUTE};
}

static struct cell some_place(struct world *world)
{
    if (!world->plain && one_in(world, 12))
        return (struct cell){0};
    return (struct cell){22500 + below(world, 120), 113000 + below(world, 120)};
}

/* Ids of holds and visits as ours are, as others' are, and long ones. */
static void put_id(char id[ID_SIZE], const char *worker, int number)
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

static void put_facts(struct world *world, const char *worker)
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
    assert_int_equal(pool_put_facts(world->pool, &facts), 0);
}

static void put_cert(struct world *world, const char *worker, int type)
{
    struct worker_cert cert = {
        .level = below(world, 6), .valid = some_interval(world, 20, 60 * MS_DAY), .good = !one_in(world, 12)};
    if (!one_in(world, 4))
        cert.valid = (struct interval){MONDAY - 100 * MS_DAY, MONDAY + (5 + below(world, 30)) * MS_DAY};
    TEXT_PUT(cert.type, types[type]);
    TEXT_FORMAT(cert.cert, "%s-%d-%d", worker, type, below(world, 3));
    assert_int_equal(pool_put_cert(world->pool, worker, &cert), 0);
}

static void put_leave(struct world *world, const char *worker)
{
    struct worker_leave leave = {.time = some_interval(world, 14, one_in(world, 2) ? MS_DAY / 2 : 5 * MS_DAY)};
    if (one_in(world, 4))
        leave.time = (struct interval){0, 0};
    TEXT_FORMAT(leave.leave, "%s-%d", worker, below(world, 4));
    assert_int_equal(pool_put_leave(world->pool, worker, &leave), 0);
}

static void put_hold(struct world *world, const char *worker)
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

static void put_past(struct world *world, const char *worker)
{
    struct past_visit past = {.time = some_interval(world, 9, 2 * MS_HOUR)};
    past.time.start -= 7 * MS_DAY;
    past.time.end -= 7 * MS_DAY;
    SOME_ID(world, past.household, "H", HOUSEHOLDS);
    put_id(past.visit, worker, below(world, 8));
    assert_int_equal(pool_put_past(world->pool, worker, &past), 0);
}

static void put_answer(struct world *world, const char *worker)
{
    struct offer_answer answer = {.at = MONDAY - below(world, 100 * 24 * 60) * MS_MINUTE, .refused = one_in(world, 2)};
    put_id(answer.visit, worker, below(world, 12));
    assert_int_equal(pool_put_answer(world->pool, worker, &answer), 0);
}

static void put_pair(struct world *world, const char *worker)
{
    char household[ID_SIZE];
    SOME_ID(world, household, "H", HOUSEHOLDS);
    assert_int_equal(pool_put_pair(world->pool, worker, household, !one_in(world, 3)), 0);
}

static void drop_one(struct world *world, const char *worker)
{
    char id[ID_SIZE];
    put_id(id, worker, below(world, 12));
    assert_int_equal(
        one_in(world, 3) ? pool_drop_past(world->pool, worker, id) : pool_drop_hold(world->pool, worker, id), 0);
}

static void forget(struct world *world, const char *worker)
{
    struct horizon horizon = {MONDAY + below(world, 3) * MS_DAY, MONDAY - below(world, 90) * MS_DAY};
    assert_int_equal(pool_forget(world->pool, worker, &horizon), 0);
}

static void happen(struct world *world)
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

static void settle(struct world *world)
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
static void some_matrix(struct world *world)
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

static void some_policy(struct world *world)
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
                                    .refusals_ms = 60 * MS_DAY,
                                    .refusals_least = 1 + below(world, 5),
                                    .refusals_limit = 300};
    memcpy(world->policy.weight, weights, sizeof weights);
}

static void some_wishes(struct world *world, struct demand *demand)
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

static void some_service(struct world *world, struct demand *demand)
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

static void some_demand(struct world *world)
{
    struct demand *demand = &world->demand;
    *demand = (struct demand){.time = some_interval(world, 14, one_in(world, 20) ? 4 * MS_DAY : 3 * MS_HOUR),
                              .place = some_place(world),
                              .at_once = one_in(world, 4),
                              .excluded = (const char(*)[ID_SIZE])world->excluded,
                              .excluded_count = below(world, 3),
                              .unsure = (const char(*)[ID_SIZE])world->unsure,
                              .unsure_count = below(world, 3)};
    if (world->plain || !one_in(world, 3))
        demand->time = some_hours(world);
    some_service(world, demand);
    some_wishes(world, demand);
    if (!one_in(world, 4))
        SOME_ID(world, demand->household, "H", HOUSEHOLDS);
    if (one_in(world, 4))
        SOME_ID(world, demand->backup, "W", world->people);
    if (one_in(world, 4)) {
        char worker[ID_SIZE];
        SOME_ID(world, worker, "W", world->people);
        put_id(demand->own_hold, worker, below(world, 12));
    }
    TEXT_PUT(demand->station, stations[below(world, CODES)]);
    for (int i = 0; i < 2; i++) {
        SOME_ID(world, world->excluded[i], "W", world->people);
        SOME_ID(world, world->unsure[i], "W", world->people);
    }
}

static void assert_same(const struct ranking *got, const struct ranking *wanted)
{
    assert_int_equal(got->considered, wanted->considered);
    assert_memory_equal(got->rejected, wanted->rejected, sizeof got->rejected);
    assert_int_equal(got->feasible, wanted->feasible);
    assert_int_equal(got->best_count, wanted->best_count);
    for (int i = 0; i < got->best_count; i++) {
        assert_string_equal(got->best[i].worker, wanted->best[i].worker);
        assert_int_equal(got->best[i].total, wanted->best[i].total);
        assert_int_equal(got->best[i].too_many, wanted->best[i].too_many);
        assert_memory_equal(got->best[i].points, wanted->best[i].points, sizeof got->best[i].points);
    }
    assert_int_equal(got->named_count, wanted->named_count);
    for (int i = 0; i < got->named_count; i++) {
        assert_string_equal(got->named[i].worker, wanted->named[i].worker);
        assert_int_equal(got->named[i].rule, wanted->named[i].rule);
    }
}

static int ask(struct world *world)
{
    static struct ranking got, wanted;
    some_policy(world);
    some_demand(world);
    choice_rank(world->pool, &world->policy, &world->demand, &got);
    choice_scan(world->pool, &world->policy, &world->demand, &wanted);
    assert_same(&got, &wanted);
    return got.feasible;
}

static struct world *a_world(uint64_t seed, int people)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->dice = dice_of(seed);
    world->people = people;
    world->plain = seed % 2 == 0;
    world->pool = pool_open();
    assert_non_null(world->pool);
    world->pool->index->few = (int)(seed % 3) * 20; /* profiles of stations too */
    settle(world);
    return world;
}

static void end_world(struct world *world)
{
    pool_close(&world->pool);
    free(world);
}

/* ---- tests ---- */

static void test_in_random_worlds_the_index_answers_what_asking_everybody_answers(void **state)
{
    (void)state;
    int feasible = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct world *world = a_world(seed, 20 + (int)seed * 4);
        for (int i = 0; i < 60; i++)
            feasible += ask(world);
        end_world(world);
    }
    assert_true(feasible > 2000);
}

static void test_it_does_so_while_units_change_people_and_are_kept_or_undone(void **state)
{
    (void)state;
    int feasible = 0;
    for (uint64_t seed = 101; seed <= 120; seed++) {
        struct world *world = a_world(seed, 60);
        for (int i = 0; i < 150; i++) {
            for (int many = below(world, 8); many > 0; many--)
                happen(world);
            feasible += one_in(world, 2) ? ask(world) : 0; /* within the unit */
            (one_in(world, 3) ? pool_undo : pool_keep)(world->pool);
            feasible += ask(world);
        }
        end_world(world);
    }
    assert_true(feasible > 2000);
}

static void test_it_is_made_again_after_memory_was_short(void **state)
{
    (void)state;
    struct world *world = a_world(7, 80);
    ask(world);
    world->pool->index->lost = true;
    for (int i = 0; i < 20; i++)
        happen(world); /* of which it hears nothing */
    assert_true(world->pool->index->lost);
    for (int i = 0; i < 40; i++)
        ask(world);
    assert_false(world->pool->index->lost);
    end_world(world);
}

static void test_more_profiles_than_there_is_room_for_take_turns(void **state)
{
    (void)state;
    struct world *world = a_world(9, 60);
    world->pool->index->few = 0;
    for (int i = 0; i < 400; i++) {
        happen(world);
        ask(world);
    }
    assert_int_equal(world->pool->index->profiles_count, INDEX_PROFILES);
    end_world(world);
}

/* ---- what follows from holds and past visits ---- */

static int64_t plainly_worked(const struct person *person, int64_t instant)
{
    const struct held *holds = person->holds.at;
    const struct passed *past = person->past.at;
    int64_t week = 7 * MS_DAY, monday = MONDAY + (instant - MONDAY + 52 * week) / week * week - 52 * week, busy = 0;
    for (int i = 0; i < person->holds.count; i++)
        if (holds[i].kind == HOLD_VISIT && holds[i].time.start >= monday && holds[i].time.start < monday + week)
            busy += holds[i].time.end - holds[i].time.start;
    for (int i = 0; i < person->past.count; i++)
        if (past[i].time.start >= monday && past[i].time.start < monday + week)
            busy += past[i].time.end - past[i].time.start;
    return busy;
}

static int plainly_known(const struct person *person, const char *household)
{
    const struct held *holds = person->holds.at;
    const struct passed *past = person->past.at;
    int times = 0;
    for (int i = 0; i < person->holds.count; i++)
        times += holds[i].house && text_same(holds[i].house->household, household);
    for (int i = 0; i < person->past.count; i++)
        times += past[i].house && text_same(past[i].house->household, household);
    return times;
}

/* Their meetings stand together, and people by id. */
static int known(const struct pool *pool, const struct person *person, const char *household)
{
    const struct house *house = people_house(pool, household);
    const struct meeting *at = house ? house->meetings.at : NULL;
    const char *before = "";
    int times = 0;
    for (int i = 0; house && i < house->meetings.count; i = house_next(house, i)) {
        assert_true(strcmp(before, at[i].person->facts.worker) < 0);
        before = at[i].person->facts.worker;
        times += at[i].person == person ? house_next(house, i) - i : 0;
    }
    return times;
}

static void assert_person(const struct pool *pool, const struct person *person)
{
    const struct held *holds = person->holds.at;
    assert_int_equal(person->sheet->count, person->holds.count);
    for (int i = 0; i < person->holds.count; i++) {
        struct span span = people_span(person, &person->sheet->notches[i]);
        assert_memory_equal(&span.time, &holds[i].time, sizeof span.time);
        assert_memory_equal(&span.place, &holds[i].place, sizeof span.place);
        assert_int_equal(span.kind, holds[i].kind);
    }
    for (int week = -2; week < 3; week++)
        assert_int_equal(people_week(person, MONDAY + week * 7 * MS_DAY),
                         plainly_worked(person, MONDAY + week * 7 * MS_DAY));
    for (int i = 0; i < HOUSEHOLDS; i++) {
        char household[ID_SIZE];
        TEXT_FORMAT(household, "H%03d", i);
        assert_int_equal(known(pool, person, household), plainly_known(person, household));
    }
}

static void test_weeks_and_households_are_counted_as_the_holds_and_past_visits_say(void **state)
{
    (void)state;
    struct world *world = a_world(11, 40);
    for (int i = 0; i < 600; i++) {
        happen(world);
        if (one_in(world, 4))
            (one_in(world, 2) ? pool_undo : pool_keep)(world->pool);
        for (int j = 0; i % 20 == 0 && j < people_count(world->pool); j++)
            assert_person(world->pool, people_at(world->pool, j));
    }
    end_world(world);
}

/* ---- counting intervals ---- */

static int plainly_holding(const struct interval *at, int count, struct interval inner)
{
    int holding = 0;
    for (int i = 0; i < count; i++)
        holding += at[i].start <= inner.start && at[i].end >= inner.end;
    return holding;
}

static void test_a_tally_counts_the_intervals_that_hold_one(void **state)
{
    (void)state;
    enum { MOST = 400 };
    struct world world = {.dice = dice_of(3)};
    struct tally tally = {0};
    struct interval at[MOST];
    int count = 0;
    for (int i = 0; i < 6000; i++) {
        struct interval inner = some_interval(&world, 10, TALLY_BRIEF - 1);
        if (count < MOST && !one_in(&world, 2)) {
            at[count] = some_interval(&world, 10, one_in(&world, 2) ? 12 * MS_HOUR : 9 * MS_DAY);
            assert_int_equal(tally_add(&tally, at[count++], 1), 0);
        } else if (count > 0) {
            int gone = below(&world, count);
            assert_int_equal(tally_add(&tally, at[gone], -1), 0);
            at[gone] = at[--count];
        }
        assert_int_equal(tally_holding(&tally, inner), plainly_holding(at, count, inner));
    }
    tally_close(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tally_counts_the_intervals_that_hold_one),
        cmocka_unit_test(test_in_random_worlds_the_index_answers_what_asking_everybody_answers),
        cmocka_unit_test(test_it_does_so_while_units_change_people_and_are_kept_or_undone),
        cmocka_unit_test(test_it_is_made_again_after_memory_was_short),
        cmocka_unit_test(test_more_profiles_than_there_is_room_for_take_turns),
        cmocka_unit_test(test_weeks_and_households_are_counted_as_the_holds_and_past_visits_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
