/* A profile: who may pass by when and by where. Invariant: what a person adds is a function of the person alone, so
 * that the same is taken away before a change. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"

#include "ask.h"
#include "fetch.h"
#include "index.h"

static_assert(PROFILE_TIMES <= TALLY_SETS, "one tally counts all sets of a profile");

void profile_close(struct profile **profile)
{
    if (!*profile)
        return;
    struct spot *spots = (*profile)->spots.at;
    struct arena *arena = (*profile)->times.arena;
    for (int i = 0; i < (*profile)->spots.room; i++)
        arena_list_give(arena, &spots[i].members, sizeof(struct member));
    free(spots);
    arena_list_give(arena, &(*profile)->nowhere.members, sizeof(struct member));
    tally_close(&(*profile)->times);
    free(*profile);
    *profile = NULL;
}

/* ---- spots ---- */

static int32_t corner_of(int32_t degrees)
{
    return (degrees >= 0 ? degrees : degrees - SPOT + 1) / SPOT * SPOT;
}

static uint32_t spot_hash(struct cell corner)
{
    uint32_t hash = (uint32_t)corner.lat * 0x9E3779B1u ^ (uint32_t)corner.lon * 0x85EBCA77u;
    return hash ^ hash >> 15;
}

/* A spot without members array is free. */
static struct spot *spot_slot(const struct list *spots, struct cell corner)
{
    struct spot *at = spots->at;
    for (uint32_t i = spot_hash(corner);; i++) {
        struct spot *spot = &at[i & (uint32_t)(spots->room - 1)];
        if (!spot->members.at || (spot->corner.lat == corner.lat && spot->corner.lon == corner.lon))
            return spot;
    }
}

static int spots_grow(struct list *spots)
{
    struct list grown = {.count = spots->count, .room = spots->room ? 2 * spots->room : 64};
    const struct spot *old = spots->at;
    grown.at = calloc((size_t)grown.room, sizeof(struct spot));
    if (!grown.at)
        return -1;
    for (int i = 0; i < spots->room; i++)
        if (old[i].members.at)
            *spot_slot(&grown, old[i].corner) = old[i];
    free(spots->at);
    *spots = grown;
    return 0;
}

/* Where a home is; NULL: no memory. */
static struct spot *spot_at(struct profile *profile, struct cell home)
{
    struct cell corner = {corner_of(home.lat), corner_of(home.lon)};
    if (!place_is_known(home))
        return &profile->nowhere;
    if (2 * profile->spots.count >= profile->spots.room && spots_grow(&profile->spots))
        return NULL;
    struct spot *spot = spot_slot(&profile->spots, corner);
    if (!spot->members.at) {
        if (arena_list_reserve(profile->times.arena, &spot->members, sizeof(struct member), 1))
            return NULL;
        spot->corner = corner;
        profile->spots.count++;
    }
    return spot;
}

static int member_count(struct arena *arena, struct spot *spot, const struct member *member, int count)
{
    struct list *members = &spot->members;
    if (count > 0)
        return arena_list_reserve(arena, members, sizeof *member, 1)
                   ? -1
                   : list_insert(members, sizeof *member, members->count, member);
    struct member *at = members->at;
    int place = 0;
    while (at[place].slot != member->slot || at[place].from != member->from || at[place].until != member->until)
        place++;
    at[place] = at[--members->count];
    return 0;
}

void profile_all(const struct profile *profile, index_see *see, void *self)
{
    const struct spot *spots = profile->spots.at;
    see(self, &profile->nowhere);
    for (int i = 0; i < profile->spots.room; i++)
        see(self, &spots[i]);
}

void profile_near(const struct profile *profile, struct cell place, struct cell box, index_see *see, void *self)
{
    int32_t south = corner_of(place.lat - box.lat), north = corner_of(place.lat + box.lat);
    int32_t west = corner_of(place.lon - box.lon), east = corner_of(place.lon + box.lon);
    int64_t rows = (north - south) / SPOT + 1, columns = (east - west) / SPOT + 1;
    if (rows * columns > profile->spots.room) {
        profile_all(profile, see, self);
        return;
    }
    see(self, &profile->nowhere);
    for (int32_t lat = south; lat <= north; lat += SPOT)
        for (int32_t lon = west; lon <= east; lon += SPOT)
            see(self, spot_slot(&profile->spots, (struct cell){lat, lon}));
}

/* ---- who may pass ---- */

static bool is_in_scope(const struct profile *profile, const struct facts *facts)
{
    return !profile->station[0] || facts_is_of(facts, profile->station);
}

static bool is_of_kind(const struct profile *profile, const struct facts *facts)
{
    for (int i = 0; i < profile->kinds_count; i++)
        if (strcmp(profile->kinds[i], facts_kind(facts)) == 0)
            return true;
    return profile->kinds_count == 0;
}

static int piece_add(struct list *pieces, int64_t start, int64_t end)
{
    struct interval piece = {start, end};
    return start < end ? list_insert(pieces, sizeof piece, pieces->count, &piece) : 0;
}

/* The times in which certificates meet the need, also several that follow one another, in order. */
static int need_times(const struct person *person, const struct cert_wanted *need, struct list *times)
{
    const struct worker_cert *certs = person->certs.at;
    int64_t done = INT64_MIN;
    times->count = 0;
    for (;;) {
        int64_t start = INT64_MAX, end;
        for (int i = 0; i < person->certs.count; i++)
            if (cert_may_serve(&certs[i], need) && certs[i].valid.end > done && certs[i].valid.start < start)
                start = certs[i].valid.start > done ? certs[i].valid.start : done;
        if (start == INT64_MAX)
            return 0;
        end = cert_reach(person, need, start);
        if (piece_add(times, start, end))
            return -1;
        done = end;
    }
}

static int pieces_meet(const struct list *one, const struct list *other, struct list *both)
{
    const struct interval *a = one->at, *b = other->at;
    int result = 0;
    both->count = 0;
    for (int i = 0, j = 0; i < one->count && j < other->count && result == 0;) {
        result = piece_add(both, a[i].start > b[j].start ? a[i].start : b[j].start,
                           a[i].end < b[j].end ? a[i].end : b[j].end);
        if (a[i].end < b[j].end)
            i++;
        else
            j++;
    }
    return result;
}

static void swap(struct list *one, struct list *other)
{
    struct list kept = *one;
    *one = *other;
    *other = kept;
}

/* Into scratch->certified: when all needs are met. Overwrites the other two. */
static int certified_times(const struct profile *profile, struct index *scratch, const struct person *person)
{
    scratch->certified.count = 0;
    if (piece_add(&scratch->certified, INT64_MIN / 2, INT64_MAX / 2))
        return -1;
    for (int i = 0; i < profile->needs_count && scratch->certified.count; i++) {
        if (need_times(person, &profile->needs[i], &scratch->present) ||
            pieces_meet(&scratch->certified, &scratch->present, &scratch->other))
            return -1;
        swap(&scratch->certified, &scratch->other);
    }
    return 0;
}

/* Into scratch->present: what leaves do not take of it, but for that at the place `without`. */
static int present_times(struct index *scratch, const struct person *person, int without)
{
    const struct worker_leave *leaves = person->leaves.at;
    const struct interval *certified = scratch->certified.at;
    int result = 0;
    scratch->present.count = 0;
    for (int i = 0; i < scratch->certified.count; i++) {
        int64_t from = certified[i].start;
        for (int j = 0; j < person->leaves.count && from < certified[i].end; j++) {
            if (j == without || leaves[j].time.end <= from || leaves[j].time.start >= certified[i].end)
                continue;
            result |= piece_add(&scratch->present, from, leaves[j].time.start);
            from = leaves[j].time.end;
        }
        result |= piece_add(&scratch->present, from, certified[i].end);
    }
    return result;
}

static int certified_count(struct profile *profile, const struct list *pieces, int count)
{
    const struct interval *at = pieces->at;
    int result = 0;
    for (int i = 0; i < pieces->count; i++)
        result |= tally_add(&profile->times, at[i], 1u << TIMES_CERTIFIED, count);
    return result;
}

/* Seconds since 1970; what lies before or after all that has one counts as its end. */
static uint32_t second_of(int64_t instant)
{
    int64_t second = instant / MS_SECOND;
    return second < 0 ? 0 : second < UINT32_MAX ? (uint32_t)second : UINT32_MAX;
}

static bool is_among(const struct list *pieces, struct interval piece)
{
    const struct interval *at = pieces->at;
    for (int i = 0; i < pieces->count; i++)
        if (at[i].start == piece.start && at[i].end == piece.end)
            return true;
    return false;
}

/* Of the times that are not among the others. */
static int members_count(struct arena *arena, struct spot *spot, struct member *member, const struct list *times,
                         const struct list *others, int count)
{
    const struct interval *at = times->at;
    int result = 0;
    for (int i = 0; i < times->count && result == 0; i++) {
        if (is_among(others, at[i]))
            continue;
        member->from = second_of(at[i].start + MS_SECOND - 1);
        member->until = second_of(at[i].end);
        result = member_count(arena, spot, member, count);
    }
    return result;
}

static int members_move(struct profile *profile, const struct person *person, const struct list *from,
                        const struct list *to)
{
    struct cell home = person->facts.home;
    struct spot *spot = spot_at(profile, home);
    bool skilled;
    int skill = score_skill_most(profile, person, &skilled);
    struct member member = {.slot = person->sheet->slot,
                            .north = (uint16_t)(home.lat - corner_of(home.lat)) & 31u,
                            .east = (uint16_t)(home.lon - corner_of(home.lon)) & 31u,
                            .sex = (uint16_t)index_sex(person->facts.sex) & 3u,
                            .travel = person->facts.travel & 3u,
                            .skill = (int16_t)skill,
                            .skilled = skilled};
    struct arena *arena = profile->times.arena;
    return spot ? members_count(arena, spot, &member, from, to, -1) | members_count(arena, spot, &member, to, from, 1)
                : -1;
}

static int present_move(struct profile *profile, const struct person *person, const struct list *from,
                        const struct list *to)
{
    unsigned sets = 1u << TIMES_PRESENT;
    if (!person->facts.suspended)
        sets |= 1u << (TIMES_ABLE + index_sex(person->facts.sex));
    if (tally_move(&profile->times, from, to, sets))
        return -1;
    return person->facts.suspended ? 0 : members_move(profile, person, from, to);
}

int profile_count(struct profile *profile, struct index *scratch, struct person *person, int count)
{
    const struct list none = {0};
    if (!is_in_scope(profile, &person->facts))
        return 0;
    profile->in_scope += count;
    if (!is_of_kind(profile, &person->facts))
        return 0;
    profile->of_kind += count;
    if (!person->facts.green)
        return 0;
    profile->green += count;
    if (certified_times(profile, scratch, person) || present_times(scratch, person, -1) ||
        certified_count(profile, &scratch->certified, count))
        return -1;
    return present_move(profile, person, count < 0 ? &scratch->present : &none, count < 0 ? &none : &scratch->present);
}

/* What a change of times goes through. */
static void times_fetch(struct profile *profile, const struct person *person)
{
    const struct spot *spot = spot_at(profile, person->facts.home);
    tally_fetch(&profile->times);
    if (spot)
        fetch_run(spot->members.at, (size_t)spot->members.count * sizeof(struct member));
}

int profile_follow_leave(struct profile *profile, struct index *scratch, struct person *person, int place, int times)
{
    const struct facts *facts = &person->facts;
    if (!is_in_scope(profile, facts) || !is_of_kind(profile, facts) || !facts->green)
        return 0;
    times_fetch(profile, person);
    if (certified_times(profile, scratch, person) || present_times(scratch, person, place))
        return -1;
    swap(&scratch->present, &scratch->other);
    if (present_times(scratch, person, -1))
        return -1;
    return times > 0 ? present_move(profile, person, &scratch->other, &scratch->present)
                     : present_move(profile, person, &scratch->present, &scratch->other);
}
