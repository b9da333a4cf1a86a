/* A followed source that was silent is heard again: the service takes up what waited for it, one unit for each, before
 * anything newer is applied. */
#include "service/engine_private.h"

/* What comes back, and how far its waiters were taken up. */
struct comeback {
    const char *service, *source;
    int64_t after;
};

static int comeback_run(struct engine *engine, const void *what)
{
    struct comeback *comeback = *(struct comeback *const *)what;
    return engine->service->returned(&engine->work.unit, comeback->service, &comeback->after);
}

/* Two units never have the same cause: whatever the one before said has moved our head. */
static void comeback_cause(const struct engine *engine, const struct comeback *comeback, struct envelope *cause)
{
    struct head head = {.last = 0};
    char name[ID_SIZE * 2];
    ledger_head(engine->ledger, engine->name, &head);
    TEXT_FORMAT(name, "returned/%s/%lld/%lld", comeback->source, (long long)head.last, (long long)comeback->after);
    *cause = (struct envelope){.time = engine_now(engine)};
    id_derive(cause->id, engine->name, cause->time, engine->name, name, 0);
    TEXT_PUT(cause->source, engine->name);
    TEXT_PUT(cause->type, "anxin.returned");
}

/* A waiter whose unit fails is passed over: its own timers end its waiting. */
static int comeback_step(struct engine *engine, struct comeback *comeback)
{
    struct envelope cause;
    if (batch_open(engine) != 0)
        return -1;
    comeback_cause(engine, comeback, &cause);
    int result = unit_execute(engine, &cause, comeback_run, &comeback);
    if (result != UNIT_DONE)
        log_line(engine->log, LOG_LEVEL_ERROR, "returned.failed", "source=%s at=%lld detail=\"%s\" reason=\"%s\"",
                 comeback->source, (long long)comeback->after, engine->work.answer.detail, store_why(engine->store));
    if (engine->spoiled || (result == UNIT_TROUBLE && store_is_full(engine->store))) {
        batch_drop(engine);
        return -1;
    }
    return batch_make_room(engine);
}

int source_returned(struct engine *engine, const struct follow *follow)
{
    struct comeback comeback = {.service = follow->service, .source = follow->name};
    if (!engine->service->returned)
        return 0;
    for (int64_t before = -1; before != comeback.after;) {
        before = comeback.after;
        if (comeback_step(engine, &comeback) != 0)
            return -1;
    }
    return 0;
}
