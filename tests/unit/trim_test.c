/* Trimming: what may go goes in small steps, what must stay stays, and no reader passes over a trimmed event without
 * being told (guarantee 5). */
#include "stage.h"

#define LET "streamlet.a"
#define STEP 500

/* `count` more events on the stream that is trimmed, made now. */
static void make(struct stage *stage, int count)
{
    for (int i = 0; i < count; i++) {
        char id[32];
        snprintf(id, sizeof id, "m-%lld", (long long)++stage->serial);
        stage_set(stage, id, LET, 0);
        if (i % 200 == 199 || i + 1 == count) {
            stage_turn(stage);
            stage_forget(stage);
        }
    }
}

static void time_passes(struct stage *stage, int64_t ms)
{
    stage->wall += ms;
    stage->mono += ms;
}

static void days_pass(struct stage *stage, int days)
{
    time_passes(stage, days * MS_DAY);
    stage_turn(stage);
}

/* Fetches once from where a reader stands; `hash` may be NULL. */
static const struct fetched_stream *fetch_from(struct stage *stage, int64_t after, const uint8_t *hash,
                                               struct fetched *fetched)
{
    struct fetch fetch = {.streams.count = 1};
    char id[32];
    snprintf(id, sizeof id, "f-%lld", (long long)++stage->serial);
    TEXT_PUT(fetch.streams.at[0].name, LET);
    fetch.streams.at[0].after = after;
    if (hash)
        memcpy(fetch.streams.at[0].hash, hash, HASH_SIZE);
    stage_send(stage, id, MSG_fetch, &fetch);
    stage_turn(stage);
    stage_read(stage, id, MSG_fetched, fetched);
    return &fetched->streams.at[0];
}

static int64_t first_of(struct stage *stage)
{
    struct fetched fetched;
    int64_t first = fetch_from(stage, 0, NULL, &fetched)->first;
    stage_forget(stage);
    return first;
}

/* A reader tells how far it is; the streams as an operator sees them. */
static void reader_at(struct stage *stage, const char *reader, int64_t number)
{
    struct applied applied = {.streams.count = 1};
    TEXT_PUT(applied.follower, reader);
    TEXT_PUT(applied.streams.at[0].name, LET);
    applied.streams.at[0].after = number;
    stage_send(stage, "a", MSG_applied, &applied);
    stage_turn(stage);
}

static void list_streams(struct stage *stage, bool behind, struct stream_list_answer *answer)
{
    struct stream_list wish = {.behind = behind};
    char id[32];
    snprintf(id, sizeof id, "l-%lld", (long long)++stage->serial);
    TEXT_PUT(wish.name, LET);
    stage_send(stage, id, MSG_stream_list, &wish);
    stage_turn(stage);
    stage_read(stage, id, MSG_stream_list_answer, answer);
}

static void test_what_is_old_goes_and_the_last_events_stay(void **state)
{
    struct stage *stage = *state;
    make(stage, 64);
    days_pass(stage, 31);
    assert_int_equal(first_of(stage), 55); /* the last ten */
}

static void test_what_is_young_stays(void **state)
{
    struct stage *stage = *state;
    make(stage, 40);
    days_pass(stage, 20);
    make(stage, 40);
    days_pass(stage, 11);
    assert_int_equal(first_of(stage), 41);
    days_pass(stage, 20);
    assert_int_equal(first_of(stage), 71);
}

static void test_with_no_days_a_stream_is_kept_whole(void **state)
{
    struct stage *stage = *state;
    stage->config.value[TALLY_DAYS] = 0;
    make(stage, 128);
    days_pass(stage, 900);
    assert_int_equal(first_of(stage), 1);
}

static void test_trimming_never_passes_what_the_service_holds(void **state)
{
    struct stage *stage = *state;
    struct stream_list_answer list;
    tally_held = 7;
    make(stage, 64);
    days_pass(stage, 31);
    assert_int_equal(first_of(stage), 7);
    list_streams(stage, false, &list);
    assert_int_equal(list.rows.at[0].held, 7);
    tally_held = 0;
    days_pass(stage, 2);
    assert_int_equal(first_of(stage), 55);
}

static void test_a_long_stream_is_trimmed_in_small_steps(void **state)
{
    struct stage *stage = *state;
    int64_t first = 1, steps = 0;
    make(stage, 1310);
    time_passes(stage, 31 * MS_DAY);
    for (int i = 0; i < 100 && first < 1301; i++) {
        stage_turn(stage);
        int64_t now = first_of(stage);
        assert_true(now - first <= STEP);
        steps += now > first;
        first = now;
    }
    assert_int_equal(first, 1301);
    assert_int_equal(steps, 3);
}

static void test_the_own_stream_is_kept_whole_for_a_new_follower(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    make(stage, 128);
    days_pass(stage, 400);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 128 + 1); /* and the anchor of the trail */
    assert_string_equal(fetched.streams.at[0].outcome, "ok");
    assert_int_equal(fetched.streams.at[0].first, 1);
}

/* Retention has passed a sleeping reader: it is told, and goes on from what is left, chained. */
static void test_S22_a_reader_that_slept_is_told_what_it_missed_and_where_to_go_on(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    make(stage, 64);
    days_pass(stage, 31);
    const struct fetched_stream *stream = fetch_from(stage, 20, NULL, &fetched);
    assert_string_equal(stream->outcome, "truncated");
    assert_int_equal(stream->first, 55);
    assert_int_equal(stream->missed, 34); /* 21 to 54 */
    assert_int_equal(fetched.events.count, 0);
    uint8_t before[HASH_SIZE];
    memcpy(before, stream->before, HASH_SIZE);
    stream = fetch_from(stage, 54, before, &fetched);
    assert_string_equal(stream->outcome, "ok");
    assert_int_equal(fetched.events.count, 10);
    before[0] ^= 1;
    assert_string_equal(fetch_from(stage, 54, before, &fetched)->outcome, "diverged");
    assert_string_equal(fetch_from(stage, 0, NULL, &fetched)->outcome, "truncated");
    assert_int_equal(fetched.streams.at[0].missed, 54);
}

static void test_who_is_behind_is_known_before_and_after(void **state)
{
    struct stage *stage = *state;
    struct stream_list_answer list;
    struct service_status_answer status;
    make(stage, 64);
    reader_at(stage, "slow", 20);
    reader_at(stage, "quick", 64);
    list_streams(stage, true, &list);
    assert_int_equal(list.rows.count, 0);
    time_passes(stage, 31 * MS_DAY);
    list_streams(stage, true, &list); /* its turn trims before it answers */
    stage_status(stage, &status);
    assert_int_equal(status.missed, 1);
    assert_int_equal(list.rows.count, 1);
    assert_string_equal(list.rows.at[0].reader, "slow");
    assert_int_equal(list.rows.at[0].missed, 34);
    assert_int_equal(status.followers.count, 2);
    assert_string_equal(status.followers.at[0].follower, "slow");
    assert_int_equal(status.followers.at[0].missed, 34);
    reader_at(stage, "slow", 64);
    stage_status(stage, &status);
    assert_int_equal(status.missed, 0);
}

static void test_who_would_miss_something_is_known_before_it_is_trimmed(void **state)
{
    struct stage *stage = *state;
    struct stream_list_answer list;
    make(stage, 63); /* too short yet for its timer */
    reader_at(stage, "slow", 20);
    time_passes(stage, 31 * MS_DAY);
    list_streams(stage, true, &list);
    assert_int_equal(list.rows.count, 1);
    assert_int_equal(list.rows.at[0].first, 1);
    assert_int_equal(list.rows.at[0].next_first, 54);
    assert_int_equal(list.rows.at[0].at_risk, 33);
    assert_int_equal(list.rows.at[0].missed, 0);
}

static void test_a_trimmed_stream_goes_on_after_a_restart_and_its_chain_is_whole(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    static uint8_t seed[8];
    struct error error;
    int64_t events = 0;
    make(stage, 64);
    days_pass(stage, 31);
    stage_restart(stage);
    make(stage, 5);
    uint8_t before[HASH_SIZE];
    memcpy(before, fetch_from(stage, 0, NULL, &fetched)->before, HASH_SIZE);
    assert_string_equal(fetch_from(stage, 54, before, &fetched)->outcome, "ok");
    assert_int_equal(fetched.events.count, 15);
    engine_close(&stage->engine);
    struct store_options options = {.path = stage->path,
                                    .service = "tally",
                                    .migrations = tally_migrations,
                                    .statements = tally_tables,
                                    .vfs = "faulty"};
    struct store *store = store_open(&options, &error);
    struct ledger *ledger = ledger_open(store, seed, &error);
    assert_int_equal(ledger_verify(ledger, (void (*)(void *, const char *))abort, NULL, &events), 0);
    assert_int_equal(events, 69 + 1 + 15); /* with the anchor of the trail */
    ledger_close(&ledger);
    store_close(&store);
    stage_start(stage);
}

static void test_a_full_disk_puts_trimming_off_and_leaves_the_stream_as_it_was(void **state)
{
    struct stage *stage = *state;
    make(stage, 64);
    stage->disk.full = true;
    days_pass(stage, 31);
    stage_wait(stage, 5000);
    assert_int_equal(first_of(stage), 1);
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    days_pass(stage, 1);
    assert_int_equal(first_of(stage), 55);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_what_is_old_goes_and_the_last_events_stay),
        STAGE_TEST(test_what_is_young_stays),
        STAGE_TEST(test_with_no_days_a_stream_is_kept_whole),
        STAGE_TEST(test_trimming_never_passes_what_the_service_holds),
        STAGE_TEST(test_a_long_stream_is_trimmed_in_small_steps),
        STAGE_TEST(test_the_own_stream_is_kept_whole_for_a_new_follower),
        STAGE_TEST(test_S22_a_reader_that_slept_is_told_what_it_missed_and_where_to_go_on),
        STAGE_TEST(test_who_is_behind_is_known_before_and_after),
        STAGE_TEST(test_who_would_miss_something_is_known_before_it_is_trimmed),
        STAGE_TEST(test_a_trimmed_stream_goes_on_after_a_restart_and_its_chain_is_whole),
        STAGE_TEST(test_a_full_disk_puts_trimming_off_and_leaves_the_stream_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
