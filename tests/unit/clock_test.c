/* Clocks that jump (DESIGN 5; MESSAGING 8: 17): what fires no timer, what business time is meanwhile, what ends it. And
 * what an operator sees of timers. */
#include "stage.h"

#include "service/engine_private.h"
#include "service/verify.h"

#include <sqlite3.h>

#define YEAR_MS (365 * MS_DAY)

static void look(struct stage *stage, bool overdue, struct timers_list_answer *answer)
{
    struct timers_list question = {.overdue = overdue};
    char id[32];
    snprintf(id, sizeof id, "t-%lld", (long long)++stage->serial);
    stage_send(stage, id, MSG_timers_list, &question);
    stage_turn(stage);
    stage_read(stage, id, MSG_timers_list_answer, answer);
}

static const char *clock_word(struct stage *stage)
{
    static struct timers_list_answer answer;
    look(stage, false, &answer);
    return answer.clock;
}

static int64_t business_now(struct stage *stage)
{
    struct service_status_answer status;
    stage_status(stage, &status);
    return status.now;
}

static const char *confirm(struct stage *stage, const char *id, int64_t wall)
{
    struct timers_confirm asked = {.wall = wall};
    stage_send(stage, id, MSG_timers_confirm, &asked);
    stage_turn(stage);
    return stage_outcome(stage, id);
}

/* A timer that is due in a minute, and a clock that believes it is a day later. */
static void jump(struct stage *stage, int64_t by)
{
    stage_set(stage, "c-1", "TIMER", MS_MINUTE);
    stage_wait(stage, 1000);
    stage->wall += by;
    stage_wait(stage, 1000);
}

static void test_a_jump_forward_fires_nothing_and_is_said(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    jump(stage, MS_DAY);
    assert_int_equal(stage_tally(stage, "tick"), 0);
    assert_non_null(strstr(stage->said, "clock.ahead"));
    stage_status(stage, &status);
    assert_string_equal(status.clock, "ahead");
    assert_true(status.clock_off_ms > MS_DAY - MS_MINUTE);
}

static void test_business_time_does_not_follow_a_jump_but_goes_on(void **state)
{
    struct stage *stage = *state;
    int64_t before = business_now(stage);
    jump(stage, YEAR_MS);
    int64_t after = business_now(stage);
    assert_true(after >= before + 2000 && after < before + 3000);
    stage_wait(stage, 5000);
    assert_true(business_now(stage) >= after + 5000);
}

static void test_a_message_in_the_turn_of_the_jump_gets_no_false_time_either(void **state)
{
    struct stage *stage = *state;
    struct fetched fetched;
    struct envelope envelope;
    struct flaw flaw;
    stage_wait(stage, 1000);
    stage->wall += YEAR_MS;
    stage_set(stage, "c-1", "a", 0); /* before the engine has looked at the clock */
    stage_turn(stage);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 1);
    const struct view header = fetched.events.at[0].header;
    assert_int_equal(envelope_decode(&envelope, header.data, header.size, &flaw), 0);
    assert_true(envelope.time < STAGE_NOW + MS_MINUTE);
    assert_true(envelope.recordedtime < STAGE_NOW + MS_MINUTE);
}

static void test_a_jump_that_is_taken_back_is_forgotten(void **state)
{
    struct stage *stage = *state;
    jump(stage, YEAR_MS);
    stage->wall -= YEAR_MS;
    stage_wait(stage, 1000);
    assert_string_equal(clock_word(stage), "ok");
    assert_int_equal(stage_tally(stage, "tick"), 0);
    stage_wait(stage, MS_MINUTE);
    assert_int_equal(stage_tally(stage, "tick"), 1);
}

static void test_an_operator_confirms_a_jump_and_what_is_due_fires(void **state)
{
    struct stage *stage = *state;
    jump(stage, MS_DAY);
    assert_string_equal(confirm(stage, "k-1", stage->wall), "done:");
    assert_string_equal(clock_word(stage), "ok");
    assert_int_equal(stage_tally(stage, "tick"), 1);
    assert_true(business_now(stage) >= STAGE_NOW + MS_DAY);
    assert_string_equal(confirm(stage, "k-2", stage->wall), "refused:clock_ok");
}

static void test_a_jump_that_persists_is_believed(void **state)
{
    struct stage *stage = *state;
    jump(stage, MS_DAY);
    stage_wait(stage, 9 * MS_MINUTE);
    assert_int_equal(stage_tally(stage, "tick"), 0);
    stage_wait(stage, MS_MINUTE);
    assert_int_equal(stage_tally(stage, "tick"), 1);
    assert_non_null(strstr(stage->said, "clock.believed"));
}

static void test_a_clock_that_goes_on_jumping_is_not_believed(void **state)
{
    struct stage *stage = *state;
    jump(stage, MS_DAY);
    for (int i = 0; i < 3; i++) {
        stage_wait(stage, 8 * MS_MINUTE);
        stage->wall += MS_DAY;
    }
    stage_wait(stage, 8 * MS_MINUTE);
    assert_string_equal(clock_word(stage), "ahead");
    assert_int_equal(stage_tally(stage, "tick"), 0);
}

static void test_a_start_long_after_the_mark_is_a_jump_too(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "TIMER", MS_MINUTE);
    stage_turn(stage);
    engine_close(&stage->engine);
    stage->wall += YEAR_MS; /* a machine without a battery, or a long closure: somebody must say */
    stage_start(stage);
    stage_wait(stage, 1000);
    assert_string_equal(clock_word(stage), "ahead");
    assert_int_equal(stage_tally(stage, "tick"), 0);
    assert_string_equal(confirm(stage, "k-1", stage->wall), "done:");
    assert_int_equal(stage_tally(stage, "tick"), 1);
}

static void test_a_pause_of_days_before_a_start_is_no_jump(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "TIMER", MS_MINUTE);
    stage_turn(stage);
    engine_close(&stage->engine);
    stage->wall += 5 * MS_DAY;
    stage_start(stage);
    stage_wait(stage, 1000);
    assert_int_equal(stage_tally(stage, "tick"), 1);
}

static void test_a_clock_that_stands_behind_is_confirmed_too(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage->wall -= YEAR_MS; /* it had been wrong before: nobody waits a year for it to catch up */
    stage_set(stage, "c-2", "TIMER", 500);
    stage_wait(stage, 5000);
    assert_string_equal(clock_word(stage), "behind");
    assert_int_equal(stage_tally(stage, "tick"), 0);
    assert_string_equal(confirm(stage, "k-0", stage->wall + MS_DAY), "refused:another_time");
    assert_string_equal(confirm(stage, "k-1", stage->wall), "done:");
    assert_true(business_now(stage) < STAGE_NOW - YEAR_MS + MS_HOUR);
    stage_restart(stage);
    assert_string_equal(clock_word(stage), "ok"); /* the mark is stored */
}

static void test_what_was_set_aside_under_a_clock_ahead_is_tried_again_soon_after_it_is_set_right(void **state)
{
    struct stage *stage = *state;
    jump(stage, MS_DAY);
    stage_wait(stage, 10 * MS_MINUTE); /* believed */
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "BAD");
    stage_live(stage, 1);
    stage_wait(stage, 1000);
    stage->wall -= MS_DAY;
    stage_wait(stage, 1000);
    assert_string_equal(clock_word(stage), "behind");
    assert_string_equal(confirm(stage, "k-1", stage->wall), "done:");
    tally_bad = false;
    stage_wait(stage, MS_MINUTE);
    assert_int_equal(stage_tally(stage, "w1"), 1);
}

static void test_only_an_operator_confirms_and_lists(void **state)
{
    struct stage *stage = *state;
    struct timers_confirm asked = {.wall = STAGE_NOW};
    struct timers_list list = {0};
    struct envelope envelope = stage_header(stage, "k-1", "manager");
    jump(stage, MS_DAY);
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_timers_confirm, &asked));
    TEXT_PUT(envelope.id, "k-2");
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_timers_list, &list));
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "k-1"), "denied:role");
    assert_string_equal(stage_outcome(stage, "k-2"), "denied:role");
    assert_string_equal(clock_word(stage), "ahead");
}

static void test_timers_are_listed_in_the_order_in_which_they_fire(void **state)
{
    struct stage *stage = *state;
    static struct timers_list_answer answer;
    jump(stage, MS_DAY);
    stage_set(stage, "c-2", "BADTIMER", 0);
    stage_turn(stage);
    look(stage, false, &answer);
    assert_int_equal(answer.rows.count, 2);
    assert_string_equal(answer.rows.at[0].kind, "tock");
    assert_string_equal(answer.rows.at[0].subject, "object");
    assert_true(answer.rows.at[0].overdue);
    assert_string_equal(answer.rows.at[1].kind, "tick");
    assert_false(answer.rows.at[1].overdue);
    assert_int_equal(answer.overdue, 1);
    assert_true(answer.accepted_at > answer.wall);
    look(stage, true, &answer);
    assert_int_equal(answer.rows.count, 1);
}

static void test_a_list_of_timers_goes_on_where_it_ended(void **state)
{
    struct stage *stage = *state;
    static struct timers_list_answer answer;
    jump(stage, MS_DAY);
    stage_set(stage, "c-2", "BADTIMER", 0);
    stage_turn(stage);
    struct timers_list question = {.limit = 1};
    stage_send(stage, "l-1", MSG_timers_list, &question);
    stage_turn(stage);
    stage_read(stage, "l-1", MSG_timers_list_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_true(answer.more);
    question.after_due = answer.rows.at[0].due;
    TEXT_PUT(question.after_kind, answer.rows.at[0].kind);
    TEXT_PUT(question.after_subject, answer.rows.at[0].subject);
    stage_send(stage, "l-2", MSG_timers_list, &question);
    stage_turn(stage);
    stage_read(stage, "l-2", MSG_timers_list_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].kind, "tick");
    assert_false(answer.more); /* it is exactly full */
}

static void raw(sqlite3 *db, const char *sql)
{
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void raw_file(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    raw(db, sql);
    sqlite3_close(db);
}

/* The index of the timers keeps an entry whose row is gone, as a damaged page leaves it. */
static void tear_timers(const char *path)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    raw(db, "CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'timer_by_due'");
    raw(db, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'timer_by_due'");
    sqlite3_close(db);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    raw(db, "DELETE FROM timer WHERE kind = 'tick'");
    raw(db, "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM kept; DROP TABLE kept");
    sqlite3_close(db);
}

/* A timer of the stage's service, which adds one to "tick". */
static void tick_add(const char *path, const char *subject, int64_t due)
{
    char sql[256];
    snprintf(sql, sizeof sql, "INSERT INTO timer (kind, subject, due) VALUES ('tick', '%s', %lld)", subject,
             (long long)due);
    raw_file(path, sql);
}

static int times_said(const struct stage *stage, const char *word)
{
    int count = 0;
    for (const char *at = stage->said; (at = strstr(at, word)) != NULL; at++)
        count++;
    return count;
}

static int64_t timers_aside(struct stage *stage)
{
    struct service_status_answer status;
    stage_status(stage, &status);
    return status.timers_aside;
}

/* Guarantee 4, of timers. */
static void test_a_timer_that_is_not_there_is_set_aside_and_the_others_fire(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "TIMER", MS_MINUTE);
    stage_turn(stage);
    const int64_t now = business_now(stage);
    engine_close(&stage->engine);
    tear_timers(stage->path);
    tick_add(stage->path, "later", now + 2 * MS_MINUTE);
    stage_start(stage);
    assert_int_equal(timers_aside(stage), 0);
    stage_wait(stage, MS_MINUTE + 1000);
    assert_int_equal(stage_tally(stage, "tick"), 0);
    assert_int_equal(timers_aside(stage), 1);
    assert_true(timers_due(stage->engine) > business_now(stage)); /* else it would turn without end */
    stage_wait(stage, MS_MINUTE + 1000);
    assert_int_equal(stage_tally(stage, "tick"), 1);
    stage_set(stage, "c-2", "TIMER", 0);
    stage_wait(stage, MS_MINUTE);
    assert_int_equal(stage_tally(stage, "tick"), 2);
    assert_int_equal(times_said(stage, "timer.damaged"), 1);
    assert_int_equal(timers_aside(stage), 1);
}

static void test_a_timer_that_fails_and_cannot_be_moved_on_is_set_aside(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "BADTIMER", 0);
    engine_close(&stage->engine);
    raw_file(stage->path, "CREATE TRIGGER stuck BEFORE UPDATE ON timer BEGIN SELECT RAISE(ABORT, 'stuck'); END");
    tick_add(stage->path, "after", STAGE_NOW + MS_MINUTE);
    stage_start(stage);
    stage_wait(stage, 2 * MS_MINUTE);
    assert_int_equal(stage_tally(stage, "tick"), 1);
    assert_int_equal(times_said(stage, "timer.damaged"), 1);
    assert_int_equal(timers_aside(stage), 1);
}

static void hear_name(void *self, const char *text)
{
    assert_int_equal(strlen(text), strlen("tick ") + 64);
    ++*(int *)self;
}

static void test_a_timer_whose_name_is_damaged_is_passed_over_and_verification_tells_of_it(void **state)
{
    static const char longer[] = "this subject is longer than any id may be and was therefore never written by us";
    struct stage *stage = *state;
    int told = 0;
    engine_close(&stage->engine);
    tick_add(stage->path, longer, STAGE_NOW);
    tick_add(stage->path, "after", STAGE_NOW + 1000);
    stage_start(stage);
    stage_wait(stage, 5000);
    assert_int_equal(stage_tally(stage, "tick"), 1);
    for (const struct invariant *i = store_invariants; i->name; i++)
        if (strstr(i->sentence, "timer"))
            assert_int_equal(store_ask(stage->engine->store, i->sql, hear_name, &told), 0);
    assert_int_equal(told, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_a_jump_forward_fires_nothing_and_is_said),
        STAGE_TEST(test_business_time_does_not_follow_a_jump_but_goes_on),
        STAGE_TEST(test_a_message_in_the_turn_of_the_jump_gets_no_false_time_either),
        STAGE_TEST(test_a_jump_that_is_taken_back_is_forgotten),
        STAGE_TEST(test_an_operator_confirms_a_jump_and_what_is_due_fires),
        STAGE_TEST(test_a_jump_that_persists_is_believed),
        STAGE_TEST(test_a_clock_that_goes_on_jumping_is_not_believed),
        STAGE_TEST(test_a_start_long_after_the_mark_is_a_jump_too),
        STAGE_TEST(test_a_pause_of_days_before_a_start_is_no_jump),
        STAGE_TEST(test_a_clock_that_stands_behind_is_confirmed_too),
        STAGE_TEST(test_what_was_set_aside_under_a_clock_ahead_is_tried_again_soon_after_it_is_set_right),
        STAGE_TEST(test_only_an_operator_confirms_and_lists),
        STAGE_TEST(test_timers_are_listed_in_the_order_in_which_they_fire),
        STAGE_TEST(test_a_list_of_timers_goes_on_where_it_ended),
        STAGE_TEST(test_a_timer_that_is_not_there_is_set_aside_and_the_others_fire),
        STAGE_TEST(test_a_timer_that_fails_and_cannot_be_moved_on_is_set_aside),
        STAGE_TEST(test_a_timer_whose_name_is_damaged_is_passed_over_and_verification_tells_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
