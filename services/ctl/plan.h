/* anxin plan: a file of one of the public formats, planned by matching's engine, checked by other code (V25). */
#ifndef ANXIN_CTL_PLAN_H
#define ANXIN_CTL_PLAN_H

#include "services/ctl/ctl.h"
#include "services/matching/engine/plan.h"

/* What is to be planned, and how hard. */
struct plan_asked {
    const char *file, *text; /* name and content, ended by NUL */
    uint64_t seed;
    int64_t moves;   /* PLAN_NEVER: the seconds decide */
    double seconds;  /* of this thread's processor time */
    bool patient;    /* however long they take */
    const char *svg; /* file to draw into, or NULL */
};

/* What came out. Objective and bound in the benchmark's own unit, from the checker and not from the search. */
struct plan_outcome {
    const char *format, *label; /* "vrptw"; what it is, in words */
    double objective, bound;    /* no plan costs less than the bound */
    bool optimal;               /* proven */
    int violations;
    int64_t moves;
    json_t *faults; /* object: rule -> how often; NULL: none */
    json_t *rows;   /* what is printed of the plan: an array of lines, text */
    json_t *pairs;  /* likewise as data: who has what and why, where prices prove it; NULL: none */
};

/* Each reads its format and plans. CTL_DONE, or another exit code after saying what is wrong and where. */
int plan_hhcrsp(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome);
int plan_vrptw(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome);
int plan_assign(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome);

/* What the picture says below its title. */
void plan_note(const struct plan_asked *asked, const struct plan_outcome *outcome, char *note, size_t size);

/* A clock for a search: the share of the seconds that is spent (`self` is a plan_clock). */
struct plan_clock {
    double seconds, cpu_from, wall_from;
    bool patient;
};
void plan_clock_start(struct plan_clock *clock, const struct plan_asked *asked);
double plan_clock_spent(void *self);
double plan_clock_used(const struct plan_clock *clock); /* seconds of processor time */

#endif
