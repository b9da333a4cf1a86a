/* Persons and what is known of them. Invariant: people are in order of id, holds and leaves in order of (start, id). */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "houses.h"
#include "index.h"

/* ---- persons ---- */

int people_count(const struct pool *pool)
{
    return pool->people.count;
}

const struct person *people_at(const struct pool *pool, int index)
{
    return ((struct person *const *)pool->people.at)[index];
}

const struct person *people_find(const struct pool *pool, const char *id)
{
    return map_find(&pool->by_id, id);
}

/* The first hold that does not start before `instant`. */
static int hold_place(const struct person *person, int64_t instant)
{
    const struct span *spans = person->spans.at;
    int low = 0, high = person->spans.count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (spans[middle].time.start < instant)
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

struct spans_run people_spans_around(const struct person *person, struct interval time)
{
    const struct span *spans = person->spans.at;
    int first = hold_place(person, time.start - person->longest), end = first;
    while (end < person->spans.count && spans[end].time.start < time.end)
        end++;
    return (struct spans_run){spans ? spans + first : NULL, end - first};
}

void people_fetch(const struct person *person)
{
    const struct span *spans = person->spans.at;
    if (spans)
        __builtin_prefetch(&spans[person->spans.count / 2]);
    if (person->weeks.count)
        __builtin_prefetch((const struct week *)person->weeks.at + person->weeks.count - 1);
}

const struct hold *people_hold_of(const struct person *person, const struct span *span)
{
    return (const struct hold *)person->holds.at + (span - (const struct span *)person->spans.at);
}

/* The place of the hold with this id, -1: there is none. */
static int hold_find(const struct person *person, const char *id)
{
    const struct span *spans = person->spans.at;
    const struct hold *holds = person->holds.at;
    uint32_t tag = map_hash(id);
    for (int i = 0; i < person->spans.count; i++)
        if (spans[i].tag == tag && strcmp(holds[i].hold, id) == 0)
            return i;
    return -1;
}

const struct hold *people_hold(const struct person *person, const char *hold)
{
    int found = hold_find(person, hold);
    return found < 0 ? NULL : (const struct hold *)person->holds.at + found;
}

/* ---- the pool ---- */

struct pool *pool_open(void)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->by_id.key = offsetof(struct person, facts);
    pool->index = index_open(pool);
    if (!pool->index)
        pool_close(&pool);
    return pool;
}

void pool_close(struct pool **pool)
{
    if (!*pool)
        return;
    index_close(&(*pool)->index);
    for (int i = 0; i < (*pool)->people.count; i++)
        person_free(((struct person **)(*pool)->people.at)[i]);
    houses_close(*pool);
    map_close(&(*pool)->by_id);
    free((*pool)->people.at);
    free((*pool)->changes.at);
    free((*pool)->lost.at);
    free((*pool)->touched.at);
    free(*pool);
    *pool = NULL;
}

/* ---- facts ---- */

/* Replaces the item with the same id, or puts it behind the last one. */
static int put(struct pool *pool, const char *id, enum person_list which, const void *item)
{
    struct person *person = people_touch(pool, id);
    if (!person)
        return -1;
    int found = list_find(change_list(person, which), change_size(which), item);
    if (found < 0)
        return change_insert(pool, person, which, change_list(person, which)->count, item);
    return change_replace(pool, person, which, found, found, item);
}

int pool_put_facts(struct pool *pool, const struct worker_facts *facts)
{
    struct person *person = people_touch(pool, facts->worker);
    return person ? change_facts(pool, person, facts) : -1;
}

int pool_put_cert(struct pool *pool, const char *worker, const struct worker_cert *cert)
{
    return put(pool, worker, LIST_CERTS, cert);
}

int pool_put_pair(struct pool *pool, const char *worker, const char *household, bool prohibited)
{
    struct person *person = people_touch(pool, worker);
    if (!person)
        return -1;
    int found = list_find(&person->pairs, ID_SIZE, household);
    if (found >= 0 && !prohibited)
        return change_remove(pool, person, LIST_PAIRS, found);
    char id[ID_SIZE] = "";
    TEXT_PUT(id, household);
    return found < 0 && prohibited ? change_insert(pool, person, LIST_PAIRS, person->pairs.count, id) : 0;
}

int pool_put_past(struct pool *pool, const char *worker, const struct past_visit *past)
{
    return put(pool, worker, LIST_PAST, past);
}

int pool_drop_past(struct pool *pool, const char *worker, const char *visit)
{
    const struct person *known = people_find(pool, worker);
    int found = known ? list_find(&known->past, sizeof(struct past_visit), visit) : -1;
    if (found < 0)
        return 0;
    struct person *person = people_touch(pool, worker);
    return person ? change_remove(pool, person, LIST_PAST, found) : -1;
}

int pool_put_answer(struct pool *pool, const char *worker, const struct offer_answer *answer)
{
    return put(pool, worker, LIST_ANSWERS, answer);
}

static int leave_place(const struct person *person, const struct worker_leave *leave)
{
    const struct worker_leave *at = person->leaves.at;
    int place = 0;
    while (place < person->leaves.count &&
           (at[place].time.start < leave->time.start ||
            (at[place].time.start == leave->time.start && strcmp(at[place].leave, leave->leave) < 0)))
        place++;
    return place;
}

int pool_put_leave(struct pool *pool, const char *worker, const struct worker_leave *leave)
{
    struct person *person = people_touch(pool, worker);
    if (!person)
        return -1;
    int found = list_find(&person->leaves, sizeof *leave, leave->leave), place = leave_place(person, leave);
    if (!interval_is_valid(leave->time))
        return found < 0 ? 0 : change_remove(pool, person, LIST_LEAVES, found);
    if (found < 0)
        return change_insert(pool, person, LIST_LEAVES, place, leave);
    return change_replace(pool, person, LIST_LEAVES, found, place > found ? place - 1 : place, leave);
}

int pool_put_hold(struct pool *pool, const char *person_id, const struct hold *hold)
{
    struct person *person = people_touch(pool, person_id);
    if (!person)
        return -1;
    const struct hold *at = person->holds.at;
    int found = hold_find(person, hold->hold), place = hold_place(person, hold->time.start);
    while (place < person->holds.count && at[place].time.start == hold->time.start &&
           strcmp(at[place].hold, hold->hold) < 0)
        place++;
    if (found < 0)
        return change_insert(pool, person, LIST_HOLDS, place, hold);
    return change_replace(pool, person, LIST_HOLDS, found, place > found ? place - 1 : place, hold);
}

int pool_drop_hold(struct pool *pool, const char *person_id, const char *hold)
{
    const struct person *known = people_find(pool, person_id);
    int found = known ? hold_find(known, hold) : -1;
    if (found < 0)
        return 0;
    struct person *person = people_touch(pool, person_id);
    return person ? change_remove(pool, person, LIST_HOLDS, found) : -1;
}

const struct worker_facts *pool_facts(const struct pool *pool, const char *worker)
{
    const struct person *person = people_find(pool, worker);
    return person && person->worker ? &person->facts : NULL;
}

static bool is_of_station(const struct worker_facts *facts, const char *station)
{
    bool is = !station[0] || strcmp(facts->station, station) == 0;
    for (int i = 0; i < facts->employers_count && !is; i++)
        is = strcmp(facts->employers[i], station) == 0;
    return is;
}

int pool_workers(const struct pool *pool, const char *station, char (*workers)[ID_SIZE], int most)
{
    int count = 0;
    for (int i = 0; i < people_count(pool) && count < most; i++) {
        const struct person *person = people_at(pool, i);
        if (person->worker && person->facts.active && !person->facts.gone && is_of_station(&person->facts, station))
            text_put(workers[count++], ID_SIZE, person->facts.worker);
    }
    return count;
}
