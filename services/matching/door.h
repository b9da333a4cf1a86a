/* What proves by position that a worker is at the home (D2 row 14, V14). Pure. */
#ifndef ANXIN_MATCHING_DOOR_H
#define ANXIN_MATCHING_DOOR_H

#include "rules/place.h"

enum door_verdict { DOOR_THERE, DOOR_INEXACT, DOOR_FAR };

/* `accuracy` and `radius` in metres: a position that may be wrong by more than the radius proves nothing. */
enum door_verdict door_by_place(struct point home, struct point here, int64_t accuracy, int64_t radius);

#endif
