/* Inside of the assignment solver. What holds between calls, over all arcs, listed or not: cost + v - u >= 0, u <= the
 * price for leaving out, and equality where a row is placed; a free column's v is 0 (while repairing: `holes` aside).
 */
#ifndef ANXIN_MATCHING_ASSIGN_INSIDE_H
#define ANXIN_MATCHING_ASSIGN_INSIDE_H

#include <stddef.h>

#include "assign.h"

#define NOBODY (-1)
#define WAITING (-2) /* a row that has no place yet, not even outside */

/* Arcs of one row that lie together. */
struct run {
    int32_t first, count, next; /* next run of that row, or NOBODY */
};

struct event {
    int64_t at;
    int32_t what; /* a column; a row that may get more arcs as ~row */
};

/* What is looked at together, besides prices. */
struct assign_column {
    int64_t distance; /* this and the next two: of one search */
    int32_t from, stamp;
    int32_t occupant; /* row or NOBODY */
    int32_t first;    /* of its arcs */
};
struct assign_row {
    int64_t price;
    int64_t bound; /* no arc that is not listed has cost + v below this */
    int64_t distance;
    int32_t from, stamp;
    int32_t place;       /* column, ASSIGN_OUT or WAITING */
    int32_t first, last; /* runs */
    int32_t arcs;        /* how many */
    bool fresh;          /* another one than when the listers were laid out */
};

/* A row that lists a column, and at what cost. */
struct lister {
    int32_t row, cost;
};

struct assign {
    struct assign_source source;
    struct assign_column *column;
    struct assign_row *row;
    int rows, columns;
    bool begun;

    struct assign_arc *arcs;
    int32_t *arc_row;  /* NOBODY: forgotten */
    int32_t *arc_next; /* of the same column, up to linked_count; those that are laid out are in no such list */
    int32_t arcs_count, arcs_room, arc_row_room, arc_next_room, linked_count;
    struct lister *listers; /* column by column */
    int32_t *listers_begin;
    int32_t listers_room;
    int32_t trimmed; /* arcs that were kept the last time */
    struct run *runs;
    int32_t runs_count, runs_room;

    int64_t *u, *v;
    /* of each row, as it is told: to whom asks for the answer, to the source */
    int32_t *told_place;
    int64_t *told_price, *told_bound;

    int32_t *waiting; /* rows */
    int waiting_count;
    int32_t *holes; /* columns that were left with a price */
    int holes_count;
    int32_t *fallen; /* columns that have become cheaper since the bounds were right, each once */
    int fallen_count;
    bool *has_fallen;

    /* of one search */
    int32_t *listed;
    int32_t now, mark;
    int32_t *scanned; /* columns, in order */
    int scanned_count;
    int32_t *equal; /* columns found at the very distance that is being looked at */
    struct event *heap;
    int heap_count, heap_room;
    struct assign_arc *fresh;
    int fresh_room;
};

/* Lists more arcs of the row; how many, or -1: no memory. */
int assign_more(struct assign *assign, int row);
int assign_list(struct assign *assign, int row, const struct assign_arc *arcs, int count); /* -1: no memory */
/* The least of cost + v over the listed arcs and the price for leaving out. */
int64_t assign_least(const struct assign *assign, int row);
void assign_vacate(struct assign *assign, int row);

int heap_push(struct assign *assign, int64_t at, int32_t what); /* -1: no memory */
struct event heap_pop(struct assign *assign);

/* Each: 0, or -1 when there is no memory; then the problem is as if it had not been called. */
int assign_bid(struct assign *assign);
int assign_place_row(struct assign *assign, int row);
int assign_place_waiting(struct assign *assign);
int assign_reserve(void **at, int32_t count, int32_t *room, int32_t more, size_t size); /* doubles */
int assign_mend(struct assign *assign);
/* Lays out all arcs by column; without memory those are linked instead. */
void assign_lay_listers(struct assign *assign);
/* Links the arcs that have been listed since. -1: no memory. */
int assign_link(struct assign *assign);
/* Drops listed arcs that matter least, where they can be listed again. Without memory it does nothing. */
void assign_trim(struct assign *assign);

#endif
