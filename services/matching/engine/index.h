/* Inside of the engine: who could come where, so that a choice looks only at few. Follows each change of a person; is a
 * copy that may be lost: without memory it is given up, and made again when it is asked.
 *
 * A profile is what services ask alike: station or anybody, kinds, certificates. It counts who passes the rules of a
 * worker's own facts by when, and holds those who may pass by where they live. */
#ifndef ANXIN_MATCHING_INDEX_H
#define ANXIN_MATCHING_INDEX_H

#include "choice.h"
#include "people.h"
#include "tally.h"

#define INDEX_PROFILES 64
#define INDEX_NEEDS (DEMAND_CODES + 2)
#define INDEX_SEXES 3
#define INDEX_FEW 512

#define SPOT 20 /* thousandths of a degree across: about two kilometres */

/* One who may pass in some time: certified and not on leave. Who has several such times is there for each. Four fill a
 * line of the cache. */
struct member {
    uint32_t slot;                /* of the sheet */
    uint32_t from, until;         /* whole seconds that lie in that time */
    uint16_t north : 5, east : 5; /* of the home in its spot, thousandths of a degree */
    uint16_t sex : 2;             /* index_sex() */
    uint16_t travel : 2;          /* enum travel_mode */
    uint16_t skilled : 1;         /* the share of the term skill is no less than this, and */
    int16_t skill;                /* no more */
};

/* Members of some square kilometres: their homes are at the corner or up to SPOT - 1 farther north and east. */
struct spot {
    struct cell corner;
    struct list members; /* struct member */
};

/* When workers who pass the rules before are certified; and not on leave; and not suspended, by sex. */
enum profile_times { TIMES_CERTIFIED, TIMES_PRESENT, TIMES_ABLE, PROFILE_TIMES = TIMES_ABLE + INDEX_SEXES };

struct profile {
    char station[CODE_SIZE]; /* "" anybody's */
    int kinds_count, needs_count;
    char kinds[DEMAND_CODES][CODE_SIZE];
    struct cert_wanted needs[INDEX_NEEDS]; /* with those that every visit needs */
    int64_t asked;                         /* when last, in questions */
    int in_scope, of_kind, green;          /* workers that pass these rules and those before */
    struct tally times;                    /* of enum profile_times */
    struct list spots;                     /* struct spot, open addressing; room is a power of two */
    struct spot nowhere;                   /* home not known */
};

struct station {
    char station[CODE_SIZE];
    struct list workers; /* struct person *: active */
};

/* Who may be near enough. */
struct near {
    double square; /* of metres from home to the place, good to the bounds of around.h; below 0: not told */
    int32_t way;   /* ms; below 0: to be reckoned */
    uint32_t slot;
    struct cell home; /* as a member's, like the following */
    int16_t skill;
    bool skilled;
    uint8_t travel;
};

struct contender {
    int64_t most;  /* what the score is at most */
    uint32_t near; /* which of those who are near */
};

struct index {
    struct pool *pool;
    bool lost;              /* no memory: to be made again */
    int few;                /* a station with no more workers needs no profile */
    int considered, active; /* workers */
    struct map stations;    /* struct station * */
    int profiles_count;
    struct profile *profiles[INDEX_PROFILES];
    int64_t questions;
    struct list certified, present, other; /* struct interval: scratch */
    struct list near;                      /* struct near: scratch */
    struct list idle, unclear, untold;     /* uint32_t: which of them; scratch */
    struct list contenders;                /* struct contender: scratch */
};

struct index *index_open(struct pool *pool); /* NULL: no memory */
void index_close(struct index **index);

/* Around each change of facts or certificates. */
void index_leave(struct index *index, struct person *person);
void index_join(struct index *index, struct person *person);
/* While the leave at that place is among the person's: after it has come (1), before it goes (-1). */
void index_follow_leave(struct index *index, struct person *person, int place, int times);

/* Is up to date; -1: no memory. */
int index_ready(struct index *index);
const struct station *index_station(const struct index *index, const char *station); /* NULL: nobody */
/* The profile of a demand, of `station` ("" anybody's). NULL: no memory. */
const struct profile *index_profile(struct index *index, const char *station, const struct demand *demand);
int index_sex(char sex); /* 0 to INDEX_SEXES - 1 */

/* Calls `see` for spots: all whose home may be in the box around the place are in one of them. */
typedef void index_see(void *self, const struct spot *spot);
void profile_near(const struct profile *profile, struct cell place, struct cell box, index_see *see, void *self);
void profile_all(const struct profile *profile, index_see *see, void *self);

/* profile.c */
void profile_close(struct profile **profile);
/* `count` 1 or -1 */
int profile_count(struct profile *profile, struct index *scratch, struct person *person, int count);
int profile_follow_leave(struct profile *profile, struct index *scratch, struct person *person, int place, int times);

#endif
