/* The scene of matching's tests as a service: who speaks, what is heard of the other services, what a test looks at. */
#ifndef ANXIN_TEST_MATCHING_SCENE_H
#define ANXIN_TEST_MATCHING_SCENE_H

#include "bench.h"
#include "garbage.h"
#include "usual_ways.h"

#include "services/matching/matching.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 at the stations */
#define START (MONDAY + 3 * MS_DAY + 9 * MS_HOUR)
#define END (START + 2 * MS_HOUR)

static const struct bench_sender dispatcher = {.role = "dispatcher"}, manager = {.role = "manager"},
                                 desk = {.role = "receptionist"};

static inline struct bench_sender the_worker(const char *id)
{
    return (struct bench_sender){.role = "worker", .actor = id};
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* ---- a small world ---- */

static inline void hear_service(struct bench *bench, const char *code, int workers, bool intimate)
{
    struct catalog_service_changed event = {.version = 1,
                                            .active = true,
                                            .minutes = 120,
                                            .workers = workers,
                                            .intimate = intimate,
                                            .worker_kinds = {1, {"elder_care"}},
                                            .certs = {1, {{"elder", 5}}}};
    TEXT_PUT(event.service, code);
    TEXT_PUT(event.line, "elder");
    bench_hear(bench, "booking", MSG_catalog_service_changed, &event, code);
}

static inline void hear_cert(struct bench *bench, enum message_type type, const char *worker)
{
    struct cert_verified event = {.level = 4, .valid_from = MONDAY, .valid_to = MONDAY + 60 * MS_DAY};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, "ST1");
    TEXT_FORMAT(event.cert, "C-%s", worker);
    TEXT_PUT(event.cert_type, "elder");
    if (type == MSG_cert_revoked) {
        struct cert_revoked revoked = {
            .level = 4, .valid_from = event.valid_from, .valid_to = event.valid_to, .reason = "forged"};
        TEXT_PUT(revoked.worker, worker);
        TEXT_PUT(revoked.station, "ST1");
        TEXT_PUT(revoked.cert, event.cert);
        TEXT_PUT(revoked.cert_type, "elder");
        bench_hear(bench, "roster", type, &revoked, worker);
        return;
    }
    bench_hear(bench, "roster", type, &event, worker);
}

/* A certificate that everybody must have: health, insurance. */
static inline void hear_paper(struct bench *bench, const char *worker, const char *type, int64_t until)
{
    struct cert_verified event = {.valid_from = MONDAY, .valid_to = until};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, "ST1");
    TEXT_FORMAT(event.cert, "%s-%s", worker, type);
    TEXT_PUT(event.cert_type, type);
    bench_hear(bench, "roster", MSG_cert_verified, &event, worker);
}

/* A newer certificate is verified and takes the place of C-W1. */
static inline void hear_renewal(struct bench *bench, const char *cert, int64_t from)
{
    struct cert_verified verified = {
        .worker = "W1", .station = "ST1", .cert_type = "elder", .level = 4, .valid_from = from};
    struct cert_renewed renewed = {
        .worker = "W1", .station = "ST1", .cert_type = "elder", .level = 4, .valid_from = from, .old_cert = "C-W1"};
    TEXT_PUT(verified.cert, cert);
    TEXT_PUT(renewed.cert, cert);
    verified.valid_to = renewed.valid_to = MONDAY + 300 * MS_DAY;
    bench_hear(bench, "roster", MSG_cert_verified, &verified, "W1");
    bench_hear(bench, "roster", MSG_cert_renewed, &renewed, "W1");
}

static inline void hear_code(struct bench *bench, const char *worker, const char *to)
{
    struct worker_code_changed event = {.from = "none"};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.to, to);
    bench_hear(bench, "roster", MSG_worker_code_changed, &event, worker);
}

/* A worker who may do everything. */
static inline void hear_worker(struct bench *bench, const char *worker, const char *employment)
{
    struct worker_onboarded new = {
        .kind = "elder_care", .sex = "f", .cell_lat = 22523, .cell_lon = 113041, .travel = "ebike"};
    struct worker_activated active = {.probation_until = MONDAY};
    TEXT_PUT(new.worker, worker);
    TEXT_PUT(new.station, "ST1");
    TEXT_PUT(new.employment, employment);
    TEXT_PUT(active.worker, worker);
    TEXT_PUT(active.station, "ST1");
    bench_hear(bench, "roster", MSG_worker_onboarded, &new, worker);
    bench_hear(bench, "roster", MSG_worker_activated, &active, worker);
    hear_code(bench, worker, "green");
    hear_paper(bench, worker, "health", MONDAY + 300 * MS_DAY);
    hear_paper(bench, worker, "insurance", MONDAY + 300 * MS_DAY);
    hear_cert(bench, MSG_cert_verified, worker);
}

static inline struct booking_requested a_request(const char *booking, const char *household, int64_t start)
{
    struct booking_requested event = {.start = start,
                                      .end = start + 2 * MS_HOUR,
                                      .channel = "miniapp",
                                      .community = "CM1",
                                      .cell_lat = 22523,
                                      .cell_lon = 113041,
                                      .expires = start};
    TEXT_PUT(event.booking, booking);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.service, "EL-02");
    TEXT_PUT(event.household, household);
    return event;
}

static inline void hear_request(struct bench *bench, const char *booking, int64_t start)
{
    struct booking_requested event = a_request(booking, "H1", start);
    bench_hear(bench, "booking", MSG_booking_requested, &event, booking);
}

static inline void hear_cancel(struct bench *bench, const char *booking)
{
    struct booking_cancelled event = {.start = START, .end = END, .class = "free", .by = "client"};
    TEXT_PUT(event.booking, booking);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.service, "EL-02");
    TEXT_PUT(event.household, "H1");
    bench_hear(bench, "booking", MSG_booking_cancelled, &event, booking);
}

static inline int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, &matching_service, MONDAY);
    bench_clock(bench, MONDAY + 12 * MS_HOUR);
    hear_service(bench, "EL-02", 1, false);
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

/* ---- what a test looks at ---- */

/* The visit of a booking, as staff see it. */
static inline struct visit_get_answer visit_of(struct bench *bench, const char *booking)
{
    static struct visit_list_answer list;
    struct visit_list ask = {0};
    struct visit_get get = {0};
    struct visit_get_answer answer;
    TEXT_PUT(ask.booking, booking);
    bench_query(bench, dispatcher, MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_true(list.rows.count > 0);
    TEXT_PUT(get.id, list.rows.at[list.rows.count - 1].visit);
    bench_query(bench, dispatcher, MSG_visit_get, &get, MSG_visit_get_answer, &answer);
    return answer;
}

static inline void assert_state(struct bench *bench, const char *booking, const char *state)
{
    assert_string_equal(visit_of(bench, booking).state, state);
}

static inline void assert_with(struct bench *bench, const char *booking, const char *state, const char *worker)
{
    struct visit_get_answer visit = visit_of(bench, booking);
    assert_string_equal(visit.state, state);
    assert_string_equal(visit.worker, worker);
}

static inline int emitted(struct bench *bench, enum message_type type, void *to)
{
    return bench_emitted(bench, "matching", type, to);
}

/* A command that is only about a visit: the bodies of offer.accept, visit.ack, depart, check_out, match.retry are
 * alike. */
static inline struct answer simply(struct bench *bench, struct bench_sender from, enum message_type type,
                                   const char *booking)
{
    struct visit_check_out body = {0}; /* the others are its beginning */
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    return bench_command(bench, from, type, &body);
}

static inline void assert_code(struct answer answer, const char *code)
{
    assert_string_equal(answer.code, code);
}

static inline struct answer check_in(struct bench *bench, const char *booking, const char *worker, const char *code)
{
    struct visit_check_in body = {.method = "door_code"};
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    TEXT_PUT(body.door_code, code);
    return bench_command(bench, the_worker(worker), MSG_visit_check_in, &body);
}

static inline const char *door_code(struct bench *bench, const char *booking)
{
    static struct visit_door_code_answer answer;
    struct visit_door_code ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, booking).visit);
    bench_query(bench, desk, MSG_visit_door_code, &ask, MSG_visit_door_code_answer, &answer);
    return answer.door_code;
}

static inline void hear_leave(struct bench *bench, const char *worker, int64_t start, int64_t until)
{
    struct worker_leave_granted event = {.leave = "L1", .start = start, .until = until};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, "ST1");
    bench_hear(bench, "roster", MSG_worker_leave_granted, &event, worker);
}

static inline void started(struct bench *bench)
{
    struct visit_check_in body = {.method = "phone"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    bench_clock(bench, START);
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_check_in, &body), "wrong_method");
    bench_done(bench, desk, MSG_visit_check_in, &body);
    assert_string_equal(visit_of(bench, "B1").method, "phone");
}

static inline void ask_time(struct bench *bench, const char *hold, const char *person, int64_t start, int64_t end)
{
    struct calendar_hold_requested event = {.purpose = "class", .start = start, .end = end, .object = "S1"};
    TEXT_PUT(event.hold, hold);
    TEXT_PUT(event.person, person);
    bench_hear(bench, "training", MSG_calendar_hold_requested, &event, hold);
}

/* What W1 tells of B1 now, with the time at which it happened (V14). */
static inline struct answer tell_in(struct bench *bench, int64_t acted_at)
{
    struct visit_check_in body = {.method = "door_code", .acted_at = acted_at};
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    TEXT_PUT(body.door_code, door_code(bench, "B1"));
    return bench_command(bench, the_worker("W1"), MSG_visit_check_in, &body);
}

static inline struct answer tell_out(struct bench *bench, int64_t acted_at)
{
    struct visit_check_out body = {.acted_at = acted_at};
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    return bench_command(bench, the_worker("W1"), MSG_visit_check_out, &body);
}

#endif
