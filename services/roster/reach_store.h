/* Where what messages are about is (V24). */
#ifndef ANXIN_ROSTER_REACH_STORE_H
#define ANXIN_ROSTER_REACH_STORE_H

#include "service/reach.h"

extern const struct statements roster_reach_sql;
extern const struct reach_row roster_reach[];

#endif
