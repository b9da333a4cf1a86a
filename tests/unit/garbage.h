/* An event of roster that nobody can read: it is set aside, and with it all that is said of its worker (ruling 6). */
#ifndef ANXIN_TEST_GARBAGE_H
#define ANXIN_TEST_GARBAGE_H

#include "bench.h"

/* Roster says something of a worker that cannot be read, so that it is parked. */
static inline void hear_garbage(struct bench *bench, const char *worker)
{
    static uint8_t empty[] = {0x80};
    int index = bench_source_of(bench, "roster");
    struct bench_source *source = &bench->sources[index];
    struct worker_retired event = {.station = "ST1"};
    struct envelope envelope = {.sequence = source->number + 1, .recordedtime = bench->now};
    TEXT_PUT(event.worker, worker);
    TEXT_FORMAT(envelope.id, "roster-%lld", (long long)envelope.sequence);
    TEXT_PUT(envelope.source, "roster");
    TEXT_PUT(envelope.stream, "roster");
    TEXT_PUT(envelope.epoch, "0123456789abcdef");
    TEXT_PUT(envelope.subject, worker);
    TEXT_PUT(envelope.partitionkey, worker);
    memcpy(envelope.prevhash, source->hash, HASH_SIZE);
    struct frames frames = bench_frames(bench, &envelope, MSG_worker_retired, &event);
    frames.at[0] = (struct frame){"live", 4};
    frames.at[2] = (struct frame){empty, sizeof empty};
    source->number++;
    hash_event(source->hash, frames.at[1].data, frames.at[1].size, empty, sizeof empty);
    engine_live(bench->engine, index, &frames);
    bench_turn(bench);
}

#endif
