/* A follower that is held back (DESIGN 7), and readers who do not read or who take every place (guarantee 5). */
#include "stage.h"

static const char *order(struct stage *stage, const char *id, const char *role, bool pause, const char *source)
{
    struct follow_pause paused = {.reason = "the counter asks for it"};
    struct follow_resume resumed = {0};
    struct envelope envelope = stage_header(stage, id, role);
    TEXT_PUT(paused.source, source);
    TEXT_PUT(resumed.source, source);
    engine_request(stage->engine, &stage->peer,
                   pause ? stage_frames(stage, &envelope, MSG_follow_pause, &paused)
                         : stage_frames(stage, &envelope, MSG_follow_resume, &resumed));
    stage_turn(stage);
    return stage_outcome(stage, id);
}

static void confirm_live(struct stage *stage, const char *worker, const char *station)
{
    stage_confirm(stage, worker, station);
    stage_live(stage, stage->events_count);
    stage_turn(stage);
}

static void test_a_paused_follower_applies_nothing_asks_nothing_and_shows_what_is_behind(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    stage_catch_up(stage);
    assert_string_equal(order(stage, "p-1", "operator", true, "roster"), "done:");
    stage_forget(stage);
    confirm_live(stage, "w1", "ST1");
    stage_beat(stage, 1, STAGE_EPOCH);
    stage_wait(stage, 4000);
    assert_int_equal(stage_count(stage, STAGE_ASK, "anxin.fetch"), 0);
    assert_int_equal(stage_tally(stage, "w1"), 0);
    stage_status(stage, &status);
    assert_string_equal(status.follows.at[0].state, "paused");
    assert_int_equal(status.follows.at[0].head, 1);
    assert_int_equal(status.follows.at[0].applied, 0);
    assert_string_equal(status.follows.at[0].paused_by, "actor-1");
    assert_string_equal(status.follows.at[0].paused_why, "the counter asks for it");
    assert_true(status.follows.at[0].paused_at >= STAGE_NOW);
}

static void test_a_pause_outlives_a_restart_and_a_silent_source(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    order(stage, "p-1", "operator", true, "roster");
    stage_restart(stage);
    stage_wait(stage, 20000);
    assert_string_equal(stage_following(stage, NULL), "paused");
    assert_int_equal(stage_count(stage, STAGE_ASK, "anxin.fetch"), 0);
}

static void test_after_a_resume_everything_that_waited_is_applied_in_order(void **state)
{
    struct stage *stage = *state;
    int64_t applied = 0;
    stage_catch_up(stage);
    order(stage, "p-1", "operator", true, "roster");
    for (int i = 0; i < 3; i++)
        confirm_live(stage, "w1", "ST1");
    assert_string_equal(order(stage, "p-2", "operator", false, "roster"), "done:");
    stage_catch_up(stage);
    assert_string_equal(stage_following(stage, &applied), "live");
    assert_int_equal(applied, 3);
    assert_int_equal(stage_tally(stage, "w1"), 3);
    stage_restart(stage);
    assert_string_equal(stage_following(stage, NULL), "silent");
}

static void test_an_answer_that_was_under_way_is_not_applied_after_the_pause(void **state)
{
    struct stage *stage = *state;
    stage_confirm(stage, "w1", "ST1");
    stage_turn(stage); /* it asks */
    order(stage, "p-1", "operator", true, "roster");
    stage_answer(stage, 1, 1, 1, "ok");
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "w1"), 0);
    assert_string_equal(stage_following(stage, NULL), "paused");
}

static void test_what_was_set_aside_waits_too(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    confirm_live(stage, "w1", "BAD");
    order(stage, "p-1", "operator", true, "roster");
    tally_bad = false;
    stage_wait(stage, 60000);
    assert_int_equal(stage_tally(stage, "w1"), 0);
    order(stage, "p-2", "operator", false, "roster");
    stage_wait(stage, 60000);
    assert_int_equal(stage_tally(stage, "w1"), 1);
}

static void test_only_an_operator_pauses_and_only_what_is_followed(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    assert_string_equal(order(stage, "p-1", "manager", true, "roster"), "denied:role");
    assert_string_equal(order(stage, "p-2", "operator", true, "booking"), "refused:not_followed");
    assert_string_equal(order(stage, "p-3", "operator", false, "booking"), "refused:not_followed");
    assert_string_equal(stage_following(stage, NULL), "live");
}

static void test_a_pause_or_resume_that_is_repeated_changes_nothing(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer before, after;
    stage_catch_up(stage);
    assert_string_equal(order(stage, "p-1", "operator", false, "roster"), "done:");
    assert_string_equal(stage_following(stage, NULL), "live");
    order(stage, "p-2", "operator", true, "roster");
    stage_status(stage, &before);
    assert_string_equal(order(stage, "p-3", "operator", true, "roster"), "done:");
    stage_status(stage, &after);
    assert_int_equal(before.follows.at[0].paused_at, after.follows.at[0].paused_at);
}

static void test_a_pause_that_cannot_be_stored_is_none(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage->disk.full = true;
    assert_string_equal(order(stage, "p-1", "operator", true, "roster"), "trouble:storage");
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    assert_string_not_equal(stage_following(stage, NULL), "paused");
}

/* ---- answers that nobody reads ---- */

static int not_read(void *self, const struct peer *peer, const struct frames *frames)
{
    (void)self, (void)peer, (void)frames;
    return -1;
}

static int gone(void *self, const struct peer *peer, const struct frames *frames)
{
    (void)self, (void)peer, (void)frames;
    return 1;
}

static void test_dropped_answers_are_counted_and_said_now_and_then(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    stage->env.answer = not_read;
    for (int i = 0; i < 5; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, "a", 0);
    }
    stage_turn(stage);
    stage->env.answer = stage_answered;
    stage_status(stage, &status);
    assert_int_equal(status.dropped, 5);
    assert_non_null(strstr(stage->said, "answer.dropped peer=uid:1000"));
    assert_null(strstr(strstr(stage->said, "answer.dropped") + 1, "answer.dropped"));
    assert_int_equal(stage_tally(stage, "a"), 5);
    stage_set(stage, "c-4", "a", 0); /* it asks again: the answer that it did not read */
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-4"), "done:");
}

static void test_an_answer_to_somebody_who_has_gone_is_no_drop(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    stage->env.answer = gone;
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage->env.answer = stage_answered;
    stage_status(stage, &status);
    assert_int_equal(status.dropped, 0);
}

static void hold(struct stage *stage, const char *name, int from, int to)
{
    struct fetch fetch = {.streams.count = 1, .wait_ms = 5000, .streams.at[0].name = "tally"};
    memcpy(stage->peer.route, name, strlen(name));
    stage->peer.route_size = strlen(name);
    for (int i = from; i < to; i++) {
        char id[32];
        snprintf(id, sizeof id, "%s-%d", name, i);
        stage_send(stage, id, MSG_fetch, &fetch);
    }
    stage_turn(stage);
}

static void test_one_connection_does_not_take_every_place_of_those_who_wait(void **state)
{
    struct stage *stage = *state;
    hold(stage, "greedy", 0, 300);
    assert_null(stage_answer_to(stage, "greedy-31"));
    assert_string_equal(stage_outcome(stage, "greedy-32"), "overloaded:busy");
    assert_string_equal(stage_outcome(stage, "greedy-299"), "overloaded:busy");
    hold(stage, "modest", 0, 1);
    assert_null(stage_answer_to(stage, "modest-0")); /* it waits */
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    assert_non_null(stage_answer_to(stage, "modest-0"));
    assert_non_null(stage_answer_to(stage, "greedy-31"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_a_paused_follower_applies_nothing_asks_nothing_and_shows_what_is_behind),
        STAGE_TEST(test_a_pause_outlives_a_restart_and_a_silent_source),
        STAGE_TEST(test_after_a_resume_everything_that_waited_is_applied_in_order),
        STAGE_TEST(test_an_answer_that_was_under_way_is_not_applied_after_the_pause),
        STAGE_TEST(test_what_was_set_aside_waits_too),
        STAGE_TEST(test_only_an_operator_pauses_and_only_what_is_followed),
        STAGE_TEST(test_a_pause_or_resume_that_is_repeated_changes_nothing),
        STAGE_TEST(test_a_pause_that_cannot_be_stored_is_none),
        STAGE_TEST(test_dropped_answers_are_counted_and_said_now_and_then),
        STAGE_TEST(test_an_answer_to_somebody_who_has_gone_is_no_drop),
        STAGE_TEST(test_one_connection_does_not_take_every_place_of_those_who_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
