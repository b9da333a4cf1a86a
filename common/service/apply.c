/* Applying one event of a stream that we follow: its effects and the cursor in one transaction (guarantee 2). An event
 * whose handler fails is set aside, and the later ones of its key behind it; the stream goes on (guarantee 4). */
#include "service/engine_private.h"

#include <stdio.h>
#include <string.h>

#define DIFFERS "differs" /* the cause of one that must not be applied over what was: only an operator decides */

/* An event in hand. */
struct incoming {
    struct follow *follow;
    const struct envelope *envelope;
    const struct handler *handler;
    bool newer; /* no handler, but one for an older version of its type */
    const struct frame *header, *data;
    const char *cause, *reason, *awaits;
    uint8_t hash[HASH_SIZE], body[HASH_SIZE]; /* chain hash; hash of its data alone */
};

int event_handle(struct engine *engine, const struct handler *handler, const void *data, size_t size)
{
    struct unit *unit = &engine->work.unit;
    struct flaw flaw = {0};
    if (engine->work.cause.time > TIME_MOST)
        return unit_refuse(unit, "out_of_range", "time", "Its time lies beyond the year 9999.");
    if (codec_decode(message_of(handler->type)->shape, data, size, engine->body, &flaw) != 0)
        return unit_refuse(unit, flaw.code, flaw.field, "%s: %s", flaw.code, flaw.why.text);
    if (engine->work.cause.time > unit->now)
        unit->now = engine->work.cause.time;
    return handler->run(unit, engine->body);
}

static int event_run(struct engine *engine, const void *what)
{
    const struct incoming *event = what;
    if (engine_chance(engine, "event.fails"))
        return unit_refuse(&engine->work.unit, "chance", "", "It fails this time.");
    return event_handle(engine, event->handler, event->data->data, event->data->size);
}

static int event_park(struct engine *engine, const void *what)
{
    const struct incoming *event = what;
    const struct envelope *envelope = event->envelope;
    const char *source = event->follow->name, *stream = event->follow->cursor.stream;
    if (park_save(engine->store, source, stream, envelope->sequence, envelope->partitionkey, envelope->type,
                  event->header->data, event->header->size, event->data->data, event->data->size, event->cause,
                  event->reason, engine_now(engine)) != 0)
        return -1;
    if (*event->awaits && park_await(engine->store, source, stream, envelope->sequence, event->awaits) != 1)
        return -1;
    return text_same(event->cause, DIFFERS) && park_stop(engine->store, source, stream, envelope->sequence) != 1 ? -1
                                                                                                                 : 0;
}

/* Sets the event aside. 0, or -1 when even that failed. */
static int event_set_aside(struct engine *engine, struct incoming *event, const char *cause, const char *reason)
{
    event->cause = cause;
    event->reason = reason;
    log_line(engine->log, LOG_LEVEL_ERROR, "event.parked",
             "source=%s sequence=%lld type=%s key=%s cause=%s reason=\"%s\"", event->follow->name,
             (long long)event->envelope->sequence, event->envelope->type, event->envelope->partitionkey, cause, reason);
    if (unit_execute(engine, event->envelope, event_park, event) != UNIT_DONE)
        return -1;
    engine->parked++;
    return 0;
}

/* "visit.assigned.v2" when we handle "visit.assigned": a newer version, which is parked, not passed over (ruling 7). */
static bool event_is_newer(const struct service *service, const char *type)
{
    char base[ID_SIZE];
    const char *mark = strrchr(type, '.');
    int64_t version;
    if (!mark || mark[1] != 'v' || text_to_int(mark + 2, &version) != 0 || version < 2)
        return false;
    snprintf(base, sizeof base, "%.*s", (int)(mark - type), type);
    const struct message *message = message_find(base);
    return message && handler_find(service, message->type);
}

static void event_recognize(const struct engine *engine, struct incoming *event)
{
    const struct message *message = message_find(event->envelope->type);
    event->handler = message ? handler_find(engine->service, message->type) : NULL;
    event->newer = !event->handler && event_is_newer(engine->service, event->envelope->type);
}

/* Runs its handler, or sets it aside. 0, or -1. */
static int event_attempt(struct engine *engine, struct incoming *event)
{
    int result = unit_execute(engine, event->envelope, event_run, event);
    if (result == UNIT_DONE)
        return 0;
    if (engine->spoiled || (result == UNIT_TROUBLE && store_is_full(engine->store)))
        return -1;
    struct failure failure;
    unit_failure(engine, &failure);
    event->awaits = failure.awaits;
    return event_set_aside(engine, event, failure.cause, failure.reason);
}

static int event_wait(struct engine *engine, struct incoming *event)
{
    return event_set_aside(engine, event, PARK_WAITING, "waits behind an earlier message of its key");
}

static int event_dispatch(struct engine *engine, struct incoming *event)
{
    if (!event->handler)
        return event->newer ? event_set_aside(engine, event, "newer", "a newer version of a type that is handled") : 0;
    switch (orphans_meet(engine, event->follow, event->envelope, event->body)) {
    case ORPHAN_NONE:
        break;
    case ORPHAN_SAME:
        return 0;
    case ORPHAN_DIFFERS:
        return event_set_aside(engine, event, DIFFERS,
                               "its id was applied with other content before its source was restored");
    case ORPHAN_FAILED:
        return -1;
    }
    int held = engine->parked > 0 ? park_holds(engine->store, event->envelope->partitionkey) : 0;
    if (held != 0)
        return held < 0 ? -1 : event_wait(engine, event);
    return event_attempt(engine, event);
}

/* What a fork of the source would have to list. */
static int event_remember(struct engine *engine, const struct incoming *event)
{
    const struct envelope *envelope = event->envelope;
    struct recent recent = {.handled = event->handler || event->newer};
    TEXT_PUT(recent.id, envelope->id);
    TEXT_PUT(recent.type, envelope->type);
    memcpy(recent.hash, event->hash, HASH_SIZE);
    memcpy(recent.body, event->body, HASH_SIZE);
    return recent_add(engine->store, &event->follow->cursor, &event->follow->recent, envelope->sequence, &recent);
}

int event_apply(struct engine *engine, struct follow *follow, const struct envelope *envelope,
                const struct frame *header, const struct frame *data)
{
    struct cursor *cursor = &follow->cursor;
    struct incoming event = {.follow = follow, .envelope = envelope, .header = header, .data = data, .awaits = ""};
    if (!text_same(envelope->stream, cursor->stream) || envelope->sequence != cursor->number + 1 ||
        memcmp(envelope->prevhash, cursor->hash, HASH_SIZE) != 0)
        return 0;
    if (batch_open(engine) != 0)
        return -1;
    hash_event(event.hash, header->data, header->size, data->data, data->size);
    event_recognize(engine, &event);
    if (event.handler || event.newer)
        hash_bytes(event.body, data->data, data->size);
    if (event_dispatch(engine, &event) != 0 || event_remember(engine, &event) != 0) {
        batch_drop(engine);
        return -1;
    }
    cursor->number = envelope->sequence;
    memcpy(cursor->hash, event.hash, HASH_SIZE);
    TEXT_PUT(cursor->epoch, envelope->epoch);
    follow->moved = true;
    engine->applied++;
    if (follow->head < cursor->number)
        follow->head = cursor->number;
    return 1;
}

int event_again(struct engine *engine, struct follow *follow, const struct envelope *envelope,
                const struct frame *header, const struct frame *data)
{
    struct incoming event = {.follow = follow, .envelope = envelope, .header = header, .data = data, .awaits = ""};
    bool itself = false;
    event_recognize(engine, &event);
    int held = engine->parked > 0
                   ? park_holds_at(engine->store, envelope->partitionkey, follow->name, envelope->sequence, &itself)
                   : 0;
    if (held != 0)
        return held < 0 ? -1 : itself ? 0 : event_wait(engine, &event);
    return event.handler ? event_attempt(engine, &event) : 0;
}
