/* Inside of the engine: what is kept besides a person's lists, so that a choice need not read them. */
#ifndef ANXIN_MATCHING_FOLLOW_H
#define ANXIN_MATCHING_FOLLOW_H

#include "people.h"

/* Makes room for one more item; before one that is there goes. -1: no memory. */
int follow_reserve(struct pool *pool, struct person *person, enum person_list which, const void *item);
int follow_touch(struct pool *pool, enum person_list which, const void *item);
/* `times` 1: the item has come to that place, -1: it goes. */
void follow(struct pool *pool, struct person *person, enum person_list which, int place, const void *item, int times);

#endif
