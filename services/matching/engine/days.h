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

struct day {
    int32_t day;        /* civil_day */
    int used;           /* records that are not empty */
    struct list chunks; /* struct record *, or NULL: of DAY_CHUNK each */
};

struct days {
    struct list days;  /* struct day, in order */
    struct list slabs; /* void *: where chunks lie */
    struct list free;  /* struct record *: chunks that no day has; room for all of them */
    bool lost;         /* no memory: good for nothing */
};

const struct day *days_find(const struct days *days, int32_t day); /* NULL: nothing is taken */

/* NULL: nothing is taken. */
static inline const struct record *day_record(const struct day *day, uint32_t slot)
{
    const struct record *const *chunks = day->chunks.at;
    uint32_t chunk = slot / DAY_CHUNK;
    return chunk < (uint32_t)day->chunks.count && chunks[chunk] ? &chunks[chunk][slot % DAY_CHUNK] : NULL;
}

/* Holds in that time have come or gone. */
void days_follow(struct days *days, const struct person *person, struct interval time);
/* All of a person's come, or go: before the sheet moves or the home changes, and after. */
void days_join(struct days *days, const struct person *person);
void days_leave(struct days *days, const struct person *person);
void days_close(struct days *days);

#endif
