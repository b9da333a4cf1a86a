/* Inside of the engine: lets memory come that is read soon. Into the second cache: the first one has so little room for
 * what is on its way that of many lines asked for at once it forgets most. */
#ifndef ANXIN_MATCHING_FETCH_H
#define ANXIN_MATCHING_FETCH_H

#include <stddef.h>

#define FETCH_LINE 64

/* The empty statement counts as an effect: gcc would take who only fetches for a function without one, and leave out
 * its calls. */
static inline void fetch(const void *at)
{
    __builtin_prefetch(at, 0, 2);
    __asm__ volatile("");
}

static inline void fetch_run(const void *at, size_t size)
{
    for (size_t i = 0; i < size; i += FETCH_LINE)
        fetch((const char *)at + i);
}

#endif
