/* Where what messages are about is (V24). */
#ifndef ANXIN_TRAINING_REACH_STORE_H
#define ANXIN_TRAINING_REACH_STORE_H

#include "service/reach.h"

extern const struct statements training_reach_sql;
extern const struct reach_row training_reach[];

#endif
