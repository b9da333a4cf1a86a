/* The planner: its plans break no rule (I1, I2, I11), cost what the checker says, are the best there are where all can
 * be tried, and never worse than the plan that it began from (V10, V11, V16-V18, V21). */
#include "plan_world.h"

/* ---- plans that are found ---- */

/* I1, I2, I11 */
static void test_no_plan_breaks_a_rule_and_the_checker_agrees_on_its_cost(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct world *world = world_make(seed, 5 + (int)seed % 36, (enum world_kind)(seed % WORLD_KINDS));
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
    struct world *world = world_make(7, VISITS, WORLD_LIMITS);
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

static void test_another_seed_goes_another_way(void **state)
{
    (void)state;
    struct world *world = world_make(7, VISITS, WORLD_LIMITS);
    struct plan first, other;
    int differ = 0;
    assert_int_equal(plan_make(&first, VISITS), 0);
    improve(world, &first, 1, 500);
    for (uint64_t seed = 2; seed < 8; seed++) {
        assert_int_equal(plan_make(&other, VISITS), 0);
        improve(world, &other, seed, 500);
        differ += memcmp(first.worker, other.worker, VISITS * sizeof first.worker[0]) != 0;
        plan_free(&other);
    }
    assert_true(differ > 3);
    plan_free(&first);
    free(world);
}

/* V11: where one worker would be the cheaper for both, two still come. */
static void test_a_pair_is_never_done_by_one_worker(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct world *world = world_make(seed, 16, WORLD_ONE_HOUSE);
        struct plan plan;
        for (int w = 0; w < WORKERS; w++) {
            world->candidate[w] = (struct plan_candidate){w, 0};
            world->worker[w] = (struct plan_worker){.from = 0,
                                                    .until = PLAN_NEVER,
                                                    .work_most = PLAN_NEVER,
                                                    .visits_most = INT32_MAX,
                                                    .stretch = PLAN_NEVER};
        }
        for (int i = 0; i < 16; i++) {
            struct plan_visit *visit = &world->visit[i];
            visit->tasks = 2;
            visit->relation = PLAN_APART;
            visit->gap_least = 10;
            visit->gap_most = 500;
            visit->earliest = 0;
            visit->due = visit->latest = PLAN_NEVER;
            visit->task[0] = visit->task[1] = (struct plan_task){15, 0, WORKERS};
        }
        assert_int_equal(plan_make(&plan, 16), 0);
        improve(world, &plan, seed, 60000);
        assert_int_equal(checked(world, &plan).left_out, 0);
        plan_free(&plan);
        free(world);
    }
}

/* V16 */
static void test_a_running_plan_never_gets_worse(void **state)
{
    (void)state;
    struct world *world = world_make(11, VISITS, WORLD_LIMITS);
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
    struct world *world = world_make(5, 20, WORLD_FREE);
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

static void assert_refused(const struct world *world, struct plan *plan)
{
    struct plan_effort effort = {.moves = 10};
    struct plan_result result;
    assert_int_equal(plan_improve(&world->problem, plan, &effort, &result), -2);
    for (int i = 0; i < world->problem.visits; i++)
        plan->worker[i][0] = plan->worker[i][1] = PLAN_NOBODY;
}

static void test_a_plan_that_breaks_a_rule_is_refused_as_a_beginning(void **state)
{
    (void)state;
    struct world *world = world_make(5, 4, WORLD_FREE);
    struct plan plan;
    assert_int_equal(plan_make(&plan, 4), 0);
    struct plan_visit *pair = &world->visit[1];
    *pair = (struct plan_visit){
        .place = 4, .latest = PLAN_NEVER, .tasks = 2, .relation = PLAN_TOGETHER, .planned = PLAN_NEVER};
    for (int i = 0; i < WORKERS; i++)
        world->candidate[i] = (struct plan_candidate){i, 0};
    pair->task[0] = pair->task[1] = (struct plan_task){30, 0, WORKERS};
    plan.worker[1][0] = plan.worker[1][1] = 0;
    assert_refused(world, &plan); /* one worker for both */
    plan.worker[1][0] = 0;
    assert_refused(world, &plan); /* half of it */
    plan.worker[0][0] = 0;
    world->worker[0].work_most = 1;
    assert_refused(world, &plan); /* too much work */
    world->worker[0].work_most = PLAN_NEVER;
    world->visit[0].task[0].count = 0;
    plan.worker[0][0] = 0;
    assert_refused(world, &plan); /* no candidate */
    plan_free(&plan);
    free(world);
}

/* ---- to the last minute ---- */

/* One worker, and visits of 30 at 600, 700 and 770 sharp, a way of 10 everywhere. */
static struct world *sharp_world(int visits)
{
    static const int64_t starts[] = {600, 700, 770};
    struct world *world = world_make(1, visits, WORLD_FREE);
    for (int i = 0; i < PLACES * PLACES; i++)
        world->way[i] = i / PLACES == i % PLACES ? 0 : 10;
    world->problem.workers = 1;
    world->problem.prices = (struct plan_prices){.way = 1};
    world->candidate[0] = (struct plan_candidate){0, 0};
    for (int i = 0; i < visits; i++) {
        world->visit[i] = (struct plan_visit){.place = WORKERS + i,
                                              .earliest = starts[i],
                                              .due = starts[i],
                                              .latest = starts[i],
                                              .tasks = 1,
                                              .left_out = 2000,
                                              .planned = PLAN_NEVER};
        world->visit[i].task[0] = (struct plan_task){30, 0, 1};
    }
    return world;
}

/* How many visits are left out, and that the checker agrees. */
static int left_out_of(struct world *world)
{
    struct plan plan;
    assert_int_equal(plan_make(&plan, world->problem.visits), 0);
    improve(world, &plan, 1, 3000);
    struct plan_report report = checked(world, &plan);
    assert_int_equal(report.cost, plan.cost);
    plan_free(&plan);
    free(world);
    return report.left_out;
}

/* V4, V10: what just fits is done, and what lacks a minute is not. */
static void test_what_just_fits_is_planned_and_what_lacks_a_minute_is_not(void **state)
{
    (void)state;
    struct world *world;
    for (int lacks = 0; lacks < 2; lacks++) {
        world = sharp_world(2);
        world->worker[0].work_most = 80 - lacks;
        assert_int_equal(left_out_of(world), lacks);
        world = sharp_world(2);
        world->worker[0].visits_most = 2 - lacks;
        assert_int_equal(left_out_of(world), lacks);
        world = sharp_world(2);
        world->worker[0].until = 740 - lacks;
        assert_int_equal(left_out_of(world), lacks);
        world = sharp_world(2);
        world->worker[0].from = 590 + lacks;
        assert_int_equal(left_out_of(world), lacks);
        world = sharp_world(2);
        world->worker[0].stretch = 130 - lacks;
        world->worker[0].pause = 61;
        assert_int_equal(left_out_of(world), lacks);
        world = sharp_world(2);
        world->worker[0].stretch = 30;
        world->worker[0].pause = 60 + lacks;
        assert_int_equal(left_out_of(world), lacks);
        world = sharp_world(3);
        world->worker[0].stretch = 100 - lacks;
        world->worker[0].pause = 60;
        assert_int_equal(left_out_of(world), lacks);
    }
}

/* V17: a start is moved when it is farther away than is tolerated, also where nothing else binds. */
static void test_a_start_costs_as_moved_beyond_what_is_tolerated(void **state)
{
    (void)state;
    for (int beyond = 0; beyond < 2; beyond++)
        for (int side = -1; side <= 1; side += 2) {
            struct world *world = sharp_world(1);
            struct plan plan;
            world->visit[0].latest = PLAN_NEVER;
            world->visit[0].planned = 600 + side * (5 + beyond);
            world->problem.prices.moved = 50;
            world->problem.prices.tolerance = 5;
            assert_int_equal(plan_make(&plan, 1), 0);
            improve(world, &plan, 1, 1000);
            assert_int_equal(plan.cost, 20 + 50 * beyond);
            assert_int_equal(checked(world, &plan).cost, plan.cost);
            plan_free(&plan);
            free(world);
        }
}

/* I3, I12: certificates and wishes that bind say who is a candidate. */
static void test_nobody_does_what_he_is_no_candidate_for(void **state)
{
    (void)state;
    for (uint64_t seed = 100; seed < 130; seed++) {
        struct world *world = world_make(seed, 30, (enum world_kind)(seed % WORLD_KINDS));
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
    return hand->free + way_between(trial->world, w, hand->place, visit->place);
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
    for (int i = worker->blocks; i < worker->blocks + worker->blocked; i++) {
        const struct plan_block *block = &trial->world->block[i];
        int64_t there = way_between(trial->world, w, block->place, visit->place);
        int64_t back = way_between(trial->world, w, visit->place, block->place);
        if (start < block->end + there && block->start - back < end)
            return false;
    }
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

/* V2, V4, V10, V11, V21: pairs, pauses, taken time and the ways from and to it, limits of the day. */
static void test_the_best_plan_is_found_where_all_can_be_tried(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct world *world = world_make(seed, FEW, (enum world_kind)(seed % WORLD_KINDS));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_plan_breaks_a_rule_and_the_checker_agrees_on_its_cost),
        cmocka_unit_test(test_the_same_seed_and_moves_give_the_same_plan),
        cmocka_unit_test(test_another_seed_goes_another_way),
        cmocka_unit_test(test_a_pair_is_never_done_by_one_worker),
        cmocka_unit_test(test_a_running_plan_never_gets_worse),
        cmocka_unit_test(test_what_a_move_costs_keeps_starts_where_they_were),
        cmocka_unit_test(test_a_plan_that_breaks_a_rule_is_refused_as_a_beginning),
        cmocka_unit_test(test_what_just_fits_is_planned_and_what_lacks_a_minute_is_not),
        cmocka_unit_test(test_a_start_costs_as_moved_beyond_what_is_tolerated),
        cmocka_unit_test(test_nobody_does_what_he_is_no_candidate_for),
        cmocka_unit_test(test_the_best_plan_is_found_where_all_can_be_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
