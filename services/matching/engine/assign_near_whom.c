/* Whom a column could interest whose price has fallen: rows around it, cells passed over where nobody could. */
#include "assign_near_inside.h"

#include <stdlib.h>

struct ask {
    const struct near *near;
    const struct assign_fall *fall;
    const struct near_place *place;
    const struct grid *grid;
    const int64_t *top;
    int64_t most; /* over all cells of the grid */
    int64_t way;  /* no row of this ring and beyond has a shorter one */
    assign_tell *tell;
    void *to;
};

/* ---- rows as they are now ---- */

static int make_top(struct near *near, int which, const int64_t *below)
{
    const struct grid *grid = &near->rows[which];
    size_t cells = (size_t)grid->wide * (size_t)grid->high;
    free(near->top[which]);
    if (!(near->top[which] = calloc(cells + 1, sizeof(*near->top[which]))))
        return -1;
    int64_t *most = &near->top[which][cells];
    *most = -ASSIGN_FAR;
    for (size_t cell = 0; cell < cells; cell++) {
        int64_t *top = &near->top[which][cell];
        *top = -ASSIGN_FAR;
        for (int32_t i = grid->starts[cell]; i < grid->starts[cell + 1]; i++)
            if (below[grid->spots[i].id] > *top)
                *top = below[grid->spots[i].id];
        *most = *top > *most ? *top : *most;
    }
    return 0;
}

static int look_at_rows(struct near *near, const int64_t *below)
{
    struct grid_choice choice = {.places = near->world.row, .grid_of = near->row_grid, .count = near->world.rows};
    for (int row = 0; row < near->world.rows; row++)
        near->row_grid[row] = (uint8_t)near_grid_of(near, near->world.row[row].skills);
    for (choice.grid = 0; choice.grid < GRIDS; choice.grid++) {
        grid_free(&near->rows[choice.grid]);
        if (near->used[choice.grid] &&
            (grid_make(&near->rows[choice.grid], &choice) || make_top(near, choice.grid, below)))
            return -1;
    }
    return 0;
}

/* ---- around the column ---- */

static int ask_row(const struct ask *ask, const struct spot *spot)
{
    const struct near_world *world = &ask->near->world;
    int32_t cost = 0;
    int64_t room = ask->fall->below[spot->id] - ask->fall->price;
    int64_t metres = room <= 0 ? 0 : (room - 1) / world->per_metre + 1;
    if (room <= 0 || (metres < 4 * NEAR_REACH && near_far(ask->place, spot) >= near_square(metres)))
        return 0;
    if (!near_cost(world, spot->id, ask->fall->column, &cost) || cost >= room)
        return 0;
    return ask->tell(ask->to, spot->id, cost);
}

static int look(void *self, int first, int last)
{
    const struct ask *ask = self;
    for (int cell = first; cell <= last; cell++) {
        if (ask->top[cell] <= ask->fall->price + ask->way)
            continue;
        for (int32_t i = ask->grid->starts[cell]; i < ask->grid->starts[cell + 1]; i++)
            if (ask_row(ask, &ask->grid->spots[i]))
                return -1;
    }
    return 0;
}

static bool goes_on(void *self, int64_t metres)
{
    struct ask *ask = self;
    ask->way = metres * ask->near->world.per_metre;
    return ask->way + ask->fall->price < ask->most;
}

static int ask_grid(struct ask *ask, int which)
{
    ask->grid = &ask->near->rows[which];
    if (ask->grid->count == 0)
        return 0;
    ask->top = ask->near->top[which];
    ask->most = ask->top[ask->grid->wide * ask->grid->high];
    ask->way = 0;
    return grid_walk(ask->grid, ask->place, &(struct grid_walk){look, goes_on, ask});
}

int near_whom(void *self, const struct assign_fall *fall, assign_tell *tell, void *to)
{
    struct near *near = self;
    struct ask ask = {.near = near, .fall = fall, .place = &near->world.column[fall->column], .tell = tell, .to = to};
    if (fall->anew && look_at_rows(near, fall->below))
        return -1;
    for (uint64_t left = ask.place->skills; left; left &= left - 1)
        if (ask_grid(&ask, __builtin_ctzll(left)))
            return -1;
    return ask_grid(&ask, SKILLS);
}
