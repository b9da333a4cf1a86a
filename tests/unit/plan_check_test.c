/* The checker of plans: every broken rule by name and amount, against days made by hand and every minute of random
 * ones (V2, V4, V10, V11, V18). */
#include "plan_world.h"

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
    put_workers(world, WORLD_FREE);
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
    day->world.worker[0].from = 595;
    assert_fault(day, PLAN_RULE_REST, 5);
    day = day_make();
    day->plan.start[1][0] = 907;
    assert_fault(day, PLAN_RULE_LATEST, 7);
    day = day_make();
    day->plan.start[1][0] = 636;
    assert_fault(day, PLAN_RULE_WAY, 4);
    day = day_make();
    day->world.worker[0].blocked = 1;
    day->world.block[0] = (struct plan_block){725, 760, PLACES - 1, false};
    assert_fault(day, PLAN_RULE_BLOCK, 5);
    day = day_make();
    day->world.worker[0].blocked = 1;
    day->world.block[0] = (struct plan_block){733, 760, PLACES - 1, false};
    assert_fault(day, PLAN_RULE_BLOCK_WAY, 7);
    day = day_make();
    day->world.worker[0].blocked = 1;
    day->world.block[0] = (struct plan_block){570, 594, PLACES - 1, false};
    assert_fault(day, PLAN_RULE_BLOCK_WAY, 4);
    day = day_make();
    day->world.worker[0].blocked = 1;
    day->world.block[0] = (struct plan_block){570, 600, PLAN_NOWHERE, false};
    assert_fault(day, 0, 0);
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

/* V18: by one minute each, and nothing where it just holds. */
static void test_each_rule_is_told_from_the_first_minute_on(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        struct day *day = day_make();
        day->plan.start[0][0] = 500 - over;
        assert_fault(day, over ? PLAN_RULE_EARLY : 0, over);
        day = day_make();
        day->plan.start[1][0] = 900 + over;
        assert_fault(day, over ? PLAN_RULE_LATEST : 0, over);
        day = day_make();
        day->world.worker[0].from = 590 + over;
        assert_fault(day, over ? PLAN_RULE_REST : 0, over);
        day = day_make();
        day->plan.start[1][0] = 640 - over;
        assert_fault(day, over ? PLAN_RULE_WAY : 0, over);
        day = day_make();
        day->world.worker[0].work_most = 80 - over;
        assert_fault(day, over ? PLAN_RULE_WORK : 0, over);
        day = day_make();
        day->world.worker[0].visits_most = 2 - over;
        assert_fault(day, over ? PLAN_RULE_VISITS : 0, over);
        day = day_make();
        day->world.worker[0].until = 740 - over;
        assert_fault(day, over ? PLAN_RULE_HOME : 0, over);
        day = day_make();
        day->world.worker[0].stretch = 130 - over;
        day->world.worker[0].pause = 90;
        assert_fault(day, over ? PLAN_RULE_PAUSE : 0, over);
        day = day_make();
        day->world.worker[0].stretch = 100;
        day->world.worker[0].pause = 60 + over;
        assert_fault(day, over ? PLAN_RULE_PAUSE : 0, 30 * over);
        day = day_make();
        day->world.worker[0].blocked = 1;
        day->world.block[0] = (struct plan_block){730 - over, 760, PLAN_NOWHERE, false};
        assert_fault(day, over ? PLAN_RULE_BLOCK : 0, over);
        day = day_make();
        day->world.worker[0].blocked = 1;
        day->world.block[0] = (struct plan_block){740 - over, 760, PLACES - 1, false};
        assert_fault(day, over ? PLAN_RULE_BLOCK_WAY : 0, over);
        day = day_make();
        day->world.worker[0].blocked = 1;
        day->world.block[0] = (struct plan_block){730 - over, 1400, PLAN_NOWHERE, true};
        assert_fault(day, over ? PLAN_RULE_HOME : 0, over); /* the night before another day */
    }
}

/* The second visit is one for two workers; the second of them starts so much later. */
static struct day *pair_make(enum plan_relation relation, int64_t gap)
{
    struct day *day = day_make();
    day->world.visit[1].tasks = 2;
    day->world.visit[1].relation = relation;
    day->world.visit[1].gap_least = 10;
    day->world.visit[1].gap_most = 20;
    day->plan.worker[1][1] = 1;
    day->plan.start[1][1] = 700 + gap;
    return day;
}

/* V11, V18 */
static void test_what_lies_between_two_workers_is_told_from_the_first_minute_on(void **state)
{
    (void)state;
    assert_fault(pair_make(PLAN_TOGETHER, 0), 0, 0);
    assert_fault(pair_make(PLAN_TOGETHER, 1), PLAN_RULE_TOGETHER, 1);
    assert_fault(pair_make(PLAN_TOGETHER, -1), PLAN_RULE_TOGETHER, 1);
    assert_fault(pair_make(PLAN_APART, 9), PLAN_RULE_GAP, 1);
    assert_fault(pair_make(PLAN_APART, 10), 0, 0);
    assert_fault(pair_make(PLAN_APART, 20), 0, 0);
    assert_fault(pair_make(PLAN_APART, 21), PLAN_RULE_GAP, 1);
    struct day *day = pair_make(PLAN_APART, -15); /* the second before the first */
    assert_fault(day, PLAN_RULE_GAP, 25);
    day = pair_make(PLAN_APART, 15);
    for (int i = 0; i < 2; i++)
        day->world.visit[1].task[i].duration = 0;
    for (int i = 0; i < PLACES * PLACES; i++)
        day->world.way[i] = 0;
    day->plan.worker[1][1] = 0;
    assert_fault(day, PLAN_RULE_SAME, 1);
}

/* V17, V21 */
static void test_the_report_counts_what_is_moved_and_the_work_of_each(void **state)
{
    (void)state;
    for (int64_t away = -6; away <= 6; away++) {
        struct day *day = day_make();
        struct plan_report report;
        day->world.problem.prices = (struct plan_prices){.moved = 7, .tolerance = 5, .uneven = 1, .even_unit = 10};
        day->world.visit[0].planned = 600 + away;
        assert_int_equal(plan_check(&day->world.problem, &day->plan, &report, NULL, 0), 0);
        assert_int_equal(report.moved, away < -5 || away > 5);
        assert_int_equal(report.cost, 7 * report.moved + 8 * 8);
        assert_int_equal(report.most_work, 80);
        assert_int_equal(report.least_work, 0); /* of those who have nothing */
        plan_free(&day->plan);
        free(day);
    }
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

/* ---- against every minute of a worker ---- */

/* Minutes in which a worker is at the visit and in what is taken; where there is none, those that the way between them
 * lacks. */
static void count_minutes(const struct world *world, int worker, const struct plan_block *block, int place,
                          int64_t start, int64_t end, int64_t amounts[PLAN_RULES])
{
    int64_t both = 0, lacking = 0;
    for (int64_t minute = start; minute < end; minute++)
        both += minute >= block->start && minute < block->end;
    int64_t back = end + way_between(world, worker, place, block->place);
    for (int64_t minute = block->start; !both && start < block->start && minute < back; minute++)
        lacking++;
    int64_t there = block->end + way_between(world, worker, block->place, place);
    for (int64_t minute = start; !both && start >= block->start && minute < there; minute++)
        lacking++;
    amounts[PLAN_RULE_BLOCK] += both;
    amounts[PLAN_RULE_BLOCK_WAY] += lacking;
}

static void count_all(const struct world *world, const struct plan *plan, int64_t amounts[PLAN_RULES])
{
    for (int visit = 0; visit < world->problem.visits; visit++)
        for (int task = 0; task < world->visit[visit].tasks; task++) {
            int64_t start = plan->start[visit][task], end = start + world->visit[visit].task[task].duration;
            const struct plan_worker *worker = &world->worker[plan->worker[visit][task]];
            for (int i = 0; i < worker->blocked; i++)
                count_minutes(world, plan->worker[visit][task], &world->block[worker->blocks + i],
                              world->visit[visit].place, start, end, amounts);
        }
}

static void throw_plan(const struct world *world, struct plan *plan, struct dice *dice)
{
    for (int visit = 0; visit < world->problem.visits; visit++)
        for (int task = 0; task < PLAN_TASKS; task++) {
            plan->worker[visit][task] = dice_below(dice, WORKERS);
            plan->start[visit][task] = 8 * HOUR + dice_below(dice, 6 * HOUR);
        }
}

/* V2, V18 */
static void test_the_checker_names_each_minute_that_is_taken_or_needed_for_the_way_there(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct world *world = world_make(seed, 12, (enum world_kind)(1 + seed % (WORLD_KINDS - 1)));
        struct dice dice = dice_of(seed + 1000);
        struct plan plan;
        struct plan_report report;
        struct plan_fault faults[500];
        int64_t wanted[PLAN_RULES] = {0}, amounts[PLAN_RULES] = {0};
        assert_int_equal(plan_make(&plan, 12), 0);
        throw_plan(world, &plan, &dice);
        count_all(world, &plan, wanted);
        assert_int_equal(plan_check(&world->problem, &plan, &report, faults, 500), 0);
        for (int i = 0; i < report.faults; i++)
            amounts[faults[i].rule] += faults[i].amount;
        assert_int_equal(amounts[PLAN_RULE_BLOCK], wanted[PLAN_RULE_BLOCK]);
        assert_int_equal(amounts[PLAN_RULE_BLOCK_WAY], wanted[PLAN_RULE_BLOCK_WAY]);
        plan_free(&plan);
        free(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_broken_rule_is_found_by_name_and_amount),
        cmocka_unit_test(test_each_rule_is_told_from_the_first_minute_on),
        cmocka_unit_test(test_what_lies_between_two_workers_is_told_from_the_first_minute_on),
        cmocka_unit_test(test_the_report_counts_what_is_moved_and_the_work_of_each),
        cmocka_unit_test(test_all_that_is_wrong_with_a_plan_made_by_hand_is_told),
        cmocka_unit_test(test_what_is_wrong_between_two_workers_is_found),
        cmocka_unit_test(test_the_checker_names_each_minute_that_is_taken_or_needed_for_the_way_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
