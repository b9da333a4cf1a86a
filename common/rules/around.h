/* Ways between one place and many others, roughly and quickly: bounds that travel_ms() never leaves, so that it need be
 * asked only where they do not decide. Pure. */
#ifndef ANXIN_RULES_AROUND_H
#define ANXIN_RULES_AROUND_H

#include <math.h>

#include "rules/travel.h"

struct around {
    struct cell place;
    bool known;         /* else nothing is: a matrix, the far north and south */
    double east, slack; /* metres of a thousandth of a degree of longitude, and the share that metres may be wrong by */
    double ms_a_metre[TRAVEL_MODES], fixed_ms[TRAVEL_MODES];
};
void around_of(const struct travel *travel, struct cell place, struct around *around);

/* Who lives nearer is there in that time, below 0 nobody; who lives farther is not. */
double around_near_metres(const struct around *around, int64_t way_ms, enum travel_mode mode);
double around_far_metres(const struct around *around, int64_t way_ms, enum travel_mode mode);

#define AROUND_METRE 1.0 /* by so much a straight line is rounded, and its parts */
#define AROUND_DAY_MS ((double)TRAVEL_MOST_MIN * 60000)

/* A way over metres that are good to the slack and a metre. */
static inline double around_least_ms(const struct around *around, double metres, enum travel_mode mode)
{
    double least = metres * (1 - around->slack) - AROUND_METRE;
    double ms = (least > 0 ? least : 0) * around->ms_a_metre[mode] + around->fixed_ms[mode] - 1;
    return ms < AROUND_DAY_MS ? ms : AROUND_DAY_MS;
}

static inline double around_most_ms(const struct around *around, double metres, enum travel_mode mode)
{
    double ms = (metres * (1 + around->slack) + AROUND_METRE) * around->ms_a_metre[mode] + around->fixed_ms[mode] + 1;
    return ms < AROUND_DAY_MS ? ms : AROUND_DAY_MS;
}

static inline bool around_is_in_band(const struct around *around, struct cell cell)
{
    int64_t north = (int64_t)cell.lat - around->place.lat;
    return north >= -PLACE_BAND && north <= PLACE_BAND;
}

/* The square of the metres to a cell; of one that is not in the band no less than that of the band. */
static inline double around_square(const struct around *around, struct cell cell)
{
    double north = PLACE_NORTH_METRES * ((double)cell.lat - around->place.lat);
    double east = around->east * ((double)cell.lon - around->place.lon);
    return north * north + east * east;
}

static inline double around_metres(const struct around *around, struct cell cell)
{
    return sqrt(around_square(around, cell));
}

#endif
