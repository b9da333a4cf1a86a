/* The real engine on a stage: a service of a page, an env that is a list of what left the process, a disk that fails on
 * demand, and a made-up source to follow. For the tests of the engine itself; services are tested with bench.h.
 *
 * The service "tally" takes quota.set (the programme tells its handler what to do), answers quota.left, follows
 * "roster", whose worker.confirmed it counts by station, and has timers. */
#ifndef ANXIN_TESTS_STAGE_H
#define ANXIN_TESTS_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"
#include "service/engine.h"
#include "store/ledger.h"
#include "wire/codec.h"
#include "wire/envelope.h"

#include "faulty_vfs.h"

#define STAGE_NOW INT64_C(1800000000000)
#define STAGE_EPOCH "0123456789abcdef"
#define STAGE_SENT 8192
#define STAGE_EVENTS 512
#define STAGE_SICK_MS 1500 /* after that an engine that was sick takes messages again */

enum stage_kind { STAGE_ANSWER, STAGE_LIVE, STAGE_ASK, STAGE_REBUILD };

/* One thing that left the engine. */
struct stage_sent {
    enum stage_kind kind;
    int64_t syncs; /* of the disk, when it left */
    struct envelope envelope;
    uint8_t *data;
    size_t size;
};

/* An event of the made-up source. */
struct stage_event {
    uint8_t header[1024], data[512];
    size_t header_size, data_size;
};

struct stage {
    char folder[64], path[96];
    struct faulty_disk disk;
    struct config config;
    struct env env;
    struct log log;
    char said[1 << 16]; /* the log, from the last stage_forget on */
    struct engine *engine;
    struct policy *policy;
    struct peer peer;
    int64_t mono, wall, serial;
    bool gone;             /* whoever asked: no answer can be sent */
    int64_t room, ballast; /* bytes: what the disk seems to have left (-1: nobody can tell), and what is in reserve */
    struct stage_sent sent[STAGE_SENT];
    int sent_count;
    struct stage_event events[STAGE_EVENTS]; /* of roster; number n is at n - 1 */
    int events_count;
    uint8_t hash[HASH_SIZE];
    char epoch[17];
    struct frames frames;
    uint8_t header[WIRE_HEADER_MAX], data[WIRE_DATA_MAX];
    struct fetched *fetched;
    char fetch[65]; /* id of the last question for events */
};

/* ---- the service ---- */

enum { TALLY_ADD, TALLY_GET, TALLY_ALL, TALLY_PAGE, TALLY_STATEMENTS };
static const char *const tally_statements[TALLY_STATEMENTS] = {
    [TALLY_ADD] = ("INSERT INTO tally (name, number) VALUES (?, 1)"
                   " ON CONFLICT (name) DO UPDATE SET number = number + 1"),
    [TALLY_GET] = "SELECT number FROM tally WHERE name = ?",
    [TALLY_ALL] = "SELECT coalesce(sum(number), 0) FROM tally",
    [TALLY_PAGE] = "SELECT name, number, length(name) AS size FROM tally WHERE name > ?1 ORDER BY name LIMIT ?2",
};
static const struct statements tally_sql = {"tally", tally_statements, TALLY_STATEMENTS};
static const struct statements *const tally_tables[] = {&tally_sql, NULL};
static const struct migration tally_migrations[] = {
    {1, "001_tally", "CREATE TABLE tally (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;"},
    {0, NULL, NULL},
};

/* What the service holds in memory: the sum of its table, with an undo. */
struct tally {
    int64_t sum, before;
};

static bool tally_bad = true;      /* station BAD fails; a test mends it */
static void (*tally_starve)(void); /* station POOR calls it before it reads */

static int tally_waiters; /* how many wait for roster to be heard again; the second of them fails */

static inline int tally_add(struct unit *unit, const char *name)
{
    struct tally *tally = unit->state;
    tally->sum++;
    return store_do(unit->store, &tally_sql, TALLY_ADD, ARGS(val_text(name))) < 0 ? unit_trouble(unit) : 0;
}

static inline int tally_set(struct unit *unit, const void *message)
{
    const struct quota_set *set = message;
    struct quota_changed changed = {.year = set->year, .places = set->places};
    TEXT_PUT(changed.programme, set->programme);
    if (text_same(set->programme, "TIMER"))
        return unit_timer(unit, "tick", "object", set->places ? unit->now + set->places : unit->now);
    if (text_same(set->programme, "BADTIMER"))
        return unit_timer(unit, "tock", "object", unit->now);
    if (text_same(set->programme, "FRESH") && unit_source_is_silent(unit, "roster"))
        return unit_not_now(unit, "silent", "Roster is silent.");
    if (tally_add(unit, set->programme) != 0)
        return unit_trouble(unit);
    if (text_same(set->programme, "FLAW"))
        changed.year = 1;
    if (unit_emit(unit, MSG_quota_changed, &changed, set->programme) != 0 && !text_same(set->programme, "FLAW"))
        return unit_trouble(unit);
    if (text_starts(set->programme, "stream"))
        return unit_emit_to(unit, set->programme, MSG_quota_changed, &changed, set->programme);
    if (text_same(set->programme, "REFUSE")) {
        int result = unit_refuse(unit, "no_such", "programme", "There is no such programme.");
        unit_revision(unit, 7); /* of what was never found, as handlers do in passing */
        return result;
    }
    if (text_same(set->programme, "DECLINE"))
        return unit_decline(unit, "declined", "programme", "It is noted and declined.");
    if (text_same(set->programme, "TROUBLE"))
        return unit_trouble(unit);
    unit_subject(unit, set->programme);
    return UNIT_DONE;
}

static inline int tally_count(struct unit *unit, const char *name)
{
    int64_t number;
    if (tally_starve)
        tally_starve();
    return store_int(unit->store, &tally_sql, TALLY_GET, ARGS(val_text(name)), &number) == 1 ? 0 : unit_trouble(unit);
}

static inline int tally_confirmed(struct unit *unit, const void *message)
{
    const struct worker_confirmed *confirmed = message;
    struct quota_changed changed = {.year = 2027, .programme = "heard"};
    if (tally_add(unit, confirmed->worker) != 0 || unit_emit(unit, MSG_quota_changed, &changed, confirmed->worker) != 0)
        return unit_trouble(unit);
    if (text_same(confirmed->station, "POOR"))
        return tally_count(unit, confirmed->worker);
    if (text_same(confirmed->station, "BAD") && tally_bad)
        return unit_refuse(unit, "bad", "station", "This station is bad.");
    if (text_same(confirmed->station, "ILL") && tally_bad)
        return unit_trouble(unit);
    int64_t lacking = 0;
    if (text_same(confirmed->station, "LACKS") &&
        store_int(unit->store, &tally_sql, TALLY_GET, ARGS(val_text("lacking")), &lacking) != 1)
        return unit_lacks(unit, "unknown_object", "station", "lacking");
    return UNIT_DONE;
}

static inline int tally_returned(struct unit *unit, const char *source, int64_t *after)
{
    assert_string_equal(source, "roster");
    if (*after >= tally_waiters)
        return UNIT_DONE;
    return ++*after == 2 ? unit_refuse(unit, "bad", "", "This one fails.") : tally_add(unit, "waiter");
}

static inline int tally_tick(struct unit *unit, const char *subject, int64_t due)
{
    (void)subject, (void)due;
    return tally_add(unit, "tick");
}

static inline int tally_tock(struct unit *unit, const char *subject, int64_t due)
{
    (void)subject, (void)due;
    return tally_bad ? unit_refuse(unit, "bad", "", "It does not work.") : tally_add(unit, "tock");
}

static inline int tally_left(struct unit *unit, const void *question, void *to)
{
    const struct quota_left *left = question;
    const struct tally *tally = unit->state;
    struct quota_left_answer *answer = to;
    int64_t number = 0;
    if (store_int(unit->store, &tally_sql, TALLY_GET, ARGS(val_text(left->programme)), &number) < 0)
        return unit_trouble(unit);
    TEXT_PUT(answer->programme, left->programme);
    answer->year = text_same(left->programme, "ODD") ? 1 : left->year;
    answer->used = number;
    answer->left = tally->sum;
    return UNIT_DONE;
}

/* Trainee "nobody" has neither name nor phone. */
static inline int tally_trainee(struct unit *unit, const void *question, void *to)
{
    const struct trainee_get *get = question;
    struct trainee_get_answer *answer = to;
    TEXT_PUT(answer->trainee, get->id);
    if (text_same(get->id, "stranger"))
        return unit_refuse(unit, "denied", "id", "Not this one.");
    if (!text_same(get->id, "nobody"))
        TEXT_PUT(answer->phone, "secret-phone");
    return UNIT_DONE;
}

static inline void *tally_open(struct unit *unit, struct error *error)
{
    struct tally *tally = calloc(1, sizeof *tally);
    if (tally && store_int(unit->store, &tally_sql, TALLY_ALL, NO_ARGS, &tally->sum) == 1) {
        tally->before = tally->sum;
        return tally;
    }
    free(tally);
    error_set(error, "%s", store_why(unit->store));
    return NULL;
}

static inline void tally_unit_end(void *state, bool kept)
{
    struct tally *tally = state;
    if (kept)
        tally->before = tally->sum;
    else
        tally->sum = tally->before;
}

static const struct handler tally_rows[] = {
    {MSG_quota_set, ROLE_REGISTRAR | ROLE_PARTNER, tally_set},
    {MSG_worker_confirmed, ROLE_SERVICE, tally_confirmed},
    {MSG_NONE, 0, NULL},
};
static const struct handler *const tally_handlers[] = {tally_rows, NULL};
static const struct timer_handler tally_timer_rows[] = {{"tick", tally_tick}, {"tock", tally_tock}, {NULL, NULL}};
static const struct timer_handler *const tally_timers[] = {tally_timer_rows, NULL};
static const struct query_handler tally_query_rows[] = {
    {MSG_quota_left, MSG_quota_left_answer, ROLE_ANY, tally_left},
    {MSG_trainee_get, MSG_trainee_get_answer, ROLE_REGISTRAR, tally_trainee},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
static const struct query_handler *const tally_queries[] = {tally_query_rows, NULL};
static const char *const tally_follows[] = {"roster", NULL};

/* Streams "streamlet.*" are trimmed; a test may hold a number. */
enum { TALLY_DAYS, TALLY_EVENTS, TALLY_SETTINGS };
static const struct setting tally_settings[TALLY_SETTINGS] = {
    [TALLY_DAYS] = {"days", 30, 0, 1000, "days"},
    [TALLY_EVENTS] = {"events", 10, 1, 1000, "events"},
};
static int64_t tally_held;

static inline int tally_hold(struct unit *unit, const char *stream, int64_t *number)
{
    (void)unit, (void)stream;
    *number = tally_held;
    return tally_held > 0;
}

static const struct trimming tally_trimming[] = {{"streamlet.", TALLY_DAYS, TALLY_EVENTS, tally_hold}, {0}};

static const struct reach_row tally_reach_rows[] = {
    REACH_OPEN_ROW(quota_set),
    REACH_OPEN_ROW(quota_left),
    {.type = MSG_NONE},
};
static const struct reach tally_reach = {.rows = tally_reach_rows};

static const struct replica tally_replicas[] = {
    {"roster", "worker", &tally_sql, TALLY_PAGE},
    {"tally", "name", &tally_sql, TALLY_PAGE},
    {NULL, NULL, NULL, 0},
};
/* relearns: as a test wants it. */
static struct service tally_service = {
    .name = "tally",
    .migrations = tally_migrations,
    .statements = tally_tables,
    .handlers = tally_handlers,
    .timers = tally_timers,
    .queries = tally_queries,
    .reach = &tally_reach,
    .settings = tally_settings,
    .settings_count = TALLY_SETTINGS,
    .trimming = tally_trimming,
    .replicas = tally_replicas,
    .follows = tally_follows,
    .intake = "intake",
    .open = tally_open,
    .close = free,
    .unit_end = tally_unit_end,
    .returned = tally_returned,
};

/* ---- the env ---- */

static inline int64_t stage_mono(void *self)
{
    return ((struct stage *)self)->mono;
}

static inline int64_t stage_wall(void *self)
{
    return ((struct stage *)self)->wall;
}

static inline void stage_random(void *self, void *to, size_t size)
{
    struct stage *stage = self;
    memset(to, 0x5a, size);
    memcpy(to, &stage->serial, size < 2 ? size : 2);
}

static inline int64_t stage_process(void *self)
{
    (void)self;
    return 7;
}

static inline void stage_keep(struct stage *stage, enum stage_kind kind, const struct frames *frames)
{
    assert_true(stage->sent_count < STAGE_SENT);
    struct stage_sent *sent = &stage->sent[stage->sent_count++];
    struct flaw flaw;
    *sent = (struct stage_sent){.kind = kind, .syncs = stage->disk.syncs};
    if (!frames)
        return;
    assert_int_equal(frames->count, 3);
    assert_int_equal(envelope_decode(&sent->envelope, frames->at[1].data, frames->at[1].size, &flaw), 0);
    const struct message *message = message_find(sent->envelope.type);
    assert_non_null(message);
    if (kind == STAGE_ASK && text_same(sent->envelope.type, "anxin.fetch"))
        TEXT_PUT(stage->fetch, sent->envelope.id);
    sent->size = frames->at[2].size;
    sent->data = malloc(sent->size);
    assert_non_null(sent->data);
    memcpy(sent->data, frames->at[2].data, sent->size);
    assert_int_equal(codec_decode(message->shape, sent->data, sent->size, stage->fetched, &flaw), 0);
}

static inline int stage_answered(void *self, const struct peer *peer, const struct frames *frames)
{
    (void)peer;
    if (((struct stage *)self)->gone)
        return 1;
    stage_keep(self, STAGE_ANSWER, frames);
    return 0;
}

static inline void stage_published(void *self, const struct frames *frames)
{
    stage_keep(self, STAGE_LIVE, frames);
}

static inline int stage_asked(void *self, int source, const struct frames *frames)
{
    assert_int_equal(source, 0);
    stage_keep(self, STAGE_ASK, frames);
    return 0;
}

static inline void stage_rebuilt(void *self, int source)
{
    assert_int_equal(source, 0);
    stage_keep(self, STAGE_REBUILD, NULL);
}

static inline int64_t stage_disk_free(void *self)
{
    return ((struct stage *)self)->room;
}

static inline int64_t stage_ballast(void *self, int64_t size)
{
    struct stage *stage = self;
    if (stage->room >= 0)
        stage->room += stage->ballast - size;
    stage->ballast = size;
    return size;
}

static inline void stage_logged(void *self, const char *line)
{
    struct stage *stage = self;
    size_t size = strlen(stage->said);
    snprintf(stage->said + size, sizeof stage->said - size, "%s", line);
    if (getenv("STAGE_LOG"))
        fputs(line, stderr);
}

/* ---- opening, turning ---- */

static inline void stage_forget(struct stage *stage)
{
    stage->said[0] = '\0';
    while (stage->sent_count > 0)
        free(stage->sent[--stage->sent_count].data);
}

static const uint8_t stage_master[32] = "a master key of thirty-two bytes";

/* The tally takes its messages from roles that the set's own policy does not give them to. */
#define STAGE_POLICY                                                                                                   \
    "allow any send quota.set any\nallow any ask * any\nallow operator admin * any\nallow any,service fetch * any\n"   \
    "allow service ask * any\n"

static inline struct policy *stage_policy(const char *text)
{
    struct error error = {""};
    struct policy *policy = policy_parse(text, strlen(text), "policy", &error);
    assert_string_equal(error.text, "");
    assert_non_null(policy);
    return policy;
}

static inline void stage_start(struct stage *stage)
{
    struct error error = {""};
    struct engine_options options = {.service = &tally_service,
                                     .config = &stage->config,
                                     .store_path = stage->path,
                                     .master = stage_master,
                                     .vfs = "faulty",
                                     .env = &stage->env,
                                     .log = &stage->log,
                                     .policy = stage->policy};
    stage->engine = engine_open(&options, &error);
    assert_string_equal(error.text, "");
    assert_non_null(stage->engine);
}

static inline struct stage *stage_open(void)
{
    struct stage *stage = calloc(1, sizeof *stage);
    struct error error = {""};
    assert_non_null(stage);
    stage->fetched = malloc(WIRE_DATA_MAX);
    assert_non_null(stage->fetched);
    stage->mono = 1000000;
    stage->room = -1;
    stage->wall = STAGE_NOW;
    stage->peer = (struct peer){.trusted = true, .name = "uid:1000"};
    TEXT_PUT(stage->epoch, STAGE_EPOCH);
    strcpy(stage->folder, "/tmp/anxin-stage-XXXXXX");
    assert_non_null(mkdtemp(stage->folder));
    snprintf(stage->path, sizeof stage->path, "%s/store.db", stage->folder);
    assert_int_equal(faulty_register(&stage->disk, "faulty"), SQLITE_OK);
    stage->env = (struct env){stage,         stage_mono,      stage_wall,      stage_random,
                              stage_process, stage_answered,  stage_published, stage_asked,
                              stage_rebuilt, stage_disk_free, stage_ballast,   NULL,
                              NULL};
    stage->log = (struct log){.write = stage_logged, .self = stage, .service = "tally", .level = LOG_LEVEL_INFO};
    assert_int_equal(config_load(&stage->config, NULL, "tally", tally_settings, TALLY_SETTINGS, &error), 0);
    TEXT_PUT(stage->config.clock, "system");
    stage->policy = stage_policy(STAGE_POLICY);
    tally_bad = true;
    tally_waiters = 0;
    tally_held = 0;
    tally_service.relearns = NULL;
    stage_start(stage);
    return stage;
}

static inline void stage_close(struct stage **stage_p)
{
    struct stage *stage = *stage_p;
    char path[120];
    engine_close(&stage->engine);
    policy_free(&stage->policy);
    stage_forget(stage);
    config_free(&stage->config);
    sqlite3_vfs_unregister(&stage->disk.vfs);
    static const char *const ends[] = {"", "-wal", "-shm", "-copy", ".keys", ".keys-wal"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        snprintf(path, sizeof path, "%s%s", stage->path, ends[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(stage->folder), 0);
    free(stage->fetched);
    free(stage);
    *stage_p = NULL;
}

static inline void stage_restart(struct stage *stage)
{
    engine_close(&stage->engine);
    stage_start(stage);
}

static inline void stage_turn(struct stage *stage)
{
    stage->mono += 10;
    stage->wall += 10;
    engine_turn(stage->engine);
}

/* Lets time pass without input, in turns of 50 ms. */
static inline void stage_wait(struct stage *stage, int64_t ms)
{
    for (int64_t gone = 0; gone < ms; gone += 50) {
        stage->mono += 50;
        stage->wall += 50;
        engine_turn(stage->engine);
    }
}

/* ---- messages to it ---- */

static inline struct frames *stage_frames(struct stage *stage, struct envelope *envelope, enum message_type type,
                                          const void *body)
{
    struct flaw flaw = {0};
    TEXT_PUT(envelope->specversion, "1.0");
    TEXT_PUT(envelope->type, message_of(type)->type_name);
    int size = codec_encode(message_of(type)->shape, body, stage->data, sizeof stage->data, &flaw);
    if (size < 0)
        fail_msg("%s: %s %s", envelope->type, flaw.field, flaw.code);
    int length = envelope_encode(envelope, stage->header, sizeof stage->header, &flaw);
    if (length < 0)
        fail_msg("header: %s %s", flaw.field, flaw.code);
    stage->frames =
        (struct frames){.count = 3, .at = {{"", 0}, {stage->header, (size_t)length}, {stage->data, (size_t)size}}};
    return &stage->frames;
}

static inline struct envelope stage_header(struct stage *stage, const char *id, const char *role)
{
    struct envelope envelope = {.time = stage->wall};
    TEXT_PUT(envelope.id, id);
    TEXT_PUT(envelope.source, "desk");
    TEXT_PUT(envelope.actorid, "actor-1");
    TEXT_PUT(envelope.actorrole, role);
    return envelope;
}

/* Hands a request in; without a turn nothing may have happened yet. */
static inline void stage_send(struct stage *stage, const char *id, enum message_type type, const void *body)
{
    bool control = message_of(type)->class_ == CLASS_CONTROL;
    struct envelope envelope = stage_header(stage, id, control ? "operator" : "registrar");
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, type, body));
}

static inline void stage_set(struct stage *stage, const char *id, const char *programme, int64_t places)
{
    struct quota_set set = {.year = 2027, .places = places};
    TEXT_PUT(set.programme, programme);
    stage_send(stage, id, MSG_quota_set, &set);
}

/* ---- what left it ---- */

static inline int stage_count(const struct stage *stage, enum stage_kind kind, const char *type)
{
    int count = 0;
    for (int i = 0; i < stage->sent_count; i++)
        count += stage->sent[i].kind == kind && (!type || text_same(stage->sent[i].envelope.type, type));
    return count;
}

/* The last answer to the message of that id, or NULL. */
static inline const struct stage_sent *stage_answer_to(const struct stage *stage, const char *id)
{
    for (int i = stage->sent_count; i-- > 0;)
        if (stage->sent[i].kind == STAGE_ANSWER && text_same(stage->sent[i].envelope.causationid, id))
            return &stage->sent[i];
    return NULL;
}

static inline void stage_read(const struct stage *stage, const char *id, enum message_type type, void *to)
{
    struct flaw flaw = {0};
    const struct stage_sent *sent = stage_answer_to(stage, id);
    if (!sent)
        fail_msg("%s was not answered", id);
    assert_string_equal(sent->envelope.type, message_of(type)->type_name);
    assert_int_equal(codec_decode(message_of(type)->shape, sent->data, sent->size, to, &flaw), 0);
}

/* Outcome and code of the answer to a command, "done:" or "refused:no_such"; "" without an answer. */
static inline const char *stage_outcome(const struct stage *stage, const char *id)
{
    static struct answer answer;
    static char text[80];
    if (!stage_answer_to(stage, id))
        return "";
    stage_read(stage, id, MSG_answer, &answer);
    snprintf(text, sizeof text, "%s:%s", answer.outcome, answer.code);
    return text;
}

/* How often the name was counted, as a question tells; checks that memory and store are at one. */
static inline int64_t stage_tally(struct stage *stage, const char *name)
{
    struct quota_left question = {.year = 2027};
    struct quota_left_answer answer;
    char id[32];
    snprintf(id, sizeof id, "q-%lld", (long long)++stage->serial);
    TEXT_PUT(question.programme, name);
    stage_send(stage, id, MSG_quota_left, &question);
    stage_turn(stage);
    stage_read(stage, id, MSG_quota_left_answer, &answer);
    return answer.used;
}

static inline int64_t stage_sum(struct stage *stage)
{
    struct quota_left question = {.year = 2027, .programme = "sum"};
    struct quota_left_answer answer;
    char id[32];
    snprintf(id, sizeof id, "q-%lld", (long long)++stage->serial);
    stage_send(stage, id, MSG_quota_left, &question);
    stage_turn(stage);
    stage_read(stage, id, MSG_quota_left_answer, &answer);
    return answer.left;
}

static inline void stage_status(struct stage *stage, struct service_status_answer *answer)
{
    struct service_status question = {.full = true};
    char id[32];
    snprintf(id, sizeof id, "s-%lld", (long long)++stage->serial);
    stage_send(stage, id, MSG_service_status, &question);
    stage_turn(stage);
    stage_read(stage, id, MSG_service_status_answer, answer);
}

/* Events on a stream of the service, as a fetch tells; the last one's type into `type` (may be NULL). */
static inline int stage_stream(struct stage *stage, const char *stream, struct fetched *fetched)
{
    struct fetch fetch = {.streams.count = 1, .max_bytes = 1048576};
    char id[32];
    snprintf(id, sizeof id, "f-%lld", (long long)++stage->serial);
    TEXT_PUT(fetch.streams.at[0].name, stream);
    stage_send(stage, id, MSG_fetch, &fetch);
    stage_turn(stage);
    stage_read(stage, id, MSG_fetched, fetched);
    return (int)fetched->events.count;
}

/* ---- the source that it follows ---- */

/* The source makes one more event about `key`. */
static inline void stage_make(struct stage *stage, enum message_type type, const void *body, const char *key)
{
    assert_true(stage->events_count < STAGE_EVENTS);
    struct stage_event *event = &stage->events[stage->events_count++];
    struct envelope envelope = {.sequence = stage->events_count, .time = stage->wall};
    snprintf(envelope.id, sizeof envelope.id, "roster-%d", stage->events_count);
    TEXT_PUT(envelope.source, "roster");
    TEXT_PUT(envelope.stream, "roster");
    TEXT_PUT(envelope.epoch, stage->epoch);
    TEXT_PUT(envelope.subject, key);
    TEXT_PUT(envelope.partitionkey, key);
    memcpy(envelope.prevhash, stage->hash, HASH_SIZE);
    const struct frames *frames = stage_frames(stage, &envelope, type, body);
    event->header_size = frames->at[1].size;
    event->data_size = frames->at[2].size;
    memcpy(event->header, frames->at[1].data, event->header_size);
    memcpy(event->data, frames->at[2].data, event->data_size);
    hash_event(stage->hash, event->header, event->header_size, event->data, event->data_size);
}

static inline void stage_confirm(struct stage *stage, const char *worker, const char *station)
{
    struct worker_confirmed confirmed = {0};
    TEXT_PUT(confirmed.worker, worker);
    TEXT_PUT(confirmed.station, station);
    stage_make(stage, MSG_worker_confirmed, &confirmed, worker);
}

/* PUB brings event `number`. */
static inline void stage_live(struct stage *stage, int number)
{
    struct stage_event *event = &stage->events[number - 1];
    struct frames frames = {
        .count = 3, .at = {{"roster/x", 8}, {event->header, event->header_size}, {event->data, event->data_size}}};
    engine_live(stage->engine, 0, &frames);
}

static inline void stage_beat(struct stage *stage, int64_t last, const char *epoch)
{
    struct beat beat = {.streams.count = 1};
    struct envelope envelope = {.id = "beat", .source = "roster"};
    TEXT_PUT(beat.epoch, epoch);
    TEXT_PUT(beat.streams.at[0].name, "roster");
    beat.streams.at[0].last = last;
    if (last == stage->events_count)
        memcpy(beat.streams.at[0].hash, stage->hash, HASH_SIZE);
    struct frames *frames = stage_frames(stage, &envelope, MSG_beat, &beat);
    frames->at[0] = (struct frame){"beat", 4};
    engine_live(stage->engine, 0, frames);
}

/* The last fetch that the engine sent to the source; false when none was. */
static inline bool stage_fetch(const struct stage *stage, struct fetch *fetch)
{
    struct flaw flaw;
    for (int i = stage->sent_count; i-- > 0;)
        if (stage->sent[i].kind == STAGE_ASK && text_same(stage->sent[i].envelope.type, "anxin.fetch"))
            return codec_decode(message_of(MSG_fetch)->shape, stage->sent[i].data, stage->sent[i].size, fetch, &flaw) ==
                   0;
    return false;
}

/* The source answers with events first..last and tells `head` as its last number, with an outcome. */
static inline void stage_answer(struct stage *stage, int first, int last, int64_t head, const char *outcome)
{
    struct fetched *fetched = stage->fetched;
    struct envelope envelope = {.id = "fetched", .source = "roster"};
    memset(fetched, 0, sizeof *fetched);
    TEXT_PUT(envelope.causationid, stage->fetch);
    TEXT_PUT(fetched->epoch, stage->epoch);
    fetched->streams.count = 1;
    TEXT_PUT(fetched->streams.at[0].name, "roster");
    TEXT_PUT(fetched->streams.at[0].outcome, outcome);
    fetched->streams.at[0].last = head;
    for (int i = first; i <= last; i++) {
        const struct stage_event *event = &stage->events[i - 1];
        fetched->events.at[fetched->events.count++] =
            (struct fetched_event){{event->header, event->header_size}, {event->data, event->data_size}};
    }
    engine_reply(stage->engine, 0, stage_frames(stage, &envelope, MSG_fetched, fetched));
}

/* Answers what it asks until it is live. */
static inline void stage_catch_up(struct stage *stage)
{
    struct fetch fetch;
    for (int i = 0; i < 15; i++) {
        stage_forget(stage);
        stage_wait(stage, 100);
        if (stage_fetch(stage, &fetch))
            stage_answer(stage, (int)fetch.streams.at[0].after + 1, stage->events_count, stage->events_count, "ok");
        stage_beat(stage, stage->events_count, stage->epoch);
    }
    stage_turn(stage);
    stage_forget(stage);
}

static inline const char *stage_following(struct stage *stage, int64_t *applied)
{
    static struct service_status_answer status;
    stage_status(stage, &status);
    assert_int_equal(status.follows.count, 1);
    if (applied)
        *applied = status.follows.at[0].applied;
    return status.follows.at[0].state;
}

/* ---- cmocka ---- */

static inline int stage_setup(void **state)
{
    *state = stage_open();
    return 0;
}

static inline int stage_teardown(void **state)
{
    struct stage *stage = *state;
    stage_close(&stage);
    return 0;
}
#define STAGE_TEST(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)

#endif
