/* Arcs by place: rows and columns lie on a plane, and a column can do a row when it has all the skills that the row
 * needs. A pair costs metres (rounded down) x per_metre + what `more` says. An index of columns by skill and grid cell
 * gives each row's best arcs without a look at all pairs. */
#ifndef ANXIN_MATCHING_ASSIGN_NEAR_H
#define ANXIN_MATCHING_ASSIGN_NEAR_H

#include "assign.h"

#define NEAR_REACH (1 << 24) /* metres: x and y lie in -this..this */

struct near_place {
    int32_t x, y;    /* metres */
    uint64_t skills; /* a row: needed; a column: there */
};

struct near_world {
    int rows, columns;
    const struct near_place *row, *column; /* borrowed: rows may move between assign_change() and assign_solve() */
    int32_t per_metre;                     /* 1..20 */
    /* What a pair costs besides the way, at least 0; below 0: they may not meet. NULL: nothing. */
    int32_t (*more)(const void *self, int row, int column);
    const void *self;
};

struct near;

struct near *near_open(const struct near_world *world, struct error *error);
void near_close(struct near **near);

/* For assign_open(): of one problem at a time, the last that it was asked for. */
struct assign_source near_source(struct near *near);

/* For assign_check(): the cost of a pair, straight from the world (`self` is a struct near_world). */
bool near_cost(const void *self, int row, int column, int32_t *cost);

#endif
