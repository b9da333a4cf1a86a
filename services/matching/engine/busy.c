/* Asking those who are near of their time: by a word of the day, by its record where that does not decide, by the holds
 * where that does not either. Each step goes through all of them, so that memory comes for many at once. Invariant:
 * who is busy by a word or a record is so by the rule. */
#include "base/civil.h"
#include "fetch.h"
#include "search.h"

#define TIMES_AHEAD 8 /* so many later is asked whose times are fetched now */
#define BAND_METRES (PLACE_BAND * PLACE_NORTH_METRES)

static struct sheet *sheet_of(const struct asking *asking, uint32_t slot)
{
    return sheet_at(&asking->index->pool->sheets, slot);
}

/* ---- what is asked ---- */

/* No way to or from a place where anybody who goes about so and is near enough has to be takes longer; below 0: not
 * told. */
static int64_t longest_ms(const struct search *search, enum travel_mode mode)
{
    const struct around *around = &search->asking->hints.around;
    double radius = (double)search->asking->index->pool->sheets.radius[mode];
    double metres = sqrt(search->far[mode]) * (PLACE_NORTH_METRES / around->east) + radius;
    return search->asking->q.around && metres < BAND_METRES ? (int64_t)around_most_ms(around, metres, mode) + 1 : -1;
}

/* Nothing of another day is so near that the way could matter, nor is an own hold among the records. */
static void alone_fill(struct search *search, enum travel_mode mode)
{
    const struct question *q = &search->asking->q;
    int64_t longest = longest_ms(search, mode), most = q->policy->handover_ms + longest;
    struct interval near = {q->demand->time.start - most, q->demand->time.end + most};
    search->alone[mode] = longest >= 0 && !q->demand->own_hold[0] && !search->asking->index->pool->days.lost &&
                          interval_holds(search->whole, near);
    if (!search->alone[mode])
        return;
    search->free_before[mode] = (int)((near.start - search->whole.start) / MS_MINUTE);
    search->free_after[mode] = (int)((near.end - search->whole.start + MS_MINUTE - 1) / MS_MINUTE);
    search->wide[mode] = day_halves(search->free_before[mode], search->free_after[mode]);
}

void busy_fill(struct search *search)
{
    const struct demand *demand = search->asking->q.demand;
    int32_t day = civil_day(demand->time.start);
    search->day = days_find(&search->asking->index->pool->days, day);
    search->whole = (struct interval){civil_day_start(day), civil_day_start(day + 1)};
    search->from_minute = (int)((demand->time.start - search->whole.start) / MS_MINUTE);
    search->until_minute = (int)((demand->time.end - search->whole.start + MS_MINUTE - 1) / MS_MINUTE);
    search->inner = demand->time.end <= search->whole.end ? day_halves(search->from_minute, search->until_minute) : 0;
    search->plain = !demand->unsure_count && !demand->excluded_count && !demand->spent_count && !demand->at_once;
    for (int mode = 0; mode < TRAVEL_MODES; mode++)
        alone_fill(search, (enum travel_mode)mode);
}

/* ---- by the records ---- */

static bool record_is_in_the_way(const struct search *search, const struct record *record, int at,
                                 const struct near *near)
{
    int start = day_record_start(record, at), end = record->at[at].end;
    if (end <= search->free_before[near->travel] || start >= search->free_after[near->travel])
        return false;
    if (start < search->until_minute && end > search->from_minute)
        return true;
    struct span span = {.kind = (enum hold_kind)(record->at[at].start >> DAY_KIND)};
    span.time = (struct interval){search->whole.start + start * MS_MINUTE, search->whole.start + end * MS_MINUTE};
    if (record->at[at].north != DAY_NOWHERE)
        span.place = (struct cell){near->home.lat + record->at[at].north, near->home.lon + record->at[at].east};
    return rules_is_in_the_way(&search->asking->q, &span, (enum travel_mode)near->travel);
}

static bool record_is_busy(const struct search *search, const struct record *record, const struct near *near)
{
    for (int i = 0; i < record->count; i++)
        if (record_is_in_the_way(search, record, i, near))
            return true;
    return false;
}

/* ---- by the words ---- */

static void fetch_record(const struct search *search, uint32_t slot)
{
    const struct day_chunk *chunk = day_chunk_of(search->day, slot);
    fetch(&chunk->records[slot % DAY_CHUNK]);
}

static void fetch_look(const struct search *search, uint32_t slot)
{
    fetch(sheet_look(&search->asking->index->pool->sheets, slot));
}

static void fetch_sheet(const struct search *search, uint32_t slot)
{
    const struct sheet *sheet = sheet_of(search->asking, slot);
    fetch(sheet);
    fetch(&sheet->person); /* its other line */
    fetch_look(search, slot);
}

typedef void fetch_of(const struct search *search, uint32_t slot);
static void fetch_each(const struct search *search, const struct list *those, fetch_of *fetch_one)
{
    const uint32_t *at = those->at;
    for (int i = 0; i < those->count; i++)
        fetch_one(search, near_at(search->asking, at[i])->slot);
}

void busy_fetch(const struct search *search, uint32_t slot)
{
    const struct day_chunk *chunk = search->day ? day_chunk_of(search->day, slot) : NULL;
    if (chunk)
        fetch(&chunk->words[slot % DAY_CHUNK]);
}

int busy_reserve(struct index *index)
{
    int count = index->near.count + 1; /* behind the last one somebody is noted in vain */
    return list_reserve(&index->idle, sizeof(uint32_t), count) ||
                   list_reserve(&index->unclear, sizeof(uint32_t), count) ||
                   list_reserve(&index->untold, sizeof(uint32_t), count)
               ? -1
               : 0;
}

static uint64_t word_at(const struct search *search, uint32_t slot)
{
    const struct day_chunk *chunk = search->day ? day_chunk_of(search->day, slot) : NULL;
    return chunk ? chunk->words[slot % DAY_CHUNK] : 0;
}

/* Parts those who are near by their words: who has time, of whom the record must be asked, or the holds; the others are
 * busy. Without a branch, as above. */
static int part(struct search *search)
{
    struct index *index = search->asking->index;
    const struct near *near = index->near.at;
    uint32_t *idle = index->idle.at, *unclear = index->unclear.at, *untold = index->untold.at;
    int count = index->near.count, idles = 0, unclears = 0, untolds = 0;
    for (int i = 0; i < count; i++) {
        uint64_t word = word_at(search, near[i].slot), even = word & DAY_UNEVEN ? 0 : word;
        bool told = search->alone[near[i].travel] & (near[i].square >= 0) & !(word & DAY_MORE);
        bool close = (word & search->wide[near[i].travel]) != 0, over = (even & search->inner) != 0;
        idle[idles] = unclear[unclears] = untold[untolds] = (uint32_t)i;
        idles += told & !close;
        unclears += told & close & !over;
        untolds += !told;
    }
    index->idle.count = idles;
    index->unclear.count = unclears;
    index->untold.count = untolds;
    return count - idles - unclears - untolds;
}

/* Of those who are unclear: who has time joins those who have. How many are busy. */
static int ask_records(struct search *search)
{
    struct index *index = search->asking->index;
    const uint32_t *unclear = index->unclear.at;
    uint32_t *idle = index->idle.at;
    int before = index->idle.count;
    for (int i = 0; i < index->unclear.count; i++) {
        const struct near *near = near_at(search->asking, unclear[i]);
        const struct record *record = &day_chunk_of(search->day, near->slot)->records[near->slot % DAY_CHUNK];
        if (record_is_busy(search, record, near))
            continue;
        fetch_look(search, near->slot);
        idle[index->idle.count++] = unclear[i];
    }
    return index->unclear.count - (index->idle.count - before);
}

static void ask_days(struct search *search)
{
    struct index *index = search->asking->index;
    int busy = part(search);
    fetch_each(search, &index->unclear, fetch_record);
    fetch_each(search, &index->idle, fetch_look);
    fetch_each(search, &index->untold, fetch_sheet);
    search->asking->ranking->rejected[RULE_BUSY] += busy + ask_records(search);
}

/* ---- by all that is known of their time ---- */

/* No way between the place and where the person has to be takes longer: first home, and on from there. */
static int64_t farthest_ms(const struct asking *asking, const struct near *near)
{
    const struct around *around = &asking->hints.around;
    const struct sheet *sheet = sheet_of(asking, near->slot);
    if (near->square < 0)
        return MS_DAY;
    double metres = sqrt(near->square) * (PLACE_NORTH_METRES / around->east) + (double)sheet->radius;
    if (!(metres < BAND_METRES))
        return MS_DAY;
    return (int64_t)around_most_ms(around, metres, (enum travel_mode)sheet->travel) + 1;
}

static void fetch_times(const struct asking *asking, const struct near *near)
{
    const struct sheet *sheet = sheet_of(asking, near->slot);
    int64_t before = asking->q.policy->handover_ms + farthest_ms(asking, near);
    sheet_fetch(sheet, sheet_since(sheet, asking->q.demand->time.start - before));
}

static void ask_holds(struct asking *asking)
{
    const uint32_t *untold = asking->index->untold.at;
    int count = asking->index->untold.count;
    for (int i = -TIMES_AHEAD; i < count; i++) {
        if (i + TIMES_AHEAD < count)
            fetch_times(asking, near_at(asking, untold[i + TIMES_AHEAD]));
        if (i < 0)
            continue;
        asking->q.farthest_ms = farthest_ms(asking, near_at(asking, untold[i]));
        ask_one(asking, untold[i], RULE_BUSY);
    }
}

/* Who has time. */
static void ask_idle(const struct search *search)
{
    struct asking *asking = search->asking;
    const uint32_t *idle = asking->index->idle.at;
    for (int i = 0; i < asking->index->idle.count; i++) {
        if (search->plain)
            contend(asking, idle[i]);
        else
            ask_one(asking, idle[i], RULE_BUSY + 1);
    }
}

void busy_ask(struct search *search)
{
    ask_days(search);
    ask_idle(search);
    ask_holds(search->asking);
}
