/* Places as coarse cells and travel between them (2-FEATURES V3, A1.7). One datum per deployment; never mixed. */
#ifndef ANXIN_RULES_PLACE_H
#define ANXIN_RULES_PLACE_H

#include <stdbool.h>
#include <stdint.h>

/* A coarse cell: latitude and longitude in thousandths of a degree (about 100 m). {0,0} means unknown. */
struct cell {
    int32_t lat, lon;
};

enum travel_mode { TRAVEL_NONE, TRAVEL_WALK, TRAVEL_EBIKE, TRAVEL_BUS };

bool place_is_known(struct cell cell);

/* Straight-line metres between two cells (equirectangular, good to 0.1 % within a district), rounded to the nearest. */
int32_t place_metres(struct cell a, struct cell b);

/* Travel time in milliseconds: metres x 1.3 / speed + fixed minutes; walk 4.5 km/h + 0, e-bike 18 + 3 min, bus 15 + 8.
 * The same cell costs 0. TRAVEL_NONE goes on foot. */
int64_t place_travel_ms(struct cell a, struct cell b, enum travel_mode mode);

/* A way of that time leads no farther, whatever the mode: straight-line metres. */
int32_t place_reach_metres(int64_t way_ms);

/* What is within so many metres lies no more than box->lat and box->lon thousandths of a degree away, and within the
 * ellipse that fills that box. */
void place_box(struct cell place, int32_t metres, struct cell *box);

/* No less than place_travel_ms, roughly, and quicker. */
int64_t place_travel_most_ms(struct cell a, struct cell b, enum travel_mode mode);

#endif
