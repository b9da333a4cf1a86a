/* The engine's promises to who sends and who asks: guarantees 1, 2, 4, 5 and 6, each with a test that tries to break
 * it. Following is tested in follower_test.c. */
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

static void test_a_beat_tells_the_own_stream_however_many_others_moved(void **state)
{
    struct stage *stage = *state;
    struct beat beat;
    struct flaw flaw;
    for (int i = 0; i < 70; i++) {
        char name[24], id[32];
        snprintf(name, sizeof name, "stream.%d", i);
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, name, 0);
    }
    stage_wait(stage, 1100);
    const struct stage_sent *sent = NULL;
    for (int i = 0; i < stage->sent_count && !sent; i++)
        if (stage->sent[i].kind == STAGE_LIVE && text_same(stage->sent[i].envelope.type, "anxin.beat"))
            sent = &stage->sent[i];
    assert_non_null(sent);
    assert_int_equal(codec_decode(message_of(MSG_beat)->shape, sent->data, sent->size, &beat, &flaw), 0);
    assert_string_equal(beat.streams.at[0].name, "tally");
    assert_int_equal(beat.streams.at[0].last, 70);
    assert_int_equal(beat.streams.count, 64);
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

/* ---- looking after it ---- */

static void test_a_story_is_told_in_pages_without_loss(void **state)
{
    struct stage *stage = *state;
    struct service_story story = {.subject = "a"};
    struct service_story_answer answer;
    int told = 0, pages = 0;
    for (int i = 0; i < 600; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, "a", 0);
    }
    stage_turn(stage);
    stage_forget(stage);
    do {
        char id[32];
        snprintf(id, sizeof id, "s-%d", pages++);
        stage_send(stage, id, MSG_service_story, &story);
        stage_turn(stage);
        stage_read(stage, id, MSG_service_story_answer, &answer);
        told += (int)answer.events.count;
        story.after = answer.next;
    } while (answer.next != 0);
    assert_int_equal(told, 600);
    assert_int_equal(pages, 3);
}

/* The stage's store stands in its data folder, as a daemon's does. */
static void copy_beside(struct stage *stage, struct store_copy *copy)
{
    char *slash;
    TEXT_PUT(stage->config.data, stage->path);
    slash = strrchr(stage->config.data, '/');
    *slash = '\0';
    snprintf(copy->path, sizeof copy->path, "%s-copy", slash + 1);
}

static void send_as(struct stage *stage, const char *role, const char *id, enum message_type type, const void *body)
{
    struct envelope envelope = stage_header(stage, id, role);
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, type, body));
    stage_turn(stage);
}

static void test_copies_are_the_operators_and_stay_within_the_data_folder(void **state)
{
    struct stage *stage = *state;
    struct store_copy copy = {.path = {0}}, outside = {.path = "/tmp/anxin-outside.db"},
                      above = {.path = "a/../../b.db"};
    copy_beside(stage, &copy);
    send_as(stage, "partner", "c-1", MSG_store_copy, &copy);
    assert_string_equal(stage_outcome(stage, "c-1"), "denied:role");
    send_as(stage, "operator", "c-2", MSG_store_copy, &outside);
    assert_string_equal(stage_outcome(stage, "c-2"), "refused:outside");
    send_as(stage, "operator", "c-3", MSG_store_copy, &above);
    assert_string_equal(stage_outcome(stage, "c-3"), "refused:outside");
}

static void test_the_story_of_an_object_is_for_staff(void **state)
{
    struct stage *stage = *state;
    struct service_story story = {.subject = "H-1"};
    send_as(stage, "partner", "s-1", MSG_service_story, &story);
    assert_string_equal(stage_outcome(stage, "s-1"), "denied:role");
    send_as(stage, "client", "s-2", MSG_service_story, &story);
    assert_string_equal(stage_outcome(stage, "s-2"), "denied:role");
    send_as(stage, "manager", "s-3", MSG_service_story, &story);
    assert_non_null(stage_answer_to(stage, "s-3"));
    assert_string_equal(stage_answer_to(stage, "s-3")->envelope.type, "service.story.answer");
}

static void test_a_copy_works_in_the_same_turn_as_a_follower_tells_its_cursor(void **state)
{
    struct stage *stage = *state;
    struct applied applied = {.follower = "booking", .streams.count = 1};
    struct store_copy copy = {.path = {0}};
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    TEXT_PUT(applied.streams.at[0].name, "tally");
    applied.streams.at[0].after = 1;
    copy_beside(stage, &copy);
    stage_send(stage, "a-1", MSG_applied, &applied);
    stage_send(stage, "copy", MSG_store_copy, &copy);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "copy"), "done:");
}

static const char *outcome_of_source(struct stage *stage, const char *id, const char *source, const char *role)
{
    struct quota_set set = {.programme = "a", .year = 2027};
    struct envelope envelope = stage_header(stage, id, role);
    TEXT_PUT(envelope.source, source);
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    stage_turn(stage);
    return stage_outcome(stage, id);
}

static void test_nobody_sends_under_the_name_of_a_service(void **state)
{
    struct stage *stage = *state;
    assert_string_equal(outcome_of_source(stage, "s-1", "booking", "partner"), "denied:reserved_source");
    assert_string_equal(outcome_of_source(stage, "s-2", "matching/xinhui", "registrar"), "denied:reserved_source");
    assert_string_equal(outcome_of_source(stage, "s-3", "system", "partner"), "denied:reserved_source");
    assert_string_equal(outcome_of_source(stage, "s-4", "bookings", "partner"), "done:");
    assert_int_equal(stage_sum(stage), 1);
}

static void test_an_intake_message_under_a_name_of_the_set_is_dropped_and_said(void **state)
{
    struct stage *stage = *state;
    struct quota_set set = {.programme = "a", .year = 2027};
    struct envelope envelope = stage_header(stage, "s-1", "partner");
    TEXT_PUT(envelope.source, "roster");
    engine_intake(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    stage_turn(stage);
    assert_int_equal(stage_sum(stage), 0);
    assert_non_null(strstr(stage->said, "source is a name of the set"));
}

static void test_refused_questions_are_counted_apart_from_refused_commands(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    struct quota_left left = {.programme = "a", .year = 2027};
    struct quota_set set = {.programme = "a", .year = 2027};
    struct envelope envelope = stage_header(stage, "q-1", "king");
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_left, &left));
    envelope = stage_header(stage, "c-1", "client");
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    envelope = stage_header(stage, "c-2", "client");
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    stage_turn(stage);
    stage_status(stage, &status);
    assert_int_equal(status.refused, 2);
    assert_int_equal(status.questions_refused, 1);
}

static void test_a_role_that_does_not_exist_is_named_with_those_that_do(void **state)
{
    char why[ROLE_WHY];
    (void)state;
    role_why(why, "king", "no");
    assert_non_null(strstr(why, "unknown role king; roles are client, partner,"));
    assert_non_null(strstr(why, "operator"));
    role_why(why, "service", "no");
    assert_non_null(strstr(why, "unknown role service"));
    role_why(why, "worker", "no");
    assert_string_equal(why, "no");
}

static void test_only_followers_of_streams_that_exist_are_noted(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    struct applied applied = {.follower = "booking", .streams.count = 2};
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    TEXT_PUT(applied.streams.at[0].name, "nobody");
    TEXT_PUT(applied.streams.at[1].name, "tally");
    applied.streams.at[0].after = 5;
    applied.streams.at[1].after = 1;
    stage_send(stage, "a-1", MSG_applied, &applied);
    stage_turn(stage);
    stage_status(stage, &status);
    assert_int_equal(status.followers.count, 1);
    assert_int_equal(status.followers.at[0].applied, 1);
}

static const char *stage_judge(struct stage *stage, int64_t after, const uint8_t *hash, const char *epoch,
                               struct fetched *fetched)
{
    struct fetch fetch = {.streams.count = 1};
    char id[32];
    snprintf(id, sizeof id, "j-%lld", (long long)++stage->serial);
    TEXT_PUT(fetch.streams.at[0].name, "tally");
    TEXT_PUT(fetch.streams.at[0].epoch, epoch);
    fetch.streams.at[0].after = after;
    if (hash)
        memcpy(fetch.streams.at[0].hash, hash, HASH_SIZE);
    stage_send(stage, id, MSG_fetch, &fetch);
    stage_turn(stage);
    stage_read(stage, id, MSG_fetched, fetched);
    return fetched->streams.at[0].outcome;
}

/* The chain decides (guarantee 7): who stands on it goes on, in whatever epoch he read it. */
static void test_a_reader_is_told_whether_it_stands_on_the_chain(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    uint8_t hash[HASH_SIZE], wrong[HASH_SIZE] = {1};
    char epoch[17];
    for (int i = 0; i < 3; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, "a", 0);
    }
    stage_turn(stage);
    stage_stream(stage, "tally", &fetched);
    TEXT_PUT(epoch, fetched.epoch);
    hash_event(hash, fetched.events.at[1].header.data, fetched.events.at[1].header.size, fetched.events.at[1].data.data,
               fetched.events.at[1].data.size);
    assert_string_equal(stage_judge(stage, 2, hash, epoch, &fetched), "ok");
    assert_int_equal(fetched.events.count, 1);
    assert_string_equal(stage_judge(stage, 2, hash, "ffffffffffffffff", &fetched), "ok");
    assert_string_equal(stage_judge(stage, 2, wrong, epoch, &fetched), "diverged");
    assert_string_equal(stage_judge(stage, 2, wrong, "ffffffffffffffff", &fetched), "epoch_changed");
    assert_string_equal(fetched.streams.at[0].fork_epoch, ""); /* an epoch that this store never had */
    assert_string_equal(stage_judge(stage, 4, hash, epoch, &fetched), "diverged");
    assert_string_equal(stage_judge(stage, 4, hash, "ffffffffffffffff", &fetched), "epoch_changed");
    assert_string_equal(stage_judge(stage, 2, NULL, epoch, &fetched), "ok");
    assert_string_equal(stage_judge(stage, 2, NULL, "ffffffffffffffff", &fetched), "epoch_changed");
    assert_int_equal(fetched.events.count, 0);
}

/* ---- bytes that lie ---- */

static inline uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % sides;
}

static void spoil(uint64_t *seed, uint8_t *data, size_t *size)
{
    for (uint32_t i = dice(seed, 4); i > 0 && *size > 0; i--)
        data[dice(seed, (uint32_t)*size)] = (uint8_t)dice(seed, 256);
    if (dice(seed, 8) == 0)
        *size = dice(seed, (uint32_t)*size + 1);
}

/* Some message of the catalogue that this engine takes, asks or has never heard of. */
static struct frames *fuzz_message(struct stage *stage, uint64_t *seed, int round)
{
    static const char *const programmes[] = {"a", "REFUSE", "DECLINE", "TIMER", "stream.x", "FLAW", "TROUBLE"};
    struct quota_set set = {.year = 2027, .places = dice(seed, 1000)};
    struct quota_left left = {.programme = "a", .year = 2027};
    struct fetch fetch = {.streams.count = 1, .wait_ms = dice(seed, 3) ? 0 : 100};
    struct service_story story = {.subject = "a", .after = dice(seed, 100)};
    struct applied applied = {.follower = "x", .streams.count = 1};
    struct service_status status = {0};
    struct clock_fire fire = {0};
    char id[32];
    snprintf(id, sizeof id, "z-%d", round - (int)dice(seed, 3));
    struct envelope envelope = stage_header(stage, id, dice(seed, 3) ? "registrar" : "partner");
    TEXT_PUT(set.programme, programmes[dice(seed, 7)]);
    TEXT_PUT(fetch.streams.at[0].name, "tally");
    TEXT_PUT(applied.streams.at[0].name, "tally");
    fetch.streams.at[0].after = dice(seed, 50);
    applied.streams.at[0].after = dice(seed, 50);
    switch (dice(seed, 9)) {
    case 0:
        return stage_frames(stage, &envelope, MSG_quota_left, &left);
    case 1:
        return stage_frames(stage, &envelope, MSG_fetch, &fetch);
    case 2:
        return stage_frames(stage, &envelope, MSG_service_story, &story);
    case 3:
        return stage_frames(stage, &envelope, MSG_applied, &applied);
    case 4:
        return stage_frames(stage, &envelope, MSG_service_status, &status);
    case 5:
        return stage_frames(stage, &envelope, MSG_clock_fire, &fire);
    default:
        return stage_frames(stage, &envelope, MSG_quota_set, &set);
    }
}

static void test_no_bytes_end_the_engine(void **state)
{
    struct stage *stage = *state;
    uint64_t seed = 20261122;
    for (int round = 0; round < 20000; round++) {
        struct frames *frames = fuzz_message(stage, &seed, round);
        if (dice(&seed, 2))
            spoil(&seed, stage->header, &frames->at[1].size);
        if (dice(&seed, 2))
            spoil(&seed, stage->data, &frames->at[2].size);
        if (dice(&seed, 50) == 0)
            frames->count = (int)dice(&seed, 9);
        if (dice(&seed, 4))
            engine_request(stage->engine, &stage->peer, frames);
        else
            engine_intake(stage->engine, &stage->peer, frames);
        if (dice(&seed, 16) == 0) {
            stage_turn(stage);
            stage_forget(stage);
        }
    }
    stage_turn(stage);
    stage_forget(stage);
    stage_set(stage, "at-last", "sum", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "at-last"), "done:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_a_repeat_gets_the_same_bytes_and_has_no_second_effect),
        STAGE_TEST(test_a_repeat_in_the_same_turn_and_after_a_restart_is_a_repeat_too),
        STAGE_TEST(test_old_answers_are_forgotten_as_fast_as_they_came),
        STAGE_TEST(test_the_same_id_with_another_body_is_a_conflict),
        STAGE_TEST(test_a_refusal_is_undone_and_remembered),
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
        STAGE_TEST(test_nobody_sends_under_the_name_of_a_service),
        STAGE_TEST(test_an_intake_message_under_a_name_of_the_set_is_dropped_and_said),
        STAGE_TEST(test_refused_questions_are_counted_apart_from_refused_commands),
        STAGE_TEST(test_a_role_that_does_not_exist_is_named_with_those_that_do),
        STAGE_TEST(test_in_the_drain_commands_are_turned_away_and_what_was_taken_is_answered),
        STAGE_TEST(test_thousands_of_commands_in_one_turn_are_all_answered),
        STAGE_TEST(test_too_many_questions_at_once_are_overloaded),
        STAGE_TEST(test_a_long_poll_is_answered_at_once_when_there_is_an_event),
        STAGE_TEST(test_a_long_poll_is_answered_at_its_end),
        STAGE_TEST(test_a_long_poll_ends_with_the_drain),
        STAGE_TEST(test_more_long_polls_than_there_is_room_for_are_overloaded_until_others_end),
        STAGE_TEST(test_a_beat_tells_the_own_stream_however_many_others_moved),
        STAGE_TEST(test_the_outcome_of_an_intake_message_is_on_its_partner_stream_once),
        STAGE_TEST(test_another_body_under_a_used_id_is_told_as_a_conflict_over_the_intake),
        STAGE_TEST(test_the_intake_drops_strangers_and_sources_that_name_no_stream),
        STAGE_TEST(test_a_timer_fires_once_when_it_is_due),
        STAGE_TEST(test_a_stranger_and_new_keys_are_survived_while_there_is_no_store),
        STAGE_TEST(test_an_overdue_timer_fires_once_after_a_restart),
        STAGE_TEST(test_a_timer_that_fails_is_put_off_and_stops_nobody),
        STAGE_TEST(test_a_clock_far_behind_the_stores_mark_fires_nothing_until_it_has_caught_up),
        STAGE_TEST(test_business_time_never_goes_backwards_across_a_restart),
        STAGE_TEST(test_a_driven_clock_moves_and_fires_only_when_told),
        STAGE_TEST(test_a_story_is_told_in_pages_without_loss),
        STAGE_TEST(test_copies_are_the_operators_and_stay_within_the_data_folder),
        STAGE_TEST(test_the_story_of_an_object_is_for_staff),
        STAGE_TEST(test_a_copy_works_in_the_same_turn_as_a_follower_tells_its_cursor),
        STAGE_TEST(test_only_followers_of_streams_that_exist_are_noted),
        STAGE_TEST(test_a_reader_is_told_whether_it_stands_on_the_chain),
        STAGE_TEST(test_no_bytes_end_the_engine),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
