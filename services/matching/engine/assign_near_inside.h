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
};

/* Which of `count` places belong, by a number for each. */
struct grid_choice {
    const struct near_place *places;
    const uint8_t *grid_of; /* rows: the one they are in; NULL: columns, which are in each whose skill they have */
    int count, grid;
};
int grid_make(struct grid *grid, const struct grid_choice *choice); /* -1: no memory */
void grid_free(struct grid *grid);

/* Goes out from the place ring by ring. `look` gets cells first..last; `reach` tells how far (metres) it is still worth
 * going, and is told how far the next ring is. 0, or what `look` returned other than 0. */
struct grid_walk {
    int (*look)(void *self, int first, int last);
    bool (*goes_on)(void *self, int64_t metres);
    void *self;
};
int grid_walk(const struct grid *grid, const struct near_place *from, const struct grid_walk *walk);

struct near {
    struct near_world world;
    int skill_columns[SKILLS];
    bool used[GRIDS];
    struct grid columns[GRIDS], rows[GRIDS];
    uint8_t *row_grid;   /* of each row; as of the last time that rows were looked for */
    int64_t *top[GRIDS]; /* of each cell of rows: the most of what they are below */
};

int near_grid_of(const struct near *near, uint64_t skills);
int64_t near_root(int64_t square);
int near_more(void *self, const struct assign_wish *wish, struct assign_arc *arcs, int64_t *bound);
int near_whom(void *self, const struct assign_fall *fall, assign_tell *tell, void *to);
int near_use(struct near *near, int which); /* -1: no memory */

static inline int64_t near_square(int64_t value)
{
    return value * value;
}

static inline int64_t near_far(const struct near_place *from, const struct spot *to)
{
    return near_square((int64_t)from->x - to->x) + near_square((int64_t)from->y - to->y);
}

#endif
