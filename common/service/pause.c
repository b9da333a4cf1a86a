/* A follower that an operator holds back: events of that source, also those set aside, wait until it is resumed; what
 * is behind is shown all the while. It stands in the store, so that it outlives a restart. */
#include "service/engine_private.h"

#include <stdio.h>
#include <string.h>

#define PAUSE_TEXT 512

static void pause_name(const struct follow *follow, char name[64])
{
    snprintf(name, 64, PAUSED_NAME "%s", follow->name);
}

/* "AT\nBY\nWHY"; what cannot be read is a pause all the same. */
static void pause_parse(struct pause *pause, char *text)
{
    char *rest = text;
    const char *at = strsep(&rest, "\n"), *by = strsep(&rest, "\n");
    pause->on = true;
    if (!by || !rest || text_to_int(at, &pause->at) != 0)
        return;
    text_fit(pause->by, sizeof pause->by, by);
    text_fit(pause->why, sizeof pause->why, rest);
}

int pause_load(struct engine *engine, struct follow *follow)
{
    char name[64], text[PAUSE_TEXT];
    pause_name(follow, name);
    memset(&follow->pause, 0, sizeof follow->pause);
    int found = meta_find(engine->store, name, text, sizeof text);
    if (found == 1) {
        pause_parse(&follow->pause, text);
        follow->state = FOLLOW_PAUSED;
    } else if (follow->state == FOLLOW_PAUSED)
        follow->state = FOLLOW_SILENT;
    return found < 0 ? -1 : 0;
}

static struct follow *follow_find(struct engine *engine, const char *source)
{
    for (int i = 0; i < engine->follows_count; i++)
        if (text_same(engine->follows[i].name, source))
            return &engine->follows[i];
    return NULL;
}

/* Writes it, commits, and lets the follower be as the store says. */
static int pause_keep(struct engine *engine, struct follow *follow, const char *text)
{
    char name[64];
    pause_name(follow, name);
    if (batch_open(engine) != 0)
        return -1;
    if ((text ? meta_save(engine->store, name, text) : meta_clear(engine->store, name)) != 0) {
        batch_drop(engine);
        return -1;
    }
    return batch_commit(engine) == 0 ? pause_load(engine, follow) : -1;
}

static void pause_answer(struct engine *engine, const struct peer *peer, const struct envelope *envelope, int result)
{
    struct answer answer = {.outcome = "done"};
    if (result != 0)
        reply_flaw(engine, peer, envelope, "trouble", "storage", "", "It could not be stored.");
    else
        reply_now(engine, peer, envelope, MSG_answer, &answer);
}

static void not_followed(struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    reply_flaw(engine, peer, envelope, "refused", "not_followed", "source", "This service does not follow that one.");
}

void pause_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                 const struct follow_pause *asked)
{
    struct follow *follow = follow_find(engine, asked->source);
    char text[PAUSE_TEXT];
    if (!follow) {
        not_followed(engine, peer, envelope);
        return;
    }
    if (strchr(envelope->actorid, '\n') ||
        TEXT_FORMAT(text, "%lld\n%s\n%s", (long long)engine_now(engine), envelope->actorid, asked->reason) != 0) {
        reply_flaw(engine, peer, envelope, "refused", "actor", "actorid", "Such a name cannot be noted.");
        return;
    }
    int result = follow->pause.on ? 0 : pause_keep(engine, follow, text);
    if (result == 0) {
        follow->asked = follow->unheard = 0;
        log_line(engine->log, LOG_LEVEL_WARNING, "follower.paused", "source=%s applied=%lld by=%s", follow->name,
                 (long long)follow->cursor.number, envelope->actorid);
    }
    pause_answer(engine, peer, envelope, result);
}

void resume_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                  const struct follow_resume *asked)
{
    struct follow *follow = follow_find(engine, asked->source);
    if (!follow) {
        not_followed(engine, peer, envelope);
        return;
    }
    bool was = follow->pause.on;
    int result = was ? pause_keep(engine, follow, NULL) : 0;
    if (result == 0 && was)
        log_line(engine->log, LOG_LEVEL_WARNING, "follower.resumed", "source=%s applied=%lld by=%s", follow->name,
                 (long long)follow->cursor.number, envelope->actorid);
    pause_answer(engine, peer, envelope, result);
}
