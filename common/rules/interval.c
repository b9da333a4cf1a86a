/* Half-open intervals. */
#include "rules/interval.h"

bool interval_is_valid(struct interval i)
{
    return i.start < i.end;
}

bool interval_overlap(struct interval a, struct interval b)
{
    return a.start < b.end && b.start < a.end;
}

bool interval_holds(struct interval outer, struct interval inner)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}
