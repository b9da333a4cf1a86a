/* The best arcs of a row: out from its place, ring by ring, until nothing beyond can be among them. */
#include "assign_near_inside.h"

#define AT_ONCE 1024 /* arcs of a row */

struct choice {
    int64_t value;
    struct assign_arc arc;
};

/* The best so far: a heap, the worst on top. */
struct pick {
    const struct near *near;
    struct grid *grid;
    const struct assign_wish *wish;
    struct near_place place;
    bool filter; /* more skills than that of the grid are needed */
    struct choice *best;
    int count, most;
    int64_t least_refused;   /* value of what was left aside */
    int64_t below;           /* only values below this are of use */
    int64_t reach;           /* what lies at least so far (squared) is not below */
    int64_t nearest_refused; /* squared: of what was too far */
    int64_t way;             /* no column of this ring and beyond has a shorter one */
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
    pick->reach = metres > 4 * NEAR_REACH ? ASSIGN_FAR : near_square(metres);
}

static void keep(struct pick *pick, struct choice choice)
{
    if (pick->count < pick->most) {
        sift_up(pick->best, pick->count++, choice);
    } else {
        pick->least_refused = pick->best[0].value;
        sift_down(pick->best, pick->count, choice);
    }
    if (pick->count == pick->most)
        narrow(pick, pick->best[0].value);
}

/* A column whose way alone is near enough. */
static void consider(struct pick *pick, const struct spot *spot, int64_t way)
{
    const struct near_world *world = &pick->near->world;
    int32_t more = 0;
    if (pick->filter && pick->place.skills & ~world->column[spot->id].skills)
        return;
    if (pick->wish->listed[spot->id] == pick->wish->mark)
        return;
    if (world->more && (more = world->more(world->self, pick->wish->row, spot->id)) < 0)
        return;
    int64_t value = way + more + pick->wish->prices[spot->id];
    if (value < pick->below)
        keep(pick, (struct choice){value, {spot->id, (int32_t)(way + more)}});
    else if (value < pick->least_refused)
        pick->least_refused = value;
}

/* Squares are compared first: few columns need a root. The least price of the cell. */
static int64_t look_into(struct pick *pick, int cell)
{
    const struct spot *spot = pick->grid->spots + pick->grid->starts[cell];
    const struct spot *end = pick->grid->spots + pick->grid->starts[cell + 1];
    int64_t least = ASSIGN_FAR;
    for (; spot < end; spot++) {
        int64_t far = near_far(&pick->place, spot), price = pick->wish->prices[spot->id];
        least = price < least ? price : least;
        if (far < pick->reach)
            consider(pick, spot, near_root(far) * pick->near->world.per_metre);
        else if (far < pick->nearest_refused)
            pick->nearest_refused = far;
    }
    return least;
}

static void refuse(struct pick *pick, int64_t value)
{
    if (value < pick->least_refused)
        pick->least_refused = value;
}

/* Prices rise but where near_fall() is told, so what was the least of a cell still is no more than that. */
static int look(void *self, int first, int last)
{
    struct pick *pick = self;
    int64_t *floor = pick->grid->floor;
    for (int cell = first; cell <= last; cell++)
        if (pick->way + floor[cell] < pick->below)
            floor[cell] = look_into(pick, cell);
        else
            refuse(pick, pick->way + floor[cell]);
    return 0;
}

static bool goes_on(void *self, int64_t metres)
{
    struct pick *pick = self;
    pick->way = metres * pick->near->world.per_metre;
    if (pick->way < pick->below)
        return true;
    refuse(pick, pick->way);
    return false;
}

int near_more(void *self, const struct assign_wish *wish, struct assign_arc *arcs, int64_t *bound)
{
    struct near *near = self;
    struct choice best[AT_ONCE];
    int which = near_grid_of(near, near->world.row[wish->row].skills);
    struct pick pick = {.near = near,
                        .grid = &near->columns[which],
                        .wish = wish,
                        .place = near->world.row[wish->row],
                        .best = best,
                        .most = wish->most < AT_ONCE ? wish->most : AT_ONCE,
                        .least_refused = ASSIGN_FAR,
                        .nearest_refused = ASSIGN_FAR};
    pick.filter = which < SKILLS && pick.place.skills != UINT64_C(1) << which;
    narrow(&pick, wish->limit);
    if (near_use(near, which))
        return -1;
    grid_walk(pick.grid, &pick.place, &(struct grid_walk){look, goes_on, &pick});
    for (int i = 0; i < pick.count; i++)
        arcs[i] = best[i].arc;
    if (pick.nearest_refused != ASSIGN_FAR)
        refuse(&pick, near_root(pick.nearest_refused) * near->world.per_metre);
    *bound = pick.least_refused < wish->limit ? pick.least_refused : ASSIGN_FAR;
    return pick.count;
}
