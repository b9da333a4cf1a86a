/* The durable side of the calendar: every hold that is or was. */
#ifndef ANXIN_MATCHING_CALENDAR_STORE_H
#define ANXIN_MATCHING_CALENDAR_STORE_H

#include "store/store.h"

#include "engine/pool.h"

extern const struct statements calendar_sql;

struct calendar_entry {
    struct hold hold;
    char person[ID_SIZE];
    char object[ID_SIZE];
    char asker[CODE_SIZE]; /* the service that asked for it: nobody else moves or drops it */
    int64_t handover;
    int64_t travel; /* how ways were reckoned when it was taken (travel_store.h); 0 they were not */
    bool released;
};

int calendar_save(struct store *store, const struct calendar_entry *entry);
int calendar_find(struct store *store, const char *hold, struct calendar_entry *entry); /* 1, 0, -1; without place */

/* Holds and leaves of a person, in order of (start, id) from after (after_start, after): calls `each` until it returns
 * non-zero. 0 or -1. */
struct calendar_span {
    const char *person;
    int64_t from, to;
    int64_t after_start;
    const char *after;
    int limit;
};
typedef int calendar_each(void *self, const struct calendar_entry *entry);
int calendar_walk(struct store *store, const struct calendar_span *span, calendar_each *each, void *self);
int calendar_start(struct store *store, const char *hold, int64_t *start); /* of a hold or leave: 1, 0, -1 */

/* Puts the live holds that ended since `since`, and the visits that began since, into the pool. 0 or -1. */
int calendar_load(struct store *store, int64_t since, struct pool *pool);

const char *calendar_kind_name(enum hold_kind kind); /* "class" */
const char *calendar_kind_label(enum hold_kind kind);
const char *calendar_kind_label_en(enum hold_kind kind);
enum hold_kind calendar_kind_of(const char *name);

#endif
