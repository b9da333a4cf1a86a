/* Acts at the door that were done offline and are told later: the time of the act counts, within limits (V14). Pure. */
#ifndef ANXIN_MATCHING_OFFLINE_H
#define ANXIN_MATCHING_OFFLINE_H

#include <stdint.h>

/* An act: when it was done, and when it was told. */
struct act {
    int64_t at;
    int64_t told; /* 0: at once */
};

/* What a command says that was received at `now`; acted_at 0 says that it is done now. */
struct act act_of(int64_t acted_at, int64_t now);

enum act_flaw {
    ACT_CREDIBLE,
    ACT_IN_FUTURE,
    ACT_TOO_OLD,   /* more than `within` before it is told */
    ACT_TOO_EARLY, /* before what must come before it */
};
enum act_flaw act_check(const struct act *act, int64_t not_before, int64_t within, int64_t now);

#endif
