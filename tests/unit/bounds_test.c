/* Whoever may send leaves at most so much behind: partner streams of outside systems, followers of a stream. */
#include "stage.h"

static void stage_intake(struct stage *stage, const char *source, const char *id)
{
    struct quota_set set = {.programme = "a", .year = 2027};
    struct envelope envelope = stage_header(stage, id, "partner");
    TEXT_PUT(envelope.source, source);
    engine_intake(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    stage_turn(stage);
}

static const char *outcome_of_partner(struct stage *stage, const char *id, const char *source, const char *role)
{
    struct quota_set set = {.programme = "a", .year = 2027};
    struct envelope envelope = stage_header(stage, id, role);
    TEXT_PUT(envelope.source, source);
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    stage_turn(stage);
    return stage_outcome(stage, id);
}

/* Three outside systems have a stream, and that is the most. */
static void fill_partners(struct stage *stage)
{
    stage->config.partners_most = 3;
    for (int i = 1; i <= 3; i++) {
        char source[24];
        snprintf(source, sizeof source, "shop-%d", i);
        stage_intake(stage, source, "m-1");
    }
}

static void test_one_outside_system_too_many_is_refused_and_leaves_no_stream(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    fill_partners(stage);
    assert_string_equal(outcome_of_partner(stage, "m-2", "shop-4", "partner"), "refused:too_many_sources");
    assert_int_equal(stage_stream(stage, "partner.shop-4", &fetched), 0);
}

static void test_over_the_intake_it_is_dropped_and_leaves_no_stream(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    fill_partners(stage);
    int64_t sum = stage_sum(stage);
    stage_intake(stage, "shop-4", "m-1");
    stage_intake(stage, "shop-4", "m-2");
    assert_int_equal(stage_stream(stage, "partner.shop-4", &fetched), 0);
    assert_int_equal(stage_sum(stage), sum);
    const char *said = strstr(stage->said, "too many sources");
    assert_non_null(said);
    assert_null(strstr(said + 1, "too many sources"));
}

static void test_who_has_a_stream_and_who_needs_none_is_served_all_the_same(void **state)
{
    struct stage *stage = *state;
    fill_partners(stage);
    assert_string_equal(outcome_of_partner(stage, "m-2", "shop-2", "partner"), "done:");
    assert_string_equal(outcome_of_partner(stage, "m-3", "desk", "registrar"), "done:");
}

static void test_the_bound_counts_after_a_restart_and_may_be_raised(void **state)
{
    struct stage *stage = *state;
    fill_partners(stage);
    stage_restart(stage);
    assert_string_equal(outcome_of_partner(stage, "m-2", "shop-4", "partner"), "refused:too_many_sources");
    stage->config.partners_most = 4;
    assert_string_equal(outcome_of_partner(stage, "m-2", "shop-4", "partner"), "done:");
}

/* ---- followers ---- */

static void tell_applied(struct stage *stage, const char *follower)
{
    static int serial;
    char id[16];
    struct applied applied = {.streams.count = 1};
    snprintf(id, sizeof id, "a-%d", ++serial);
    TEXT_PUT(applied.follower, follower);
    TEXT_PUT(applied.streams.at[0].name, "tally");
    applied.streams.at[0].after = 1;
    stage_send(stage, id, MSG_applied, &applied);
    stage_turn(stage);
}

/* Runs SQL on the store that the engine has left for a while; the number that it gives. */
static int64_t sql_number(struct stage *stage, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    engine_close(&stage->engine);
    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    int64_t number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    stage_start(stage);
    stage_turn(stage);
    return number;
}

static int64_t followers(struct stage *stage)
{
    return sql_number(stage, "SELECT count(*) FROM follower WHERE stream = 'tally'");
}

static void fill_followers(struct stage *stage, int count)
{
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    for (int i = 0; i < count; i++) {
        char name[24];
        snprintf(name, sizeof name, "reader-%d", i);
        tell_applied(stage, name);
    }
}

static void test_a_stream_notes_sixty_four_followers_and_no_more(void **state)
{
    struct stage *stage = *state;
    fill_followers(stage, 70);
    assert_int_equal(followers(stage), 64);
    tell_applied(stage, "reader-3"); /* one that is known is noted on */
    assert_int_equal(followers(stage), 64);
}

static void test_a_follower_that_told_nothing_for_ninety_days_gives_place(void **state)
{
    struct stage *stage = *state;
    fill_followers(stage, 64);
    sql_number(stage, "UPDATE follower SET at = at - 91 * 86400000 WHERE follower <> 'reader-5'");
    tell_applied(stage, "late");
    assert_int_equal(followers(stage), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_one_outside_system_too_many_is_refused_and_leaves_no_stream),
        STAGE_TEST(test_over_the_intake_it_is_dropped_and_leaves_no_stream),
        STAGE_TEST(test_who_has_a_stream_and_who_needs_none_is_served_all_the_same),
        STAGE_TEST(test_the_bound_counts_after_a_restart_and_may_be_raised),
        STAGE_TEST(test_a_stream_notes_sixty_four_followers_and_no_more),
        STAGE_TEST(test_a_follower_that_told_nothing_for_ninety_days_gives_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
