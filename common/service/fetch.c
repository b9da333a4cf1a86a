/* Fetch: the next events of some streams, from the store, checked against the reader's position; held when there is
 * none. */
#include "service/engine_private.h"

#include <string.h>

/* Events gathered so far, within the limits of one answer. */
struct gather {
    struct engine *engine;
    const struct peer *peer; /* NULL: a story */
    const struct envelope *envelope;
    struct fetched *fetched;
    size_t used;
    int64_t bytes_left, events_left;
    bool full;
};

static void gather_add(struct gather *gather, const void *header, size_t header_size, const void *data,
                       size_t data_size)
{
    struct fetched_event *event = &gather->fetched->events.at[gather->fetched->events.count++];
    uint8_t *to = gather->engine->gathered + gather->used;
    memcpy(to, header, header_size);
    memcpy(to + header_size, data, data_size);
    event->header = (struct view){to, header_size};
    event->data = (struct view){to + header_size, data_size};
    gather->used += header_size + data_size;
    gather->events_left--;
    gather->bytes_left -= (int64_t)(header_size + data_size);
}

static int gather_event(void *self, int64_t number, const void *header, size_t header_size, const void *data,
                        size_t data_size)
{
    struct gather *gather = self;
    (void)number;
    bool first = gather->fetched->events.count == 0;
    int64_t size = (int64_t)(header_size + data_size);
    if (!first &&
        (gather->events_left == 0 || size > gather->bytes_left || engine_chance(gather->engine, "fetch.short"))) {
        gather->full = true;
        return 1;
    }
    gather_add(gather, header, header_size, data, data_size);
    return 0;
}

/* Where the reader stands, against the stream as it is. The chain decides: who has the hash that we have there has read
 * the same events, whatever happened to our epoch since; who has another one, or none in an old epoch, has not. */
static const char *position_judge(struct engine *engine, const struct fetch_position *position, const struct head *head)
{
    static const uint8_t none[HASH_SIZE];
    uint8_t hash[HASH_SIZE];
    if (position->after == 0)
        return head->first > 1 ? "truncated" : "ok";
    bool old = position->epoch[0] && !text_same(position->epoch, ledger_epoch(engine->ledger));
    bool unknown = memcmp(position->hash, none, HASH_SIZE) == 0;
    if (position->after > head->last || (unknown && old))
        return old ? "epoch_changed" : "diverged";
    if (position->after + 1 < head->first)
        return "truncated";
    if (!unknown && ledger_hash_at(engine->ledger, head->name, position->after, hash) == 1 &&
        memcmp(hash, position->hash, HASH_SIZE) != 0)
        return old ? "epoch_changed" : "diverged";
    return "ok";
}

/* Which epoch of the reader's has ended, and where, when that is known. */
static void fork_fill(struct engine *engine, const struct fetch_position *position, struct fetched_stream *stream)
{
    if (ledger_fork_find(engine->ledger, position->epoch, position->name, &stream->fork, stream->fork_hash) == 1)
        TEXT_PUT(stream->fork_epoch, position->epoch);
    else
        stream->fork = 0;
}

/* What is lost to a reader, and from where it may go on. 0 or -1. */
static int truncated_fill(struct engine *engine, const struct fetch_position *position, struct fetched_stream *stream)
{
    stream->missed = stream->first - 1 - position->after;
    return ledger_before(engine->ledger, position->name, stream->before) == 1 ? 0 : -1;
}

/* One stream of the answer. 0, or -1 when the store failed. */
static int gather_stream(struct gather *gather, const struct fetch_position *position)
{
    struct engine *engine = gather->engine;
    struct fetched_stream *stream = &gather->fetched->streams.at[gather->fetched->streams.count++];
    struct head head = {.first = 1};
    TEXT_PUT(head.name, position->name);
    TEXT_PUT(stream->name, position->name);
    TEXT_PUT(stream->outcome, "denied");
    if (!permit_stream(engine, gather->peer, gather->envelope, position->name)) {
        permit_stream_denied(engine, gather->peer, gather->envelope, position->name);
        return 0;
    }
    TEXT_PUT(stream->outcome, "ok");
    if (ledger_head(engine->ledger, position->name, &head) == 0 && position->after == 0)
        return 0; /* nothing there yet */
    stream->first = head.first;
    stream->last = head.last;
    TEXT_PUT(stream->outcome, position_judge(engine, position, &head));
    if (text_same(stream->outcome, "epoch_changed"))
        fork_fill(engine, position, stream);
    if (text_same(stream->outcome, "truncated"))
        return truncated_fill(engine, position, stream);
    if (!text_same(stream->outcome, "ok") || gather->full)
        return 0;
    return ledger_read(engine->ledger, position->name, position->after, 257, gather_event, gather);
}

/* Fills engine->reply_body. 1 something to say, 0 nothing yet, -1 the store failed. */
static int fetch_gather(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                        const struct fetch *fetch)
{
    struct fetched *fetched = engine->reply_body;
    struct gather gather = {.engine = engine,
                            .peer = peer,
                            .envelope = envelope,
                            .fetched = fetched,
                            .bytes_left = fetch->max_bytes ? fetch->max_bytes : 262144,
                            .events_left = fetch->max_events ? fetch->max_events : 256};
    bool say = false;
    memset(fetched, 0, sizeof *fetched);
    TEXT_PUT(fetched->epoch, ledger_epoch(engine->ledger));
    for (uint32_t i = 0; i < fetch->streams.count; i++) {
        if (gather_stream(&gather, &fetch->streams.at[i]) != 0)
            return -1;
        say = say || !text_same(fetched->streams.at[i].outcome, "ok");
    }
    return say || fetched->events.count > 0;
}

static bool same_peer(const struct peer *a, const struct peer *b)
{
    return a->route_size == b->route_size && memcmp(a->route, b->route, a->route_size) == 0;
}

/* Polls stand at the front, so that looking at them costs nothing while there are few. */
static void poll_free(struct engine *engine, struct poll *poll)
{
    poll->used = false;
    while (engine->polls_end > 0 && !engine->polls[engine->polls_end - 1].used)
        engine->polls_end--;
}

static int polls_of(const struct engine *engine, const struct peer *peer)
{
    int count = 0;
    for (int i = 0; i < engine->polls_end; i++)
        count += engine->polls[i].used && same_peer(&engine->polls[i].peer, peer);
    return count;
}

static void poll_add(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                     const struct fetch *fetch)
{
    if (polls_of(engine, peer) >= POLLS_PEER) {
        reply_flaw(engine, peer, envelope, "overloaded", "busy", "", "This connection waits for events often enough.");
        return;
    }
    for (int i = 0; i < POLLS_MAX; i++) {
        struct poll *poll = &engine->polls[i];
        if (i < engine->polls_end && poll->used)
            continue;
        *poll = (struct poll){.used = true,
                              .peer = *peer,
                              .envelope = *envelope,
                              .fetch = *fetch,
                              .until = engine_mono(engine) + fetch->wait_ms};
        if (i >= engine->polls_end)
            engine->polls_end = i + 1;
        return;
    }
    reply_flaw(engine, peer, envelope, "overloaded", "busy", "", "Too many readers wait for events.");
}

static void fetch_trouble(struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    log_line(engine->log, LOG_LEVEL_ERROR, "fetch.trouble", "reason=\"%s\"", store_why(engine->store));
    reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The stream could not be read.");
}

void fetch_take(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                const struct fetch *fetch)
{
    int found = fetch_gather(engine, peer, envelope, fetch);
    if (found < 0)
        fetch_trouble(engine, peer, envelope);
    else if (found == 0 && fetch->wait_ms > 0)
        poll_add(engine, peer, envelope, fetch);
    else
        reply_now(engine, peer, envelope, MSG_fetched, engine->reply_body);
}

int64_t fetch_next(const struct engine *engine)
{
    int64_t next = INT64_MAX;
    for (int i = 0; i < engine->polls_end; i++)
        if (engine->polls[i].used && engine->polls[i].until < next)
            next = engine->polls[i].until;
    return next;
}

void fetch_polls(struct engine *engine)
{
    int64_t mono = engine_mono(engine);
    for (int i = 0; i < engine->polls_end; i++) {
        struct poll *poll = &engine->polls[i];
        if (!poll->used)
            continue;
        int found = fetch_gather(engine, &poll->peer, &poll->envelope, &poll->fetch);
        if (found == 0 && mono < poll->until && !engine->draining)
            continue;
        poll_free(engine, poll);
        if (found < 0)
            fetch_trouble(engine, &poll->peer, &poll->envelope);
        else
            reply_now(engine, &poll->peer, &poll->envelope, MSG_fetched, engine->reply_body);
    }
}

/* Who asked may have been told to go since. */
void fetch_recognize(struct engine *engine)
{
    int64_t now = engine->env->wall_ms(engine->env->self);
    for (int i = 0; i < engine->polls_end; i++) {
        struct poll *poll = &engine->polls[i];
        if (!poll->used || !poll->peer.who)
            continue;
        poll->peer.who = engine->registry ? registry_find_key(engine->registry, poll->peer.key, now) : NULL;
        if (poll->peer.who)
            continue;
        poll_free(engine, poll);
        peer_deny(engine, &poll->peer, &poll->envelope);
    }
}

void story_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                 const struct service_story *story)
{
    struct service_story_answer *answer = engine->reply_body;
    struct fetched fetched = {0};
    struct gather gather = {.engine = engine, .fetched = &fetched, .bytes_left = 524288, .events_left = 256};
    int64_t place = story->after;
    if (ledger_story(engine->ledger, story->subject, story->after, 256, gather_event, &gather, &place) != 0) {
        fetch_trouble(engine, peer, envelope);
        return;
    }
    memset(answer, 0, sizeof *answer);
    answer->events.count = fetched.events.count;
    memcpy(answer->events.at, fetched.events.at, fetched.events.count * sizeof fetched.events.at[0]);
    answer->next = gather.full || fetched.events.count == 256 ? place : 0;
    reply_now(engine, peer, envelope, MSG_service_story_answer, answer);
}
