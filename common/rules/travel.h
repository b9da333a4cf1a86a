/* How long a way takes (2-FEATURES V3, A1.7): by the straight line, or by a matrix of areas that the operator supplies.
 * Every part of the set that reckons with a way asks travel_ms() alone. Pure. */
#ifndef ANXIN_RULES_TRAVEL_H
#define ANXIN_RULES_TRAVEL_H

#include "rules/place.h"

enum travel_mode { TRAVEL_NONE, TRAVEL_WALK, TRAVEL_EBIKE, TRAVEL_BUS, TRAVEL_MODES };

#define TRAVEL_AREAS 128
#define TRAVEL_CODE 33
#define TRAVEL_DATUM 16
#define TRAVEL_DIGEST 32
#define TRAVEL_MOST_MIN 1440 /* no way counts as longer than a day */

/* A circle around a cell. */
struct travel_area {
    char code[TRAVEL_CODE];
    struct cell centre;
    int32_t metres;
};

/* Ways between areas: minutes + 1 by mode, from, to; 0 where none was given. Mode TRAVEL_NONE stands for any. */
struct travel_matrix {
    int areas;
    struct travel_area area[TRAVEL_AREAS];
    uint16_t way[TRAVEL_MODES][TRAVEL_AREAS][TRAVEL_AREAS];
    int32_t reach[TRAVEL_MOST_MIN + 1]; /* metres that a way of so many minutes leads at most; by travel_settle() */
};

/* By the mode, in the order of enum travel_mode; that of TRAVEL_NONE is not read. */
struct travel {
    char datum[TRAVEL_DATUM]; /* of every position in the set */
    int64_t detour_pct;       /* way in hundredths of the straight line */
    int64_t m_h[TRAVEL_MODES];
    int64_t fixed_min[TRAVEL_MODES];
    const struct travel_matrix *matrix; /* or NULL */
    uint8_t digest[TRAVEL_DIGEST];      /* of all this, for who writes down by what he has reckoned */
};

/* Milliseconds from one cell to another, at most a day. The same cell, or one that is not known, costs nothing;
 * TRAVEL_NONE goes on foot. */
int64_t travel_ms(const struct travel *travel, struct cell from, struct cell to, enum travel_mode mode);

/* No less than travel_ms, roughly, and quicker. */
int64_t travel_most_ms(const struct travel *travel, struct cell from, struct cell to, enum travel_mode mode);

/* A way of that time leads no farther, whatever the mode: straight-line metres. */
int32_t travel_reach_metres(const struct travel *travel, int64_t way_ms);

/* Reckons the reach of a matrix that is filled. */
void travel_settle(struct travel_matrix *matrix);

/* The area that a cell is in: the nearest centre of those whose circle holds it, the first of equals; -1 none. */
int travel_area_of(const struct travel_matrix *matrix, struct cell cell);

#endif
