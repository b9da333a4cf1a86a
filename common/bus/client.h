/* A blocking client of one service's request endpoint: for the tool, the demo driver and tests, not for daemons. */
#ifndef ANXIN_BUS_CLIENT_H
#define ANXIN_BUS_CLIENT_H

#include "proto/envelope.h"
#include "wire/codec.h"

struct client;

/* Prepares a DEALER to `endpoint`; connecting happens in the background. NULL with the reason. */
struct client *client_open(const char *endpoint, struct error *error);
void client_close(struct client **client);

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
