/* The main worker of a household and who stands in for that worker, as named (V8). */
#ifndef ANXIN_MATCHING_TEAM_STORE_H
#define ANXIN_MATCHING_TEAM_STORE_H

#include "store/store.h"
#include "wire/id.h"

extern const struct statements team_sql;

struct named_team {
    char household[ID_SIZE], main[ID_SIZE];
    char backup[ID_SIZE]; /* "" nobody can be named yet */
    int64_t named_at;
};
int team_find(struct store *store, const char *household, struct named_team *team); /* 1, 0, -1 */
int team_save(struct store *store, const struct named_team *team);

#endif
