/* How much one sender may send: messages and bytes a second (token buckets on the monotonic clock), and messages that
 * wait for an answer. Pure: time and limits are parameters. Bounded: of more senders than fit, who was quiet longest is
 * forgotten, and begins with full buckets again. */
#ifndef ANXIN_SERVICE_QUOTA_H
#define ANXIN_SERVICE_QUOTA_H

#include <stddef.h>

#include "service/identity.h"

#define QUOTA_SENDERS 1024

struct quotas;

struct quotas *quotas_open(void); /* NULL: out of memory */
void quotas_close(struct quotas **quotas);

/* Takes one message of `size` bytes from `sender`, who has `waiting` unanswered: 0; or the milliseconds after which the
 * next one is taken, at least 1, and nothing changes. A bucket holds what comes in a second; a message larger than what
 * is left is taken while anything is left, and the next ones wait until the debt is paid. */
int64_t quota_take(struct quotas *quotas, const char *sender, const struct quota *limits, int64_t mono, size_t size,
                   int64_t waiting);

#endif
