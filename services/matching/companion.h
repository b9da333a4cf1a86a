/* Visits that go along with another one, the lead, and whose way it is to be visits like others: somebody who works
 * beside the lead's worker at the same time (V11), and who stands in on the rest days of a worker who lives in (V5).
 * The lead alone moves the booking. Who works beside is found first, so that nobody is promised who could not work
 * alone; rest days are filled once the lead has a worker. */
#ifndef ANXIN_MATCHING_COMPANION_H
#define ANXIN_MATCHING_COMPANION_H

#include "match.h"

#define COMPANION_WAITS "companion" /* what a planned lead waits for: who works beside its worker is asked */

/* How many must be able to come at once to a visit for which somebody is looked: part of match_prepare. 0, -1. */
int companion_demand(const struct unit *unit, const struct visit *visit, struct search *search);

/* Has those found who work beside the lead's worker: COMPANIONS_THERE; else one is asked first and the lead waits, or
 * nobody can be had and it is given up: what a handler returns. */
enum { COMPANIONS_THERE = 2 };
int companion_find(struct unit *unit, struct visit *lead, struct search *search);

/* A visit has got a worker, or cannot have one: what follows for its lead, or for those who go along with it, is looked
 * at in a unit of its own (companion_due). */
int companion_note(struct unit *unit, const struct visit *was, const struct visit *is);
int companion_due(struct unit *unit, const char *subject, int64_t due);

/* The lead is over, or nobody is to be had for it: so are its companions, those that the trigger can move. */
int companion_end(struct unit *unit, const struct visit *lead, enum visit_trigger trigger, const char *reason);

/* The rest day of that number, from 0 on, of who lives in: four in twenty-six days, evenly (V5). False: there are no
 * more. */
bool companion_rest(struct interval time, int number, struct interval *rest);

#endif
