/* A small world for the tests of matching: one service, workers who may do it, bookings of one household. */
#ifndef ANXIN_TEST_MATCHING_WORLD_H
#define ANXIN_TEST_MATCHING_WORLD_H

#include "bench.h"

#include "services/matching/matching.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 at the stations */
#define START (MONDAY + 3 * MS_DAY + 9 * MS_HOUR)

static const struct bench_sender dispatcher = {.role = "dispatcher"};

static inline struct worker_onboarded a_worker(const char *id, const char *employment)
{
    struct worker_onboarded event = {
        .station = "ST1", .kind = "elder_care", .cell_lat = 22523, .cell_lon = 113041, .travel = "ebike"};
    TEXT_PUT(event.worker, id);
    TEXT_PUT(event.employment, employment);
    return event;
}

/* A certificate that everybody must have: health, insurance. */
static inline void hear_paper(struct bench *bench, const char *worker, const char *type)
{
    struct cert_verified event = {
        .station = "ST1", .valid_from = MONDAY - 30 * MS_DAY, .valid_to = MONDAY + 330 * MS_DAY};
    TEXT_PUT(event.worker, worker);
    TEXT_FORMAT(event.cert, "%s-%s", worker, type);
    TEXT_PUT(event.cert_type, type);
    bench_hear(bench, "roster", MSG_cert_verified, &event, worker);
}

static inline void hear_worker(struct bench *bench, const struct worker_onboarded *new)
{
    struct worker_activated active = {.station = "ST1", .probation_until = MONDAY};
    struct worker_code_changed code = {.station = "ST1", .from = "none", .to = "green"};
    TEXT_PUT(active.worker, new->worker);
    TEXT_PUT(code.worker, new->worker);
    bench_hear(bench, "roster", MSG_worker_onboarded, new, new->worker);
    bench_hear(bench, "roster", MSG_worker_activated, &active, new->worker);
    bench_hear(bench, "roster", MSG_worker_code_changed, &code, new->worker);
    hear_paper(bench, new->worker, "health");
    hear_paper(bench, new->worker, "insurance");
}

static inline struct booking_requested a_request(const char *booking, int64_t start)
{
    struct booking_requested event = {.station = "ST1",
                                      .service = "EL-01",
                                      .household = "H1",
                                      .start = start,
                                      .end = start + 2 * MS_HOUR,
                                      .channel = "miniapp",
                                      .community = "CM1",
                                      .cell_lat = 22523,
                                      .cell_lon = 113041,
                                      .expires = start};
    TEXT_PUT(event.booking, booking);
    return event;
}

static inline int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct catalog_service_changed service = {.service = "EL-01",
                                              .version = 1,
                                              .active = true,
                                              .line = "elder",
                                              .minutes = 120,
                                              .workers = 1,
                                              .worker_kinds = {1, {"elder_care"}}};
    assert_non_null(bench);
    bench_open(bench, &matching_service, MONDAY);
    bench_clock(bench, MONDAY + 12 * MS_HOUR);
    bench_hear(bench, "booking", MSG_catalog_service_changed, &service, "EL-01");
    *state = bench;
    return 0;
}

static inline int teardown(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static inline const char *visit_of(struct bench *bench, const char *booking)
{
    static struct visit_list_answer list;
    struct visit_list ask = {0};
    TEXT_PUT(ask.booking, booking);
    bench_query(bench, dispatcher, MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    return list.rows.at[0].visit;
}

static inline const struct visit_explain_answer *explained(struct bench *bench, const char *booking)
{
    static struct visit_explain_answer answer;
    struct visit_explain ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, booking));
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &answer);
    return &answer;
}

static inline int64_t points(const struct visit_explain_answer *answer, int rank, const char *term)
{
    const struct match_candidate *candidate = &answer->candidates.at[rank - 1];
    for (uint32_t i = 0; i < candidate->terms.count; i++)
        if (strcmp(candidate->terms.at[i].term, term) == 0)
            return candidate->terms.at[i].points;
    fail_msg("there is no term %s", term);
    return -1;
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
