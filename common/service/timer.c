/* Durable timers. One fires once, as a unit of work whose cause is (service, kind, subject, due); while the wall clock
 * is doubted none does (clock.c). A damaged one stops no other. */
#include "service/engine_private.h"

#include <stdio.h>
#include <string.h>

static const struct timer_handler *timer_find(const struct service *service, const char *kind)
{
    if (text_same(kind, TRIM_TIMER))
        return &trim_timer;
    if (text_same(kind, RETENTION_TIMER) && service->privacy)
        return &retention_timer;
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
    if (timer_take(engine->store, timer) != 1)
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
    id_derive(cause->id, engine->name, timer->due, engine->name, name, 0);
    TEXT_PUT(cause->source, engine->name);
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

/* ---- damage ---- */

static bool is_trouble(const struct engine *engine)
{
    return engine->spoiled || store_is_broken(engine->store) || store_is_full(engine->store);
}

static bool is_aside(const struct engine *engine, const struct timer *timer)
{
    for (int i = 0; i < engine->timers_aside; i++) {
        const struct timer *aside = &engine->aside[i];
        if (aside->due == timer->due && text_same(aside->kind, timer->kind) &&
            text_same(aside->subject, timer->subject))
            return true;
    }
    return false;
}

/* The operator is told once. False: so many are damaged that no more can be remembered. */
static bool set_aside(struct engine *engine, const struct timer *timer)
{
    if (is_aside(engine, timer))
        return true;
    if (engine->timers_aside == TIMERS_ASIDE)
        return false;
    engine->aside[engine->timers_aside++] = *timer;
    log_line(engine->log, LOG_LEVEL_ERROR, "timer.damaged",
             "kind=%s subject=%s it is set aside and the others go on: verify and restore the store", timer->kind,
             timer->subject);
    return true;
}

/* Whether what the index tells of is in the table: 1, 0, -1. */
static int is_there(struct engine *engine, const struct timer *timer)
{
    struct timer row;
    int found = timer_at(engine->store, timer->kind, timer->subject, &row);
    if (found < 0 && is_trouble(engine))
        return -1;
    return found == 1 && row.due == timer->due;
}

int timer_first(struct engine *engine, struct timer *timer)
{
    int found = timer_next(engine->store, timer);
    while (found == 1 && timer->due <= engine_now(engine)) {
        int there = is_aside(engine, timer) ? 0 : is_there(engine, timer);
        if (there != 0)
            return there;
        set_aside(engine, timer); /* it would fire without end */
        found = timer_after(engine->store, INT64_MAX, timer);
    }
    return found;
}

/* Where the index itself cannot be read nobody knows what is due. */
static void timers_stop(struct engine *engine)
{
    engine->timers_rest = engine_mono(engine) + MS_MINUTE;
    if (!is_trouble(engine))
        log_line(engine->log, LOG_LEVEL_ERROR, "timers.damaged", "reason=\"%s\"", store_why(engine->store));
}

/* ---- firing ---- */

/* One whose row cannot be moved on either is in nobody's way. */
static int timer_failed(struct engine *engine, const struct timer *timer)
{
    if (is_trouble(engine))
        return -1;
    if (timer_postpone(engine, timer) == 0)
        return 0;
    return !is_trouble(engine) && set_aside(engine, timer) ? 0 : -1;
}

int timers_fire(struct engine *engine, int most)
{
    int fired = 0;
    struct timer timer;
    struct envelope cause;
    while (fired < most) {
        int found = timer_first(engine, &timer);
        engine->due_known = false; /* one that was set aside is due no more */
        if (found < 0)
            return -1;
        if (found == 0 || timer.due > engine_now(engine))
            return fired;
        if (batch_open(engine) != 0)
            return -1;
        timer_cause(engine, &timer, &cause);
        int result = unit_execute(engine, &cause, timer_run, &timer);
        if (result != UNIT_DONE && timer_failed(engine, &timer) != 0) {
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
    if (clock_held(engine) || engine_mono(engine) < engine->timers_rest)
        return INT64_MAX;
    if (!engine->due_known) {
        int found = timer_first(engine, &timer);
        engine->due = found == 1 ? timer.due : INT64_MAX;
        engine->due_known = found >= 0;
        if (found < 0)
            timers_stop(engine);
    }
    return engine->due;
}

/* ---- what an operator asks ---- */

static int rows_fill(struct engine *engine, const struct timers_list *asked, int64_t now,
                     struct timers_list_answer *answer)
{
    const uint32_t room = sizeof answer->rows.at / sizeof answer->rows.at[0];
    const uint32_t most = asked->limit > 0 && asked->limit < room ? (uint32_t)asked->limit : room;
    struct timer at = {.due = asked->after_due > 0 ? asked->after_due : INT64_MIN};
    int found = 0;
    TEXT_PUT(at.kind, asked->after_kind);
    TEXT_PUT(at.subject, asked->after_subject);
    while ((found = timer_after(engine->store, asked->overdue ? now : INT64_MAX, &at)) == 1 &&
           answer->rows.count < most) {
        struct timer_row *row = &answer->rows.at[answer->rows.count++];
        TEXT_PUT(row->kind, at.kind);
        TEXT_PUT(row->subject, at.subject);
        row->due = at.due > 0 ? at.due : 0;
        row->overdue = at.due <= now;
    }
    answer->more = found == 1;
    return found < 0 ? -1 : 0;
}

void timers_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                  const struct timers_list *asked)
{
    struct timers_list_answer *answer = engine->reply_body;
    memset(answer, 0, sizeof *answer);
    answer->now = engine_now(engine);
    clock_tell(engine, answer);
    if (timer_count_due(engine->store, answer->now, &answer->overdue) == 0 &&
        rows_fill(engine, asked, answer->now, answer) == 0) {
        reply_now(engine, peer, envelope, MSG_timers_list_answer, answer);
        return;
    }
    log_line(engine->log, LOG_LEVEL_ERROR, "timers.trouble", "reason=\"%s\"", store_why(engine->store));
    reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The timers could not be read.");
}
