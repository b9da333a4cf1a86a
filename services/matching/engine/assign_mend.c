/* After a change: columns that somebody left with a price are holes. A hole is filled by the mirror image of placing a
 * row: the shortest path from it to a column that may stand empty when its price falls to 0, or to a row outside that
 * comes in. Prices fall on the way, so arcs that are not listed may have become good: those are listed, and a row
 * that has a better place now waits again. */
#include "assign_inside.h"

struct search {
    struct assign *assign;
    int64_t end_at;
    int32_t end_column; /* this one stays empty, or */
    int32_t end_row;    /* this row comes in from outside */
};

/* ---- filling a hole ---- */

static int meet_row(struct search *search, int32_t column, int row, int64_t at)
{
    struct assign *assign = search->assign;
    if (assign->row[row].stamp == assign->now && at >= assign->row[row].distance)
        return 0;
    assign->row[row].stamp = assign->now;
    assign->row[row].distance = at;
    assign->row[row].from = column;
    if (assign->row[row].place != ASSIGN_OUT)
        return heap_push(assign, at, row);
    search->end_at = at;
    search->end_row = row;
    search->end_column = NOBODY;
    return 0;
}

/* A row that lists the column. */
static int consider(struct search *search, int32_t column, int32_t id, int64_t way)
{
    const struct assign_row *row = &search->assign->row[id];
    if (row->place == WAITING || row->place == column)
        return 0;
    return meet_row(search, column, id, way - search->assign->u[id]);
}

static int scan_listers(struct search *search, int32_t column, int64_t base)
{
    const struct assign *assign = search->assign;
    const struct lister *lister = assign->listers + assign->listers_begin[column];
    const struct lister *end = assign->listers + assign->listers_begin[column + 1];
    for (; lister < end; lister++)
        if (base + lister->cost - assign->u[lister->row] < search->end_at && !assign->row[lister->row].fresh &&
            consider(search, column, lister->row, base + lister->cost))
            return -1;
    for (int32_t arc = assign->column[column].first; arc != NOBODY; arc = assign->arc_next[arc])
        if (assign->arc_row[arc] != NOBODY &&
            base + assign->arcs[arc].cost - assign->u[assign->arc_row[arc]] < search->end_at &&
            consider(search, column, assign->arc_row[arc], base + assign->arcs[arc].cost))
            return -1;
    return 0;
}

static int scan_column(struct search *search, int32_t column, int64_t here)
{
    struct assign *assign = search->assign;
    int64_t base = here + assign->v[column];
    assign->column[column].distance = here;
    assign->scanned[assign->scanned_count++] = column;
    if (base < search->end_at) {
        search->end_at = base;
        search->end_column = column;
        search->end_row = NOBODY;
    }
    return scan_listers(search, column, base);
}

static int look_for_end(struct search *search, int32_t hole)
{
    struct assign *assign = search->assign;
    if (scan_column(search, hole, 0))
        return -1;
    while (assign->heap_count > 0 && assign->heap[0].at < search->end_at) {
        struct event event = heap_pop(assign);
        if (assign->row[event.what].distance == event.at &&
            scan_column(search, assign->row[event.what].place, event.at))
            return -1;
    }
    return 0;
}

static void lower_prices(const struct search *search)
{
    struct assign *assign = search->assign;
    for (int i = 0; i < assign->scanned_count; i++) {
        int32_t column = assign->scanned[i];
        int64_t fall = search->end_at - assign->column[column].distance;
        if (fall <= 0)
            continue;
        assign->v[column] -= fall;
        if (!assign->has_fallen[column])
            assign->fallen[assign->fallen_count++] = column;
        assign->has_fallen[column] = true;
        if (assign->column[column].occupant != NOBODY)
            assign->u[assign->column[column].occupant] -= fall;
    }
}

static void move_along(const struct search *search, int32_t hole)
{
    struct assign *assign = search->assign;
    int32_t row = search->end_row;
    if (search->end_column == hole)
        return;
    if (row == NOBODY) {
        row = assign->column[search->end_column].occupant;
        assign->column[search->end_column].occupant = NOBODY;
    }
    for (;;) {
        int32_t column = assign->row[row].from, mover = assign->column[column].occupant;
        assign->row[row].place = column;
        assign->column[column].occupant = row;
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
        if (assign->column[hole].occupant == NOBODY && fill_hole(assign, hole))
            return -1;
        assign->holes_count--;
    }
    return 0;
}

/* ---- arcs that are not listed ---- */

/* Bounds hold again when each arc that has come below one is listed. */
static int list_arc(void *to, int row, int32_t cost)
{
    struct assign *assign = to;
    int32_t column = assign->fallen[assign->fallen_count - 1];
    struct assign_arc arc = {column, cost};
    if (assign->row[row].stamp == assign->now)
        return 0;
    int64_t value = cost + assign->v[column];
    if (assign->row[row].place != WAITING && value >= assign->u[row]) {
        assign->row[row].bound = value < assign->row[row].bound ? value : assign->row[row].bound;
        return 0;
    }
    if (assign_list(assign, row, &arc, 1))
        return -1;
    if (assign->row[row].place == WAITING)
        return 0;
    assign_vacate(assign, row);
    assign->waiting[assign->waiting_count++] = row;
    return 0;
}

/* Rows that list an arc to the column bear the stamp of now. */
static void stamp_rows(struct assign *assign, int32_t column)
{
    assign->now++;
    for (int32_t i = assign->listers_begin[column]; i < assign->listers_begin[column + 1]; i++)
        if (!assign->row[assign->listers[i].row].fresh)
            assign->row[assign->listers[i].row].stamp = assign->now;
    for (int32_t arc = assign->column[column].first; arc != NOBODY; arc = assign->arc_next[arc])
        if (assign->arc_row[arc] != NOBODY)
            assign->row[assign->arc_row[arc]].stamp = assign->now;
}

static int offer_fallen(struct assign *assign)
{
    bool anew = true;
    for (int row = 0; row < assign->rows && assign->fallen_count > 0; row++) {
        if (assign->row[row].bound > assign->row[row].price)
            assign->row[row].bound = assign->row[row].price;
        assign->told_bound[row] = assign->row[row].bound;
    }
    for (; assign->fallen_count > 0; assign->fallen_count--, anew = false) {
        int32_t column = assign->fallen[assign->fallen_count - 1];
        struct assign_fall fall = {column, assign->v[column], assign->told_bound, anew};
        stamp_rows(assign, column);
        if (assign->source.whom && assign->source.whom(assign->source.self, &fall, list_arc, assign))
            return -1;
        assign->has_fallen[column] = false;
    }
    return 0;
}

int assign_mend(struct assign *assign)
{
    do {
        if (assign_place_waiting(assign) || assign_link(assign) || fill_holes(assign) || offer_fallen(assign))
            return -1;
    } while (assign->holes_count > 0 || assign->waiting_count > 0);
    return 0;
}
