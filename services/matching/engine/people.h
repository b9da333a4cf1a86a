/* Inside of the engine: how the pool holds a person. */
#ifndef ANXIN_MATCHING_PEOPLE_H
#define ANXIN_MATCHING_PEOPLE_H

#include "list.h"
#include "pool.h"

#define HOMES 16

struct person {
    struct worker_facts facts; /* facts.worker is the person's id, also of one who is no worker */
    bool worker;               /* roster has spoken of this person */
    bool touched;              /* saved for undo in this unit */
    struct list certs;         /* struct worker_cert */
    struct list leaves;        /* struct worker_leave, by (start, id) */
    struct list holds;         /* struct hold, by (start, id) */
    struct list pairs;         /* char[ID_SIZE]: households not to meet */
    struct list past;          /* struct past_visit */
    struct list answers;       /* struct offer_answer */
    int64_t longest;           /* no hold lasts longer */
    uint64_t homes[HOMES];     /* a bit for each household that a hold or a past visit names; some others share it */
};

struct pool {
    struct list people; /* struct person *, by id */
    struct list saved;  /* struct saved: what persons were before this unit */
    int swept;          /* whose past was looked at last in turn */
};

/* The person, to be changed: made when new, saved when this unit has not touched it yet. NULL: no memory. */
struct person *people_touch(struct pool *pool, const char *id);
bool people_is_nobody(const struct person *person); /* nothing is known of this person */
const struct person *people_find(const struct pool *pool, const char *id);
int people_count(const struct pool *pool);
const struct person *people_at(const struct pool *pool, int index); /* in order of id */

/* A run of a person's holds. */
struct holds_run {
    const struct hold *at;
    int count;
};
/* All holds that overlap `time`, and perhaps some before it. */
struct holds_run people_holds_around(const struct person *person, struct interval time);
/* All holds that start in `time`. */
struct holds_run people_holds_in(const struct person *person, struct interval time);
/* False: the person never held time for this household (true: perhaps). */
bool people_may_know(const struct person *person, const char *household);

#endif
