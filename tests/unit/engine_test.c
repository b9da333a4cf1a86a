/* The engine's promises to who sends and who asks: guarantees 1, 2, 4, 5 and 6, each with a test that tries to break
 * it. Following is tested in follower*_test.c. */
#include "stage.h"

/* ---- repeats, refusals (guarantee 2) ---- */

static void test_a_repeat_gets_the_same_bytes_and_has_no_second_effect(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "a", 5);
    stage_turn(stage);
    const struct stage_sent *first = stage_answer_to(stage, "c-1");
    stage_set(stage, "c-1", "a", 5);
    stage_turn(stage);
    const struct stage_sent *second = stage_answer_to(stage, "c-1");
    assert_ptr_not_equal(first, second);
    assert_int_equal(first->size, second->size);
    assert_memory_equal(first->data, second->data, first->size);
    assert_int_equal(stage_tally(stage, "a"), 1);
}

static void test_a_repeat_in_the_same_turn_and_after_a_restart_is_a_repeat_too(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "a", 5);
    stage_set(stage, "c-1", "a", 5);
    stage_turn(stage);
    assert_int_equal(stage_count(stage, STAGE_ANSWER, NULL), 2);
    stage_restart(stage);
    stage_set(stage, "c-1", "a", 5);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "done:");
    assert_int_equal(stage_tally(stage, "a"), 1);
}

static void test_the_same_id_with_another_body_is_a_conflict(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "a", 5);
    stage_turn(stage);
    stage_set(stage, "c-1", "a", 6);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "conflict:id_reused");
    assert_int_equal(stage_tally(stage, "a"), 1);
}

static void test_a_refusal_is_undone_and_remembered(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    stage_set(stage, "c-1", "REFUSE", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "refused:no_such");
    assert_int_equal(stage_tally(stage, "REFUSE"), 0);
    assert_int_equal(stage_sum(stage), 0);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 0);
    assert_int_equal(stage_count(stage, STAGE_LIVE, "quota.changed"), 0);
    stage_set(stage, "c-1", "other", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "conflict:id_reused");
}

static void test_a_refusal_tells_no_revision_whatever_its_handler_told_after_it(void **state)
{
    struct stage *stage = *state;
    struct answer answer;
    stage_set(stage, "c-1", "REFUSE", 0);
    stage_turn(stage);
    stage_read(stage, "c-1", MSG_answer, &answer);
    assert_int_equal(answer.revision, 0);
}

static void test_what_is_declined_keeps_its_effects(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    stage_set(stage, "c-1", "DECLINE", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "refused:declined");
    assert_int_equal(stage_tally(stage, "DECLINE"), 1);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 1);
}

static void test_trouble_changes_nothing_and_may_be_sent_again(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "TROUBLE", 0);
    stage_set(stage, "c-2", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "trouble:internal");
    assert_string_equal(stage_outcome(stage, "c-2"), "done:");
    assert_int_equal(stage_sum(stage), 1);
    stage_set(stage, "c-1", "TROUBLE", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "trouble:internal"); /* tried again, not remembered */
}

static void test_numbers_of_a_stream_have_no_hole_where_something_was_refused(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    static const char *const programmes[] = {"a", "REFUSE", "b", "TROUBLE", "FLAW", "c"};
    for (int i = 0; i < 6; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, programmes[i], 0);
    }
    stage_turn(stage);
    assert_int_equal(stage_count(stage, STAGE_LIVE, "quota.changed"), 3);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 3);
    assert_int_equal(fetched.streams.at[0].last, 3);
}

/* ---- nothing leaves before the commit (guarantee 1) ---- */

static void test_nothing_is_sent_before_the_commit(void **state)
{
    struct stage *stage = *state;
    int64_t syncs = stage->disk.syncs;
    stage_set(stage, "c-1", "a", 0);
    stage_set(stage, "c-2", "b", 0);
    stage_set(stage, "c-2", "other", 0); /* a conflict with what is not yet durable */
    stage_set(stage, "c-1", "a", 0);     /* a repeat of it */
    assert_int_equal(stage->sent_count, 0);
    stage_turn(stage);
    assert_int_equal(stage_count(stage, STAGE_ANSWER, NULL), 4);
    assert_int_equal(stage_count(stage, STAGE_LIVE, "quota.changed"), 2);
    for (int i = 0; i < stage->sent_count; i++)
        if (stage->sent[i].kind != STAGE_ASK)
            assert_true(stage->sent[i].syncs > syncs);
}

static void test_a_question_sees_what_is_durable_only(void **state)
{
    struct stage *stage = *state;
    stage->disk.full = true;
    stage_set(stage, "c-1", "a", 0);
    assert_int_equal(stage_sum(stage), 0);
    stage->disk.full = false;
    assert_int_equal(stage_sum(stage), 0);
}

static void test_S11_on_a_full_disk_nothing_is_said_to_be_done_and_the_repeat_works(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage->disk.full = true;
    for (int i = 2; i < 40; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, "a", 0);
        stage_turn(stage);
        assert_string_not_equal(stage_outcome(stage, id), "done:");
    }
    assert_string_equal(stage_outcome(stage, "c-39"), "overloaded:storage");
    assert_int_equal(stage_count(stage, STAGE_LIVE, "quota.changed"), 1);
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_set(stage, "c-2", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-2"), "done:");
    assert_int_equal(stage_tally(stage, "a"), 2);
    assert_int_equal(stage_sum(stage), 2);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 2);
}

static void test_after_a_failed_sync_nothing_is_said_and_the_repeat_takes_effect_once(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage->disk.sync_fails = true;
    stage_forget(stage);
    stage_set(stage, "c-2", "a", 0);
    stage_turn(stage);
    assert_null(stage_answer_to(stage, "c-2"));
    assert_int_equal(stage_count(stage, STAGE_LIVE, "quota.changed"), 0);
    stage->disk.sync_fails = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_set(stage, "c-2", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-2"), "done:");
    assert_int_equal(stage_tally(stage, "a"), 2);
    assert_int_equal(stage_sum(stage), 2);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 2);
}

static void test_while_the_disk_is_gone_everything_is_overloaded_and_no_beat_is_sent(void **state)
{
    struct stage *stage = *state;
    struct quota_left question = {.programme = "a", .year = 2027};
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage->disk.write_fails = stage->disk.open_fails = true;
    stage_set(stage, "c-2", "a", 0);
    stage_turn(stage);
    stage_wait(stage, 3000);
    stage_forget(stage);
    stage_set(stage, "c-3", "a", 0);
    stage_send(stage, "q-1", MSG_quota_left, &question);
    stage_wait(stage, 3000);
    assert_string_equal(stage_outcome(stage, "c-3"), "overloaded:storage");
    assert_string_equal(stage_outcome(stage, "q-1"), "overloaded:storage");
    assert_int_equal(stage_count(stage, STAGE_LIVE, NULL), 0);
    assert_true(engine_next(stage->engine) > stage->mono); /* it does not spin */
    stage->disk.write_fails = stage->disk.open_fails = false;
    stage_wait(stage, 2 * STAGE_SICK_MS);
    assert_true(stage_count(stage, STAGE_LIVE, "anxin.beat") > 0);
    assert_int_equal(stage_sum(stage), 1);
}

static void test_a_failure_of_the_disk_long_ago_is_not_blamed_for_trouble_of_now(void **state)
{
    struct stage *stage = *state;
    stage->disk.full = true;
    for (int i = 0; i < 20; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, "a", 0);
        stage_turn(stage);
    }
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_set(stage, "c-50", "TROUBLE", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-50"), "trouble:internal");
}

/* ---- what a handler gets wrong ---- */

static void test_an_event_that_breaks_its_table_is_trouble_and_ends_nothing(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "FLAW", 0); /* its handler ignores that unit_emit failed */
    stage_set(stage, "c-2", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "trouble:internal");
    assert_string_equal(stage_outcome(stage, "c-2"), "done:");
    assert_int_equal(stage_sum(stage), 1);
}

static void test_an_answer_that_breaks_its_table_is_trouble_and_ends_nothing(void **state)
{
    struct stage *stage = *state;
    struct quota_left question = {.programme = "ODD", .year = 2027};
    stage_send(stage, "q-1", MSG_quota_left, &question);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "q-1"), "trouble:internal");
}

/* ---- what is not let in ---- */

static void test_each_refusal_before_the_handler_names_its_reason(void **state)
{
    struct stage *stage = *state;
    struct quota_set set = {.programme = "a", .year = 2027};
    struct worker_hire hire = {.worker = "w", .station = "ST1", .kind = "matron", .employment = "employee"};
    struct envelope envelope = stage_header(stage, "role", "client");
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    envelope = stage_header(stage, "time", "registrar");
    envelope.time = 0;
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    TEXT_PUT(hire.name, "X");
    stage_send(stage, "served", MSG_worker_hire, &hire);
    envelope = stage_header(stage, "body", "registrar");
    struct frames *frames = stage_frames(stage, &envelope, MSG_quota_set, &set);
    frames->at[2] = (struct frame){"\x80", 1};
    engine_request(stage->engine, &stage->peer, frames);
    struct peer stranger = {.name = "uid:12"};
    envelope = stage_header(stage, "peer", "registrar");
    engine_request(stage->engine, &stranger, stage_frames(stage, &envelope, MSG_quota_set, &set));
    frames->count = 2;
    engine_request(stage->engine, &stage->peer, frames);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "role"), "denied:role");
    assert_string_equal(stage_outcome(stage, "time"), "malformed:missing");
    assert_string_equal(stage_outcome(stage, "served"), "unknown:not_served");
    assert_string_equal(stage_outcome(stage, "body"), "malformed:missing");
    assert_string_equal(stage_outcome(stage, "peer"), "denied:unknown_identity");
    assert_string_equal(stage_outcome(stage, ""), "malformed:frames");
    assert_int_equal(stage_sum(stage), 0);
}

static void test_in_the_drain_commands_are_turned_away_and_what_was_taken_is_answered(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "a", 0);
    engine_drain(stage->engine);
    stage_set(stage, "c-2", "a", 0);
    engine_close(&stage->engine);
    assert_string_equal(stage_outcome(stage, "c-1"), "done:");
    assert_string_equal(stage_outcome(stage, "c-2"), "overloaded:stopping");
    stage_start(stage);
    assert_int_equal(stage_sum(stage), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_a_repeat_gets_the_same_bytes_and_has_no_second_effect),
        STAGE_TEST(test_a_repeat_in_the_same_turn_and_after_a_restart_is_a_repeat_too),
        STAGE_TEST(test_the_same_id_with_another_body_is_a_conflict),
        STAGE_TEST(test_a_refusal_is_undone_and_remembered),
        STAGE_TEST(test_a_refusal_tells_no_revision_whatever_its_handler_told_after_it),
        STAGE_TEST(test_what_is_declined_keeps_its_effects),
        STAGE_TEST(test_trouble_changes_nothing_and_may_be_sent_again),
        STAGE_TEST(test_numbers_of_a_stream_have_no_hole_where_something_was_refused),
        STAGE_TEST(test_nothing_is_sent_before_the_commit),
        STAGE_TEST(test_a_question_sees_what_is_durable_only),
        STAGE_TEST(test_S11_on_a_full_disk_nothing_is_said_to_be_done_and_the_repeat_works),
        STAGE_TEST(test_after_a_failed_sync_nothing_is_said_and_the_repeat_takes_effect_once),
        STAGE_TEST(test_while_the_disk_is_gone_everything_is_overloaded_and_no_beat_is_sent),
        STAGE_TEST(test_a_failure_of_the_disk_long_ago_is_not_blamed_for_trouble_of_now),
        STAGE_TEST(test_an_event_that_breaks_its_table_is_trouble_and_ends_nothing),
        STAGE_TEST(test_an_answer_that_breaks_its_table_is_trouble_and_ends_nothing),
        STAGE_TEST(test_each_refusal_before_the_handler_names_its_reason),
        STAGE_TEST(test_in_the_drain_commands_are_turned_away_and_what_was_taken_is_answered),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
