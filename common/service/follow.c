/* Following other services' streams (guarantees 2 and 3). Live events are applied while they are the next number; a
 * gap, a beat that is ahead, silence or a start make it fetch. One rule heals everything: no valid beat or answer for
 * some seconds -> close and rebuild the sockets. The cursor commits together with the effects. */
#include "service/engine_private.h"

#include <string.h>

const char *following_name(enum following state)
{
    switch (state) {
    case FOLLOW_LIVE:
        return "live";
    case FOLLOW_FETCHING:
        return "fetching";
    case FOLLOW_NONE:
    case FOLLOW_SILENT:
        return "silent";
    case FOLLOW_EPOCH:
        return "epoch_changed";
    case FOLLOW_DIVERGED:
        return "diverged";
    case FOLLOW_TRUNCATED:
        return "truncated";
    case FOLLOW_PAUSED:
        return "paused";
    }
    return "silent";
}

static void patience_draw(struct engine *engine, struct follow *follow)
{
    uint16_t jitter;
    engine->env->random(engine->env->self, &jitter, sizeof jitter);
    follow->patience = SILENCE_MS + jitter % 1000;
}

static int cursor_load(struct engine *engine, struct follow *follow)
{
    int found = cursor_find(engine->store, follow->name, follow->name, &follow->cursor);
    if (found < 0)
        return -1;
    if (found == 0) {
        memset(&follow->cursor, 0, sizeof follow->cursor);
        TEXT_PUT(follow->cursor.source, follow->name);
        TEXT_PUT(follow->cursor.stream, follow->name);
    }
    int64_t open;
    follow->moved = follow->search.on = false;
    follow->recent = (struct recent_run){0};
    follow->current = -1;
    if (orphan_count(engine->store, follow->name, &open, &follow->unconfirmed) != 0)
        return -1;
    return pause_load(engine, follow) == 0 ? relearn_load(engine, follow) : -1;
}

int follow_open(struct engine *engine, struct error *error)
{
    int64_t mono = engine_mono(engine);
    for (int i = 0; i < engine->instance.follows_count; i++) {
        struct follow *follow = &engine->follows[engine->follows_count++];
        follow->service = engine->instance.follows[i].service;
        follow->name = engine->instance.follows[i].name;
        follow->heard = follow->built = mono;
        follow->state = FOLLOW_SILENT;
        patience_draw(engine, follow);
        if (cursor_load(engine, follow) != 0)
            return error_set(error, "%s", store_why(engine->store));
    }
    return 0;
}

int follow_reload(struct engine *engine)
{
    for (int i = 0; i < engine->follows_count; i++)
        if (cursor_load(engine, &engine->follows[i]) != 0)
            return -1;
    return 0;
}

int follow_save(struct engine *engine)
{
    for (int i = 0; i < engine->follows_count; i++) {
        struct follow *follow = &engine->follows[i];
        if (!follow->moved)
            continue;
        if (recent_save(engine->store, &follow->cursor, &follow->recent) != 0 ||
            cursor_save(engine->store, &follow->cursor) != 0 || orphans_trim(engine, follow) != 0)
            return -1;
        follow->moved = false;
        follow->tell = true;
    }
    return 0;
}

/* ---- asking the owner ---- */

static int follow_send(struct engine *engine, int source, enum message_type type, const void *body,
                       char sent[UUID_SIZE])
{
    struct envelope envelope = {0};
    struct flaw flaw;
    uint8_t header[WIRE_HEADER_MAX], seed[16];
    int size = codec_encode(message_of(type)->shape, body, engine->data, WIRE_DATA_MAX, &flaw);
    if (size < 0)
        BUG("%s breaks its table: %s %s", message_of(type)->type_name, flaw.field, flaw.code);
    engine->env->random(engine->env->self, seed, sizeof seed);
    TEXT_PUT(envelope.specversion, "1.0");
    id_from_bytes(envelope.id, engine_now(engine), seed);
    if (sent)
        memcpy(sent, envelope.id, UUID_SIZE);
    TEXT_PUT(envelope.source, engine->name);
    TEXT_PUT(envelope.type, message_of(type)->type_name);
    envelope.time = engine_now(engine);
    TEXT_PUT(envelope.actorid, engine->name);
    int length = envelope_encode(&envelope, header, sizeof header, &flaw);
    if (length < 0)
        BUG("header breaks its table: %s %s", flaw.field, flaw.code);
    struct frames frames = {.count = 3, .at = {{"", 0}, {header, (size_t)length}, {engine->data, (size_t)size}}};
    return engine->env->ask(engine->env->self, source, &frames);
}

static void position_fill(const struct cursor *cursor, struct fetch_position *position)
{
    TEXT_PUT(position->name, cursor->stream);
    position->after = cursor->number;
    if (cursor->number > 0) {
        memcpy(position->hash, cursor->hash, sizeof position->hash);
        TEXT_PUT(position->epoch, cursor->epoch);
    }
}

static void follow_fetch(struct engine *engine, int source)
{
    struct follow *follow = &engine->follows[source];
    struct fetch fetch = {.max_bytes = 524288, .streams.count = 1};
    if (follow->asked)
        return;
    const struct cursor at = follow->relearning.what ? relearn_at(follow) : fork_search_at(follow);
    position_fill(&at, &fetch.streams.at[0]);
    follow->asked = follow->polled = engine_mono(engine);
    follow->unheard = follow->unheard ? follow->unheard : follow->asked;
    follow->passed = 0;
    follow->doubt = false;
    if (follow->state == FOLLOW_LIVE)
        follow->state = FOLLOW_FETCHING;
    follow_send(engine, source, MSG_fetch, &fetch, follow->fetch); /* not sent: asked again when it counts as lost */
}

static void follow_tell(struct engine *engine, int source, int64_t mono)
{
    struct follow *follow = &engine->follows[source];
    struct applied applied = {.streams.count = 1};
    TEXT_PUT(applied.follower, engine->name);
    position_fill(&follow->cursor, &applied.streams.at[0]);
    follow->told = mono;
    if (follow_send(engine, source, MSG_applied, &applied, NULL) == 0)
        follow->tell = false;
}

bool follow_is_silent(const struct engine *engine, const struct follow *follow)
{
    return follow->current < 0 || engine_mono(engine) - follow->current > SILENCE_MS;
}

/* Something was heard of the source. When our copy is complete, that is noted; after a silence it is news. */
void follow_heard(struct engine *engine, struct follow *follow)
{
    bool silent = follow_is_silent(engine, follow);
    if (follow->state != FOLLOW_LIVE || follow->doubt || follow->head > follow->cursor.number || engine_sick(engine))
        return;
    follow->current = engine_mono(engine);
    if (silent && source_returned(engine, follow) != 0)
        follow->current = -1;
}

/* After a start one source may have to be heard before the others. */
static bool follow_is_held(const struct engine *engine, const struct follow *follow)
{
    const char *first = engine->service->first;
    if (!first || text_same(follow->service, first) || engine_mono(engine) >= engine->started + SILENCE_MS)
        return false;
    for (int i = 0; i < engine->follows_count; i++)
        if (text_same(engine->follows[i].service, first) && engine->follows[i].current < 0)
            return true;
    return false;
}

/* True when the owner has something for us, or is to be asked whether it has. */
static bool follow_behind(const struct follow *follow)
{
    if (follow->pause.on)
        return false;
    return follow->state == FOLLOW_SILENT || follow->state == FOLLOW_FETCHING || follow->doubt || follow->search.on ||
           follow->relearning.what || follow->head > follow->cursor.number;
}

/* Either way may be broken while the other works: nothing at all, no answer to what was asked, or no beat for long. */
static void follow_rebuild(struct engine *engine, int source, int64_t mono)
{
    struct follow *follow = &engine->follows[source];
    bool mute = follow->unheard && mono - follow->unheard > follow->patience;
    bool deaf = mono - (follow->beat > follow->built ? follow->beat : follow->built) > DEAF_REBUILD_MS;
    if (mono - follow->heard <= follow->patience && !mute && !deaf)
        return;
    if (follow->state == FOLLOW_LIVE || follow->state == FOLLOW_FETCHING)
        follow->state = FOLLOW_SILENT;
    log_line(engine->log, LOG_LEVEL_WARNING, "follower.rebuild", "source=%s silent_ms=%lld beat_ms=%lld", follow->name,
             (long long)(mono - (mute ? follow->unheard : follow->heard)), (long long)(mono - follow->beat));
    engine->env->rebuild(engine->env->self, source);
    follow->heard = follow->built = mono;
    follow->asked = follow->unheard = 0;
    patience_draw(engine, follow);
}

int64_t follow_next(const struct engine *engine, int64_t mono)
{
    int64_t next = INT64_MAX;
    for (int i = 0; i < engine->follows_count; i++) {
        const struct follow *follow = &engine->follows[i];
        int64_t at = INT64_MAX;
        if (follow->asked)
            at = follow->asked + FETCH_LOST_MS;
        else if (follow_is_held(engine, follow))
            at = engine->started + SILENCE_MS;
        else if (follow_behind(follow))
            at = follow->ask_from;
        else if (!follow->pause.on && mono - follow->beat > DEAF_MS)
            at = follow->polled + POLL_MS > follow->ask_from ? follow->polled + POLL_MS : follow->ask_from;
        if (at < next)
            next = at;
    }
    return next;
}

void follow_watch(struct engine *engine)
{
    int64_t mono = engine_mono(engine);
    for (int i = 0; i < engine->follows_count; i++) {
        struct follow *follow = &engine->follows[i];
        follow_rebuild(engine, i, mono);
        if (follow->asked && mono - follow->asked >= FETCH_LOST_MS)
            follow->asked = 0;
        bool deaf = !follow->pause.on && mono - follow->beat > DEAF_MS && mono - follow->polled >= POLL_MS;
        bool wanted = follow_behind(follow) || deaf;
        if (wanted && !follow->asked && mono >= follow->ask_from && !follow_is_held(engine, follow))
            follow_fetch(engine, i);
        if (follow->tell && mono >= follow->told + APPLIED_MS && !engine->open)
            follow_tell(engine, i, mono);
    }
}
