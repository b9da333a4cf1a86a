/* Inside of the engine: a search over a profile: who is near (near.c), and who of them has time (busy.c). */
#ifndef ANXIN_MATCHING_SEARCH_H
#define ANXIN_MATCHING_SEARCH_H

#include "asking.h"

/* Who is being looked for. */
struct search {
    struct asking *asking;
    uint32_t from, until;                         /* seconds */
    int sexes;                                    /* a bit of each index_sex() that may come */
    bool plain;                                   /* who has time passes */
    double near[TRAVEL_MODES], far[TRAVEL_MODES]; /* squares of metres: certainly within reach, certainly not */
    double farthest;                              /* the greatest of those */
    bool alone[TRAVEL_MODES];                     /* who goes about so comes from no other day, and goes to none */
    const struct day *day;                        /* of the visit; NULL: nothing is taken */
    struct interval whole;                        /* that day */
    /* minutes of it: what ends by the one or starts from the other on leaves time for every way there is */
    int free_before[TRAVEL_MODES], free_after[TRAVEL_MODES];
    int from_minute, until_minute;  /* what ends after the one and starts before the other overlaps */
    uint64_t wide[TRAVEL_MODES];    /* half hours of those minutes: what touches none of them leaves time */
    uint64_t inner;                 /* and what fills one of them overlaps */
    double north[SPOT], east[SPOT]; /* squares of metres to each row and column of the spot that is looked at */
};

/* Once the demand, and near and far, are filled in. */
void busy_fill(struct search *search);
int busy_reserve(struct index *index); /* for all who are near. -1: no memory */
/* Lets come what is asked of the time of somebody who is near. */
void busy_fetch(const struct search *search, uint32_t slot);
/* Asks those who are near of their time, and whatever else is left to ask; who passes contends. */
void busy_ask(struct search *search);

#endif
