/* A plan of days as the skeleton's long computation (V16). */
#ifndef ANXIN_MATCHING_DAYPLAN_MAKE_H
#define ANXIN_MATCHING_DAYPLAN_MAKE_H

#include "matching.h"

extern const struct job dayplan_job;

#endif
