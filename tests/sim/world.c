/* The clock and the queue. Invariant: what happens depends on the seed alone, never on addresses, real time or the
 * order in which memory was given. */
#include "world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

void world_open(struct world *world, uint64_t seed, int64_t start)
{
    memset(world, 0, sizeof *world);
    world->seed = seed;
    world->start = start;
    world->trace = UINT64_C(0xcbf29ce484222325);
    world->ties = world_draw(world, "ties", 0);
}

void world_close(struct world *world)
{
    for (int i = 0; i < world->count; i++)
        free(world->queue[i].data);
    free(world->queue);
    world->queue = NULL;
    world->count = world->room = 0;
}

struct draw world_draw(const struct world *world, const char *purpose, int64_t index)
{
    char which[32];
    snprintf(which, sizeof which, "%lld", (long long)index);
    return draw_from(world->seed, purpose, which);
}

int64_t draw_span(struct draw *draw, int64_t from, int64_t until)
{
    return from + (int64_t)(draw_next(draw) % (uint64_t)(until - from + 1));
}

int64_t world_business(const struct world *world)
{
    return world->start + world->now / US_MS;
}

/* ---- the queue ---- */

static bool before(const struct event *a, const struct event *b)
{
    return a->at != b->at ? a->at < b->at : a->tie < b->tie;
}

void world_at(struct world *world, int64_t at, happening *run, void *self, int64_t number, void *data)
{
    if (world->count == world->room) {
        world->room = world->room ? world->room * 2 : 1024;
        world->queue = realloc(world->queue, (size_t)world->room * sizeof *world->queue);
        if (!world->queue)
            BUG("out of memory");
    }
    struct event event = {at < world->now ? world->now : at, draw_next(&world->ties), run, self, data, number};
    int i = world->count++;
    for (; i > 0 && before(&event, &world->queue[(i - 1) / 2]); i = (i - 1) / 2)
        world->queue[i] = world->queue[(i - 1) / 2];
    world->queue[i] = event;
}

static struct event take_first(struct world *world)
{
    struct event first = world->queue[0], last = world->queue[--world->count];
    int i = 0;
    for (int child; (child = 2 * i + 1) < world->count; i = child) {
        if (child + 1 < world->count && before(&world->queue[child + 1], &world->queue[child]))
            child++;
        if (before(&last, &world->queue[child]))
            break;
        world->queue[i] = world->queue[child];
    }
    world->queue[i] = last;
    return first;
}

bool world_step(struct world *world, int64_t until)
{
    if (world->count == 0 || world->queue[0].at > until) {
        if (world->now < until)
            world->now = until;
        return false;
    }
    struct event event = take_first(world);
    world->now = event.at;
    world->steps++;
    world_mix(world, &event.at, sizeof event.at);
    event.run(event.self, event.number, event.data);
    free(event.data);
    return true;
}

/* ---- the trace ---- */

void world_mix(struct world *world, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    uint64_t hash = world->trace ^ size, word;
    for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    for (; size > 0; at++, size--)
        hash = (hash ^ *at) * UINT64_C(0x100000001b3);
    world->trace = hash;
}

static char *line_begin(struct world *world)
{
    char *line = world->lines[world->lines_count++ % TRACE_LINES];
    snprintf(line, TRACE_LINE, "%12.3f  ", (double)world->now / US_SECOND);
    return line;
}

static void line_end(struct world *world, const char *line)
{
    world_mix(world, line, strlen(line));
    if (world->aloud)
        puts(line);
}

void world_say(struct world *world, const char *format, ...)
{
    char *line = line_begin(world);
    size_t size = strlen(line);
    va_list args;
    va_start(args, format);
    vsnprintf(line + size, TRACE_LINE - size, format, args);
    va_end(args);
    line_end(world, line);
}

void world_violated(struct world *world, const char *oracle, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    char *line = line_begin(world);
    size_t size = strlen(line);
    snprintf(line + size, TRACE_LINE - size, "VIOLATED %s: %s", oracle, text);
    if (world->violations++ == 0)
        snprintf(world->why, sizeof world->why, "%s: %.370s", oracle, text);
    line_end(world, line);
}
