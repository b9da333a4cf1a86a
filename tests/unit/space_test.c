/* A disk that runs out of room (guarantees 4 and 6; MESSAGING 8, scenario 11): first intake stops, then everything that
 * writes; questions are answered all the time, nothing is parked, and it goes on by itself when there is room. */
#include "stage.h"

#define MIB (INT64_C(1) << 20)
#define PLENTY (1000 * MIB)

static void disk_runs_full(struct stage *stage)
{
    stage->room = 0;
    stage->disk.full = true;
}

static void disk_has_room(struct stage *stage)
{
    stage->room = PLENTY;
    stage->disk.full = false;
}

/* How often the log has said it. */
static int said(const struct stage *stage, const char *word)
{
    int count = 0;
    for (const char *at = stage->said; (at = strstr(at, word)); at++)
        count++;
    return count;
}

static const char *disk_state(struct stage *stage)
{
    static struct service_status_answer status;
    stage_status(stage, &status);
    return status.disk;
}

static void begin(struct stage *stage)
{
    disk_has_room(stage);
    stage_catch_up(stage);
    stage_set(stage, "first", "a", 0);
    stage_wait(stage, 2000);
    assert_int_equal(stage->ballast, 16 * MIB);
    stage_forget(stage);
}

static void test_S11_below_the_low_water_mark_commands_are_overloaded_and_all_else_goes_on(void **state)
{
    struct stage *stage = *state;
    struct answer answer;
    begin(stage);
    stage->room = 50 * MIB;
    stage_wait(stage, 2000);
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage_read(stage, "c-1", MSG_answer, &answer);
    assert_string_equal(answer.outcome, "overloaded");
    assert_string_equal(answer.code, "storage");
    assert_int_equal(answer.retry_ms, 10000);
    assert_string_equal(disk_state(stage), "low");
    assert_int_equal(said(stage, "disk.low"), 1);
    stage_confirm(stage, "w1", "ST1");
    stage_catch_up(stage);
    assert_int_equal(stage_tally(stage, "w1"), 1);
    stage->room = 70 * MIB; /* not yet: it would soon be low again */
    stage_wait(stage, 2000);
    assert_string_equal(disk_state(stage), "low");
    stage->room = 100 * MIB;
    stage_wait(stage, 2000);
    assert_string_equal(disk_state(stage), "");
    stage_set(stage, "c-1", "a", 0); /* the refusal was not remembered */
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "done:");
    assert_int_equal(said(stage, "disk.room"), 1);
}

static void test_S11_on_a_full_disk_nothing_is_taken_nothing_parked_and_questions_are_answered(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    struct fetched fetched;
    begin(stage);
    for (int i = 0; i < 40; i++)
        stage_confirm(stage, "w1", "ST1");
    disk_runs_full(stage);
    for (int i = 1; i <= 40; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_live(stage, i);
        stage_set(stage, id, "a", 0);
        stage_wait(stage, 200);
        assert_string_not_equal(stage_outcome(stage, id), "done:");
    }
    assert_string_equal(stage_outcome(stage, "c-40"), "overloaded:storage");
    stage_status(stage, &status);
    assert_string_equal(status.disk, "full");
    assert_int_equal(status.parked, 0);
    assert_int_equal(stage->ballast, 0); /* given back */
    assert_int_equal(stage_tally(stage, "a"), 1);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 1 + (int)status.follows.at[0].applied);
    assert_true(stage_count(stage, STAGE_LIVE, "anxin.beat") > 5);
    assert_int_equal(said(stage, "disk.full"), 1);
    assert_int_equal(said(stage, "disk.ballast"), 1);
    disk_has_room(stage);
    stage_wait(stage, 4000);
    stage_catch_up(stage);
    stage_wait(stage, 2000);
    stage_set(stage, "c-40", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-40"), "done:");
    stage_status(stage, &status);
    assert_string_equal(status.disk, "");
    assert_int_equal(status.parked, 0);
    assert_int_equal(status.ballast, 16 * MIB);
    assert_int_equal(status.follows.at[0].applied, 40);
    assert_int_equal(stage_tally(stage, "w1"), 40);
    assert_int_equal(stage_sum(stage), 42);
}

static void test_it_recovers_when_nobody_writes_and_does_not_spin_meanwhile(void **state)
{
    struct stage *stage = *state;
    begin(stage);
    disk_runs_full(stage);
    for (int i = 0; i < 40; i++) {
        char id[32];
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, "a", 0);
        stage_wait(stage, 100);
    }
    stage_set(stage, "t", "TIMER", 0);
    stage_wait(stage, 2000);
    assert_true(engine_next(stage->engine) > stage->mono);
    assert_string_equal(disk_state(stage), "full");
    stage_forget(stage);
    disk_has_room(stage);
    stage_wait(stage, 4000);
    assert_int_equal(said(stage, "disk.room"), 1);
    assert_string_equal(disk_state(stage), "");
}

static void test_timers_wait_for_room_and_fire_once(void **state)
{
    struct stage *stage = *state;
    begin(stage);
    stage_set(stage, "t", "TIMER", 3000);
    stage_turn(stage);
    stage->room = 10 * MIB; /* below a quarter of the mark */
    stage_wait(stage, 6000);
    assert_int_equal(stage_tally(stage, "tick"), 0);
    assert_int_equal(stage->ballast, 16 * MIB); /* nothing has failed yet: it is kept */
    disk_has_room(stage);
    stage_wait(stage, 5000);
    assert_int_equal(stage_tally(stage, "tick"), 1);
}

static void test_a_store_at_its_limit_is_overloaded_answers_and_goes_on_with_a_larger_one(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    char id[32];
    int done = 0;
    engine_close(&stage->engine);
    stage->config.store_most_mib = 1;
    stage->config.disk_low_mib = 0;
    stage_start(stage);
    for (int i = 0; i < 4000 && (i == 0 || text_same(stage_outcome(stage, id), "done:")); i++) {
        stage_forget(stage);
        snprintf(id, sizeof id, "c-%d", i);
        stage_set(stage, id, "a", 0);
        stage_turn(stage);
        done = i;
    }
    assert_in_range(done, 100, 3000);
    assert_int_equal(stage_tally(stage, "a"), done);
    stage_wait(stage, 3000);
    stage_set(stage, id, "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, id), "overloaded:storage");
    stage_status(stage, &status);
    assert_string_equal(status.disk, "full");
    assert_int_equal(status.parked, 0);
    engine_close(&stage->engine);
    stage->config.store_most_mib = 2;
    stage_start(stage);
    stage_set(stage, id, "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, id), "done:");
    assert_int_equal(stage_tally(stage, "a"), done + 1);
}

static void test_a_store_near_its_limit_takes_no_commands(void **state)
{
    struct stage *stage = *state;
    engine_close(&stage->engine);
    stage->config.store_most_mib = 10;
    stage->config.disk_low_mib = 20;
    stage_start(stage);
    stage_turn(stage);
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "overloaded:storage");
    assert_string_equal(disk_state(stage), "low");
}

static void test_S11_a_copy_for_which_there_is_no_room_is_refused_and_leaves_nothing(void **state)
{
    struct stage *stage = *state;
    struct store_copy copy = {.path = "store.db-copy"};
    char path[120];
    TEXT_PUT(stage->config.data, stage->folder);
    begin(stage);
    disk_runs_full(stage);
    stage_send(stage, "copy", MSG_store_copy, &copy);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "copy"), "overloaded:storage");
    snprintf(path, sizeof path, "%s-copy", stage->path);
    assert_int_equal(access(path, F_OK), -1);
    disk_has_room(stage);
}

static void test_a_service_starts_on_a_full_disk_and_answers(void **state)
{
    struct stage *stage = *state;
    begin(stage);
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    disk_runs_full(stage);
    stage_restart(stage);
    stage_turn(stage);
    assert_int_equal(stage_tally(stage, "a"), 2);
    assert_string_not_equal(disk_state(stage), "");
    disk_has_room(stage);
    stage_wait(stage, 4000);
    stage_set(stage, "c-2", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-2"), "done:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_S11_below_the_low_water_mark_commands_are_overloaded_and_all_else_goes_on),
        STAGE_TEST(test_S11_on_a_full_disk_nothing_is_taken_nothing_parked_and_questions_are_answered),
        STAGE_TEST(test_it_recovers_when_nobody_writes_and_does_not_spin_meanwhile),
        STAGE_TEST(test_timers_wait_for_room_and_fire_once),
        STAGE_TEST(test_a_store_at_its_limit_is_overloaded_answers_and_goes_on_with_a_larger_one),
        STAGE_TEST(test_a_store_near_its_limit_takes_no_commands),
        STAGE_TEST(test_S11_a_copy_for_which_there_is_no_room_is_refused_and_leaves_nothing),
        STAGE_TEST(test_a_service_starts_on_a_full_disk_and_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
