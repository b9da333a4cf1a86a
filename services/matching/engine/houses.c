/* Households and who knows them. Invariant: a person is known to a house as often as holds and past visits name it. */
#include "houses.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const struct house *people_house(const struct pool *pool, const char *household)
{
    return map_find(&pool->houses, household);
}

static struct house *house_add(struct pool *pool, const char *household)
{
    struct house *house = calloc(1, sizeof *house);
    if (!house)
        return NULL;
    TEXT_PUT(house->household, household);
    if (map_put(&pool->houses, house)) {
        free(house);
        return NULL;
    }
    return house;
}

static void house_free(struct house *house)
{
    free(house->known.at);
    free(house->meetings.at);
    free(house->banned.at);
    free(house);
}

int house_reserve(struct pool *pool, const char *household)
{
    if (!household[0])
        return 0;
    struct house *house = map_find(&pool->houses, household);
    if (list_reserve(&pool->touched_houses, sizeof house, 1) || (!house && !(house = house_add(pool, household))))
        return -1;
    if (!house->touched)
        list_insert(&pool->touched_houses, sizeof house, pool->touched_houses.count, &house);
    house->touched = true;
    return list_reserve(&house->known, sizeof(struct acquaintance), 1) ||
                   list_reserve(&house->meetings, sizeof(struct meeting), 1) ||
                   list_reserve(&house->banned, sizeof(struct person *), 1)
               ? -1
               : 0;
}

static void meeting_remove(struct list *meetings, const struct meeting *meeting)
{
    struct meeting *at = meetings->at;
    int i = 0;
    while (at[i].person != meeting->person || at[i].tag != meeting->tag || at[i].hold != meeting->hold ||
           at[i].counts != meeting->counts || at[i].time.start != meeting->time.start ||
           at[i].time.end != meeting->time.end)
        i++;
    at[i] = at[--meetings->count];
}

void house_know(struct pool *pool, const char *household, struct person *person, const struct meeting *meeting,
                int times)
{
    struct house *house = household[0] ? map_find(&pool->houses, household) : NULL;
    if (!house)
        return;
    if (times > 0)
        list_insert(&house->meetings, sizeof *meeting, house->meetings.count, meeting);
    else
        meeting_remove(&house->meetings, meeting);
    struct acquaintance *known = house->known.at;
    int i = 0;
    while (i < house->known.count && strcmp(known[i].person->facts.worker, person->facts.worker) < 0)
        i++;
    if (i == house->known.count || known[i].person != person)
        list_insert(&house->known, sizeof *known, i, &(struct acquaintance){person, 0});
    known = house->known.at;
    known[i].times += times;
    if (!known[i].times)
        list_remove(&house->known, sizeof *known, i);
}

void house_ban(struct pool *pool, const char *household, struct person *person, bool banned)
{
    struct house *house = map_find(&pool->houses, household);
    struct person **at = house ? house->banned.at : NULL;
    int i = 0;
    while (house && i < house->banned.count && at[i] != person)
        i++;
    if (house && banned && i == house->banned.count)
        list_insert(&house->banned, sizeof person, i, &person);
    if (house && !banned && i < house->banned.count)
        list_remove(&house->banned, sizeof person, i);
}

void houses_sweep(struct pool *pool)
{
    struct house **touched = pool->touched_houses.at;
    for (int i = 0; i < pool->touched_houses.count; i++) {
        touched[i]->touched = false;
        if (touched[i]->known.count || touched[i]->banned.count)
            continue;
        map_drop(&pool->houses, touched[i]);
        house_free(touched[i]);
    }
    pool->touched_houses.count = 0;
}

void houses_close(struct pool *pool)
{
    for (uint32_t i = 0; i < pool->houses.room; i++)
        if (pool->houses.slots[i].item)
            house_free(pool->houses.slots[i].item);
    map_close(&pool->houses);
    free(pool->touched_houses.at);
}
