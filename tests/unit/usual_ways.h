/* How long ways take where nobody has set anything else (C2). */
#ifndef ANXIN_TESTS_USUAL_WAYS_H
#define ANXIN_TESTS_USUAL_WAYS_H

#include "rules/travel.h"

static const struct travel usual_ways = {
    .datum = "wgs84", .detour_pct = 130, .m_h = {0, 4500, 18000, 15000}, .fixed_min = {0, 0, 3, 8}};

#endif
