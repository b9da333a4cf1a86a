/* Persons, their facts, and undo: the first change of a person within a unit saves a copy, and undo puts it back.
 * Invariant: people are in order of id, holds and leaves in order of (start, id). */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "people.h"

struct saved {
    char id[ID_SIZE];
    bool existed;
    struct person was;
};

/* ---- persons ---- */

static void person_clear(struct person *person)
{
    free(person->certs.at);
    free(person->leaves.at);
    free(person->holds.at);
    free(person->pairs.at);
    free(person->past.at);
    free(person->answers.at);
    *person = (struct person){0};
}

static int person_copy(struct person *to, const struct person *from)
{
    struct person copy = {.facts = from->facts, .worker = from->worker, .longest = from->longest};
    memcpy(copy.homes, from->homes, sizeof copy.homes);
    if (list_copy(&copy.certs, &from->certs, sizeof(struct worker_cert)) ||
        list_copy(&copy.leaves, &from->leaves, sizeof(struct worker_leave)) ||
        list_copy(&copy.holds, &from->holds, sizeof(struct hold)) || list_copy(&copy.pairs, &from->pairs, ID_SIZE) ||
        list_copy(&copy.past, &from->past, sizeof(struct past_visit)) ||
        list_copy(&copy.answers, &from->answers, sizeof(struct offer_answer))) {
        person_clear(&copy);
        return -1;
    }
    *to = copy;
    return 0;
}

/* The first place whose person's id is not below `id`. */
static int people_place(const struct pool *pool, const char *id)
{
    int low = 0, high = pool->people.count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(people_at(pool, middle)->facts.worker, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int people_count(const struct pool *pool)
{
    return pool->people.count;
}

const struct person *people_at(const struct pool *pool, int index)
{
    return ((struct person *const *)pool->people.at)[index];
}

static struct person *person_find(const struct pool *pool, const char *id)
{
    int place = people_place(pool, id);
    if (place == pool->people.count)
        return NULL;
    struct person *person = ((struct person *const *)pool->people.at)[place];
    return strcmp(person->facts.worker, id) == 0 ? person : NULL;
}

const struct person *people_find(const struct pool *pool, const char *id)
{
    return person_find(pool, id);
}

/* The first hold that does not start before `instant`. */
static int hold_place(const struct person *person, int64_t instant)
{
    const struct hold *holds = person->holds.at;
    int low = 0, high = person->holds.count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (holds[middle].time.start < instant)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct holds_run people_holds_in(const struct person *person, struct interval time)
{
    const struct hold *holds = person->holds.at;
    int first = hold_place(person, time.start), end = hold_place(person, time.end);
    return (struct holds_run){holds ? holds + first : NULL, end > first ? end - first : 0};
}

struct holds_run people_holds_around(const struct person *person, struct interval time)
{
    return people_holds_in(person, (struct interval){time.start - person->longest, time.end});
}

static unsigned home_bit(const char *household)
{
    uint32_t hash = 2166136261u;
    for (; *household; household++)
        hash = (hash ^ (unsigned char)*household) * 16777619u;
    return (hash ^ hash >> 16) % (HOMES * 64);
}

static void home_note(struct person *person, const char *household)
{
    unsigned bit = home_bit(household);
    person->homes[bit / 64] |= UINT64_C(1) << bit % 64;
}

bool people_may_know(const struct person *person, const char *household)
{
    unsigned bit = home_bit(household);
    return person->homes[bit / 64] >> bit % 64 & 1;
}

static struct person *person_add(struct pool *pool, const char *id)
{
    struct person *person = calloc(1, sizeof *person);
    if (!person)
        return NULL;
    TEXT_PUT(person->facts.worker, id);
    if (list_insert(&pool->people, sizeof(struct person *), people_place(pool, id), &person)) {
        free(person);
        return NULL;
    }
    return person;
}

static int person_save(struct pool *pool, const char *id, const struct person *person)
{
    struct saved saved = {.existed = person};
    TEXT_PUT(saved.id, id);
    if (person && person_copy(&saved.was, person))
        return -1;
    if (list_insert(&pool->saved, sizeof saved, pool->saved.count, &saved)) {
        person_clear(&saved.was);
        return -1;
    }
    return 0;
}

struct person *people_touch(struct pool *pool, const char *id)
{
    struct person *person = person_find(pool, id);
    if (person && person->touched)
        return person;
    if (person_save(pool, id, person))
        return NULL;
    if (!person)
        person = person_add(pool, id);
    if (!person) {
        pool->saved.count--;
        return NULL;
    }
    person->touched = true;
    return person;
}

/* ---- the pool ---- */

struct pool *pool_open(void)
{
    return calloc(1, sizeof(struct pool));
}

void pool_close(struct pool **pool)
{
    if (!*pool)
        return;
    pool_keep(*pool);
    for (int i = 0; i < (*pool)->people.count; i++) {
        struct person *person = ((struct person **)(*pool)->people.at)[i];
        person_clear(person);
        free(person);
    }
    free((*pool)->people.at);
    free((*pool)->saved.at);
    free(*pool);
    *pool = NULL;
}

/* Of whom nothing is left need not be known. */
static void person_keep(struct pool *pool, const char *id)
{
    struct person *person = person_find(pool, id);
    if (!person)
        return;
    person->touched = false;
    if (!people_is_nobody(person))
        return;
    list_remove(&pool->people, sizeof(struct person *), people_place(pool, id));
    person_clear(person);
    free(person);
}

void pool_keep(struct pool *pool)
{
    struct saved *saved = pool->saved.at;
    for (int i = 0; i < pool->saved.count; i++) {
        person_keep(pool, saved[i].id);
        person_clear(&saved[i].was);
    }
    pool->saved.count = 0;
}

void pool_undo(struct pool *pool)
{
    struct saved *saved = pool->saved.at;
    for (int i = 0; i < pool->saved.count; i++) {
        int place = people_place(pool, saved[i].id);
        struct person *person = ((struct person **)pool->people.at)[place];
        person_clear(person);
        if (saved[i].existed) {
            *person = saved[i].was;
        } else {
            free(person);
            list_remove(&pool->people, sizeof(struct person *), place);
        }
    }
    pool->saved.count = 0;
}

/* ---- facts ---- */

int pool_put_facts(struct pool *pool, const struct worker_facts *facts)
{
    struct person *person = people_touch(pool, facts->worker);
    if (!person)
        return -1;
    person->facts = *facts;
    person->worker = true;
    return 0;
}

int pool_put_cert(struct pool *pool, const char *worker, const struct worker_cert *cert)
{
    struct person *person = people_touch(pool, worker);
    return person ? list_put(&person->certs, sizeof *cert, cert) : -1;
}

int pool_put_pair(struct pool *pool, const char *worker, const char *household, bool prohibited)
{
    struct person *person = people_touch(pool, worker);
    if (!person)
        return -1;
    int found = list_find(&person->pairs, ID_SIZE, household);
    if (found >= 0 && !prohibited)
        list_remove(&person->pairs, ID_SIZE, found);
    if (found >= 0 || !prohibited)
        return 0;
    char id[ID_SIZE] = "";
    TEXT_PUT(id, household);
    return list_insert(&person->pairs, ID_SIZE, person->pairs.count, id);
}

int pool_put_past(struct pool *pool, const char *worker, const struct past_visit *past)
{
    struct person *person = people_touch(pool, worker);
    if (!person)
        return -1;
    home_note(person, past->household);
    return list_put(&person->past, sizeof *past, past);
}

int pool_drop_past(struct pool *pool, const char *worker, const char *visit)
{
    if (!person_find(pool, worker))
        return 0;
    struct person *person = people_touch(pool, worker);
    if (!person)
        return -1;
    int found = list_find(&person->past, sizeof(struct past_visit), visit);
    if (found >= 0)
        list_remove(&person->past, sizeof(struct past_visit), found);
    return 0;
}

int pool_put_answer(struct pool *pool, const char *worker, const struct offer_answer *answer)
{
    struct person *person = people_touch(pool, worker);
    return person ? list_put(&person->answers, sizeof *answer, answer) : -1;
}

int pool_put_leave(struct pool *pool, const char *worker, const struct worker_leave *leave)
{
    struct person *person = people_touch(pool, worker);
    if (!person)
        return -1;
    int found = list_find(&person->leaves, sizeof *leave, leave->leave);
    if (found >= 0)
        list_remove(&person->leaves, sizeof *leave, found);
    if (!interval_is_valid(leave->time))
        return 0;
    const struct worker_leave *at = person->leaves.at;
    int place = 0;
    while (place < person->leaves.count &&
           (at[place].time.start < leave->time.start ||
            (at[place].time.start == leave->time.start && strcmp(at[place].leave, leave->leave) < 0)))
        place++;
    return list_insert(&person->leaves, sizeof *leave, place, leave);
}

int pool_put_hold(struct pool *pool, const char *person_id, const struct hold *hold)
{
    struct person *person = people_touch(pool, person_id);
    if (!person)
        return -1;
    int found = list_find(&person->holds, sizeof *hold, hold->hold);
    if (found >= 0)
        list_remove(&person->holds, sizeof *hold, found);
    const struct hold *at = person->holds.at;
    int place = hold_place(person, hold->time.start);
    while (place < person->holds.count && at[place].time.start == hold->time.start &&
           strcmp(at[place].hold, hold->hold) < 0)
        place++;
    home_note(person, hold->household);
    if (hold->time.end - hold->time.start > person->longest)
        person->longest = hold->time.end - hold->time.start;
    return list_insert(&person->holds, sizeof *hold, place, hold);
}

int pool_drop_hold(struct pool *pool, const char *person_id, const char *hold)
{
    if (!person_find(pool, person_id))
        return 0;
    struct person *person = people_touch(pool, person_id);
    if (!person)
        return -1;
    int found = list_find(&person->holds, sizeof(struct hold), hold);
    if (found >= 0)
        list_remove(&person->holds, sizeof(struct hold), found);
    return 0;
}

const struct worker_facts *pool_facts(const struct pool *pool, const char *worker)
{
    const struct person *person = person_find(pool, worker);
    return person && person->worker ? &person->facts : NULL;
}
