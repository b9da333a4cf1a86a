/* A copy of the store for whoever verifies or keeps one. It is made in steps, one a turn, while everything else goes
 * on; one at a time; the asker hears now and then how far it is, and when the asker has gone it ends. */
#include "service/engine_private.h"

#include <string.h>

#define STEP_PAGES 512 /* 2 MiB a turn */
#define TELL_MS 500

bool copy_runs(const struct engine *engine)
{
    return engine->copy.copying != NULL;
}

static void copy_refuse(struct engine *engine, const char *outcome, const char *code, const char *why)
{
    copy_end(&engine->copy.copying);
    reply_flaw(engine, &engine->copy.peer, &engine->copy.envelope, outcome, code, text_same(code, "copy") ? "path" : "",
               why);
}

/* The key file is small: one go. */
static void keys_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                       const char *path)
{
    const struct answer answer = {.outcome = "done"};
    int made = store_copy_keys(engine->store, path);
    if (made == 0)
        reply_flaw(engine, peer, envelope, "refused", "no_keys", "keys", "This service has no key file.");
    else if (made < 0)
        reply_flaw(engine, peer, envelope, "refused", "copy", "path", store_why(engine->store));
    else
        reply_now(engine, peer, envelope, MSG_answer, &answer);
}

void copy_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                const struct store_copy *asked)
{
    char path[CONFIG_TEXT * 2];
    TEXT_FORMAT(path, "%s/%s", engine->config->data, asked->path);
    if (asked->path[0] == '/' || strstr(asked->path, "..") != NULL) {
        reply_flaw(engine, peer, envelope, "refused", "outside", "path", "A copy stays within the data folder.");
        return;
    }
    if (asked->keys) {
        keys_serve(engine, peer, envelope, path);
        return;
    }
    if (copy_runs(engine)) {
        reply_flaw(engine, peer, envelope, "overloaded", "busy", "",
                   "Another copy of this store is being made: one at a time.");
        return;
    }
    engine->copy = (struct copy){.copying = copy_begin(engine->store, path),
                                 .peer = *peer,
                                 .envelope = *envelope,
                                 .tell = engine_mono(engine) + TELL_MS};
    if (!copy_runs(engine))
        copy_refuse(engine, "refused", "copy", store_why(engine->store));
}

/* False: the asker has gone. */
static bool copy_told(struct engine *engine)
{
    struct copy *copy = &engine->copy;
    struct store_copying news = {0};
    int64_t mono = engine_mono(engine);
    if (mono < copy->tell)
        return true;
    copy->tell = mono + TELL_MS;
    copy_tell(copy->copying, &news.done, &news.all);
    return reply_now(engine, &copy->peer, &copy->envelope, MSG_store_copying, &news) != 1;
}

void copy_abandon(struct engine *engine, const char *why)
{
    if (!copy_runs(engine))
        return;
    log_line(engine->log, LOG_LEVEL_WARNING, "copy.ended", "peer=%s reason=\"%s\"", engine->copy.peer.name, why);
    copy_refuse(engine, "overloaded", "ended", why);
}

void copy_recognize(struct engine *engine)
{
    struct peer *peer = &engine->copy.peer;
    if (!copy_runs(engine) || !peer->who)
        return;
    int64_t now = engine->env->wall_ms(engine->env->self);
    peer->who = engine->registry ? registry_find_key(engine->registry, peer->key, now) : NULL;
    if (peer->who)
        return;
    copy_end(&engine->copy.copying);
    peer_deny(engine, peer, &engine->copy.envelope);
}

/* A copy needs the room that the service itself lives on. */
static bool copy_may_go_on(struct engine *engine)
{
    const char *why = engine->draining                                     ? "The service ends."
                      : engine->space == SPACE_FULL && engine->space_short ? "The disk is full."
                                                                           : "";
    if (why[0])
        copy_abandon(engine, why);
    return !why[0];
}

void copy_turn(struct engine *engine)
{
    struct copy *copy = &engine->copy;
    if (!copy_runs(engine) || engine_lost(engine) || batch_commit(engine) != 0 || !copy_may_go_on(engine))
        return;
    int result = copy_step(copy->copying, STEP_PAGES);
    struct answer answer = {0};
    TEXT_PUT(answer.outcome, "done");
    if (result < 0) {
        copy_refuse(engine, "refused", "copy", store_why(engine->store));
    } else if (result == 1) {
        copy_end(&copy->copying);
        reply_now(engine, &copy->peer, &copy->envelope, MSG_answer, &answer);
    } else if (!copy_told(engine)) {
        log_line(engine->log, LOG_LEVEL_WARNING, "copy.ended", "peer=%s reason=\"the asker has gone\"",
                 copy->peer.name);
        copy_end(&copy->copying);
    }
}
