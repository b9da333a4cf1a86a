/* Durable timers: rows that say what is due when. Firing one is a unit of work. One per (kind, subject). */
#ifndef ANXIN_STORE_TIMERS_H
#define ANXIN_STORE_TIMERS_H

#include "store/store.h"
#include "wire/id.h"

struct timer {
    char kind[33];
    char subject[ID_SIZE];
    int64_t due;
};

int timer_set(struct store *store, const char *kind, const char *subject, int64_t due);     /* moves an existing one */
int timer_set_new(struct store *store, const char *kind, const char *subject, int64_t due); /* leaves an existing one */
int timer_clear(struct store *store, const char *kind, const char *subject);
/* Clears one that timer_next told of: 1; 0 when it is not there; -1. */
int timer_take(struct store *store, const struct timer *timer);
int timer_at(struct store *store, const char *kind, const char *subject, struct timer *timer); /* 1, 0, -1 */
/* The next timer by (due, kind, subject), as the index tells: 1, 0 when there is none, -1. */
int timer_next(struct store *store, struct timer *timer);
/* The first after `after` in that order, due at the latest at `until`: 1 and it is in `after`, 0, -1. */
int timer_after(struct store *store, int64_t until, struct timer *after);
#define TIMERS_COUNTED 100000
/* How many are due at `now`; counts up to TIMERS_COUNTED. 0 or -1. */
int timer_count_due(struct store *store, int64_t now, int64_t *count);

#endif
