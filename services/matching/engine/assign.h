/* Who goes where when everybody goes once: every row (a visit) to at most one column (a worker) at the least sum of
 * costs, where leaving a row out has a price. So there is always an answer, and it is proven: with it come a price for
 * each column and a cost for each row (the dual) that nobody can beat.
 *
 * A row's cost u is the least of its price for staying out and of cost + column price over all its arcs; a column's
 * price v is at least 0, and 0 when nobody has it. Then the sum of all u less the sum of all v is a bound below every
 * answer, and this answer reaches it. "Why not the nearer worker?": because she is worth v more to somebody else.
 *
 * Pure and deterministic; whole numbers only. Memory is taken when opening and when arcs are added. */
#ifndef ANXIN_MATCHING_ASSIGN_H
#define ANXIN_MATCHING_ASSIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define ASSIGN_OUT (-1)                      /* the column of a row that is left out */
#define ASSIGN_FAR (INT64_C(1) << 60)        /* more than any sum of costs */
#define ASSIGN_PRICE_MOST (INT64_C(1) << 44) /* prices for leaving out lie in -this..this, rows x price below 2^60 */
#define ASSIGN_MOST 4000000                  /* rows, columns */

struct assign_arc {
    int32_t column, cost;
};

/* Where further arcs of a row come from, when there are too many to list: the solver starts with a few and asks for
 * more where they could matter. */
struct assign_wish {
    int row;
    int most;              /* arcs at once */
    int64_t limit;         /* arcs of cost + price[column] at or above this cannot matter */
    const int64_t *prices; /* of the columns, now */
    const int32_t *listed; /* column c is listed already when listed[c] == mark */
    int32_t mark;
};
/* Some column's price has fallen: whom could it interest now? */
struct assign_fall {
    int32_t column;
    int64_t price;        /* the new one */
    const int64_t *below; /* of each row: only an arc of cost + price below this is of interest */
    bool anew;            /* rows or `below` are others than when it was asked last */
};
typedef int assign_tell(void *to, int row, int32_t cost);
struct assign_source {
    void *self;
    /* Writes the arcs of least cost + price that are not listed; returns their number, and in `bound` what no arc that
     * is still not listed goes below (ASSIGN_FAR when there is none that can matter). */
    int (*more)(void *self, const struct assign_wish *wish, struct assign_arc *arcs, int64_t *bound);
    /* Calls tell() for each such row, listed or not; 0, or -1 as soon as tell() returns it or there is no memory. NULL:
     * then nothing may be changed once it is solved. */
    int (*whom)(void *self, const struct assign_fall *fall, assign_tell *tell, void *to);
    int first; /* arcs of a row to start with */
};

struct assign;

/* `source` may be NULL: then assign_add() gives all arcs. It is copied; what it points to outlives the problem.
 * NULL when there is no memory. At first every row's price for leaving it out is 0. */
struct assign *assign_open(int rows, int columns, const struct assign_source *source);
void assign_close(struct assign **assign);

/* Before solving, or again after assign_change(). A row's arcs go to different columns. -1: no memory. */
int assign_add(struct assign *assign, int row, int column, int32_t cost);
void assign_set_price(struct assign *assign, int row, int64_t price);

/* Before the first solve: where somebody else has placed the rows, and the prices of the columns, at least 0. What of
 * it is not right is put right. Needs `more`. 0, or -1: no memory. */
int assign_begin(struct assign *assign, const int32_t *column, const int64_t *prices);

/* The row is another one now: its arcs are forgotten and it stands outside. What else was solved stays, so that solving
 * again costs what the change costs. */
void assign_change(struct assign *assign, int row);

/* 0, or -1 when there is no memory; then it may be tried again. */
int assign_solve(struct assign *assign);

/* The answer; valid until the next change. */
struct assign_answer {
    int rows, columns;
    const int32_t *column;        /* of each row, or ASSIGN_OUT */
    const int64_t *row_costs;     /* u */
    const int64_t *column_prices; /* v */
    const int64_t *out_prices;    /* for leaving each row out */
    int64_t objective, bound;
    int left_out;
    int64_t arcs; /* listed in the end */
};
void assign_answer(const struct assign *assign, struct assign_answer *answer);
/* The listed arcs of a row, one run after the other: `at` starts at 0 and is moved. NULL after the last. */
const struct assign_arc *assign_run(const struct assign *assign, int row, int *at, int *count);

/* The proof, by other code than the solver's: every row to one column that it has an arc to, no column twice; no arc
 * and no price for leaving out below u - v; no v below 0 nor on a free column; objective = bound. `cost` gives the cost
 * of any pair (false: there is no such arc); all pairs are looked at. 0, or -1 with the first fault. */
typedef bool assign_cost(const void *self, int row, int column, int32_t *cost);
int assign_check(const struct assign_answer *answer, assign_cost *cost, const void *self, struct error *error);
/* Likewise over the listed arcs alone. */
int assign_check_listed(const struct assign *assign, struct error *error);

#endif
