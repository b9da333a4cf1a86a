/* Room on the disk (guarantees 4 and 6). Below the low-water mark no command is taken; when the disk is full nothing
 * is, and the ballast is given back, so that what stands in the WAL can be moved and its file cut. Questions and
 * fetches are answered all the time, nothing is parked, and the service goes on by itself when there is room. */
#include "service/engine_private.h"

#define MIB (INT64_C(1) << 20)
#define SHUT_SHARE 4 /* below a quarter of the mark events and timers wait too */
#define NOTHING MIB  /* so little is a full disk */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Bytes left for this store; INT64_MAX when nobody can tell. */
static int64_t space_left(struct engine *engine)
{
    const struct env *env = engine->env;
    int64_t left = env->disk_free ? env->disk_free(env->self) : -1;
    return least(left < 0 ? INT64_MAX : left, store_room(engine->store));
}

/* How much must be free to go on as usual: the mark, some more to come back from below it, and the ballast. */
static int64_t space_wanted(const struct engine *engine)
{
    int64_t low = engine->config->disk_low_mib * MIB;
    if (engine->space == SPACE_PLENTY)
        return low;
    return low + low / 8 + engine->config->ballast_mib * MIB - engine->ballast;
}

static void ballast_set(struct engine *engine, int64_t size)
{
    const struct env *env = engine->env;
    if (env->ballast && engine->ballast != size)
        engine->ballast = env->ballast(env->self, size);
}

static void space_say(struct engine *engine, enum log_level level, const char *what)
{
    log_line(engine->log, level, what, "free_mib=%lld low_mib=%lld ballast_mib=%lld",
             (long long)(engine->space_left == INT64_MAX ? -1 : engine->space_left / MIB),
             (long long)engine->config->disk_low_mib, (long long)(engine->ballast / MIB));
}

bool space_takes_commands(const struct engine *engine)
{
    return engine->space == SPACE_PLENTY || (engine->space == SPACE_FULL && !engine->space_short);
}

void space_full(struct engine *engine)
{
    if (!store_is_disk_full(engine->store))
        return;
    engine->space_hit = true;
    if (engine->space == SPACE_FULL)
        return;
    engine->space = SPACE_FULL;
    engine->space_due = 0;
    space_say(engine, LOG_LEVEL_ERROR, "disk.full");
}

/* A commit has succeeded although the disk was full: if there is room again, that is over. */
void space_proven(struct engine *engine)
{
    if (engine->space != SPACE_FULL || engine->space_short)
        return;
    engine->space = SPACE_PLENTY;
    engine->space_hit = false;
    space_say(engine, LOG_LEVEL_WARNING, "disk.room");
}

/* There seems to be room, but nobody writes: a row of our own is the proof. */
static void space_prove(struct engine *engine, int64_t mono)
{
    if (mono < engine->prove_due || engine_sick(engine) || batch_open(engine) != 0)
        return;
    engine->prove_due = mono + SPACE_RETRY_MS;
    if (meta_save(engine->store, "disk", "room") == 0)
        batch_commit(engine);
    else
        batch_drop(engine);
}

/* Makes what room it can: the ballast's, and that of a WAL which has been moved into the store. */
static void space_recover(struct engine *engine)
{
    if (engine->open || !(engine->space_hit || engine->space_left < NOTHING))
        return;
    if (engine->ballast > 0) {
        ballast_set(engine, 0);
        log_line(engine->log, LOG_LEVEL_WARNING, "disk.ballast", "given_back_mib=%lld",
                 (long long)engine->config->ballast_mib);
    }
    store_checkpoint_whole(engine->store);
}

/* What the bytes left mean for the state. */
static void space_judge(struct engine *engine)
{
    int64_t low = engine->config->disk_low_mib * MIB;
    engine->space_short = engine->space_left < space_wanted(engine);
    if (engine->space == SPACE_PLENTY && engine->space_short) {
        engine->space = SPACE_LOW;
        space_say(engine, LOG_LEVEL_ERROR, "disk.low");
    } else if (engine->space == SPACE_LOW && engine->space_left < low / SHUT_SHARE) {
        engine->space = SPACE_FULL;
        space_say(engine, LOG_LEVEL_ERROR, "disk.full");
    } else if (engine->space == SPACE_LOW && !engine->space_short) {
        engine->space = SPACE_PLENTY;
        space_say(engine, LOG_LEVEL_WARNING, "disk.room");
    }
}

void space_watch(struct engine *engine, int64_t mono)
{
    if (mono < engine->space_due)
        return;
    engine->space_due = mono + SPACE_LOOK_MS;
    engine->space_left = space_left(engine);
    space_judge(engine);
    bool full = engine->space == SPACE_FULL;
    if (full && engine->space_short) {
        space_recover(engine);
        engine->sick_until = mono + SPACE_LOOK_MS + SICK_MS; /* nothing is tried in vain */
    } else if (full) {
        space_prove(engine, mono);
    }
    int64_t missing = engine->config->ballast_mib * MIB - engine->ballast;
    int64_t low = engine->config->disk_low_mib * MIB;
    if (engine->space == SPACE_PLENTY && engine->space_left >= low + low / 8 + missing)
        ballast_set(engine, engine->ballast + missing);
}

bool space_give_back(struct engine *engine)
{
    const struct env *env = engine->env;
    int64_t left = env->disk_free ? env->disk_free(env->self) : -1;
    if (!env->ballast || left < 0 || left >= NOTHING)
        return false;
    env->ballast(env->self, 0);
    return true;
}

void space_status(const struct engine *engine, struct service_status_answer *answer)
{
    if (engine->space != SPACE_PLENTY)
        TEXT_PUT(answer->disk, engine->space == SPACE_LOW ? "low" : "full");
    answer->disk_left = engine->space_left == INT64_MAX ? 0 : engine->space_left;
    answer->ballast = engine->ballast;
}
