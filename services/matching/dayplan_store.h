/* The durable side of plans of days, and of visits that no plan moves. */
#ifndef ANXIN_MATCHING_DAYPLAN_STORE_H
#define ANXIN_MATCHING_DAYPLAN_STORE_H

#include "store/store.h"

#include "dayplan.h"

extern const struct statements dayplan_sql;

int dayplan_add(struct store *store, const struct dayplan *dayplan);
int dayplan_save(struct store *store, const struct dayplan *dayplan);           /* what changes */
int dayplan_find(struct store *store, const char *id, struct dayplan *dayplan); /* 1, 0, -1 */
int dayplan_next_asked(struct store *store, struct dayplan *dayplan);           /* the first: 1, 0, -1 */

struct dayplan_filter {
    const char *station, *state; /* "" any */
    int64_t before;              /* asked before, or at the same time with a lower id than `after`; 0: all */
    const char *after;
    int limit;
};
typedef int dayplan_each(void *self, const struct dayplan *dayplan);
int dayplan_walk(struct store *store, const struct dayplan_filter *filter, dayplan_each *each, void *self);

int dayplan_visit_add(struct store *store, const char *dayplan, const struct dayplan_visit *row);
int dayplan_visit_end(struct store *store, const char *dayplan, const struct dayplan_visit *row); /* its outcome */
/* At most `most` rows after that number; how many, or -1. */
int dayplan_visits(struct store *store, const char *dayplan, int64_t after, struct dayplan_visit *rows, int most);

int pin_set(struct store *store, const char *visit, bool pinned); /* 1 changed, 0 was so, -1 */
int pin_find(struct store *store, const char *visit);             /* 1 pinned, 0, -1 */

#endif
