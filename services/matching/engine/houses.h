/* Inside of the engine: who comes to a household or must not, counted with each hold, past visit and prohibited pair.
 */
#ifndef ANXIN_MATCHING_HOUSES_H
#define ANXIN_MATCHING_HOUSES_H

#include "people.h"

/* Makes room for one more of each, so that the next two cannot fail. -1: no memory. */
int house_reserve(struct pool *pool, const char *household);
void house_know(struct pool *pool, const char *household, struct person *person, int times); /* 1 or -1 */
void house_ban(struct pool *pool, const char *household, struct person *person, bool banned);
void houses_sweep(struct pool *pool); /* at the end of a unit: those that nobody knows go */
void houses_close(struct pool *pool);

#endif
