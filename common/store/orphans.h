/* Events of followed streams that were applied lately, and those of them that are orphans: applied here, but lost by a
 * source that was restored from an old copy (guarantee 7). All writes happen inside the caller's transaction. */
#ifndef ANXIN_STORE_ORPHANS_H
#define ANXIN_STORE_ORPHANS_H

#include "proto/common.h"
#include "store/ledger.h"

/* ---- a fork ---- */

struct fork_met {
    int64_t fork, applied, orphans, dropped, unlisted, at;
    char epoch[17]; /* that ended */
    char next[17];  /* that began */
};
/* The events applied beyond met->fork become orphans, those of them that are still set aside leave the park with a row
 * of history, and nothing beyond it is kept as applied; met->orphans, dropped, unlisted are counted. 0 or -1. */
int fork_take(struct store *store, const struct cursor *cursor, struct fork_met *met);
/* The latest fork of that source: 1, 0, -1. */
int fork_last(struct store *store, const char *source, struct fork_met *met);

/* ---- orphans ---- */

enum orphan_match { ORPHAN_NONE, ORPHAN_SAME, ORPHAN_DIFFERS, ORPHAN_FAILED };
/* An event of the new epoch: is it one that was applied before the fork? If so the orphan is marked: confirmed again
 * when type and data are the same, differing when not. */
enum orphan_match orphan_match(struct store *store, const struct cursor *cursor, const struct envelope *envelope,
                               const uint8_t body[HASH_SIZE], int64_t at);
/* How many of a source came again neither, nor are settled (open), and how many may still come (unconfirmed). */
int orphan_count(struct store *store, const char *source, int64_t *open, int64_t *unconfirmed);

/* Rows after number `after`, in order; `state` "": of any; and whether there are more. How many, or -1. */
int orphan_list(struct store *store, const char *state, int64_t after, struct orphan_row *rows, int most, bool *more);
/* An operator says that some may stay as they are: number 0: all open ones of `source` up to number `until`. How many,
 * or -1. */
struct orphan_choice {
    int64_t number, until;
    const char *source;
};
int orphan_settle(struct store *store, const struct orphan_choice *choice, const char *actor, const char *why);

#endif
