/* Matching's memory does not grow with the years: what no choice looks back to is forgotten, within the undo rules, and
 * a start would not load it either. */
#include "matching_world.h"

#include "service/engine_private.h"

#include "services/matching/engine/people.h"

#define SINCE 1000
static const struct horizon horizon = {SINCE, SINCE + 500};

/* One thing of each sort that ends, or was, at `at`. */
static void put_all(struct pool *pool, const char *person, const char *id, int64_t at)
{
    struct worker_cert cert = {.valid = {at - 10, at}};
    struct worker_leave leave = {.time = {at - 10, at}};
    struct hold hold = {.kind = HOLD_CLASS, .firm = true, .time = {at - 10, at}};
    struct past_visit past = {.time = {at, at + 10}, .household = "H1"};
    struct offer_answer answer = {.at = at + 500};
    TEXT_PUT(cert.cert, id);
    TEXT_PUT(leave.leave, id);
    TEXT_PUT(hold.hold, id);
    TEXT_PUT(past.visit, id);
    TEXT_PUT(answer.visit, id);
    assert_int_equal(pool_put_cert(pool, person, &cert), 0);
    assert_int_equal(pool_put_leave(pool, person, &leave), 0);
    assert_int_equal(pool_put_hold(pool, person, &hold), 0);
    assert_int_equal(pool_put_past(pool, person, &past), 0);
    assert_int_equal(pool_put_answer(pool, person, &answer), 0);
}

static void assert_name(struct name name, const char *id)
{
    char read[ID_SIZE];
    name_read(name, read);
    assert_string_equal(read, id);
}

/* Each list of this person has that many. */
static void assert_each(const struct pool *pool, const char *id, int count)
{
    const struct person *person = people_find(pool, id);
    assert_non_null(person);
    assert_int_equal(person->certs.count, count);
    assert_int_equal(person->leaves.count, count);
    assert_int_equal(person->holds.count, count);
    assert_int_equal(person->past.count, count);
    assert_int_equal(person->answers.count, count);
}

static void test_what_is_older_than_the_horizon_is_forgotten_and_the_rest_stays_in_order(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    put_all(pool, "P", "B", SINCE + 1);
    put_all(pool, "P", "A", SINCE);
    put_all(pool, "P", "D", SINCE + 2);
    put_all(pool, "P", "C", SINCE - 1);
    assert_int_equal(pool_forget(pool, "P", &horizon), 0);
    assert_each(pool, "P", 2);
    const struct held *holds = people_find(pool, "P")->holds.at;
    const struct passed *past = people_find(pool, "P")->past.at;
    assert_name(holds[0].hold, "B");
    assert_name(holds[1].hold, "D");
    assert_name(past[0].visit, "B");
    assert_name(past[1].visit, "D");
    pool_close(&pool);
}

static void test_undo_brings_back_what_was_forgotten(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    put_all(pool, "P", "A", SINCE);
    pool_keep(pool);
    assert_int_equal(pool_forget(pool, "P", &horizon), 0);
    assert_each(pool, "P", 0);
    pool_undo(pool);
    assert_each(pool, "P", 1);
    pool_close(&pool);
}

static void test_a_person_of_whom_nothing_is_left_is_gone_once_the_unit_is_kept(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct worker_facts facts = {.worker = "W"};
    put_all(pool, "P", "A", SINCE);
    put_all(pool, "W", "A", SINCE);
    assert_int_equal(pool_put_facts(pool, &facts), 0);
    assert_int_equal(pool_put_pair(pool, "Q", "H1", true), 0);
    pool_keep(pool);
    for (int i = 0; i < 3; i++)
        assert_int_equal(pool_forget(pool, "W", &horizon), 0);
    assert_int_equal(people_count(pool), 3);
    pool_keep(pool);
    assert_int_equal(people_count(pool), 2);
    assert_null(people_find(pool, "P"));
    assert_each(pool, "W", 0);
    pool_close(&pool);
}

/* Who does nothing any more is looked at in turn: one more person each time, so that the work stays small. */
static void test_the_past_of_others_is_forgotten_in_turn(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    for (int i = 0; i < 50; i++) {
        char id[ID_SIZE];
        TEXT_FORMAT(id, "P%02d", i);
        put_all(pool, id, "A", SINCE);
    }
    pool_keep(pool);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(pool_forget(pool, "nobody", &horizon), 0);
        assert_true(pool->touched.count <= 1);
        pool_keep(pool);
    }
    assert_true(people_count(pool) <= 25);
    for (int i = 0; i < 25; i++) {
        assert_int_equal(pool_forget(pool, "nobody", &horizon), 0);
        pool_keep(pool);
    }
    assert_int_equal(people_count(pool), 0);
    pool_close(&pool);
}

/* ---- the service ---- */

#define WEEK (7 * MS_DAY)

static void say(struct bench *bench, const char *worker, enum message_type type, const void *body)
{
    bench_done(bench, (struct bench_sender){.role = "worker", .actor = worker}, type, body);
}

/* W1 goes to a visit and works it. */
static void work(struct bench *bench, const char *booking, int64_t start)
{
    struct booking_requested request = a_request(booking, start);
    struct visit_door_code ask = {0};
    static struct visit_door_code_answer code;
    struct offer_accept accept = {0};
    struct visit_ack ack = {0};
    struct visit_check_in in = {.method = "door_code"};
    struct visit_check_out out = {0};
    bench_hear(bench, "booking", MSG_booking_requested, &request, booking);
    TEXT_PUT(accept.visit, visit_of(bench, booking));
    TEXT_PUT(ask.id, accept.visit);
    TEXT_PUT(ack.visit, accept.visit);
    TEXT_PUT(in.visit, accept.visit);
    TEXT_PUT(out.visit, accept.visit);
    bench_query(bench, (struct bench_sender){.role = "receptionist"}, MSG_visit_door_code, &ask,
                MSG_visit_door_code_answer, &code);
    TEXT_PUT(in.door_code, code.door_code);
    say(bench, "W1", MSG_offer_accept, &accept);
    say(bench, "W1", MSG_visit_ack, &ack);
    bench_clock(bench, start);
    say(bench, "W1", MSG_visit_check_in, &in);
    bench_clock(bench, start + 2 * MS_HOUR);
    say(bench, "W1", MSG_visit_check_out, &out);
}

/* A leave of W1, and a class of somebody who never comes again. */
static void attend(struct bench *bench, int week)
{
    struct worker_leave_granted leave = {.worker = "W1", .station = "ST1", .start = bench->now};
    struct calendar_hold_requested class = {.purpose = "class", .start = bench->now + MS_DAY};
    leave.until = bench->now + MS_DAY;
    class.end = class.start + MS_HOUR;
    TEXT_FORMAT(leave.leave, "L%d", week);
    TEXT_FORMAT(class.hold, "C%d", week);
    TEXT_FORMAT(class.person, "P%d", week);
    TEXT_FORMAT(class.object, "S%d", week);
    bench_hear(bench, "roster", MSG_worker_leave_granted, &leave, "W1");
    bench_hear(bench, "training", MSG_calendar_hold_requested, &class, class.hold);
}

/* All that is remembered of W1 but certificates. */
static int remembered(const struct bench *bench)
{
    const struct person *person = people_find(bench->engine->state, "W1");
    return person->leaves.count + person->holds.count + person->past.count + person->answers.count;
}

static void test_memory_is_as_big_after_months_as_after_weeks(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded new = a_worker("W1", "agency");
    hear_worker(bench, &new);
    bench->config.value[SET_CONTINUITY_DAYS] = bench->config.value[SET_REFUSAL_DAYS] = 10;
    for (int week = 0, most = 0; week < 40; week++) {
        char booking[ID_SIZE];
        TEXT_FORMAT(booking, "B%d", week);
        work(bench, booking, START + week * WEEK);
        attend(bench, week);
        int now = remembered(bench), people = people_count(bench->engine->state);
        if (week == 8)
            most = now;
        assert_true(week <= 8 || now <= most);
        assert_true(people <= 14);
    }
    assert_true(remembered(bench) > 10);
}

/* A start loads what a running service remembers: no more, and no less; and notes nothing of it to be undone. */
static void test_a_start_loads_what_is_remembered(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded new = a_worker("W1", "agency");
    hear_worker(bench, &new);
    bench->config.value[SET_CONTINUITY_DAYS] = bench->config.value[SET_REFUSAL_DAYS] = 10;
    for (int week = 0; week < 12; week++) {
        char booking[ID_SIZE];
        TEXT_FORMAT(booking, "B%d", week);
        work(bench, booking, START + week * WEEK);
        attend(bench, week);
    }
    int before = remembered(bench);
    engine_close(&bench->engine);
    bench_start(bench);
    const struct pool *pool = bench->engine->state;
    assert_int_equal(remembered(bench), before);
    assert_true(pool->changes.room <= 4);
}

/* V23, I2: also where memory does not reach. */
static void test_what_is_forgotten_is_not_granted_twice(void **state)
{
    struct bench *bench = *state;
    struct calendar_hold_requested class = {
        .hold = "K1", .person = "P", .purpose = "class", .object = "S1", .start = START, .end = START + MS_HOUR};
    struct calendar_hold_denied denied;
    bench_hear(bench, "training", MSG_calendar_hold_requested, &class, "K1");
    bench_clock(bench, START + 300 * MS_DAY);
    for (int week = 0; week < 3; week++)
        attend(bench, week);
    assert_null(people_find(bench->engine->state, "P"));
    bench_hear(bench, "training", MSG_calendar_hold_requested, &class, "K1"); /* its own, once more */
    assert_int_equal(bench_emitted(bench, "matching", MSG_calendar_hold_denied, NULL), 0);
    TEXT_PUT(class.hold, "K2");
    class.start += MS_HOUR / 2;
    class.end += MS_HOUR;
    bench_hear(bench, "training", MSG_calendar_hold_requested, &class, "K2");
    assert_int_equal(bench_emitted(bench, "matching", MSG_calendar_hold_denied, &denied), 1);
    assert_int_equal(denied.conflicts.count, 1);
    assert_string_equal(denied.conflicts.at[0], "K1");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_older_than_the_horizon_is_forgotten_and_the_rest_stays_in_order),
        cmocka_unit_test(test_undo_brings_back_what_was_forgotten),
        cmocka_unit_test(test_a_person_of_whom_nothing_is_left_is_gone_once_the_unit_is_kept),
        cmocka_unit_test(test_the_past_of_others_is_forgotten_in_turn),
        SERVICE_TEST(test_memory_is_as_big_after_months_as_after_weeks),
        SERVICE_TEST(test_a_start_loads_what_is_remembered),
        SERVICE_TEST(test_what_is_forgotten_is_not_granted_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
