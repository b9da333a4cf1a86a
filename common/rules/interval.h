/* Half-open intervals [start, end) of milliseconds. */
#ifndef ANXIN_RULES_INTERVAL_H
#define ANXIN_RULES_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

struct interval {
    int64_t start, end;
};

bool interval_is_valid(struct interval i);                   /* start < end */
bool interval_overlap(struct interval a, struct interval b); /* touching ends do not overlap */
bool interval_holds(struct interval outer, struct interval inner);

#endif
