/* Memory that runs out (guarantees 4 and 6): what was asked for is overloaded and may be sent again, nothing is parked,
 * nothing is kept by halves, and the process lives. As SQLite is tested: the first allocation fails, the second, the
 * third ... until a run needs no more. */
#include "stage.h"

#include "service/engine_private.h"

#include "poor_memory.h"

/* One allocation of a read fails while its event is handled; the transaction itself is unhurt. */
static void starve(void)
{
    poor_from(1, false);
}

static void test_an_event_that_met_a_shortage_of_memory_is_not_parked_but_applied_later(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "POOR");
    tally_starve = starve;
    stage_live(stage, 1);
    tally_starve = NULL;
    assert_int_equal(poor_memory.failed, 1);
    assert_null(strstr(stage->said, "event.parked"));
    stage_wait(stage, STAGE_SICK_MS);
    stage_catch_up(stage);
    stage_status(stage, &status);
    assert_int_equal(status.parked, 0);
    assert_int_equal(stage_tally(stage, "w1"), 1);
    assert_int_equal(stage_sum(stage), 1);
}

static void test_a_batch_whose_savepoint_could_not_be_closed_is_never_committed(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    stage_set(stage, "c-1", "a", 0);
    stage->engine->spoiled = true;
    stage_turn(stage);
    assert_null(stage_answer_to(stage, "c-1"));
    assert_int_equal(stage_count(stage, STAGE_LIVE, "quota.changed"), 0);
    stage_wait(stage, STAGE_SICK_MS);
    assert_int_equal(stage_sum(stage), 0);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 0);
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "done:");
    assert_int_equal(stage_sum(stage), 1);
}

/* ---- the nth allocation ---- */

/* A command that makes a stream, one that is refused, a timer and an event, with allocation `nth` failing. Whatever
 * became of them, repeats bring all about once. True when the allocation was needed. */
static bool survive(struct stage *stage, int64_t nth, bool for_ever)
{
    struct service_status_answer status;
    struct fetched fetched;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    poor_from(nth, for_ever);
    for (int turn = 0; turn < 2; turn++) {
        stage_set(stage, "c-1", "stream.a", 0);
        stage_set(stage, "c-2", "REFUSE", 0);
        stage_live(stage, 1);
        stage_turn(stage);
    }
    bool needed = poor_memory.failed > 0;
    poor_no_more();
    stage_wait(stage, 2 * STAGE_SICK_MS);
    stage_catch_up(stage);
    stage_set(stage, "c-1", "stream.a", 0);
    stage_set(stage, "c-2", "REFUSE", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "done:");
    assert_string_equal(stage_outcome(stage, "c-2"), "refused:no_such");
    stage_status(stage, &status);
    assert_int_equal(status.parked, 0);
    assert_int_equal(status.follows.at[0].applied, 1);
    assert_int_equal(stage_tally(stage, "stream.a"), 1);
    assert_int_equal(stage_tally(stage, "w1"), 1);
    assert_int_equal(stage_sum(stage), 2);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 2);
    assert_int_equal(stage_stream(stage, "stream.a", &fetched), 1);
    return needed;
}

static void survive_all(bool for_ever)
{
    bool needed = true;
    int64_t nth = 0;
    while (needed) {
        struct stage *stage = stage_open();
        needed = survive(stage, ++nth, for_ever);
        stage_close(&stage);
    }
    assert_true(nth > 5); /* there were some to fail */
}

static void test_each_allocation_may_fail_once(void **state)
{
    (void)state;
    survive_all(false);
}

static void test_from_each_allocation_on_all_may_fail(void **state)
{
    (void)state;
    survive_all(true);
}

int main(void)
{
    poor_install();
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_an_event_that_met_a_shortage_of_memory_is_not_parked_but_applied_later),
        STAGE_TEST(test_a_batch_whose_savepoint_could_not_be_closed_is_never_committed),
        cmocka_unit_test(test_each_allocation_may_fail_once),
        cmocka_unit_test(test_from_each_allocation_on_all_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
