/* Inside of the index: grids of places. */
#ifndef ANXIN_MATCHING_ASSIGN_NEAR_INSIDE_H
#define ANXIN_MATCHING_ASSIGN_NEAR_INSIDE_H

#include "assign_near.h"

#define SKILLS 64
#define GRIDS (SKILLS + 1) /* the last one: of rows that need no skill, and of all columns */

struct spot {
    int32_t x, y, id;
};

struct grid {
    int32_t left, bottom, cell; /* metres */
    int wide, high, count;      /* cells; spots */
    int32_t *starts;            /* of each cell, line by line; one more at the end */
    struct spot *spots;
    int64_t *floor; /* of each cell: no column of it has a lower price */
};

/* Which of `count` places belong, by a number for each. */
struct grid_choice {
    const struct near_place *places;
    const uint8_t *grid_of; /* rows: the one they are in; NULL: columns, which are in each whose skill they have */
    int count, grid;
};
int grid_make(struct grid *grid, const struct grid_choice *choice); /* -1: no memory */
void grid_free(struct grid *grid);
void grid_lay_out(struct grid *grid, const struct grid_choice *choice); /* where the cells are, without spots */
size_t grid_cell(const struct grid *grid, const struct near_place *place);
bool grid_holds(const struct grid *grid, const struct near_place *place); /* else it has no cell */

/* Goes out from the place ring by ring. `look` gets cells first..last; `reach` tells how far (metres) it is still worth
 * going, and is told how far the next ring is. 0, or what `look` returned other than 0. */
struct grid_walk {
    int (*look)(void *self, int first, int last);
    bool (*goes_on)(void *self, int64_t metres);
    void *self;
};
int grid_walk(const struct grid *grid, const struct near_place *from, const struct grid_walk *walk);

/* Rows in cells; layer 0 is the cells, each further one has a part for 4 x 4 of the one before, the last is one part.
 */
#define LAYERS 12 /* 4^11 cells in a line */
#define LAYER_BITS 2
#define LAYER_PARTS (1 << LAYER_BITS)
struct layer {
    int wide, high;
    int64_t *top; /* of each part: the most of what its rows are below */
};
struct row_spot {
    int32_t x, y;
    int64_t below;
    int32_t id;
};
struct near_rows {
    struct grid grid;       /* of it, `starts` is as of the last look */
    int32_t *first;         /* a row of each cell, or NOBODY; then near->row_next */
    struct row_spot *spots; /* cell by cell, as of the last look */
    int room;               /* for spots */
    struct layer layer[LAYERS];
    int layers;
};

struct near {
    struct near_world world;
    int skill_columns[SKILLS];
    bool used[GRIDS];
    struct grid columns[GRIDS];
    struct near_rows rows[GRIDS];
    /* of each row, as of the last time that rows were looked for */
    uint8_t *row_grid;
    int32_t *row_next;
    struct near_place *row_seen;
    int rows_moved; /* since all were laid out; more than there are: they have to be */
};

int near_grid_of(const struct near *near, uint64_t skills);
int64_t near_root(int64_t square);
int near_more(void *self, const struct assign_wish *wish, struct assign_arc *arcs, int64_t *bound);
int near_whom(void *self, const struct assign_fall *fall, assign_tell *tell, void *to);
int near_use(struct near *near, int which); /* -1: no memory */
/* Puts the rows where they are now, and says of each part of the town what they are below. -1: no memory. */
int near_rows_look(struct near *near, const int64_t *below);
void near_rows_free(struct near_rows *rows);
/* The column's price has fallen to this. */
void near_fall(struct near *near, int column, int64_t price);

static inline int64_t near_square(int64_t value)
{
    return value * value;
}

static inline int64_t near_far(const struct near_place *from, const struct spot *to)
{
    return near_square((int64_t)from->x - to->x) + near_square((int64_t)from->y - to->y);
}

#endif
