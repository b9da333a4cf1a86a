/* The sample's frame: acts are added by noun (stations, people, bookings, training, cases), then sorted by their
 * moment. */
#include "services/ctl/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"
#include "wire/id.h"

uint64_t draw_next(struct draw *draw)
{
    uint64_t z = draw->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int draw_below(struct draw *draw, int bound)
{
    return (int)(draw_next(draw) % (uint64_t)bound);
}

bool draw_chance(struct draw *draw, int of_thousand)
{
    return draw_below(draw, 1000) < of_thousand;
}

struct draw draw_from(uint64_t seed, const char *what, const char *which)
{
    char text[512];
    uint8_t hash[HASH_SIZE];
    struct draw draw;
    if (TEXT_FORMAT(text, "%llu/%s/%s", (unsigned long long)seed, what, which) != 0)
        text_copy(text, sizeof text, what);
    hash_bytes(hash, text, strlen(text));
    draw.state = 0;
    for (int i = 0; i < 8; i++)
        draw.state = draw.state << 8 | hash[i];
    return draw;
}

static int room_for_one(struct making *making)
{
    struct sample *sample = making->sample;
    if (sample->count < making->room)
        return 0;
    int room = making->room ? making->room * 2 : 4096;
    struct sample_act *acts = realloc(sample->acts, (size_t)room * sizeof *acts);
    if (!acts)
        return -1;
    sample->acts = acts;
    making->room = room;
    return 0;
}

struct sample_act *making_add(struct making *making, int64_t at, enum sample_way way, enum message_type type,
                              const char *source, const char *role, const char *actor)
{
    if (making->failed || room_for_one(making) != 0) {
        making->failed = true;
        return NULL;
    }
    struct sample *sample = making->sample;
    struct sample_act *act = &sample->acts[sample->count];
    *act = (struct sample_act){.at = at, .order = sample->count, .way = way, .type = type};
    act->body = calloc(1, message_of(type)->shape->size);
    if (!act->body) {
        making->failed = true;
        return NULL;
    }
    sample->count++;
    TEXT_PUT(act->envelope.specversion, "1.0");
    TEXT_PUT(act->envelope.type, message_of(type)->type_name);
    TEXT_PUT(act->envelope.source, source);
    TEXT_FORMAT(act->envelope.id, "%s-%05d", source, act->order);
    act->envelope.time = at;
    TEXT_PUT(act->envelope.actorrole, role);
    TEXT_PUT(act->envelope.actorid, actor);
    return act;
}

static int act_compare(const void *a, const void *b)
{
    const struct sample_act *one = a, *other = b;
    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    return one->order - other->order;
}

int64_t sample_start(void)
{
    return civil_day_start(civil_day_of(2026, 2, 9));
}

struct sample *sample_make(uint64_t seed, int64_t start)
{
    struct sample *sample = calloc(1, sizeof *sample);
    struct making making = {.sample = sample, .seed = seed};
    if (!sample)
        return NULL;
    sample->start = start;
    sample->end = sample->start + 56 * MS_DAY;
    make_stations(&making);
    make_people(&making);
    make_bookings(&making);
    make_training(&making);
    make_cases(&making);
    make_privacy(&making);
    make_office(&making);
    make_storm(&making);
    free(making.bookings);
    if (making.failed) {
        sample_free(&sample);
        return NULL;
    }
    qsort(sample->acts, (size_t)sample->count, sizeof *sample->acts, act_compare);
    return sample;
}

void sample_free(struct sample **sample_p)
{
    struct sample *sample = *sample_p;
    if (!sample)
        return;
    for (int i = 0; i < sample->count; i++)
        free(sample->acts[i].body);
    free(sample->acts);
    free(sample);
    *sample_p = NULL;
}
