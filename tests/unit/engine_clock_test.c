/* The engine and time: timers, and clocks that cannot be believed. */
#include "stage.h"

/* ---- timers and the clock ---- */

static void test_a_timer_fires_once_when_it_is_due(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "TIMER", 500);
    stage_turn(stage);
    assert_true(engine_next(stage->engine) <= stage->mono + 500);
    stage_wait(stage, 400);
    assert_int_equal(stage_tally(stage, "tick"), 0);
    stage_wait(stage, 3000);
    assert_int_equal(stage_tally(stage, "tick"), 1);
}

/* Found by the simulator: a row of the trail was written into a store that was not there, and the process died of it.
 */
static void test_a_stranger_and_new_keys_are_survived_while_there_is_no_store(void **state)
{
    struct stage *stage = *state;
    struct error error = {""};
    struct registry *before = registry_parse("", 0, "registry", &error),
                    *after = registry_parse("", 0, "registry", &error);
    engine_identities(stage->engine, before);
    stage->disk.write_fails = stage->disk.open_fails = true;
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage_wait(stage, STAGE_SICK_MS);
    engine_identities(stage->engine, after);
    stage->peer.trusted = false;
    stage_set(stage, "c-2", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-2"), "denied:unknown_identity");
    stage->disk.write_fails = stage->disk.open_fails = false;
    engine_identities(stage->engine, NULL);
    registry_free(&before);
    registry_free(&after);
}

static void test_an_overdue_timer_fires_once_after_a_restart(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "TIMER", 500);
    stage_turn(stage);
    engine_close(&stage->engine);
    stage->wall += 100000;
    stage_start(stage);
    stage_wait(stage, 200);
    assert_int_equal(stage_tally(stage, "tick"), 1);
}

static void test_a_timer_that_fails_is_put_off_and_stops_nobody(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "BADTIMER", 0);
    stage_turn(stage);
    stage_wait(stage, 100);
    stage_set(stage, "c-2", "TIMER", 100);
    stage_wait(stage, 1000);
    assert_int_equal(stage_tally(stage, "tick"), 1);
    assert_true(engine_next(stage->engine) > stage->mono); /* it does not spin */
    tally_bad = false;
    stage_wait(stage, 61000);
    assert_int_equal(stage_tally(stage, "tock"), 1);
}

static void test_a_clock_far_behind_the_stores_mark_fires_nothing_until_it_has_caught_up(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    int64_t then = stage->wall;
    stage->wall -= MS_HOUR;
    stage_set(stage, "c-2", "TIMER", 0); /* due now, by the mark */
    stage_wait(stage, 5000);
    assert_int_equal(stage_tally(stage, "tick"), 0);
    assert_non_null(strstr(stage->said, "clock.behind"));
    stage->wall = then + 2000;
    stage_wait(stage, 100);
    assert_int_equal(stage_tally(stage, "tick"), 1);
}

static void test_business_time_never_goes_backwards_across_a_restart(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer before, after;
    stage_set(stage, "c-1", "a", 0);
    stage_wait(stage, 11000);
    stage_set(stage, "c-2", "a", 0);
    stage_status(stage, &before);
    engine_close(&stage->engine);
    stage->wall -= MS_HOUR;
    stage_start(stage);
    stage_status(stage, &after);
    assert_true(after.now > before.now - 11000);
}

static void test_a_driven_clock_moves_and_fires_only_when_told(void **state)
{
    struct stage *stage = *state;
    struct clock_set set = {.to = STAGE_NOW + 100000};
    struct clock_fire fire = {0};
    engine_close(&stage->engine);
    TEXT_PUT(stage->config.clock, "driven");
    stage_start(stage);
    stage_set(stage, "c-1", "TIMER", 500);
    stage_wait(stage, 2000);
    stage_send(stage, "set", MSG_clock_set, &set);
    stage_wait(stage, 2000);
    assert_string_equal(stage_outcome(stage, "set"), "done:");
    assert_int_equal(stage_tally(stage, "tick"), 0);
    stage_send(stage, "fire", MSG_clock_fire, &fire);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "fire"), "done:");
    assert_int_equal(stage_tally(stage, "tick"), 1);
    set.to -= 1;
    stage_send(stage, "back", MSG_clock_set, &set);
    set.to = INT64_MAX;
    stage_send(stage, "far", MSG_clock_set, &set);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "back"), "refused:backwards");
    assert_string_equal(stage_outcome(stage, "far"), "malformed:out_of_range");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_a_timer_fires_once_when_it_is_due),
        STAGE_TEST(test_a_stranger_and_new_keys_are_survived_while_there_is_no_store),
        STAGE_TEST(test_an_overdue_timer_fires_once_after_a_restart),
        STAGE_TEST(test_a_timer_that_fails_is_put_off_and_stops_nobody),
        STAGE_TEST(test_a_clock_far_behind_the_stores_mark_fires_nothing_until_it_has_caught_up),
        STAGE_TEST(test_business_time_never_goes_backwards_across_a_restart),
        STAGE_TEST(test_a_driven_clock_moves_and_fires_only_when_told),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
