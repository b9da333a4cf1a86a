/* Where what messages are about is (V24). */
#ifndef ANXIN_MEDIATION_REACH_STORE_H
#define ANXIN_MEDIATION_REACH_STORE_H

#include "service/reach.h"

extern const struct statements mediation_reach_sql;
extern const struct reach_row mediation_reach[];

#endif
