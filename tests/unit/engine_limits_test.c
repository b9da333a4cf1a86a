/* The engine at its limits, and its intake: too many questions, polls, messages at once; strangers. */
#include "stage.h"

/* ---- bounds (guarantee 5) ---- */

static void test_thousands_of_commands_in_one_turn_are_all_answered(void **state)
{
    struct stage *stage = *state;
    for (int i = 0; i < 3000; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, "a", 0);
    }
    stage_turn(stage);
    assert_int_equal(stage_count(stage, STAGE_ANSWER, "anxin.answer"), 3000);
    assert_string_equal(stage_outcome(stage, "c-2999"), "done:");
    stage_forget(stage);
    assert_int_equal(stage_tally(stage, "a"), 3000);
}

static void test_too_many_questions_at_once_are_overloaded(void **state)
{
    struct stage *stage = *state;
    struct quota_left question = {.programme = "a", .year = 2027};
    for (int i = 0; i < 3000; i++) {
        char id[32];
        snprintf(id, sizeof id, "q-%d", i);
        stage_send(stage, id, MSG_quota_left, &question);
    }
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "q-2999"), "overloaded:busy");
    assert_int_equal(stage_count(stage, STAGE_ANSWER, NULL), 3000);
}

static void stage_poll(struct stage *stage, const char *id, int64_t after, int64_t wait)
{
    struct fetch fetch = {.streams.count = 1, .wait_ms = wait};
    TEXT_PUT(fetch.streams.at[0].name, "tally");
    fetch.streams.at[0].after = after;
    stage_send(stage, id, MSG_fetch, &fetch);
    stage_turn(stage);
}

static void test_a_long_poll_is_answered_at_once_when_there_is_an_event(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    stage_poll(stage, "f-1", 0, 60000);
    assert_null(stage_answer_to(stage, "f-1"));
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage_read(stage, "f-1", MSG_fetched, &fetched);
    assert_int_equal(fetched.events.count, 1);
}

static void test_a_long_poll_is_answered_at_its_end(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    stage_poll(stage, "f-1", 0, 200);
    assert_true(engine_next(stage->engine) <= stage->mono + 200);
    stage_wait(stage, 150);
    assert_null(stage_answer_to(stage, "f-1"));
    stage_wait(stage, 100);
    stage_read(stage, "f-1", MSG_fetched, &fetched);
    assert_int_equal(fetched.events.count, 0);
}

static void test_a_long_poll_ends_with_the_drain(void **state)
{
    struct stage *stage = *state;
    stage_poll(stage, "f-1", 0, 60000);
    engine_drain(stage->engine);
    stage_turn(stage);
    assert_non_null(stage_answer_to(stage, "f-1"));
}

static void test_more_long_polls_than_there_is_room_for_are_overloaded_until_others_end(void **state)
{
    struct stage *stage = *state;
    for (int i = 0; i < 257; i++) {
        char id[32];
        snprintf(id, sizeof id, "f-%d", i);
        stage_poll(stage, id, 0, 60000);
    }
    assert_string_equal(stage_outcome(stage, "f-256"), "overloaded:busy");
    stage_wait(stage, 61000);
    stage_poll(stage, "f-300", 0, 1000);
    assert_null(stage_answer_to(stage, "f-300"));
}

static void first_beat(struct stage *stage, struct beat *beat)
{
    struct flaw flaw;
    const struct stage_sent *sent = NULL;
    for (int i = 0; i < stage->sent_count && !sent; i++)
        if (stage->sent[i].kind == STAGE_LIVE && text_same(stage->sent[i].envelope.type, "anxin.beat"))
            sent = &stage->sent[i];
    assert_non_null(sent);
    assert_int_equal(codec_decode(message_of(MSG_beat)->shape, sent->data, sent->size, beat, &flaw), 0);
}

static void test_a_beat_tells_the_own_stream_however_many_others_moved(void **state)
{
    struct stage *stage = *state;
    struct beat beat;
    for (int i = 0; i < 70; i++) {
        char name[24], id[32];
        snprintf(name, sizeof name, "stream.%d", i);
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, name, 0);
    }
    stage_wait(stage, 1100);
    first_beat(stage, &beat);
    assert_string_equal(beat.streams.at[0].name, "tally");
    assert_int_equal(beat.streams.at[0].last, 70);
    assert_int_equal(beat.streams.count, 64);
}

/* Found by the simulator: an owner that was restored to before its first event told nothing in its beats, and who had
 * read on in the epoch that ended did not learn of it until something happened. */
static void test_a_beat_tells_the_own_stream_also_while_it_is_empty(void **state)
{
    struct stage *stage = *state;
    struct beat beat;
    stage_wait(stage, 1100);
    first_beat(stage, &beat);
    assert_int_equal(beat.streams.count, 1);
    assert_string_equal(beat.streams.at[0].name, "tally");
    assert_int_equal(beat.streams.at[0].last, 0);
}

/* ---- the intake ---- */

static void stage_intake(struct stage *stage, const char *source, const char *id, const char *programme, bool trusted)
{
    struct quota_set set = {.year = 2027};
    struct envelope envelope = stage_header(stage, id, "partner");
    struct peer peer = {.trusted = trusted, .name = "uid:5"};
    TEXT_PUT(set.programme, programme);
    TEXT_PUT(envelope.source, source);
    engine_intake(stage->engine, &peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    stage_turn(stage);
}

static void test_the_outcome_of_an_intake_message_is_on_its_partner_stream_once(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    struct intake_answered said;
    struct flaw flaw;
    stage_intake(stage, "miniapp", "m-1", "a", true);
    stage_intake(stage, "miniapp", "m-1", "a", true);
    stage_intake(stage, "miniapp", "m-2", "REFUSE", true);
    assert_int_equal(stage_stream(stage, "partner.miniapp", &fetched), 2);
    const struct fetched_event *event = &fetched.events.at[1];
    assert_int_equal(
        codec_decode(message_of(MSG_intake_answered)->shape, event->data.data, event->data.size, &said, &flaw), 0);
    assert_string_equal(said.message, "m-2");
    assert_string_equal(said.outcome, "refused");
    assert_string_equal(said.code, "no_such");
    assert_int_equal(stage_sum(stage), 1);
}

static void test_another_body_under_a_used_id_is_told_as_a_conflict_over_the_intake(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    struct intake_answered said;
    struct envelope first, second;
    struct flaw flaw;
    stage_intake(stage, "miniapp", "m-1", "a", true);
    stage_intake(stage, "miniapp", "m-1", "b", true);
    assert_int_equal(stage_stream(stage, "partner.miniapp", &fetched), 2);
    const struct fetched_event *event = &fetched.events.at[1];
    assert_int_equal(
        codec_decode(message_of(MSG_intake_answered)->shape, event->data.data, event->data.size, &said, &flaw), 0);
    assert_string_equal(said.outcome, "conflict");
    assert_string_equal(said.code, "id_reused");
    assert_int_equal(envelope_decode(&first, fetched.events.at[0].header.data, fetched.events.at[0].header.size, &flaw),
                     0);
    assert_int_equal(envelope_decode(&second, event->header.data, event->header.size, &flaw), 0);
    assert_string_not_equal(first.id, second.id);
    assert_int_equal(stage_sum(stage), 1);
}

static int lines_of(const struct stage *stage, const char *event)
{
    int count = 0;
    for (const char *at = stage->said; (at = strstr(at, event)) != NULL; at++)
        count++;
    return count;
}

/* Who repeats an id fills no log. */
static void test_conflicts_are_logged_once_a_minute_for_each_source(void **state)
{
    struct stage *stage = *state;
    stage_intake(stage, "miniapp", "m-1", "a", true);
    for (int i = 0; i < 5; i++) {
        stage_intake(stage, "miniapp", "m-1", "b", true);
        stage_set(stage, "c-1", i ? "b" : "a", 5);
        stage_turn(stage);
    }
    assert_int_equal(lines_of(stage, "event=command.conflict source=miniapp"), 1);
    assert_int_equal(lines_of(stage, "event=command.conflict source=desk"), 1);
    stage_wait(stage, 61000);
    stage_intake(stage, "miniapp", "m-1", "c", true);
    assert_int_equal(lines_of(stage, "event=command.conflict source=miniapp"), 2);
}

static void test_the_intake_drops_strangers_and_sources_that_name_no_stream(void **state)
{
    struct stage *stage = *state;
    stage_intake(stage, "miniapp", "m-1", "a", false);
    stage_intake(stage, "mini app", "m-2", "a", true);
    stage_intake(stage, "012345678901234567890123456789012345678901234567890123456", "m-3", "a", true);
    assert_int_equal(stage_count(stage, STAGE_ANSWER, NULL), 0);
    assert_int_equal(stage_sum(stage), 0);
}

/* Ruling 3: 90 days, however fast they came. */
static void test_old_answers_are_forgotten_as_fast_as_they_came(void **state)
{
    struct stage *stage = *state;
    struct clock_set set = {.to = STAGE_NOW};
    TEXT_PUT(stage->config.clock, "driven");
    stage_restart(stage);
    stage_send(stage, "set", MSG_clock_set, &set);
    for (int i = 0; i < 2500; i++) {
        char id[16];
        TEXT_FORMAT(id, "c-%d", i);
        stage_set(stage, id, "a", 5);
        if (i % 100 == 99) {
            stage_turn(stage);
            stage_forget(stage);
        }
    }
    set.to += 91 * MS_DAY;
    stage_send(stage, "later", MSG_clock_set, &set);
    stage->mono += 11 * MS_MINUTE;
    stage_wait(stage, 5000);
    stage_set(stage, "c-0", "a", 6);
    stage_set(stage, "c-2499", "a", 6);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-0"), "done:");
    assert_string_equal(stage_outcome(stage, "c-2499"), "done:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_thousands_of_commands_in_one_turn_are_all_answered),
        STAGE_TEST(test_too_many_questions_at_once_are_overloaded),
        STAGE_TEST(test_a_long_poll_is_answered_at_once_when_there_is_an_event),
        STAGE_TEST(test_a_long_poll_is_answered_at_its_end),
        STAGE_TEST(test_a_long_poll_ends_with_the_drain),
        STAGE_TEST(test_more_long_polls_than_there_is_room_for_are_overloaded_until_others_end),
        STAGE_TEST(test_a_beat_tells_the_own_stream_however_many_others_moved),
        STAGE_TEST(test_a_beat_tells_the_own_stream_also_while_it_is_empty),
        STAGE_TEST(test_the_outcome_of_an_intake_message_is_on_its_partner_stream_once),
        STAGE_TEST(test_another_body_under_a_used_id_is_told_as_a_conflict_over_the_intake),
        STAGE_TEST(test_conflicts_are_logged_once_a_minute_for_each_source),
        STAGE_TEST(test_the_intake_drops_strangers_and_sources_that_name_no_stream),
        STAGE_TEST(test_old_answers_are_forgotten_as_fast_as_they_came),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
