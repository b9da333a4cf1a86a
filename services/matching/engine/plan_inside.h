/* Inside of the planner: the search's copy of a plan, as routes and as one order, and its timing. */
#ifndef ANXIN_MATCHING_PLAN_INSIDE_H
#define ANXIN_MATCHING_PLAN_INSIDE_H

#include "dice.h"
#include "plan.h"

/* A task of a visit as one number: PLAN_TASKS * visit + task; -1 is the begin or end of a day. */
#define OP(visit, task) (PLAN_TASKS * (visit) + (task))
#define OP_VISIT(op) ((op) / PLAN_TASKS)
#define OP_TASK(op) ((op) % PLAN_TASKS)

/* How far a worker's day has come. */
struct day {
    int64_t free;  /* when the last visit ends */
    int64_t since; /* when work began after the last pause */
    int64_t work;  /* visits and ways */
    int32_t place, visits;
};

/* What timing has cost so far. Nothing of it ever shrinks, so a sum that is too high ends the reckoning. */
struct toll {
    int64_t late, worst, extra;
};

struct front {
    struct toll toll;
    struct day *day; /* of each worker */
};

struct search {
    const struct plan_problem *problem;
    struct dice dice;
    int *order, *position; /* visit at a position, position of a visit */
    int (*worker)[PLAN_TASKS];
    int *before, *after; /* of an op, in its worker's day */
    int *first, *last;   /* op of a worker */
    int64_t *price;      /* [op * workers + worker], PLAN_NEVER: may not */
    int *near;           /* [visit * near_count]: visits that may well be next to it */
    int near_count;
    struct front *front;  /* every FRONT_STEP positions, as the plan stands */
    struct front now;     /* being reckoned */
    int64_t fixed, timed; /* cost that routes alone decide, and the rest */
    int *saved_order, saved_from, saved_to;
    struct plan best;
    void *memory;
};

#define FRONT_STEP 8

int search_open(struct search *search, const struct plan_problem *problem, uint64_t seed);
void search_close(struct search *search);
/* Takes a plan over. 0, or -2 when it breaks a rule. */
int search_load(struct search *search, const struct plan *plan);

/* ---- time: plan_time.c ---- */

int64_t toll_sum(const struct plan_prices *prices, const struct toll *toll);
/* Goes on from `front` by one visit; its starts are written unless NULL. False when that breaks a rule. */
bool visit_pass(const struct plan_problem *problem, struct front *front, int visit, const int worker[PLAN_TASKS],
                int64_t start[PLAN_TASKS]);
/* What timing costs when everything from that position on may have changed; PLAN_NEVER when a rule is broken or it
 * comes to more than `most`. `keep` writes the fronts. */
int64_t search_time(struct search *search, int position, int64_t most, bool keep);

/* ---- routes: plan_route.c ---- */

/* Takes an op out of its worker's day, or puts it in after `before` (-1: first); what that adds to the cost. */
int64_t route_take(struct search *search, int op);
int64_t route_put(struct search *search, int op, int worker, int before);
/* The last op of a worker that stands before that position in the order, -1: none. */
int route_before(const struct search *search, int worker, int position);
int64_t route_way(const struct search *search, int worker, int from, int to); /* price of the way between two ops */
/* Moves a visit in the order. */
void order_move(struct search *search, int visit, int to);

/* ---- moves: plan_moves.c ---- */

/* Tries one move, drawn at random: kept when the cost is at most `slack` above what it is. True when it was kept. */
bool move_try(struct search *search, double heat);

#endif
