/* Travel in whole numbers only, so that every machine computes the same millisecond. */
#include "rules/travel.h"

#include <stddef.h>

#include "base/civil.h"

#define M_PER_MILLIDEGREE 111 /* of latitude, rounded down: who is farther by it alone is outside */

static bool is_within(const struct travel_area *area, struct cell cell, int64_t square)
{
    int64_t north = (int64_t)area->centre.lat - cell.lat, reach = (int64_t)area->metres * 100;
    return (north < 0 ? -north : north) * M_PER_MILLIDEGREE <= area->metres &&
           place_square_cm(area->centre, cell) <= reach * reach && place_square_cm(area->centre, cell) < square;
}

int travel_area_of(const struct travel_matrix *matrix, struct cell cell)
{
    int64_t nearest = INT64_MAX;
    int found = -1;
    for (int i = 0; i < matrix->areas; i++) {
        if (!is_within(&matrix->area[i], cell, nearest))
            continue;
        nearest = place_square_cm(matrix->area[i].centre, cell);
        found = i;
    }
    return found;
}

/* What was given for this mode goes before what holds for any, a way before the way back. */
static int64_t supplied_min(const struct travel_matrix *matrix, int from, int to, enum travel_mode mode)
{
    const uint16_t ways[] = {matrix->way[mode][from][to], matrix->way[TRAVEL_NONE][from][to],
                             matrix->way[mode][to][from], matrix->way[TRAVEL_NONE][to][from]};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (ways[i])
            return ways[i] - 1;
    return -1;
}

static int64_t matrix_min(const struct travel_matrix *matrix, struct cell from, struct cell to, enum travel_mode mode)
{
    int a = travel_area_of(matrix, from), b = a < 0 ? -1 : travel_area_of(matrix, to);
    return b < 0 ? -1 : supplied_min(matrix, a, b, mode);
}

static int64_t straight_ms(const struct travel *travel, int64_t metres, enum travel_mode by)
{
    return metres * travel->detour_pct * (MS_HOUR / 100) / travel->m_h[by] + travel->fixed_min[by] * MS_MINUTE;
}

static int64_t at_most_a_day(int64_t ms)
{
    return ms < TRAVEL_MOST_MIN * MS_MINUTE ? ms : TRAVEL_MOST_MIN * MS_MINUTE;
}

static enum travel_mode mode_of(enum travel_mode mode)
{
    return mode == TRAVEL_NONE ? TRAVEL_WALK : mode;
}

int64_t travel_ms(const struct travel *travel, struct cell from, struct cell to, enum travel_mode mode)
{
    int64_t minutes = -1;
    if (!place_is_known(from) || !place_is_known(to) || place_is_same(from, to))
        return 0;
    if (travel->matrix)
        minutes = matrix_min(travel->matrix, from, to, mode_of(mode));
    return at_most_a_day(minutes >= 0 ? minutes * MS_MINUTE
                                      : straight_ms(travel, place_metres(from, to), mode_of(mode)));
}

/* ---- bounds ---- */

int64_t travel_most_ms(const struct travel *travel, struct cell from, struct cell to, enum travel_mode mode)
{
    if (travel->matrix)
        return TRAVEL_MOST_MIN * MS_MINUTE;
    return at_most_a_day(straight_ms(travel, place_metres_most(from, to), mode_of(mode)));
}

/* The way was rounded down to the millisecond, and a line within a district is a thousandth too short or too long. */
static int64_t straight_reach(const struct travel *travel, int64_t way_ms, enum travel_mode mode)
{
    int64_t ms = way_ms - travel->fixed_min[mode] * MS_MINUTE + 1;
    return ms < 0 ? 0 : ms * travel->m_h[mode] / (travel->detour_pct * (MS_HOUR / 100)) + 1;
}

int32_t travel_reach_metres(const struct travel *travel, int64_t way_ms)
{
    int64_t most = 0;
    if (way_ms >= TRAVEL_MOST_MIN * MS_MINUTE)
        return INT32_MAX;
    for (enum travel_mode mode = TRAVEL_WALK; mode < TRAVEL_MODES; mode++) {
        int64_t metres = straight_reach(travel, way_ms, mode);
        most = metres > most ? metres : most;
    }
    if (travel->matrix && way_ms >= 0 && travel->matrix->reach[way_ms / MS_MINUTE] > most)
        most = travel->matrix->reach[way_ms / MS_MINUTE];
    return most < INT32_MAX ? (int32_t)most : INT32_MAX;
}

/* From rim to rim, with a hundredth for what the straight line is wrong by. */
static int32_t pair_reach(const struct travel_area *from, const struct travel_area *to)
{
    int64_t metres = place_metres(from->centre, to->centre) + (int64_t)from->metres + to->metres;
    return (int32_t)(metres + metres / 100 + 1);
}

void travel_settle(struct travel_matrix *matrix)
{
    int areas = matrix->areas;
    for (int at = 0; at < TRAVEL_MODES * areas * areas; at++) {
        int mode = at / (areas * areas), from = at / areas % areas, to = at % areas, way = matrix->way[mode][from][to];
        int32_t reach = way ? pair_reach(&matrix->area[from], &matrix->area[to]) : 0;
        if (way && matrix->reach[way - 1] < reach)
            matrix->reach[way - 1] = reach;
    }
    for (int minutes = 1; minutes <= TRAVEL_MOST_MIN; minutes++)
        if (matrix->reach[minutes] < matrix->reach[minutes - 1])
            matrix->reach[minutes] = matrix->reach[minutes - 1];
}
