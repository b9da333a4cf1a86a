/* The first phase: waiting rows bid for columns as in an auction. A row takes its best column and raises the price
 * until its second best is as good; who had the column bids again. Most rows of most worlds find their place so. What a
 * price war would draw out is left to the second phase (assign_path.c). After Jonker and Volgenant 1987. */
#include "assign_inside.h"

#include <string.h>

#define BIDS_A_ROW 24 /* on average */

struct offer {
    int64_t best, second;
    int32_t column, other; /* where; ASSIGN_OUT is outside */
};

static struct offer look(const struct assign *assign, int row)
{
    struct offer offer = {assign->row[row].price, ASSIGN_FAR, ASSIGN_OUT, ASSIGN_OUT};
    for (int32_t run = assign->row[row].first; run != NOBODY; run = assign->runs[run].next) {
        const struct assign_arc *arc = assign->arcs + assign->runs[run].first, *end = arc + assign->runs[run].count;
        for (; arc < end; arc++) {
            int64_t value = arc->cost + assign->v[arc->column];
            if (value >= offer.second)
                continue;
            if (value < offer.best) {
                offer = (struct offer){value, offer.best, arc->column, offer.column};
            } else {
                offer.second = value;
                offer.other = arc->column;
            }
        }
    }
    return offer;
}

/* Among all arcs, listed or not. */
static int look_far(struct assign *assign, int row, struct offer *offer)
{
    *offer = look(assign, row);
    while (assign->row[row].bound < offer->second && assign->row[row].bound < assign->row[row].price) {
        if (assign_more(assign, row) < 0)
            return -1;
        *offer = look(assign, row);
    }
    return 0;
}

/* The row that loses its place by it, or NOBODY. */
static int32_t take(struct assign *assign, int row, int32_t column, int64_t u)
{
    assign->row[row].place = column;
    assign->u[row] = u;
    if (column == ASSIGN_OUT)
        return NOBODY;
    int32_t loser = assign->column[column].occupant;
    assign->column[column].occupant = row;
    if (loser != NOBODY)
        assign->row[loser].place = WAITING;
    return loser;
}

static bool is_free(const struct assign *assign, int32_t column)
{
    return column == ASSIGN_OUT || assign->column[column].occupant == NOBODY;
}

/* True when the row found a place. */
static bool bid(struct assign *assign, int row, struct offer offer, int32_t *loser)
{
    int64_t second = offer.second < assign->row[row].price ? offer.second : assign->row[row].price;
    if (is_free(assign, offer.column) && (offer.column == ASSIGN_OUT || second == offer.best)) {
        take(assign, row, offer.column, offer.best);
    } else if (second > offer.best) {
        assign->v[offer.column] += second - offer.best;
        *loser = take(assign, row, offer.column, second);
    } else if (offer.second == offer.best && is_free(assign, offer.other)) {
        take(assign, row, offer.other, offer.best);
    } else {
        return false;
    }
    return true;
}

/* The first `kept`, this one, and those from `next` on. A chain of bids leaves at most one row, so there is room. */
static void keep_waiting(struct assign *assign, int kept, int32_t row, int next)
{
    int rest = assign->waiting_count - next;
    assign->waiting[kept] = row;
    memmove(assign->waiting + kept + 1, assign->waiting + next, (size_t)rest * sizeof(*assign->waiting));
    assign->waiting_count = kept + 1 + rest;
}

int assign_bid(struct assign *assign)
{
    int64_t left = (int64_t)BIDS_A_ROW * assign->waiting_count;
    int kept = 0, next = 0;
    int32_t row = NOBODY;
    while (row != NOBODY || next < assign->waiting_count) {
        struct offer offer;
        if (row == NOBODY)
            row = assign->waiting[next++];
        if (left-- <= 0) {
            assign->waiting[kept++] = row;
            row = NOBODY;
            continue;
        }
        int32_t loser = NOBODY;
        if (look_far(assign, row, &offer)) {
            keep_waiting(assign, kept, row, next);
            return -1;
        }
        if (!bid(assign, row, offer, &loser))
            assign->waiting[kept++] = row;
        row = loser;
    }
    assign->waiting_count = kept;
    return 0;
}
