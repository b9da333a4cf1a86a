/* What systemd is told of this process (sd_notify(3)), as one datagram each to $NOTIFY_SOCKET: that it serves, that it
 * lives, that it ends. Where nobody listens nothing is said. */
#ifndef ANXIN_BUS_NOTIFY_H
#define ANXIN_BUS_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/log.h"

struct notify;

/* Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, and takes them out of the environment: they are for this process
 * alone. NULL when nobody listens, or nobody can be reached (which is logged); all of the others accept NULL. */
struct notify *notify_open(const struct log *log);
void notify_close(struct notify **notify);

void notify_ready(struct notify *notify);
void notify_stopping(struct notify *notify);

/* Called each turn of the loop: says that all is well when a third of the watchdog's time has passed, and `works`. */
void notify_alive(struct notify *notify, int64_t mono_ms, bool works);

/* When it wants to be called next, monotonic milliseconds; INT64_MAX never. */
int64_t notify_next(const struct notify *notify);

#endif
