/* How this set reckons with ways (2-FEATURES V3): the numbers of [anxin], and the operator's matrix. */
#ifndef ANXIN_SERVICE_WAYS_H
#define ANXIN_SERVICE_WAYS_H

#include "base/config.h"
#include "rules/travel.h"

/* `matrix` (may be NULL) stays the caller's, who keeps it as long as `travel` is used. */
void ways_take(struct travel *travel, const struct config *config, const struct travel_matrix *matrix);

#endif
