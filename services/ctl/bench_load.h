/* The load of `anxin bench`: sends bookings, takes the answers, and reads the feed in which their notices appear. */
#ifndef ANXIN_CTL_BENCH_LOAD_H
#define ANXIN_CTL_BENCH_LOAD_H

#include "services/ctl/bench_ground.h"
#include "services/ctl/bench_times.h"

/* What is to be sent. With a rate, latency counts from the moment a booking was due to be sent, so that a sender who
 * falls behind hides nothing; else from its sending. */
struct load_plan {
    int64_t count;
    int flight;   /* under way at most */
    int rate;     /* a second; 0: as fast as they are answered */
    bool notices; /* wait for the first notice of each booking */
    bool random;  /* ids and numbers of the sender have no order */
};

struct load_result {
    int64_t done, refused, repeated, noticed;
    double seconds; /* from the first booking to the last answer */
    struct times answers, notices;
};

/* Sends all and waits for all answers (and notices). What is unanswered for five seconds is sent again under its id.
 * The caller closes the times. 0, or an exit code after saying why. */
int load_run(struct ctl *ctl, const struct load_plan *plan, const struct ground *ground, struct load_result *result);

#endif
