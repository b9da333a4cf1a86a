/* Persons and what is known of them. Invariant: people are in order of id, holds and leaves in order of (start, id). */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fetch.h"
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

struct holds_run people_holds_in(const struct person *person, struct interval time)
{
    const struct held *holds = person->holds.at;
    int first = sheet_place(person->sheet, time.start), end = sheet_place(person->sheet, time.end);
    return (struct holds_run){holds ? holds + first : NULL, end > first ? end - first : 0};
}

struct holds_run people_holds_around(const struct person *person, struct interval time)
{
    return people_holds_in(person, (struct interval){sheet_since(person->sheet, time.start), time.end});
}

struct notches_run people_notches_around(const struct person *person, struct interval time)
{
    const struct sheet *sheet = person->sheet;
    int first = sheet_place(sheet, sheet_since(sheet, time.start)), end = first;
    while (end < sheet->count && sheet->notches[end].start < time.end)
        end++;
    return (struct notches_run){sheet->count ? sheet->notches + first : NULL, end - first};
}

const struct held *people_hold_of(const struct person *person, const struct notch *notch)
{
    return (const struct held *)person->holds.at + (notch - person->sheet->notches);
}

struct span people_span(const struct person *person, const struct notch *notch)
{
    struct span span = {.kind = (enum hold_kind)notch->kind};
    if (!sheet_time(notch, &span.time))
        span.time = people_hold_of(person, notch)->time;
    if (!sheet_where(person->sheet, notch, &span.place))
        span.place = people_hold_of(person, notch)->place;
    return span;
}

void people_fetch_person(const struct person *person)
{
    fetch_run(person, sizeof *person);
}

void people_fetch(const struct person *person)
{
    fetch_run(person->sheet, sizeof *person->sheet);
    fetch_run(person->notches.at, (size_t)person->notches.count * sizeof(struct notch));
    fetch_run(person->tags.at, (size_t)person->tags.count * sizeof(uint32_t));
    fetch_run(person->weeks.at, (size_t)person->weeks.count * sizeof(struct week));
}

void people_fetch_abilities(const struct person *person)
{
    fetch(person->leaves.at);
    fetch(person->facts.codes);
    fetch_run(person->certs.at, (size_t)person->certs.count * sizeof(struct worker_cert));
}

/* The place of the hold with this name, -1: there is none. */
static int hold_find(const struct person *person, struct name name)
{
    const struct held *holds = person->holds.at;
    const uint32_t *tags = person->tags.at;
    uint32_t tag = name_hash(name);
    for (int i = 0; i < person->tags.count; i++)
        if (tags[i] == tag && name_same(holds[i].hold, name))
            return i;
    return -1;
}

const struct held *people_hold(const struct pool *pool, const struct person *person, const char *hold)
{
    struct name name;
    int found = name_find(&pool->names, hold, &name) ? hold_find(person, name) : -1;
    return found < 0 ? NULL : (const struct held *)person->holds.at + found;
}

/* ---- the pool ---- */

struct pool *pool_open(void)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->by_id.key = offsetof(struct person, id);
    pool->houses.key = offsetof(struct house, household);
    pool->sheets.plots.key = offsetof(struct plot, plot);
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
    change_give_spent(*pool);
    for (int i = 0; i < (*pool)->people.count; i++)
        person_free(*pool, ((struct person **)(*pool)->people.at)[i]);
    sheets_close(&(*pool)->sheets);
    days_close(&(*pool)->days);
    houses_close(*pool);
    names_close(&(*pool)->names);
    arena_close(&(*pool)->arena);
    map_close(&(*pool)->by_id);
    free((*pool)->people.at);
    free((*pool)->changes.at);
    free((*pool)->lost.at);
    free((*pool)->spent.at);
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

/* The place of the visit with this name in a list that has it first; -1: none has it. */
static int visit_find(const struct list *list, size_t size, struct name visit)
{
    for (int i = 0; i < list->count; i++)
        if (memcmp((const char *)list->at + (size_t)i * size, &visit, sizeof visit) == 0)
            return i;
    return -1;
}

static int visit_put(struct pool *pool, struct person *person, enum person_list which, const void *item,
                     struct name visit)
{
    const struct list *list = change_list(person, which);
    int found = visit_find(list, change_size(which), visit);
    if (found < 0)
        return change_insert(pool, person, which, list->count, item);
    return change_replace(pool, person, which, found, found, item);
}

int pool_put_past(struct pool *pool, const char *worker, const struct past_visit *past)
{
    struct passed passed = {.time = past->time};
    struct person *person = people_touch(pool, worker);
    if (!person || name_make(&pool->names, past->visit, &passed.visit) ||
        house_make(pool, past->household, &passed.house))
        return -1;
    return visit_put(pool, person, LIST_PAST, &passed, passed.visit);
}

int pool_drop_past(struct pool *pool, const char *worker, const char *visit)
{
    struct name name;
    const struct person *known = people_find(pool, worker);
    bool named = known && name_find(&pool->names, visit, &name);
    int found = named ? visit_find(&known->past, sizeof(struct passed), name) : -1;
    if (found < 0)
        return 0;
    struct person *person = people_touch(pool, worker);
    return person ? change_remove(pool, person, LIST_PAST, found) : -1;
}

int pool_put_answer(struct pool *pool, const char *worker, const struct offer_answer *answer)
{
    struct answered answered = {.at = answer->at, .refused = answer->refused};
    struct person *person = people_touch(pool, worker);
    if (!person || name_make(&pool->names, answer->visit, &answered.visit))
        return -1;
    return visit_put(pool, person, LIST_ANSWERS, &answered, answered.visit);
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
    people_fetch_abilities(person);
    int found = list_find(&person->leaves, sizeof *leave, leave->leave), place = leave_place(person, leave);
    if (!interval_is_valid(leave->time))
        return found < 0 ? 0 : change_remove(pool, person, LIST_LEAVES, found);
    if (found < 0)
        return change_insert(pool, person, LIST_LEAVES, place, leave);
    return change_replace(pool, person, LIST_LEAVES, found, place > found ? place - 1 : place, leave);
}

static int hold_make(struct pool *pool, const struct hold *hold, struct held *held)
{
    *held = (struct held){.time = hold->time, .place = hold->place, .kind = (uint8_t)hold->kind, .firm = hold->firm};
    return name_make(&pool->names, hold->hold, &held->hold) || house_make(pool, hold->household, &held->house) ? -1 : 0;
}

static int hold_place(const struct person *person, const struct held *held)
{
    const struct held *at = person->holds.at;
    int place = sheet_place(person->sheet, held->time.start);
    while (place < person->holds.count && at[place].time.start == held->time.start &&
           name_compare(at[place].hold, held->hold) < 0)
        place++;
    return place;
}

/* Those that move up when one is put there. */
static void fetch_holds(const struct person *person, int place)
{
    const struct held *holds = person->holds.at;
    if (place < person->holds.count)
        fetch_run(holds + place, (size_t)(person->holds.count - place) * sizeof *holds);
}

int pool_put_hold(struct pool *pool, const char *person_id, const struct hold *hold)
{
    struct held held;
    people_fetch_house(pool, hold->household);
    struct person *person = people_touch(pool, person_id);
    if (!person || hold_make(pool, hold, &held))
        return -1;
    days_fetch(&pool->days, person->sheet->slot, held.time.start);
    int found = hold_find(person, held.hold), place = hold_place(person, &held);
    fetch_holds(person, place);
    if (found < 0)
        return change_insert(pool, person, LIST_HOLDS, place, &held);
    return change_replace(pool, person, LIST_HOLDS, found, place > found ? place - 1 : place, &held);
}

int pool_drop_hold(struct pool *pool, const char *person_id, const char *hold)
{
    struct name name;
    const struct person *known = people_find(pool, person_id);
    int found = known && name_find(&pool->names, hold, &name) ? hold_find(known, name) : -1;
    if (found < 0)
        return 0;
    struct person *person = people_touch(pool, person_id);
    return person ? change_remove(pool, person, LIST_HOLDS, found) : -1;
}

static const struct person *worker_find(const struct pool *pool, const char *worker)
{
    const struct person *person = people_find(pool, worker);
    return person && person->worker ? person : NULL;
}

bool pool_is_worker(const struct pool *pool, const char *person)
{
    return worker_find(pool, person) != NULL;
}

bool pool_facts(const struct pool *pool, const char *worker, struct worker_facts *facts)
{
    const struct person *person = worker_find(pool, worker);
    if (!person)
        return false;
    facts_unpack(&person->facts, facts);
    TEXT_PUT(facts->worker, worker);
    return true;
}

int pool_workers(const struct pool *pool, const char *station, char (*workers)[ID_SIZE], int most)
{
    int count = 0;
    for (int i = 0; i < people_count(pool) && count < most; i++) {
        const struct person *person = people_at(pool, i);
        if (person->worker && person->facts.active && !person->facts.gone &&
            (!station[0] || facts_is_of(&person->facts, station)))
            text_put(workers[count++], ID_SIZE, person->id);
    }
    return count;
}
