/* Distances in whole numbers only, so that every machine computes the same metre: a choice of worker that was explained
 * on one must hold on all. */
#include "rules/place.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BILLION INT64_C(1000000000)
#define MM_PER_MILLIDEGREE INT64_C(111195) /* a thousandth of a degree of latitude on a sphere of radius 6371 km */
#define MILLION INT64_C(1000000)
#define FAR INT64_C(90000) /* thousandths of a degree; what is farther counts as this far */

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

bool place_is_half(struct cell cell)
{
    return (cell.lat == 0) != (cell.lon == 0);
}

bool place_is_same(struct cell a, struct cell b)
{
    return a.lat == b.lat && a.lon == b.lon;
}

int64_t place_square_cm(struct cell a, struct cell b)
{
    int64_t north = clamped((int64_t)a.lat - b.lat, FAR), east = clamped((int64_t)a.lon - b.lon, FAR);
    int64_t north_cm = north * MM_PER_MILLIDEGREE / 10;
    int64_t east_cm = east * cosine_of_mean((int64_t)a.lat + b.lat) / 1000 * MM_PER_MILLIDEGREE / (BILLION / 100);
    return north_cm * north_cm + east_cm * east_cm;
}

int32_t place_metres(struct cell a, struct cell b)
{
    return (int32_t)((root(place_square_cm(a, b)) + 50) / 100);
}

/* North and then east is no shorter, and no degree is longer than one of latitude. */
int64_t place_metres_most(struct cell a, struct cell b)
{
    int64_t north = (int64_t)a.lat - b.lat, east = (int64_t)a.lon - b.lon;
    int64_t degrees = (north < 0 ? -north : north) + (east < 0 ? -east : east);
    return degrees * MM_PER_MILLIDEGREE / 1000 + 1;
}

/* The cosine falls from the equator to the poles. */
void place_east_metres(struct cell place, double *least, double *most)
{
    int64_t lat = place.lat < 0 ? -(int64_t)place.lat : place.lat, nearer = 2 * lat - PLACE_BAND;
    *least = PLACE_NORTH_METRES * (double)cosine_of_mean(2 * lat + PLACE_BAND) / (double)BILLION;
    *most = PLACE_NORTH_METRES * (double)cosine_of_mean(nearer > 0 ? nearer : 0) / (double)BILLION;
}

/* Degrees of longitude are the shorter the farther from the equator; metres were rounded. */
void place_box(struct cell place, int32_t metres, struct cell *box)
{
    int64_t north = (metres + INT64_C(1)) * 1000 / MM_PER_MILLIDEGREE + 1;
    int64_t edge = (place.lat < 0 ? -(int64_t)place.lat : place.lat) + north;
    int64_t cosine = edge < FAR ? cosine_of_mean(2 * edge) : 0;
    box->lat = (int32_t)north;
    box->lon = (int32_t)(cosine > 0 && cosine * 4 * FAR > north * BILLION ? north * BILLION / cosine + 1 : 4 * FAR);
}

/* ---- points ---- */

int32_t place_point_metres(struct point a, struct point b)
{
    int64_t north = (int64_t)a.lat - b.lat, east = (int64_t)a.lon - b.lon;
    if (llabs(north) > MILLION / 2 || llabs(east) > MILLION / 2)
        return INT32_MAX;
    int64_t north_mm = north * MM_PER_MILLIDEGREE / 1000;
    int64_t east_mm = east * cosine_of_mean(((int64_t)a.lat + b.lat) / 1000) / 1000 * MM_PER_MILLIDEGREE / BILLION;
    return (int32_t)((root(north_mm * north_mm + east_mm * east_mm) + 500) / 1000);
}

/* Reads degrees at *text, of at most `most`, up to `end`; moves *text behind that. */
static int degrees_read(const char **text, char end, int64_t most, int32_t *millionths)
{
    bool south = **text == '-';
    const char *at = *text + south;
    size_t whole = strspn(at, "0123456789");
    size_t decimals = at[whole] == '.' ? strspn(at + whole + 1, "0123456789") : 0;
    if (whole < 1 || whole > 3 || decimals < 4 || decimals > 7 || at[whole + 1 + decimals] != end)
        return -1;
    int64_t value = 0;
    for (size_t i = 0; i < whole; i++)
        value = value * 10 + (at[i] - '0') * MILLION;
    for (int64_t i = 0, unit = MILLION / 10; i < (int64_t)decimals; i++, unit /= 10)
        value += (at[whole + 1 + (size_t)i] - '0') * unit;
    *millionths = (int32_t)(value > most * MILLION ? 0 : south ? -value : value);
    *text = at + whole + 1 + decimals + 1;
    return value > most * MILLION ? -1 : 0;
}

int place_point_read(const char *text, struct point *point)
{
    return degrees_read(&text, ',', 90, &point->lat) || degrees_read(&text, '\0', 180, &point->lon) ? -1 : 0;
}

static int degrees_write(char *to, size_t size, int32_t millionths)
{
    long long value = llabs((long long)millionths);
    return snprintf(to, size, "%s%lld.%06lld", millionths < 0 ? "-" : "", value / MILLION, value % MILLION);
}

void place_point_write(const struct point *point, char text[PLACE_POINT])
{
    int length = degrees_write(text, PLACE_POINT, point->lat);
    text[length++] = ',';
    degrees_write(text + length, (size_t)(PLACE_POINT - length), point->lon);
}
