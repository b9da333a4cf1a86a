/* The durable side of visits, and who is not to be tried for one. */
#ifndef ANXIN_MATCHING_VISIT_STORE_H
#define ANXIN_MATCHING_VISIT_STORE_H

#include "store/store.h"

#include "visit.h"

extern const struct statements visit_sql;

int visit_add(struct store *store, const struct visit *visit);
int visit_save(struct store *store, const struct visit *visit);           /* what changes */
int visit_find(struct store *store, const char *id, struct visit *visit); /* 1, 0, -1 */
/* The last one that leads: 1, 0, -1. */
int visit_of_booking(struct store *store, const char *booking, struct visit *visit);
/* The next one after the one that `visit` holds (a zeroed one: the first) that goes along with it, over or not. */
int visit_next_companion(struct store *store, const char *lead, struct visit *visit);

/* Walks one by one, so that the visit may be changed on the way: the next in order of (start, id) after the one that
 * `visit` holds (a zeroed one: the first), which a worker has or is asked for, or which are of a service and not
 * started. 1, 0, -1. */
int visit_next_of_worker(struct store *store, const char *worker, struct visit *visit);
int visit_next_of_service(struct store *store, const char *service, struct visit *visit);
int visit_next_of_station(struct store *store, const char *station, struct visit *visit);
int visit_next_at_risk(struct store *store, struct visit *visit);
int visit_next_unfilled(struct store *store, struct visit *visit); /* likewise, for which nobody was found */

/* The one that waits for roster after place `after`; the last place that is taken, 0 none. */
int visit_next_waiting(struct store *store, int64_t after, struct visit *visit); /* 1, 0, -1 */
int visit_last_waiting(struct store *store, int64_t *last);                      /* 0, -1 */

/* The visit at which the worker is now. 1, 0, -1. */
int visit_started_of_worker(struct store *store, const char *worker, struct visit *visit);

struct visit_filter {
    const char *state, *worker, *booking, *station; /* "" any */
    int64_t from, to;                               /* start; to 0: open */
    int64_t after_start;
    const char *after;
    int limit;
};
typedef int visit_each(void *self, const struct visit *visit);
int visit_walk(struct store *store, const struct visit_filter *filter, visit_each *each, void *self);

/* Visits counted by station and state; each gets one row. */
typedef int visit_count_each(void *self, const char *station, enum visit_state state, int64_t count);
int visit_count(struct store *store, const char *station, int64_t from, int64_t to, visit_count_each *each, void *self);

int excluded_add(struct store *store, const char *visit, const char *worker, const char *why);
/* Reads at most `most` of them, in order of worker id; how many, or -1. */
int excluded_list(struct store *store, const char *visit, char (*workers)[ID_SIZE], int most);

#endif
