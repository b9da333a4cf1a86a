/* The bench's transport: requests go in by hand, answers and live events are kept, fetches of other services' streams
 * are answered from lists. */
#include "rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "wire/envelope.h"

#define SOURCES 8

/* An event kept as bytes. */
struct kept {
    struct kept *next;
    size_t header_size, data_size;
    int64_t number;
    uint8_t bytes[];
};

struct source {
    struct kept *first, *last;
    int64_t number;
    uint8_t hash[HASH_SIZE];
    bool asked;
    struct envelope request;
};

struct rig {
    const struct service *service;
    struct config config;
    struct env env;
    struct log log;
    char folder[64], path[96];
    struct engine *engine;
    struct source sources[SOURCES];
    int64_t now, mono;
    unsigned ids;
    struct kept *said, *said_last;
    int counts[MSG_COUNT];
    struct answer answer;
    enum message_type reply_type;
    uint8_t reply[WIRE_DATA_MAX];
    uint8_t bytes[2 << 20]; /* what views of the reply point into */
    uint8_t body[WIRE_DATA_MAX];
};

static int64_t rig_mono(void *self)
{
    return ((struct rig *)self)->mono;
}

static int64_t rig_wall(void *self)
{
    return ((struct rig *)self)->now;
}

static void rig_random(void *self, void *to, size_t size)
{
    (void)self;
    memset(to, 7, size);
}

static int64_t rig_process(void *self)
{
    (void)self;
    return 1;
}

static int on_answer(void *self, const struct peer *peer, const struct frames *frames)
{
    struct rig *rig = self;
    struct envelope envelope;
    struct flaw flaw;
    (void)peer;
    if (envelope_decode(&envelope, frames->at[1].data, frames->at[1].size, &flaw) != 0)
        BUG("answer header: %s", flaw.why.text);
    const struct message *message = message_find(envelope.type);
    memcpy(rig->bytes, frames->at[2].data, frames->at[2].size);
    if (codec_decode(message->shape, rig->bytes, frames->at[2].size, rig->reply, &flaw) != 0)
        BUG("answer body: %s %s", flaw.field, flaw.code);
    rig->reply_type = message->type;
    if (message->type == MSG_answer)
        memcpy(&rig->answer, rig->reply, sizeof rig->answer);
    return 0;
}

static struct kept *keep(struct kept **first, struct kept **last, const void *header, size_t header_size,
                         const void *data, size_t data_size)
{
    struct kept *kept = calloc(1, sizeof *kept + header_size + data_size);
    if (!kept)
        BUG("out of memory");
    kept->header_size = header_size;
    kept->data_size = data_size;
    memcpy(kept->bytes, header, header_size);
    memcpy(kept->bytes + header_size, data, data_size);
    if (*last)
        (*last)->next = kept;
    else
        *first = kept;
    *last = kept;
    return kept;
}

static void on_publish(void *self, const struct frames *frames)
{
    struct rig *rig = self;
    struct envelope envelope;
    struct flaw flaw;
    if (frames->at[0].size == 4)
        return; /* a beat */
    if (envelope_decode(&envelope, frames->at[1].data, frames->at[1].size, &flaw) != 0)
        BUG("event header: %s", flaw.why.text);
    rig->counts[message_find(envelope.type)->type]++;
    keep(&rig->said, &rig->said_last, frames->at[1].data, frames->at[1].size, frames->at[2].data, frames->at[2].size);
}

static int on_ask(void *self, int source, const struct frames *frames)
{
    struct rig *rig = self;
    struct envelope envelope;
    struct flaw flaw;
    if (envelope_decode(&envelope, frames->at[1].data, frames->at[1].size, &flaw) != 0)
        BUG("ask header: %s", flaw.why.text);
    if (text_same(envelope.type, "anxin.fetch")) {
        rig->sources[source].asked = true;
        rig->sources[source].request = envelope;
    }
    return 0;
}

static void on_rebuild(void *self, int source)
{
    (void)self;
    (void)source;
}

static void on_log(void *self, const char *line)
{
    (void)self;
    if (getenv("RIG_LOG"))
        fputs(line, stderr);
}

static void engine_start(struct rig *rig)
{
    struct error error;
    struct engine_options options = {
        .service = rig->service, .config = &rig->config, .store_path = rig->path, .env = &rig->env, .log = &rig->log};
    rig->engine = engine_open(&options, &error);
    if (!rig->engine)
        BUG("engine of %s: %s", rig->service->name, error.text);
}

/* Answers the fetch of one source with everything from the start; the follower drops what it has. */
static void source_answer(struct rig *rig, int index)
{
    struct source *source = &rig->sources[index];
    struct fetched *fetched = calloc(1, sizeof *fetched);
    uint8_t header[WIRE_HEADER_MAX];
    uint8_t *data = malloc(2 << 20);
    struct envelope envelope = {.specversion = "1.0", .id = "fetched", .type = "anxin.fetched", .time = rig->now};
    struct flaw flaw;
    TEXT_PUT(envelope.source, rig->service->follows[index]);
    TEXT_PUT(fetched->epoch, "0123456789abcdef");
    fetched->streams.count = 1;
    struct fetched_stream *stream = &fetched->streams.at[0];
    TEXT_PUT(stream->name, rig->service->follows[index]);
    TEXT_PUT(stream->outcome, "ok");
    stream->first = 1;
    stream->last = source->number;
    for (const struct kept *kept = source->first; kept; kept = kept->next) {
        if (kept->number <= source->number - 256)
            continue;
        struct fetched_event *event = &fetched->events.at[fetched->events.count++];
        event->header = (struct view){kept->bytes, kept->header_size};
        event->data = (struct view){kept->bytes + kept->header_size, kept->data_size};
    }
    int size = codec_encode(message_of(MSG_fetched)->shape, fetched, data, 2 << 20, &flaw);
    int length = envelope_encode(&envelope, header, sizeof header, &flaw);
    if (size < 0 || length < 0)
        BUG("fetched: %s %s", flaw.field, flaw.code);
    struct frames frames = {.count = 3, .at = {{"", 0}, {header, (size_t)length}, {data, (size_t)size}}};
    source->asked = false;
    engine_reply(rig->engine, index, &frames);
    free(fetched);
    free(data);
}

/* Turns until nothing more happens. */
static void pump(struct rig *rig)
{
    bool more = true;
    while (more) {
        more = false;
        engine_turn(rig->engine);
        for (int i = 0; rig->service->follows && rig->service->follows[i]; i++) {
            if (!rig->sources[i].asked)
                continue;
            source_answer(rig, i);
            more = true;
        }
    }
    engine_turn(rig->engine);
}

static void request(struct rig *rig, const char *source, const char *id, const char *role, const char *actor,
                    enum message_type type, const void *body)
{
    struct envelope envelope = {.specversion = "1.0", .time = rig->now};
    struct flaw flaw;
    uint8_t header[WIRE_HEADER_MAX];
    static const struct peer peer = {.trusted = true, .name = "uid:0", .route_size = 1};
    TEXT_PUT(envelope.source, source);
    TEXT_PUT(envelope.id, id);
    TEXT_PUT(envelope.type, message_of(type)->type_name);
    TEXT_PUT(envelope.actorrole, role);
    TEXT_PUT(envelope.actorid, actor);
    uint8_t *data = malloc(WIRE_DATA_MAX);
    int size = codec_encode(message_of(type)->shape, body, data, WIRE_DATA_MAX, &flaw);
    int length = envelope_encode(&envelope, header, sizeof header, &flaw);
    if (size < 0 || length < 0)
        BUG("%s of the test: %s %s %s", message_of(type)->type_name, flaw.field, flaw.code, flaw.why.text);
    struct frames frames = {.count = 3, .at = {{"", 0}, {header, (size_t)length}, {data, (size_t)size}}};
    rig->reply_type = MSG_NONE;
    memset(&rig->answer, 0, sizeof rig->answer);
    engine_request(rig->engine, &peer, &frames);
    pump(rig);
    free(data);
}

static void rig_id(struct rig *rig, char *id, size_t size)
{
    snprintf(id, size, "rig-%u", ++rig->ids);
}

const struct answer *rig_command_as(struct rig *rig, const char *source, const char *id, const char *role,
                                    const char *actor, enum message_type type, const void *body)
{
    request(rig, source, id, role, actor, type, body);
    return &rig->answer;
}

const struct answer *rig_command(struct rig *rig, const char *role, const char *actor, enum message_type type,
                                 const void *body)
{
    char id[32];
    rig_id(rig, id, sizeof id);
    return rig_command_as(rig, "rig", id, role, actor, type, body);
}

const void *rig_query(struct rig *rig, const char *role, const char *actor, enum message_type type, const void *body)
{
    rig_command(rig, role, actor, type, body);
    return rig->reply_type == MSG_answer ? NULL : rig->reply;
}

const struct answer *rig_answer(const struct rig *rig)
{
    return &rig->answer;
}

void rig_event(struct rig *rig, const char *name, enum message_type type, const void *body, const char *subject)
{
    int index = 0;
    while (rig->service->follows && rig->service->follows[index] && !text_same(rig->service->follows[index], name))
        index++;
    if (!rig->service->follows || !rig->service->follows[index])
        BUG("%s does not follow %s", rig->service->name, name);
    struct source *source = &rig->sources[index];
    struct envelope envelope = {.specversion = "1.0", .time = rig->now, .sequence = ++source->number};
    struct flaw flaw;
    uint8_t header[WIRE_HEADER_MAX];
    uint8_t *data = malloc(WIRE_DATA_MAX);
    snprintf(envelope.id, sizeof envelope.id, "%s-%lld", name, (long long)source->number);
    TEXT_PUT(envelope.source, name);
    TEXT_PUT(envelope.stream, name);
    TEXT_PUT(envelope.type, message_of(type)->type_name);
    TEXT_PUT(envelope.subject, subject);
    TEXT_PUT(envelope.partitionkey, subject);
    TEXT_PUT(envelope.epoch, "0123456789abcdef");
    memcpy(envelope.prevhash, source->hash, HASH_SIZE);
    int size = codec_encode(message_of(type)->shape, body, data, WIRE_DATA_MAX, &flaw);
    int length = envelope_encode(&envelope, header, sizeof header, &flaw);
    if (size < 0 || length < 0)
        BUG("%s of the test: %s %s", message_of(type)->type_name, flaw.field, flaw.code);
    hash_event(source->hash, header, (size_t)length, data, (size_t)size);
    keep(&source->first, &source->last, header, (size_t)length, data, (size_t)size)->number = source->number;
    struct frames frames = {.count = 3, .at = {{"live/x", 6}, {header, (size_t)length}, {data, (size_t)size}}};
    pump(rig); /* so that the follower is live */
    engine_live(rig->engine, index, &frames);
    pump(rig);
    free(data);
}

static void clock_to(struct rig *rig, int64_t to)
{
    struct clock_set set = {.to = to};
    struct clock_fire fire = {0};
    rig->now = to;
    rig->mono += 1000;
    rig_command(rig, "operator", "rig", MSG_clock_set, &set);
    rig_command(rig, "operator", "rig", MSG_clock_fire, &fire);
}

void rig_until(struct rig *rig, int64_t to)
{
    struct service_status asked = {0};
    for (;;) {
        const struct service_status_answer *status = rig_query(rig, "operator", "rig", MSG_service_status, &asked);
        if (!status || status->next_due == 0 || status->next_due > to)
            break;
        clock_to(rig, status->next_due > rig->now ? status->next_due : rig->now);
    }
    clock_to(rig, to);
}

int rig_count(const struct rig *rig, enum message_type type)
{
    return rig->counts[type];
}

const void *rig_last(struct rig *rig, enum message_type type)
{
    const struct kept *last = NULL;
    struct envelope envelope;
    struct flaw flaw;
    for (const struct kept *kept = rig->said; kept; kept = kept->next)
        if (envelope_decode(&envelope, kept->bytes, kept->header_size, &flaw) == 0 &&
            text_same(envelope.type, message_of(type)->type_name))
            last = kept;
    if (!last)
        return NULL;
    if (codec_decode(message_of(type)->shape, last->bytes + last->header_size, last->data_size, rig->body, &flaw) != 0)
        BUG("event body: %s %s", flaw.field, flaw.code);
    return rig->body;
}

int64_t rig_now(const struct rig *rig)
{
    return rig->now;
}

int64_t rig_parked(struct rig *rig)
{
    struct service_status asked = {0};
    const struct service_status_answer *status = rig_query(rig, "operator", "rig", MSG_service_status, &asked);
    return status ? status->parked : -1;
}

struct rig *rig_open(const struct service *service, int64_t now)
{
    struct rig *rig = calloc(1, sizeof *rig);
    if (!rig)
        BUG("out of memory");
    rig->service = service;
    rig->now = now;
    rig->mono = 1000;
    rig->env =
        (struct env){rig, rig_mono, rig_wall, rig_random, rig_process, on_answer, on_publish, on_ask, on_rebuild};
    rig->log = (struct log){on_log, rig, service->name, LOG_LEVEL_INFO};
    TEXT_PUT(rig->config.clock, "driven");
    rig->config.count = service->settings_count;
    rig->config.value = calloc((size_t)service->settings_count + 1, sizeof *rig->config.value);
    for (int i = 0; i < service->settings_count; i++)
        rig->config.value[i] = service->settings[i].initial;
    TEXT_PUT(rig->folder, "/tmp/anxin-rig-XXXXXX");
    if (!mkdtemp(rig->folder) || TEXT_FORMAT(rig->path, "%s/store.db", rig->folder) != 0)
        BUG("no temporary folder");
    engine_start(rig);
    pump(rig);
    clock_to(rig, now);
    return rig;
}

void rig_restart(struct rig *rig)
{
    engine_close(&rig->engine);
    rig->mono += 1000;
    for (int i = 0; i < SOURCES; i++)
        rig->sources[i].asked = false;
    engine_start(rig);
    pump(rig);
}

static void kept_free(struct kept *kept)
{
    while (kept) {
        struct kept *next = kept->next;
        free(kept);
        kept = next;
    }
}

void rig_close(struct rig **rig_p)
{
    struct rig *rig = *rig_p;
    char path[128];
    if (!rig)
        return;
    engine_close(&rig->engine);
    for (int i = 0; i < SOURCES; i++)
        kept_free(rig->sources[i].first);
    kept_free(rig->said);
    static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        snprintf(path, sizeof path, "%s%s", rig->path, tails[i]);
        unlink(path);
    }
    rmdir(rig->folder);
    free(rig->config.value);
    free(rig);
    *rig_p = NULL;
}
