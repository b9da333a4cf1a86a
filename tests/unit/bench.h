/* One service in the hand of a test: its engine on a driven clock, with no socket, thread or other process. The test
 * sends commands and questions, lets it hear events of the services that it follows, moves the clock, and reads what it
 * emitted. */
#ifndef ANXIN_TESTS_BENCH_H
#define ANXIN_TESTS_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/civil.h"
#include "base/config.h"
#include "base/text.h"
#include "service/engine.h"
#include "service/instance.h"
#include "service/verify.h"
#include "wire/codec.h"
#include "wire/envelope.h"
#include "wire/id.h"

#define BENCH_SOURCES FOLLOWS_MAX

/* The stream of a followed service, as the bench makes it up. */
struct bench_source {
    int64_t number;
    uint8_t hash[HASH_SIZE];
    bool waited_for; /* it was asked for more and has not answered */
};

struct bench {
    const struct service *service;
    struct service own;       /* it, at its place */
    struct instance instance; /* its name, and whom it follows */
    char folder[64], path[96];
    struct config config;
    const struct travel_matrix *matrix; /* ways, from the next start on; or NULL */
    struct env env;
    struct log log;
    struct engine *engine;
    struct peer peer;
    struct bench_source sources[BENCH_SOURCES];
    int asked;                     /* source of the last fetch, -1 none */
    char fetch[BENCH_SOURCES][65]; /* its id, of each source */
    int64_t mono, now, serial;
    uint64_t chance;
    uint8_t header[WIRE_HEADER_MAX], data[WIRE_DATA_MAX], reply[1 << 20];
    size_t reply_size;
    char reply_type[65];
    char partner[65]; /* source of commands of role partner, and of all others */
};

static const uint8_t bench_master[32] = "a master key of thirty-two bytes";

static inline int64_t bench_mono(void *self)
{
    return ((struct bench *)self)->mono;
}

static inline void bench_random(void *self, void *to, size_t size)
{
    struct bench *bench = self;
    for (size_t i = 0; i < size; i++) {
        bench->chance = bench->chance * 6364136223846793005u + 1442695040888963407u;
        ((uint8_t *)to)[i] = (uint8_t)(bench->chance >> 56);
    }
}

static inline int64_t bench_process(void *self)
{
    (void)self;
    return 1;
}

static inline int bench_answer(void *self, const struct peer *peer, const struct frames *frames)
{
    struct bench *bench = self;
    struct envelope envelope;
    struct flaw flaw;
    (void)peer;
    assert_int_equal(envelope_decode(&envelope, frames->at[1].data, frames->at[1].size, &flaw), 0);
    assert_true(frames->at[2].size <= sizeof bench->reply);
    memcpy(bench->reply, frames->at[2].data, frames->at[2].size);
    bench->reply_size = frames->at[2].size;
    TEXT_PUT(bench->reply_type, envelope.type);
    return 0;
}

static inline void bench_publish(void *self, const struct frames *frames)
{
    (void)self;
    (void)frames;
}

static inline int bench_ask(void *self, int source, const struct frames *frames)
{
    struct bench *bench = self;
    struct envelope envelope;
    struct flaw flaw;
    assert_int_equal(envelope_decode(&envelope, frames->at[1].data, frames->at[1].size, &flaw), 0);
    if (text_same(envelope.type, "anxin.fetch")) {
        bench->asked = source;
        bench->sources[source].waited_for = true;
        TEXT_PUT(bench->fetch[source], envelope.id);
    }
    return 0;
}

static inline void bench_rebuild(void *self, int source)
{
    (void)self;
    (void)source;
}

static inline void bench_log(void *self, const char *line)
{
    (void)self;
    (void)line;
}

/* Frames of one message: header and data into the bench's buffers. */
static inline struct frames bench_frames(struct bench *bench, struct envelope *envelope, enum message_type type,
                                         const void *body)
{
    struct flaw flaw = {0};
    const struct message *message = message_of(type);
    TEXT_PUT(envelope->specversion, "1.0");
    TEXT_PUT(envelope->type, message->type_name);
    envelope->time = bench->now;
    int size = codec_encode(message->shape, body, bench->data, sizeof bench->data, &flaw);
    if (size < 0)
        fail_msg("%s: %s %s", message->type_name, flaw.field, flaw.code);
    int length = envelope_encode(envelope, bench->header, sizeof bench->header, &flaw);
    assert_true(length > 0);
    return (struct frames){.count = 3, .at = {{"", 0}, {bench->header, (size_t)length}, {bench->data, (size_t)size}}};
}

/* Says of each followed stream that it holds what the bench has made up, so that the follower is live. */
static inline void bench_caught_up(struct bench *bench, int source)
{
    struct fetched *fetched = calloc(1, sizeof *fetched);
    struct envelope envelope = {0};
    assert_non_null(fetched);
    TEXT_PUT(fetched->epoch, "0123456789abcdef");
    fetched->streams.count = 1;
    TEXT_PUT(fetched->streams.at[0].name, bench->instance.follows[source].name);
    TEXT_PUT(fetched->streams.at[0].outcome, "ok");
    fetched->streams.at[0].last = bench->sources[source].number;
    TEXT_PUT(envelope.id, "fetched");
    TEXT_PUT(envelope.causationid, bench->fetch[source]);
    TEXT_PUT(envelope.source, bench->instance.follows[source].name);
    struct frames frames = bench_frames(bench, &envelope, MSG_fetched, fetched);
    bench->sources[source].waited_for = false;
    engine_reply(bench->engine, source, &frames);
    free(fetched);
}

static inline void bench_turn(struct bench *bench)
{
    bench->mono += 10;
    bench->asked = -1;
    engine_turn(bench->engine);
}

/* A process starts over the store that is there; it has heard nobody yet. */
static inline void bench_wake(struct bench *bench)
{
    struct error error = {""};
    struct engine_options options = {.service = bench->service,
                                     .config = &bench->config,
                                     .store_path = bench->path,
                                     .master = bench_master,
                                     .env = &bench->env,
                                     .log = &bench->log,
                                     .matrix = bench->matrix};
    bench->engine = engine_open(&options, &error);
    assert_string_equal(error.text, "");
    assert_non_null(bench->engine);
}

static inline void bench_start(struct bench *bench)
{
    bench_wake(bench);
    for (int source = 0; source < bench->instance.follows_count; source++) {
        bench_turn(bench);
        bench_caught_up(bench, source);
    }
}

/* The process ends and another one starts. */
static inline void bench_restart(struct bench *bench)
{
    engine_close(&bench->engine);
    bench_start(bench);
}

/* The instance of a service at `place` in a set with those places; "", "": the only one. */
static inline void bench_open_at(struct bench *bench, const struct service *service, const char *place,
                                 const char *places, int64_t now)
{
    struct error error = {""};
    memset(bench, 0, sizeof *bench);
    bench->own = *service;
    bench->own.place = place;
    bench->service = &bench->own;
    bench->now = now;
    bench->peer = (struct peer){.trusted = true, .name = "uid:1000"};
    TEXT_PUT(bench->partner, "miniapp");
    strcpy(bench->folder, "/tmp/anxin-bench-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    snprintf(bench->path, sizeof bench->path, "%s/store.db", bench->folder);
    bench->env = (struct env){.self = bench,
                              .mono_ms = bench_mono,
                              .wall_ms = bench_mono,
                              .random = bench_random,
                              .process_id = bench_process,
                              .answer = bench_answer,
                              .publish = bench_publish,
                              .ask = bench_ask,
                              .rebuild = bench_rebuild};
    bench->log = (struct log){.write = bench_log, .self = bench, .service = service->name, .level = LOG_LEVEL_ERROR};
    assert_int_equal(
        config_load(&bench->config, NULL, service->name, service->settings, service->settings_count, &error), 0);
    TEXT_PUT(bench->config.clock, "driven");
    TEXT_PUT(bench->config.places, places);
    assert_int_equal(instance_of(&bench->instance, bench->service, places, &error), 0);
    bench_start(bench);
}

static inline void bench_open(struct bench *bench, const struct service *service, int64_t now)
{
    bench_open_at(bench, service, "", "", now);
}

static inline void bench_rule(sqlite3 *db, const struct invariant *rule, bool (*holds)(const char *said))
{
    sqlite3_stmt *statement = NULL;
    int code;
    if (sqlite3_prepare_v2(db, rule->sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", rule->name, sqlite3_errmsg(db));
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(statement, 0);
        if (!holds || !holds(said))
            fail_msg("%s %s: %s", rule->name, rule->sentence, said);
    }
    if (code != SQLITE_DONE)
        fail_msg("%s: %s", rule->name, sqlite3_errmsg(db));
    sqlite3_finalize(statement);
}

static inline void bench_rules(sqlite3 *db, const struct invariant *rules)
{
    for (const struct invariant *rule = rules; rule && rule->name; rule++)
        bench_rule(db, rule, NULL);
}

/* Every invariant of the service holds in the store that the test leaves behind. */
static inline void bench_invariants(const struct bench *bench)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(bench->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    bench_rules(db, store_invariants);
    bench_rules(db, bench->service->invariants);
    for (const struct judged *judged = bench->service->judged; judged && judged->invariant.name; judged++)
        bench_rule(db, &judged->invariant, judged->holds);
    sqlite3_close(db);
}

static inline void bench_close(struct bench *bench)
{
    char command[160];
    engine_close(&bench->engine);
    bench_invariants(bench);
    config_free(&bench->config);
    snprintf(command, sizeof command, "%s-wal", bench->path);
    unlink(command);
    snprintf(command, sizeof command, "%s-shm", bench->path);
    unlink(command);
    unlink(bench->path);
    snprintf(command, sizeof command, "%s.keys", bench->path);
    unlink(command);
    assert_int_equal(rmdir(bench->folder), 0);
}

/* ---- commands and questions ---- */

/* Who sends: the role, the source of the message (NULL: "desk"), a fixed id (NULL: a new one), a revision seen. */
struct bench_sender {
    const char *role, *source, *id;
    int64_t expectedrev;
    const char *actor;  /* NULL: "actor-1" */
    const char *reason; /* NULL: none */
};

static inline void bench_send(struct bench *bench, struct bench_sender from, enum message_type type, const void *body)
{
    struct envelope envelope = {.expectedrev = from.expectedrev};
    char id[32];
    snprintf(id, sizeof id, "m-%lld", (long long)++bench->serial);
    TEXT_PUT(envelope.id, from.id ? from.id : id);
    TEXT_PUT(envelope.source, from.source ? from.source : "desk");
    TEXT_PUT(envelope.actorid, from.actor ? from.actor : "actor-1");
    TEXT_PUT(envelope.actorrole, from.role);
    TEXT_PUT(envelope.reason, from.reason ? from.reason : "");
    struct frames frames = bench_frames(bench, &envelope, type, body);
    bench->reply_size = 0;
    engine_request(bench->engine, &bench->peer, &frames);
    bench_turn(bench);
}

static inline void bench_decode(struct bench *bench, enum message_type type, void *to)
{
    struct flaw flaw = {0};
    assert_string_equal(bench->reply_type, message_of(type)->type_name);
    if (codec_decode(message_of(type)->shape, bench->reply, bench->reply_size, to, &flaw) != 0)
        fail_msg("%s: %s %s", bench->reply_type, flaw.field, flaw.code);
}

static inline struct answer bench_command(struct bench *bench, struct bench_sender from, enum message_type type,
                                          const void *body)
{
    static struct answer answer;
    bench_send(bench, from, type, body);
    bench_decode(bench, MSG_answer, &answer);
    return answer;
}

static inline void bench_done(struct bench *bench, struct bench_sender from, enum message_type type, const void *body)
{
    struct answer answer = bench_command(bench, from, type, body);
    assert_string_equal(answer.code, "");
    assert_string_equal(answer.outcome, "done");
}

/* Asks; the answer must be of `answer_type`. */
static inline void bench_query(struct bench *bench, struct bench_sender from, enum message_type type, const void *body,
                               enum message_type answer_type, void *to)
{
    bench_send(bench, from, type, body);
    bench_decode(bench, answer_type, to);
}

/* A list of two rows or more: a page that holds all of them says of no next one, and one that lacks a row names the row
 * before it. `id` is the field that `next` names; what follows are filters. */
#define assert_pages(bench, from, list, id, ...)                                                                       \
    do {                                                                                                               \
        static struct list##_answer paged;                                                                             \
        struct list asking = {__VA_ARGS__};                                                                            \
        bench_query(bench, from, MSG_##list, &asking, MSG_##list##_answer, &paged);                                    \
        uint32_t all = paged.rows.count;                                                                               \
        assert_true(all > 1);                                                                                          \
        asking.limit = all;                                                                                            \
        bench_query(bench, from, MSG_##list, &asking, MSG_##list##_answer, &paged);                                    \
        assert_int_equal(paged.rows.count, all);                                                                       \
        assert_string_equal(paged.next, "");                                                                           \
        asking.limit = all - 1;                                                                                        \
        bench_query(bench, from, MSG_##list, &asking, MSG_##list##_answer, &paged);                                    \
        assert_int_equal(paged.rows.count, all - 1);                                                                   \
        assert_string_equal(paged.next, paged.rows.at[all - 2].id);                                                    \
    } while (0)

/* ---- events and time ---- */

static inline int bench_source_of(const struct bench *bench, const char *name)
{
    for (int i = 0; i < bench->instance.follows_count; i++)
        if (text_same(bench->instance.follows[i].name, name))
            return i;
    fail_msg("%s is not followed", name);
    return -1;
}

/* The service hears an event of a service that it follows. An owner that was asked, as after a silence, answers first:
 * a follower that waits for an answer applies no live event. */
static inline void bench_hear(struct bench *bench, const char *name, enum message_type type, const void *body,
                              const char *subject)
{
    int index = bench_source_of(bench, name);
    struct bench_source *source = &bench->sources[index];
    if (source->waited_for)
        bench_caught_up(bench, index);
    struct envelope envelope = {.sequence = source->number + 1, .recordedtime = bench->now};
    snprintf(envelope.id, sizeof envelope.id, "%s-%lld", name, (long long)envelope.sequence);
    TEXT_PUT(envelope.source, name);
    TEXT_PUT(envelope.stream, name);
    TEXT_PUT(envelope.epoch, "0123456789abcdef");
    TEXT_PUT(envelope.subject, subject);
    TEXT_PUT(envelope.partitionkey, subject);
    memcpy(envelope.prevhash, source->hash, HASH_SIZE);
    struct frames frames = bench_frames(bench, &envelope, type, body);
    frames.at[0] = (struct frame){"live", 4};
    source->number++;
    hash_event(source->hash, frames.at[1].data, frames.at[1].size, frames.at[2].data, frames.at[2].size);
    engine_live(bench->engine, index, &frames);
    bench_turn(bench);
}

/* Moves business time and fires what is due. */
static inline void bench_clock(struct bench *bench, int64_t to)
{
    struct clock_set set = {.to = to};
    struct clock_fire fire = {0};
    bench->now = to;
    bench_done(bench, (struct bench_sender){.role = "operator"}, MSG_clock_set, &set);
    bench_done(bench, (struct bench_sender){.role = "operator"}, MSG_clock_fire, &fire);
}

/* ---- the trail of acts ---- */

/* The last row about messages of that type; number 0 when there is none. */
static inline struct audit_row bench_act(struct bench *bench, enum message_type type)
{
    static struct audit_list_answer page;
    struct audit_list question = {0};
    struct audit_row last = {0};
    do {
        bench_query(bench, (struct bench_sender){.role = "operator"}, MSG_audit_list, &question, MSG_audit_list_answer,
                    &page);
        for (uint32_t i = 0; i < page.rows.count; i++)
            if (text_same(page.rows.at[i].what, message_of(type)->type_name))
                last = page.rows.at[i];
        question.after = page.next;
    } while (page.next > 0);
    return last;
}

/* ---- what it emitted ---- */

/* Reads a stream of the service from its first event on; counts those of `type`, the last one's body into `to` (may be
 * NULL). Views in it are valid until the next message. */
static inline int bench_emitted(struct bench *bench, const char *stream, enum message_type type, void *to)
{
    struct fetch fetch = {.streams.count = 1, .max_bytes = 1048576};
    struct fetched *fetched = calloc(1, sizeof *fetched);
    int count = 0;
    assert_non_null(fetched);
    TEXT_PUT(fetch.streams.at[0].name, stream);
    bench_query(bench, (struct bench_sender){.role = "operator"}, MSG_fetch, &fetch, MSG_fetched, fetched);
    for (uint32_t i = 0; i < fetched->events.count; i++) {
        const struct fetched_event *event = &fetched->events.at[i];
        struct envelope envelope;
        struct flaw flaw = {0};
        assert_int_equal(envelope_decode(&envelope, event->header.data, event->header.size, &flaw), 0);
        if (!text_same(envelope.type, message_of(type)->type_name))
            continue;
        count++;
        if (to)
            assert_int_equal(codec_decode(message_of(type)->shape, event->data.data, event->data.size, to, &flaw), 0);
    }
    free(fetched);
    return count;
}

#endif
