/* Durable timers and the business clock. A timer fires once, as a unit of work whose cause is (service, kind, subject,
 * due). */
#include "service/engine_private.h"

#include <stdio.h>
#include <string.h>

static const struct timer_handler *timer_find(const struct service *service, const char *kind)
{
    for (const struct timer_handler *const *table = service->timers; table && *table; table++)
        for (const struct timer_handler *row = *table; row->kind; row++)
            if (text_same(row->kind, kind))
                return row;
    return NULL;
}

static int timer_run(struct engine *engine, const void *what)
{
    const struct timer *timer = what;
    const struct timer_handler *handler = timer_find(engine->service, timer->kind);
    engine->due_known = false;
    if (timer_clear(engine->store, timer->kind, timer->subject) != 0)
        return UNIT_TROUBLE;
    if (!handler) /* of a newer program, before this one was put back */
        return unit_refuse(&engine->work.unit, "no_handler", "", "No timer of this kind is known.");
    return handler->run(&engine->work.unit, timer->subject, timer->due);
}

static void timer_cause(const struct engine *engine, const struct timer *timer, struct envelope *cause)
{
    char name[ID_SIZE * 2];
    memset(cause, 0, sizeof *cause);
    snprintf(name, sizeof name, "%s/%s", timer->kind, timer->subject);
    id_derive(cause->id, engine->service->name, timer->due, engine->service->name, name, 0);
    TEXT_PUT(cause->source, engine->service->name);
    TEXT_PUT(cause->type, "anxin.timer");
    cause->time = timer->due;
}

/* A timer whose handler fails is moved a minute on, so that it stops nobody; it is said in the log each time. */
static int timer_postpone(struct engine *engine, const struct timer *timer)
{
    log_line(engine->log, LOG_LEVEL_ERROR, "timer.failed", "kind=%s subject=%s code=%s detail=\"%s\" reason=\"%s\"",
             timer->kind, timer->subject, engine->work.answer.code, engine->work.answer.detail,
             store_why(engine->store));
    return timer_set(engine->store, timer->kind, timer->subject, engine_now(engine) + MS_MINUTE);
}

int timers_fire(struct engine *engine, int most)
{
    int fired = 0;
    struct timer timer;
    struct envelope cause;
    while (fired < most) {
        int found = timer_next(engine->store, &timer);
        if (found < 0)
            return -1;
        if (found == 0 || timer.due > engine_now(engine))
            return fired;
        if (batch_open(engine) != 0)
            return -1;
        timer_cause(engine, &timer, &cause);
        int result = unit_execute(engine, &cause, timer_run, &timer);
        if (result != UNIT_DONE &&
            (engine->spoiled || store_is_full(engine->store) || timer_postpone(engine, &timer) != 0)) {
            batch_drop(engine);
            return -1;
        }
        fired++;
        if (batch_make_room(engine) != 0)
            return -1;
    }
    return fired;
}

int64_t timers_due(struct engine *engine)
{
    struct timer timer;
    if (!engine->driven && engine->env->wall_ms(engine->env->self) + CLOCK_BEHIND_MS < engine->clock)
        return INT64_MAX; /* the wall clock stands behind what this store has seen: nothing fires until it has caught up
                           */
    if (!engine->due_known) {
        int found = timer_next(engine->store, &timer);
        engine->due = found == 1 ? timer.due : INT64_MAX;
        engine->due_known = found >= 0;
    }
    return engine->due;
}

static int clock_mark(struct engine *engine)
{
    char text[32];
    TEXT_FORMAT(text, "%lld", (long long)engine->clock);
    if (meta_save(engine->store, "clock", text) != 0)
        return -1;
    engine->clock_saved = engine->clock;
    return 0;
}

int clock_set_to(struct engine *engine, int64_t to)
{
    int64_t before = engine->clock;
    if (batch_open(engine) != 0)
        return -1;
    engine->clock = to;
    if (clock_mark(engine) == 0 && batch_commit(engine) == 0)
        return 0;
    engine->clock = before;
    engine->clock_saved = before;
    return -1;
}

void clock_watch(struct engine *engine)
{
    if (engine->driven)
        return;
    int64_t wall = engine->env->wall_ms(engine->env->self);
    if (wall + CLOCK_BEHIND_MS < engine->clock && !engine->clock_warned) {
        engine->clock_warned = true;
        log_line(engine->log, LOG_LEVEL_ERROR, "clock.behind", "behind_ms=%lld", (long long)(engine->clock - wall));
    }
    if (wall > engine->clock) {
        engine->clock = wall;
        engine->clock_warned = false;
    }
}

void clock_keep(struct engine *engine)
{
    if (!engine->driven && engine->clock - engine->clock_saved >= CLOCK_MARK_MS)
        clock_mark(engine); /* best effort: a failure shows at the commit */
}
