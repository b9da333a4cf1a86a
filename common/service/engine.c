/* The batch: messages of one turn share a transaction; what they say leaves only after its commit (guarantee 1). */
#include "service/engine_private.h"

#include <stdlib.h>
#include <string.h>

int64_t engine_now(const struct engine *engine)
{
    if (engine->driven)
        return engine->clock;
    int64_t wall = engine->env->wall_ms(engine->env->self);
    return wall > engine->clock ? wall : engine->clock;
}

int batch_open(struct engine *engine)
{
    if (engine->open)
        return 0;
    if (store_begin(engine->store) != 0)
        return -1;
    engine->open = true;
    engine->batched = 0;
    return 0;
}

static void outbox_clear(struct outbox *outbox)
{
    outbox->used = 0;
    outbox->count = 0;
}

static void state_reopen(struct engine *engine)
{
    const struct service *service = engine->service;
    if (!service->open)
        return;
    service->close(engine->state);
    struct unit unit = {.store = engine->store,
                        .log = engine->log,
                        .setting = engine->config->value,
                        .now = engine_now(engine),
                        .engine = engine};
    struct error error;
    engine->state = service->open(&unit, &error);
    if (!engine->state)
        BUG("memory of %s cannot be read again: %s", service->name, error.text);
}

void batch_drop(struct engine *engine)
{
    log_line(engine->log, LOG_LEVEL_ERROR, "batch.dropped", "messages=%d reason=\"%s\"", engine->batched,
             store_why(engine->store));
    store_rollback(engine->store);
    engine->open = false;
    engine->batched = 0;
    outbox_clear(&engine->outbox);
    engine->due_known = false;
    engine->sick_until = engine->env->mono_ms(engine->env->self) + SICK_MS;
    if (ledger_reload(engine->ledger) != 0 || follow_reload(engine) != 0)
        BUG("store of %s cannot be read again: %s", engine->service->name, store_why(engine->store));
    state_reopen(engine);
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
            engine->env->answer(engine->env->self, &item->peer, &frames);
    }
    outbox_clear(&engine->outbox);
}

int batch_commit(struct engine *engine)
{
    if (!engine->open) {
        outbox_send(engine);
        return 0;
    }
    clock_tick(engine);
    if (follow_save(engine) != 0 || store_commit(engine->store) != 0) {
        batch_drop(engine);
        return -1;
    }
    engine->open = false;
    engine->batched = 0;
    engine->commits++;
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
static void batch_make_room(struct engine *engine)
{
    if (engine->batched >= BATCH_MESSAGES || engine->outbox.count > OUTBOX_ITEMS / 2 ||
        engine->outbox.used > OUTBOX_BYTES / 2)
        batch_commit(engine);
}

/* Checks the shape of a request and decodes its header; answers what is wrong. */
static int request_open(struct engine *engine, const struct peer *peer, const struct frames *frames,
                        struct envelope *envelope)
{
    struct flaw flaw = {0};
    struct envelope none = {0};
    if (frames->count != 3) {
        if (peer)
            reply_flaw(engine, peer, &none, "malformed", "frames", "",
                       "A message has three frames: empty, header, data.");
        return -1;
    }
    if (frames->at[1].size > WIRE_HEADER_MAX || frames->at[2].size > WIRE_DATA_MAX) {
        if (peer)
            reply_flaw(engine, peer, &none, "malformed", "too_large",
                       frames->at[1].size > WIRE_HEADER_MAX ? "header" : "data",
                       "A header has at most 4096 bytes, data at most 65536.");
        return -1;
    }
    if (envelope_decode(envelope, frames->at[1].data, frames->at[1].size, &flaw) != 0) {
        if (peer)
            reply_flaw(engine, peer, &none, "malformed", flaw.code, flaw.field, flaw.why.text);
        return -1;
    }
    return 0;
}

/* Keeps a query or a control message until the commit of this turn. */
static void waiting_add(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                        const struct frames *frames)
{
    struct waiting_list *list = &engine->waiting;
    size_t size = frames->at[1].size + frames->at[2].size;
    if (list->count == WAITING_ITEMS || list->used + size > WAITING_BYTES) {
        reply_flaw(engine, peer, envelope, "overloaded", "busy", "", "Too many questions at once.");
        return;
    }
    struct waiting *item = &list->items[list->count++];
    *item = (struct waiting){.peer = *peer,
                             .header = list->used,
                             .header_size = frames->at[1].size,
                             .data = list->used + frames->at[1].size,
                             .data_size = frames->at[2].size};
    memcpy(list->bytes + item->header, frames->at[1].data, frames->at[1].size);
    if (frames->at[2].size > 0)
        memcpy(list->bytes + item->data, frames->at[2].data, frames->at[2].size);
    list->used += size;
}

void engine_request(struct engine *engine, const struct peer *peer, const struct frames *frames)
{
    struct envelope envelope;
    if (request_open(engine, peer, frames, &envelope) != 0)
        return;
    if (!peer->trusted) {
        log_line(engine->log, LOG_LEVEL_WARNING, "request.denied", "peer=%s type=%s", peer->name, envelope.type);
        reply_flaw(engine, peer, &envelope, "denied", "unknown_identity", "",
                   "This identity may not use this service.");
        return;
    }
    const struct message *message = message_find(envelope.type);
    if (!message) {
        reply_flaw(engine, peer, &envelope, "unknown", "unknown_type", "type", "No message of this type exists.");
        return;
    }
    if (message->class_ == CLASS_QUERY || message->class_ == CLASS_CONTROL) {
        waiting_add(engine, peer, &envelope, frames);
        return;
    }
    batch_make_room(engine);
    command_take(engine, peer, &envelope, message, &frames->at[2], false);
}

void engine_intake(struct engine *engine, const struct peer *peer, const struct frames *frames)
{
    struct envelope envelope;
    if (request_open(engine, NULL, frames, &envelope) != 0 || !peer->trusted) {
        log_line(engine->log, LOG_LEVEL_WARNING, "intake.dropped", "peer=%s frames=%d", peer->name, frames->count);
        engine->refused++;
        return;
    }
    batch_make_room(engine);
    command_take(engine, NULL, &envelope, message_find(envelope.type), &frames->at[2], true);
}

static void waiting_serve(struct engine *engine)
{
    struct waiting_list *list = &engine->waiting;
    for (int i = 0; i < list->count; i++) {
        const struct waiting *item = &list->items[i];
        struct envelope envelope;
        struct flaw flaw;
        if (envelope_decode(&envelope, list->bytes + item->header, item->header_size, &flaw) != 0)
            continue; /* it was decoded before */
        struct frame data = {list->bytes + item->data, item->data_size};
        serve_request(engine, &item->peer, &envelope, message_find(envelope.type), &data);
    }
    list->count = 0;
    list->used = 0;
}

static void beat_send(struct engine *engine, int64_t mono)
{
    if (mono < engine->beat_due)
        return;
    engine->beat_due = mono + BEAT_MS;
    struct beat *beat = engine->reply_body;
    memset(beat, 0, sizeof *beat);
    TEXT_PUT(beat->epoch, ledger_epoch(engine->ledger));
    struct head head;
    for (int i = 0; ledger_head_at(engine->ledger, i, &head) == 1; i++) {
        if (beat->streams.count == 64 || (!head.moved && !text_same(head.name, engine->service->name)))
            continue;
        struct stream_head *stream = &beat->streams.at[beat->streams.count++];
        TEXT_PUT(stream->name, head.name);
        stream->last = head.last;
        memcpy(stream->hash, head.hash, sizeof stream->hash);
    }
    ledger_settle(engine->ledger);
    struct flaw flaw;
    struct frames frames;
    uint8_t header[WIRE_HEADER_MAX];
    struct envelope none = {0};
    int size = codec_encode(message_of(MSG_beat)->shape, beat, engine->data, WIRE_DATA_MAX, &flaw);
    if (size < 0 || reply_frames(engine, &none, MSG_beat, engine->data, (size_t)size, header, &frames) != 0)
        BUG("beat cannot be encoded: %s", flaw.why.text);
    frames.at[0] = (struct frame){"beat", 4};
    engine->env->publish(engine->env->self, &frames);
}

void engine_turn(struct engine *engine)
{
    int64_t mono = engine->env->mono_ms(engine->env->self);
    if (!engine->driven && !engine->draining && mono >= engine->sick_until && timers_due(engine) <= engine_now(engine))
        timers_fire(engine, BATCH_MESSAGES);
    batch_commit(engine);
    waiting_serve(engine);
    if (engine->appended) {
        engine->appended = false;
        fetch_polls(engine);
    }
    follow_watch(engine);
    if (mono >= fetch_next(engine))
        fetch_polls(engine); /* those whose time is over */
    beat_send(engine, mono);
    store_checkpoint(engine->store, false);
}

int64_t engine_next(struct engine *engine)
{
    int64_t next = engine->beat_due;
    int64_t mono = engine->env->mono_ms(engine->env->self);
    if (!engine->driven && !engine->draining) {
        int64_t due = timers_due(engine);
        int64_t wait = due == INT64_MAX ? BEAT_MS : due - engine_now(engine);
        if (wait < 0)
            wait = 0;
        if (mono + wait < next)
            next = mono + wait;
        if (next < engine->sick_until)
            next = engine->sick_until;
    }
    int64_t watch = follow_next(engine, mono), poll = fetch_next(engine);
    next = watch < next ? watch : next;
    return poll < next ? poll : next;
}

bool engine_busy(const struct engine *engine)
{
    return engine->open || engine->outbox.count > 0 || engine->waiting.count > 0;
}

void engine_drain(struct engine *engine)
{
    engine->draining = true;
}

static int memory_take(struct engine *engine)
{
    engine->outbox.bytes = malloc(OUTBOX_BYTES);
    engine->outbox.items = calloc(OUTBOX_ITEMS, sizeof *engine->outbox.items);
    engine->waiting.bytes = malloc(WAITING_BYTES);
    engine->waiting.items = calloc(WAITING_ITEMS, sizeof *engine->waiting.items);
    engine->polls = calloc(POLLS_MAX, sizeof *engine->polls);
    engine->body = malloc(WIRE_DATA_MAX);
    engine->reply_body = malloc(WIRE_DATA_MAX);
    engine->data = malloc(WIRE_DATA_MAX);
    engine->reply = malloc(REPLY_BYTES);
    engine->gathered = malloc(FETCH_BYTES);
    engine->gathered_fetched = malloc(sizeof *engine->gathered_fetched);
    return engine->outbox.bytes && engine->outbox.items && engine->waiting.bytes && engine->waiting.items &&
                   engine->polls && engine->body && engine->reply_body && engine->data && engine->reply &&
                   engine->gathered && engine->gathered_fetched
               ? 0
               : -1;
}

static int clock_open(struct engine *engine, struct error *error)
{
    char text[32];
    int found = meta_find(engine->store, "clock", text, sizeof text);
    if (found < 0)
        return error_set(error, "%s", store_why(engine->store));
    if (found == 1 && text_to_int(text, &engine->clock) != 0)
        return error_set(error, "the store's clock mark \"%s\" is not a number", text);
    engine->clock_saved = engine->clock;
    return 0;
}

static int engine_fill(struct engine *engine, const struct engine_options *options, struct error *error)
{
    const struct service *service = options->service;
    struct store_options store = {.path = options->store_path,
                                  .service = service->name,
                                  .migrations = service->migrations,
                                  .statements = service->statements,
                                  .vfs = options->vfs};
    uint8_t seed[8];
    if (memory_take(engine) != 0)
        return error_set(error, "out of memory");
    engine->store = store_open(&store, error);
    if (!engine->store)
        return -1;
    engine->env->random(engine->env->self, seed, sizeof seed);
    engine->ledger = ledger_open(engine->store, seed, error);
    if (!engine->ledger || clock_open(engine, error) != 0 || follow_open(engine, error) != 0)
        return -1;
    if (park_count(engine->store, &engine->parked) != 0)
        return error_set(error, "%s", store_why(engine->store));
    if (!service->open)
        return 0;
    struct unit unit = {.store = engine->store,
                        .log = engine->log,
                        .setting = engine->config->value,
                        .now = engine_now(engine),
                        .engine = engine};
    engine->state = service->open(&unit, error);
    return engine->state ? 0 : -1;
}

struct engine *engine_open(const struct engine_options *options, struct error *error)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine) {
        error_set(error, "out of memory");
        return NULL;
    }
    engine->service = options->service;
    engine->config = options->config;
    engine->env = options->env;
    engine->log = options->log;
    engine->driven = text_same(options->config->clock, "driven");
    engine->started = options->env->mono_ms(options->env->self);
    engine->beat_due = engine->started;
    if (engine_fill(engine, options, error) != 0)
        engine_close(&engine);
    return engine;
}

void engine_close(struct engine **engine_p)
{
    struct engine *engine = *engine_p;
    if (!engine)
        return;
    if (engine->store && engine->ledger)
        batch_commit(engine);
    if (engine->service->close && engine->state)
        engine->service->close(engine->state);
    ledger_close(&engine->ledger);
    store_close(&engine->store);
    free(engine->outbox.bytes);
    free(engine->outbox.items);
    free(engine->waiting.bytes);
    free(engine->waiting.items);
    free(engine->polls);
    free(engine->body);
    free(engine->reply_body);
    free(engine->data);
    free(engine->reply);
    free(engine->gathered);
    free(engine->gathered_fetched);
    free(engine);
    *engine_p = NULL;
}
