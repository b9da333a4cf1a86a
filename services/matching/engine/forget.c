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
    return ((const struct held *)item)->time.end <= horizon->since;
}

static bool past_is_old(const void *item, const struct horizon *horizon)
{
    return ((const struct passed *)item)->time.start <= horizon->since;
}

static bool answer_is_old(const void *item, const struct horizon *horizon)
{
    return ((const struct answered *)item)->at <= horizon->answers_since;
}

/* The lists of a person that grow with time. */
static is_old *const growing[PERSON_LISTS] = {
    [LIST_CERTS] = cert_is_old, [LIST_LEAVES] = leave_is_old,   [LIST_HOLDS] = hold_is_old,
    [LIST_PAST] = past_is_old,  [LIST_ANSWERS] = answer_is_old,
};

static bool is_old_at(const struct person *person, enum person_list which, int place, const struct horizon *horizon)
{
    const struct list *list = change_list(person, which);
    return growing[which]((const char *)list->at + (size_t)place * change_size(which), horizon);
}

/* The others stay in their order. */
static int drop_old(struct pool *pool, const struct person *person, enum person_list which,
                    const struct horizon *horizon)
{
    for (int i = change_list(person, which)->count - 1; i >= 0; i--) {
        if (!is_old_at(person, which, i, horizon))
            continue;
        struct person *changing = people_touch(pool, person->id);
        if (!changing || change_remove(pool, changing, which, i))
            return -1;
    }
    return 0;
}

static int forget_of(struct pool *pool, const struct person *person, const struct horizon *horizon)
{
    for (int which = 0; which < PERSON_LISTS; which++)
        if (growing[which] && drop_old(pool, person, (enum person_list)which, horizon))
            return -1;
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
    for (int which = 0; which < PERSON_LISTS; which++)
        if (change_list(person, (enum person_list)which)->count)
            return false;
    return !person->worker;
}
