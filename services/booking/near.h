/* The nearest stations (A2.4, BK18). Pure. */
#ifndef ANXIN_BOOKING_NEAR_H
#define ANXIN_BOOKING_NEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/place.h"

#define NEAR_MAX 64

struct near_station {
    char station[33];
    char name[121];
    struct cell cell;
    bool serves;    /* covers the community asked about */
    int32_t metres; /* set by near_order; INT32_MAX when a place is unknown */
};

struct near_list {
    int count;
    struct near_station at[NEAR_MAX];
};

/* A community and how far its centre is; INT32_MAX and "" when no place is known. */
struct near_community {
    char community[33];
    int32_t metres;
};

bool cell_is_known(struct cell cell);

/* Orders by distance from `from`, then by code: the same facts give the same order everywhere. */
void near_order(struct near_list *list, struct cell from);

#endif
