/* Latencies of a run: kept one by one, told as percentiles and as a histogram. */
#ifndef ANXIN_CTL_BENCH_TIMES_H
#define ANXIN_CTL_BENCH_TIMES_H

#include <jansson.h>
#include <stdint.h>

/* Nanoseconds, in the order in which they came until times_sort. */
struct times {
    int64_t *at;
    int64_t count, room;
};

/* 0, or -1 when there is no memory for `room` of them. */
int times_open(struct times *times, int64_t room);
void times_close(struct times *times);
void times_add(struct times *times, int64_t ns); /* past `room` nothing is kept */

/* Before the others. */
void times_sort(struct times *times);

/* Milliseconds below which so many of 1000 lie; 0 of none. */
double times_below(const struct times *times, int of_thousand);

/* {"count":..., "p50_ms":..., "p90_ms":..., "p99_ms":..., "p999_ms":..., "max_ms":...} */
json_t *times_json(const struct times *times);

/* One line of percentiles; then the histogram, a line for each step of a factor of about 1.4 that holds any. */
void times_print(const char *what, const struct times *times);

#endif
