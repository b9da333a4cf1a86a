/* Where what messages are about is (V24). */
#ifndef ANXIN_NOTIFICATION_REACH_STORE_H
#define ANXIN_NOTIFICATION_REACH_STORE_H

#include "service/reach.h"

extern const struct statements notification_reach_sql;
extern const struct reach_row notification_reach[];

#endif
