/* A small house for the tests of notification: two dispatchers and a manager at a station, another's dispatcher, a
 * district. */
#ifndef ANXIN_TEST_NOTIFICATION_DESK_H
#define ANXIN_TEST_NOTIFICATION_DESK_H

#include "bench.h"

#include "services/notification/store.h"
#include "services/notification/tables.h"

#define NOW INT64_C(1770604200000) /* 2026-02-09 10:30 */

static const struct bench_sender operator= {.role = "operator"};

static inline void put_reader(struct bench *bench, const char *reader, const char *role, const char *station)
{
    struct reader_put wish = {.active = true, .roles.count = 1};
    TEXT_PUT(wish.reader, reader);
    TEXT_PUT(wish.roles.at[0], role);
    TEXT_PUT(wish.station, station);
    bench_done(bench, operator, MSG_reader_put, &wish);
}

/* Two dispatchers and a manager at ST1, one dispatcher at ST2, an officer and a mediator of the district. */
static inline int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, &notification_service, NOW);
    bench_clock(bench, NOW);
    put_reader(bench, "disp-1", "dispatcher", "ST1");
    put_reader(bench, "disp-2", "dispatcher", "ST1");
    put_reader(bench, "disp-3", "dispatcher", "ST2");
    put_reader(bench, "mana-1", "manager", "ST1");
    put_reader(bench, "offi-1", "officer", "*");
    put_reader(bench, "medi-1", "mediator", "*");
    *state = bench;
    return 0;
}

static inline int teardown(void **state)
{
    struct bench *bench = *state;
    bench_close(bench);
    free(bench);
    return 0;
}

/* How many invariants complain of a damage to the store, which is undone again. */
static inline int violations(struct bench *bench, const char *damage)
{
    sqlite3 *db = NULL;
    int count = 0;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, damage, NULL, NULL, NULL), SQLITE_OK);
    for (const struct invariant *i = notification_invariants; i->name; i++) {
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, i->sql, -1, &statement, NULL), SQLITE_OK);
        count += sqlite3_step(statement) == SQLITE_ROW;
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return count;
}

static inline void hear_at_risk(struct bench *bench)
{
    struct visit_at_risk event = {.visit = "v1",
                                  .booking = "b1",
                                  .station = "ST1",
                                  .service = "HH-01",
                                  .household = "h1",
                                  .worker = "w1",
                                  .start = NOW + MS_HOUR,
                                  .end = NOW + 2 * MS_HOUR,
                                  .reason = "no_ack"};
    bench_hear(bench, "matching", MSG_visit_at_risk, &event, "v1");
}

static inline void hear_missed(struct bench *bench)
{
    struct visit_missed_by_worker event = {
        .visit = "v1", .booking = "b1", .station = "ST1", .service = "HH-01", .household = "h1", .worker = "w1"};
    bench_hear(bench, "matching", MSG_visit_missed_by_worker, &event, "v1");
}

static inline int told(struct bench *bench, const char *reader, struct notice_created *last)
{
    char stream[65];
    feed_name(stream, reader);
    return bench_emitted(bench, stream, MSG_notice_created, last);
}

static inline struct feed_get_answer feed(struct bench *bench, const char *reader, const char *device)
{
    static struct feed_get_answer answer;
    struct feed_get question = {.id = ""};
    TEXT_PUT(question.id, reader);
    TEXT_PUT(question.device, device);
    bench_query(bench, operator, MSG_feed_get, &question, MSG_feed_get_answer, &answer);
    return answer;
}

static inline struct answer move(struct bench *bench, const char *actor, const char *reader, const char *device,
                                 int64_t to)
{
    struct feed_move wish = {.number = to};
    TEXT_PUT(wish.reader, reader);
    TEXT_PUT(wish.device, device);
    return bench_command(bench, (struct bench_sender){.role = "dispatcher", .actor = actor}, MSG_feed_move, &wish);
}

static inline struct answer ack(struct bench *bench, const char *actor, const char *notice)
{
    struct notice_ack wish = {""};
    TEXT_PUT(wish.notice, notice);
    return bench_command(bench, (struct bench_sender){.role = "dispatcher", .actor = actor}, MSG_notice_ack, &wish);
}

static inline void assert_refused(struct answer answer, const char *code, const char *field)
{
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
