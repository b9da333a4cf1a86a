/* By how far the worker is from the home. */
#include "door.h"

enum door_verdict door_by_place(struct point home, struct point here, int64_t accuracy, int64_t radius)
{
    if (accuracy > radius)
        return DOOR_INEXACT;
    return place_point_metres(home, here) > radius ? DOOR_FAR : DOOR_THERE;
}
