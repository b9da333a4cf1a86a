/* The simulated world: one clock in microseconds, a queue of what is going to happen, chance from a seed, and the
 * trace. One thread; the next event is always the earliest, and among those of one moment the seed decides. */
#ifndef ANXIN_SIM_WORLD_H
#define ANXIN_SIM_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "services/ctl/sample.h"

#define US_MS INT64_C(1000)
#define US_SECOND (1000 * US_MS)
#define US_MINUTE (60 * US_SECOND)
#define US_HOUR (60 * US_MINUTE)

#define TRACE_LINES 60 /* the last ones are kept, for a run that fails */
#define TRACE_LINE 260

/* `data` is the event's own memory: freed after the call, or with the world. */
typedef void happening(void *self, int64_t number, void *data);

struct event {
    int64_t at;
    uint64_t tie;
    happening *run;
    void *self, *data;
    int64_t number;
};

struct world {
    uint64_t seed;
    int64_t now;   /* microseconds since the world began */
    int64_t start; /* business time at its beginning, ms */
    struct draw ties;
    struct event *queue; /* a heap */
    int count, room;
    int64_t steps;
    uint64_t trace;
    bool aloud; /* every line of the trace to stdout */
    char lines[TRACE_LINES][TRACE_LINE];
    int64_t lines_count;
    int violations;
    char why[400]; /* the first */
};

void world_open(struct world *world, uint64_t seed, int64_t start);
void world_close(struct world *world);

/* A draw of its own for each purpose, so that switching one fault off leaves the others' chances as they were. */
struct draw world_draw(const struct world *world, const char *purpose, int64_t index);
int64_t draw_span(struct draw *draw, int64_t from, int64_t until); /* from .. until, both included */

void world_at(struct world *world, int64_t at, happening *run, void *self, int64_t number, void *data);
/* Runs the earliest event; false when none is left before `until` (the clock is then at `until`). */
bool world_step(struct world *world, int64_t until);
int64_t world_business(const struct world *world); /* true business time, ms */

/* Into the trace: bytes alone, or a line too. */
void world_mix(struct world *world, const void *bytes, size_t size);
__attribute__((format(printf, 2, 3))) void world_say(struct world *world, const char *format, ...);

/* A promise is broken: said, counted; the first is kept in `why`. */
__attribute__((format(printf, 3, 4))) void world_violated(struct world *world, const char *oracle, const char *format,
                                                          ...);

#endif
