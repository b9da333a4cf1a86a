/* What the parts of anxin plan for VRPTW share. */
#ifndef ANXIN_CTL_PLAN_VRPTW_H
#define ANXIN_CTL_PLAN_VRPTW_H

#include "services/matching/engine/tours.h"

/* No tours of this problem, which must have some, are shorter. 0 or -1: no memory. */
int vrptw_bound(const struct tour_problem *problem, double *bound);

#endif
