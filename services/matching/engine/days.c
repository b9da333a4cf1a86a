/* Records of days kept up to date. Invariant: while it is not lost, a record that tells all tells each hold of the
 * person that overlaps the day; where there is none, there is no such hold. A word says of the record no more than is
 * so. */
#include "people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "fetch.h"
#include "rules/place.h"

#define CHUNKS_A_SLAB ((int)(PAGES_SLAB / sizeof(struct day_chunk)))
#define DAYS_MOST 1000 /* a hold of more days is too much */

static_assert(sizeof(struct record) == 32, "two records fill a line of the cache");
static_assert(sizeof(struct day_chunk) % 64 == 0, "so that they do");

/* ---- days ---- */

static int place_of(const struct days *days, int32_t day)
{
    const struct day *at = days->days.at;
    int low = 0, high = days->days.count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (at[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct day *days_find(const struct days *days, int32_t day)
{
    const struct day *at = days->days.at;
    int place = place_of(days, day);
    return place < days->days.count && at[place].day == day ? &at[place] : NULL;
}

void days_fetch(const struct days *days, uint32_t slot, int64_t instant)
{
    const struct day *day = days_find(days, civil_day(instant));
    const struct day_chunk *chunk = day ? day_chunk_of(day, slot) : NULL;
    if (!chunk)
        return;
    fetch(&chunk->words[slot % DAY_CHUNK]);
    fetch(&chunk->records[slot % DAY_CHUNK]);
}

static void day_close(struct days *days, struct day *day)
{
    struct day_chunk **at = day->chunks.at;
    for (int i = 0; i < day->chunks.count; i++)
        if (at[i])
            list_insert(&days->free, sizeof at[i], days->free.count, &at[i]);
    free(day->chunks.at);
}

void days_close(struct days *days)
{
    for (int i = 0; i < days->days.count; i++)
        day_close(days, (struct day *)days->days.at + i);
    for (int i = 0; i < days->slabs.count; i++)
        free(((void **)days->slabs.at)[i]);
    free(days->days.at);
    free(days->slabs.at);
    free(days->free.at);
    *days = (struct days){0};
}

static struct day *day_at(struct days *days, int32_t day)
{
    int place = place_of(days, day);
    struct day *at = days->days.at;
    if (place < days->days.count && at[place].day == day)
        return &at[place];
    struct day new = {.day = day};
    if (list_insert(&days->days, sizeof new, place, &new))
        return NULL;
    return (struct day *)days->days.at + place;
}

static int slab_add(struct days *days)
{
    struct day_chunk *slab;
    if (list_reserve(&days->slabs, sizeof slab, 1) ||
        list_reserve(&days->free, sizeof slab, (days->slabs.count + 1) * CHUNKS_A_SLAB) || !(slab = pages_slab()))
        return -1;
    list_insert(&days->slabs, sizeof slab, days->slabs.count, &slab);
    for (int i = CHUNKS_A_SLAB - 1; i >= 0; i--) {
        struct day_chunk *chunk = &slab[i];
        list_insert(&days->free, sizeof chunk, days->free.count, &chunk);
    }
    return 0;
}

static struct day_chunk *chunk_take(struct days *days)
{
    if (!days->free.count && slab_add(days))
        return NULL;
    return memset(((struct day_chunk **)days->free.at)[--days->free.count], 0, sizeof(struct day_chunk));
}

/* Made when it is not there; NULL: no memory. */
static struct day_chunk *chunk_at(struct days *days, struct day *day, uint32_t slot)
{
    int chunk = (int)(slot / DAY_CHUNK);
    struct day_chunk *new = NULL;
    while (chunk >= day->chunks.count)
        if (list_insert(&day->chunks, sizeof new, day->chunks.count, &new))
            return NULL;
    struct day_chunk **at = (struct day_chunk **)day->chunks.at + chunk;
    if (!*at)
        *at = chunk_take(days);
    return *at;
}

/* ---- records ---- */

static bool is_empty(const struct record *record)
{
    return !record->count && !record->more;
}

static bool has_room(int64_t degrees)
{
    return degrees > DAY_NOWHERE && degrees <= INT8_MAX;
}

/* False: it cannot be told. */
static bool tell(struct record *record, const struct sheet *sheet, const struct notch *notch, int64_t midnight,
                 struct cell home)
{
    struct interval time;
    struct cell place;
    if (record->count == DAY_HOLDS || !sheet_time(notch, &time) || !sheet_where(sheet, notch, &place))
        return false;
    int64_t start = time.start - midnight, end = time.end - midnight;
    int64_t north = (int64_t)place.lat - home.lat, east = (int64_t)place.lon - home.lon;
    if (start < 0 || end <= start || end > MS_DAY || start % MS_MINUTE || end % MS_MINUTE)
        return false;
    if (!place_is_known(place))
        north = east = DAY_NOWHERE;
    else if (!has_room(north) || !has_room(east))
        return false;
    int at = record->count++;
    record->at[at].start = (uint16_t)(start / MS_MINUTE | (int64_t)notch->kind << DAY_KIND);
    record->at[at].end = (uint16_t)(end / MS_MINUTE);
    record->at[at].north = (int8_t)north;
    record->at[at].east = (int8_t)east;
    return true;
}

static bool is_in(const struct notch *notch, struct interval day)
{
    struct interval time;
    return !sheet_time(notch, &time) || interval_overlap(time, day);
}

static struct record record_of(const struct sheet *sheet, int32_t day, struct cell home)
{
    struct interval whole = {civil_day_start(day), civil_day_start(day + 1)};
    struct record record = {0};
    for (int i = sheet_place(sheet, sheet_since(sheet, whole.start)); i < sheet->count; i++) {
        const struct notch *notch = &sheet->notches[i];
        if (notch->start >= whole.end)
            break;
        if (is_in(notch, whole) && !tell(&record, sheet, notch, whole.start, home))
            record.more = true;
    }
    return record;
}

static uint64_t word_of(const struct record *record)
{
    uint64_t word = record->more ? DAY_MORE : 0;
    for (int i = 0; i < record->count; i++) {
        int start = day_record_start(record, i), end = record->at[i].end;
        word |= day_halves(start, end) | (start % DAY_HALF || end % DAY_HALF ? DAY_UNEVEN : 0);
    }
    return word;
}

static void record_set(struct days *days, int32_t number, uint32_t slot, const struct record *record)
{
    if (is_empty(record) && !days_find(days, number))
        return;
    struct day *day = day_at(days, number);
    struct day_chunk *chunk = day ? chunk_at(days, day, slot) : NULL;
    if (!chunk) {
        days->lost = true;
        return;
    }
    struct record *at = &chunk->records[slot % DAY_CHUNK];
    day->used += is_empty(at) - is_empty(record);
    *at = *record;
    chunk->words[slot % DAY_CHUNK] = word_of(record);
    if (day->used)
        return;
    day_close(days, day);
    list_remove(&days->days, sizeof *day, place_of(days, number));
}

/* ---- changes ---- */

static void each_day(struct days *days, const struct person *person, struct interval time, bool gone)
{
    int32_t first = civil_day(time.start), last = civil_day(time.end - 1);
    if (last - first > DAYS_MOST)
        days->lost = true;
    for (int32_t day = first; day <= last && !days->lost; day++) {
        struct record record = {0};
        if (!gone)
            record = record_of(person->sheet, day, person->facts.home);
        record_set(days, day, person->sheet->slot, &record);
    }
}

void days_follow(struct days *days, const struct person *person, struct interval time)
{
    each_day(days, person, time, false);
}

static void each_hold(struct days *days, const struct person *person, bool gone)
{
    for (int i = 0; i < person->sheet->count && !days->lost; i++)
        each_day(days, person, people_span(person, &person->sheet->notches[i]).time, gone);
}

void days_join(struct days *days, const struct person *person)
{
    each_hold(days, person, false);
}

void days_leave(struct days *days, const struct person *person)
{
    each_hold(days, person, true);
}
