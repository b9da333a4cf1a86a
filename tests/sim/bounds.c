/* Invariant: the limits are those of the product's own headers and READMEs; what exceeds one is a violation, whether it
 * did harm or not. */
#include "bounds.h"

#include <string.h>

#include "base/text.h"
#include "service/engine_private.h"

#define WAL_MOST (INT64_C(80) << 20) /* 64 MiB begin a checkpoint, and the batch before it may be large */

const struct invariant bounds_rows[] = {
    {"8 followers", "a stream has at most 64 followers",
     "SELECT stream || ' has ' || count(*) FROM follower GROUP BY stream HAVING count(*) > 64 ORDER BY stream"},
    {"8 recent", "of what was applied of a source 100,000 events and a step are kept",
     "SELECT source || ' ' || sum(last - first + 1) FROM recent_run GROUP BY source, stream"
     " HAVING sum(last - first + 1) > 101024 + 256 ORDER BY source"},
    {NULL, NULL, NULL},
};

static void at_most(const struct node *node, const char *what, int64_t there, int64_t most)
{
    if (there > most)
        world_violated(node->world, "8 bounds", "%s has %lld %s, of at most %lld", node->instance.name,
                       (long long)there, what, (long long)most);
}

static bool is_of(const struct poll *poll, const struct peer *peer)
{
    return poll->used && poll->peer.route_size == peer->route_size &&
           memcmp(poll->peer.route, peer->route, peer->route_size) == 0;
}

static int64_t polls_of_one(const struct engine *engine)
{
    int64_t most = 0;
    for (int i = 0; i < engine->polls_end; i++) {
        int64_t count = 0;
        for (int k = i; k < engine->polls_end && engine->polls[i].used; k++)
            count += is_of(&engine->polls[k], &engine->polls[i].peer);
        most = count > most ? count : most;
    }
    return most;
}

static int64_t partner_streams(const struct engine *engine)
{
    struct head head;
    int64_t count = 0;
    for (int i = 0; ledger_head_at(engine->ledger, i, &head) == 1; i++)
        count += text_starts(head.name, "partner.");
    return count;
}

void bounds_watch(const struct node *node)
{
    const struct engine *engine = node->engine;
    at_most(node, "bytes to send", (int64_t)engine->outbox.used, OUTBOX_BYTES);
    at_most(node, "messages to send", engine->outbox.count, OUTBOX_ITEMS);
    at_most(node, "bytes of questions", (int64_t)engine->waiting.used, WAITING_BYTES);
    at_most(node, "questions", engine->waiting.count, WAITING_ITEMS);
    at_most(node, "long polls of one connection", polls_of_one(engine), POLLS_PEER);
    at_most(node, "bytes of WAL", disk_size(node->disk, NODE_STORE "-wal"), WAL_MOST);
    if (!engine_lost(engine))
        at_most(node, "streams of outside systems", partner_streams(engine), node->config.partners_most);
}
