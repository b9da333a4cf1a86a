/* What no choice looks back to any more leaves the memory, so that it grows with the people and their present, not with
 * the years. Invariant: what is forgotten is what a start would not load. */
#include <string.h>

#include "people.h"

typedef bool is_old(const void *item, const struct horizon *horizon);

static bool cert_is_old(const void *item, const struct horizon *horizon)
{
    return ((const struct worker_cert *)item)->valid.end <= horizon->since;
}

static bool leave_is_old(const void *item, const struct horizon *horizon)
{
    return ((const struct worker_leave *)item)->time.end <= horizon->since;
}

static bool hold_is_old(const void *item, const struct horizon *horizon)
{
    return ((const struct hold *)item)->time.end <= horizon->since;
}

static bool past_is_old(const void *item, const struct horizon *horizon)
{
    return ((const struct past_visit *)item)->time.start <= horizon->since;
}

static bool answer_is_old(const void *item, const struct horizon *horizon)
{
    return ((const struct offer_answer *)item)->at <= horizon->answers_since;
}

/* The lists of a person that grow with time. */
static const struct growing {
    size_t list, size; /* where in struct person; of an item */
    is_old *is_old;
} growing[] = {
    {offsetof(struct person, certs), sizeof(struct worker_cert), cert_is_old},
    {offsetof(struct person, leaves), sizeof(struct worker_leave), leave_is_old},
    {offsetof(struct person, holds), sizeof(struct hold), hold_is_old},
    {offsetof(struct person, past), sizeof(struct past_visit), past_is_old},
    {offsetof(struct person, answers), sizeof(struct offer_answer), answer_is_old},
};
#define GROWING (sizeof growing / sizeof *growing)

static bool has_old(const struct person *person, const struct growing *one, const struct horizon *horizon)
{
    const struct list *list = (const struct list *)((const char *)person + one->list);
    for (int i = 0; i < list->count; i++)
        if (one->is_old((const char *)list->at + (size_t)i * one->size, horizon))
            return true;
    return false;
}

/* The others stay in their order. */
static void drop_old(struct person *person, const struct growing *one, const struct horizon *horizon)
{
    struct list *list = (struct list *)((char *)person + one->list);
    int kept = 0;
    for (int i = 0; i < list->count; i++) {
        char *item = (char *)list->at + (size_t)i * one->size;
        if (!one->is_old(item, horizon))
            memmove((char *)list->at + (size_t)kept++ * one->size, item, one->size);
    }
    list->count = kept;
}

static int forget_of(struct pool *pool, const struct person *person, const struct horizon *horizon)
{
    for (size_t i = 0; i < GROWING; i++) {
        if (!has_old(person, &growing[i], horizon))
            continue;
        struct person *changing = people_touch(pool, person->facts.worker);
        if (!changing)
            return -1;
        drop_old(changing, &growing[i], horizon);
    }
    return 0;
}

int pool_forget(struct pool *pool, const char *id, const struct horizon *horizon)
{
    const struct person *person = people_find(pool, id);
    int count = people_count(pool);
    if (person && forget_of(pool, person, horizon))
        return -1;
    pool->swept = pool->swept + 1 < count ? pool->swept + 1 : 0;
    return count ? forget_of(pool, people_at(pool, pool->swept), horizon) : 0;
}

bool people_is_nobody(const struct person *person)
{
    bool nothing = !person->worker && !person->pairs.count;
    for (size_t i = 0; i < GROWING; i++)
        nothing = nothing && !((const struct list *)((const char *)person + growing[i].list))->count;
    return nothing;
}
