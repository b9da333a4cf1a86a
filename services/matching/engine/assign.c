/* The problem and the answer: arcs by row in runs, so that more of them can be listed at any time. */
#include "assign.h"
#include "assign_inside.h"

#include <stdlib.h>
#include <string.h>

#define RUN_MOST 1024 /* arcs that are asked for at once */
#define BID_ROUNDS 2  /* what the first leaves waiting has often lost its rivals by then */

static bool take_rows(struct assign *assign, size_t rows)
{
    return (assign->row = calloc(rows, sizeof(*assign->row))) && (assign->waiting = calloc(rows, sizeof(int32_t))) &&
           (assign->told_place = calloc(rows, sizeof(int32_t))) && (assign->u = calloc(rows, sizeof(int64_t))) &&
           (assign->told_price = calloc(rows, sizeof(int64_t))) && (assign->told_bound = calloc(rows, sizeof(int64_t)));
}

static bool take_columns(struct assign *assign, size_t columns)
{
    return (assign->column = calloc(columns, sizeof(*assign->column))) &&
           (assign->v = calloc(columns, sizeof(int64_t))) && (assign->listed = calloc(columns, sizeof(int32_t))) &&
           (assign->scanned = calloc(columns, sizeof(int32_t))) && (assign->equal = calloc(columns, sizeof(int32_t))) &&
           (assign->holes = calloc(columns, sizeof(int32_t))) && (assign->fallen = calloc(columns, sizeof(int32_t))) &&
           (assign->has_fallen = calloc(columns, sizeof(bool))) &&
           (assign->listers_begin = calloc(columns + 1, sizeof(int32_t)));
}

static void start_row(struct assign *assign, int row)
{
    assign->row[row].first = assign->row[row].last = NOBODY;
    assign->row[row].arcs = 0;
    assign->row[row].fresh = true;
    assign->row[row].place = WAITING;
    assign->row[row].bound = assign->source.more ? -ASSIGN_FAR : ASSIGN_FAR;
    assign->waiting[assign->waiting_count++] = row;
}

struct assign *assign_open(int rows, int columns, const struct assign_source *source)
{
    struct assign *assign =
        rows >= 0 && columns >= 0 && rows <= ASSIGN_MOST && columns <= ASSIGN_MOST ? calloc(1, sizeof(*assign)) : NULL;
    if (!assign)
        return NULL;
    assign->rows = rows;
    assign->columns = columns;
    if (source)
        assign->source = *source;
    if (!take_rows(assign, (size_t)rows + 1) || !take_columns(assign, (size_t)columns + 1)) {
        assign_close(&assign);
        return NULL;
    }
    for (int row = 0; row < rows; row++)
        start_row(assign, row);
    for (int column = 0; column < columns; column++)
        assign->column[column].occupant = assign->column[column].first = NOBODY;
    return assign;
}

void assign_close(struct assign **assign)
{
    struct assign *gone = *assign;
    *assign = NULL;
    if (!gone)
        return;
    void *taken[] = {gone->column,
                     gone->row,
                     gone->arcs,
                     gone->arc_row,
                     gone->arc_next,
                     gone->runs,
                     gone->v,
                     gone->told_place,
                     gone->u,
                     gone->told_price,
                     gone->told_bound,
                     gone->waiting,
                     gone->holes,
                     gone->listed,
                     gone->scanned,
                     gone->equal,
                     gone->fallen,
                     gone->has_fallen,
                     gone->heap,
                     gone->fresh,
                     gone->listers,
                     gone->listers_begin,
                     gone};
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
        free(taken[i]);
}

/* ---- arcs ---- */

int assign_reserve(void **at, int32_t count, int32_t *room, int32_t more, size_t size)
{
    int64_t wanted = *room ? *room : 1024;
    if (count + (int64_t)more <= *room)
        return 0;
    while (wanted < count + (int64_t)more)
        wanted *= 2;
    if (wanted > INT32_MAX / 2)
        return -1;
    void *grown = realloc(*at, (size_t)wanted * size);
    if (!grown)
        return -1;
    *at = grown;
    *room = (int32_t)wanted;
    return 0;
}

static bool grows_last_run(const struct assign *assign, int row)
{
    int32_t last = assign->row[row].last;
    return last != NOBODY && assign->runs[last].first + assign->runs[last].count == assign->arcs_count;
}

static int begin_run(struct assign *assign, int row)
{
    int32_t run = assign->runs_count;
    if (grows_last_run(assign, row))
        return 0;
    if (assign_reserve((void **)&assign->runs, run, &assign->runs_room, 1, sizeof(*assign->runs)))
        return -1;
    assign->runs[run] = (struct run){.first = assign->arcs_count, .next = NOBODY};
    assign->runs_count++;
    if (assign->row[row].first == NOBODY)
        assign->row[row].first = run;
    else
        assign->runs[assign->row[row].last].next = run;
    assign->row[row].last = run;
    return 0;
}

int assign_list(struct assign *assign, int row, const struct assign_arc *arcs, int count)
{
    if (assign_reserve((void **)&assign->arc_row, assign->arcs_count, &assign->arc_row_room, count, sizeof(int32_t)) ||
        assign_reserve((void **)&assign->arcs, assign->arcs_count, &assign->arcs_room, count, sizeof(*arcs)) ||
        begin_run(assign, row))
        return -1;
    memcpy(assign->arcs + assign->arcs_count, arcs, (size_t)count * sizeof(*arcs));
    for (int i = 0; i < count; i++)
        assign->arc_row[assign->arcs_count + i] = row;
    assign->runs[assign->row[row].last].count += count;
    assign->row[row].arcs += count;
    assign->arcs_count += count;
    return 0;
}

int assign_add(struct assign *assign, int row, int column, int32_t cost)
{
    struct assign_arc arc = {column, cost};
    return assign_list(assign, row, &arc, 1);
}

const struct assign_arc *assign_run(const struct assign *assign, int row, int *at, int *count)
{
    int32_t run = *at == 0 ? assign->row[row].first : *at - 2;
    if (run < 0)
        return NULL;
    *at = assign->runs[run].next + 2;
    *count = assign->runs[run].count;
    return assign->arcs + assign->runs[run].first;
}

void assign_set_price(struct assign *assign, int row, int64_t price)
{
    assign->row[row].price = price;
}

static void mark_listed(struct assign *assign, int row)
{
    assign->mark++;
    for (int32_t run = assign->row[row].first; run != NOBODY; run = assign->runs[run].next)
        for (int32_t i = 0; i < assign->runs[run].count; i++)
            assign->listed[assign->arcs[assign->runs[run].first + i].column] = assign->mark;
}

static int fresh_room(struct assign *assign, int most)
{
    int32_t room = assign->fresh_room;
    if (assign_reserve((void **)&assign->fresh, 0, &room, most, sizeof(*assign->fresh)))
        return -1;
    assign->fresh_room = room;
    return 0;
}

int assign_more(struct assign *assign, int row)
{
    int more = assign->row[row].arcs / 4, most = more < assign->source.first ? assign->source.first : more;
    struct assign_wish wish = {.row = row,
                               .most = most < RUN_MOST ? most : RUN_MOST,
                               .limit = assign->row[row].price,
                               .prices = assign->v,
                               .listed = assign->listed};
    int64_t bound = ASSIGN_FAR;
    if (fresh_room(assign, wish.most))
        return -1;
    mark_listed(assign, row);
    wish.mark = assign->mark;
    int count = assign->source.more(assign->source.self, &wish, assign->fresh, &bound);
    if (count < 0 || (count > 0 && assign_list(assign, row, assign->fresh, count)))
        return -1;
    assign->row[row].bound = bound;
    return count;
}

int64_t assign_least(const struct assign *assign, int row)
{
    int64_t least = assign->row[row].price;
    for (int32_t run = assign->row[row].first; run != NOBODY; run = assign->runs[run].next) {
        const struct assign_arc *arc = assign->arcs + assign->runs[run].first, *end = arc + assign->runs[run].count;
        for (; arc < end; arc++)
            if (arc->cost + assign->v[arc->column] < least)
                least = arc->cost + assign->v[arc->column];
    }
    return least;
}

/* ---- solving ---- */

void assign_vacate(struct assign *assign, int row)
{
    int32_t column = assign->row[row].place;
    if (column >= 0) {
        assign->column[column].occupant = NOBODY;
        if (assign->v[column] > 0)
            assign->holes[assign->holes_count++] = column;
    }
    assign->row[row].place = WAITING;
}

static int begin_row(struct assign *assign, int row, int32_t column)
{
    while (assign->row[row].bound < (assign->u[row] = assign_least(assign, row)))
        if (assign_more(assign, row) < 0)
            return -1;
    int at = 0, count = 0;
    for (const struct assign_arc *arc; (arc = assign_run(assign, row, &at, &count));)
        for (int i = 0; i < count; i++)
            if (arc[i].column == column && arc[i].cost + assign->v[column] == assign->u[row]) {
                assign->row[row].place = column;
                assign->column[column].occupant = row;
                return 0;
            }
    return 0;
}

int assign_begin(struct assign *assign, const int32_t *column, const int64_t *prices)
{
    assign->begun = true;
    assign->waiting_count = 0;
    for (int i = 0; i < assign->columns; i++)
        assign->v[i] = prices[i];
    for (int row = 0; row < assign->rows; row++) {
        if (assign->column[column[row]].occupant == NOBODY && begin_row(assign, row, column[row]))
            return -1;
        if (assign->row[row].place == WAITING)
            assign->waiting[assign->waiting_count++] = row;
    }
    for (int i = 0; i < assign->columns; i++)
        if (assign->column[i].occupant == NOBODY && assign->v[i] > 0)
            assign->holes[assign->holes_count++] = i;
    return 0;
}

void assign_change(struct assign *assign, int row)
{
    bool waits = assign->row[row].place == WAITING;
    for (int32_t run = assign->row[row].first; run != NOBODY; run = assign->runs[run].next)
        for (int32_t i = 0; i < assign->runs[run].count; i++)
            assign->arc_row[assign->runs[run].first + i] = NOBODY;
    assign_vacate(assign, row);
    start_row(assign, row);
    assign->waiting_count -= waits;
}

int assign_place_waiting(struct assign *assign)
{
    while (assign->waiting_count > 0) {
        if (assign_place_row(assign, assign->waiting[assign->waiting_count - 1]))
            return -1;
        assign->waiting_count--;
    }
    return 0;
}

int assign_solve(struct assign *assign)
{
    for (int round = 0; round < BID_ROUNDS && !assign->begun; round++)
        if (assign_bid(assign))
            return -1;
    assign->begun = true;
    if (assign_mend(assign))
        return -1;
    assign_trim(assign);
    return 0;
}

void assign_answer(const struct assign *assign, struct assign_answer *answer)
{
    *answer = (struct assign_answer){.rows = assign->rows,
                                     .columns = assign->columns,
                                     .column = assign->told_place,
                                     .row_costs = assign->u,
                                     .column_prices = assign->v,
                                     .out_prices = assign->told_price,
                                     .arcs = assign->arcs_count};
    for (int i = 0; i < assign->rows; i++) {
        const struct assign_row *row = &assign->row[i];
        answer->bound += assign->u[i];
        assign->told_price[i] = row->price;
        assign->told_place[i] = row->place;
        answer->objective += row->place < 0 ? row->price : assign->u[i] - assign->v[row->place];
        answer->left_out += row->place < 0;
    }
    for (int column = 0; column < assign->columns; column++)
        answer->bound -= assign->v[column];
}
