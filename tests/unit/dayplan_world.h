/* The days of a station, for the tests of plans of days and of their check: bookings that nobody could take when they
 * came, workers who have come since, and what else takes their time. */
#ifndef ANXIN_TEST_DAYPLAN_WORLD_H
#define ANXIN_TEST_DAYPLAN_WORLD_H

#include "matching_world.h"

#define NEXT_DAY (MONDAY + 7 * MS_DAY)

static const struct bench_sender manager = {.role = "manager"};

static inline void open_station(struct bench *bench)
{
    struct catalog_station_changed station = {.station = "ST1", .version = 1, .active = true, .host_kind = "company"};
    struct catalog_coverage_changed coverage = {.station = "ST1", .communities = {1, {"CM1"}}};
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST1");
    bench_hear(bench, "booking", MSG_catalog_coverage_changed, &coverage, "ST1");
}

/* They come while every way is too long: else they would be given what waits at once (D2 row 7), and nothing would be
 * open for a plan. A changed setting alone gives nobody anything. */
static inline void hear_idle(struct bench *bench, const struct worker_onboarded *worker)
{
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    *most = -1;
    hear_worker(bench, worker);
    *most = before;
}

static inline void hear_workers(struct bench *bench, int count)
{
    for (int i = 1; i <= count; i++) {
        char id[16];
        snprintf(id, sizeof id, "W%d", i);
        struct worker_onboarded worker = a_worker(id, "employee");
        hear_idle(bench, &worker);
    }
}

static inline void hear_booking(struct bench *bench, const char *booking, const char *household, int64_t start,
                                int east)
{
    struct booking_requested request = a_request(booking, start);
    TEXT_PUT(request.household, household);
    request.cell_lon += east;
    bench_hear(bench, "booking", MSG_booking_requested, &request, booking);
}

static inline void hear_leave(struct bench *bench, const char *worker, int64_t start, int64_t end)
{
    struct worker_leave_granted leave = {.station = "ST1", .start = start, .until = end};
    TEXT_PUT(leave.worker, worker);
    TEXT_FORMAT(leave.leave, "L-%s", worker);
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    *most = -1; /* as hear_idle */
    bench_hear(bench, "roster", MSG_worker_leave_granted, &leave, worker);
    *most = before;
}

#define FAR_EAST 60 /* cells: some 6 km */

static inline void hear_class(struct bench *bench, const char *hold, const char *worker, const char *station,
                              int64_t start)
{
    struct calendar_hold_requested event = {.purpose = "class", .start = start, .end = start + MS_HOUR, .object = "S1"};
    TEXT_PUT(event.hold, hold);
    TEXT_PUT(event.person, worker);
    TEXT_PUT(event.station, station);
    bench_hear(bench, "training", MSG_calendar_hold_requested, &event, hold);
}

static inline void open_far_station(struct bench *bench)
{
    struct catalog_station_changed far = {.station = "ST2",
                                          .version = 1,
                                          .active = true,
                                          .host_kind = "company",
                                          .cell_lat = 22523,
                                          .cell_lon = 113041 + FAR_EAST};
    bench_hear(bench, "booking", MSG_catalog_station_changed, &far, "ST2");
}

/* ---- plans ---- */

static inline const char *asked(struct bench *bench)
{
    static char id[ID_SIZE];
    struct dayplan_ask ask = {.station = "ST1", .from = NEXT_DAY, .days = 7};
    struct answer answer = bench_command(bench, dispatcher, MSG_dayplan_ask, &ask);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(id, answer.subject);
    bench_turn(bench);
    bench_turn(bench);
    return id;
}

static inline const struct dayplan_get_answer *got(struct bench *bench, const char *id)
{
    static struct dayplan_get_answer answer;
    struct dayplan_get ask = {0};
    answer = (struct dayplan_get_answer){0};
    TEXT_PUT(ask.id, id);
    bench_query(bench, dispatcher, MSG_dayplan_get, &ask, MSG_dayplan_get_answer, &answer);
    return &answer;
}

static inline void confirm(struct bench *bench, const char *id)
{
    struct dayplan_confirm command = {0};
    TEXT_PUT(command.dayplan, id);
    bench_done(bench, manager, MSG_dayplan_confirm, &command);
}

static inline const struct visit_get_answer *visit_now(struct bench *bench, const char *booking)
{
    static struct visit_get_answer answer;
    struct visit_get ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, booking));
    bench_query(bench, dispatcher, MSG_visit_get, &ask, MSG_visit_get_answer, &answer);
    return &answer;
}

/* Nobody is there when the wishes come, so that they are unfilled; then two workers come. */
static inline void wishes_without_workers(struct bench *bench)
{
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_booking(bench, "B2", "H2", NEXT_DAY + 9 * MS_HOUR, 5);
    hear_booking(bench, "B3", "H3", NEXT_DAY + 14 * MS_HOUR, 0);
    hear_workers(bench, 2);
}

#endif
