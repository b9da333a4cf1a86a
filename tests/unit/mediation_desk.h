/* Mediation under test: it runs since a moment and has heard of the station ST1. */
#ifndef ANXIN_TESTS_MEDIATION_DESK_H
#define ANXIN_TESTS_MEDIATION_DESK_H

#include "bench.h"

#include "services/mediation/tables.h"

#define DESK_FRIDAY INT64_C(1770948000000) /* 2026-02-13 10:00 at the stations, scenario 16 */

static inline int desk_open(void **state, int64_t now)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct catalog_station_changed station = {.station = "ST1", .version = 1, .active = true, .host_kind = "company"};
    assert_non_null(bench);
    bench_open(bench, &mediation_service, now);
    bench_clock(bench, now);
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST1");
    *state = bench;
    return 0;
}

static inline int setup(void **state)
{
    return desk_open(state, DESK_FRIDAY);
}

static inline int teardown(void **state)
{
    struct bench *bench = *state;
    bench_close(bench);
    free(bench);
    return 0;
}

#endif
