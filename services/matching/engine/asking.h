/* Inside of the engine: a ranking being made (rank.c), over a profile (near.c), the most promising first (best.c). */
#ifndef ANXIN_MATCHING_ASKING_H
#define ANXIN_MATCHING_ASKING_H

#include "ask.h"
#include "index.h"

struct asking {
    struct index *index;
    struct ranking *ranking;
    struct question q;
    struct match m;
    struct hints hints;
    const struct person *main, *backup; /* by name; or NULL */
    bool full;                          /* another worker would be one too many */
    uint64_t known;                     /* bits of who is known to the household, perhaps of others too */
};

/* What the demand comes to, and then who comes to the household: what the second reads is fetched by the first. */
void asking_begin(struct asking *asking);
void asking_household(struct asking *asking);

/* Asks one of those who are near the rules from `from` on, where those before are passed; who passes all contends. */
void ask_one(struct asking *asking, uint32_t near, enum rule from);
/* All of a station's, or anybody's: false without memory. */
bool ask_profile(struct asking *asking, const char *station);

static inline const struct near *near_at(const struct asking *asking, uint32_t near)
{
    return (const struct near *)asking->index->near.at + near;
}

void known_fill(struct asking *asking);
void contend(struct asking *asking, uint32_t near);
void contend_plainly(struct asking *asking, const struct near *near); /* who is not among those who are near yet */
void score_contenders(struct asking *asking);
void best_insert(struct ranking *ranking, const struct candidate *candidate);

#endif
