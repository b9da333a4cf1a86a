/* Inside of the engine: what roster says of a worker, as the pool keeps it: the codes one behind the other in the
 * arena, as few bytes as they are. */
#ifndef ANXIN_MATCHING_FACTS_H
#define ANXIN_MATCHING_FACTS_H

#include <string.h>

#include "arena.h"
#include "pool.h"

struct facts {
    struct cell home;
    const char *codes;             /* station, kind, employers, languages, cuisines, a NUL behind each; NULL: none */
    uint16_t size;                 /* of the codes */
    uint8_t kind_at, employers_at; /* where in them */
    uint8_t employers_count, languages_count, cuisines_count;
    char sex;
    uint8_t travel;               /* enum travel_mode */
    uint8_t pets : 2, smokes : 2; /* enum told */
    bool employee : 1, part_time : 1, active : 1, gone : 1, suspended : 1, green : 1;
};

/* -1: no memory. */
int facts_pack(struct arena *arena, const struct worker_facts *from, struct facts *facts);
void facts_give(struct arena *arena, const struct facts *facts);
/* Fills all but the id. */
void facts_unpack(const struct facts *facts, struct worker_facts *to);

static inline const char *facts_next(const char *code)
{
    return code + strlen(code) + 1;
}
static inline const char *facts_station(const struct facts *facts)
{
    return facts->codes ? facts->codes : "";
}
static inline const char *facts_kind(const struct facts *facts)
{
    return facts->codes ? facts->codes + facts->kind_at : "";
}
/* The first of each. */
static inline const char *facts_employers(const struct facts *facts)
{
    return facts->codes ? facts->codes + facts->employers_at : "";
}
const char *facts_languages(const struct facts *facts);
const char *facts_cuisines(const struct facts *facts);
/* Of the station, or employed there besides (R3). */
bool facts_is_of(const struct facts *facts, const char *station);

#endif
