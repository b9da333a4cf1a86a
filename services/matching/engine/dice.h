/* Draws of a search: the same seed gives the same draws on every machine. Not for secrets. */
#ifndef ANXIN_MATCHING_DICE_H
#define ANXIN_MATCHING_DICE_H

#include <stdint.h>

struct dice {
    uint64_t state; /* never 0 */
};

static inline struct dice dice_of(uint64_t seed)
{
    return (struct dice){.state = (seed + 1) * 0x9E3779B97F4A7C15u | 1};
}

/* xorshift64 (Marsaglia 2003). */
static inline uint64_t dice_next(struct dice *dice)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return dice->state;
}

/* 0 to below - 1. */
static inline int dice_below(struct dice *dice, int below)
{
    return (int)((dice_next(dice) >> 32) * (uint64_t)below >> 32);
}

/* In [0, 1). */
static inline double dice_share(struct dice *dice)
{
    return (double)(dice_next(dice) >> 11) * 0x1p-53;
}

#endif
