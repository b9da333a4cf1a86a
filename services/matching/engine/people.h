/* Inside of the engine: how the pool holds a person. */
#ifndef ANXIN_MATCHING_PEOPLE_H
#define ANXIN_MATCHING_PEOPLE_H

#include "arena.h"
#include "days.h"
#include "facts.h"
#include "list.h"
#include "map.h"
#include "name.h"
#include "pool.h"
#include "sheet.h"

#define WORDS_MOST 63

/* A hold as the rules read it. */
struct span {
    struct interval time;
    struct cell place;
    enum hold_kind kind;
};

struct house;

/* What is kept of struct hold, struct past_visit and struct offer_answer, so packed. */
struct held {
    struct name hold;
    struct house *house; /* NULL: none is named */
    struct interval time;
    struct cell place;
    uint8_t kind; /* enum hold_kind */
    bool firm;
};
struct passed {
    struct name visit;
    struct house *house;
    struct interval time;
};
struct answered {
    struct name visit;
    int64_t at;
    bool refused;
};

/* What a booking changes and what a person is found by stand together at the end. */
struct person {
    struct list past;    /* struct passed */
    struct list answers; /* struct answered */
    struct list pairs;   /* char[ID_SIZE]: households not to meet */
    struct list leaves;  /* struct worker_leave, by (start, id) */
    struct list certs;   /* struct worker_cert */
    struct facts facts;
    bool worker;               /* roster has spoken of this person */
    bool touched;              /* changed in this unit */
    struct sheet *sheet;       /* what a choice looks at first */
    struct list holds;         /* struct held, by (start, id) */
    struct list notches, tags; /* struct notch, uint32_t: beside `holds`; another tag, another id */
    struct list weeks;         /* struct week, newest last */
    char id[];
};

/* Who comes to a household, or must not. */
struct house {
    struct list meetings; /* struct meeting: each hold or past visit there; those of a person together, by id */
    struct list banned;   /* struct person * */
    bool touched;         /* in this unit */
    char household[];
};

/* A hold or a past visit that names the household. */
struct meeting {
    struct person *person;
    int64_t start;
    uint64_t length : 38; /* ms; MEETING_LONG: that or more */
    uint64_t hold : 1;    /* else it was worked */
    uint64_t counts : 1;  /* worked, or a visit that is firmly planned */
    uint64_t tag : 24;    /* of its id */
};
#define MEETING_LONG ((UINT64_C(1) << 38) - 1)

/* The first meeting with the next person; `meeting` is one of those with somebody. */
static inline int house_next(const struct house *house, int meeting)
{
    const struct meeting *at = house->meetings.at;
    int next = meeting + 1;
    while (next < house->meetings.count && at[next].person == at[meeting].person)
        next++;
    return next;
}

/* Codes that people share, numbered as they come. */
struct words {
    int count;
    char at[WORDS_MOST][CODE_SIZE];
};

struct index;

struct pool {
    struct arena arena;         /* where people and houses and their lists lie */
    struct names names;         /* of holds and visits */
    struct list people;         /* struct person *, by id */
    struct sheets sheets;       /* of them */
    struct days days;           /* theirs */
    struct map by_id;           /* of them */
    struct map houses;          /* struct house * */
    struct words words;         /* languages and cuisines */
    struct list changes;        /* struct change: what was done in this unit, to be undone backwards */
    struct list lost;           /* bytes: what those changes replaced */
    struct list spent;          /* struct facts: likewise, whose codes undo needs */
    struct list touched;        /* struct person *: by this unit */
    struct list touched_houses; /* struct house * */
    struct index *index;        /* who could come where (index.h) */
    int swept;                  /* whose past was looked at last in turn */
};

const struct person *people_find(const struct pool *pool, const char *id);
int people_count(const struct pool *pool);
const struct person *people_at(const struct pool *pool, int index); /* in order of id */

/* A run of a person's holds. */
struct holds_run {
    const struct held *at;
    int count;
};
/* All holds that overlap `time`, and perhaps some before it. */
struct holds_run people_holds_around(const struct person *person, struct interval time);
/* Likewise, without ids. */
struct notches_run {
    const struct notch *at;
    int count;
};
struct notches_run people_notches_around(const struct person *person, struct interval time);
const struct held *people_hold_of(const struct person *person, const struct notch *notch);
struct span people_span(const struct person *person, const struct notch *notch);
/* NULL: none with this id */
const struct held *people_hold(const struct pool *pool, const struct person *person, const char *hold);
void people_fetch_person(const struct person *person); /* lets its memory come */
/* Likewise what a change of holds needs. */
void people_fetch(const struct person *person);
void people_fetch_abilities(const struct person *person); /* one of certificates or leaves */
/* All holds that start in `time`. */
struct holds_run people_holds_in(const struct person *person, struct interval time);
/* Who has a hold or a past visit there, and who must not meet it: NULL when nobody. */
const struct house *people_house(const struct pool *pool, const char *household);
/* The bit of a word, 0 when nobody has it; bit 63: perhaps somebody. */
uint64_t people_word(const struct pool *pool, const char *word);
/* Work in the week around an instant, ms; and in the one from that Monday on. */
int64_t people_week(const struct person *person, int64_t instant);
int64_t people_week_of(const struct person *person, const struct sheet *sheet, int32_t monday); /* the person's sheet */
int32_t people_monday(int64_t instant); /* of the week around it */
bool people_is_same_week(int64_t one, int64_t other);

/* ---- changes of a unit (change.c): each is undone by pool_undo ---- */

enum person_list { LIST_CERTS, LIST_LEAVES, LIST_HOLDS, LIST_PAIRS, LIST_PAST, LIST_ANSWERS, PERSON_LISTS };
size_t change_size(enum person_list which); /* of an item */
struct list *change_list(const struct person *person, enum person_list which);

/* The person, to be changed: made when new. NULL: no memory. */
struct person *people_touch(struct pool *pool, const char *id);
/* 0, or -1 when there is no memory: then nothing changed. */
int change_insert(struct pool *pool, struct person *person, enum person_list which, int place, const void *item);
int change_remove(struct pool *pool, struct person *person, enum person_list which, int place);
int change_facts(struct pool *pool, struct person *person, const struct worker_facts *facts);
void change_give_spent(struct pool *pool); /* the codes of facts that were replaced */

/* Takes the item at `from` out and puts the new one in: at `to`, once the old one is out. */
int change_replace(struct pool *pool, struct person *person, enum person_list which, int from, int to,
                   const void *item);

void person_free(struct pool *pool, struct person *person);
bool people_is_nobody(const struct person *person); /* nothing is known of this person */

#endif
