/* A small random world for the tests of the planner and of its checker. */
#ifndef ANXIN_TEST_PLAN_WORLD_H
#define ANXIN_TEST_PLAN_WORLD_H

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
    int32_t way[PLACES * PLACES], quick[PLACES * PLACES]; /* by mode 0 and 1 */
    struct plan_worker worker[WORKERS];
    struct plan_visit visit[VISITS];
    struct plan_candidate candidate[VISITS * WORKERS * PLAN_TASKS];
    struct plan_block block[WORKERS];
};

/* Uphill is farther. */
static inline void put_ways(struct world *world, struct dice *dice)
{
    int x[PLACES], y[PLACES];
    for (int i = 0; i < PLACES; i++) {
        x[i] = dice_below(dice, 30);
        y[i] = dice_below(dice, 30);
    }
    for (int i = 0; i < PLACES; i++)
        for (int j = 0; j < PLACES; j++)
            world->way[i * PLACES + j] = abs(x[i] - x[j]) + abs(y[i] - y[j]) + (y[j] > y[i] ? (y[j] - y[i]) / 4 : 0);
    for (int i = 0; i < PLACES * PLACES; i++)
        world->quick[i] = world->way[i] * 2 / 3;
}

enum world_kind {
    WORLD_FREE,
    WORLD_LIMITS,
    WORLD_ONE_HOUSE, /* with limits; everybody starts and ends at the same place */
    WORLD_QUICK,     /* likewise, the last one by another mode */
    WORLD_KINDS
};

static inline void put_workers(struct world *world, enum world_kind kind)
{
    bool limits = kind != WORLD_FREE, together = kind == WORLD_ONE_HOUSE || kind == WORLD_QUICK;
    for (int i = 0; i < WORKERS; i++) {
        world->worker[i] = (struct plan_worker){.mode = kind == WORLD_QUICK && i == WORKERS - 1,
                                                .start = together ? 0 : i,
                                                .end = together ? 0 : i,
                                                .from = 8 * HOUR,
                                                .until = limits ? 18 * HOUR : PLAN_NEVER,
                                                .work_most = limits ? 8 * HOUR : PLAN_NEVER,
                                                .visits_most = together ? 4
                                                               : limits ? 6
                                                                        : INT32_MAX,
                                                .stretch = limits ? 3 * HOUR : PLAN_NEVER,
                                                .pause = 30,
                                                .blocks = i,
                                                .blocked = limits};
        world->block[i] =
            (struct plan_block){(10 + i) * HOUR, (11 + i) * HOUR, i == 1 ? PLAN_NOWHERE : PLACES - 1 - i, false};
    }
}

static inline void put_candidates(struct world *world, struct dice *dice, struct plan_task *task)
{
    struct plan_problem *problem = &world->problem;
    task->candidates = problem->candidates;
    for (int i = 0; i < WORKERS; i++)
        if (i == 0 || dice_below(dice, 3))
            world->candidate[problem->candidates++] = (struct plan_candidate){i, dice_below(dice, 20)};
    task->count = problem->candidates - task->candidates;
}

static inline void put_visit(struct world *world, struct dice *dice, int id, bool pairs)
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

static inline struct world *world_make(uint64_t seed, int visits, enum world_kind kind)
{
    struct world *world = calloc(1, sizeof *world);
    struct dice dice = dice_of(seed);
    assert_non_null(world);
    put_ways(world, &dice);
    put_workers(world, kind);
    world->problem = (struct plan_problem){
        .places = PLACES,
        .modes = 2,
        .ways = {{world->way}, {world->quick}},
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

static inline void improve(const struct world *world, struct plan *plan, uint64_t seed, int64_t moves)
{
    struct plan_effort effort = {.seed = seed, .moves = moves};
    struct plan_result result;
    assert_int_equal(plan_improve(&world->problem, plan, &effort, &result), 0);
    assert_int_equal(result.moves, moves);
}

static inline struct plan_report checked(const struct world *world, const struct plan *plan)
{
    struct plan_report report;
    struct plan_fault faults[8];
    assert_int_equal(plan_check(&world->problem, plan, &report, faults, 8), 0);
    if (report.faults)
        fail_msg("%s, visit %d task %d worker %d, by %lld", plan_rule_code(faults[0].rule), faults[0].visit,
                 faults[0].task, faults[0].worker, (long long)faults[0].amount);
    return report;
}

static inline int64_t way_between(const struct world *world, int worker, int from, int to)
{
    const int32_t *way = world->worker[worker].mode ? world->quick : world->way;
    return from == PLAN_NOWHERE || to == PLAN_NOWHERE ? 0 : way[from * PLACES + to];
}

#endif
