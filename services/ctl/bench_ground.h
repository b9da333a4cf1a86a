/* What the load of `anxin bench` books: a station of its own with workers, and for each run households of its own, so
 * that no booking collides with another. */
#ifndef ANXIN_CTL_BENCH_GROUND_H
#define ANXIN_CTL_BENCH_GROUND_H

#include "proto/booking.h"
#include "services/ctl/ctl.h"

#define GROUND_STATION "BENCH"
#define GROUND_DESK "BENCH-desk"   /* a receptionist there */
#define GROUND_READER "BENCH-feed" /* whom a rule tells of each booking at once */

struct ground {
    char run[17]; /* names the run: stands in its ids */
    int64_t households;
    int64_t first_day; /* 00:00 of the first day that is booked */
};

/* Makes the station, its workers and its reader unless they are there, and the households of a run of so many bookings.
 * `workers` below 0: only what booking needs. 0, or an exit code after saying why. */
int ground_prepare(struct ctl *ctl, struct ground *ground, int64_t bookings, int workers);

/* The wish of booking `number`, from 0: each household wishes each of its slots once, the days are spread evenly. */
void ground_wish(const struct ground *ground, int64_t number, struct booking_create *create);

#endif
