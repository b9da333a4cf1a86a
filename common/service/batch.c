/* The batch: messages of one turn share a transaction; what they say leaves only after its commit (guarantee 1), and
 * what a batch that failed had changed in memory is read again from the store (guarantee 6). */
#include "service/engine_private.h"

#include <string.h>

int64_t engine_mono(const struct engine *engine)
{
    return engine->env->mono_ms(engine->env->self);
}

bool engine_chance(const struct engine *engine, const char *point)
{
    return engine->env->chance && engine->env->chance(engine->env->self, point);
}

bool engine_lost(const struct engine *engine)
{
    return engine->lost || store_is_broken(engine->store);
}

bool engine_sick(const struct engine *engine)
{
    return engine_lost(engine) || engine_mono(engine) < engine->sick_until;
}

int batch_open(struct engine *engine)
{
    if (engine->open)
        return 0;
    if (engine_lost(engine))
        return -1;
    if (store_begin(engine->store) != 0) {
        log_line(engine->log, LOG_LEVEL_ERROR, "batch.refused", "reason=\"%s\"", store_why(engine->store));
        engine->sick_until = engine_mono(engine) + SICK_MS;
        return -1;
    }
    engine->open = true;
    engine->trail_only = false;
    engine->spoiled = false;
    engine->quiet_until = engine_mono(engine) + QUIET_MS;
    engine->batched = 0;
    return 0;
}

/* Nothing is told of it: what it holds are events that were applied, or passed over, and others' positions. Who dies
 * before its commit fetches the events again. One whose store is lost does not wait: it is dropped before the store is
 * opened anew. */
bool batch_is_quiet(const struct engine *engine)
{
    return engine->open && !engine_lost(engine) && engine->outbox.count == 0 && !engine->spoiled && !engine->draining &&
           engine->batched < BATCH_MESSAGES && engine_mono(engine) < engine->quiet_until;
}

static void outbox_clear(struct outbox *outbox)
{
    outbox->used = 0;
    outbox->count = 0;
}

void engine_forget(struct engine *engine)
{
    if (engine->service->close && engine->state)
        engine->service->close(engine->state);
    engine->state = NULL;
}

static int state_open(struct engine *engine, struct error *error)
{
    if (!engine->service->open)
        return 0;
    struct unit unit = unit_bare(engine);
    engine->state = engine->service->open(&unit, error);
    return engine->state ? 0 : -1;
}

int engine_recall(struct engine *engine, struct error *error)
{
    engine->due_known = false;
    engine->clock_saved = 0; /* perhaps it was not saved: the next commit saves it again */
    engine_forget(engine);
    engine->computing.wanted = engine->service->job != NULL;
    if (follow_reload(engine) != 0 || park_count(engine->store, &engine->parked) != 0 || trail_recall(engine) != 0)
        return error_set(error, "%s", store_why(engine->store));
    return state_open(engine, error);
}

void batch_drop(struct engine *engine)
{
    log_line(engine->log, LOG_LEVEL_ERROR, "batch.dropped", "messages=%d reason=\"%s\"", engine->batched,
             store_why(engine->store));
    struct error error = {{0}};
    space_full(engine);
    store_rollback(engine->store);
    engine->open = engine->spoiled = engine->trail_only = false;
    engine->batched = 0;
    outbox_clear(&engine->outbox);
    engine->sick_until = engine_mono(engine) + SICK_MS;
    engine->lost =
        store_is_broken(engine->store) || ledger_reload(engine->ledger) != 0 || engine_recall(engine, &error) != 0;
    if (engine->lost)
        log_line(engine->log, LOG_LEVEL_ERROR, "store.lost", "reason=\"%s\"",
                 error.text[0] ? error.text : store_why(engine->store));
}

static void frames_of(const struct engine *engine, const struct outgoing *item, struct frames *frames)
{
    frames->count = 3;
    for (int i = 0; i < 3; i++)
        frames->at[i] = (struct frame){engine->outbox.bytes + item->offset[i], item->size[i]};
}

static void outbox_send(struct engine *engine)
{
    for (int i = 0; i < engine->outbox.count; i++) {
        const struct outgoing *item = &engine->outbox.items[i];
        struct frames frames;
        frames_of(engine, item, &frames);
        if (item->publish)
            engine->env->publish(engine->env->self, &frames);
        else
            answer_send(engine, &item->peer, &frames);
    }
    outbox_clear(&engine->outbox);
}

int batch_commit(struct engine *engine)
{
    if (!engine->open) {
        outbox_send(engine);
        return 0;
    }
    clock_keep(engine);
    if (trail_admin_commit(engine) != 0)
        return -1;
    if (engine->spoiled || follow_save(engine) != 0 || store_commit(engine->store) != 0) {
        batch_drop(engine);
        return -1;
    }
    engine->open = engine->trail_only = false;
    engine->batched = 0;
    engine->commits++;
    space_proven(engine);
    outbox_send(engine);
    return 0;
}

int outbox_add(struct engine *engine, const struct peer *peer, const struct frames *frames)
{
    struct outbox *outbox = &engine->outbox;
    size_t size = 0;
    for (int i = 0; i < frames->count; i++)
        size += frames->at[i].size;
    if (frames->count != 3 || outbox->count == OUTBOX_ITEMS || outbox->used + size > OUTBOX_BYTES)
        return -1;
    struct outgoing *item = &outbox->items[outbox->count++];
    *item = (struct outgoing){.publish = !peer};
    if (peer)
        item->peer = *peer;
    for (int i = 0; i < 3; i++) {
        item->offset[i] = outbox->used;
        item->size[i] = frames->at[i].size;
        if (frames->at[i].size > 0)
            memcpy(outbox->bytes + outbox->used, frames->at[i].data, frames->at[i].size);
        outbox->used += frames->at[i].size;
    }
    return 0;
}

/* Room for one more unit, whatever it says; else what is there is committed first. */
int batch_make_room(struct engine *engine)
{
    bool full = engine->batched >= BATCH_MESSAGES || engine->outbox.count > OUTBOX_ITEMS / 2 ||
                engine->outbox.used > OUTBOX_BYTES / 2 || engine_chance(engine, "batch.short");
    return full ? batch_commit(engine) : 0;
}
