/* Events that nobody here handles: the position goes past them, and is written later (guarantees 2 and 3). */
#include "stage.h"

static void retire(struct stage *stage)
{
    const struct worker_retired retired = {.worker = "w1", .station = "ST1"};
    stage_make(stage, MSG_worker_retired, &retired, "w1");
}

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

static int64_t asked_after(const struct stage *stage)
{
    struct fetch fetch;
    return stage_fetch(stage, &fetch) ? fetch.streams.at[0].after : -1;
}

static void test_what_nobody_handles_is_written_once_for_many(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    const int64_t before = commits(stage);
    for (int i = 1; i <= 5; i++) {
        retire(stage);
        stage_live(stage, i);
        stage_turn(stage);
    }
    assert_int_equal(applied(stage), 5);
    assert_int_equal(commits(stage), before);
    stage_wait(stage, 600);
    assert_int_equal(commits(stage), before + 1);
    stage_wait(stage, 1000);
    assert_int_equal(commits(stage), before + 1);
}

static void test_the_owner_is_told_what_is_written_only(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 1500);
    stage_forget(stage);
    retire(stage);
    stage_live(stage, 1);
    stage_wait(stage, 400);
    assert_int_equal(stage_count(stage, STAGE_ASK, "anxin.applied"), 0);
    stage_wait(stage, 1200);
    assert_int_equal(stage_count(stage, STAGE_ASK, "anxin.applied"), 1);
}

static void test_the_next_commit_takes_it_along(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    const int64_t before = commits(stage);
    retire(stage);
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_live(stage, 2);
    stage_turn(stage);
    assert_int_equal(commits(stage), before + 1);
    stage_wait(stage, 1000);
    assert_int_equal(commits(stage), before + 1);
    stage_restart(stage);
    assert_int_equal(applied(stage), 2);
}

static void test_a_commit_that_fails_takes_back_what_was_passed_over(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    retire(stage);
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_turn(stage);
    assert_int_equal(applied(stage), 1);
    stage->disk.full = true;
    stage_live(stage, 2);
    stage_turn(stage);
    for (int i = 0; i < 20 && applied(stage) > 0; i++) {
        stage_answer(stage, 1, 2, 2, "ok");
        stage_turn(stage);
    }
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_catch_up(stage);
    assert_int_equal(applied(stage), 2);
    assert_int_equal(stage_tally(stage, "w1"), 1);
}

static void test_an_orderly_end_forgets_nothing(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    retire(stage);
    stage_live(stage, 1);
    stage_turn(stage);
    stage_restart(stage);
    stage_forget(stage);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 1);
}

static void test_more_than_can_wait_is_written_at_once(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    const int64_t before = commits(stage);
    for (int i = 1; i <= STAGE_EVENTS; i++) {
        retire(stage);
        stage_live(stage, i);
    }
    stage_turn(stage);
    assert_int_equal(applied(stage), STAGE_EVENTS);
    assert_int_equal(commits(stage), before + 1); /* those that wait may be 256 */
}

/* What a fork is looked for in has no holes (guarantee 7). */
static void test_before_a_fork_is_looked_for_it_is_written(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 100);
    retire(stage);
    stage_live(stage, 1);
    stage_turn(stage);
    const int64_t before = commits(stage);
    stage_beat(stage, 0, "00000000deadbeef");
    stage_turn(stage);
    stage_answer(stage, 1, 0, 0, "epoch_changed");
    assert_int_equal(commits(stage), before + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_what_nobody_handles_is_written_once_for_many),
        STAGE_TEST(test_the_owner_is_told_what_is_written_only),
        STAGE_TEST(test_the_next_commit_takes_it_along),
        STAGE_TEST(test_a_commit_that_fails_takes_back_what_was_passed_over),
        STAGE_TEST(test_an_orderly_end_forgets_nothing),
        STAGE_TEST(test_more_than_can_wait_is_written_at_once),
        STAGE_TEST(test_before_a_fork_is_looked_for_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
