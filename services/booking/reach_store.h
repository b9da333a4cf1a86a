/* Where what messages are about is (V24). */
#ifndef ANXIN_BOOKING_REACH_STORE_H
#define ANXIN_BOOKING_REACH_STORE_H

#include "service/reach.h"

extern const struct statements booking_reach_sql;
extern const struct reach_row booking_reach[];

#endif
