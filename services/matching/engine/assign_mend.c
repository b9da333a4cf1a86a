/* After a change: columns that somebody left with a price are holes. A hole is filled by the mirror image of placing a
 * row: the shortest path from it to a column that may stand empty when its price falls to 0, or to a row outside that
 * comes in. Prices fall on the way, so arcs that are not listed may have become good: rows where they could have are
 * asked for more, and who has a better place now waits again. */
#include "assign_inside.h"

#include <stdlib.h>
#include <string.h>

struct search {
    struct assign *assign;
    int64_t end_at;
    int32_t end_column; /* this one stays empty, or */
    int32_t end_row;    /* this row comes in from outside */
};

/* ---- the arcs of a column ---- */

static int link_room(struct assign *assign)
{
    size_t room = (size_t)assign->arcs_room;
    int32_t *rows = realloc(assign->arc_row, room * sizeof(int32_t));
    if (rows)
        assign->arc_row = rows;
    int32_t *next = rows ? realloc(assign->arc_next, room * sizeof(int32_t)) : NULL;
    if (next)
        assign->arc_next = next;
    return next ? 0 : -1;
}

static void link_run(struct assign *assign, int row, const struct run *run)
{
    for (int32_t arc = run->first; arc < run->first + run->count; arc++) {
        if (arc < assign->linked_count)
            continue;
        int32_t column = assign->arcs[arc].column;
        assign->arc_row[arc] = row;
        assign->arc_next[arc] = assign->column_first[column];
        assign->column_first[column] = arc;
    }
}

static int link_arcs(struct assign *assign)
{
    if (assign->linked_count == assign->arcs_count)
        return 0;
    if (link_room(assign))
        return -1;
    if (assign->linked_count == 0)
        for (int column = 0; column < assign->columns; column++)
            assign->column_first[column] = NOBODY;
    for (int row = 0; row < assign->rows; row++)
        for (int32_t run = assign->row_first[row]; run != NOBODY; run = assign->runs[run].next)
            link_run(assign, row, &assign->runs[run]);
    assign->linked_count = assign->arcs_count;
    return 0;
}

/* ---- filling a hole ---- */

static int meet_row(struct search *search, int32_t column, int row, int64_t at)
{
    struct assign *assign = search->assign;
    if (assign->row_stamp[row] == assign->now && at >= assign->row_distance[row])
        return 0;
    assign->row_stamp[row] = assign->now;
    assign->row_distance[row] = at;
    assign->row_from[row] = column;
    if (assign->place[row] != ASSIGN_OUT)
        return heap_push(assign, at, row);
    search->end_at = at;
    search->end_row = row;
    search->end_column = NOBODY;
    return 0;
}

static int scan_column(struct search *search, int32_t column, int64_t here)
{
    struct assign *assign = search->assign;
    int64_t base = here + assign->v[column];
    assign->distance[column] = here;
    assign->scanned[assign->scanned_count++] = column;
    if (base < search->end_at) {
        search->end_at = base;
        search->end_column = column;
        search->end_row = NOBODY;
    }
    for (int32_t arc = assign->column_first[column]; arc != NOBODY; arc = assign->arc_next[arc]) {
        int32_t row = assign->arc_row[arc];
        if (row == NOBODY || assign->place[row] == WAITING || assign->place[row] == column)
            continue;
        int64_t at = base + assign->arcs[arc].cost - assign->u[row];
        if (at < search->end_at && meet_row(search, column, row, at))
            return -1;
    }
    return 0;
}

static int look_for_end(struct search *search, int32_t hole)
{
    struct assign *assign = search->assign;
    if (scan_column(search, hole, 0))
        return -1;
    while (assign->heap_count > 0 && assign->heap[0].at < search->end_at) {
        struct event event = heap_pop(assign);
        if (assign->row_distance[event.what] == event.at && scan_column(search, assign->place[event.what], event.at))
            return -1;
    }
    return 0;
}

static void lower_prices(const struct search *search)
{
    struct assign *assign = search->assign;
    for (int i = 0; i < assign->scanned_count; i++) {
        int32_t column = assign->scanned[i];
        int64_t fall = search->end_at - assign->distance[column];
        if (fall <= 0)
            continue;
        assign->v[column] -= fall;
        assign->drop[column] += fall;
        if (assign->occupant[column] != NOBODY)
            assign->u[assign->occupant[column]] -= fall;
    }
}

static void move_along(const struct search *search, int32_t hole)
{
    struct assign *assign = search->assign;
    int32_t row = search->end_row;
    if (search->end_column == hole)
        return;
    if (row == NOBODY) {
        row = assign->occupant[search->end_column];
        assign->occupant[search->end_column] = NOBODY;
    }
    for (;;) {
        int32_t column = assign->row_from[row], mover = assign->occupant[column];
        assign->place[row] = column;
        assign->occupant[column] = row;
        if (column == hole)
            return;
        row = mover;
    }
}

static int fill_hole(struct assign *assign, int32_t hole)
{
    struct search search = {.assign = assign, .end_at = ASSIGN_FAR, .end_row = NOBODY, .end_column = NOBODY};
    assign->now++;
    assign->heap_count = assign->scanned_count = 0;
    if (look_for_end(&search, hole))
        return -1;
    lower_prices(&search);
    move_along(&search, hole);
    return 0;
}

static int fill_holes(struct assign *assign)
{
    while (assign->holes_count > 0) {
        int32_t hole = assign->holes[assign->holes_count - 1];
        if (assign->occupant[hole] == NOBODY && fill_hole(assign, hole))
            return -1;
        assign->holes_count--;
    }
    return 0;
}

/* ---- arcs that are not listed ---- */

static int64_t take_drop(struct assign *assign)
{
    int64_t most = 0;
    for (int column = 0; column < assign->columns; column++)
        if (assign->drop[column] > most)
            most = assign->drop[column];
    memset(assign->drop, 0, (size_t)assign->columns * sizeof(*assign->drop));
    return most;
}

static int look_again(struct assign *assign, int row)
{
    if (assign_peek(assign, row) < 0)
        return -1;
    while (assign->bound[row] < assign->u[row])
        if (assign_more(assign, row) < 0)
            return -1;
    if (assign_least(assign, row) == assign->u[row])
        return 0;
    assign_vacate(assign, row);
    assign->waiting[assign->waiting_count++] = row;
    return 0;
}

static int doubt_bounds(struct assign *assign)
{
    int64_t drop = assign->source.more ? take_drop(assign) : 0;
    if (drop == 0)
        return 0;
    for (int row = 0; row < assign->rows; row++) {
        if (assign->bound[row] > assign->price[row])
            assign->bound[row] = assign->price[row];
        assign->bound[row] -= drop;
        if (assign->place[row] != WAITING && assign->bound[row] < assign->u[row] && look_again(assign, row))
            return -1;
    }
    return 0;
}

int assign_mend(struct assign *assign)
{
    do {
        if (assign_place_waiting(assign) || link_arcs(assign) || fill_holes(assign) || doubt_bounds(assign))
            return -1;
    } while (assign->holes_count > 0 || assign->waiting_count > 0);
    return 0;
}
