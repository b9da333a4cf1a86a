/* Heads of streams in memory, in step with the savepoints of the store; used by the ledger's own files only. */
#ifndef ANXIN_STORE_HEADS_H
#define ANXIN_STORE_HEADS_H

#include "store/ledger.h"

/* What a head was before the open savepoint changed it. */
struct head_before {
    int index;
    struct head head;
};

/* Stream number n is at index n - 1. */
struct heads {
    struct head *at;
    int count, room;
    int *slots; /* open addressing by name: index + 1, 0 is free */
    int slots_count;
    int64_t nth; /* events stored so far, of all streams */
    struct head_before *before;
    int before_count, before_room;
    int count_before;
    int64_t nth_before;
    uint64_t savepoint; /* the one that `before` belongs to */
};

struct ledger {
    struct store *store;
    char epoch[17];
    struct heads heads;
};

int heads_find(const struct heads *heads, const char *name); /* index or -1 */
/* Adds a stream at the end; its index, or -1 when memory is short. */
int heads_add(struct heads *heads, const struct head *head);
/* Called before the first change in a savepoint, and before each head changes (index -1: none). 0 or -1. */
int heads_remember(struct heads *heads, uint64_t savepoint, int index);
void heads_forget(struct heads *heads);                   /* what was remembered */
void heads_undo(struct heads *heads, uint64_t savepoint); /* back to what was remembered of it, if anything */
void heads_free(struct heads *heads);

/* Place of an event in the table. */
#define PLACE_BITS 40
#define PLACE_MASK ((INT64_C(1) << PLACE_BITS) - 1)
static inline int64_t place_of(int index, int64_t number)
{
    return ((int64_t)(index + 1) << PLACE_BITS) | number;
}

/* Columns of every statement that gives events. */
enum { EVENT_PLACE, EVENT_NTH, EVENT_SUBJECT, EVENT_HASH, EVENT_HEADER, EVENT_DATA };

/* Statements on streams and events. */
enum { STREAM_ALL, STREAM_ADD, STREAM_BEFORE, STREAM_TRIM, FORK_ADD, FORK_FIND, FORK_LAST, STREAM_STATEMENTS };
enum {
    EVENT_ADD,
    EVENT_LAST,
    EVENT_HASH_AT,
    EVENT_HEADER_AT,
    EVENT_FROM,
    EVENT_BY_SUBJECT,
    EVENT_STRAY,
    EVENT_TRIM,
    EVENT_STATEMENTS
};

#endif
