/* Where what messages are about is (V24). */
#ifndef ANXIN_MATCHING_REACH_STORE_H
#define ANXIN_MATCHING_REACH_STORE_H

#include "service/reach.h"

extern const struct statements matching_reach_sql;
extern const struct reach_row matching_reach[];

#endif
