/* A plan of days as the skeleton's long computation (V16). */
#ifndef ANXIN_MATCHING_DAYPLAN_MAKE_H
#define ANXIN_MATCHING_DAYPLAN_MAKE_H

#include "matching.h"

#define DAYPLAN_VISITS 500 /* of one plan */
#define DAYPLAN_WORKERS 500

extern const struct job dayplan_job;

#endif
