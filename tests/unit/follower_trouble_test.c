/* A follower whose source or handler fails: parking, epochs, streams that diverged or were trimmed, bytes that lie. */
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

/* ---- parking (guarantee 4) ---- */

static void test_a_failing_event_is_parked_with_its_key_and_the_others_go_on(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "BAD");
    stage_confirm(stage, "w2", "ST1");
    stage_confirm(stage, "w1", "ST1"); /* waits behind the first of its key */
    stage_confirm(stage, "w3", "ILL");
    for (int i = 1; i <= 4; i++)
        stage_live(stage, i);
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "w1"), 0);
    assert_int_equal(stage_tally(stage, "w2"), 1);
    stage_status(stage, &status);
    assert_int_equal(status.parked, 3);
    expect_following(stage, "live", 4);
    assert_int_equal(stage_sum(stage), 1);
}

static void test_parked_events_are_tried_again_in_the_order_of_their_key(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    struct fetched fetched;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "BAD");
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_live(stage, 2);
    stage_wait(stage, 10000);
    assert_int_equal(stage_tally(stage, "w1"), 0); /* tried, and failed again */
    tally_bad = false;
    stage_restart(stage);
    stage_wait(stage, 60000);
    assert_int_equal(stage_tally(stage, "w1"), 2);
    stage_status(stage, &status);
    assert_int_equal(status.parked, 0);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 2);
    for (int i = 0; i < 2; i++) {
        struct envelope envelope;
        struct flaw flaw;
        char cause[32];
        snprintf(cause, sizeof cause, "roster-%d", i + 1);
        assert_int_equal(
            envelope_decode(&envelope, fetched.events.at[i].header.data, fetched.events.at[i].header.size, &flaw), 0);
        assert_string_equal(envelope.causationid, cause);
    }
}

static void test_an_event_that_always_fails_is_given_up_after_a_while(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "BAD");
    stage_live(stage, 1);
    stage_turn(stage);
    for (int i = 0; i < 20; i++) {
        stage->mono += MS_HOUR;
        stage->wall += MS_HOUR;
        stage_turn(stage);
        stage_forget(stage);
    }
    tally_bad = false;
    stage->mono += MS_HOUR;
    stage->wall += MS_HOUR;
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "w1"), 0); /* it waits for the operator */
}

static void test_S23_a_newer_version_is_parked_and_a_type_of_no_concern_passed_over(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    struct worker_retired retired = {.worker = "w1", .station = "ST1"};
    stage_catch_up(stage);
    stage_make(stage, MSG_worker_retired, &retired, "w1");
    stage_live(stage, 1);
    struct worker_confirmed confirmed = {.worker = "w2", .station = "ST1"};
    stage_make(stage, MSG_worker_confirmed, &confirmed, "w2");
    struct stage_event *event = &stage->events[1];
    struct envelope envelope;
    struct flaw flaw;
    assert_int_equal(envelope_decode(&envelope, event->header, event->header_size, &flaw), 0);
    TEXT_PUT(envelope.type, "worker.confirmed.v10");
    event->header_size = (size_t)envelope_encode(&envelope, event->header, sizeof event->header, &flaw);
    stage_live(stage, 2);
    stage_turn(stage);
    expect_following(stage, "live", 2);
    stage_status(stage, &status);
    assert_int_equal(status.parked, 1);
}

static void test_an_event_whose_body_cannot_be_read_is_parked(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    stage->events[0].data[0] = 0xc1;
    stage_live(stage, 1);
    stage_turn(stage);
    expect_following(stage, "live", 1);
    stage_status(stage, &status);
    assert_int_equal(status.parked, 1);
}

static void test_a_shortage_parks_nothing(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    stage_catch_up(stage);
    for (int i = 0; i < 40; i++)
        stage_confirm(stage, "w1", "ST1");
    stage->disk.full = true;
    for (int i = 1; i <= 40; i++) {
        stage_live(stage, i);
        stage_turn(stage);
    }
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    stage_catch_up(stage);
    stage_status(stage, &status);
    assert_int_equal(status.parked, 0);
    assert_int_equal(stage_tally(stage, "w1"), 40);
}

/* ---- a source that is not what it was (guarantee 7) ---- */

static void stop_with(struct stage *stage, const char *outcome)
{
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_turn(stage);
    stage_beat(stage, 9, STAGE_EPOCH);
    stage_turn(stage);
    stage_answer(stage, 1, 0, 9, outcome);
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 2);
    stage_turn(stage);
    expect_following(stage, outcome, 1);
    assert_non_null(strstr(stage->said, "follower.stopped"));
    assert_int_equal(stage_tally(stage, "w1"), 1);
}

static void test_an_epoch_that_changed_stops_the_follower_and_is_said(void **state)
{
    stop_with(*state, "epoch_changed");
}

static void test_a_stream_that_diverged_stops_the_follower_and_is_said(void **state)
{
    stop_with(*state, "diverged");
}

static void test_S22_a_stream_that_was_trimmed_stops_the_follower_and_is_said(void **state)
{
    stop_with(*state, "truncated");
}

/* Found by the simulator: late answers, after a link that stood still, were taken for answers to what was asked since,
 * and a follower looking for a fork believed them. */
static void test_an_answer_to_an_earlier_question_is_passed_over(void **state)
{
    struct stage *stage = *state;
    struct fetch fetch;
    char before[65];
    stage_wait(stage, 10);
    assert_true(stage_fetch(stage, &fetch));
    TEXT_PUT(before, stage->fetch);
    stage_wait(stage, 600); /* it counts as lost: asked again */
    assert_string_not_equal(before, stage->fetch);
    char now[65];
    TEXT_PUT(now, stage->fetch);
    TEXT_PUT(stage->fetch, before);
    stage_answer(stage, 1, 0, 9, "diverged");
    expect_following(stage, "silent", 0);
    TEXT_PUT(stage->fetch, now);
    stage_answer(stage, 1, 0, 0, "ok");
    expect_following(stage, "live", 0);
}

/* Found by the simulator: it was asked for turn after turn until it was to ask again. */
static void test_a_stopped_follower_that_hears_no_beats_does_not_spin(void **state)
{
    struct stage *stage = *state;
    stop_with(stage, "diverged");
    for (int i = 0; i < 100; i++) {
        stage_wait(stage, 50);
        if (stage_count(stage, STAGE_ASK, "anxin.fetch") > 0)
            stage_answer(stage, 1, 0, 9, "diverged");
        stage_forget(stage);
        stage_turn(stage);
        assert_true(engine_next(stage->engine) > stage->mono);
    }
}

static void test_a_stopped_follower_asks_seldom_and_goes_on_when_the_owner_is_mended(void **state)
{
    struct stage *stage = *state;
    stop_with(stage, "diverged");
    stage_forget(stage);
    for (int i = 0; i < 4; i++) {
        stage_beat(stage, 2, STAGE_EPOCH);
        stage_wait(stage, 1000);
        stage_answer(stage, 1, 0, 9, "diverged");
    }
    assert_in_range(stage_count(stage, STAGE_ASK, "anxin.fetch"), 2, 6);
    stage_catch_up(stage);
    expect_following(stage, "live", 2);
}

static void test_an_owner_that_fell_behind_us_is_asked_whether_we_are_on_its_chain(void **state)
{
    struct stage *stage = *state;
    for (int i = 0; i < 3; i++)
        stage_confirm(stage, "w1", "ST1");
    stage_catch_up(stage);
    stage_beat(stage, 2, STAGE_EPOCH);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 3);
    stage_answer(stage, 1, 0, 2, "diverged");
    expect_following(stage, "diverged", 3);
}

static void test_a_new_epoch_that_we_stand_in_is_confirmed_once_and_followed(void **state)
{
    struct stage *stage = *state;
    stage_confirm(stage, "w1", "ST1");
    stage_catch_up(stage);
    TEXT_PUT(stage->epoch, "fedcba9876543210");
    stage_beat(stage, 1, stage->epoch);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), 1);
    stage_answer(stage, 1, 0, 1, "ok");
    stage_forget(stage);
    stage_beat(stage, 1, stage->epoch);
    stage_turn(stage);
    assert_int_equal(asked_after(stage), -1);
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 2);
    stage_turn(stage);
    expect_following(stage, "live", 2);
}

static void test_an_answer_that_brings_nothing_is_not_asked_for_in_a_circle(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_beat(stage, 50, STAGE_EPOCH);
    for (int i = 0; i < 100; i++) { /* a second of turns */
        stage_turn(stage);
        stage_answer(stage, 1, 0, 50, "ok"); /* it says there are fifty, and gives none */
    }
    assert_in_range(stage_count(stage, STAGE_ASK, "anxin.fetch"), 3, 6);
}

/* ---- bytes that lie ---- */

static uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % sides;
}

static void spoil(uint64_t *seed, const struct frame *frame)
{
    uint8_t *bytes = (uint8_t *)(uintptr_t)frame->data;
    for (uint32_t i = dice(seed, 4); i > 0 && frame->size > 0; i--)
        bytes[dice(seed, (uint32_t)frame->size)] = (uint8_t)dice(seed, 256);
}

static struct frames *spoiled_live(struct stage *stage, uint64_t *seed)
{
    struct worker_confirmed confirmed = {.worker = "w1", .station = "ST1"};
    struct envelope envelope = {.sequence = stage->events_count + 1 + (int)dice(seed, 3), .source = "roster"};
    snprintf(envelope.id, sizeof envelope.id, "z-%u", dice(seed, 1000000));
    TEXT_PUT(envelope.stream, "roster");
    TEXT_PUT(envelope.epoch, STAGE_EPOCH);
    memcpy(envelope.prevhash, stage->hash, HASH_SIZE);
    envelope.time = dice(seed, 10) ? stage->wall : INT64_MAX;
    struct frames *frames = stage_frames(stage, &envelope, MSG_worker_confirmed, &confirmed);
    frames->at[0] = dice(seed, 4) ? (struct frame){"roster/x", 8} : (struct frame){"beat", 4};
    return frames;
}

static struct frames *spoiled_beat(struct stage *stage, uint64_t *seed)
{
    struct beat beat = {.epoch = STAGE_EPOCH, .streams.count = 1};
    struct envelope envelope = {.id = "beat", .source = "roster"};
    TEXT_PUT(beat.streams.at[0].name, "roster");
    beat.streams.at[0].last = dice(seed, 4) ? stage->events_count : INT64_MAX - dice(seed, 3);
    struct frames *frames = stage_frames(stage, &envelope, MSG_beat, &beat);
    frames->at[0] = (struct frame){"beat", 4};
    return frames;
}

static struct frames *spoiled_answer(struct stage *stage, uint64_t *seed)
{
    struct fetched *fetched = stage->fetched;
    struct envelope envelope = {.id = "fetched", .source = "roster"};
    memset(fetched, 0, sizeof *fetched);
    TEXT_PUT(envelope.causationid, stage->fetch);
    TEXT_PUT(fetched->epoch, STAGE_EPOCH);
    fetched->streams.count = 1;
    TEXT_PUT(fetched->streams.at[0].name, "roster");
    TEXT_PUT(fetched->streams.at[0].outcome, dice(seed, 4) ? "ok" : "truncated");
    fetched->streams.at[0].last = dice(seed, 1000);
    for (int i = 0; i < 3; i++) {
        const struct stage_event *event = &stage->events[i];
        fetched->events.at[fetched->events.count++] =
            (struct fetched_event){{event->header, event->header_size}, {event->data, event->data_size}};
    }
    return stage_frames(stage, &envelope, MSG_fetched, fetched);
}

static void test_no_bytes_of_a_source_end_or_wedge_the_follower(void **state)
{
    struct stage *stage = *state;
    uint64_t seed = 20261123;
    for (int i = 0; i < 3; i++)
        stage_confirm(stage, "w1", "ST1");
    for (int round = 0; round < 20000; round++) {
        uint32_t which = dice(&seed, 3);
        struct frames *frames = which == 0   ? spoiled_live(stage, &seed)
                                : which == 1 ? spoiled_beat(stage, &seed)
                                             : spoiled_answer(stage, &seed);
        if (dice(&seed, 2))
            spoil(&seed, &frames->at[1]);
        if (dice(&seed, 4))
            spoil(&seed, &frames->at[2]);
        if (dice(&seed, 50) == 0)
            frames->count = (int)dice(&seed, 9);
        if (which == 2)
            engine_reply(stage->engine, 0, frames);
        else
            engine_live(stage->engine, 0, frames);
        if (dice(&seed, 8) == 0) {
            stage_turn(stage);
            stage_forget(stage);
        }
    }
    stage_set(stage, "at-last", "sum", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "at-last"), "done:");
    assert_true(engine_next(stage->engine) >= stage->mono - 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_a_failing_event_is_parked_with_its_key_and_the_others_go_on),
        STAGE_TEST(test_parked_events_are_tried_again_in_the_order_of_their_key),
        STAGE_TEST(test_an_event_that_always_fails_is_given_up_after_a_while),
        STAGE_TEST(test_S23_a_newer_version_is_parked_and_a_type_of_no_concern_passed_over),
        STAGE_TEST(test_an_event_whose_body_cannot_be_read_is_parked),
        STAGE_TEST(test_a_shortage_parks_nothing),
        STAGE_TEST(test_an_epoch_that_changed_stops_the_follower_and_is_said),
        STAGE_TEST(test_a_stream_that_diverged_stops_the_follower_and_is_said),
        STAGE_TEST(test_S22_a_stream_that_was_trimmed_stops_the_follower_and_is_said),
        STAGE_TEST(test_an_answer_to_an_earlier_question_is_passed_over),
        STAGE_TEST(test_a_stopped_follower_that_hears_no_beats_does_not_spin),
        STAGE_TEST(test_a_stopped_follower_asks_seldom_and_goes_on_when_the_owner_is_mended),
        STAGE_TEST(test_an_owner_that_fell_behind_us_is_asked_whether_we_are_on_its_chain),
        STAGE_TEST(test_a_new_epoch_that_we_stand_in_is_confirmed_once_and_followed),
        STAGE_TEST(test_an_answer_that_brings_nothing_is_not_asked_for_in_a_circle),
        STAGE_TEST(test_no_bytes_of_a_source_end_or_wedge_the_follower),
    };
    return cmocka_run_group_tests_name("follower", tests, NULL, NULL);
}
