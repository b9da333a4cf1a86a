/* How many others a store remembers, so that nobody who may send at all makes it grow without end: outside systems by
 * their partner streams, followers of a stream by what they said they have applied. */
#include "service/engine_private.h"

#include <string.h>

#define PARTNER "partner."

static int64_t partners_count(const struct engine *engine)
{
    struct head head;
    int64_t count = 0;
    for (int i = 0; ledger_head_at(engine->ledger, i, &head) == 1; i++)
        count += text_starts(head.name, PARTNER);
    return count;
}

bool bounds_admit_partner(const struct engine *engine, const char *source)
{
    char stream[ID_SIZE];
    struct head head;
    if (TEXT_FORMAT(stream, PARTNER "%s", source) != 0 || ledger_head(engine->ledger, stream, &head) == 1)
        return true;
    return partners_count(engine) < engine->config->partners_most;
}

int bounds_note_follower(struct engine *engine, const char *follower, const char *stream, int64_t applied)
{
    int64_t now = engine_now(engine);
    int room = follower_room(engine->store, follower, stream, FOLLOWERS_MOST, now - FOLLOWER_GONE_MS);
    if (room < 0)
        return -1;
    if (room == 0) {
        log_line(engine->log, LOG_LEVEL_WARNING, "follower.refused", "follower=%s stream=%s reason=\"%d are known\"",
                 follower, stream, FOLLOWERS_MOST);
        return 0;
    }
    return follower_save(engine->store, follower, stream, applied, now);
}
