/* Which starts can be offered to a client (V19): each under the very rules of a choice, so with the ways from what the
 * worker does before and to what comes after. */
#ifndef ANXIN_MATCHING_SLOTS_H
#define ANXIN_MATCHING_SLOTS_H

#include "choice.h"

struct slot_search {
    struct interval window;  /* starts in it */
    int64_t length;          /* of a visit */
    int64_t asked_before;    /* who starts before that can no more be asked: employees only */
    int step_min;            /* between two starts, counted from local midnight */
    int day_from, day_until; /* local minutes since 00:00: starts no earlier, is ended by then */
};

struct slot {
    struct interval time;
    int able;
    struct candidate best;
};

struct slots {
    int starts;               /* looked at */
    int rejected[RULE_COUNT]; /* workers, summed over the starts that nobody can do */
    int64_t next;             /* there was no room for the slot that starts then; 0: all are told */
    int count;
};

/* Writes at most `room` slots, in order. The demand's time is not looked at. A start at which somebody is at the
 * household already is none. */
void choice_slots(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                  const struct slot_search *search, struct slots *slots, struct slot *at, int room);

#endif
