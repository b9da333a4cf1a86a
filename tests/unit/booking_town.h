/* A small town for the tests of booking: two stations, two communities, one service, two households, two outside
 * systems. */
#ifndef ANXIN_TEST_BOOKING_TOWN_H
#define ANXIN_TEST_BOOKING_TOWN_H

#include "bench.h"

#include "services/booking/booking.h"
#include "services/booking/tables.h"

#define NOON INT64_C(1770609600000) /* Monday 2026-02-09 12:00 at the stations */

static const struct bench_sender desk = {.role = "receptionist"}, manager = {.role = "manager"},
                                 mini = {.role = "partner", .source = "mini"},
                                 rival = {.role = "partner", .source = "rival"};

/* ---- a small town ---- */

static inline void put_station(struct bench *bench, const char *code, int64_t lat)
{
    struct station_put put = {.active = true, .cell_lat = lat, .cell_lon = 113036, .hours.count = 6};
    TEXT_PUT(put.station, code);
    TEXT_PUT(put.name, "示范站");
    TEXT_PUT(put.host_kind, "company");
    for (int i = 0; i < 6; i++)
        put.hours.at[i] = (struct open_span){.weekday = i + 1, .open_min = 510, .close_min = 1080};
    bench_done(bench, manager, MSG_station_put, &put);
}

static inline void put_community(struct bench *bench, const char *code)
{
    struct community_put put = {.cell_lat = 22523, .cell_lon = 113040};
    TEXT_PUT(put.community, code);
    TEXT_PUT(put.name, "民和社区");
    bench_done(bench, manager, MSG_community_put, &put);
}

static inline void put_coverage(struct bench *bench, const char *station)
{
    struct coverage_put put = {.communities.count = 1};
    TEXT_PUT(put.station, station);
    TEXT_PUT(put.communities.at[0], "CM1");
    bench_done(bench, manager, MSG_coverage_put, &put);
}

static inline struct service_put hours_service(void)
{
    struct service_put put = {.active = true,
                              .minutes = 120,
                              .workers = 1,
                              .lengths = {2, {180, 240}},
                              .worker_kinds = {1, {"domestic"}},
                              .certs = {1, {{"domestic", 0}}}};
    TEXT_PUT(put.service, "HH-01");
    TEXT_PUT(put.name, "日常保洁");
    TEXT_PUT(put.line, "household");
    return put;
}

static inline void put_household(struct bench *bench, struct bench_sender from, const char *id)
{
    struct household_put put = {0};
    TEXT_PUT(put.household, id);
    TEXT_PUT(put.community, "CM1");
    TEXT_PUT(put.consent, "paper");
    TEXT_PUT(put.name, "居民户-0143");
    bench_done(bench, from, MSG_household_put, &put);
}

static inline struct bench *town_at(const char *place, const char *places)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct service_put service = hours_service();
    assert_non_null(bench);
    bench_open_at(bench, &booking_service, place, places, NOON - MS_DAY);
    bench_clock(bench, NOON);
    put_community(bench, "CM1");
    put_community(bench, "CM2");
    put_station(bench, "ST1", 22505);
    put_station(bench, "ST3", 22524);
    put_coverage(bench, "ST1");
    put_coverage(bench, "ST3");
    bench_done(bench, manager, MSG_service_put, &service);
    put_household(bench, desk, "H1");
    put_household(bench, desk, "H2");
    return bench;
}

static inline int setup(void **state)
{
    *state = town_at("", "");
    return 0;
}

static inline int teardown(void **state)
{
    struct bench *bench = *state;
    bench_close(bench);
    free(bench);
    return 0;
}

static inline struct booking_create wish(const char *source_ref)
{
    struct booking_create create = {.start = NOON + 2 * MS_DAY};
    TEXT_PUT(create.service, "HH-01");
    TEXT_PUT(create.household, "H1");
    TEXT_PUT(create.source_ref, source_ref);
    return create;
}

/* A booking of the outside system "mini"; its id. */
static inline const char *take(struct bench *bench, const char *source_ref)
{
    static char id[ID_SIZE];
    struct booking_create create = wish(source_ref);
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(id, answer.subject);
    return id;
}

static inline struct booking_get_answer look(struct bench *bench, const char *id)
{
    static struct booking_get_answer answer;
    struct booking_get get = {0};
    TEXT_PUT(get.id, id);
    bench_query(bench, desk, MSG_booking_get, &get, MSG_booking_get_answer, &answer);
    return answer;
}

static inline void assert_state(struct bench *bench, const char *id, const char *expected)
{
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, expected);
}

static inline int64_t parked(struct bench *bench)
{
    static struct service_status_answer status;
    struct service_status asked = {0};
    bench_query(bench, desk, MSG_service_status, &asked, MSG_service_status_answer, &status);
    return status.parked;
}

#define VISIT_OF(event, id)                                                                                            \
    TEXT_PUT((event).visit, "V1");                                                                                     \
    TEXT_PUT((event).booking, id);                                                                                     \
    TEXT_PUT((event).station, "ST3");                                                                                  \
    TEXT_PUT((event).service, "HH-01");                                                                                \
    TEXT_PUT((event).household, "H1");                                                                                 \
    (event).start = NOON + 2 * MS_DAY;                                                                                 \
    (event).end = NOON + 2 * MS_DAY + 2 * MS_HOUR

static inline void hear_assigned(struct bench *bench, const char *id, const char *worker)
{
    struct visit_assigned event = {.ack_by = NOON + MS_DAY};
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.how, "direct");
    bench_hear(bench, "matching", MSG_visit_assigned, &event, "V1");
}

static inline void hear_started(struct bench *bench, const char *id)
{
    struct visit_started event = {.at = NOON + 2 * MS_DAY};
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    TEXT_PUT(event.method, "door_code");
    bench_hear(bench, "matching", MSG_visit_started, &event, "V1");
}

static inline void hear_verified(struct bench *bench, const char *id, int64_t minutes)
{
    struct visit_verified event = {.minutes = minutes};
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    bench_hear(bench, "matching", MSG_visit_verified, &event, "V1");
}

static inline void hear_unfillable(struct bench *bench, const char *id)
{
    struct match_unfillable event = {0};
    VISIT_OF(event, id);
    TEXT_PUT(event.because, "no_candidate");
    bench_hear(bench, "matching", MSG_match_unfillable, &event, "V1");
}

static inline void hear_case(struct bench *bench, const char *id, bool filed)
{
    struct case_filed event = {0};
    struct case_closed closed = {0};
    TEXT_PUT(event.case_id, "C1");
    TEXT_PUT(event.number, "2026-1");
    TEXT_PUT(event.station, "ST3");
    TEXT_PUT(event.booking, id);
    TEXT_PUT(event.category, "service");
    if (filed) {
        bench_hear(bench, "mediation", MSG_case_filed, &event, "C1");
        return;
    }
    TEXT_PUT(closed.case_id, "C1");
    TEXT_PUT(closed.number, "2026-1");
    TEXT_PUT(closed.station, "ST3");
    TEXT_PUT(closed.booking, id);
    TEXT_PUT(closed.outcome, "agreed");
    bench_hear(bench, "mediation", MSG_case_closed, &closed, "C1");
}

static inline void complete(struct bench *bench, const char *id)
{
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 2 * MS_DAY);
    hear_started(bench, id);
    hear_verified(bench, id, 118);
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
