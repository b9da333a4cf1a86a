/* Following another service's stream through loss, disorder, repeats and lies (guarantees 2, 3, 4 and 7). */
#include "stage.h"

static void expect_following(struct stage *stage, const char *state, int64_t applied)
{
    int64_t number = 0;
    assert_string_equal(stage_following(stage, &number), state);
    assert_int_equal(number, applied);
}

static int64_t asked_after(const struct stage *stage)
{
    struct fetch fetch;
    return stage_fetch(stage, &fetch) ? fetch.streams.at[0].after : -1;
}

/* ---- order and gaps (guarantee 3) ---- */

static void test_a_start_fetches_before_it_believes_live_events(void **state)
{
    struct stage *stage = *state;
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 0);
    stage_answer(stage, 1, 1, 1, "ok");
    stage_turn(stage);
    expect_following(stage, "live", 1);
    assert_int_equal(stage_tally(stage, "w1"), 1);
}

static void test_live_events_in_order_are_applied_without_asking(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    for (int i = 1; i <= 5; i++) {
        stage_confirm(stage, "w1", "ST1");
        stage_live(stage, i);
    }
    stage_turn(stage);
    assert_int_equal(asked_after(stage), -1);
    assert_int_equal(stage_tally(stage, "w1"), 5);
    expect_following(stage, "live", 5);
}

static void test_a_gap_is_fetched(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    for (int i = 1; i <= 3; i++)
        stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_live(stage, 3);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 1);
    assert_int_equal(stage_tally(stage, "w1"), 1);
    stage_answer(stage, 2, 3, 3, "ok");
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "w1"), 3);
    expect_following(stage, "live", 3);
}

static void test_a_beat_that_is_ahead_is_a_gap_too(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    stage_beat(stage, 1, STAGE_EPOCH);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 0);
}

static void test_a_repeated_event_has_no_second_effect(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_live(stage, 1);
    stage_live(stage, 2);
    stage_live(stage, 1);
    stage_answer(stage, 1, 2, 2, "ok"); /* a late answer that nobody waits for */
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "w1"), 2);
    expect_following(stage, "live", 2);
}

static void test_an_event_that_does_not_chain_is_not_applied(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    memset(stage->hash, 7, HASH_SIZE);
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 2);
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "w1"), 1);
    assert_int_equal(asked_after(stage), 1);
    stage_answer(stage, 2, 2, 2, "ok"); /* and the owner's store says the same: it lies */
    stage_turn(stage);
    expect_following(stage, "diverged", 1);
}

static void test_what_came_live_during_a_fetch_is_asked_for_at_once(void **state)
{
    struct stage *stage = *state;
    stage_confirm(stage, "w1", "ST1");
    stage_turn(stage);
    stage_confirm(stage, "w1", "ST1"); /* after the owner has answered, before the answer is here */
    stage_live(stage, 2);
    stage_answer(stage, 1, 1, 1, "ok");
    stage_forget(stage);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 1);
}

static void test_a_lost_fetch_is_asked_again_and_late_answers_do_no_harm(void **state)
{
    struct stage *stage = *state;
    stage_confirm(stage, "w1", "ST1");
    stage_turn(stage);
    stage_forget(stage);
    stage_wait(stage, 600);
    assert_int_equal(stage_count(stage, STAGE_ASK, "anxin.fetch"), 1);
    stage_answer(stage, 1, 1, 1, "ok");
    stage_answer(stage, 1, 1, 1, "ok");
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "w1"), 1);
    expect_following(stage, "live", 1);
}

static void test_a_page_that_is_not_all_is_followed_by_the_next(void **state)
{
    struct stage *stage = *state;
    for (int i = 0; i < 30; i++)
        stage_confirm(stage, "w1", "ST1");
    stage_turn(stage);
    stage_answer(stage, 1, 10, 30, "ok");
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 10);
    stage_answer(stage, 11, 30, 30, "ok");
    stage_turn(stage);
    expect_following(stage, "live", 30);
}

static void test_a_follower_without_beats_polls(void **state)
{
    struct stage *stage = *state;
    struct fetch fetch;
    stage_catch_up(stage);
    stage_wait(stage, 3000);
    stage_forget(stage);
    for (int i = 0; i < 10; i++) {
        stage_wait(stage, 300);
        if (stage_fetch(stage, &fetch))
            stage_answer(stage, 1, 0, 0, "ok");
    }
    assert_in_range(stage_count(stage, STAGE_ASK, "anxin.fetch"), 5, 13);
    assert_int_equal(stage_count(stage, STAGE_REBUILD, NULL), 0);
}

static void test_a_silent_source_gets_new_sockets(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 7000);
    assert_int_equal(stage_count(stage, STAGE_REBUILD, NULL), 1);
    expect_following(stage, "silent", 0);
}

static void test_a_source_that_beats_but_does_not_answer_gets_new_sockets(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    for (int i = 0; i < 8; i++) {
        stage_beat(stage, 1, STAGE_EPOCH);
        stage_wait(stage, 1000);
    }
    assert_in_range(stage_count(stage, STAGE_REBUILD, NULL), 1, 2);
}

static void test_a_source_that_answers_but_does_not_beat_gets_new_sockets_at_last(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    for (int i = 0; i < 110; i++) {
        stage_wait(stage, 300);
        stage_answer(stage, 1, 0, 0, "ok");
    }
    assert_int_equal(stage_count(stage, STAGE_REBUILD, NULL), 1);
}

/* ---- effects and cursor together (guarantees 2 and 6) ---- */

/* ---- a silent source (ruling 6) ---- */

static const char *ask_fresh(struct stage *stage, const char *id)
{
    stage_set(stage, id, "FRESH", 1);
    stage_turn(stage);
    return stage_outcome(stage, id);
}

static void test_after_a_start_a_source_is_silent_until_all_that_it_said_is_applied(void **state)
{
    struct stage *stage = *state;
    stage_confirm(stage, "w1", "ST1");
    stage_confirm(stage, "w2", "ST1");
    assert_string_equal(ask_fresh(stage, "a"), "overloaded:silent");
    stage_answer(stage, 1, 1, 2, "ok");
    assert_string_equal(ask_fresh(stage, "a"), "overloaded:silent");
    stage_answer(stage, 2, 2, 2, "ok");
    assert_string_equal(ask_fresh(stage, "a"), "done:"); /* "not now" was not remembered */
    assert_int_equal(stage_tally(stage, "FRESH"), 1);
}

static void test_a_source_is_silent_after_five_seconds_and_heard_again_with_its_next_beat(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_wait(stage, 4900);
    assert_string_equal(ask_fresh(stage, "a"), "done:");
    stage_wait(stage, 200);
    assert_string_equal(ask_fresh(stage, "b"), "overloaded:silent");
    stage_catch_up(stage);
    assert_string_equal(ask_fresh(stage, "b"), "done:");
}

/* A beat that tells of events we have not applied is word of the source, but our copy is old. */
static void test_a_source_that_is_ahead_of_us_counts_as_silent(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    for (int i = 0; i < 6; i++) {
        stage_beat(stage, 1, STAGE_EPOCH);
        stage_wait(stage, 1000);
    }
    assert_string_equal(ask_fresh(stage, "a"), "overloaded:silent");
}

static void test_what_waited_for_a_source_is_taken_up_once_when_it_is_heard_again(void **state)
{
    struct stage *stage = *state;
    tally_waiters = 3;
    stage_catch_up(stage);
    assert_int_equal(stage_tally(stage, "waiter"), 2); /* the one that fails is passed over */
    stage_wait(stage, 4000);
    stage_beat(stage, 0, STAGE_EPOCH);
    assert_int_equal(stage_tally(stage, "waiter"), 2);
    stage_wait(stage, 5100);
    assert_int_equal(stage_tally(stage, "waiter"), 2);
    stage_catch_up(stage);
    assert_int_equal(stage_tally(stage, "waiter"), 4);
}

/* The commit fails: what was taken up is taken up again when the source is heard after that. */
static void test_what_was_taken_up_in_a_failed_commit_is_taken_up_again(void **state)
{
    struct stage *stage = *state;
    struct fetch fetch;
    tally_waiters = 1;
    stage_turn(stage);
    assert_true(stage_fetch(stage, &fetch));
    stage_answer(stage, 1, 0, 0, "ok");
    stage->disk.write_fails = true;
    stage_turn(stage);
    stage->disk.write_fails = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_catch_up(stage);
    assert_int_equal(stage_tally(stage, "waiter"), 1);
}

static void test_a_failed_commit_takes_back_effects_and_cursor_alike(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_turn(stage);
    stage->disk.full = true;
    stage_live(stage, 2);
    stage_turn(stage);
    for (int i = 0; i < 20; i++) { /* until even what is left in the files is used up */
        stage_answer(stage, 2, 2, 2, "ok");
        stage_turn(stage);
    }
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_catch_up(stage);
    assert_int_equal(stage_tally(stage, "w1"), 2);
    assert_int_equal(stage_sum(stage), 2);
    expect_following(stage, "live", 2);
}

static void test_after_an_io_error_the_follower_goes_on_from_the_file(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    for (int i = 0; i < 3; i++)
        stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_turn(stage);
    stage->disk.sync_fails = true;
    stage_live(stage, 2);
    stage_turn(stage);
    stage->disk.sync_fails = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_catch_up(stage);
    assert_int_equal(stage_tally(stage, "w1"), 3);
    expect_following(stage, "live", 3);
}

static void test_the_cursor_is_there_after_a_restart_and_is_told_to_the_owner(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_wait(stage, 1500);
    assert_int_equal(stage_count(stage, STAGE_ASK, "anxin.applied"), 1);
    stage_restart(stage);
    stage_forget(stage);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 1);
}

static void test_in_the_drain_no_event_is_taken(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    engine_drain(stage->engine);
    stage_live(stage, 1);
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "w1"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_a_start_fetches_before_it_believes_live_events),
        STAGE_TEST(test_live_events_in_order_are_applied_without_asking),
        STAGE_TEST(test_a_gap_is_fetched),
        STAGE_TEST(test_a_beat_that_is_ahead_is_a_gap_too),
        STAGE_TEST(test_a_repeated_event_has_no_second_effect),
        STAGE_TEST(test_an_event_that_does_not_chain_is_not_applied),
        STAGE_TEST(test_what_came_live_during_a_fetch_is_asked_for_at_once),
        STAGE_TEST(test_a_lost_fetch_is_asked_again_and_late_answers_do_no_harm),
        STAGE_TEST(test_a_page_that_is_not_all_is_followed_by_the_next),
        STAGE_TEST(test_a_follower_without_beats_polls),
        STAGE_TEST(test_a_silent_source_gets_new_sockets),
        STAGE_TEST(test_a_source_that_beats_but_does_not_answer_gets_new_sockets),
        STAGE_TEST(test_a_source_that_answers_but_does_not_beat_gets_new_sockets_at_last),
        STAGE_TEST(test_after_a_start_a_source_is_silent_until_all_that_it_said_is_applied),
        STAGE_TEST(test_a_source_is_silent_after_five_seconds_and_heard_again_with_its_next_beat),
        STAGE_TEST(test_a_source_that_is_ahead_of_us_counts_as_silent),
        STAGE_TEST(test_what_waited_for_a_source_is_taken_up_once_when_it_is_heard_again),
        STAGE_TEST(test_what_was_taken_up_in_a_failed_commit_is_taken_up_again),
        STAGE_TEST(test_a_failed_commit_takes_back_effects_and_cursor_alike),
        STAGE_TEST(test_after_an_io_error_the_follower_goes_on_from_the_file),
        STAGE_TEST(test_the_cursor_is_there_after_a_restart_and_is_told_to_the_owner),
        STAGE_TEST(test_in_the_drain_no_event_is_taken),
    };
    return cmocka_run_group_tests_name("follower", tests, NULL, NULL);
}
