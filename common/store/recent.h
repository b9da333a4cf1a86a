/* Events of followed streams that were applied lately: what a fork of their source (guarantee 7) is found by and would
 * have to list. Those of one commit are one row. All writes happen inside the caller's transaction. */
#ifndef ANXIN_STORE_RECENT_H
#define ANXIN_STORE_RECENT_H

#include "store/ledger.h"

struct recent {
    char id[ID_SIZE], type[ID_SIZE];
    uint8_t hash[HASH_SIZE]; /* chain hash of the event */
    uint8_t body[HASH_SIZE]; /* hash of its data */
    bool handled;            /* false: its type was passed over */
};

/* Events of a stream that were applied and are not yet written, in a run without holes. All zeros: none. */
struct recent_run {
    int64_t first;
    int count;
    size_t used;
    uint8_t hash[HASH_SIZE]; /* chain hash of the last */
    uint8_t bytes[16384];
};
/* Notes event `number` of the stream of that cursor; writes the run when it is full. 0 or -1. */
int recent_add(struct store *store, const struct cursor *cursor, struct recent_run *run, int64_t number,
               const struct recent *recent);
int recent_save(struct store *store, const struct cursor *cursor, struct recent_run *run); /* writes it; 0 or -1 */

/* What follows sees what is written. */

/* Chain hash of event `number` as it was applied: 1, 0 when it is not kept, -1. */
int recent_hash(struct store *store, const struct cursor *cursor, int64_t number, uint8_t hash[HASH_SIZE]);
int recent_first(struct store *store, const struct cursor *cursor, int64_t *number); /* 0 when none is kept; 0 or -1 */
int recent_trim(struct store *store, const struct cursor *cursor, int64_t until);    /* forgets those up to a number */
int recent_cut(struct store *store, const struct cursor *cursor, int64_t after);     /* forgets those beyond it */

/* Hands each event beyond `after` to `take`, in order, until it returns other than 0, which is returned; -1 when the
 * store fails or is damaged. */
int recent_each(struct store *store, const struct cursor *cursor, int64_t after,
                int (*take)(void *self, int64_t number, const struct recent *recent), void *self);

/* Complains of each run whose events cannot be read, or of which the last is not the one that the row names. 0 or -1.
 */
int recent_verify(struct store *store, void (*complain)(void *self, const char *text), void *self);

#endif
