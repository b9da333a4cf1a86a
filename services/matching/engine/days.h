/* Inside of the engine: what is taken of people's days, so packed that those who live side by side and do the same work
 * lie side by side: a choice reads a page for many people. It follows the holds and may be lost: then they are read. */
#ifndef ANXIN_MATCHING_DAYS_H
#define ANXIN_MATCHING_DAYS_H

#include "sheet.h"

#define DAY_HOLDS 5
#define DAY_CHUNK 512 /* records side by side */

/* One person's day: the holds that are in it, in order. */
struct record {
    uint8_t count;
    bool more; /* not all is told: the holds must be asked */
    struct {
        uint16_t start, end; /* minutes of the day; above the start, DAY_KIND, the kind */
        int8_t north, east;  /* thousandths of a degree from home; DAY_NOWHERE: the place is not known */
    } at[DAY_HOLDS];
};
#define DAY_KIND 11
#define DAY_NOWHERE INT8_MIN

/* The same in a word, which decides most cases: a bit of each half hour that a hold touches, from midnight on. */
#define DAY_HALF 30                    /* minutes */
#define DAY_UNEVEN (UINT64_C(1) << 48) /* some hold does not fill the half hours that it touches */
#define DAY_MORE (UINT64_C(1) << 49)   /* as `more` */

/* Those of DAY_CHUNK people, side by side. */
struct day_chunk {
    uint64_t words[DAY_CHUNK];
    struct record records[DAY_CHUNK];
};

struct day {
    int32_t day;        /* civil_day */
    int used;           /* records that are not empty */
    struct list chunks; /* struct day_chunk *, or NULL */
};

struct days {
    struct list days;  /* struct day, in order */
    struct list slabs; /* void *: where chunks lie */
    struct list free;  /* struct day_chunk *: that no day has; room for all of them */
    bool lost;         /* no memory: good for nothing */
};

const struct day *days_find(const struct days *days, int32_t day); /* NULL: nothing is taken */

/* NULL: nothing is taken of anybody's in that chunk. */
static inline const struct day_chunk *day_chunk_of(const struct day *day, uint32_t slot)
{
    const struct day_chunk *const *chunks = day->chunks.at;
    uint32_t chunk = slot / DAY_CHUNK;
    return chunk < (uint32_t)day->chunks.count ? chunks[chunk] : NULL;
}

/* The minute of the day at which a hold of the record starts. */
static inline int day_record_start(const struct record *record, int hold)
{
    return record->at[hold].start & ((1 << DAY_KIND) - 1);
}

/* The bits of the half hours that a time touches, in minutes of the day. */
static inline uint64_t day_halves(int from, int until)
{
    int first = from / DAY_HALF, end = (until + DAY_HALF - 1) / DAY_HALF;
    return first < end ? ((UINT64_C(1) << end) - 1) & ~((UINT64_C(1) << first) - 1) : 0;
}

/* Lets the memory come in which a person has that day. */
void days_fetch(const struct days *days, uint32_t slot, int64_t instant);
/* Holds in that time have come or gone. */
void days_follow(struct days *days, const struct person *person, struct interval time);
/* All of a person's come, or go: before the sheet moves or the home changes, and after. */
void days_join(struct days *days, const struct person *person);
void days_leave(struct days *days, const struct person *person);
void days_close(struct days *days);

#endif
