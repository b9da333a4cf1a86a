/* The main worker of a household and who stands in for that worker, as named (V8, V22). */
#ifndef ANXIN_MATCHING_TEAM_STORE_H
#define ANXIN_MATCHING_TEAM_STORE_H

#include "store/store.h"

#include "engine/choice.h"

extern const struct statements team_sql;

struct named_team {
    char household[ID_SIZE];
    char main[ID_SIZE];   /* "" nobody */
    char backup[ID_SIZE]; /* "" nobody can be named yet */
    int64_t named_at;
    char station[CODE_SIZE]; /* that looks after the household */
    int64_t since;           /* main is so, or nobody is */
    bool by_hand;
    char wanted[ID_SIZE];     /* would be main, had that one not as many households as may be; "" */
    int64_t households, most; /* that main had when named, this one included, and might have */
};
int team_find(struct store *store, const char *household, struct named_team *team); /* 1, 0, -1 */
int team_save(struct store *store, const struct named_team *team);
int team_remove(struct store *store, const char *household);

/* The household of that main worker that comes first by (station, household) after that one of `team`: 1, 0, -1. */
int team_next_of(struct store *store, const char *worker, struct named_team *team);
int team_count_of(struct store *store, const char *worker, int64_t *households); /* 0 or -1 */

/* When the last visit to the household ends or ended that was or is to be worked; 0 none. 0 or -1. */
int team_last_visit(struct store *store, const char *household, int64_t *end);
/* Station of its latest visit: 1, 0 there was none, -1. */
int team_station(struct store *store, const char *household, char station[CODE_SIZE]);

#endif
