/* Households and who knows them. Invariant: a house has a meeting for each hold and past visit that names it. */
#include "houses.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fetch.h"

const struct house *people_house(const struct pool *pool, const char *household)
{
    return map_find(&pool->houses, household);
}

void people_fetch_house(const struct pool *pool, const char *household)
{
    map_fetch(&pool->houses, household);
}

void house_fetch_meetings(const struct house *house)
{
    fetch_run(house->meetings.at, (size_t)house->meetings.count * sizeof(struct meeting));
}

void house_fetch_people(const struct house *house)
{
    const struct meeting *at = house->meetings.at;
    for (int i = 0; i < house->meetings.count; i = house_next(house, i))
        people_fetch_person(at[i].person);
}

static size_t house_size(const char *household)
{
    return sizeof(struct house) + strlen(household) + 1;
}

static struct house *house_add(struct pool *pool, const char *household)
{
    struct house *house = arena_take(&pool->arena, house_size(household));
    if (!house)
        return NULL;
    *house = (struct house){0};
    memcpy(house->household, household, strlen(household) + 1);
    if (map_put(&pool->houses, house)) {
        arena_give(&pool->arena, house, house_size(household));
        return NULL;
    }
    return house;
}

static void house_free(struct pool *pool, struct house *house)
{
    arena_list_give(&pool->arena, &house->meetings, sizeof(struct meeting));
    arena_list_give(&pool->arena, &house->banned, sizeof(struct person *));
    arena_give(&pool->arena, house, house_size(house->household));
}

int house_touch(struct pool *pool, struct house *house)
{
    if (!house || house->touched)
        return 0;
    if (list_insert(&pool->touched_houses, sizeof house, pool->touched_houses.count, &house))
        return -1;
    house->touched = true;
    return 0;
}

int house_make(struct pool *pool, const char *household, struct house **house)
{
    *house = NULL;
    if (!household[0])
        return 0;
    if (list_reserve(&pool->touched_houses, sizeof *house, 1))
        return -1;
    *house = map_find(&pool->houses, household);
    if (!*house && !(*house = house_add(pool, household)))
        return -1;
    house_fetch_meetings(*house);
    return house_touch(pool, *house);
}

int house_reserve(struct pool *pool, struct house *house)
{
    return house ? arena_list_reserve(&pool->arena, &house->meetings, sizeof(struct meeting), 1) : 0;
}

int house_reserve_ban(struct pool *pool, const char *household)
{
    struct house *house = map_find(&pool->houses, household);
    return house ? arena_list_reserve(&pool->arena, &house->banned, sizeof(struct person *), 1) : 0;
}

/* Where the meetings with this person begin, or would. */
static int meeting_place(const struct house *house, const struct person *person)
{
    const struct meeting *at = house->meetings.at;
    int low = 0, high = house->meetings.count;
    for (int i = 0; i < high; i++)
        if (at[i].person == person)
            return i;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(at[middle].person->id, person->id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_same(const struct meeting *one, const struct meeting *other)
{
    return one->person == other->person && one->start == other->start && one->tag == other->tag &&
           one->length == other->length && one->hold == other->hold && one->counts == other->counts;
}

void house_know(struct house *house, const struct meeting *meeting, int times)
{
    if (!house)
        return;
    const struct meeting *at = house->meetings.at;
    int place = meeting_place(house, meeting->person);
    if (times > 0) {
        list_insert(&house->meetings, sizeof *meeting, place, meeting);
        return;
    }
    while (!is_same(&at[place], meeting))
        place++;
    list_remove(&house->meetings, sizeof *meeting, place);
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
        if (touched[i]->meetings.count || touched[i]->banned.count)
            continue;
        map_drop(&pool->houses, touched[i]);
        house_free(pool, touched[i]);
    }
    pool->touched_houses.count = 0;
}

void houses_close(struct pool *pool)
{
    for (uint32_t i = 0; i < pool->houses.room; i++)
        if (pool->houses.slots[i].item)
            house_free(pool, pool->houses.slots[i].item);
    map_close(&pool->houses);
    free(pool->touched_houses.at);
}
