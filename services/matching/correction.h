/* Putting right when a visit began and ended (D2 row 19, V14): one proposes, a second person confirms. Pure. */
#ifndef ANXIN_MATCHING_CORRECTION_H
#define ANXIN_MATCHING_CORRECTION_H

#include "visit.h"

#define CORRECTION_OFFLINE "offline" /* the reason of one that a device has told, not a person */

struct correction {
    char visit[ID_SIZE], proposer[ID_SIZE];
    char second[ID_SIZE]; /* who alone is to confirm; "" any manager */
    char reason[CODE_SIZE];
    int64_t started_at, ended_at, expires;
};

/* Why it may not be: code, field and sentence for the answer. NULL where it may. */
struct correction_flaw {
    const char *code, *field, *sentence;
};

/* The end lies after the beginning and not in the future, both within a day of the plan. */
const struct correction_flaw *correction_times(const struct visit *visit, const struct correction *correction,
                                               int64_t now);
/* Who proposes and whom he names: two people who can be told apart, neither the worker whose time it is. */
const struct correction_flaw *correction_proposer(const struct visit *visit, const struct correction *correction);
/* Likewise who confirms: nobody else than the one who was named, if anybody was. */
const struct correction_flaw *correction_second(const struct visit *visit, const struct correction *correction,
                                                const char *who);

#endif
