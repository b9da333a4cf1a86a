/* The business clock: the wall clock, as long as it can be believed. It never runs backwards by itself, and a wall
 * clock that stands behind the store's high-water mark or jumps forward fires no timer until an operator confirms it,
 * or it is right again, or it has gone on evenly for long (DESIGN 5). Meanwhile business time stands at the mark, or
 * runs on with the monotonic clock as if nothing had jumped, so that neither deadlines nor events come to stand in a
 * false future. */
#include "service/engine_private.h"

/* What the wall clock would show now if it had run evenly since it was last believed. */
static int64_t clock_expected(const struct engine *engine, int64_t mono)
{
    return engine->wall.base + (mono - engine->wall.base_mono);
}

static bool clock_ahead(const struct engine *engine, int64_t wall, int64_t mono)
{
    return wall - clock_expected(engine, mono) > CLOCK_AHEAD_MS;
}

static bool clock_behind(const struct engine *engine, int64_t wall)
{
    return wall + CLOCK_BEHIND_MS < engine->clock;
}

int64_t engine_now(const struct engine *engine)
{
    if (engine->driven)
        return engine->clock;
    int64_t wall = engine->env->wall_ms(engine->env->self), mono = engine_mono(engine);
    int64_t now = clock_ahead(engine, wall, mono) ? clock_expected(engine, mono) : wall;
    return now > engine->clock ? now : engine->clock;
}

bool clock_held(const struct engine *engine)
{
    return !engine->driven && engine->wall.state != CLOCK_OK;
}

static void clock_base(struct engine *engine, int64_t wall, int64_t mono)
{
    engine->wall.base = wall;
    engine->wall.base_mono = mono;
}

int clock_open(struct engine *engine, struct error *error)
{
    char text[32];
    int64_t mark = 0, wall = engine->env->wall_ms(engine->env->self), mono = engine_mono(engine);
    int found = meta_find(engine->store, "clock", text, sizeof text);
    if (found < 0)
        return error_set(error, "%s", store_why(engine->store));
    if (found == 1 && text_to_int(text, &mark) != 0)
        return error_set(error, "the store's clock mark \"%s\" is not a number", text);
    if (engine->clock < mark)
        engine->clock = mark;
    engine->clock_saved = mark;
    if (engine->wall.base_mono == 0) /* at a start; not when the store is opened again */
        clock_base(engine, mark > 0 && wall - mark > CLOCK_AWAY_MS ? mark : wall, mono);
    return 0;
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
    /* a driven clock tells the time of day from its first setting on */
    if (clock_mark(engine) == 0 && (before > 0 || retention_arm(engine) == 0) && batch_commit(engine) == 0)
        return 0;
    engine->clock = before;
    engine->clock_saved = before;
    return -1;
}

void clock_keep(struct engine *engine)
{
    if (!engine->driven && engine->clock - engine->clock_saved >= CLOCK_MARK_MS)
        clock_mark(engine); /* best effort: a failure shows at the commit */
}

static void clock_say(struct engine *engine, enum clock_state state, int64_t wall, int64_t expected)
{
    static const char *const events[] = {
        [CLOCK_OK] = "clock.believed", [CLOCK_BEHIND] = "clock.behind", [CLOCK_AHEAD] = "clock.ahead"};
    enum log_level level = state == CLOCK_OK ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR;
    log_line(engine->log, level, events[state], "wall=%lld business=%lld off_ms=%lld", (long long)wall,
             (long long)engine->clock, (long long)(wall - expected));
}

/* A clock that is ahead is believed once it has gone on evenly for long enough. */
static bool clock_persists(struct engine *engine, int64_t wall, int64_t mono)
{
    struct clock_look *look = &engine->wall;
    int64_t uneven = (wall - look->seen) - (mono - look->seen_mono);
    if (look->state != CLOCK_AHEAD || uneven > CLOCK_AHEAD_MS || uneven < -CLOCK_AHEAD_MS)
        look->ahead_since = mono;
    return mono - look->ahead_since >= CLOCK_PERSISTS_MS;
}

void clock_watch(struct engine *engine)
{
    struct clock_look *look = &engine->wall;
    enum clock_state state = CLOCK_OK;
    if (engine->driven)
        return;
    int64_t wall = engine->env->wall_ms(engine->env->self), mono = engine_mono(engine);
    int64_t expected = clock_expected(engine, mono), was = engine->clock;
    if (clock_ahead(engine, wall, mono) && !clock_persists(engine, wall, mono))
        state = CLOCK_AHEAD;
    else if (clock_behind(engine, wall))
        state = CLOCK_BEHIND;
    int64_t now = state == CLOCK_AHEAD ? expected : wall;
    if (now > engine->clock)
        engine->clock = now;
    if (state == CLOCK_OK)
        clock_base(engine, wall, mono);
    if (state != look->state)
        clock_say(engine, state, wall, state == CLOCK_BEHIND ? was : expected);
    look->state = state;
    look->seen = wall;
    look->seen_mono = mono;
}

/* ---- what an operator asks ---- */

void clock_tell(struct engine *engine, struct timers_list_answer *answer)
{
    static const char *const names[] = {[CLOCK_OK] = "ok", [CLOCK_BEHIND] = "behind", [CLOCK_AHEAD] = "ahead"};
    TEXT_PUT(answer->clock, engine->driven ? "driven" : names[engine->wall.state]);
    if (engine->driven)
        return;
    answer->wall = engine->env->wall_ms(engine->env->self);
    if (engine->wall.state == CLOCK_AHEAD)
        answer->accepted_at = answer->wall + engine->wall.ahead_since + CLOCK_PERSISTS_MS - engine_mono(engine);
}

void clock_status(struct engine *engine, struct service_status_answer *answer)
{
    if (!clock_held(engine))
        return;
    TEXT_PUT(answer->clock, engine->wall.state == CLOCK_AHEAD ? "ahead" : "behind");
    answer->clock_off_ms = engine->env->wall_ms(engine->env->self) - answer->now;
}

/* From now on the wall clock is right, and business time is what it shows: the one way in which it may go back. */
static int clock_believe(struct engine *engine, int64_t wall)
{
    const int64_t back = engine->clock - wall;
    if (back > 0 && (batch_open(engine) != 0 || park_earlier(engine->store, back) < 0)) {
        batch_drop(engine);
        return -1;
    }
    if (clock_set_to(engine, wall) != 0)
        return -1;
    clock_base(engine, wall, engine_mono(engine));
    clock_say(engine, CLOCK_OK, wall, wall);
    engine->wall.state = CLOCK_OK;
    return 0;
}

void clock_confirm_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const struct timers_confirm *confirm)
{
    struct answer answer = {.outcome = "done"};
    int64_t wall = engine->env->wall_ms(engine->env->self);
    if (engine->driven)
        reply_flaw(engine, peer, envelope, "refused", "clock_driven", "", "This service runs on a driven clock.");
    else if (!clock_held(engine))
        reply_flaw(engine, peer, envelope, "refused", "clock_ok", "", "The wall clock is not doubted.");
    else if (wall - confirm->wall > MS_HOUR || confirm->wall - wall > MS_HOUR)
        reply_flaw(engine, peer, envelope, "refused", "another_time", "wall",
                   "The wall clock shows another time by now.");
    else if (clock_believe(engine, wall) != 0)
        reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The clock could not be stored.");
    else {
        log_line(engine->log, LOG_LEVEL_WARNING, "clock.confirmed", "by=%s", envelope->actorid);
        reply_now(engine, peer, envelope, MSG_answer, &answer);
    }
}
