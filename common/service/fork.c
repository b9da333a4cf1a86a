/* A source that began a new epoch from an old copy, and we are ahead of it (guarantee 7): where its chain and ours part
 * is told by the owner, or found by asking for hashes; what was applied beyond that point is listed as orphans in the
 * same transaction that sets the cursor back. Nothing is undone and nothing is passed over in silence. */
#include "service/engine_private.h"

#include <string.h>

/* Where both chains are the same, and the epoch in which the owner goes on from there. */
struct common {
    int64_t number;
    uint8_t hash[HASH_SIZE];
    const char *epoch;
};

static void fork_say(const struct engine *engine, const struct follow *follow, const struct fork_met *met)
{
    const int64_t last = met->fork + met->unlisted;
    log_line(engine->log, LOG_LEVEL_ERROR, "follower.forked",
             "source=%s ended=%s epoch=%s fork=%lld applied=%lld orphans=%lld dropped=%lld unlisted=%lld", follow->name,
             met->epoch, met->next, (long long)met->fork, (long long)met->applied, (long long)met->orphans,
             (long long)met->dropped, (long long)met->unlisted);
    if (met->unlisted > 0)
        log_line(engine->log, LOG_LEVEL_ERROR, "follower.unlisted",
                 "source=%s from=%lld until=%lld reason=\"applied so long ago that their ids are no longer kept; what "
                 "comes again of them may be set aside\"",
                 follow->name, (long long)met->fork + 1, (long long)last);
}

static void fork_step(struct follow *follow, const struct common *common)
{
    follow->cursor.number = common->number;
    memcpy(follow->cursor.hash, common->hash, HASH_SIZE);
    TEXT_PUT(follow->cursor.epoch, common->epoch);
    follow->moved = true;
    follow->trimmed = common->number;
    follow->search.on = false;
    follow->state = FOLLOW_FETCHING;
    follow->head = common->number;
    follow->ask_from = 0;
}

/* Goes on from there. What the store refuses is tried again at the owner's next answer. */
static void fork_settle(struct engine *engine, struct follow *follow, const struct common *common)
{
    struct fork_met met = {.fork = common->number, .applied = follow->cursor.number, .at = engine_now(engine)};
    int64_t open;
    TEXT_PUT(met.epoch, follow->cursor.epoch);
    TEXT_PUT(met.next, common->epoch);
    follow->search.on = false;
    if (batch_open(engine) != 0)
        return;
    if (fork_take(engine->store, &follow->cursor, &met) != 0 ||
        orphan_count(engine->store, follow->name, &open, &follow->unconfirmed) != 0) {
        batch_drop(engine);
        return;
    }
    engine->parked -= met.dropped;
    fork_step(follow, common);
    if (batch_commit(engine) == 0)
        fork_say(engine, follow, &met);
}

/* Else the batch is dropped. */
static bool recent_is_written(struct engine *engine, struct follow *follow)
{
    if (recent_save(engine->store, &follow->cursor, &follow->recent) == 0)
        return true;
    batch_drop(engine);
    return false;
}

/* ---- searching ---- */

static void search_stuck(struct engine *engine, struct follow *follow)
{
    follow->search.on = false;
    follow->ask_from = engine_mono(engine) + BEAT_MS;
    if (!follow->search.said)
        log_line(engine->log, LOG_LEVEL_ERROR, "follower.stuck",
                 "source=%s applied=%lld reason=\"no event that is kept here is on the owner's chain: restore this "
                 "service from the same backup\"",
                 follow->name, (long long)follow->cursor.number);
    follow->search.said = true;
}

static void search_ask(struct engine *engine, struct follow *follow, int64_t number)
{
    follow->search.probe = number;
    follow->ask_from = 0;
    if (recent_hash(engine->store, &follow->cursor, number, follow->search.hash) != 1)
        search_stuck(engine, follow);
}

static void search_begin(struct engine *engine, struct follow *follow, const struct fetched_stream *told)
{
    int64_t first = 0;
    bool failed = recent_first(engine->store, &follow->cursor, &first) != 0;
    follow->search.known = told->fork_epoch[0] && first == 1;
    if (failed || first == 0 || (first >= follow->cursor.number && !follow->search.known)) {
        search_stuck(engine, follow);
        return;
    }
    follow->search.on = true;
    follow->search.low = 0;
    follow->search.high = follow->cursor.number;
    search_ask(engine, follow, first);
}

struct cursor fork_search_at(const struct follow *follow)
{
    struct cursor at = follow->cursor;
    if (follow->search.on) {
        at.number = follow->search.probe;
        memcpy(at.hash, follow->search.hash, HASH_SIZE);
    }
    return at;
}

/* Sets the cursor back to the last common event; number 0: to the begin, where nothing is common. */
static void search_end(struct engine *engine, struct follow *follow, const char *epoch)
{
    struct common at = {.number = follow->search.low, .epoch = epoch};
    if (at.number == 0 || recent_hash(engine->store, &follow->cursor, at.number, at.hash) == 1)
        fork_settle(engine, follow, &at);
}

/* The first probe is the oldest event kept: when that one is not common, none is. */
void fork_search_take(struct engine *engine, struct follow *follow, const struct fetched *fetched)
{
    struct fork_search *search = &follow->search;
    const char *outcome = fetched->streams.at[0].outcome;
    const bool common = text_same(outcome, "ok");
    if (!recent_is_written(engine, follow))
        return;
    if (text_in_list(outcome, "denied|truncated") || (!common && search->low == 0 && !search->known)) {
        search_stuck(engine, follow);
        return;
    }
    if (common)
        search->low = search->probe;
    else
        search->high = search->probe;
    if (search->high - search->low > 1) {
        search_ask(engine, follow, search->low + (search->high - search->low) / 2);
        return;
    }
    search_end(engine, follow, fetched->epoch);
}

/* ---- meeting it ---- */

/* The fork that the owner tells is believed when our event there is the same one, or when ours is too old to be known:
 * then the owner's word is all there is. */
static bool fork_is_ours(struct engine *engine, const struct follow *follow, const struct fetched_stream *told)
{
    uint8_t hash[HASH_SIZE];
    if (!told->fork_epoch[0] || told->fork >= follow->cursor.number)
        return false;
    if (told->fork == 0)
        return true;
    int found = recent_hash(engine->store, &follow->cursor, told->fork, hash);
    if (found == 1)
        return memcmp(hash, told->fork_hash, HASH_SIZE) == 0;
    return found == 0;
}

void fork_meet(struct engine *engine, struct follow *follow, const struct fetched *fetched)
{
    const struct fetched_stream *told = &fetched->streams.at[0];
    struct common common = {.number = told->fork, .epoch = fetched->epoch};
    memcpy(common.hash, told->fork_hash, HASH_SIZE);
    if (!recent_is_written(engine, follow))
        return;
    if (fork_is_ours(engine, follow, told))
        fork_settle(engine, follow, &common);
    else
        search_begin(engine, follow, told);
}
