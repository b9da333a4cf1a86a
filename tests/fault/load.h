/* The two halves of the load program: what sends bookings, and what looks afterwards whether each is there once. */
#ifndef ANXIN_TESTS_FAULT_LOAD_H
#define ANXIN_TESTS_FAULT_LOAD_H

#include <stdbool.h>

#define LOAD_SOURCE "load"

/* Sends `wanted` bookings to the request endpoint (0: until there is a file `file`.enough), at most `window` under way
 * at once, at most `rate` new ones a second (0: as fast as they are answered). What is unanswered is sent again with
 * the same id and time. Each acknowledged one becomes a line "id booking time start" of `file`. 0 when all are
 * acknowledged; `seconds` only end a load that hangs. */
struct load_plan {
    const char *endpoint, *file;
    int wanted, window, rate, seconds;
};
int load_send(const struct load_plan *plan);

/* Sends the bookings of the lines of `file` behind the first `skip` again, as the outside system that has no trust in
 * what it was told: with the same source, id, time and body. 0 when each is answered with the booking of its line. */
int load_repeat(const char *endpoint, const char *file, int skip);

/* Looks at the running services under the data folder `data`: 0 when each booking of `file` is there once, and matching
 * and notification have applied each event of booking once, and (`ordered`) in its order, which a stream that was
 * forked and repeated does not have. `readers`: receptionists who are told of each booking. Says what is wrong on
 * stderr, a line each, and figures on stdout. */
int load_check(const char *data, const char *file, int readers, bool ordered);

#endif
