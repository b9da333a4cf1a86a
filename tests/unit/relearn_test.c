/* What a version begins to keep of a source: a store of before hears it once more, in order and before anything newer;
 * the tally counts how often it has heard of whom. */
#include "stage.h"

static const struct relearn anew[] = {
    {"confirmed", "roster", {MSG_worker_confirmed}},
    {NULL, NULL, {MSG_NONE}},
};
static const struct relearn twice[] = {
    {"confirmed", "roster", {MSG_worker_confirmed}},
    {"others", "roster", {MSG_worker_activated}},
    {NULL, NULL, {MSG_NONE}},
};

static void confirm_all(struct stage *stage, const char *const *names)
{
    for (; *names; names++)
        stage_confirm(stage, *names, "ST1");
    stage_catch_up(stage);
}

/* A version that hears it again takes over the store. */
static void upgrade(struct stage *stage, const struct relearn *relearns)
{
    tally_service.relearns = relearns;
    stage_restart(stage);
}

static int64_t asked_after(struct stage *stage)
{
    struct fetch fetch;
    stage_forget(stage);
    stage_wait(stage, 600);
    assert_true(stage_fetch(stage, &fetch));
    return fetch.streams.at[0].after;
}

static void assert_live_at(struct stage *stage, int64_t number)
{
    int64_t applied;
    stage_catch_up(stage);
    assert_string_equal(stage_following(stage, &applied), "live");
    assert_int_equal(applied, number);
}

static void test_what_was_passed_over_is_heard_once_more(void **state)
{
    static const char *const names[] = {"A", "B", NULL};
    struct stage *stage = *state;
    confirm_all(stage, names);
    upgrade(stage, anew);
    assert_int_equal(asked_after(stage), 0);
    assert_live_at(stage, 2);
    assert_int_equal(stage_tally(stage, "A"), 2);
    assert_int_equal(stage_tally(stage, "B"), 2);
    stage_restart(stage);
    assert_int_equal(asked_after(stage), 2);
    assert_live_at(stage, 2);
    assert_int_equal(stage_tally(stage, "A"), 2);
}

static void test_a_new_store_hears_nothing_twice(void **state)
{
    static const char *const names[] = {"A", NULL};
    struct stage *stage = *state;
    upgrade(stage, anew);
    confirm_all(stage, names);
    stage_restart(stage);
    assert_live_at(stage, 1);
    assert_int_equal(stage_tally(stage, "A"), 1);
}

static void test_only_its_types_are_heard_again_and_one_after_the_other(void **state)
{
    static const char *const names[] = {"A", NULL};
    struct stage *stage = *state;
    confirm_all(stage, names);
    upgrade(stage, twice);
    assert_live_at(stage, 1);
    assert_int_equal(stage_tally(stage, "A"), 2);
}

static void test_what_is_newer_waits_until_all_was_heard(void **state)
{
    static const char *const names[] = {"A", "B", "C", NULL};
    struct stage *stage = *state;
    confirm_all(stage, names);
    upgrade(stage, anew);
    stage_confirm(stage, "D", "ST1");
    assert_int_equal(asked_after(stage), 0);
    stage_answer(stage, 1, 1, 4, "ok");
    stage_live(stage, 4);
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "A"), 2);
    assert_int_equal(stage_tally(stage, "D"), 0);
    assert_int_equal(asked_after(stage), 1);
    stage_answer(stage, 2, 4, 4, "ok");
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "C"), 2);
    assert_int_equal(stage_tally(stage, "D"), 0); /* it is none of what was applied before */
    assert_live_at(stage, 4);
    assert_int_equal(stage_tally(stage, "D"), 1);
}

static void test_a_restart_goes_on_from_where_it_stood(void **state)
{
    static const char *const names[] = {"A", "B", NULL};
    struct stage *stage = *state;
    confirm_all(stage, names);
    upgrade(stage, anew);
    assert_int_equal(asked_after(stage), 0);
    stage_answer(stage, 1, 1, 2, "ok");
    stage_wait(stage, 100);
    stage_restart(stage);
    assert_int_equal(asked_after(stage), 1);
    assert_live_at(stage, 2);
    assert_int_equal(stage_tally(stage, "A"), 2);
    assert_int_equal(stage_tally(stage, "B"), 2);
}

static void test_a_failed_commit_takes_back_what_was_learnt_and_how_far(void **state)
{
    static const char *const names[] = {"A", "B", NULL};
    struct stage *stage = *state;
    confirm_all(stage, names);
    upgrade(stage, anew);
    assert_int_equal(asked_after(stage), 0);
    stage->disk.write_fails = true;
    stage_answer(stage, 1, 2, 2, "ok");
    stage_wait(stage, 100);
    assert_non_null(strstr(stage->said, "batch.dropped"));
    stage->disk.write_fails = false;
    stage_wait(stage, STAGE_SICK_MS);
    assert_live_at(stage, 2);
    assert_int_equal(stage_tally(stage, "A"), 2);
    assert_int_equal(stage_tally(stage, "B"), 2);
}

static void test_one_that_fails_is_set_aside_and_the_rest_is_heard(void **state)
{
    struct stage *stage = *state;
    tally_bad = false;
    stage_confirm(stage, "A", "BAD");
    stage_confirm(stage, "B", "ST1");
    stage_confirm(stage, "A", "ST1");
    stage_catch_up(stage);
    tally_bad = true;
    upgrade(stage, anew);
    assert_live_at(stage, 3);
    assert_int_equal(stage_tally(stage, "B"), 2);
    assert_int_equal(stage_tally(stage, "A"), 2); /* both wait, in their order */
    static struct service_status_answer status;
    stage_status(stage, &status);
    assert_int_equal(status.parked, 2);
}

static void test_on_another_chain_it_begins_anew(void **state)
{
    static const char *const names[] = {"A", "B", "C", NULL};
    struct stage *stage = *state;
    confirm_all(stage, names);
    upgrade(stage, anew);
    assert_int_equal(asked_after(stage), 0);
    stage_answer(stage, 1, 1, 3, "ok");
    assert_int_equal(asked_after(stage), 1);
    stage_answer(stage, 1, 0, 3, "diverged");
    stage_wait(stage, 1100);
    assert_int_equal(asked_after(stage), 0);
    stage_answer(stage, 3, 3, 3, "ok"); /* not the next one */
    stage_wait(stage, 1100);
    assert_int_equal(asked_after(stage), 0);
    assert_live_at(stage, 3);
    assert_int_equal(stage_tally(stage, "C"), 2);
}

/* Ruling 12: nobody takes a copy for whole that is not. */
static void test_meanwhile_a_copy_stands_where_it_was_heard_to(void **state)
{
    static const char *const names[] = {"A", "B", NULL};
    static struct replica_page_answer page;
    struct replica_page asked = {.source = "roster", .record = "worker"};
    struct stage *stage = *state;
    confirm_all(stage, names);
    upgrade(stage, anew);
    assert_int_equal(asked_after(stage), 0);
    stage_answer(stage, 1, 1, 2, "ok");
    stage_send(stage, "page", MSG_replica_page, &asked);
    stage_turn(stage);
    stage_read(stage, "page", MSG_replica_page_answer, &page);
    assert_int_equal(page.number, 1);
    stage_catch_up(stage);
    stage_send(stage, "again", MSG_replica_page, &asked);
    stage_turn(stage);
    stage_read(stage, "again", MSG_replica_page_answer, &page);
    assert_int_equal(page.number, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_what_was_passed_over_is_heard_once_more),
        STAGE_TEST(test_a_new_store_hears_nothing_twice),
        STAGE_TEST(test_only_its_types_are_heard_again_and_one_after_the_other),
        STAGE_TEST(test_what_is_newer_waits_until_all_was_heard),
        STAGE_TEST(test_a_restart_goes_on_from_where_it_stood),
        STAGE_TEST(test_a_failed_commit_takes_back_what_was_learnt_and_how_far),
        STAGE_TEST(test_one_that_fails_is_set_aside_and_the_rest_is_heard),
        STAGE_TEST(test_on_another_chain_it_begins_anew),
        STAGE_TEST(test_meanwhile_a_copy_stands_where_it_was_heard_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
