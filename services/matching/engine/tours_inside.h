/* Inside of the search for tours. */
#ifndef ANXIN_MATCHING_TOURS_INSIDE_H
#define ANXIN_MATCHING_TOURS_INSIDE_H

#include "dice.h"
#include "tours.h"

/* A tour with the depot at both ends: stop[0 .. length], of which 1 to length - 1 are stops. An empty one has length 1.
 */
struct tour {
    int length;
    int32_t load, way;
    int *stop;
    int32_t *leg;    /* the way to each */
    int32_t *leave;  /* when each can be left, given what is before */
    int32_t *latest; /* when each must start, given what is after */
};

struct tour_search {
    const struct tour_problem *problem;
    struct dice dice;
    int tours, empty;        /* tours in use, and how many of them are empty */
    struct tour *tour, *was; /* as they stand; as they were before this move */
    int *of;                 /* tour of a stop, -1: in none */
    int *near;               /* [stop * (stops - 1)]: all stops by their way, itself first */
    int32_t *into;           /* [to * stops + from]: the ways, by where they end */
    int touched_count, *touched;
    bool *is_touched, *is_ruined;
    int out_count, *out; /* stops taken out */
    double *key;
    int64_t cost;
    void *memory;
};

static inline int32_t way_of(const struct tour_problem *problem, int from, int to)
{
    return problem->way[(int64_t)from * problem->stops + to];
}

/* Remembers the tour as it is, once a move. */
void tour_touch(struct tour_search *search, int tour);
/* Reckons ways and times again: what stands at `first` to `last` has another stop before or after it than it had. */
void tour_reckon(struct tour_search *search, int tour, int first, int last);
void tour_copy(struct tour *to, const struct tour *from);
/* A stop, and what is reckoned of it, moves to another place in its tour. */
static inline void tour_shift(struct tour *tour, int to, int from)
{
    tour->stop[to] = tour->stop[from];
    tour->leg[to] = tour->leg[from];
    tour->leave[to] = tour->leave[from];
    tour->latest[to] = tour->latest[from];
}

void tours_ruin(struct tour_search *search);     /* strings of stops go to `out` */
void tours_recreate(struct tour_search *search); /* and come back */

#endif
