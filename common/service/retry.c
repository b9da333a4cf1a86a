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

/* Out of the park, with a row of history when an operator decided it. */
static int retry_leave(struct engine *engine, const struct retry *retry)
{
    struct dead_choice choice = {.after = retry->parked->number - 1, .until = retry->parked->number};
    int left = retry->note ? dead_bury(engine->store, &choice, 1, retry->note)
                           : park_drop(engine->store, retry->parked->number);
    return left == 1 ? UNIT_DONE : UNIT_TROUBLE;
}

static int retry_unit(struct engine *engine, const void *what)
{
    const struct retry *retry = what;
    const struct handler *handler = retry_handler(engine, retry->parked);
    if (!handler)
        return unit_refuse(&engine->work.unit, "not_served", "type", "No handler for this type.");
    int result = event_handle(engine, handler, retry->data, retry->size);
    return result == UNIT_DONE && !retry->dry ? retry_leave(engine, retry) : result;
}

/* The trial of a dry run: a handler that passes is undone as if it had been refused. */
static int retry_trial(struct engine *engine, const void *what)
{
    struct retry *retry = *(struct retry *const *)what;
    int result = retry_unit(engine, retry);
    retry->passed = result == UNIT_DONE && !engine->work.failed;
    return retry->passed ? UNIT_REFUSED : result;
}

int retry_run(struct engine *engine, struct retry *retry, struct failure *failure)
{
    if (batch_make_room(engine) != 0 || batch_open(engine) != 0)
        return RETRY_LOST;
    int result = retry->dry ? unit_execute(engine, retry->envelope, retry_trial, &retry)
                            : unit_execute(engine, retry->envelope, retry_unit, retry);
    unit_failure(engine, failure);
    if (engine->spoiled || (result == UNIT_TROUBLE && store_is_full(engine->store))) {
        batch_drop(engine);
        return RETRY_LOST;
    }
    if (retry->dry)
        return retry->passed ? UNIT_DONE : UNIT_REFUSED;
    if (result == UNIT_DONE)
        engine->parked--;
    return result;
}

/* Notes that it failed (again). */
static int retry_note(struct engine *engine, const struct parked *parked, const struct failure *failure, int64_t due)
{
    if (park_retry(engine->store, parked->number, failure->cause, failure->reason, engine_now(engine), due) >= 0 &&
        park_await(engine->store, parked->source, parked->stream, parked->sequence, failure->awaits) >= 0)
        return UNIT_REFUSED;
    batch_drop(engine);
    return RETRY_LOST;
}

int retry_one(struct engine *engine, const struct parked *parked, bool dry, struct failure *failure)
{
    struct envelope envelope;
    struct flaw flaw;
    struct retry retry = {.parked = parked, .data = parked->data, .size = parked->data_size, .dry = dry};
    int result = UNIT_REFUSED;
    bool readable = envelope_decode(&envelope, parked->header, parked->header_size, &flaw) == 0;
    retry.envelope = &envelope;
    if (batch_open(engine) != 0)
        return RETRY_LOST;
    if (readable)
        result = retry_run(engine, &retry, failure);
    else
        *failure = (struct failure){"header", "its header cannot be read", ""};
    if (result == UNIT_DONE && !dry)
        log_line(engine->log, LOG_LEVEL_INFO, "event.unparked", "source=%s sequence=%lld type=%s", parked->source,
                 (long long)parked->sequence, parked->type);
    if (result == UNIT_DONE || result == RETRY_LOST || dry)
        return result;
    return retry_note(engine, parked, failure, readable ? retry_due(engine, parked) : INT64_MAX);
}

void retry_turn(struct engine *engine)
{
    struct failure failure;
    int64_t mono = engine_mono(engine);
    if (engine->parked == 0 || engine->draining || engine_sick(engine) || mono < engine->retry_from)
        return;
    for (int i = 0; i < RETRIES_MOST; i++) {
        if (park_next(engine->store, engine_now(engine), engine->retried) != 1 ||
            retry_one(engine, engine->retried, false, &failure) == RETRY_LOST) {
            engine->retry_from = mono + RETRY_LOOK_MS;
            return;
        }
    }
}
