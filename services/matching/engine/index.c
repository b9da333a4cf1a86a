/* Stations and profiles kept up to date. Invariant: while it is not lost, every count and list is what going through
 * all people would give. */
#include "index.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/text.h"

struct index *index_open(struct pool *pool)
{
    struct index *index = calloc(1, sizeof *index);
    if (!index)
        return NULL;
    index->pool = pool;
    index->few = INDEX_FEW;
    return index;
}

static void clear(struct index *index)
{
    for (uint32_t i = 0; i < index->stations.room; i++) {
        struct station *station = index->stations.slots[i].item;
        if (station)
            free(station->workers.at);
        free(station);
    }
    map_close(&index->stations);
    for (int i = 0; i < index->profiles_count; i++)
        profile_close(&index->profiles[i]);
    index->profiles_count = index->considered = index->active = 0;
}

void index_close(struct index **index)
{
    if (!*index)
        return;
    clear(*index);
    free((*index)->certified.at);
    free((*index)->present.at);
    free((*index)->other.at);
    free((*index)->near.at);
    free((*index)->idle.at);
    free((*index)->unclear.at);
    free((*index)->untold.at);
    free((*index)->contenders.at);
    free(*index);
    *index = NULL;
}

/* ---- stations ---- */

const struct station *index_station(const struct index *index, const char *station)
{
    return map_find(&index->stations, station);
}

static struct station *station_add(struct index *index, const char *code)
{
    struct station *station = calloc(1, sizeof *station);
    if (!station)
        return NULL;
    TEXT_PUT(station->station, code);
    if (map_put(&index->stations, station) == 0)
        return station;
    free(station);
    return NULL;
}

static int worker_place(const struct station *station, const struct person *person)
{
    struct person *const *at = station->workers.at;
    int place = station->workers.count - 1;
    while (place >= 0 && at[place] != person)
        place--;
    return place;
}

static int station_count(struct index *index, const char *code, struct person *person, int count)
{
    struct station *station = map_find(&index->stations, code);
    if (!code[0])
        return 0;
    if (!station && !(station = station_add(index, code)))
        return -1;
    int place = worker_place(station, person);
    if (count > 0 && place < 0)
        return list_insert(&station->workers, sizeof person, station->workers.count, &person);
    if (count > 0 || place < 0)
        return 0;
    struct person **at = station->workers.at;
    at[place] = at[--station->workers.count];
    return 0;
}

static int stations_count(struct index *index, struct person *person, int count)
{
    const struct facts *facts = &person->facts;
    int result = station_count(index, facts_station(facts), person, count);
    const char *code = facts_employers(facts);
    for (int i = 0; i < facts->employers_count; i++, code = facts_next(code))
        result |= station_count(index, code, person, count);
    return result;
}

/* ---- changes ---- */

static int person_count(struct index *index, struct person *person, int count)
{
    if (!person->worker || person->facts.gone)
        return 0;
    index->considered += count;
    if (!person->facts.active)
        return 0;
    index->active += count;
    int result = stations_count(index, person, count);
    for (int i = 0; i < index->profiles_count; i++)
        result |= profile_count(index->profiles[i], index, person, count);
    return result;
}

void index_leave(struct index *index, struct person *person)
{
    if (!index->lost && person_count(index, person, -1))
        index->lost = true;
}

void index_join(struct index *index, struct person *person)
{
    if (!index->lost && person_count(index, person, 1))
        index->lost = true;
}

void index_follow_leave(struct index *index, struct person *person, int place, int times)
{
    bool is_in = person->worker && !person->facts.gone && person->facts.active;
    for (int i = 0; i < index->profiles_count && is_in && !index->lost; i++)
        if (profile_follow_leave(index->profiles[i], index, person, place, times))
            index->lost = true;
}

int index_ready(struct index *index)
{
    if (!index->lost)
        return 0;
    clear(index);
    index->lost = false;
    for (int i = 0; i < people_count(index->pool); i++)
        index_join(index, ((struct person **)index->pool->people.at)[i]);
    return index->lost ? -1 : 0;
}

/* ---- profiles ---- */

static bool is_same(const struct profile *profile, const char *station, const struct demand *demand)
{
    int own = profile->needs_count - (INDEX_NEEDS - DEMAND_CODES);
    if (own != demand->needs_count || profile->kinds_count != demand->kinds_count ||
        strcmp(profile->station, station) != 0)
        return false;
    for (int i = 0; i < demand->kinds_count; i++)
        if (strcmp(profile->kinds[i], demand->kinds[i]) != 0)
            return false;
    for (int i = 0; i < own; i++)
        if (profile->needs[i].level != demand->needs[i].level ||
            strcmp(profile->needs[i].type, demand->needs[i].type) != 0)
            return false;
    return true;
}

static struct profile *profile_open(struct index *index, const char *station, const struct demand *demand)
{
    int everywhere_count;
    const struct cert_wanted *everywhere = rules_needs_everywhere(&everywhere_count);
    struct profile *profile = calloc(1, sizeof *profile);
    if (!profile)
        return NULL;
    profile->times.arena = &index->pool->arena;
    TEXT_PUT(profile->station, station);
    profile->kinds_count = demand->kinds_count;
    memcpy(profile->kinds, demand->kinds, sizeof profile->kinds);
    for (int i = 0; i < demand->needs_count; i++)
        profile->needs[profile->needs_count++] = demand->needs[i];
    for (int i = 0; i < everywhere_count; i++)
        profile->needs[profile->needs_count++] = everywhere[i];
    return profile;
}

/* The place of a new one: another, or that of the one that was asked least recently. */
static int place_for_new(struct index *index)
{
    int oldest = 0;
    if (index->profiles_count < INDEX_PROFILES)
        return index->profiles_count++;
    for (int i = 1; i < index->profiles_count; i++)
        if (index->profiles[i]->asked < index->profiles[oldest]->asked)
            oldest = i;
    profile_close(&index->profiles[oldest]);
    return oldest;
}

static const struct profile *profile_make(struct index *index, const char *station, const struct demand *demand)
{
    struct profile *profile = profile_open(index, station, demand);
    int result = profile ? 0 : -1;
    for (int i = 0; i < people_count(index->pool) && result == 0; i++) {
        struct person *person = ((struct person **)index->pool->people.at)[i];
        if (person->worker && !person->facts.gone && person->facts.active)
            result = profile_count(profile, index, person, 1);
    }
    if (result)
        profile_close(&profile);
    else
        index->profiles[place_for_new(index)] = profile;
    return profile;
}

const struct profile *index_profile(struct index *index, const char *station, const struct demand *demand)
{
    const struct profile *found = NULL;
    for (int i = 0; i < index->profiles_count && !found; i++)
        if (is_same(index->profiles[i], station, demand)) {
            index->profiles[i]->asked = ++index->questions;
            found = index->profiles[i];
        }
    return found ? found : profile_make(index, station, demand);
}

int index_sex(char sex)
{
    return sex == 'f' ? 0 : sex == 'm' ? 1 : 2;
}
