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

static int64_t gap(int64_t at, int64_t from, int64_t to)
{
    return at < from ? from - at : at > to ? at - to : 0;
}

/* No row of the part has a shorter way. */
static int64_t way_to(const struct ask *ask, int layer, int x, int y)
{
    const struct grid *grid = &ask->rows->grid;
    int64_t side = (int64_t)grid->cell << (LAYER_BITS * layer);
    int64_t left = grid->left + x * side, bottom = grid->bottom + y * side;
    int64_t across = gap(ask->place->x, left, left + side - 1), up = gap(ask->place->y, bottom, bottom + side - 1);
    return (across > up ? across : up) * ask->near->world.per_metre;
}

static int ask_part(const struct ask *ask, int layer, int x, int y)
{
    const struct layer *here = &ask->rows->layer[layer];
    int64_t room = here->top[y * here->wide + x] - ask->fall->price;
    if (room <= 0 || room <= way_to(ask, layer, x, y))
        return 0;
    if (layer == 0)
        return ask_cell(ask, y * here->wide + x);
    const struct layer *parts = here - 1;
    for (int down = y * LAYER_PARTS; down < (y + 1) * LAYER_PARTS && down < parts->high; down++)
        for (int across = x * LAYER_PARTS; across < (x + 1) * LAYER_PARTS && across < parts->wide; across++)
            if (ask_part(ask, layer - 1, across, down))
                return -1;
    return 0;
}

static int ask_rows(struct ask *ask, int which)
{
    ask->rows = &ask->near->rows[which];
    return ask->rows->grid.count == 0 ? 0 : ask_part(ask, ask->rows->layers - 1, 0, 0);
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
