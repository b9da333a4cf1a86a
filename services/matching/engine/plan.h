/* Days of several visits each (V2, V4, V10, V11, V16, V17, V21, V25): who does which visit, in which order, and when.
 * Pure: numbers in, numbers out. Times, ways and durations are whole numbers of one unit of the caller's (milliseconds
 * for a station, thousandths for a benchmark); prices are per that unit or as told. */
#ifndef ANXIN_MATCHING_PLAN_H
#define ANXIN_MATCHING_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#define PLAN_NOBODY (-1)
#define PLAN_NOWHERE (-1)
#define PLAN_TASKS 2
#define PLAN_MODES 4
#define PLAN_NEVER INT64_MAX

/* Ways between places by one mode of travel: time[from * places + to]. Borrowed from the caller. */
struct plan_ways {
    const int32_t *time;
};

struct plan_worker {
    int mode;
    int start, end;      /* places where the day begins and ends */
    int64_t from;        /* may leave `start` then */
    int64_t until;       /* must be at `end` by then; PLAN_NEVER: no limit */
    int64_t work_most;   /* visits and ways of the day (V4); PLAN_NEVER */
    int visits_most;     /* (V4); INT32_MAX */
    int64_t stretch;     /* after so much work without a pause ... PLAN_NEVER */
    int64_t pause;       /* ... one so long (V4) */
    int blocks, blocked; /* the worker's rows in plan_problem.blocked: first and count */
};

/* Time of a worker that is taken: a class, a hearing, a leave. In order of start within a worker. */
struct plan_block {
    int64_t start, end;
    int place;  /* between it and a visit there must be time for the way (V2); PLAN_NOWHERE: there is none */
    bool night; /* the rest before another day: who works into it comes back too late (V4) */
};

/* Who may do a task, and what it costs beside the way: wishes and continuity not met, another worker than in the
 * running plan (V17). In order of worker. */
struct plan_candidate {
    int worker;
    int64_t price;
};

/* The part of a visit that one worker does. */
struct plan_task {
    int64_t duration;
    int candidates, count; /* rows in plan_problem.candidates: first and count */
};

enum plan_relation {
    PLAN_SINGLE,
    PLAN_TOGETHER, /* both tasks start at once */
    PLAN_APART     /* the second starts gap_least to gap_most after the first */
};

struct plan_visit {
    int place;
    int64_t earliest; /* no task starts before */
    int64_t due;      /* a start after it is late, and costs */
    int64_t latest;   /* no task may start after it (V10); PLAN_NEVER */
    int tasks;        /* 1, or 2 by two different workers (V11) */
    enum plan_relation relation;
    struct plan_task task[PLAN_TASKS];
    int64_t gap_least, gap_most;
    int64_t left_out; /* what it costs when nobody does it */
    int64_t planned;  /* its start in the running plan; PLAN_NEVER: none */
};

struct plan_prices {
    int64_t way;   /* a unit of way */
    int64_t late;  /* a unit of lateness, of every task */
    int64_t worst; /* a unit of the greatest lateness */
    int64_t moved; /* a visit that starts more than `tolerance` away from `planned` (V17) */
    int64_t tolerance;
    int64_t uneven; /* times the square of a worker's work, in units of even_unit (V21); 0: not counted */
    int64_t even_unit;
};

/* Everything is borrowed from the caller and unchanged. */
struct plan_problem {
    int places, modes;
    struct plan_ways ways[PLAN_MODES];
    int workers, visits, candidates, blocks;
    const struct plan_worker *worker;
    const struct plan_visit *visit;
    const struct plan_candidate *candidate;
    const struct plan_block *block;
    struct plan_prices prices;
};

/* A plan: the visits in one order, and for each who does its tasks. Start times follow: everybody goes on as early as
 * the order allows. */
struct plan {
    int *order;                /* visits */
    int (*worker)[PLAN_TASKS]; /* PLAN_NOBODY in all tasks: left out */
    int64_t (*start)[PLAN_TASKS];
    int64_t cost;
};

/* Room for a plan of so many visits, all left out. 0 or -1: no memory. */
int plan_make(struct plan *plan, int visits);
void plan_free(struct plan *plan);
void plan_copy(struct plan *to, const struct plan *from, int visits);

struct plan_effort {
    uint64_t seed;
    int64_t moves;               /* moves tried at most; PLAN_NEVER when `spent` decides */
    double (*spent)(void *self); /* share of the time that is gone, 1 ends; NULL: the moves decide */
    void *self;
};

struct plan_result {
    int64_t moves, kept;
};

/* Improves `plan`: simulated annealing from it over moves of visits, pairs and ends of days. What comes back costs no
 * more than what came in and breaks no rule (plan_check finds nothing that it did not find before); the same problem,
 * plan, seed and number of moves give the same result. The plan that comes in may leave all visits out. 0; -1 no
 * memory; -2 the plan that came in breaks a rule. */
int plan_improve(const struct plan_problem *problem, struct plan *plan, const struct plan_effort *effort,
                 struct plan_result *result);

/* ---- a plan checked by somebody who did not make it (V18) ---- */

enum plan_rule {
    PLAN_RULE_NONE,
    PLAN_RULE_WORKER,    /* the worker may not do the task */
    PLAN_RULE_HALF,      /* one task of two is left out */
    PLAN_RULE_SAME,      /* one worker does both tasks */
    PLAN_RULE_EARLY,     /* starts before the visit's earliest */
    PLAN_RULE_REST,      /* the day's first starts before the worker may begin, the way included */
    PLAN_RULE_LATEST,    /* starts after the visit's latest */
    PLAN_RULE_TOGETHER,  /* the tasks do not start at once */
    PLAN_RULE_GAP,       /* the second task starts too soon or too late after the first */
    PLAN_RULE_WAY,       /* not enough time since the visit before */
    PLAN_RULE_BLOCK,     /* in time that is taken */
    PLAN_RULE_BLOCK_WAY, /* not enough time for the way from or to what is taken */
    PLAN_RULE_PAUSE,     /* no pause in too long a stretch */
    PLAN_RULE_WORK,      /* too much work */
    PLAN_RULE_VISITS,    /* too many visits */
    PLAN_RULE_HOME,      /* not back in time, or without the rest before the next day */
    PLAN_RULE_WEEK,      /* too much work in a week: of plans of several days (week_check) */
    PLAN_RULE_DAY_OFF,   /* too many days of work in a row: likewise */
    PLAN_RULES
};
const char *plan_rule_code(enum plan_rule rule); /* "way" */
enum plan_rule plan_rule_of(const char *code);   /* PLAN_RULE_NONE when unknown */
const char *plan_rule_label(enum plan_rule rule);
const char *plan_rule_label_en(enum plan_rule rule);

struct plan_fault {
    enum plan_rule rule;
    int visit, task, worker; /* -1 where the rule is of the whole day */
    int64_t amount;          /* by how much, in units; 1 where it cannot be measured */
};

struct plan_report {
    int64_t way, late, worst; /* sums over the plan */
    int left_out, moved;
    int64_t price;                 /* of candidates */
    int64_t most_work, least_work; /* of the workers (V21) */
    int64_t cost;
    int faults; /* all of them; the first so many are written */
};

/* Reads only the starts and workers of the plan, never its order or cost; each worker's visits are taken by start.
 * Writes at most `room` faults. 0 or -1: no memory. */
int plan_check(const struct plan_problem *problem, const struct plan *plan, struct plan_report *report,
               struct plan_fault *faults, int room);

#endif
