/* Distances and travel in whole numbers only, so that every machine computes the same metre and the same millisecond:
 * a choice of worker that was explained on one must hold on all. */
#include "rules/place.h"

#include <math.h>

#include "base/civil.h"

#define BILLION INT64_C(1000000000)
#define MM_PER_MILLIDEGREE INT64_C(111195) /* a thousandth of a degree of latitude on a sphere of radius 6371 km */
#define FAR INT64_C(90000)                 /* thousandths of a degree; what is farther counts as this far */

static int64_t clamped(int64_t value, int64_t limit)
{
    return value < -limit ? -limit : value > limit ? limit : value;
}

/* The cosine, in billionths, of the mean of two latitudes given by their sum: its Taylor series. */
static int64_t cosine_of_mean(int64_t latitudes)
{
    int64_t angle = clamped(latitudes, 2 * FAR) * 87266463 / 10000; /* in 10^-9 rad: half of pi / 180000 */
    int64_t square = angle * angle / BILLION, term = BILLION, cosine = term;
#pragma GCC unroll 8 /* so that nothing is divided by what is not known */
    for (int k = 2; k <= 16; k += 2) {
        term = -term * square / BILLION / (k * (k - 1));
        cosine += term;
    }
    return cosine;
}

/* The whole square root of 0..2^62, rounded down: the machine's, put right by whole numbers. */
static int64_t root(int64_t value)
{
    int64_t guess = (int64_t)sqrt((double)value);
    while (guess * guess > value)
        guess--;
    while ((guess + 1) * (guess + 1) <= value)
        guess++;
    return guess;
}

bool place_is_known(struct cell cell)
{
    return cell.lat || cell.lon;
}

int32_t place_metres(struct cell a, struct cell b)
{
    int64_t north = clamped((int64_t)a.lat - b.lat, FAR), east = clamped((int64_t)a.lon - b.lon, FAR);
    int64_t north_cm = north * MM_PER_MILLIDEGREE / 10;
    int64_t east_cm = east * cosine_of_mean((int64_t)a.lat + b.lat) / 1000 * MM_PER_MILLIDEGREE / (BILLION / 100);
    return (int32_t)((root(north_cm * north_cm + east_cm * east_cm) + 50) / 100);
}

/* Milliseconds for a metre of straight line: 1.3 metres of way at the speed of the mode. */
static int64_t ms_per_metre(enum travel_mode mode)
{
    switch (mode) {
    case TRAVEL_EBIKE:
        return 260; /* 18 km/h */
    case TRAVEL_BUS:
        return 312; /* 15 km/h */
    case TRAVEL_NONE:
    case TRAVEL_WALK:
        break;
    }
    return 1040; /* 4.5 km/h */
}

/* Parking, or waiting for the bus. */
static int64_t fixed_ms(enum travel_mode mode)
{
    switch (mode) {
    case TRAVEL_EBIKE:
        return 3 * MS_MINUTE;
    case TRAVEL_BUS:
        return 8 * MS_MINUTE;
    case TRAVEL_NONE:
    case TRAVEL_WALK:
        break;
    }
    return 0;
}

int64_t place_travel_ms(struct cell a, struct cell b, enum travel_mode mode)
{
    if (a.lat == b.lat && a.lon == b.lon)
        return 0;
    return place_metres(a, b) * ms_per_metre(mode) + fixed_ms(mode);
}

/* North and then east is no shorter, and no degree is longer than one of latitude. */
int64_t place_travel_most_ms(struct cell a, struct cell b, enum travel_mode mode)
{
    int64_t north = (int64_t)a.lat - b.lat, east = (int64_t)a.lon - b.lon;
    int64_t degrees = (north < 0 ? -north : north) + (east < 0 ? -east : east);
    return (degrees * MM_PER_MILLIDEGREE / 1000 + 1) * ms_per_metre(mode) + fixed_ms(mode);
}

int32_t place_reach_metres(int64_t way_ms)
{
    int64_t most = 0;
    for (enum travel_mode mode = TRAVEL_WALK; mode <= TRAVEL_BUS; mode++) {
        int64_t metres = (way_ms - fixed_ms(mode)) / ms_per_metre(mode);
        most = metres > most ? metres : most;
    }
    return most < INT32_MAX ? (int32_t)most : INT32_MAX;
}

/* Degrees of longitude are the shorter the farther from the equator; metres were rounded. */
void place_box(struct cell place, int32_t metres, struct cell *box)
{
    int64_t north = (metres + INT64_C(1)) * 1000 / MM_PER_MILLIDEGREE + 1;
    int64_t edge = (place.lat < 0 ? -(int64_t)place.lat : place.lat) + north;
    int64_t cosine = edge < FAR ? cosine_of_mean(2 * edge) : 0;
    box->lat = (int32_t)north;
    box->lon = (int32_t)(cosine * 4 * FAR > north * BILLION ? north * BILLION / cosine + 1 : 4 * FAR);
}
