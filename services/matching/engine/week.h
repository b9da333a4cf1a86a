/* Plans the visits of some days of a station, day after day (V16): whose starts are fixed as booked, so that what is
 * planned is who does which. Pure: over a snapshot, on any thread. */
#ifndef ANXIN_MATCHING_WEEK_H
#define ANXIN_MATCHING_WEEK_H

#include "rules/interval.h"
#include "rules/travel.h"

#include "plan.h"

#define WEEK_NOBODY (-1)
#define WEEK_ROW 14

/* Time of a worker that is taken by something else. */
struct week_block {
    struct interval time;
    struct cell place;
    bool apart; /* between it and a visit there must be time to hand over and for the way (V2) */
};

struct week_worker {
    struct cell home;
    enum travel_mode mode;
    int blocks, blocked;  /* rows of `block`: first and count; in order of start */
    int works, worked;    /* rows of `work`: first and count */
    int64_t week_most[2]; /* work still free in the first civil week that is planned, and in the next one */
};

struct week_candidate {
    int worker;
    int64_t price; /* ms of way that it is worth */
};

struct week_visit {
    struct interval time;
    struct cell place;
    int candidates, count; /* rows of `candidate`: first and count; in order of worker */
    int present;           /* who has it in the running plan, WEEK_NOBODY */
    int chosen;            /* filled */
    bool critical;         /* its time is: left out after all others (V10) */
};

struct week_limits {
    int64_t handover_ms;
    int64_t day_ms, rest_ms;      /* work of a day, rest between two (V4) */
    int64_t stretch_ms, pause_ms; /* after so much work a pause so long */
    int visits_most;              /* of a day */
    int days_row;                 /* days of work in a row, before one is free; at most WEEK_ROW, 0: no limit */
    int64_t left_out;             /* what a visit costs that nobody does, ms of way */
    int64_t uneven;               /* times the square of a worker's hours of the day (V21), ms of way */
};

/* Everything is the caller's; candidates, workers and visits in order of start. */
struct week {
    const struct travel *travel;
    struct week_limits limits;
    int workers, visits;
    const struct week_worker *worker;
    struct week_visit *visit;
    const struct week_candidate *candidate;
    const struct week_block *block;
    const struct interval
        *work; /* visits beside the plan, worked or to come: they count for days, nights and days off */
    uint64_t seed;
    int64_t moves; /* of each day's search, at most */
};

/* Fills `chosen` of every visit: nobody is chosen against the limits, ways and taken times. A visit for which nobody is
 * chosen stays with `present`, and no other is given against that. What is chosen costs no more than the running plan,
 * as far as that breaks no rule itself. The same week gives the same answer. 0; -1 no memory. */
int week_plan(struct week *week);

/* How evenly the work of the days is spread over all workers (V21), theirs beside the plan included: minutes of who has
 * least and most, and the Gini coefficient in thousandths: 0 all have the same, nearly 1000 one has all. */
struct week_spread {
    int64_t least_min, most_min;
    int gini;
};
/* Of the plan that was made, or of the running one. 0; -1 no memory. */
int week_spread(const struct week *week, bool running, struct week_spread *spread);

/* ---- a plan made by hand (V18) ---- */

struct week_drawn {
    int worker;    /* WEEK_NOBODY */
    int64_t start; /* on the day of the visit */
};

struct week_fault {
    enum plan_rule rule;
    int visit, worker; /* no visit (-1) where the rule is of a whole day or week */
    int64_t day;       /* which begins then; of a week its Monday */
    int64_t amount;    /* as in plan_fault */
};

/* Checks each visit as drawn by the same limits, ways and taken times as week_plan keeps; whether the worker may do it
 * is not asked. Writes at most `room` faults, day after day, and tells how many there are in `count`. 0; -1 no memory.
 */
int week_check(const struct week *week, const struct week_drawn *drawn, struct week_fault *faults, int room,
               int *count);

/* ---- what of a plan is not to be done (I11) ---- */

struct week_objection {
    int visit; /* which is drawn for somebody who does not have it */
    enum plan_rule rule;
};

/* Which changes of the running plan (`present`) to this one break a rule beside all that is drawn: at most one of each
 * worker. What is broken without any change is nobody's fault here. Draw them back and ask again. How many, of which
 * there is room for one a worker; -1 no memory. */
int week_object(const struct week *week, const struct week_drawn *drawn, struct week_objection *objections);

#endif
