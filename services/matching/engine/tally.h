/* Inside of the engine: how many intervals of some changing sets hold a given one, all sets at once. Costs the number
 * of different times, not that of intervals. */
#ifndef ANXIN_MATCHING_TALLY_H
#define ANXIN_MATCHING_TALLY_H

#include "arena.h"
#include "list.h"
#include "rules/interval.h"

#define TALLY_BRIEF (INT64_C(2) * 24 * 3600 * 1000) /* ms: only shorter intervals may be asked for */
#define TALLY_SETS 8

/* How many in each set. */
struct counts {
    int of[TALLY_SETS];
};

/* Counted pairs in order. */
struct marks {
    struct list runs; /* struct run */
};

struct tally {
    struct arena *arena; /* where marks lie: not in memory that is new to the system, which it takes long to give */
    struct marks starts, ends;
    struct marks brief; /* the intervals shorter than TALLY_BRIEF, by (start, end) */
};

/* `sets` is a bit (1 << set) each; `count` 1: one more such interval in each of them, -1: one less. -1: no memory, and
 * the tally is good for nothing any more. */
int tally_add(struct tally *tally, struct interval interval, unsigned sets, int count);
void tally_fetch(const struct tally *tally); /* lets the memory come in which a time is looked for */
/* Intervals give way to others, each list in order and apart: what both have costs nothing. */
int tally_move(struct tally *tally, const struct list *from, const struct list *to, unsigned sets);
struct counts tally_holding(const struct tally *tally, struct interval inner); /* inner is shorter than TALLY_BRIEF */
void tally_close(struct tally *tally);

#endif
