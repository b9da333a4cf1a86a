/* The turn: timers fire, the batch is committed; then questions, polls, sources and the beat. */
#include "service/engine_private.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "service/ways.h"
#include "store/seal.h"

static void head_put(const struct head *head, struct stream_head *stream)
{
    TEXT_PUT(stream->name, head->name);
    stream->last = head->last;
    stream->first = 0;
    memcpy(stream->hash, head->hash, sizeof stream->hash);
}

/* The service's own stream comes first, so that it is told however many others moved; also while it is empty, or who
 * has read more of an earlier epoch would not learn that it ended. */
static void beat_fill(const struct engine *engine, struct beat *beat)
{
    struct head head = {0};
    beat->streams.count = 0;
    TEXT_PUT(beat->epoch, ledger_epoch(engine->ledger));
    TEXT_PUT(head.name, engine->name);
    ledger_head(engine->ledger, engine->name, &head);
    head_put(&head, &beat->streams.at[beat->streams.count++]);
    for (int i = 0; ledger_head_at(engine->ledger, i, &head) == 1; i++)
        if (head.moved && beat->streams.count < 64 && !text_same(head.name, engine->name))
            head_put(&head, &beat->streams.at[beat->streams.count++]);
}

static void beat_send(struct engine *engine, int64_t mono)
{
    if (mono < engine->beat_due)
        return;
    engine->beat_due = mono + BEAT_MS;
    struct beat *beat = engine->reply_body;
    beat_fill(engine, beat);
    ledger_settle(engine->ledger);
    struct flaw flaw;
    struct frames frames;
    uint8_t header[WIRE_HEADER_MAX];
    struct envelope none = {0};
    int size = codec_encode(message_of(MSG_beat)->shape, beat, engine->data, WIRE_DATA_MAX, &flaw);
    if (size < 0 || reply_frames(engine, &none, MSG_beat, engine->data, (size_t)size, header, &frames) != 0)
        BUG("beat cannot be encoded: %s", flaw.why.text);
    frames.at[0] = (struct frame){"beat", 4};
    engine->env->publish(engine->env->self, &frames);
}

/* Opens the store, or opens it again: its ledger and its clock. */
static int ground_open(struct engine *engine, struct error *error)
{
    const struct secrets secrets = {engine->master, engine->env->random, engine->env->self};
    struct store_options options = {.path = engine->store_path,
                                    .service = engine->name,
                                    .migrations = engine->service->migrations,
                                    .statements = engine->service->statements,
                                    .vfs = engine->vfs,
                                    .secrets = &secrets,
                                    .most_mib = engine->config->store_most_mib,
                                    .known = engine->known};
    uint8_t seed[8];
    engine->timers_aside = 0;
    engine->timers_rest = 0;
    copy_abandon(engine, "The store had to be opened again.");
    ledger_close(&engine->ledger);
    store_close(&engine->store);
    engine->store = store_open(&options, error);
    if (!engine->store)
        return -1;
    if (store_replayed(engine->store) > 0)
        log_line(engine->log, LOG_LEVEL_WARNING, "privacy.replayed", "persons=%lld",
                 (long long)store_replayed(engine->store));
    engine->env->random(engine->env->self, seed, sizeof seed);
    engine->ledger = ledger_open(engine->store, seed, error);
    return engine->ledger ? clock_open(engine, error) : -1;
}

/* After an I/O error nothing is believed but what the file says when it is opened again: that is tried once a while,
 * and until then nothing is taken, answered from memory or told to followers. */
static void engine_heal(struct engine *engine)
{
    struct error error = {{0}};
    if (engine->open) /* what was in hand goes with the store */
        batch_drop(engine);
    engine->lost = true;
    if (engine_mono(engine) < engine->sick_until)
        return;
    engine->sick_until = engine_mono(engine) + SICK_MS;
    if (ground_open(engine, &error) != 0 || engine_recall(engine, &error) != 0) {
        log_line(engine->log, LOG_LEVEL_ERROR, "store.lost", "reason=\"%s\"", error.text);
        return;
    }
    engine->lost = false;
    engine->sick_until = 0;
    engine->appended = true;
    log_line(engine->log, LOG_LEVEL_WARNING, "store.reopened", "epoch=%s", ledger_epoch(engine->ledger));
}

static void timers_turn(struct engine *engine)
{
    if (!engine->driven && !engine->draining && !engine_sick(engine) && timers_due(engine) <= engine_now(engine))
        timers_fire(engine, BATCH_MESSAGES);
}

/* With each beat: a checkpoint when nothing was written since the last one, now and then forgetting old answers. */
static void house_keep(struct engine *engine, int64_t mono)
{
    bool idle = mono >= engine->house_due && engine->commits == engine->commits_seen;
    if (!engine->open && store_checkpoint(engine->store, idle) != 0)
        space_full(engine);
    if (mono < engine->house_due)
        return;
    engine->house_due = mono + BEAT_MS;
    engine->commits_seen = engine->commits;
    if (mono < engine->trim_due || engine_sick(engine) || batch_open(engine) != 0)
        return;
    int answers = answer_trim(engine->store, engine_now(engine) - ANSWERS_KEPT_MS, TRIM_MOST);
    int acts = answers < 0 ? -1 : trail_trim(engine);
    bool more = answers == TRIM_MOST || acts == TRIM_MOST;
    engine->trim_due = mono + (more ? BEAT_MS : TRIM_MS);
    if (acts < 0)
        batch_drop(engine);
}

void engine_turn(struct engine *engine)
{
    clock_watch(engine);
    timers_turn(engine);
    retry_turn(engine);
    trail_turn(engine);
    job_finish(engine);
    if (!batch_is_quiet(engine) || engine->waiting.count > 0)
        batch_commit(engine);
    if (engine_lost(engine))
        engine_heal(engine);
    waiting_serve(engine);
    copy_turn(engine);
    job_start(engine);
    if (engine_lost(engine))
        return;
    int64_t mono = engine_mono(engine);
    space_watch(engine, mono);
    if (engine->appended || engine->draining || mono >= fetch_next(engine)) {
        engine->appended = false;
        fetch_polls(engine);
    }
    follow_watch(engine);
    beat_send(engine, mono);
    house_keep(engine, mono);
}

int64_t engine_next(struct engine *engine)
{
    int64_t next = engine->beat_due;
    int64_t mono = engine_mono(engine);
    if (engine_lost(engine))
        return engine->sick_until;
    if (!engine->driven && !engine->draining) {
        int64_t due = timers_due(engine);
        int64_t wait = due == INT64_MAX ? BEAT_MS : due - engine_now(engine);
        if (wait < 0)
            wait = 0;
        if (mono + wait < next)
            next = mono + wait;
        if (next < engine->sick_until)
            next = engine->sick_until;
    }
    if (engine->parked > 0 && !engine->draining && !engine_sick(engine) && engine->retry_from < next)
        next = engine->retry_from;
    int64_t watch = follow_next(engine, mono), poll = fetch_next(engine);
    if (engine->open && engine->quiet_until < next)
        next = engine->quiet_until;
    next = watch < next ? watch : next;
    if (job_due(engine) < next)
        next = job_due(engine);
    return poll < next ? poll : next;
}

bool engine_busy(const struct engine *engine)
{
    return (engine->open && !batch_is_quiet(engine)) || engine->outbox.count > 0 || engine->waiting.count > 0 ||
           copy_runs(engine) || job_is_over(engine);
}

bool engine_works(const struct engine *engine)
{
    return !engine_lost(engine);
}

void engine_drain(struct engine *engine)
{
    engine->draining = true;
}

static int memory_take(struct engine *engine)
{
    engine->outbox.bytes = malloc(OUTBOX_BYTES);
    engine->outbox.items = malloc(OUTBOX_ITEMS * sizeof *engine->outbox.items);
    engine->waiting.bytes = malloc(WAITING_BYTES);
    engine->waiting.items = malloc(WAITING_ITEMS * sizeof *engine->waiting.items);
    engine->polls = malloc(POLLS_MAX * sizeof *engine->polls);
    engine->body = malloc(WIRE_DATA_MAX);
    engine->reply_body = malloc(WIRE_DATA_MAX);
    engine->data = malloc(WIRE_DATA_MAX);
    engine->reply = malloc(REPLY_BYTES);
    engine->gathered = malloc(FETCH_BYTES);
    engine->gathered_fetched = malloc(sizeof *engine->gathered_fetched);
    engine->retried = malloc(sizeof *engine->retried);
    engine->follows = calloc((size_t)engine->instance.follows_count + 1, sizeof *engine->follows);
    return engine->outbox.bytes && engine->outbox.items && engine->waiting.bytes && engine->waiting.items &&
                   engine->polls && engine->body && engine->reply_body && engine->data && engine->reply &&
                   engine->gathered && engine->gathered_fetched && engine->retried && engine->follows
               ? 0
               : -1;
}

static int engine_fill(struct engine *engine, const struct engine_options *options, struct error *error)
{
    if (instance_of(&engine->instance, options->service, options->config->places, error) != 0)
        return -1;
    engine->store_path = strdup(options->store_path);
    engine->vfs = options->vfs ? strdup(options->vfs) : NULL;
    engine->master = sodium_init() < 0 ? NULL : sodium_malloc(SEAL_KEY);
    if (!engine->store_path || (options->vfs && !engine->vfs) || !engine->master || memory_take(engine) != 0)
        return error_set(error, "out of memory");
    memcpy(engine->master, options->master, SEAL_KEY);
    ways_take(&engine->travel, options->config, options->matrix);
    engine->policy_own = policy_builtin_parse(error);
    if (!engine->policy_own)
        return -1;
    engine->quotas = quotas_open();
    if (!engine->quotas)
        return error_set(error, "out of memory");
    engine_policy(engine, options->policy);
    if (ground_open(engine, error) != 0 && !(space_give_back(engine) && ground_open(engine, error) == 0))
        return -1;
    if (follow_open(engine, error) != 0)
        return -1;
    if (engine_now(engine) > 0 && (batch_open(engine) != 0 || retention_arm(engine) != 0 || batch_commit(engine) != 0))
        return error_set(error, "%s", store_why(engine->store));
    if (relearn_open(engine) != 0)
        return error_set(error, "%s", store_why(engine->store));
    return engine_recall(engine, error);
}

struct engine *engine_open(const struct engine_options *options, struct error *error)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine) {
        error_set(error, "out of memory");
        return NULL;
    }
    engine->service = options->service;
    engine->name = engine->instance.name;
    engine->config = options->config;
    engine->env = options->env;
    engine->log = options->log;
    engine->known = options->known;
    engine->driven = text_same(options->config->clock, "driven");
    engine->started = options->env->mono_ms(options->env->self);
    engine->beat_due = engine->started;
    if (engine_fill(engine, options, error) != 0)
        engine_close(&engine);
    return engine;
}

void engine_close(struct engine **engine_p)
{
    struct engine *engine = *engine_p;
    if (!engine)
        return;
    if (engine->store && engine->ledger) {
        trail_close(engine);
        batch_commit(engine);
    }
    copy_end(&engine->copy.copying);
    job_drop(engine);
    engine_forget(engine);
    ledger_close(&engine->ledger);
    store_close(&engine->store);
    policy_free(&engine->policy_own);
    quotas_close(&engine->quotas);
    free(engine->outbox.bytes);
    free(engine->outbox.items);
    free(engine->waiting.bytes);
    free(engine->waiting.items);
    free(engine->polls);
    free(engine->body);
    free(engine->reply_body);
    free(engine->data);
    free(engine->reply);
    free(engine->gathered);
    free(engine->gathered_fetched);
    free(engine->retried);
    free(engine->follows);
    sodium_free(engine->master);
    free(engine->store_path);
    free(engine->vfs);
    free(engine);
    *engine_p = NULL;
}
