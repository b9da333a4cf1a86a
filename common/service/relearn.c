/* What a service began to keep of a source in a later version: a store that has passed over such events hears them once
 * more, from the source's first event to where it stands, before anything newer (guarantee 3). Only handlers that save
 * what an event says are run, so that hearing it twice changes nothing; the position stands in the store, so that a
 * restart goes on from there. */
#include "service/engine_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define RELEARN_NAME "relearn."
#define RELEARN_TEXT 128

/* Of several instances of a source each is heard again by itself. */
static void relearn_name(char name[ID_SIZE], const struct relearn *what, const struct follow *follow)
{
    const char *place = instance_place(follow->name);
    if (text_format(name, ID_SIZE, RELEARN_NAME "%s%s%s", what->name, place[0] ? "/" : "", place) != 0)
        BUG("what is learnt again has too long a name: %s", what->name);
}

static int relearn_save(struct engine *engine, const struct follow *follow, const struct relearning *at)
{
    char name[ID_SIZE], hash[2 * HASH_SIZE + 1], text[RELEARN_TEXT];
    text_hex(hash, at->hash, sizeof at->hash);
    relearn_name(name, at->what, follow);
    TEXT_FORMAT(text, "%" PRId64 " %" PRId64 " %s", at->number, at->until, hash);
    return meta_save(engine->store, name, text);
}

/* Where it stands: 1, 0 nothing is noted yet, -1. What cannot be read begins anew. */
static int relearn_find(struct engine *engine, const struct follow *follow, const struct relearn *what,
                        struct relearning *at)
{
    char name[ID_SIZE], text[RELEARN_TEXT], hash[2 * HASH_SIZE + 1] = "";
    relearn_name(name, what, follow);
    *at = (struct relearning){.what = what};
    int found = meta_find(engine->store, name, text, sizeof text);
    if (found != 1)
        return found;
    if (sscanf(text, "%" SCNd64 " %" SCNd64 " %64s", &at->number, &at->until, hash) == 3 &&
        text_unhex(at->hash, sizeof at->hash, hash) == 0)
        return 1;
    *at = (struct relearning){.what = what, .until = INT64_MAX};
    return 1;
}

int relearn_load(struct engine *engine, struct follow *follow)
{
    struct relearning at;
    follow->relearning = (struct relearning){0};
    for (const struct relearn *what = engine->service->relearns; what && what->name; what++) {
        if (!text_same(what->source, follow->service))
            continue;
        int found = relearn_find(engine, follow, what, &at);
        if (found < 0)
            return -1;
        if (found == 0 || at.number >= at.until)
            continue;
        follow->relearning = at;
        return 0;
    }
    return 0;
}

/* Notes what is new in this version: all that was applied so far is to be heard again; of a new store nothing is. */
static int relearn_note(struct engine *engine, const struct follow *follow, const struct relearn *what)
{
    struct relearning at;
    int found = relearn_find(engine, follow, what, &at);
    if (found != 0)
        return found < 0 ? -1 : 0;
    at.until = follow->cursor.number;
    if (at.until > 0)
        log_line(engine->log, LOG_LEVEL_INFO, "follower.relearns", "source=%s what=%s events=%lld", follow->name,
                 what->name, (long long)at.until);
    return batch_open(engine) == 0 && relearn_save(engine, follow, &at) == 0 ? 0 : -1;
}

int relearn_open(struct engine *engine)
{
    for (const struct relearn *what = engine->service->relearns; what && what->name; what++)
        for (int i = 0; i < engine->follows_count; i++)
            if (text_same(engine->follows[i].service, what->source) &&
                relearn_note(engine, &engine->follows[i], what) != 0)
                return -1;
    return batch_commit(engine);
}

int64_t relearn_reached(const struct follow *follow)
{
    const struct relearning *at = &follow->relearning;
    return at->what && at->number < follow->cursor.number ? at->number : follow->cursor.number;
}

struct cursor relearn_at(const struct follow *follow)
{
    struct cursor at = follow->cursor;
    at.number = follow->relearning.number;
    memcpy(at.hash, follow->relearning.hash, HASH_SIZE);
    return at;
}

static bool relearn_wants(const struct relearn *what, const char *type)
{
    const struct message *message = message_find(type);
    for (int i = 0; message && i < RELEARN_TYPES && what->types[i] != MSG_NONE; i++)
        if (what->types[i] == message->type)
            return true;
    return false;
}

/* One event: 0, 1 it is not the next one of the stream, -1 the batch was dropped. */
static int relearn_event(struct engine *engine, struct follow *follow, const struct fetched_event *fetched)
{
    struct relearning *at = &follow->relearning;
    const struct frame header = {fetched->header.data, fetched->header.size};
    const struct frame data = {fetched->data.data, fetched->data.size};
    struct envelope envelope;
    struct flaw flaw;
    if (envelope_decode(&envelope, header.data, header.size, &flaw) != 0 ||
        !text_same(envelope.stream, follow->cursor.stream) || envelope.sequence != at->number + 1 ||
        memcmp(envelope.prevhash, at->hash, HASH_SIZE) != 0)
        return 1;
    if (batch_make_room(engine) != 0 || batch_open(engine) != 0)
        return -1;
    if (relearn_wants(at->what, envelope.type) && event_again(engine, follow, &envelope, &header, &data) != 0) {
        batch_drop(engine);
        return -1;
    }
    at->number = envelope.sequence;
    hash_event(at->hash, header.data, header.size, data.data, data.size);
    return 0;
}

/* The owner's chain is another one than when it began: it begins anew on the one that there is. */
static void relearn_restart(struct engine *engine, struct follow *follow)
{
    struct relearning *at = &follow->relearning;
    log_line(engine->log, LOG_LEVEL_WARNING, "follower.relearns_anew", "source=%s what=%s after=%lld", follow->name,
             at->what->name, (long long)at->number);
    at->number = 0;
    memset(at->hash, 0, sizeof at->hash);
    follow->ask_from = engine_mono(engine) + BEAT_MS;
}

/* Saves how far it has come, in the transaction of what was learnt; at the end the next one begins, or what is newer.
 */
static void relearn_keep(struct engine *engine, struct follow *follow, bool over)
{
    struct relearning *at = &follow->relearning;
    if (over)
        at->until = at->number;
    if (batch_open(engine) != 0)
        return;
    if (relearn_save(engine, follow, at) != 0) {
        batch_drop(engine);
        return;
    }
    if (!over)
        return;
    log_line(engine->log, LOG_LEVEL_INFO, "follower.relearned", "source=%s what=%s events=%lld", follow->name,
             at->what->name, (long long)at->number);
    if (relearn_load(engine, follow) != 0)
        batch_drop(engine);
}

void relearn_take(struct engine *engine, struct follow *follow, const struct fetched *fetched)
{
    struct relearning *at = &follow->relearning;
    const struct fetched_stream *told = &fetched->streams.at[0];
    const int64_t before = at->number;
    int result = 0;
    if (!text_same(told->outcome, "ok")) {
        if (at->number > 0)
            relearn_restart(engine, follow);
        else
            follow_stop(engine, follow, told);
        return;
    }
    for (uint32_t i = 0; i < fetched->events.count && result == 0 && at->number < at->until; i++)
        result = relearn_event(engine, follow, &fetched->events.at[i]);
    if (result < 0)
        return;
    if (result > 0) {
        relearn_restart(engine, follow);
        return;
    }
    if (at->number == before && at->number < told->last)
        follow->ask_from = engine_mono(engine) + POLL_MS;
    relearn_keep(engine, follow, at->number >= at->until || at->number >= told->last);
}
