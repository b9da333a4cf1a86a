/* Inside of the engine: what a choice reads of a person, packed: half a line of the cache of who may come, four side by
 * side of who is asked or scored, and the times at which the person is taken, four to a line. All of it follows from
 * the person's facts, holds and past visits (people.h), which are read only where this does not decide. */
#ifndef ANXIN_MATCHING_SHEET_H
#define ANXIN_MATCHING_SHEET_H

#include "base/pages.h"
#include "list.h"
#include "map.h"
#include "pool.h"

#define SHEET_FENCES 8
#define SHEET_WEEKS 4
#define SHEET_MARKS 35
#define LOOK_WEEKS 6
#define SHEETS_A_BLOCK 32
#define SHEETS_A_SLAB (PAGES_SLAB / (unsigned)sizeof(struct sheet))
#define LOOKS_A_SLAB (PAGES_SLAB / (unsigned)sizeof(struct look))
#define NOTCHES_A_LINE 4

/* A hold without its ids. Where a part has no room the hold itself is looked at. */
struct notch {
    int64_t start;
    uint32_t length : 28, kind : 4; /* ms; enum hold_kind */
    int16_t north, east;            /* thousandths of a degree from the origin of its sheet */
};

/* What a person works in the week from that Monday on: visits worked and held. */
struct week {
    int32_t monday;
    int visits;
    int64_t busy; /* ms */
};

struct facts;
struct person;
struct held;
struct answered;

/* What tells how much a score may be at most; two fill a line of the cache. */
struct look {
    uint64_t languages, cuisines; /* as words of the pool: a bit each; bit 63 beside others that it has no bit for */
    uint16_t week;                /* the newest in which the person works, see sheet_busy() */
    uint16_t busy[LOOK_WEEKS];    /* minutes, no more than there are, in that week and those before */
    uint8_t pets : 2, smokes : 2; /* enum told */
    bool employee : 1, part_time : 1;
    char sex;
};

struct sheet {
    /* when the person is taken */
    const struct notch *notches; /* by start, beside the person's holds */
    int32_t count;
    uint32_t longest_s;           /* no notch lasts longer */
    struct cell origin;           /* {0,0}: no place is known yet */
    float radius;                 /* metres, no less: within which of the home all holds are */
    uint8_t travel;               /* enum travel_mode */
    int32_t fences[SHEET_FENCES]; /* in which minute each of the last lines of notches begins; INT32_MAX: no line */
    /* what a score reads */
    struct person *person;
    struct look *look;
    struct {
        int32_t monday, busy;    /* INT32_MAX: too much to tell */
    } weeks[SHEET_WEEKS];        /* the newest of the person, oldest first */
    uint32_t slot;               /* where it lies among all sheets */
    int32_t answers_count;       /* the person's */
    char worker[ID_SIZE];        /* the person's id */
    uint16_t marks[SHEET_MARKS]; /* of the first answers: sheet_mark(), twice, and one more where it was refused */
};

/* Sheets of people who do the same work and live side by side. */
struct plot {
    char plot[ID_SIZE];
    int blocks;
    struct list free; /* struct sheet * */
};

/* Where sheets lie. */
struct sheets {
    struct list slabs;          /* struct sheet *: SHEETS_A_SLAB each, touched as they are taken */
    struct list looks;          /* struct look *: LOOKS_A_SLAB each, by the slots of sheets */
    struct list blocks;         /* struct plot *: to whom SHEETS_A_BLOCK of them belong */
    struct map plots;           /* struct plot * */
    float radius[TRAVEL_MODES]; /* no less than that of any sheet whose home is known */
};
/* NULL: no memory. */
struct sheet *sheet_take(struct sheets *sheets, const struct facts *facts);
void sheet_give(struct sheets *sheets, struct sheet *sheet);
bool sheet_lies_well(const struct sheets *sheets, const struct sheet *sheet, const struct facts *facts);
void sheets_close(struct sheets *sheets);

/* By the slot that it has. */
static inline struct sheet *sheet_at(const struct sheets *sheets, uint32_t slot)
{
    return ((struct sheet *const *)sheets->slabs.at)[slot / SHEETS_A_SLAB] + slot % SHEETS_A_SLAB;
}
static inline struct look *sheet_look(const struct sheets *sheets, uint32_t slot)
{
    return ((struct look *const *)sheets->looks.at)[slot / LOOKS_A_SLAB] + slot % LOOKS_A_SLAB;
}
uint16_t sheet_mark(int64_t instant); /* a quarter of a day; later, no less */
uint16_t sheet_week(int32_t monday);  /* a number of a week; UINT16_MAX: it has none */
/* Minutes in a week of that number, no more than there are. */
static inline int sheet_busy(const struct look *look, uint16_t week)
{
    unsigned ago = (unsigned)look->week - week;
    return ago < LOOK_WEEKS ? look->busy[ago] : 0;
}

/* The first notch that does not start before `instant`. */
int sheet_place(const struct sheet *sheet, int64_t instant);
/* No notch that starts before that lasts until `instant`. */
int64_t sheet_since(const struct sheet *sheet, int64_t instant);
/* Lets the memory come in which it is looked for. */
void sheet_fetch(const struct sheet *sheet, int64_t instant);
/* False: the hold must be asked. */
bool sheet_time(const struct notch *notch, struct interval *time);
bool sheet_where(const struct sheet *sheet, const struct notch *notch, struct cell *place);

/* Each follows what has changed; the lists that are added to have room. */
void sheet_add(struct sheets *sheets, struct sheet *sheet, struct list *notches, int place, const struct held *hold,
               struct cell home);
void sheet_remove(struct sheet *sheet, struct list *notches, int place);
void sheet_follow_weeks(struct sheet *sheet, const struct list *weeks);
/* Before an answer comes to that place among the person's, or goes (NULL). */
void sheet_follow_answers(struct sheet *sheet, const struct list *answers, int place, const struct answered *answer);
void sheet_follow_facts(struct sheets *sheets, struct sheet *sheet, const struct facts *facts,
                        const struct list *holds);

#endif
