/* Storing which stations there are. */
#ifndef ANXIN_ROSTER_STATION_STORE_H
#define ANXIN_ROSTER_STATION_STORE_H

#include "store/store.h"

int home_station_save(struct store *store, const char *station); /* 0 or -1 */

/* 1 it is one, or none is known yet: a roster may be set up before the stations are; 0, -1. */
int home_station_fits(struct store *store, const char *station);

#endif
