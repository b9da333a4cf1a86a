/* Whom a column could interest whose price has fallen: rows around it, parts of the town passed over where nobody
 * could. */
#include "assign_near_inside.h"

#define FAR_AWAY (INT64_C(1) << 31) /* its square is no overflow */

struct ask {
    const struct near *near;
    const struct assign_fall *fall;
    const struct near_place *place;
    const struct near_rows *rows;
    int64_t metre_squared; /* what a metre costs, squared */
    assign_tell *tell;
    void *to;
};

static int ask_row(const struct ask *ask, const struct row_spot *spot)
{
    int32_t cost = 0;
    int64_t room = spot->below - ask->fall->price, reach = room + ask->near->world.per_metre;
    int64_t across = (int64_t)ask->place->x - spot->x, up = (int64_t)ask->place->y - spot->y;
    if (room <= 0 || (reach < FAR_AWAY && (across * across + up * up) * ask->metre_squared >= reach * reach))
        return 0;
    if (!near_cost(&ask->near->world, spot->id, ask->fall->column, &cost) || cost >= room)
        return 0;
    return ask->tell(ask->to, spot->id, cost);
}

static int ask_cell(const struct ask *ask, int cell)
{
    const struct row_spot *spot = ask->rows->spots + ask->rows->grid.starts[cell];
    const struct row_spot *end = ask->rows->spots + ask->rows->grid.starts[cell + 1];
    for (; spot < end; spot++)
        if (ask_row(ask, spot))
            return -1;
    return 0;
}

/* From a line of parts `side` wide, the nearest way there: `at` counts from where the first part begins. */
static int64_t gap(int64_t at, int64_t part, int64_t side)
{
    int64_t before = part * side - at, beyond = at - (part + 1) * side + 1;
    return before > 0 ? before : beyond > 0 ? beyond : 0;
}

static int ask_parts(const struct ask *ask, int layer, int x, int y);

static int ask_line(const struct ask *ask, int layer, int x, int end, int y)
{
    const struct grid *grid = &ask->rows->grid;
    const struct layer *parts = &ask->rows->layer[layer];
    const int64_t *top = parts->top + y * parts->wide;
    int64_t side = (int64_t)grid->cell << (LAYER_BITS * layer), metre = ask->near->world.per_metre;
    int64_t up = ask->fall->price + metre * gap((int64_t)ask->place->y - grid->bottom, y, side);
    int64_t at = (int64_t)ask->place->x - grid->left;
    for (; x < end; x++) {
        if (top[x] <= up || top[x] <= ask->fall->price + metre * gap(at, x, side))
            continue;
        if (layer == 0 ? ask_cell(ask, y * parts->wide + x) : ask_parts(ask, layer, x, y))
            return -1;
    }
    return 0;
}

/* The 4 x 4 parts of one of the layer above. */
static int ask_parts(const struct ask *ask, int layer, int x, int y)
{
    const struct layer *parts = &ask->rows->layer[layer - 1];
    int right = (x + 1) * LAYER_PARTS, above = (y + 1) * LAYER_PARTS;
    for (int line = y * LAYER_PARTS; line < above && line < parts->high; line++)
        if (ask_line(ask, layer - 1, x * LAYER_PARTS, right < parts->wide ? right : parts->wide, line))
            return -1;
    return 0;
}

static int ask_rows(struct ask *ask, int which)
{
    ask->rows = &ask->near->rows[which];
    return ask->rows->grid.count == 0 ? 0 : ask_line(ask, ask->rows->layers - 1, 0, 1, 0);
}

int near_whom(void *self, const struct assign_fall *fall, assign_tell *tell, void *to)
{
    struct near *near = self;
    struct ask ask = {.near = near,
                      .fall = fall,
                      .place = &near->world.column[fall->column],
                      .metre_squared = near_square(near->world.per_metre),
                      .tell = tell,
                      .to = to};
    if (fall->anew && near_rows_look(near, fall->below))
        return -1;
    near_fall(near, fall->column, fall->price);
    for (uint64_t left = ask.place->skills; left; left &= left - 1)
        if (ask_rows(&ask, __builtin_ctzll(left)))
            return -1;
    return ask_rows(&ask, SKILLS);
}
