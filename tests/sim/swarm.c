/* Draws what a seed switches on. Invariant: what one fault draws shifts nothing in another, so that a minimiser may
 * switch them off one by one. */
#include "swarm.h"

#include <string.h>

#include "world.h"

#define ONE_IN 3     /* faults that are on */
#define TWO_PLACES 8 /* one seed in so many has a set of two places */

static const char *const words[FAULT_COUNT] = {
#define SWARM_WORD(name, word, doc) [FAULT_##name] = word,
    SWARM_FAULTS(SWARM_WORD)};
static const char *const docs[FAULT_COUNT] = {
#define SWARM_DOC(name, word, doc) [FAULT_##name] = doc,
    SWARM_FAULTS(SWARM_DOC)};

const char *fault_word(enum fault fault)
{
    return words[fault];
}

const char *fault_doc(enum fault fault)
{
    return docs[fault];
}

void swarm_draw(struct swarm *swarm, uint64_t seed, double hours)
{
    struct draw draw = draw_from(seed, "swarm", ""), places = draw_from(seed, "places", "");
    static const double lengths[] = {0.1, 0.2, 0.2, 0.5, 1, 2}; /* most go wrong early, some only in time */
    static const int rates[] = {4, 10, 20, 40};
    static const int64_t gaps[] = {20000, 60000, 180000, 600000};
    memset(swarm, 0, sizeof *swarm);
    swarm->hours = lengths[draw_below(&draw, 6)];
    swarm->rate = rates[draw_below(&draw, 4)];
    swarm->gap_ms = gaps[draw_below(&draw, 4)];
    swarm->places = 1 + (draw_below(&places, TWO_PLACES) == 0);
    if (swarm->places > 1 && swarm->hours > 0.2)
        swarm->hours = 0.2; /* twice the work */
    if (hours > 0)
        swarm->hours = hours;
    if (draw_below(&draw, 12) == 0)
        return; /* peace, now and then: what is wrong then is plain wrong */
    for (int i = 0; i < FAULT_COUNT; i++) {
        struct draw own = draw_from(seed, "fault", words[i]);
        swarm->on[i] = draw_below(&own, ONE_IN) == 0;
    }
}
