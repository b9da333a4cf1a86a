/* Places as coarse cells (2-FEATURES V3, A1.7). One datum per deployment (`datum` of [anxin]); never mixed. */
#ifndef ANXIN_RULES_PLACE_H
#define ANXIN_RULES_PLACE_H

#include <stdbool.h>
#include <stdint.h>

/* A coarse cell: latitude and longitude in thousandths of a degree (about 100 m). {0,0} means unknown. */
struct cell {
    int32_t lat, lon;
};

/* An exact place: millionths of a degree (about 10 cm). Personal where it is somebody's home. */
struct point {
    int32_t lat, lon;
};

bool place_is_known(struct cell cell);
bool place_is_half(struct cell cell); /* one of the two was not told */
bool place_is_same(struct cell a, struct cell b);

/* The square of the straight line between two cells in centimetres (equirectangular, good to 0.1 % within a district):
 * for comparing. */
int64_t place_square_cm(struct cell a, struct cell b);

/* Straight-line metres between two cells, rounded to the nearest; and no less than that, roughly, and quicker. */
int32_t place_metres(struct cell a, struct cell b);
int64_t place_metres_most(struct cell a, struct cell b);

/* Straight-line metres between two points; INT32_MAX when they are more than half a degree apart. */
int32_t place_point_metres(struct point a, struct point b);

/* "22.523456,113.041234": degrees, latitude first, with four to seven decimals. 0, or -1: it is none. And back. */
#define PLACE_POINT 32
#define PLACE_POINT_FORM "Must be LATITUDE,LONGITUDE in degrees with four to seven decimals, like 22.523456,113.041234."
int place_point_read(const char *text, struct point *point);
void place_point_write(const struct point *point, char text[PLACE_POINT]);

/* How many metres a thousandth of a degree is: of latitude, and the least and the most that one of longitude is between
 * a place and another that lies no more than PLACE_BAND of them farther north or south. */
#define PLACE_NORTH_METRES 111.195
#define PLACE_BAND 500
void place_east_metres(struct cell place, double *least, double *most);

/* What is within so many metres lies no more than box->lat and box->lon thousandths of a degree away, and within the
 * ellipse that fills that box. */
void place_box(struct cell place, int32_t metres, struct cell *box);

#endif
