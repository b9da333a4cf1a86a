/* Messages set aside are tried again, the earliest of each key first, at growing intervals; when the tries are used up
 * a message waits for the operator, and its key with it (guarantee 4). */
#include "service/engine_private.h"

#include <string.h>

#define RETRY_LOOK_MS 250 /* how often the store is asked whether one is due */
#define RETRY_FIRST_MS 1000
#define RETRY_MOST_MS MS_HOUR
#define TRIES_MOST 12
#define RETRIES_MOST 16 /* in one turn */

static const struct handler *retry_handler(const struct engine *engine, const struct parked *parked)
{
    const struct message *message = message_find(parked->type);
    return message ? handler_find(engine->service, message->type) : NULL;
}

/* A type that only a newer program knows is never given up: it waits for that program. */
static int64_t retry_due(const struct engine *engine, const struct parked *parked)
{
    int64_t wait = parked->tries < 20 ? RETRY_FIRST_MS << parked->tries : RETRY_MOST_MS;
    if (!retry_handler(engine, parked))
        return engine_now(engine) + RETRY_MOST_MS;
    if (parked->tries + 1 >= TRIES_MOST)
        return INT64_MAX;
    return engine_now(engine) + (wait < RETRY_MOST_MS ? wait : RETRY_MOST_MS);
}

static int retry_run(struct engine *engine, const void *what)
{
    const struct parked *parked = what;
    const struct handler *handler = retry_handler(engine, parked);
    struct unit *unit = &engine->work.unit;
    struct flaw flaw = {0};
    if (!handler)
        return unit_refuse(unit, "not_served", "type", "No handler for this type.");
    if (codec_decode(message_of(handler->type)->shape, parked->data, parked->data_size, engine->body, &flaw) != 0)
        return unit_refuse(unit, flaw.code, flaw.field, "%s: %s", flaw.code, flaw.why.text);
    if (engine->work.cause.time > TIME_MOST)
        return unit_refuse(unit, "out_of_range", "time", "Its time lies beyond the year 9999.");
    if (engine->work.cause.time > unit->now)
        unit->now = engine->work.cause.time;
    int result = handler->run(unit, engine->body);
    if (result == UNIT_DONE && park_drop(engine->store, parked->number) != 1)
        return UNIT_TROUBLE;
    return result;
}

/* One more try. 0, or -1 when the store failed and the batch is gone. */
static int retry_one(struct engine *engine, const struct parked *parked)
{
    struct envelope envelope;
    struct flaw flaw;
    if (batch_make_room(engine) != 0 || batch_open(engine) != 0)
        return -1;
    if (envelope_decode(&envelope, parked->header, parked->header_size, &flaw) != 0)
        return park_retry(engine->store, parked->number, "its header cannot be read", INT64_MAX) < 0 ? -1 : 0;
    int result = unit_execute(engine, &envelope, retry_run, parked);
    if (result == UNIT_DONE) {
        log_line(engine->log, LOG_LEVEL_INFO, "event.unparked", "source=%s sequence=%lld type=%s", parked->source,
                 (long long)parked->sequence, parked->type);
        engine->parked--;
        return 0;
    }
    if (engine->spoiled || (result == UNIT_TROUBLE && store_is_full(engine->store)) ||
        park_retry(engine->store, parked->number, unit_reason(engine), retry_due(engine, parked)) < 0) {
        batch_drop(engine);
        return -1;
    }
    return 0;
}

void retry_turn(struct engine *engine)
{
    int64_t mono = engine_mono(engine);
    if (engine->parked == 0 || engine->draining || engine_sick(engine) || mono < engine->retry_from)
        return;
    engine->retry_from = mono + RETRY_LOOK_MS;
    for (int i = 0; i < RETRIES_MOST; i++)
        if (park_next(engine->store, engine_now(engine), engine->retried) != 1 ||
            retry_one(engine, engine->retried) != 0)
            return;
}
