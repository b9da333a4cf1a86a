/* What comes in from the services that we follow: beats, live events, answers to our fetches; each event is applied in
 * its turn or asked for again (guarantee 2). */
#include "service/engine_private.h"

#include <string.h>

/* Heads of the owner that cannot be if our position is on its chain: it was restored, or has lost events. */
static bool beat_doubts(const struct cursor *cursor, const struct said *said)
{
    if (cursor->number == 0)
        return false;
    return !text_same(said->epoch, cursor->epoch) || said->head.last < cursor->number ||
           (said->head.last == cursor->number && memcmp(said->head.hash, cursor->hash, HASH_SIZE) != 0);
}

static int beat_read(struct engine *engine, struct follow *follow, const struct frame *data)
{
    const struct beat *beat = engine->body;
    struct said *said = &follow->said;
    struct flaw flaw;
    said->size = 0;
    if (codec_decode(message_of(MSG_beat)->shape, data->data, data->size, engine->body, &flaw) != 0)
        return -1;
    said->of_ours = false;
    TEXT_PUT(said->epoch, beat->epoch);
    for (uint32_t i = 0; i < beat->streams.count; i++)
        if (text_same(beat->streams.at[i].name, follow->name)) {
            said->head = beat->streams.at[i];
            said->of_ours = true;
        }
    if (data->size <= sizeof said->bytes) {
        memcpy(said->bytes, data->data, data->size);
        said->size = data->size;
    }
    return 0;
}

/* A quiet source says the same each second: that need not be decoded again. */
static bool beat_is_known(const struct said *said, const struct frame *data)
{
    return said->size > 0 && data->size == said->size && memcmp(data->data, said->bytes, said->size) == 0;
}

static void beat_take(struct engine *engine, struct follow *follow, const struct frame *data)
{
    const struct said *said = &follow->said;
    if (!beat_is_known(said, data) && beat_read(engine, follow, data) != 0)
        return;
    follow->heard = follow->beat = engine_mono(engine);
    if (said->of_ours) {
        follow->head = said->head.last;
        follow->doubt = beat_doubts(&follow->cursor, said);
    }
    follow_heard(engine, follow);
}

void engine_live(struct engine *engine, int source, const struct frames *frames)
{
    struct follow *follow = &engine->follows[source];
    struct envelope envelope;
    struct flaw flaw;
    if (frames->count != 3 || frames->at[1].size > WIRE_HEADER_MAX || frames->at[2].size > WIRE_DATA_MAX)
        return;
    if (frames->at[0].size == 4 && memcmp(frames->at[0].data, "beat", 4) == 0) {
        beat_take(engine, follow, &frames->at[2]);
        return;
    }
    if (engine->draining || envelope_decode(&envelope, frames->at[1].data, frames->at[1].size, &flaw) != 0 ||
        !text_same(envelope.source, follow->name) || engine_chance(engine, "live.dropped"))
        return;
    if (envelope.sequence > follow->head)
        follow->head = envelope.sequence; /* if it is not the next, the watch fetches what is missing */
    if (follow->state == FOLLOW_LIVE && !engine_sick(engine) && batch_make_room(engine) == 0 &&
        event_apply(engine, follow, &envelope, &frames->at[1], &frames->at[2]) == 1)
        follow_heard(engine, follow);
    if (envelope.sequence > follow->cursor.number && envelope.sequence > follow->passed)
        follow->passed = envelope.sequence;
}

/* The owner says that our position is not its own: stop following, say it loudly. After a new epoch the fork is looked
 * for (fork.c); else the operator decides. */
void follow_stop(struct engine *engine, struct follow *follow, const struct fetched_stream *stream)
{
    enum following state = text_same(stream->outcome, "epoch_changed") ? FOLLOW_EPOCH
                           : text_same(stream->outcome, "truncated")   ? FOLLOW_TRUNCATED
                                                                       : FOLLOW_DIVERGED;
    if (follow->state != state)
        log_line(engine->log, LOG_LEVEL_ERROR, "follower.stopped",
                 "source=%s outcome=%s applied=%lld last=%lld first=%lld", follow->name, stream->outcome,
                 (long long)follow->cursor.number, (long long)stream->last, (long long)stream->first);
    follow->state = state;
    follow->head = follow->cursor.number;
    follow->ask_from = engine_mono(engine) + BEAT_MS; /* perhaps the owner is mended: it is asked at its next beat */
}

/* The owner finds our position on its chain: from now on it is one of its present epoch. */
static void cursor_confirm(struct follow *follow, const char *epoch)
{
    if (follow->cursor.number == 0 || text_same(follow->cursor.epoch, epoch))
        return;
    TEXT_PUT(follow->cursor.epoch, epoch);
    follow->moved = true; /* saved with the next event */
}

static void fetched_apply(struct engine *engine, struct follow *follow, const struct fetched *fetched)
{
    static const struct fetched_stream broken = {.outcome =
                                                     "diverged"}; /* what was sent does not chain to what we have */
    for (uint32_t i = 0; i < fetched->events.count; i++) {
        const struct fetched_event *event = &fetched->events.at[i];
        struct frame header = {event->header.data, event->header.size}, data = {event->data.data, event->data.size};
        struct envelope envelope;
        struct flaw flaw;
        if (envelope_decode(&envelope, header.data, header.size, &flaw) != 0) {
            follow_stop(engine, follow, &broken);
            return;
        }
        if (envelope.sequence <= follow->cursor.number)
            continue;
        if (batch_make_room(engine) != 0)
            return;
        int applied = event_apply(engine, follow, &envelope, &header, &data);
        if (applied == 0)
            follow_stop(engine, follow, &broken);
        if (applied != 1)
            return;
    }
}

void engine_reply(struct engine *engine, int source, const struct frames *frames)
{
    struct follow *follow = &engine->follows[source];
    struct envelope envelope;
    struct flaw flaw;
    if (engine->draining || frames->count != 3 ||
        envelope_decode(&envelope, frames->at[1].data, frames->at[1].size, &flaw) != 0)
        return;
    follow->heard = engine_mono(engine);
    follow->unheard = 0;
    if (!text_same(envelope.type, "anxin.fetched") || !follow->asked ||
        !text_same(envelope.causationid, follow->fetch) || engine_sick(engine))
        return; /* a late answer speaks of a position where we do not stand any more */
    struct fetched *fetched = engine->gathered_fetched;
    if (codec_decode(message_of(MSG_fetched)->shape, frames->at[2].data, frames->at[2].size, fetched, &flaw) != 0 ||
        fetched->streams.count != 1 || !text_same(fetched->streams.at[0].name, follow->name))
        return;
    follow->asked = 0;
    if (follow->relearning.what) {
        relearn_take(engine, follow, fetched);
        return;
    }
    if (follow->search.on) {
        fork_search_take(engine, follow, fetched);
        return;
    }
    if (!text_same(fetched->streams.at[0].outcome, "ok")) {
        follow_stop(engine, follow, &fetched->streams.at[0]);
        if (follow->state == FOLLOW_EPOCH)
            fork_meet(engine, follow, fetched);
        return;
    }
    follow->search.said = false;
    int64_t before = follow->cursor.number, last = fetched->streams.at[0].last;
    follow->head = last > follow->passed ? last : follow->passed;
    follow->state = FOLLOW_FETCHING;
    cursor_confirm(follow, fetched->epoch);
    fetched_apply(engine, follow, fetched);
    if (follow->state == FOLLOW_FETCHING && follow->cursor.number >= follow->head)
        follow->state = FOLLOW_LIVE;
    if (follow->state == FOLLOW_FETCHING && follow->cursor.number <= before)
        follow->ask_from =
            engine_mono(engine) + POLL_MS; /* an answer that brings nothing is not asked for in a circle */
    follow_heard(engine, follow);
}
