/* Token buckets of senders. Invariant: over any span a sender gets at most what a bucket holds, what comes in that
 * span, and one message more. */
#include "service/quota.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define SECOND 1000
#define RETRY_BUSY 100 /* too many unanswered: they are answered within a turn or at the end of a long poll */

/* In thousandths, so that a millisecond brings a whole number. */
struct sender {
    char name[IDENTITY_NAME + 16];
    int64_t messages, bytes;
    int64_t seen; /* monotonic */
};

struct quotas {
    struct sender at[QUOTA_SENDERS];
    int count;
};

struct quotas *quotas_open(void)
{
    return calloc(1, sizeof(struct quotas));
}

void quotas_close(struct quotas **quotas)
{
    free(*quotas);
    *quotas = NULL;
}

static struct sender *sender_of(struct quotas *quotas, const char *name, const struct quota *limits, int64_t mono)
{
    struct sender *oldest = &quotas->at[0];
    for (int i = 0; i < quotas->count; i++) {
        if (text_same(quotas->at[i].name, name))
            return &quotas->at[i];
        if (quotas->at[i].seen < oldest->seen)
            oldest = &quotas->at[i];
    }
    if (quotas->count < QUOTA_SENDERS)
        oldest = &quotas->at[quotas->count++];
    *oldest = (struct sender){.messages = limits->messages * SECOND, .bytes = limits->bytes * SECOND, .seen = mono};
    TEXT_PUT(oldest->name, name);
    return oldest;
}

/* What came since; a bucket holds a second of it. */
static void bucket_fill(int64_t *bucket, int64_t rate, int64_t gone)
{
    const int64_t most = rate * SECOND;
    *bucket = gone >= 2 * SECOND && *bucket >= -most ? most : *bucket + rate * gone;
    if (*bucket > most)
        *bucket = most;
}

/* Milliseconds until so much is in it; 0: it is. */
static int64_t bucket_wait(int64_t bucket, int64_t rate, int64_t needed)
{
    return rate == 0 || bucket >= needed ? 0 : (needed - bucket + rate - 1) / rate;
}

int64_t quota_take(struct quotas *quotas, const char *name, const struct quota *limits, int64_t mono, size_t size,
                   int64_t waiting)
{
    struct sender *sender = sender_of(quotas, name, limits, mono);
    const int64_t gone = mono - sender->seen > 3600 * SECOND ? 3600 * SECOND : mono - sender->seen;
    bucket_fill(&sender->messages, limits->messages, gone);
    bucket_fill(&sender->bytes, limits->bytes, gone);
    sender->seen = mono;
    int64_t wait = bucket_wait(sender->messages, limits->messages, SECOND);
    int64_t other = bucket_wait(sender->bytes, limits->bytes, 1);
    wait = wait > other ? wait : other;
    if (wait == 0 && limits->outstanding > 0 && waiting >= limits->outstanding)
        wait = RETRY_BUSY;
    if (wait > 0)
        return wait;
    sender->messages -= limits->messages ? SECOND : 0;
    sender->bytes -= limits->bytes ? (int64_t)size * SECOND : 0;
    return 0;
}
