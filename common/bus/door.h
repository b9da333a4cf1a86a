/* The door of a service's tcp sockets: who is let in, and a line in the log about who is not. Three domains: `stream`
 * (services alone: all events pass there), `request` and `intake` (whoever is known; what he may do is decided for
 * each message). */
#ifndef ANXIN_BUS_DOOR_H
#define ANXIN_BUS_DOOR_H

#include "base/log.h"
#include "bus/curve.h"

struct door;

/* Answers libzmq's questions in this context from now on. The keyring stays the caller's. */
struct door *door_open(void *context, const struct keyring *keyring, const struct log *log, struct error *error);
void door_close(struct door **door); /* its sockets are closed by who watches them */

#define DOOR_STREAM "stream"
#define DOOR_REQUEST "request"
#define DOOR_INTAKE "intake"

/* The socket that libzmq asks: the caller watches and closes it. */
void *door_zap(const struct door *door);

/* Makes a bound socket prove itself, then monitors it: the monitor, which the caller watches and closes. NULL with the
 * reason: it must not serve. */
void *door_guard(struct door *door, void *socket, const char *domain, struct error *error);

/* Reads one of these two kinds. False when the socket is none of them. */
bool door_read(struct door *door, void *socket);

/* True when somebody was let in to the stream whom the registry no longer lets in: the endpoint has to be closed and
 * opened. Forgets who was in. */
bool door_stream_stale(struct door *door);

/* Each second: of refusals that were too many for the log, tells the number when ten seconds are over. */
void door_turn(struct door *door);

#endif
