/* Where the rows are now, and how much a fallen price could interest them: cells of rows, and above them layers of 4 x
 * 4 parts each, so that whole quarters of a town are passed over at one look. Rows that have moved since the last look
 * are put elsewhere; the rest stays. */
#include "assign_near_inside.h"

#include <stdlib.h>
#include <string.h>

#define NOBODY (-1)
#define MOVED_SHARE 4 /* after one row in so many has moved, all cells are laid out anew */

void near_rows_free(struct near_rows *rows)
{
    free(rows->first);
    free(rows->spots);
    grid_free(&rows->grid);
    for (int layer = 0; layer < rows->layers; layer++)
        free(rows->layer[layer].top);
    *rows = (struct near_rows){0};
}

/* ---- laying out ---- */

static bool add_layer(struct near_rows *rows, int wide, int high)
{
    struct layer *layer = &rows->layer[rows->layers++];
    layer->wide = wide;
    layer->high = high;
    layer->top = calloc((size_t)wide * (size_t)high, sizeof(*layer->top));
    return layer->top;
}

static int make_rows(struct near *near, int which)
{
    struct near_rows *rows = &near->rows[which];
    struct grid_choice choice = {near->world.row, near->row_grid, near->world.rows, which};
    near_rows_free(rows);
    grid_lay_out(&rows->grid, &choice);
    if (rows->grid.count == 0)
        return 0;
    int wide = rows->grid.wide, high = rows->grid.high;
    bool good = add_layer(rows, wide, high);
    for (; good && (wide > 1 || high > 1); good = add_layer(rows, wide, high)) {
        wide = (wide + LAYER_PARTS - 1) / LAYER_PARTS;
        high = (high + LAYER_PARTS - 1) / LAYER_PARTS;
    }
    size_t cells = (size_t)rows->grid.wide * (size_t)rows->grid.high;
    rows->first = good ? malloc(cells * sizeof(*rows->first)) : NULL;
    rows->grid.starts = calloc(cells + 1, sizeof(*rows->grid.starts));
    for (size_t cell = 0; rows->first && cell < cells; cell++)
        rows->first[cell] = NOBODY;
    return rows->first && rows->grid.starts ? 0 : -1;
}

static void put(struct near *near, int row)
{
    const struct near_place *place = &near->world.row[row];
    struct near_rows *rows = &near->rows[near->row_grid[row]];
    int32_t *first = &rows->first[grid_cell(&rows->grid, place)];
    near->row_next[row] = *first;
    near->row_seen[row] = *place;
    *first = row;
}

static int make_all(struct near *near)
{
    near->rows_moved = near->world.rows + 1;
    for (int row = 0; row < near->world.rows; row++)
        near->row_grid[row] = (uint8_t)near_grid_of(near, near->world.row[row].skills);
    for (int which = 0; which < GRIDS; which++)
        if (make_rows(near, which))
            return -1;
    for (int row = near->world.rows - 1; row >= 0; row--)
        put(near, row);
    near->rows_moved = 0;
    return 0;
}

/* ---- rows that have moved ---- */

static void take_away(struct near *near, int row)
{
    struct near_rows *rows = &near->rows[near->row_grid[row]];
    int32_t *at = &rows->first[grid_cell(&rows->grid, &near->row_seen[row])];
    while (*at != row)
        at = &near->row_next[*at];
    *at = near->row_next[row];
}

/* False: it lies where no cells are. */
static bool follow(struct near *near, int row)
{
    const struct near_place *place = &near->world.row[row], *seen = &near->row_seen[row];
    if (place->x == seen->x && place->y == seen->y && place->skills == seen->skills)
        return true;
    int which = near_grid_of(near, place->skills);
    if (++near->rows_moved > near->world.rows / MOVED_SHARE || !grid_holds(&near->rows[which].grid, place))
        return false;
    take_away(near, row);
    near->rows[near->row_grid[row]].grid.count--;
    near->row_grid[row] = (uint8_t)which;
    near->rows[which].grid.count++;
    put(near, row);
    return true;
}

static int follow_all(struct near *near)
{
    if (near->rows_moved > near->world.rows)
        return make_all(near);
    for (int row = 0; row < near->world.rows; row++)
        if (!follow(near, row))
            return make_all(near);
    return 0;
}

/* ---- what they are below ---- */

/* Lays the rows of a cell side by side. */
static void top_cell(struct near *near, struct near_rows *rows, int cell, const int64_t *below)
{
    struct row_spot *spot = rows->spots + rows->grid.starts[cell];
    int64_t top = -ASSIGN_FAR;
    for (int32_t row = rows->first[cell]; row != NOBODY; row = near->row_next[row]) {
        *spot++ = (struct row_spot){near->row_seen[row].x, near->row_seen[row].y, below[row], row};
        top = below[row] > top ? below[row] : top;
    }
    rows->layer[0].top[cell] = top;
    rows->grid.starts[cell + 1] = (int32_t)(spot - rows->spots);
}

static int top_cells(struct near *near, struct near_rows *rows, const int64_t *below)
{
    if (rows->room < rows->grid.count) {
        free(rows->spots);
        rows->spots = malloc(2 * (size_t)rows->grid.count * sizeof(*rows->spots));
        rows->room = rows->spots ? 2 * rows->grid.count : 0;
    }
    for (int cell = 0; rows->spots && cell < rows->grid.wide * rows->grid.high; cell++)
        top_cell(near, rows, cell, below);
    return rows->spots ? 0 : -1;
}

static void top_layer(struct layer *layer, const struct layer *parts)
{
    for (int at = 0; at < layer->wide * layer->high; at++)
        layer->top[at] = -ASSIGN_FAR;
    for (int y = 0; y < parts->high; y++)
        for (int x = 0; x < parts->wide; x++) {
            int64_t *top = &layer->top[y / LAYER_PARTS * layer->wide + x / LAYER_PARTS];
            int64_t part = parts->top[y * parts->wide + x];
            *top = part > *top ? part : *top;
        }
}

int near_rows_look(struct near *near, const int64_t *below)
{
    if (follow_all(near))
        return -1;
    for (int which = 0; which < GRIDS; which++) {
        struct near_rows *rows = &near->rows[which];
        if (rows->grid.count == 0)
            continue;
        if (top_cells(near, rows, below))
            return -1;
        for (int layer = 1; layer < rows->layers; layer++)
            top_layer(&rows->layer[layer], &rows->layer[layer - 1]);
    }
    return 0;
}
