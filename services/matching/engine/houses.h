/* Inside of the engine: who comes to a household or must not, counted with each hold, past visit and prohibited pair.
 */
#ifndef ANXIN_MATCHING_HOUSES_H
#define ANXIN_MATCHING_HOUSES_H

#include "people.h"

/* Let the memory come in which a household is looked for, those who come to it, and what is asked of them. */
void people_fetch_house(const struct pool *pool, const char *household);
void house_fetch_meetings(const struct house *house);
void house_fetch_people(const struct house *house);

/* The house of a household, NULL of "", made when it is not there: it lasts for the unit. -1: no memory. */
int house_make(struct pool *pool, const char *household, struct house **house);
int house_touch(struct pool *pool, struct house *house); /* it lasts for the unit; house may be NULL */
/* Make room for one more meeting, or ban, so that the next two cannot fail. -1: no memory. */
int house_reserve(struct pool *pool, struct house *house);
int house_reserve_ban(struct pool *pool, const char *household);
/* `times` 1: the meeting has come, -1: it goes. */
void house_know(struct house *house, const struct meeting *meeting, int times);
void house_ban(struct pool *pool, const char *household, struct person *person, bool banned);
void houses_sweep(struct pool *pool); /* at the end of a unit: those that nobody knows go */
void houses_close(struct pool *pool);

#endif
