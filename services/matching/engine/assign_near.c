/* The index: for each skill that some row needs as its rarest, and for rows that need none, a grid of the columns that
 * have it; for the other direction a grid of the rows of each. */
#include "assign_near.h"

#include <math.h>
#include <stdlib.h>

#include "assign_near_inside.h"

/* Exact: squares lie below 2^52. */
int64_t near_root(int64_t square)
{
    return (int64_t)sqrt((double)square);
}

bool near_cost(const void *self, int row, int column, int32_t *cost)
{
    const struct near_world *world = self;
    const struct near_place *a = &world->row[row], *b = &world->column[column];
    int32_t more = 0;
    if (a->skills & ~b->skills)
        return false;
    if (world->more && (more = world->more(world->self, row, column)) < 0)
        return false;
    int64_t metres = near_root(near_square((int64_t)a->x - b->x) + near_square((int64_t)a->y - b->y));
    *cost = (int32_t)(metres * world->per_metre + more);
    return true;
}

int near_grid_of(const struct near *near, uint64_t skills)
{
    int rarest = SKILLS;
    for (uint64_t left = skills; left; left &= left - 1) {
        int skill = __builtin_ctzll(left);
        if (rarest == SKILLS || near->skill_columns[skill] < near->skill_columns[rarest])
            rarest = skill;
    }
    return rarest;
}

int near_use(struct near *near, int which)
{
    struct grid_choice choice = {.places = near->world.column, .count = near->world.columns, .grid = which};
    if (near->used[which])
        return 0;
    if (grid_make(&near->columns[which], &choice))
        return -1;
    near->used[which] = true;
    return 0;
}

static bool within(int32_t value)
{
    return value >= -NEAR_REACH && value <= NEAR_REACH;
}

static int check_places(const struct near_place *place, int count, const char *what, struct error *error)
{
    for (int i = 0; i < count; i++)
        if (!within(place[i].x) || !within(place[i].y))
            return error_set(error, "%s %d lies at (%d, %d), beyond %d m", what, i, place[i].x, place[i].y, NEAR_REACH);
    return 0;
}

static int check_world(const struct near_world *world, struct error *error)
{
    if (world->per_metre < 1 || world->per_metre > 20)
        return error_set(error, "a metre costs %d: 1 to 20", world->per_metre);
    if (check_places(world->row, world->rows, "row", error))
        return -1;
    return check_places(world->column, world->columns, "column", error);
}

static void count_skills(struct near *near)
{
    for (int column = 0; column < near->world.columns; column++)
        for (uint64_t left = near->world.column[column].skills; left; left &= left - 1)
            near->skill_columns[__builtin_ctzll(left)]++;
}

static void forget_floors(struct grid *grid)
{
    for (int cell = 0; cell < grid->wide * grid->high; cell++)
        grid->floor[cell] = 0;
}

static int use_all(struct near *near)
{
    size_t rows = (size_t)near->world.rows + 1;
    near->row_grid = calloc(rows, sizeof(*near->row_grid));
    near->row_next = calloc(rows, sizeof(*near->row_next));
    near->row_seen = calloc(rows, sizeof(*near->row_seen));
    near->rows_moved = near->world.rows + 1;
    if (!near->row_grid || !near->row_next || !near->row_seen)
        return -1;
    count_skills(near);
    for (int row = 0; row < near->world.rows; row++)
        if (near_use(near, near_grid_of(near, near->world.row[row].skills)))
            return -1;
    return 0;
}

struct near *near_open(const struct near_world *world, struct error *error)
{
    if (check_world(world, error))
        return NULL;
    struct near *near = calloc(1, sizeof(*near));
    if (near) {
        near->world = *world;
        if (use_all(near) == 0)
            return near;
    }
    error_set(error, "no memory");
    near_close(&near);
    return NULL;
}

void near_close(struct near **near)
{
    struct near *gone = *near;
    *near = NULL;
    if (!gone)
        return;
    for (int which = 0; which < GRIDS; which++) {
        grid_free(&gone->columns[which]);
        near_rows_free(&gone->rows[which]);
    }
    free(gone->row_grid);
    free(gone->row_next);
    free(gone->row_seen);
    free(gone);
}

static void lower_floor(struct near *near, int which, const struct near_place *place, int64_t price)
{
    struct grid *grid = &near->columns[which];
    int64_t *floor = near->used[which] ? &grid->floor[grid_cell(grid, place)] : NULL;
    if (floor && price < *floor)
        *floor = price;
}

void near_fall(struct near *near, int column, int64_t price)
{
    const struct near_place *place = &near->world.column[column];
    for (uint64_t left = place->skills; left; left &= left - 1)
        lower_floor(near, __builtin_ctzll(left), place, price);
    lower_floor(near, SKILLS, place, price);
}

struct assign_source near_source(struct near *near)
{
    for (int which = 0; which < GRIDS; which++)
        if (near->used[which])
            forget_floors(&near->columns[which]);
    return (struct assign_source){.self = near, .more = near_more, .whom = near_whom, .first = 8};
}
