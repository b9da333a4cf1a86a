/* The planner: its plans break no rule (I1, I2, I11), cost what the checker says, are the best there are where all can
 * be tried, and never worse than the plan that it began from (V10, V11, V16-V18, V21). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "services/matching/engine/dice.h"
#include "services/matching/engine/plan.h"

#define WORKERS 3
#define VISITS 40
#define PLACES (VISITS + WORKERS)
#define HOUR 60

struct world {
    struct plan_problem problem;
    int32_t way[PLACES * PLACES];
    struct plan_worker worker[WORKERS];
    struct plan_visit visit[VISITS];
    struct plan_candidate candidate[VISITS * WORKERS * PLAN_TASKS];
    struct plan_block block[WORKERS];
};

static void put_ways(struct world *world, struct dice *dice)
{
    int x[PLACES], y[PLACES];
    for (int i = 0; i < PLACES; i++) {
        x[i] = dice_below(dice, 30);
        y[i] = dice_below(dice, 30);
    }
    for (int i = 0; i < PLACES; i++)
        for (int j = 0; j < PLACES; j++)
            world->way[i * PLACES + j] = abs(x[i] - x[j]) + abs(y[i] - y[j]);
}

static void put_workers(struct world *world, bool limits)
{
    for (int i = 0; i < WORKERS; i++) {
        world->worker[i] = (struct plan_worker){.start = i,
                                                .end = i,
                                                .from = 8 * HOUR,
                                                .until = limits ? 18 * HOUR : PLAN_NEVER,
                                                .work_most = limits ? 8 * HOUR : PLAN_NEVER,
                                                .visits_most = limits ? 6 : INT32_MAX,
                                                .stretch = limits ? 3 * HOUR : PLAN_NEVER,
                                                .pause = 30,
                                                .blocks = i,
                                                .blocked = limits};
        world->block[i] = (struct plan_block){(10 + i) * HOUR, (11 + i) * HOUR};
    }
}

static void put_candidates(struct world *world, struct dice *dice, struct plan_task *task)
{
    struct plan_problem *problem = &world->problem;
    task->candidates = problem->candidates;
    for (int i = 0; i < WORKERS; i++)
        if (i == 0 || dice_below(dice, 3))
            world->candidate[problem->candidates++] = (struct plan_candidate){i, dice_below(dice, 20)};
    task->count = problem->candidates - task->candidates;
}

static void put_visit(struct world *world, struct dice *dice, int id, bool pairs)
{
    struct plan_visit *visit = &world->visit[id];
    int64_t earliest = 8 * HOUR + dice_below(dice, 7 * HOUR);
    *visit = (struct plan_visit){.place = WORKERS + id,
                                 .earliest = earliest,
                                 .due = earliest + HOUR,
                                 .latest = earliest + 2 * HOUR,
                                 .tasks = pairs && dice_below(dice, 3) == 0 ? 2 : 1,
                                 .left_out = 2000,
                                 .planned = PLAN_NEVER};
    visit->relation = visit->tasks == 1 ? PLAN_SINGLE : dice_below(dice, 2) ? PLAN_TOGETHER : PLAN_APART;
    visit->gap_least = 10;
    visit->gap_most = 50;
    for (int task = 0; task < visit->tasks; task++) {
        visit->task[task].duration = 20 + dice_below(dice, 40);
        put_candidates(world, dice, &visit->task[task]);
    }
}

static struct world *world_make(uint64_t seed, int visits, bool limits)
{
    struct world *world = calloc(1, sizeof *world);
    struct dice dice = dice_of(seed);
    assert_non_null(world);
    put_ways(world, &dice);
    put_workers(world, limits);
    world->problem = (struct plan_problem){
        .places = PLACES,
        .modes = 1,
        .ways = {{world->way}},
        .workers = WORKERS,
        .visits = visits,
        .blocks = WORKERS,
        .worker = world->worker,
        .visit = world->visit,
        .candidate = world->candidate,
        .block = world->block,
        .prices = {.way = 1, .late = 2, .worst = 3, .moved = 50, .tolerance = 5, .uneven = 1, .even_unit = HOUR}};
    for (int i = 0; i < visits; i++)
        put_visit(world, &dice, i, true);
    return world;
}

static void improve(const struct world *world, struct plan *plan, uint64_t seed, int64_t moves)
{
    struct plan_effort effort = {.seed = seed, .moves = moves};
    struct plan_result result;
    assert_int_equal(plan_improve(&world->problem, plan, &effort, &result), 0);
    assert_int_equal(result.moves, moves);
}

static struct plan_report checked(const struct world *world, const struct plan *plan)
{
    struct plan_report report;
    struct plan_fault faults[8];
    assert_int_equal(plan_check(&world->problem, plan, &report, faults, 8), 0);
    if (report.faults)
        fail_msg("%s, visit %d task %d worker %d, by %lld", plan_rule_code(faults[0].rule), faults[0].visit,
                 faults[0].task, faults[0].worker, (long long)faults[0].amount);
    return report;
}

/* ---- plans that are found ---- */

/* I1, I2, I11 */
static void test_no_plan_breaks_a_rule_and_the_checker_agrees_on_its_cost(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct world *world = world_make(seed, 5 + (int)seed % 36, seed % 2);
        struct plan plan;
        assert_int_equal(plan_make(&plan, world->problem.visits), 0);
        improve(world, &plan, seed, 20000);
        assert_int_equal(checked(world, &plan).cost, plan.cost);
        plan_free(&plan);
        free(world);
    }
}

static void test_the_same_seed_and_moves_give_the_same_plan(void **state)
{
    (void)state;
    struct world *world = world_make(7, VISITS, true);
    struct plan a, b;
    assert_int_equal(plan_make(&a, VISITS), 0);
    assert_int_equal(plan_make(&b, VISITS), 0);
    improve(world, &a, 3, 30000);
    improve(world, &b, 3, 30000);
    assert_int_equal(a.cost, b.cost);
    assert_memory_equal(a.worker, b.worker, VISITS * sizeof a.worker[0]);
    assert_memory_equal(a.start, b.start, VISITS * sizeof a.start[0]);
    plan_free(&a);
    plan_free(&b);
    free(world);
}

/* V16 */
static void test_a_running_plan_never_gets_worse(void **state)
{
    (void)state;
    struct world *world = world_make(11, VISITS, true);
    struct plan plan;
    assert_int_equal(plan_make(&plan, VISITS), 0);
    improve(world, &plan, 1, 100000);
    for (uint64_t seed = 2; seed < 12; seed++) {
        int64_t before = plan.cost;
        improve(world, &plan, seed, 300);
        assert_true(plan.cost <= before);
        checked(world, &plan);
    }
    plan_free(&plan);
    free(world);
}

/* V17 */
static void test_what_a_move_costs_keeps_starts_where_they_were(void **state)
{
    (void)state;
    struct world *world = world_make(5, 20, false);
    struct plan plan;
    assert_int_equal(plan_make(&plan, 20), 0);
    improve(world, &plan, 1, 100000);
    for (int i = 0; i < 20; i++)
        world->visit[i].planned = plan.worker[i][0] == PLAN_NOBODY ? PLAN_NEVER : plan.start[i][0];
    world->problem.prices.moved = 100000;
    world->worker[0].from += 30;
    for (int i = 0; i < 20; i++)
        if (plan.worker[i][0] == 0 || plan.worker[i][1] == 0)
            plan.worker[i][0] = plan.worker[i][1] = PLAN_NOBODY;
    improve(world, &plan, 2, 50000);
    struct plan_report dear = checked(world, &plan);
    for (int i = 0; i < 20; i++)
        plan.worker[i][0] = plan.worker[i][1] = PLAN_NOBODY;
    world->problem.prices.moved = 0;
    improve(world, &plan, 2, 50000);
    assert_true(dear.moved < checked(world, &plan).moved);
    plan_free(&plan);
    free(world);
}

static void test_a_plan_that_breaks_a_rule_is_refused_as_a_beginning(void **state)
{
    (void)state;
    struct world *world = world_make(5, 4, false);
    struct plan plan;
    struct plan_effort effort = {.moves = 10};
    struct plan_result result;
    assert_int_equal(plan_make(&plan, 4), 0);
    world->visit[0].task[0].count = 0;
    plan.worker[0][0] = plan.worker[0][1] = 1;
    assert_int_equal(plan_improve(&world->problem, &plan, &effort, &result), -2);
    plan_free(&plan);
    free(world);
}

/* I3, I12: certificates and wishes that bind say who is a candidate. */
static void test_nobody_does_what_he_is_no_candidate_for(void **state)
{
    (void)state;
    for (uint64_t seed = 100; seed < 130; seed++) {
        struct world *world = world_make(seed, 30, seed % 2);
        struct plan plan;
        assert_int_equal(plan_make(&plan, 30), 0);
        improve(world, &plan, seed, 30000);
        for (int i = 0; i < 30; i++)
            for (int task = 0; task < world->visit[i].tasks && plan.worker[i][0] != PLAN_NOBODY; task++) {
                const struct plan_task *t = &world->visit[i].task[task];
                bool found = false;
                for (int c = t->candidates; c < t->candidates + t->count; c++)
                    found |= world->candidate[c].worker == plan.worker[i][task];
                assert_true(found);
            }
        plan_free(&plan);
        free(world);
    }
}

/* ---- all plans, tried one by one ---- */

#define FEW 4

struct hand {
    int64_t free, since;
    int place;
    bool begun;
};

struct trial {
    const struct world *world;
    struct plan plan;
    int left[FEW];
    int64_t best;
    struct hand hand[WORKERS];
};

static int64_t ready_at(const struct trial *trial, int w, const struct plan_visit *visit)
{
    const struct hand *hand = &trial->hand[w];
    return hand->free + trial->world->way[hand->place * PLACES + visit->place];
}

/* Whether the worker may begin at that very minute. */
static bool may_begin(const struct trial *trial, int w, const struct plan_visit *visit, int task, int64_t start)
{
    const struct plan_worker *worker = &trial->world->worker[w];
    const struct hand *hand = &trial->hand[w];
    int64_t end = start + visit->task[task].duration, ready = ready_at(trial, w, visit);
    bool pause = !hand->begun || start - ready >= worker->pause;
    if (start < ready || start < visit->earliest || (!pause && end - hand->since > worker->stretch))
        return false;
    for (int i = worker->blocks; i < worker->blocks + worker->blocked; i++)
        if (start < trial->world->block[i].end && trial->world->block[i].start < end)
            return false;
    return true;
}

static void begin(struct trial *trial, int w, const struct plan_visit *visit, int task, int64_t start)
{
    struct hand *hand = &trial->hand[w];
    if (!hand->begun || start - ready_at(trial, w, visit) >= trial->world->worker[w].pause)
        hand->since = start;
    *hand = (struct hand){start + visit->task[task].duration, hand->since, visit->place, true};
}

/* The first minutes at which all tasks of the visit can begin, looked for one by one; false: none this day. */
static bool find_starts(const struct trial *trial, const struct plan_visit *visit, const int *worker, int64_t *start)
{
    bool apart = visit->relation == PLAN_APART;
    for (start[0] = 0; start[0] < 48 * HOUR; start[0]++) {
        if (!may_begin(trial, worker[0], visit, 0, start[0]))
            continue;
        if (visit->tasks == 1)
            return true;
        for (start[1] = start[0] + (apart ? visit->gap_least : 0); start[1] <= start[0] + (apart ? visit->gap_most : 0);
             start[1]++)
            if (may_begin(trial, worker[1], visit, 1, start[1]))
                return true;
    }
    return false;
}

static void try_all(struct trial *trial, int done);

static void try_visit(struct trial *trial, int done, int visit, int one, int two)
{
    const struct plan_visit *v = &trial->world->visit[visit];
    int *worker = trial->plan.worker[visit];
    struct hand was[WORKERS];
    memcpy(was, trial->hand, sizeof was);
    worker[0] = one;
    worker[1] = two;
    if (one == PLAN_NOBODY) {
        try_all(trial, done + 1);
    } else if (find_starts(trial, v, worker, trial->plan.start[visit])) {
        for (int task = 0; task < v->tasks; task++)
            begin(trial, worker[task], v, task, trial->plan.start[visit][task]);
        try_all(trial, done + 1);
    }
    memcpy(trial->hand, was, sizeof was);
}

static void try_all(struct trial *trial, int done)
{
    const struct world *world = trial->world;
    struct plan_report report;
    if (done == FEW) {
        assert_int_equal(plan_check(&world->problem, &trial->plan, &report, NULL, 0), 0);
        if (!report.faults && report.cost < trial->best)
            trial->best = report.cost;
        return;
    }
    for (int i = done; i < FEW; i++) {
        int visit = trial->left[i];
        trial->left[i] = trial->left[done];
        try_visit(trial, done, visit, PLAN_NOBODY, PLAN_NOBODY);
        for (int one = 0; one < WORKERS; one++)
            for (int two = 0; two < (world->visit[visit].tasks == 2 ? WORKERS : 1); two++)
                if (world->visit[visit].tasks == 1 || one != two)
                    try_visit(trial, done, visit, one, world->visit[visit].tasks == 2 ? two : PLAN_NOBODY);
        trial->left[i] = visit;
    }
}

/* V4, V10, V11, V21: pairs, pauses, taken time, limits of the day. */
static void test_the_best_plan_is_found_where_all_can_be_tried(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct world *world = world_make(seed, FEW, seed % 2);
        struct trial trial = {.world = world, .left = {0, 1, 2, 3}, .best = INT64_MAX};
        struct plan plan;
        for (int w = 0; w < WORKERS; w++)
            trial.hand[w] = (struct hand){world->worker[w].from, world->worker[w].from, world->worker[w].start, false};
        assert_int_equal(plan_make(&trial.plan, FEW), 0);
        assert_int_equal(plan_make(&plan, FEW), 0);
        try_all(&trial, 0);
        improve(world, &plan, seed, 1000000);
        checked(world, &plan);
        assert_int_equal(plan.cost, trial.best);
        plan_free(&plan);
        plan_free(&trial.plan);
        free(world);
    }
}

/* ---- the checker ---- */

/* A day of one worker: two visits of 30 at 600 and 700, a way of 10 everywhere. */
struct day {
    struct world world;
    struct plan plan;
};

static struct day *day_make(void)
{
    struct day *day = calloc(1, sizeof *day);
    assert_non_null(day);
    struct world *world = &day->world;
    for (int i = 0; i < PLACES * PLACES; i++)
        world->way[i] = i / PLACES == i % PLACES ? 0 : 10;
    put_workers(world, false);
    for (int i = 0; i < 2; i++) {
        world->visit[i] = (struct plan_visit){.place = WORKERS + i,
                                              .earliest = 500,
                                              .due = 800,
                                              .latest = 900,
                                              .tasks = 1,
                                              .left_out = 1000,
                                              .planned = PLAN_NEVER};
        for (int task = 0; task < 2; task++) {
            world->visit[i].task[task] = (struct plan_task){30, 0, 2};
        }
    }
    world->candidate[0].worker = 0;
    world->candidate[1].worker = 1;
    world->problem = (struct plan_problem){.places = PLACES,
                                           .modes = 1,
                                           .ways = {{world->way}},
                                           .workers = WORKERS,
                                           .visits = 2,
                                           .candidates = 2,
                                           .blocks = WORKERS,
                                           .worker = world->worker,
                                           .visit = world->visit,
                                           .candidate = world->candidate,
                                           .block = world->block,
                                           .prices = {.way = 1, .even_unit = 1}};
    assert_int_equal(plan_make(&day->plan, 2), 0);
    day->plan.worker[0][0] = day->plan.worker[1][0] = 0;
    day->plan.start[0][0] = 600;
    day->plan.start[1][0] = 700;
    return day;
}

/* The one fault that is found. */
static void assert_fault(struct day *day, enum plan_rule rule, int64_t amount)
{
    struct plan_report report;
    struct plan_fault fault = {0};
    assert_int_equal(plan_check(&day->world.problem, &day->plan, &report, &fault, 1), 0);
    assert_int_equal(report.faults, rule ? 1 : 0);
    if (rule)
        assert_string_equal(plan_rule_code(fault.rule), plan_rule_code(rule));
    assert_int_equal(fault.amount, amount);
    plan_free(&day->plan);
    free(day);
}

/* V18 */
static void test_each_broken_rule_is_found_by_name_and_amount(void **state)
{
    (void)state;
    struct day *day = day_make();
    assert_fault(day, 0, 0);
    day = day_make();
    day->plan.worker[1][0] = 2;
    assert_fault(day, PLAN_RULE_WORKER, 1);
    day = day_make();
    day->plan.start[0][0] = 495;
    assert_fault(day, PLAN_RULE_EARLY, 5);
    day = day_make();
    day->plan.start[1][0] = 907;
    assert_fault(day, PLAN_RULE_LATEST, 7);
    day = day_make();
    day->plan.start[1][0] = 636;
    assert_fault(day, PLAN_RULE_WAY, 4);
    day = day_make();
    day->world.worker[0].blocked = 1;
    day->world.block[0] = (struct plan_block){725, 760};
    assert_fault(day, PLAN_RULE_BLOCK, 5);
    day = day_make();
    day->world.worker[0].work_most = 75;
    assert_fault(day, PLAN_RULE_WORK, 5);
    day = day_make();
    day->world.worker[0].visits_most = 1;
    assert_fault(day, PLAN_RULE_VISITS, 1);
    day = day_make();
    day->world.worker[0].until = 738;
    assert_fault(day, PLAN_RULE_HOME, 2);
    day = day_make();
    day->world.worker[0].stretch = 125;
    day->world.worker[0].pause = 90;
    assert_fault(day, PLAN_RULE_PAUSE, 5);
}

/* V11, V18 */
static void test_what_is_wrong_between_two_workers_is_found(void **state)
{
    (void)state;
    struct day *day = day_make();
    day->world.visit[1].tasks = 2;
    day->world.visit[1].relation = PLAN_TOGETHER;
    assert_fault(day, PLAN_RULE_HALF, 1);
    day = day_make();
    day->world.visit[1].tasks = 2;
    day->world.visit[1].relation = PLAN_TOGETHER;
    day->plan.worker[1][1] = 1;
    day->plan.start[1][1] = 703;
    assert_fault(day, PLAN_RULE_TOGETHER, 3);
    day = day_make();
    day->world.visit[1].tasks = 2;
    day->world.visit[1].relation = PLAN_APART;
    day->world.visit[1].gap_least = 10;
    day->world.visit[1].gap_most = 20;
    day->plan.worker[1][1] = 1;
    day->plan.start[1][1] = 728;
    assert_fault(day, PLAN_RULE_GAP, 8);
}

/* V18: a day made by hand with five things wrong: each is told with its amount, and all are counted where there is room
 * for two. */
static void test_all_that_is_wrong_with_a_plan_made_by_hand_is_told(void **state)
{
    (void)state;
    struct day *day = day_make();
    struct plan_report report;
    struct plan_fault faults[8];
    int64_t amounts[PLAN_RULES] = {0};
    day->plan.start[0][0] = 498;
    day->plan.start[1][0] = 533;
    day->world.worker[0].from = 480;
    day->world.worker[0].until = 570;
    day->world.worker[0].work_most = 79;
    day->world.worker[0].visits_most = 1;
    assert_int_equal(plan_check(&day->world.problem, &day->plan, &report, faults, 8), 0);
    assert_int_equal(report.faults, 5);
    for (int i = 0; i < report.faults; i++)
        amounts[faults[i].rule] = faults[i].amount;
    assert_int_equal(amounts[PLAN_RULE_EARLY], 2);
    assert_int_equal(amounts[PLAN_RULE_WAY], 5);
    assert_int_equal(amounts[PLAN_RULE_HOME], 3);
    assert_int_equal(amounts[PLAN_RULE_WORK], 1);
    assert_int_equal(amounts[PLAN_RULE_VISITS], 1);
    assert_int_equal(plan_check(&day->world.problem, &day->plan, &report, faults, 2), 0);
    assert_int_equal(report.faults, 5);
    plan_free(&day->plan);
    free(day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_plan_breaks_a_rule_and_the_checker_agrees_on_its_cost),
        cmocka_unit_test(test_the_same_seed_and_moves_give_the_same_plan),
        cmocka_unit_test(test_a_running_plan_never_gets_worse),
        cmocka_unit_test(test_what_a_move_costs_keeps_starts_where_they_were),
        cmocka_unit_test(test_a_plan_that_breaks_a_rule_is_refused_as_a_beginning),
        cmocka_unit_test(test_nobody_does_what_he_is_no_candidate_for),
        cmocka_unit_test(test_the_best_plan_is_found_where_all_can_be_tried),
        cmocka_unit_test(test_each_broken_rule_is_found_by_name_and_amount),
        cmocka_unit_test(test_all_that_is_wrong_with_a_plan_made_by_hand_is_told),
        cmocka_unit_test(test_what_is_wrong_between_two_workers_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
