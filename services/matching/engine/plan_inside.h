/* Inside of the planner: the search's copy of a plan, as days and as one order, and its timing. */
#ifndef ANXIN_MATCHING_PLAN_INSIDE_H
#define ANXIN_MATCHING_PLAN_INSIDE_H

#include "dice.h"
#include "plan.h"

/* A task of a visit as one number. Each worker's day has two more, its begin and its end, so that every task has one
 * before and one after it. They count as tasks of visits beyond the last, before and after all others in the order. */
#define OP(visit, task) (PLAN_TASKS * (visit) + (task))
#define OP_VISIT(op) ((op) / PLAN_TASKS)
#define OP_TASK(op) ((op) % PLAN_TASKS)
#define UNTIMED (INT64_MIN / 2) /* the start of a task that nobody does */

struct op {
    int64_t start, free; /* when it begins, and when its worker is free again */
    int64_t since;       /* when that worker's work began after the last pause */
    int before, after;   /* in its worker's day */
    int worker;          /* PLAN_NOBODY; of a second task also where there is none */
    int place;
    int64_t duration, earliest, due;
};

/* What the ops of a worker's day come to. */
struct load {
    int64_t work; /* visits and the ways to them */
    int visits;
};

/* A time before it was changed. */
struct trace {
    int op;
    int64_t start, free, since;
};

struct search {
    const struct plan_problem *problem;
    struct dice dice;
    struct op *ops;
    int begins, ends;      /* ops where the days of worker 0 begin and end; those of the others follow */
    int *order, *position; /* visit at a position, position of a visit */
    int64_t *price;        /* [op * workers + worker], PLAN_NEVER: may not */
    int *near;             /* [visit * near_count]: visits that may well be next to it */
    int near_count;
    struct load *load; /* of each worker */
    int over;          /* workers with more work or visits than they may have */
    bool loaded;       /* somebody's work is limited or has a price */
    bool bound;        /* some time is more than early, due and duration: a latest, a pause, a block, a day's end ... */
    int64_t fixed;     /* cost that days alone decide */
    int64_t timed;     /* the rest: of */
    int64_t late, worst, moved;
    uint64_t *stirred; /* positions whose times must be reckoned again */
    int stirred_low, stirred_words;
    struct trace *trace; /* of the last reckoning */
    int traces;
    struct plan best;
    void *memory;
};

static inline int64_t op_way(const struct search *search, int worker, int from, int to)
{
    const struct plan_problem *problem = search->problem;
    return problem->ways[problem->worker[worker].mode]
        .time[(int64_t)search->ops[from].place * problem->places + search->ops[to].place];
}

static inline int op_position(const struct search *search, int op)
{
    return search->position[OP_VISIT(op)];
}

static inline bool is_out(const struct search *search, int visit)
{
    return search->ops[OP(visit, 0)].worker == PLAN_NOBODY;
}

int search_open(struct search *search, const struct plan_problem *problem, uint64_t seed);
void search_close(struct search *search);
/* Takes a plan over. 0, or -2 when it breaks a rule. */
int search_load(struct search *search, const struct plan *plan);

/* ---- time: plan_time.c ---- */

/* Its worker, what is before it, or whether it is the last of its day has changed. To be told when the order stands.
 */
void time_stir(struct search *search, int op);
/* Reckons again what was stirred and whatever follows from it; `timed` is what it costs then. False, and all times are
 * as they were, when a rule is broken or it costs more than `most`. */
bool time_flow(struct search *search, int64_t most);

/* ---- days: plan_route.c ---- */

/* What it adds to the cost that the worker does the op between those two; without the price of uneven work. */
int64_t route_detour(const struct search *search, int op, int worker, int before, int after);
/* Takes an op out of its worker's day, or puts it in after `before`; what that adds to the cost. */
int64_t route_take(struct search *search, int op);
int64_t route_put(struct search *search, int op, int worker, int before);
/* The last op of a worker that stands before that position in the order and is not of that visit. */
int route_before(const struct search *search, int worker, int position, int visit);
/* The same for the worker of the op and its visit, from where the op is now. */
int route_beside(const struct search *search, int op, int position);
/* Two workers go on with each other's day after `a` and `b`; what that adds to the cost, without ways and prices. */
int64_t route_exchange(struct search *search, int a, int b);
/* Moves a visit in the order. */
void order_move(struct search *search, int visit, int to);

/* ---- moves: plan_moves.c, plan_moves_days.c ---- */

bool op_may(const struct search *search, int op, int worker); /* whether the worker may do it */
int move_task(struct search *search, int visit);              /* one of the visit's tasks, drawn at random */
/* What a move may add to the cost of times at most, before what it adds to that of days. */
int64_t move_room(struct search *search, double heat);
/* Keeps a move that is done in the days and stirred, or makes all times what they were; then the days are to be put
 * back. */
bool move_settle(struct search *search, int64_t fixed, int64_t room);
/* After one visit its worker goes on as the worker of a near one does from that on, and the other way round. */
bool move_tails(struct search *search, int visit, int beside, double heat);
/* The visit's worker and another one exchange their whole days. */
bool move_days(struct search *search, int visit, double heat);

/* Tries one move, drawn at random: kept when the cost is about `heat` above what it is, at most. True when it was. */
bool move_try(struct search *search, double heat);

#endif
