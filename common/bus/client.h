/* A blocking client of one service's request endpoint: for the tool, the demo driver and tests, not for daemons. */
#ifndef ANXIN_BUS_CLIENT_H
#define ANXIN_BUS_CLIENT_H

#include "bus/keyring.h"
#include "proto/envelope.h"
#include "wire/codec.h"

struct client;

/* Prepares a DEALER to `endpoint`; connecting happens in the background. On tcp it is who `keyring` says, and asks for
 * the service `server` of its registry; on ipc both may be NULL. The keyring stays the caller's, until the client is
 * closed. NULL with the reason. */
struct client *client_open(const char *endpoint, const char *server, struct keyring *keyring, struct error *error);
void client_close(struct client **client);

#define CLIENT_REFUSED "it refuses our key"

/* Why it is not connected: CLIENT_REFUSED, ...; "" when it is, or when nobody is there. What is refused is tried
 * again by itself, with jitter, and with the service's other key while it has two; what was under way is gone then. */
const char *client_why(const struct client *client);

/* One answer: header, type, and the decoded body (a struct of that type, e.g. struct answer or struct fetched), valid
 * until the next call. */
struct reply {
    struct envelope envelope;
    enum message_type type;
    const void *body;
};

/* Sends one message (envelope: id, source, time, actor filled by the caller; type is set here) and waits at most
 * `timeout_ms` for the answer whose causationid is its id; others are dropped. 1 answered, 0 no answer in time (a
 * command may be sent again with the same id), -1 with the reason. */
int client_ask(struct client *client, struct envelope *envelope, enum message_type type, const void *body,
               int timeout_ms, struct reply *reply, struct error *error);

/* The two halves of it, for several in flight at once. */
int client_send(struct client *client, struct envelope *envelope, enum message_type type, const void *body,
                struct error *error);
int client_receive(struct client *client, int timeout_ms, struct reply *reply, struct error *error); /* 1, 0, -1 */

/* Waits until one of the clients (NULL ones are passed over) has something to receive, or the descriptor `fd` (-1:
 * none) can be read, at most `timeout_ms`. At most 8 clients. */
void client_wait(struct client *const *clients, int count, int fd, int timeout_ms);

#endif
