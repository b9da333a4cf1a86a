/* Inside of the engine: what is kept besides a person's lists, so that a choice need not read them. */
#ifndef ANXIN_MATCHING_FOLLOW_H
#define ANXIN_MATCHING_FOLLOW_H

#include "people.h"

/* The household that an item names; "" none. */
const char *follow_household(enum person_list which, const void *item);
/* Makes room for one more item. -1: no memory. */
int follow_reserve(struct pool *pool, struct person *person, enum person_list which, const void *item);
/* `times` 1: the item has come to that place, -1: it goes. */
void follow(struct pool *pool, struct person *person, enum person_list which, int place, const void *item, int times);

#endif
