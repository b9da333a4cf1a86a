/* Tours from one depot with loads and time windows (VRPTW; V2, V25): which stops each tour serves, in which order, for
 * the least way in all. Any number of tours. Pure; times, ways and loads are whole numbers of the caller's units. */
#ifndef ANXIN_MATCHING_TOURS_H
#define ANXIN_MATCHING_TOURS_H

#include "plan.h"

struct tour_stop {
    int32_t load;
    int32_t ready, due; /* service starts between them; who is early waits */
    int32_t service;    /* how long it takes */
};

struct tour_problem {
    int stops; /* stop 0 is the depot; its ready and due bound the day */
    const struct tour_stop *stop;
    const int32_t *way; /* way[from * stops + to]: time and cost alike */
    int32_t capacity;   /* of a tour */
};

/* Tour i serves stop[first[i]] to stop[first[i + 1] - 1]. Room for stops + 1 firsts and stops - 1 stops. */
struct tours {
    int count;
    int *first, *stop;
    int64_t cost;
};

int tours_make(struct tours *tours, int stops); /* 0 or -1: no memory */
void tours_free(struct tours *tours);

enum tour_rule {
    TOUR_RULE_MISSED = 1, /* a stop is on no tour */
    TOUR_RULE_TWICE,      /* ... or on two */
    TOUR_RULE_LOAD,
    TOUR_RULE_DUE,
    TOUR_RULE_HOME, /* back at the depot too late */
    TOUR_RULES
};
const char *tour_rule_code(enum tour_rule rule); /* "load" */

/* A stop that no tour can serve even alone: 0 when there is none (the depot is no stop); `rule` says why not. */
int tours_impossible(const struct tour_problem *problem, enum tour_rule *rule);

/* Slack induction by string removals (Christiaens, Vanden Berghe 2020): takes strings of neighbouring stops out of
 * tours and puts each back at its cheapest place, with annealing. Every stop must be possible. The same problem, seed
 * and number of moves give the same tours. 0 or -1: no memory. */
int tours_find(const struct tour_problem *problem, struct tours *tours, const struct plan_effort *effort,
               struct plan_result *result);

struct tour_report {
    int64_t way;
    int faults[TOUR_RULES]; /* how often each rule is broken */
    int broken;             /* all of them */
};
/* Reads the stops alone, never the cost. 0 or -1: no memory. */
int tours_check(const struct tour_problem *problem, const struct tours *tours, struct tour_report *report);

#endif
