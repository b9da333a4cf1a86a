/* Bounds of ways in floating point. Invariant: they are wider than all that is rounded, here and in travel_ms(). */
#include "rules/around.h"

#include "base/civil.h"

#define FARTHEST 80000 /* thousandths of a degree: nearer to a pole the cosine falls too fast */
#define BAND_METRES (PLACE_BAND * PLACE_NORTH_METRES - AROUND_METRE)

void around_of(const struct travel *travel, struct cell place, struct around *around)
{
    double least, most;
    *around = (struct around){.place = place};
    around->known = !travel->matrix && place_is_known(place) && place.lat > -FARTHEST && place.lat < FARTHEST;
    place_east_metres(place, &least, &most);
    around->east = (least + most) / 2;
    around->slack = (most - least) / (least + most);
    for (int mode = TRAVEL_WALK; mode < TRAVEL_MODES; mode++) {
        around->ms_a_metre[mode] = (double)(travel->detour_pct * MS_HOUR) / 100 / (double)travel->m_h[mode];
        around->fixed_ms[mode] = (double)(travel->fixed_min[mode] * MS_MINUTE);
    }
    around->ms_a_metre[TRAVEL_NONE] = around->ms_a_metre[TRAVEL_WALK];
    around->fixed_ms[TRAVEL_NONE] = around->fixed_ms[TRAVEL_WALK];
}

/* Of what lies beyond the band nothing is known but that it lies there. */
double around_near_metres(const struct around *around, int64_t way_ms, enum travel_mode mode)
{
    double metres = ((double)way_ms - around->fixed_ms[mode] - 1) / around->ms_a_metre[mode] - AROUND_METRE;
    double near = metres / (1 + around->slack);
    return near < BAND_METRES ? near : BAND_METRES;
}

double around_far_metres(const struct around *around, int64_t way_ms, enum travel_mode mode)
{
    double metres = ((double)way_ms - around->fixed_ms[mode] + 1) / around->ms_a_metre[mode] + AROUND_METRE;
    double far = (metres > AROUND_METRE ? metres : AROUND_METRE) / (1 - around->slack);
    return (double)way_ms < AROUND_DAY_MS && far < BAND_METRES ? far : INFINITY;
}
