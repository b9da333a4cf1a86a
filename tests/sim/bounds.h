/* Oracle 8: what waits, and what a store remembers of others, stays within the limits that the product states. */
#ifndef ANXIN_SIM_BOUNDS_H
#define ANXIN_SIM_BOUNDS_H

#include "node.h"

/* Of a process that runs: what it holds in memory, its WAL, the streams of outside systems. */
void bounds_watch(const struct node *node);
/* Of a store: rows that are kept for others. */
extern const struct invariant bounds_rows[];

#endif
