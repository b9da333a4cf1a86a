/* The desk of the roster, for its tests as a service: who sends, a worker and her papers, what matching and mediation
 * say of her. */
#ifndef ANXIN_TESTS_ROSTER_DESK_H
#define ANXIN_TESTS_ROSTER_DESK_H

#include "bench.h"

#include "services/roster/roster.h"

static const struct bench_sender boss = {.role = "manager", .actor = "manager-1"},
                                 other = {.role = "manager", .actor = "manager-2"},
                                 registrar = {.role = "registrar", .actor = "registrar-1"},
                                 worker = {.role = "worker", .actor = "W-1"};

static inline int64_t day(int month, int of_month)
{
    return civil_day_start(civil_day_of(2026, month, of_month));
}

static inline int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, &roster_service, day(2, 9));
    bench_clock(bench, day(2, 9) + 9 * MS_HOUR);
    *state = bench;
    return 0;
}

static inline int teardown(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static inline void assert_refused(struct bench *bench, struct bench_sender from, enum message_type type,
                                  const void *body, const char *code)
{
    struct answer answer = bench_command(bench, from, type, body);
    assert_string_not_equal(answer.outcome, "done");
    assert_string_equal(answer.code, code);
}

static inline struct worker_hire person(const char *id)
{
    struct worker_hire hire = {.languages.count = 2};
    TEXT_PUT(hire.worker, id);
    TEXT_PUT(hire.station, "ST1");
    TEXT_PUT(hire.name, "小柑01");
    TEXT_PUT(hire.phone, "10000000001");
    TEXT_PUT(hire.kind, "matron");
    TEXT_PUT(hire.employment, "employee");
    TEXT_PUT(hire.languages.at[0], "yue");
    TEXT_PUT(hire.languages.at[1], "cmn");
    TEXT_PUT(hire.travel, "ebike");
    return hire;
}

static inline void hire(struct bench *bench, const char *id)
{
    struct worker_hire body = person(id);
    bench_done(bench, boss, MSG_worker_hire, &body);
}

static inline struct cert_register paper(const char *of, const char *id, const char *type, int64_t from, int64_t to)
{
    struct cert_register cert = {.valid_from = from, .valid_to = to};
    TEXT_PUT(cert.worker, of);
    TEXT_PUT(cert.cert, id);
    TEXT_PUT(cert.cert_type, type);
    TEXT_FORMAT(cert.number, "DEMO-2026-%s", id);
    TEXT_PUT(cert.body, "demo_body");
    return cert;
}

static inline void verify(struct bench *bench, const char *id, const char *result)
{
    struct cert_verify body = {0};
    TEXT_PUT(body.cert, id);
    TEXT_PUT(body.evidence, "original_seen");
    TEXT_PUT(body.result, result);
    bench_done(bench, registrar, MSG_cert_verify, &body);
}

static inline void hand_in(struct bench *bench, const char *of, const char *id, const char *type, int64_t from,
                           int64_t to)
{
    struct cert_register body = paper(of, id, type, from, to);
    bench_done(bench, boss, MSG_cert_register, &body);
    verify(bench, id, "");
}

/* W-1 with the four basic certificates; the health check ends where it is told. */
static inline void hire_green(struct bench *bench, int64_t health_to)
{
    hire(bench, "W-1");
    hand_in(bench, "W-1", "identity", "identity", day(1, 1), day(12, 1));
    hand_in(bench, "W-1", "background", "background", day(1, 1), day(12, 1));
    hand_in(bench, "W-1", "insurance", "insurance", day(1, 1), day(12, 1));
    hand_in(bench, "W-1", "health", "health", day(1, 1), health_to);
}

/* ---- what the others say of her ---- */

#define VISIT(event_type, of, id)                                                                                      \
    struct event_type event = {.booking = "B-1", .station = "ST1", .service = "HH-01", .household = "H-1"};            \
    event.start = day(2, 20);                                                                                          \
    event.end = day(2, 20) + MS_HOUR;                                                                                  \
    TEXT_PUT(event.visit, id);                                                                                         \
    TEXT_PUT(event.worker, of);

static inline void hear_assigned(struct bench *bench, const char *of, const char *id)
{
    VISIT(visit_assigned, of, id)
    TEXT_PUT(event.how, "direct");
    event.ack_by = day(2, 19);
    bench_hear(bench, "matching", MSG_visit_assigned, &event, id);
}

static inline void hear_verified(struct bench *bench, const char *of, const char *id)
{
    VISIT(visit_verified, of, id)
    event.minutes = 60;
    bench_hear(bench, "matching", MSG_visit_verified, &event, id);
}

/* acked, ended, disputed, closed, missed, nobody at home: they all are VISIT_FACTS and VISIT_WORKER, or begin so. */
static inline void hear(struct bench *bench, enum message_type type, const char *of, const char *id)
{
    VISIT(visit_ended, of, id)
    event.at = day(2, 20) + MS_HOUR;
    bench_hear(bench, "matching", type, &event, id);
}

static inline void served(struct bench *bench, const char *of, const char *id)
{
    hear_assigned(bench, of, id);
    hear(bench, MSG_visit_ended, of, id);
    hear_verified(bench, of, id);
    hear(bench, MSG_visit_closed, of, id);
}

/* ---- the way into work ---- */

static inline void publish(struct bench *bench, const char *kind)
{
    struct duty_publish body = {.title = "服务人员工作职责"};
    TEXT_PUT(body.kind, kind);
    bench_done(bench, boss, MSG_duty_publish, &body);
}

static inline void record(struct bench *bench, const char *of, int64_t hours)
{
    struct prejob_record body = {.hours = hours, .body = "academy"};
    TEXT_PUT(body.worker, of);
    bench_done(bench, registrar, MSG_prejob_record, &body);
}

static inline void prepare(struct bench *bench)
{
    struct duty_accept accept = {.worker = "W-1", .version = 1};
    publish(bench, "all");
    bench_done(bench, worker, MSG_duty_accept, &accept);
    record(bench, "W-1", 60);
}

static inline void start(struct bench *bench, bool confirm)
{
    struct worker_start body = {.worker = "W-1"};
    struct worker_confirm over = {.worker = "W-1"};
    prepare(bench);
    bench_done(bench, boss, MSG_worker_start, &body);
    if (!confirm)
        return;
    served(bench, "W-1", "V-a");
    served(bench, "W-1", "V-b");
    served(bench, "W-1", "V-c");
    bench_done(bench, boss, MSG_worker_confirm, &over);
}

static inline struct worker_get_answer look(struct bench *bench, const char *role)
{
    static struct worker_get_answer answer;
    struct worker_get asked = {.id = "W-1"};
    bench_query(bench, (struct bench_sender){.role = role}, MSG_worker_get, &asked, MSG_worker_get_answer, &answer);
    return answer;
}

static inline void assert_code(struct bench *bench, const char *code)
{
    assert_string_equal(look(bench, "manager").code, code);
}

static inline int said(struct bench *bench, enum message_type type, void *to)
{
    return bench_emitted(bench, "roster", type, to);
}

/* ---- certificates ---- */

static inline struct revocation_order order_of(const char *body)
{
    struct revocation_order order = {.reason = "issuer_withdrawn"};
    TEXT_PUT(order.revocation, "R-1");
    TEXT_PUT(order.body, body);
    return order;
}

static inline struct cert_get_answer cert_now(struct bench *bench, const char *id)
{
    static struct cert_get_answer answer;
    struct cert_get asked = {0};
    TEXT_PUT(asked.id, id);
    bench_query(bench, boss, MSG_cert_get, &asked, MSG_cert_get_answer, &answer);
    return answer;
}

static inline void reject_as_forged(struct bench *bench, const char *id)
{
    struct cert_register cert = paper("W-1", id, "matron", day(1, 1), day(12, 1));
    struct cert_reject reject = {.reason = "forged"};
    TEXT_PUT(reject.cert, id);
    bench_done(bench, boss, MSG_cert_register, &cert);
    bench_done(bench, registrar, MSG_cert_reject, &reject);
}

static inline struct worker_get_answer worker_told(struct bench *bench)
{
    static struct worker_get_answer answer;
    struct worker_get asked = {.id = "W-1"};
    bench_query(bench, boss, MSG_worker_get, &asked, MSG_worker_get_answer, &answer);
    return answer;
}

static inline void hear_upheld(struct bench *bench, bool serious)
{
    struct case_upheld upheld = {
        .case_id = "C-1", .number = "ST1-2026-1", .station = "ST1", .party = "W-1", .serious = serious};
    bench_hear(bench, "mediation", MSG_case_upheld, &upheld, "C-1");
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
