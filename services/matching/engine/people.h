/* Inside of the engine: how the pool holds a person. */
#ifndef ANXIN_MATCHING_PEOPLE_H
#define ANXIN_MATCHING_PEOPLE_H

#include <stddef.h>

#include "pool.h"

/* A growing array of flat items, kept in order by its users. */
struct list {
    void *at;
    int count, room;
};

struct person {
    struct worker_facts facts; /* facts.worker is the person's id, also of one who is no worker */
    bool worker;               /* roster has spoken of this person */
    bool touched;              /* saved for undo in this unit */
    struct list certs;         /* struct worker_cert */
    struct list leaves;        /* struct worker_leave, by (start, id) */
    struct list holds;         /* struct hold, by (start, id) */
    struct list pairs;         /* char[ID_SIZE]: households not to meet */
    struct list past;          /* struct past_visit */
};

struct pool {
    struct list people; /* struct person *, by id */
    struct list saved;  /* struct saved: what persons were before this unit */
};

const struct person *people_find(const struct pool *pool, const char *id);
int people_count(const struct pool *pool);
const struct person *people_at(const struct pool *pool, int index); /* in order of id */

#endif
