/* Places in square cells, about four to a cell, and walks over them from the near to the far. */
#include "assign_near_inside.h"

#include <math.h>
#include <stdlib.h>

#define SPOTS_A_CELL 4

static bool belongs(const struct grid_choice *choice, int id)
{
    if (choice->grid_of)
        return choice->grid_of[id] == choice->grid;
    return choice->grid == SKILLS || choice->places[id].skills >> choice->grid & 1;
}

struct frame {
    int32_t left, right, bottom, top;
};

static struct frame frame_of(struct grid *grid, const struct grid_choice *choice)
{
    struct frame frame = {NEAR_REACH, -NEAR_REACH, NEAR_REACH, -NEAR_REACH};
    for (int id = 0; id < choice->count; id++) {
        const struct near_place *place = &choice->places[id];
        if (!belongs(choice, id))
            continue;
        grid->count++;
        frame.left = place->x < frame.left ? place->x : frame.left;
        frame.right = place->x > frame.right ? place->x : frame.right;
        frame.bottom = place->y < frame.bottom ? place->y : frame.bottom;
        frame.top = place->y > frame.top ? place->y : frame.top;
    }
    return frame;
}

/* No more cells than there are spots on either side, however long and thin the town is. */
static void lay_cells(struct grid *grid, const struct frame *frame)
{
    double across = (double)frame->right - frame->left + 1, up = (double)frame->top - frame->bottom + 1;
    double longer = across > up ? across : up;
    grid->left = frame->left;
    grid->bottom = frame->bottom;
    grid->cell = (int32_t)sqrt(across * up * SPOTS_A_CELL / grid->count) + 1;
    if (longer / grid->cell > grid->count)
        grid->cell = (int32_t)(longer / grid->count) + 1;
    grid->wide = (frame->right - frame->left) / grid->cell + 1;
    grid->high = (frame->top - frame->bottom) / grid->cell + 1;
}

void grid_lay_out(struct grid *grid, const struct grid_choice *choice)
{
    *grid = (struct grid){0};
    struct frame frame = frame_of(grid, choice);
    if (grid->count > 0)
        lay_cells(grid, &frame);
}

bool grid_holds(const struct grid *grid, const struct near_place *place)
{
    int64_t x = (int64_t)place->x - grid->left, y = (int64_t)place->y - grid->bottom;
    return grid->count > 0 && x >= 0 && y >= 0 && x < (int64_t)grid->wide * grid->cell &&
           y < (int64_t)grid->high * grid->cell;
}

size_t grid_cell(const struct grid *grid, const struct near_place *place)
{
    return (size_t)((place->y - grid->bottom) / grid->cell) * (size_t)grid->wide +
           (size_t)((place->x - grid->left) / grid->cell);
}

static int fill(struct grid *grid, const struct grid_choice *choice)
{
    size_t cells = (size_t)grid->wide * (size_t)grid->high;
    grid->starts = calloc(cells + 2, sizeof(*grid->starts));
    grid->spots = calloc((size_t)grid->count, sizeof(*grid->spots));
    grid->floor = calloc(cells, sizeof(*grid->floor));
    if (!grid->starts || !grid->spots || !grid->floor)
        return -1;
    for (int id = 0; id < choice->count; id++)
        if (belongs(choice, id))
            grid->starts[grid_cell(grid, &choice->places[id]) + 2]++;
    for (size_t cell = 2; cell < cells + 2; cell++)
        grid->starts[cell] += grid->starts[cell - 1];
    for (int id = 0; id < choice->count; id++) {
        const struct near_place *place = &choice->places[id];
        if (belongs(choice, id))
            grid->spots[grid->starts[grid_cell(grid, place) + 1]++] = (struct spot){place->x, place->y, id};
    }
    return 0;
}

int grid_make(struct grid *grid, const struct grid_choice *choice)
{
    grid_lay_out(grid, choice);
    if (grid->count == 0 || fill(grid, choice) == 0)
        return 0;
    grid_free(grid);
    return -1;
}

void grid_free(struct grid *grid)
{
    free(grid->starts);
    free(grid->spots);
    free(grid->floor);
    *grid = (struct grid){0};
}

/* ---- walking ---- */

/* Cells `from` to `to` of one line, as far as it goes. */
static int look_along(const struct grid *grid, const struct grid_walk *walk, int line, int from, int to)
{
    from = from < 0 ? 0 : from;
    to = to >= grid->wide ? grid->wide - 1 : to;
    if (line < 0 || line >= grid->high || from > to)
        return 0;
    return walk->look(walk->self, line * grid->wide + from, line * grid->wide + to);
}

static int look_around(const struct grid *grid, const struct grid_walk *walk, int x, int y, int ring)
{
    int code = look_along(grid, walk, y - ring, x - ring, x + ring);
    if (ring == 0 || code)
        return code;
    code = look_along(grid, walk, y + ring, x - ring, x + ring);
    for (int line = y - ring + 1; line < y + ring && !code; line++) {
        code = look_along(grid, walk, line, x - ring, x - ring);
        if (!code)
            code = look_along(grid, walk, line, x + ring, x + ring);
    }
    return code;
}

/* Metres from the place to what lies outside of the rings up to this one; ASSIGN_FAR: the grid has no more. */
static int64_t metres_beyond(const struct grid *grid, const struct near_place *from, int x, int y, int ring)
{
    int64_t least = ASSIGN_FAR, cell = grid->cell;
    int64_t sides[] = {from->x - (grid->left + (x - ring) * cell) + 1, grid->left + (x + ring + 1) * cell - from->x,
                       from->y - (grid->bottom + (y - ring) * cell) + 1,
                       grid->bottom + (y + ring + 1) * cell - from->y};
    bool open[] = {x - ring > 0, x + ring<grid->wide - 1, y - ring> 0, y + ring < grid->high - 1};
    for (int side = 0; side < 4; side++)
        if (open[side] && sides[side] < least)
            least = sides[side] < 0 ? 0 : sides[side];
    return least;
}

static int nearest_cell(int64_t metres, int64_t cell, int cells)
{
    int64_t at = metres < 0 ? 0 : metres / cell;
    return at < cells ? (int)at : cells - 1;
}

int grid_walk(const struct grid *grid, const struct near_place *from, const struct grid_walk *walk)
{
    if (grid->count == 0)
        return 0;
    int x = nearest_cell((int64_t)from->x - grid->left, grid->cell, grid->wide);
    int y = nearest_cell((int64_t)from->y - grid->bottom, grid->cell, grid->high);
    for (int ring = 0;; ring++) {
        int code = look_around(grid, walk, x, y, ring);
        int64_t beyond = code ? ASSIGN_FAR : metres_beyond(grid, from, x, y, ring);
        if (code || beyond == ASSIGN_FAR || !walk->goes_on(walk->self, beyond))
            return code;
    }
}
