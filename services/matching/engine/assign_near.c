/* The index: for each skill that some row needs as its rarest, and for rows that need none, a grid of the columns that
 * have it. A search goes out from the row's cell ring by ring until nothing beyond can be among the best. */
#include "assign_near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SKILLS 64
#define GRIDS (SKILLS + 1) /* the last one: all columns */
#define SPOTS_A_CELL 4
#define NEAR_AT_ONCE 1024 /* arcs of a row */

struct spot {
    int32_t x, y, column;
};

struct grid {
    int32_t left, bottom, cell; /* metres */
    int wide, high, spots_count;
    int32_t *starts; /* of each cell, row by row; one more at the end */
    struct spot *spots;
};

struct near {
    struct near_world world;
    int skill_columns[SKILLS];
    struct grid grids[GRIDS]; /* no spots: not used */
    bool used[GRIDS];
};

static int64_t square(int64_t value)
{
    return value * value;
}

/* Exact: squares lie below 2^52. */
static int64_t whole_root(int64_t value)
{
    return (int64_t)sqrt((double)value);
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
    int64_t metres = whole_root(square((int64_t)a->x - b->x) + square((int64_t)a->y - b->y));
    *cost = (int32_t)(metres * world->per_metre + more);
    return true;
}

/* ---- building ---- */

static int grid_of(const struct near *near, uint64_t skills)
{
    int rarest = SKILLS;
    for (uint64_t left = skills; left; left &= left - 1) {
        int skill = __builtin_ctzll(left);
        if (rarest == SKILLS || near->skill_columns[skill] < near->skill_columns[rarest])
            rarest = skill;
    }
    return rarest;
}

static bool belongs(const struct near_place *column, int grid)
{
    return grid == SKILLS || column->skills >> grid & 1;
}

static void frame(const struct near *near, int which, struct grid *grid)
{
    int32_t right = -NEAR_REACH, top = -NEAR_REACH;
    grid->left = grid->bottom = NEAR_REACH;
    for (int column = 0; column < near->world.columns; column++) {
        const struct near_place *place = &near->world.column[column];
        if (!belongs(place, which))
            continue;
        grid->spots_count++;
        grid->left = place->x < grid->left ? place->x : grid->left;
        grid->bottom = place->y < grid->bottom ? place->y : grid->bottom;
        right = place->x > right ? place->x : right;
        top = place->y > top ? place->y : top;
    }
    if (grid->spots_count == 0)
        return;
    double across = (double)right - grid->left + 1, up = (double)top - grid->bottom + 1;
    grid->cell = (int32_t)sqrt(across * up * SPOTS_A_CELL / grid->spots_count) + 1;
    if (across / grid->cell > grid->spots_count)
        grid->cell = (int32_t)(across / grid->spots_count) + 1;
    if (up / grid->cell > grid->spots_count)
        grid->cell = (int32_t)(up / grid->spots_count) + 1;
    grid->wide = (right - grid->left) / grid->cell + 1;
    grid->high = (top - grid->bottom) / grid->cell + 1;
}

static int cell_of(const struct grid *grid, const struct near_place *place)
{
    return (place->y - grid->bottom) / grid->cell * grid->wide + (place->x - grid->left) / grid->cell;
}

static int fill(const struct near *near, int which, struct grid *grid)
{
    size_t cells = (size_t)grid->wide * (size_t)grid->high;
    grid->starts = calloc(cells + 2, sizeof(*grid->starts));
    grid->spots = calloc((size_t)grid->spots_count, sizeof(*grid->spots));
    if (!grid->starts || !grid->spots)
        return -1;
    for (int column = 0; column < near->world.columns; column++)
        if (belongs(&near->world.column[column], which))
            grid->starts[cell_of(grid, &near->world.column[column]) + 2]++;
    for (size_t cell = 2; cell < cells + 2; cell++)
        grid->starts[cell] += grid->starts[cell - 1];
    for (int column = 0; column < near->world.columns; column++) {
        const struct near_place *place = &near->world.column[column];
        if (belongs(place, which))
            grid->spots[grid->starts[cell_of(grid, place) + 1]++] = (struct spot){place->x, place->y, column};
    }
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
    return check_places(world->row, world->rows, "row", error) ||
                   check_places(world->column, world->columns, "column", error)
               ? -1
               : 0;
}

static void count_skills(struct near *near)
{
    for (int column = 0; column < near->world.columns; column++)
        for (uint64_t left = near->world.column[column].skills; left; left &= left - 1)
            near->skill_columns[__builtin_ctzll(left)]++;
}

static int use_grid(struct near *near, int which)
{
    if (near->used[which])
        return 0;
    frame(near, which, &near->grids[which]);
    if (near->grids[which].spots_count > 0 && fill(near, which, &near->grids[which]))
        return -1;
    near->used[which] = true;
    return 0;
}

struct near *near_open(const struct near_world *world, struct error *error)
{
    if (check_world(world, error))
        return NULL;
    struct near *near = calloc(1, sizeof(*near));
    if (!near) {
        error_set(error, "no memory");
        return NULL;
    }
    near->world = *world;
    count_skills(near);
    for (int row = 0; row < world->rows; row++)
        if (use_grid(near, grid_of(near, world->row[row].skills))) {
            error_set(error, "no memory");
            near_close(&near);
            return NULL;
        }
    return near;
}

void near_close(struct near **near)
{
    struct near *gone = *near;
    *near = NULL;
    if (!gone)
        return;
    for (int which = 0; which < GRIDS; which++) {
        free(gone->grids[which].starts);
        free(gone->grids[which].spots);
    }
    free(gone);
}

/* ---- the best arcs of a row ---- */

struct choice {
    int64_t value;
    struct assign_arc arc;
};

/* The best so far: a heap, the worst on top. */
struct pick {
    const struct near *near;
    const struct grid *grid;
    const struct assign_wish *wish;
    struct near_place place;
    bool filter; /* more skills than that of the grid are needed */
    struct choice *best;
    int count;
    int64_t least_refused;   /* value of what was left aside */
    int64_t below;           /* only values below this are of use */
    int64_t reach;           /* what lies at least so far (squared) is not below */
    int64_t nearest_refused; /* squared: of what was too far */
};

static bool worse(const struct choice *a, const struct choice *b)
{
    return a->value != b->value ? a->value > b->value : a->arc.column > b->arc.column;
}

static void sift_down(struct choice *best, int count, struct choice choice)
{
    int spot = 0;
    while (2 * spot + 1 < count) {
        int child = 2 * spot + 1;
        if (child + 1 < count && worse(&best[child + 1], &best[child]))
            child++;
        if (!worse(&best[child], &choice))
            break;
        best[spot] = best[child];
        spot = child;
    }
    best[spot] = choice;
}

static void sift_up(struct choice *best, int spot, struct choice choice)
{
    while (spot > 0 && worse(&choice, &best[(spot - 1) / 2])) {
        best[spot] = best[(spot - 1) / 2];
        spot = (spot - 1) / 2;
    }
    best[spot] = choice;
}

static void narrow(struct pick *pick, int64_t below)
{
    int64_t metres = below <= 0 ? 0 : (below - 1) / pick->near->world.per_metre + 1;
    pick->below = below;
    pick->reach = metres > 4 * NEAR_REACH ? ASSIGN_FAR : square(metres);
}

static void keep(struct pick *pick, struct choice choice)
{
    if (pick->wish->most == 0) {
        pick->least_refused = choice.value;
        narrow(pick, choice.value);
        return;
    }
    if (pick->count < pick->wish->most) {
        sift_up(pick->best, pick->count++, choice);
    } else {
        pick->least_refused = pick->best[0].value;
        sift_down(pick->best, pick->count, choice);
    }
    if (pick->count == pick->wish->most)
        narrow(pick, pick->best[0].value);
}

/* A column whose way alone is near enough. */
static void consider(struct pick *pick, const struct spot *spot, int64_t way)
{
    const struct near_world *world = &pick->near->world;
    int32_t more = 0;
    if (pick->filter && pick->place.skills & ~world->column[spot->column].skills)
        return;
    if (pick->wish->listed[spot->column] == pick->wish->mark)
        return;
    if (world->more && (more = world->more(world->self, pick->wish->row, spot->column)) < 0)
        return;
    int64_t value = way + more + pick->wish->prices[spot->column];
    if (value < pick->below)
        keep(pick, (struct choice){value, {spot->column, (int32_t)(way + more)}});
    else if (value < pick->least_refused)
        pick->least_refused = value;
}

/* Squares are compared first: few columns need a root. */
static void look_into(struct pick *pick, const struct spot *spot, const struct spot *end)
{
    for (; spot < end; spot++) {
        int64_t far = square((int64_t)spot->x - pick->place.x) + square((int64_t)spot->y - pick->place.y);
        if (far < pick->reach)
            consider(pick, spot, whole_root(far) * pick->near->world.per_metre);
        else if (far < pick->nearest_refused)
            pick->nearest_refused = far;
    }
}

/* Cells `from` to `to` of one line of the grid, as far as it goes. */
static void look_along(struct pick *pick, int line, int from, int to)
{
    const struct grid *grid = pick->grid;
    from = from < 0 ? 0 : from;
    to = to >= grid->wide ? grid->wide - 1 : to;
    if (line < 0 || line >= grid->high || from > to)
        return;
    const int32_t *starts = grid->starts + (size_t)line * (size_t)grid->wide;
    look_into(pick, grid->spots + starts[from], grid->spots + starts[to + 1]);
}

static void look_around(struct pick *pick, int x, int y, int ring)
{
    look_along(pick, y - ring, x - ring, x + ring);
    if (ring == 0)
        return;
    look_along(pick, y + ring, x - ring, x + ring);
    for (int line = y - ring + 1; line < y + ring; line++) {
        look_along(pick, line, x - ring, x - ring);
        look_along(pick, line, x + ring, x + ring);
    }
}

/* Metres from the row to what lies outside of the rings up to this one; ASSIGN_FAR: the grid has no more. */
static int64_t metres_beyond(const struct pick *pick, int x, int y, int ring)
{
    const struct grid *grid = pick->grid;
    int64_t least = ASSIGN_FAR, cell = grid->cell;
    int64_t sides[] = {
        pick->place.x - (grid->left + (x - ring) * cell) + 1, grid->left + (x + ring + 1) * cell - pick->place.x,
        pick->place.y - (grid->bottom + (y - ring) * cell) + 1, grid->bottom + (y + ring + 1) * cell - pick->place.y};
    bool open[] = {x - ring > 0, x + ring<grid->wide - 1, y - ring> 0, y + ring < grid->high - 1};
    for (int side = 0; side < 4; side++)
        if (open[side] && sides[side] < least)
            least = sides[side] < 0 ? 0 : sides[side];
    return least;
}

static int clamped(int64_t value, int most)
{
    return value < 0 ? 0 : value > most ? most : (int)value;
}

static void pick_best(struct pick *pick)
{
    const struct grid *grid = pick->grid;
    int x = clamped(((int64_t)pick->place.x - grid->left) / grid->cell, grid->wide - 1);
    int y = clamped(((int64_t)pick->place.y - grid->bottom) / grid->cell, grid->high - 1);
    for (int ring = 0;; ring++) {
        look_around(pick, x, y, ring);
        int64_t beyond = metres_beyond(pick, x, y, ring);
        if (beyond == ASSIGN_FAR)
            return;
        beyond *= pick->near->world.per_metre;
        if (beyond >= pick->below) {
            pick->least_refused = beyond < pick->least_refused ? beyond : pick->least_refused;
            return;
        }
    }
}

static int more_arcs(void *self, const struct assign_wish *wish, struct assign_arc *arcs, int64_t *bound)
{
    struct near *near = self;
    struct choice best[NEAR_AT_ONCE];
    struct assign_wish least = *wish;
    int which = grid_of(near, near->world.row[wish->row].skills);
    struct pick pick = {.near = near,
                        .grid = &near->grids[which],
                        .wish = &least,
                        .place = near->world.row[wish->row],
                        .best = best,
                        .least_refused = ASSIGN_FAR,
                        .nearest_refused = ASSIGN_FAR};
    narrow(&pick, wish->limit);
    least.most = least.most < NEAR_AT_ONCE ? least.most : NEAR_AT_ONCE;
    pick.filter = which < SKILLS && pick.place.skills != UINT64_C(1) << which;
    if (use_grid(near, which))
        return -1;
    if (pick.grid->spots_count > 0)
        pick_best(&pick);
    for (int i = 0; i < pick.count; i++)
        arcs[i] = best[i].arc;
    int64_t refused =
        pick.nearest_refused == ASSIGN_FAR ? ASSIGN_FAR : whole_root(pick.nearest_refused) * near->world.per_metre;
    pick.least_refused = refused < pick.least_refused ? refused : pick.least_refused;
    *bound = pick.least_refused < wish->limit ? pick.least_refused : ASSIGN_FAR;
    return pick.count;
}

struct assign_source near_source(struct near *near)
{
    return (struct assign_source){.self = near, .more = more_arcs, .first = 10};
}
