/* The second phase: a waiting row is placed by the shortest augmenting path (Dijkstra over cost + v - u). It ends at a
 * column that nobody has or with a row that is left out. Arcs that are not listed count too: where one could lie on a
 * shorter path, the row's next arcs are listed when the search comes to that distance. */
#include "assign_inside.h"

struct search {
    struct assign *assign;
    int64_t here;    /* distance that is being looked at */
    int64_t end_at;  /* of the nearest end found */
    int32_t end;     /* that column, or ASSIGN_OUT */
    int32_t end_row; /* the row before it */
    int equal_count;
    int32_t root;
};

static int meet(struct search *search, int row, int32_t column, int64_t at)
{
    struct assign *assign = search->assign;
    if (assign->column[column].occupant == NOBODY) {
        search->end_at = at;
        search->end = column;
        search->end_row = row;
        return 0;
    }
    if (assign->column[column].stamp == assign->now && at >= assign->column[column].distance)
        return 0;
    assign->column[column].stamp = assign->now;
    assign->column[column].distance = at;
    assign->column[column].from = row;
    if (at > search->here)
        return heap_push(assign, at, column);
    assign->equal[search->equal_count++] = column;
    return 0;
}

static int meet_run(struct search *search, int row, int64_t base, int32_t run)
{
    struct assign *assign = search->assign;
    const struct assign_arc *arc = assign->arcs + assign->runs[run].first, *end = arc + assign->runs[run].count;
    for (; arc < end; arc++) {
        int64_t at = base + arc->cost + assign->v[arc->column];
        if (at < search->end_at && meet(search, row, arc->column, at))
            return -1;
    }
    return 0;
}

/* Reminds the search to list more arcs of the row at the distance where they begin. */
static int expect_more(struct search *search, int row, int64_t base)
{
    struct assign *assign = search->assign;
    int64_t at = base + assign->row[row].bound;
    return assign->row[row].bound < assign->row[row].price && at < search->end_at ? heap_push(assign, at, ~row) : 0;
}

static int scan(struct search *search, int row)
{
    struct assign *assign = search->assign;
    int64_t base = search->here - assign->u[row];
    if (base + assign->row[row].price < search->end_at) {
        search->end_at = base + assign->row[row].price;
        search->end = ASSIGN_OUT;
        search->end_row = row;
    }
    for (int32_t run = assign->row[row].first; run != NOBODY; run = assign->runs[run].next)
        if (meet_run(search, row, base, run))
            return -1;
    return expect_more(search, row, base);
}

static int list_more(struct search *search, int row)
{
    struct assign *assign = search->assign;
    int64_t base = (row == search->root ? 0 : assign->column[assign->row[row].place].distance) - assign->u[row];
    int count = assign_more(assign, row);
    if (count < 0)
        return -1;
    const struct run *last = assign->row[row].last == NOBODY ? NULL : &assign->runs[assign->row[row].last];
    for (int32_t arc = last ? last->first + last->count - count : 0; count > 0; count--, arc++) {
        int64_t at = base + assign->arcs[arc].cost + assign->v[assign->arcs[arc].column];
        if (at < search->end_at && meet(search, row, assign->arcs[arc].column, at))
            return -1;
    }
    return expect_more(search, row, base);
}

static int visit_column(struct search *search, int32_t column)
{
    search->assign->scanned[search->assign->scanned_count++] = column;
    return scan(search, search->assign->column[column].occupant);
}

static int next_distance(struct search *search)
{
    struct assign *assign = search->assign;
    struct event event = heap_pop(assign);
    if (event.what >= 0 && assign->column[event.what].distance != event.at)
        return 0;
    search->here = event.at;
    return event.what < 0 ? list_more(search, ~event.what) : visit_column(search, event.what);
}

static int look_for_end(struct search *search)
{
    struct assign *assign = search->assign;
    if (scan(search, search->root))
        return -1;
    while (search->end_at > search->here) {
        if (search->equal_count > 0) {
            if (visit_column(search, assign->equal[--search->equal_count]))
                return -1;
        } else if (assign->heap_count == 0 || assign->heap[0].at >= search->end_at) {
            break;
        } else if (next_distance(search)) {
            return -1;
        }
    }
    return 0;
}

/* What was nearer than the end gets dearer, so that the path costs nothing. */
static void raise_prices(const struct search *search)
{
    struct assign *assign = search->assign;
    assign->u[search->root] += search->end_at;
    for (int i = 0; i < assign->scanned_count; i++) {
        int32_t column = assign->scanned[i];
        int64_t rise = search->end_at - assign->column[column].distance;
        assign->v[column] += rise;
        assign->u[assign->column[column].occupant] += rise;
    }
}

static void move_along(const struct search *search)
{
    struct assign *assign = search->assign;
    int32_t column = search->end, row = search->end_row;
    for (;;) {
        int32_t left = assign->row[row].place;
        assign->row[row].place = column;
        if (column >= 0)
            assign->column[column].occupant = row;
        if (row == search->root)
            return;
        column = left;
        row = assign->column[column].from;
    }
}

int assign_place_row(struct assign *assign, int row)
{
    struct search search = {.assign = assign, .end_at = ASSIGN_FAR, .root = row};
    assign->now++;
    assign->heap_count = assign->scanned_count = 0;
    while (assign->row[row].bound < (assign->u[row] = assign_least(assign, row)))
        if (assign_more(assign, row) < 0)
            return -1;
    if (look_for_end(&search))
        return -1;
    raise_prices(&search);
    move_along(&search);
    return 0;
}
