/* Looking after an engine: stories, copies, followers, and bytes that lie. */
#include "stage.h"

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
        STAGE_TEST(test_a_story_is_told_in_pages_without_loss),
        STAGE_TEST(test_copies_are_the_operators_and_stay_within_the_data_folder),
        STAGE_TEST(test_the_story_of_an_object_is_for_staff),
        STAGE_TEST(test_a_copy_works_in_the_same_turn_as_a_follower_tells_its_cursor),
        STAGE_TEST(test_nobody_sends_under_the_name_of_a_service),
        STAGE_TEST(test_an_intake_message_under_a_name_of_the_set_is_dropped_and_said),
        STAGE_TEST(test_refused_questions_are_counted_apart_from_refused_commands),
        STAGE_TEST(test_a_role_that_does_not_exist_is_named_with_those_that_do),
        STAGE_TEST(test_only_followers_of_streams_that_exist_are_noted),
        STAGE_TEST(test_a_reader_is_told_whether_it_stands_on_the_chain),
        STAGE_TEST(test_no_bytes_end_the_engine),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
