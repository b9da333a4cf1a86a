/* What services keep of one another's records, at rest (oracle 5, ruling 12). */
#ifndef ANXIN_SIM_COPIES_H
#define ANXIN_SIM_COPIES_H

#include "run.h"

/* Compares all of it, of nodes that are stopped and had applied everything. */
void copies_check(struct run *run);

#endif
