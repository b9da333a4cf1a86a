/* The limit that figures stand beside: bare SQLite writing the rows that a service wrote, with batches of the same
 * size. Rows, indexes and checks are those of the store that the service left; each batch holds the share of every
 * table that so many bookings left there, and updates as many rows as those bookings updated. */
#ifndef ANXIN_TESTS_BENCH_BARE_H
#define ANXIN_TESTS_BENCH_BARE_H

#include <stdint.h>

struct bare_plan {
    const char *store; /* a store that was closed */
    const char *copy;  /* file to be written; removed afterwards */
    int64_t bookings;  /* that the store holds */
    double batch;      /* bookings a transaction */
    int rate;          /* transactions a second; 0: as fast as it goes */
};

struct bare_result {
    double seconds, cpu_s;
    double commit_p50_ms, commit_p99_ms; /* of a transaction, from BEGIN to the end of COMMIT */
    double bytes, rows;                  /* a booking */
};

/* Runs all plans at once, a process each, from one moment on. Ends the program when one fails. */
void bare_run(const struct bare_plan *plans, struct bare_result *results, int count);

#endif
