/* Events of followed streams that change nothing here, since no handler takes their type. That the position went past
 * them is kept in memory for a moment and written with the next commit, whatever it is for, or by itself after a while:
 * who dies meanwhile fetches them again and passes them over again. */
#include "service/engine_private.h"

#include <string.h>

#define PASSING_MS 500

bool passing_take(struct engine *engine, struct follow *follow, const struct envelope *envelope,
                  const uint8_t hash[HASH_SIZE])
{
    if (engine->passing_count == PASSING_MOST)
        return false;
    struct passing *passing = &engine->passing[engine->passing_count];
    *passing = (struct passing){.follow = follow, .number = envelope->sequence};
    TEXT_PUT(passing->id, envelope->id);
    TEXT_PUT(passing->type, envelope->type);
    memcpy(passing->hash, hash, HASH_SIZE);
    if (engine->passing_count++ == 0)
        engine->passing_due = engine_mono(engine) + PASSING_MS;
    return true;
}

int passing_save(struct engine *engine)
{
    for (int i = 0; i < engine->passing_count; i++) {
        const struct passing *passing = &engine->passing[i];
        struct recent recent = {.id = passing->id, .type = passing->type};
        memcpy(recent.hash, passing->hash, HASH_SIZE);
        if (recent_add(engine->store, &passing->follow->cursor, passing->number, &recent) != 0)
            return -1;
    }
    engine->passing_count = 0;
    return 0;
}

void passing_turn(struct engine *engine)
{
    if (engine->open || engine_sick(engine) || engine_mono(engine) < passing_next(engine))
        return;
    batch_open(engine); /* the turn's commit does the rest */
}

int passing_flush(struct engine *engine)
{
    if (engine->passing_count == 0)
        return 0;
    return batch_open(engine) == 0 ? batch_commit(engine) : -1;
}

int64_t passing_next(const struct engine *engine)
{
    if (engine->passing_count == 0)
        return INT64_MAX;
    return engine->passing_count == PASSING_MOST ? 0 : engine->passing_due;
}
