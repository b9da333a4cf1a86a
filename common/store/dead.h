/* What an operator sees and does of messages set aside (guarantee 4, DESIGN 7 `anxin dead`): by cause, in order, and
 * the history of those that left by decision. Writes happen inside the caller's transaction. */
#ifndef ANXIN_STORE_DEAD_H
#define ANXIN_STORE_DEAD_H

#include "proto/common.h"
#include "store/ledger.h"

/* Some of them, in the order of parking: numbers after < number <= until; of a type, of a cause ("": of any). */
struct dead_choice {
    int64_t after, until;
    char type[ID_SIZE], cause[ID_SIZE];
};

int dead_next(struct store *store, const struct dead_choice *choice, struct parked *parked); /* the first; 1, 0, -1 */
int dead_count(struct store *store, const struct dead_choice *choice, int64_t *count, int64_t *last);

int dead_of(struct store *store, const char *source, int64_t *count); /* how many came from a source; 0 or -1 */
/* How many of a source did not run as they came: set aside, dropped or mended. 0 or -1. */
int dead_missing_of(struct store *store, const char *source, int64_t *count);

/* What stands around one of a key: the earliest before it, 0 when it is the first; how many wait behind it. 0 or -1. */
int dead_around(struct store *store, const char *key, int64_t number, int64_t *front, int64_t *behind);

/* The groups behind (type, cause) in their order, at most `most`, and whether there are more. How many, or -1. */
int dead_groups(struct store *store, const char *type, const char *cause, struct dead_group *rows, int most,
                bool *more);

/* Why a message leaves the park: into the history, with who decided. */
struct dead_note {
    const char *action; /* dropped, mended */
    const char *actor, *role, *why;
    const char *mended_id; /* NULL when dropped */
    const void *mended;
    size_t mended_size;
    int64_t at;
};
/* Moves at most `most` of them into the history; how many, or -1. */
int dead_bury(struct store *store, const struct dead_choice *choice, int most, const struct dead_note *note);

/* The history behind row `after`, oldest first, at most `most`, and whether there are more. How many, or -1. */
int dead_history(struct store *store, int64_t after, struct dead_buried *rows, int most, bool *more);

#endif
