/* A batch that nobody waits for, since it says nothing, is committed a little later, with what comes meanwhile. */
#include "stage.h"

#include "service/engine_private.h"

static int64_t commits(struct stage *stage)
{
    static struct service_status_answer status;
    stage_status(stage, &status);
    return status.commits;
}

static int64_t applied(struct stage *stage)
{
    int64_t number = 0;
    stage_following(stage, &number);
    return number;
}

/* Events that the tally passes over, one in each turn. */
static void retire(struct stage *stage, int first, int last)
{
    const struct worker_retired retired = {.worker = "w1", .station = "ST1"};
    for (int i = first; i <= last; i++) {
        stage_make(stage, MSG_worker_retired, &retired, "w1");
        stage_live(stage, i);
        stage_turn(stage);
    }
}

static void test_events_of_several_turns_share_a_commit_when_nobody_waits(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    const int64_t before = commits(stage);
    retire(stage, 1, 4);
    stage_wait(stage, 100);
    assert_int_equal(commits(stage), before + 1);
    assert_int_equal(applied(stage), 4);
    stage_wait(stage, 1000);
    assert_int_equal(commits(stage), before + 1);
}

static void test_it_is_committed_in_time_without_input(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    retire(stage, 1, 1);
    assert_false(engine_busy(stage->engine));
    assert_in_range(engine_next(stage->engine), stage->mono, stage->mono + 50);
}

static void test_a_command_takes_it_along_at_once(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    const int64_t before = commits(stage);
    retire(stage, 1, 1);
    stage_set(stage, "set-1", "sum", 3);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "set-1"), "done:");
    stage_wait(stage, 100);
    assert_int_equal(commits(stage), before + 1);
}

static void test_what_is_told_at_all_is_told_at_once(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    retire(stage, 1, 1);
    stage_confirm(stage, "w1", "ST1"); /* the tally says so on its own stream */
    stage_live(stage, 2);
    stage_forget(stage);
    stage_turn(stage);
    assert_true(stage_count(stage, STAGE_LIVE, "quota.changed") > 0);
}

static void test_an_orderly_end_keeps_it(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    retire(stage, 1, 1);
    stage_restart(stage);
    assert_int_equal(applied(stage), 1);
}

static void test_a_drain_waits_for_nothing(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    retire(stage, 1, 1);
    engine_drain(stage->engine);
    assert_true(engine_busy(stage->engine));
    stage_turn(stage);
    assert_false(engine_busy(stage->engine));
}

static void test_the_owner_is_told_only_what_is_committed(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 1500);
    stage_forget(stage);
    retire(stage, 1, 1);
    assert_int_equal(stage_count(stage, STAGE_ASK, "anxin.applied"), 0);
    stage_wait(stage, 1200);
    assert_int_equal(stage_count(stage, STAGE_ASK, "anxin.applied"), 1);
}

static void test_a_commit_that_fails_takes_it_all_back(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    stage->disk.full = true;
    retire(stage, 1, 2);
    for (int i = 0; i < 20; i++) {
        stage_answer(stage, 1, 2, 2, "ok");
        stage_wait(stage, 100);
    }
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_catch_up(stage);
    assert_int_equal(applied(stage), 2);
}

/* Found by tests/sim/exhaustive: the batch outlived its store, and was committed to none. */
static void test_it_is_gone_with_a_store_that_is_lost(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    retire(stage, 1, 1);
    assert_true(stage->engine->open);
    stage->engine->lost = true;
    stage->disk.open_fails = true;
    engine_turn(stage->engine); /* no time has passed: it waits yet */
    stage_wait(stage, 3 * STAGE_SICK_MS);
    stage->disk.open_fails = false;
    stage_wait(stage, 2 * STAGE_SICK_MS);
    stage_catch_up(stage);
    assert_int_equal(applied(stage), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_events_of_several_turns_share_a_commit_when_nobody_waits),
        STAGE_TEST(test_it_is_committed_in_time_without_input),
        STAGE_TEST(test_a_command_takes_it_along_at_once),
        STAGE_TEST(test_what_is_told_at_all_is_told_at_once),
        STAGE_TEST(test_an_orderly_end_keeps_it),
        STAGE_TEST(test_a_drain_waits_for_nothing),
        STAGE_TEST(test_the_owner_is_told_only_what_is_committed),
        STAGE_TEST(test_a_commit_that_fails_takes_it_all_back),
        STAGE_TEST(test_it_is_gone_with_a_store_that_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
