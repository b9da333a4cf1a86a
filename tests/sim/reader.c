/* A reader of a stream: asks for what comes after its position, checks the chain of what it gets, and knows what to do
 * about each outcome. Independent of the product's follower. */
#include "reader.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define ASK_AGAIN (2 * US_SECOND)
#define ASK_DENIED (5 * US_MINUTE) /* who may not read tries again all the same, ever more seldom */

static void reader_ask(void *self, int64_t number, void *data);

static void ask_later(struct reader *reader, int64_t after)
{
    struct world *world = reader->clients->world;
    world_at(world, world->now + after, reader_ask, reader, ++reader->serial, NULL);
}

static int reader_frames(struct reader *reader, uint8_t *header, uint8_t *data, struct frames *frames)
{
    struct fetch fetch = {.streams.count = 1, .wait_ms = reader->wait_ms};
    struct fetch_position *at = &fetch.streams.at[0];
    struct envelope envelope = {.time = world_business(reader->clients->world)};
    struct flaw flaw;
    TEXT_PUT(at->name, reader->stream);
    at->after = reader->number;
    if (reader->number > 0) {
        memcpy(at->hash, reader->hash, sizeof at->hash);
        TEXT_PUT(at->epoch, reader->epoch);
    }
    TEXT_FORMAT(reader->id, "read-%d", reader->serial);
    TEXT_PUT(envelope.specversion, "1.0");
    TEXT_PUT(envelope.id, reader->id);
    TEXT_PUT(envelope.source, reader->source);
    TEXT_PUT(envelope.type, message_of(MSG_fetch)->type_name);
    TEXT_PUT(envelope.actorrole, reader->role);
    TEXT_PUT(envelope.actorid, reader->actor);
    int size = codec_encode(message_of(MSG_fetch)->shape, &fetch, data, WIRE_DATA_MAX, &flaw);
    int header_size = envelope_encode(&envelope, header, WIRE_HEADER_MAX, &flaw);
    *frames = (struct frames){.count = 3, .at = {{"", 0}, {header, (size_t)header_size}, {data, (size_t)size}}};
    return size < 0 || header_size < 0 ? -1 : 0;
}

static void reader_ask(void *self, int64_t number, void *unused)
{
    struct reader *reader = self;
    struct clients *clients = reader->clients;
    uint8_t header[WIRE_HEADER_MAX], data[WIRE_DATA_MAX];
    struct frames frames;
    (void)unused;
    if (number != reader->serial || clients->ended)
        return;
    if (reader->asked && clients->world->now - reader->asked >= 2 * ASK_AGAIN)
        net_renew(clients->net, reader->end, reader->server);
    if (reader_frames(reader, header, data, &frames) != 0)
        BUG("a fetch breaks its table");
    reader->asked = clients->world->now;
    net_send(clients->net, reader->end, reader->server, NET_REQUEST, &frames);
    ask_later(reader, reader->wait_ms * US_MS + ASK_AGAIN);
}

struct reader *client_read(struct clients *clients, int server, const char *stream, const char *role, const char *actor)
{
    if (clients->readers_count == READERS)
        BUG("more than %d readers", READERS);
    int index = clients->readers_count++;
    struct reader *reader = &clients->readers[index];
    *reader = (struct reader){
        .clients = clients, .end = clients->nodes + CLIENTS + index, .server = server, .wait_ms = 20000, .may = true};
    TEXT_PUT(reader->stream, stream);
    TEXT_PUT(reader->role, role);
    TEXT_PUT(reader->actor, actor);
    TEXT_PUT(reader->source, text_starts(stream, "partner.") ? actor : "reader");
    ask_later(reader, draw_span(&clients->chance, 0, US_SECOND));
    return reader;
}

void reader_begin_again(struct reader *reader)
{
    reader->number = reader->diverged = 0;
    memset(reader->hash, 0, sizeof reader->hash);
    ask_later(reader, 0);
}

void reader_away(struct reader *reader, int64_t span)
{
    reader->asked = 0;
    ask_later(reader, span);
}

/* ---- what came ---- */

static bool event_take(struct reader *reader, const struct fetched_event *event)
{
    struct clients *clients = reader->clients;
    struct frame header = {event->header.data, event->header.size}, data = {event->data.data, event->data.size};
    struct envelope envelope;
    struct flaw flaw;
    if (envelope_decode(&envelope, header.data, header.size, &flaw) != 0) {
        world_violated(clients->world, "wire", "%s: a header cannot be read: %s", reader->stream, flaw.code);
        return false;
    }
    if (envelope.sequence <= reader->number)
        return true; /* the answer to an older question */
    if (envelope.sequence != reader->number + 1 || memcmp(envelope.prevhash, reader->hash, HASH_SIZE) != 0) {
        world_violated(clients->world, "4 order", "%s: after %lld came %lld, or its chain is broken", reader->stream,
                       (long long)reader->number, (long long)envelope.sequence);
        return false;
    }
    reader->number = envelope.sequence;
    hash_event(reader->hash, header.data, header.size, data.data, data.size);
    TEXT_PUT(reader->epoch, envelope.epoch);
    reader->events++;
    if (clients->hooks.read)
        clients->hooks.read(clients->hooks.self, reader, &envelope, &header, &data);
    const struct message *message = message_find(envelope.type);
    if (!message || codec_decode(message->shape, data.data, data.size, clients->body, &flaw) != 0) {
        world_violated(clients->world, "wire", "%s: %s cannot be read", reader->stream, envelope.type);
        return false;
    }
    if (text_same(envelope.type, "intake.answered"))
        client_told(clients, clients->body);
    else if (reader->on_event)
        reader->on_event(reader->self, &envelope, clients->body);
    return true;
}

/* Goes on from where the stream still stands: the next event chains to what he is told (oracle 4). */
static void truncated(struct reader *reader, const struct fetched_stream *told)
{
    if (told->missed != told->first - 1 - reader->number || told->missed <= 0)
        world_violated(reader->clients->world, "4 order", "%s: after %lld it is told that %lld are missed before %lld",
                       reader->stream, (long long)reader->number, (long long)told->missed, (long long)told->first);
    reader->truncated++;
    world_say(reader->clients->world, "%s as %s: %lld events before %lld are trimmed", reader->stream, reader->actor,
              (long long)told->missed, (long long)told->first);
    reader->number = told->first - 1;
    memcpy(reader->hash, told->before, sizeof reader->hash);
    if (text_starts(reader->stream, "partner."))
        client_missed(reader->clients, reader->actor);
}

/* The owner's word is taken as to where to go on: what it means is the oracles' matter. */
static void refused(struct reader *reader, const struct fetched_stream *told, const char *epoch)
{
    static const uint8_t none[HASH_SIZE];
    struct clients *clients = reader->clients;
    if (clients->hooks.forked)
        clients->hooks.forked(clients->hooks.self, reader, told);
    if (text_same(told->outcome, "truncated")) {
        truncated(reader, told);
    } else if (text_same(told->outcome, "epoch_changed") && told->fork_epoch[0]) {
        reader->forks++; /* where the chains part may lie before the fork: then he begins again */
        bool ahead = told->fork < reader->number;
        reader->number = ahead ? told->fork : 0;
        memcpy(reader->hash, ahead ? told->fork_hash : none, sizeof reader->hash);
    } else if (text_same(told->outcome, "denied")) {
        reader->denied++;
    } else {
        reader->diverged++;
    }
    TEXT_PUT(reader->epoch, epoch);
}

static int64_t denied_wait(const struct reader *reader)
{
    int64_t wait = ASK_AGAIN << (reader->denied < 8 ? reader->denied : 8);
    return wait < ASK_DENIED ? wait : ASK_DENIED;
}

static void fetched_take(struct reader *reader, const struct fetched *fetched)
{
    const struct fetched_stream *stream = &fetched->streams.at[0];
    if (fetched->streams.count != 1 || !text_same(stream->name, reader->stream))
        return;
    if (!text_same(stream->outcome, "ok")) {
        refused(reader, stream, fetched->epoch);
        ask_later(reader, reader->may ? ASK_AGAIN : denied_wait(reader));
        return;
    }
    if (fetched->events.count > 0 && !reader->may)
        world_violated(reader->clients->world, "7 permission", "%s as %s %s was given %s", reader->source, reader->role,
                       reader->actor, reader->stream);
    for (uint32_t i = 0; i < fetched->events.count; i++)
        if (!event_take(reader, &fetched->events.at[i]))
            break;
    ask_later(reader, draw_span(&reader->clients->chance, 0, 20 * US_MS));
}

bool reader_take(struct clients *clients, const struct parcel *parcel, const struct envelope *envelope)
{
    const int index = parcel->to - clients->nodes - CLIENTS;
    struct flaw flaw;
    if (index < 0 || index >= clients->readers_count)
        return false;
    struct reader *reader = &clients->readers[index];
    if (!text_same(envelope->causationid, reader->id) || !reader->asked)
        return true; /* the answer to another question */
    reader->asked = 0;
    if (!text_same(envelope->type, message_of(MSG_fetched)->type_name)) {
        if (text_same(envelope->type, message_of(MSG_answer)->type_name))
            ask_later(reader, ASK_AGAIN);
        return true;
    }
    if (codec_decode(message_of(MSG_fetched)->shape, parcel->frames.at[2].data, parcel->frames.at[2].size,
                     clients->fetched, &flaw) != 0)
        world_violated(clients->world, "wire", "what %s fetched cannot be read: %s", reader->stream, flaw.code);
    else
        fetched_take(reader, clients->fetched);
    return true;
}
