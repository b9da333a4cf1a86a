/* A source that was restored from an old copy, or is not the one that we know (guarantee 7; MESSAGING 8: 7, 8): the
 * fork is found, what was applied beyond it is listed, the same facts are not applied twice, and nothing goes on in
 * silence. */
#include "stage.h"

#include "service/verify.h"

#define NEXT_EPOCH "fedcba9876543210"

static struct service_status_answer *status_of(struct stage *stage)
{
    static struct service_status_answer status;
    stage_status(stage, &status);
    return &status;
}

static void expect_follow(struct stage *stage, const char *state, int64_t applied, int64_t orphans)
{
    const struct follow_state *follow = &status_of(stage)->follows.at[0];
    assert_string_equal(follow->state, state);
    assert_int_equal(follow->applied, applied);
    assert_int_equal(follow->orphans, orphans);
}

static const struct orphans_list_answer *orphans_list(struct stage *stage, const struct orphans_list *asked)
{
    static struct orphans_list_answer answer;
    char id[32];
    snprintf(id, sizeof id, "o-%lld", (long long)++stage->serial);
    stage_send(stage, id, MSG_orphans_list, asked);
    stage_turn(stage);
    stage_read(stage, id, MSG_orphans_list_answer, &answer);
    return &answer;
}

/* What the engine lists, of one state or ("") of any. */
static const struct orphans_list_answer *orphans_of(struct stage *stage, const char *state)
{
    struct orphans_list asked = {0};
    TEXT_PUT(asked.state, state);
    return orphans_list(stage, &asked);
}

static const struct orphans_list_answer *orphans_page(struct stage *stage, int64_t limit)
{
    return orphans_list(stage, &(struct orphans_list){.limit = limit});
}

static void hash_at(const struct stage *stage, int number, uint8_t hash[HASH_SIZE])
{
    memset(hash, 0, HASH_SIZE);
    if (number == 0)
        return;
    const struct stage_event *event = &stage->events[number - 1];
    hash_event(hash, event->header, event->header_size, event->data, event->data_size);
}

/* The source stands at event `number` again. */
static void source_back(struct stage *stage, int number, const char *epoch)
{
    uint8_t hash[HASH_SIZE];
    hash_at(stage, number, hash);
    memcpy(stage->hash, hash, HASH_SIZE);
    stage->events_count = number;
    TEXT_PUT(stage->epoch, epoch);
}

/* The source, whole: it answers a fetch as an owner does, from its events; `fork` is told when it is not negative. */
static void source_serve(struct stage *stage, int64_t fork)
{
    struct fetch fetch;
    uint8_t hash[HASH_SIZE];
    if (!stage_fetch(stage, &fetch))
        return;
    const struct fetch_position *at = &fetch.streams.at[0];
    hash_at(stage, at->after <= stage->events_count ? (int)at->after : 0, hash);
    if (at->after <= stage->events_count && (at->after == 0 || memcmp(hash, at->hash, HASH_SIZE) == 0)) {
        stage_answer(stage, (int)at->after + 1, stage->events_count, stage->events_count, "ok");
        return;
    }
    struct envelope envelope = {.id = "fetched", .source = "roster"};
    struct fetched *fetched = stage->fetched;
    memset(fetched, 0, sizeof *fetched);
    TEXT_PUT(fetched->epoch, stage->epoch);
    fetched->streams.count = 1;
    TEXT_PUT(fetched->streams.at[0].name, "roster");
    TEXT_PUT(fetched->streams.at[0].outcome, text_same(at->epoch, stage->epoch) ? "diverged" : "epoch_changed");
    fetched->streams.at[0].last = stage->events_count;
    if (fork >= 0) {
        TEXT_PUT(fetched->streams.at[0].fork_epoch, at->epoch);
        fetched->streams.at[0].fork = fork;
        hash_at(stage, (int)fork, fetched->streams.at[0].fork_hash);
    }
    TEXT_PUT(envelope.causationid, stage->fetch);
    engine_reply(stage->engine, 0, stage_frames(stage, &envelope, MSG_fetched, fetched));
}

/* Lets them talk until nothing more is to be said. Events of the log stay. */
static void source_talk(struct stage *stage, int64_t fork)
{
    for (int i = 0; i < 80; i++) {
        for (int j = 0; j < stage->sent_count; j++)
            free(stage->sent[j].data);
        stage->sent_count = 0;
        stage_beat(stage, stage->events_count, stage->epoch);
        stage_wait(stage, 50);
        source_serve(stage, fork);
        stage_turn(stage);
    }
}

/* Five events that the engine has applied: workers w1 to w5. */
static void apply_five(struct stage *stage)
{
    char worker[16];
    for (int i = 1; i <= 5; i++) {
        snprintf(worker, sizeof worker, "w%d", i);
        stage_confirm(stage, worker, "ST1");
    }
    stage_catch_up(stage);
}

/* Each in a commit of its own: what is kept of them is five rows. */
static void apply_five_apart(struct stage *stage)
{
    char worker[16];
    for (int i = 1; i <= 5; i++) {
        snprintf(worker, sizeof worker, "w%d", i);
        stage_confirm(stage, worker, "ST1");
        stage_catch_up(stage);
    }
}

/* ---- the fork ---- */

static void test_a_follower_that_is_ahead_lists_what_it_applied_beyond_the_fork_and_goes_on(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 3, NEXT_EPOCH);
    stage_confirm(stage, "w6", "ST1");
    stage_confirm(stage, "w7", "ST1");
    stage_confirm(stage, "w8", "ST1");
    source_talk(stage, 3);
    expect_follow(stage, "live", 6, 2);
    assert_non_null(strstr(stage->said, "follower.forked"));
    assert_non_null(strstr(stage->said, "fork=3 applied=5 orphans=2 dropped=0 unlisted=0"));
    const struct orphans_list_answer *list = orphans_of(stage, "");
    assert_int_equal(list->rows.count, 2);
    assert_string_equal(list->rows.at[0].id, "roster-4");
    assert_int_equal(list->rows.at[0].sequence, 4);
    assert_string_equal(list->rows.at[0].epoch, STAGE_EPOCH);
    assert_string_equal(list->rows.at[0].type, "worker.confirmed");
    assert_string_equal(list->rows.at[1].id, "roster-5");
}

static void test_the_same_fact_of_the_new_epoch_is_confirmed_and_not_applied_twice(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 3, NEXT_EPOCH);
    stage->wall += MS_HOUR; /* the header's times differ, the fact does not */
    stage_confirm(stage, "w4", "ST1");
    source_talk(stage, 3);
    expect_follow(stage, "live", 4, 1);
    assert_int_equal(stage_tally(stage, "w4"), 1);
    stage_confirm(stage, "w5", "ST1");
    source_talk(stage, 3);
    expect_follow(stage, "live", 5, 0);
    assert_int_equal(stage_tally(stage, "w5"), 1);
    assert_non_null(strstr(stage->said, "follower.reunited"));
    const struct orphans_list_answer *list = orphans_of(stage, "confirmed");
    assert_int_equal(list->rows.count, 2);
    assert_int_equal(list->rows.at[1].again, 5);
    assert_string_equal(list->rows.at[1].again_epoch, NEXT_EPOCH);
}

static void test_another_content_under_the_same_id_is_set_aside_for_the_operator_and_said(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 3, NEXT_EPOCH);
    stage_confirm(stage, "other", "ST1");
    stage_confirm(stage, "w5", "ST1");
    source_talk(stage, 3);
    stage_wait(stage, 60000);
    assert_int_equal(status_of(stage)->parked, 1);
    assert_int_equal(stage_tally(stage, "other"), 0);
    assert_int_equal(stage_tally(stage, "w5"), 1);
    assert_non_null(strstr(stage->said, "cause=differs"));
    assert_int_equal(orphans_of(stage, "differs")->rows.count, 1);
    assert_int_equal(status_of(stage)->follows.at[0].orphans, 1);
}

static void test_a_fork_survives_a_restart(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 3, NEXT_EPOCH);
    source_talk(stage, 3);
    stage_restart(stage);
    stage_confirm(stage, "w4", "ST1");
    source_talk(stage, 3);
    expect_follow(stage, "live", 4, 1);
    assert_int_equal(stage_tally(stage, "w4"), 1);
    assert_string_equal(status_of(stage)->follows.at[0].fork_epoch, STAGE_EPOCH);
    assert_int_equal(status_of(stage)->follows.at[0].fork, 3);
}

static void test_a_fork_whose_commit_fails_is_taken_whole_the_next_time(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 3, NEXT_EPOCH);
    stage->disk.full = true;
    source_talk(stage, 3);
    assert_int_equal(orphans_of(stage, "")->rows.count, 0);
    stage->disk.full = false;
    stage_wait(stage, STAGE_SICK_MS);
    source_talk(stage, 3);
    expect_follow(stage, "live", 3, 2);
    assert_int_equal(orphans_of(stage, "")->rows.count, 2);
    assert_int_equal(orphans_page(stage, 2)->next, 0); /* it is exactly full */
    assert_int_equal(orphans_page(stage, 1)->next, 1);
}

/* ---- what was set aside beyond the fork ---- */

static void test_a_message_set_aside_beyond_the_fork_is_dropped_and_handled_when_it_comes_again(void **state)
{
    struct stage *stage = *state;
    struct dead_history asked = {0};
    static struct dead_history_answer history;
    stage_confirm(stage, "w1", "ST1");
    stage_confirm(stage, "w2", "BAD");
    stage_catch_up(stage);
    assert_int_equal(status_of(stage)->parked, 1);
    source_back(stage, 1, NEXT_EPOCH);
    source_talk(stage, 1);
    stage_restart(stage); /* what the store says, not what memory does */
    source_talk(stage, 1);
    assert_int_equal(status_of(stage)->parked, 0);
    expect_follow(stage, "live", 1, 0);
    stage_send(stage, "history", MSG_dead_history, &asked);
    stage_turn(stage);
    stage_read(stage, "history", MSG_dead_history_answer, &history);
    assert_int_equal(history.rows.count, 1);
    assert_string_equal(history.rows.at[0].action, "dropped");
    assert_string_equal(history.rows.at[0].why, "its source was restored: beyond the fork at 1");
    tally_bad = false;
    stage_confirm(stage, "w2", "BAD");
    source_talk(stage, 1);
    assert_int_equal(stage_tally(stage, "w2"), 1);
    expect_follow(stage, "live", 2, 0);
}

/* ---- where the owner cannot tell the fork ---- */

static void test_after_a_second_restore_the_fork_is_found_by_hashes(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 4, NEXT_EPOCH);
    stage_confirm(stage, "w5", "ST1");
    stage_confirm(stage, "w6", "ST1");
    source_talk(stage, 4);
    expect_follow(stage, "live", 6, 0);
    source_back(stage, 2, "2222222222222222"); /* from a copy made in the first epoch: it knows nothing of the second */
    source_talk(stage, -1);
    expect_follow(stage, "live", 2, 4);
    for (int i = 3; i <= 6; i++) {
        char worker[16];
        snprintf(worker, sizeof worker, "w%d", i);
        stage_confirm(stage, worker, "ST1");
    }
    source_talk(stage, -1);
    expect_follow(stage, "live", 6, 0);
    assert_int_equal(stage_sum(stage), 6);
}

static void test_a_fork_that_is_not_on_our_chain_is_not_believed(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 2, STAGE_EPOCH); /* it lost its WAL and went on: MESSAGING 8.8 */
    stage_confirm(stage, "x3", "ST1");
    stage_confirm(stage, "x4", "ST1");
    source_talk(stage, -1);
    expect_follow(stage, "diverged", 5, 0);
    TEXT_PUT(stage->epoch, NEXT_EPOCH); /* then the operator restores it from a copy of itself */
    source_talk(stage, 4);
    expect_follow(stage, "live", 4, 3);
    assert_non_null(strstr(stage->said, "fork=2 applied=5"));
}

/* Found by the simulator: an empty copy was put in its place without a word and went on in the epoch; restored from
 * that it said that the epoch had ended at events of which its followers had not one, and they stood still for ever. */
static void test_chains_of_one_epoch_that_part_at_its_begin_are_taken_up_from_there(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 0, STAGE_EPOCH);
    stage_confirm(stage, "x1", "ST1");
    stage_confirm(stage, "x2", "ST1");
    source_talk(stage, -1);
    expect_follow(stage, "diverged", 5, 0);
    TEXT_PUT(stage->epoch, NEXT_EPOCH);
    source_talk(stage, 2);
    expect_follow(stage, "live", 2, 5);
    assert_non_null(strstr(stage->said, "fork=0 applied=5 orphans=5"));
}

static void test_two_owners_of_one_epoch_are_told_apart_and_neither_is_believed(void **state)
{
    struct stage *stage = *state; /* MESSAGING 8.7: copies of one store on two machines */
    apply_five(stage);
    source_back(stage, 4, STAGE_EPOCH);
    stage_confirm(stage, "there", "ST1");
    stage_confirm(stage, "there", "ST1");
    source_talk(stage, -1);
    expect_follow(stage, "diverged", 5, 0);
    assert_non_null(strstr(stage->said, "follower.stopped"));
    assert_int_equal(stage_tally(stage, "there"), 0);
    assert_int_equal(orphans_of(stage, "")->rows.count, 0);
}

static void test_an_owner_that_begins_anew_with_nothing_is_not_followed(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    source_back(stage, 0, NEXT_EPOCH); /* somebody removed its store: no fork is known */
    stage_confirm(stage, "new", "ST1");
    source_talk(stage, -1);
    expect_follow(stage, "epoch_changed", 5, 0);
    assert_non_null(strstr(stage->said, "follower.stuck"));
    assert_null(strstr(strstr(stage->said, "follower.stuck") + 1, "follower.stuck")); /* once, not once a second */
    assert_int_equal(stage_tally(stage, "new"), 0);
}

/* Rows that the invariant G7 finds in the store of a stage that stands still. */
static int damage_count(sqlite3 *db)
{
    const struct invariant *rule = store_invariants;
    sqlite3_stmt *statement = NULL;
    int count = 0;
    while (!text_same(rule->name, "G7"))
        rule++;
    assert_int_equal(sqlite3_prepare_v2(db, rule->sql, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        count++;
    sqlite3_finalize(statement);
    return count;
}

/* Found by the simulator: a bit flipped in a log, and pages of `recent_run` stood there as they once were; the next
 * fork would have missed orphans. */
static void test_verification_finds_what_is_missing_of_the_events_that_were_applied(void **state)
{
    static const char *const damages[] = {
        "DELETE FROM recent_run WHERE first = 3", "DELETE FROM recent_run WHERE last = 5",
        "UPDATE recent_run SET hash = zeroblob(32) WHERE last = 5", "UPDATE cursor SET number = 9"};
    struct stage *stage = *state;
    sqlite3 *db = NULL;
    apply_five_apart(stage);
    engine_close(&stage->engine);
    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    assert_int_equal(damage_count(db), 0);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, damages[i], NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(damage_count(db), 1);
        assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    }
    sqlite3_close(db);
    stage_start(stage);
}

static void forget_recent(struct stage *stage, const char *sql)
{
    sqlite3 *db = NULL;
    engine_close(&stage->engine);
    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    stage_start(stage);
}

static void test_what_is_too_old_to_be_listed_is_said_and_the_follower_goes_on(void **state)
{
    struct stage *stage = *state;
    apply_five_apart(stage);
    forget_recent(stage, "DELETE FROM recent_run WHERE last < 5");
    source_back(stage, 2, NEXT_EPOCH);
    source_talk(stage, 2);
    expect_follow(stage, "live", 2, 1);
    assert_non_null(strstr(stage->said, "follower.unlisted"));
    assert_non_null(strstr(stage->said, "from=3 until=4"));
    assert_int_equal(status_of(stage)->follows.at[0].unlisted, 2);
}

static void test_a_store_from_before_orphans_were_kept_goes_on_and_says_what_it_cannot_list(void **state)
{
    struct stage *stage = *state;
    apply_five(stage);
    forget_recent(stage, "DELETE FROM recent_run");
    source_back(stage, 2, NEXT_EPOCH);
    source_talk(stage, 2);
    expect_follow(stage, "live", 2, 0);
    assert_int_equal(status_of(stage)->follows.at[0].unlisted, 3);
}

/* ---- the operator ---- */

static void settle(struct stage *stage, const char *id, int64_t number, const char *of)
{
    struct orphans_settle settle = {.number = number, .reason = "the client came to the desk"};
    TEXT_PUT(settle.of, of);
    stage_send(stage, id, MSG_orphans_settle, &settle);
    stage_turn(stage);
}

static void test_an_operator_settles_orphans_with_a_reason_and_they_still_are_not_applied_twice(void **state)
{
    struct stage *stage = *state;
    struct orphans_settle_answer answer;
    apply_five(stage);
    source_back(stage, 3, NEXT_EPOCH);
    source_talk(stage, 3);
    settle(stage, "unclear", 0, "");
    assert_string_equal(stage_outcome(stage, "unclear"), "refused:unclear");
    settle(stage, "gone", 77, "");
    assert_string_equal(stage_outcome(stage, "gone"), "refused:gone");
    settle(stage, "one", 1, "");
    stage_read(stage, "one", MSG_orphans_settle_answer, &answer);
    assert_int_equal(answer.count, 1);
    expect_follow(stage, "live", 3, 1);
    settle(stage, "rest", 0, "roster");
    stage_read(stage, "rest", MSG_orphans_settle_answer, &answer);
    assert_int_equal(answer.count, 1);
    expect_follow(stage, "live", 3, 0);
    assert_string_equal(orphans_of(stage, "settled")->rows.at[0].why, "the client came to the desk");
    assert_string_equal(orphans_of(stage, "settled")->rows.at[0].actor, "actor-1");
    stage_confirm(stage, "w4", "ST1");
    source_talk(stage, 3);
    assert_int_equal(stage_tally(stage, "w4"), 1);
}

static void test_only_an_operator_sees_or_settles_orphans(void **state)
{
    struct stage *stage = *state;
    const enum message_type types[] = {MSG_orphans_list, MSG_orphans_settle};
    const struct orphans_settle body = {.number = 1, .reason = "why"};
    const struct orphans_list list = {0};
    for (int i = 0; i < 2; i++) {
        struct envelope envelope = stage_header(stage, i ? "settle" : "list", "manager");
        const void *what = i ? (const void *)&body : (const void *)&list;
        engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, types[i], what));
        stage_turn(stage);
        assert_string_equal(stage_outcome(stage, i ? "settle" : "list"), "denied:role");
    }
}

/* ---- events about what a restore lost ---- */

static void test_an_event_about_an_unknown_object_is_tried_again_when_the_object_appears(void **state)
{
    struct stage *stage = *state;
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "LACKS");
    stage_confirm(stage, "w1", "ST1");
    stage_live(stage, 1);
    stage_live(stage, 2);
    stage_turn(stage);
    assert_int_equal(status_of(stage)->parked, 2);
    assert_non_null(strstr(stage->said, "cause=unknown_object.station"));
    stage_wait(stage, 40000); /* the next try by the clock is half a minute away */
    assert_int_equal(status_of(stage)->parked, 2);
    stage_set(stage, "appears", "lacking", 1);
    stage_turn(stage);
    stage_wait(stage, 300);
    assert_int_equal(status_of(stage)->parked, 0);
    assert_int_equal(stage_tally(stage, "w1"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_a_follower_that_is_ahead_lists_what_it_applied_beyond_the_fork_and_goes_on),
        STAGE_TEST(test_the_same_fact_of_the_new_epoch_is_confirmed_and_not_applied_twice),
        STAGE_TEST(test_another_content_under_the_same_id_is_set_aside_for_the_operator_and_said),
        STAGE_TEST(test_a_fork_survives_a_restart),
        STAGE_TEST(test_a_fork_whose_commit_fails_is_taken_whole_the_next_time),
        STAGE_TEST(test_a_message_set_aside_beyond_the_fork_is_dropped_and_handled_when_it_comes_again),
        STAGE_TEST(test_after_a_second_restore_the_fork_is_found_by_hashes),
        STAGE_TEST(test_a_fork_that_is_not_on_our_chain_is_not_believed),
        STAGE_TEST(test_chains_of_one_epoch_that_part_at_its_begin_are_taken_up_from_there),
        STAGE_TEST(test_two_owners_of_one_epoch_are_told_apart_and_neither_is_believed),
        STAGE_TEST(test_an_owner_that_begins_anew_with_nothing_is_not_followed),
        STAGE_TEST(test_verification_finds_what_is_missing_of_the_events_that_were_applied),
        STAGE_TEST(test_what_is_too_old_to_be_listed_is_said_and_the_follower_goes_on),
        STAGE_TEST(test_a_store_from_before_orphans_were_kept_goes_on_and_says_what_it_cannot_list),
        STAGE_TEST(test_an_operator_settles_orphans_with_a_reason_and_they_still_are_not_applied_twice),
        STAGE_TEST(test_only_an_operator_sees_or_settles_orphans),
        STAGE_TEST(test_an_event_about_an_unknown_object_is_tried_again_when_the_object_appears),
    };
    return cmocka_run_group_tests_name("orphan", tests, NULL, NULL);
}
