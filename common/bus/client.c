/* Blocking request client: one DEALER to one owner, frames ["", header, data]. It sends nothing by itself: what to do
 * without an answer (say so, or ask again with the same id) is the caller's decision. */
#include "bus/client.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <zmq.h>

#include "base/civil.h"
#include "base/text.h"
#include "wire/envelope.h"

#define CLIENT_FRAMES 3
#define CLIENT_MESSAGE_MAX (2 * 1024 * 1024)
#define CLIENT_BODY_MAX 65536
#define CLIENT_WAIT 8
#define CLIENT_SEND_MS 5000 /* longest wait when a thousand messages are under way already */

struct client {
    void *context, *socket;
    zmq_msg_t frame[CLIENT_FRAMES]; /* the answer, kept while its body points into it */
    int frames;
    void *body;
    struct reply reply;
};

static int client_fail(struct error *error, const char *what)
{
    return error_set(error, "%s: %s", what, zmq_strerror(errno));
}

static int client_option(struct client *client, int option, int value)
{
    return zmq_setsockopt(client->socket, option, &value, sizeof value);
}

static int client_connect(struct client *client, const char *endpoint, struct error *error)
{
    const int64_t largest = CLIENT_MESSAGE_MAX;
    client->context = zmq_ctx_new();
    client->socket = client->context ? zmq_socket(client->context, ZMQ_DEALER) : NULL;
    if (!client->socket)
        return client_fail(error, "no socket");
    if (client_option(client, ZMQ_LINGER, 0) || client_option(client, ZMQ_RECONNECT_IVL, 20) ||
        client_option(client, ZMQ_RECONNECT_IVL_MAX, 1000) || client_option(client, ZMQ_SNDTIMEO, CLIENT_SEND_MS) ||
        zmq_setsockopt(client->socket, ZMQ_MAXMSGSIZE, &largest, sizeof largest))
        return client_fail(error, "socket options");
    if (zmq_connect(client->socket, endpoint))
        return client_fail(error, endpoint);
    return 0;
}

struct client *client_open(const char *endpoint, struct error *error)
{
    struct client *client = calloc(1, sizeof *client);
    if (client)
        client->body = malloc(CLIENT_BODY_MAX);
    if (!client || !client->body)
        error_set(error, "out of memory");
    else if (!client_connect(client, endpoint, error))
        return client;
    client_close(&client);
    return NULL;
}

static void client_drop_frames(struct client *client)
{
    for (int i = 0; i < client->frames; i++)
        zmq_msg_close(&client->frame[i]);
    client->frames = 0;
}

void client_close(struct client **client)
{
    struct client *old = *client;
    *client = NULL;
    if (!old)
        return;
    client_drop_frames(old);
    if (old->socket)
        zmq_close(old->socket);
    if (old->context)
        zmq_ctx_term(old->context);
    free(old->body);
    free(old);
}

/* ---- sending ---- */

static int client_flaw(const struct flaw *flaw, struct error *error)
{
    if (flaw->field[0])
        return error_set(error, "%s: %s: %s", flaw->code, flaw->field, flaw->why.text);
    return error_set(error, "%s: %s", flaw->code, flaw->why.text);
}

static int client_send_frames(struct client *client, const void *header, size_t header_size, const void *data,
                              size_t size, struct error *error)
{
    if (zmq_send(client->socket, "", 0, ZMQ_SNDMORE) < 0 ||
        zmq_send(client->socket, header, header_size, ZMQ_SNDMORE) < 0 || zmq_send(client->socket, data, size, 0) < 0)
        return client_fail(error, "cannot send");
    return 0;
}

int client_send(struct client *client, struct envelope *envelope, enum message_type type, const void *body,
                struct error *error)
{
    const struct message *message = message_of(type);
    uint8_t header[WIRE_HEADER_MAX], data[WIRE_DATA_MAX];
    struct flaw flaw = {0};
    if (!message)
        return error_set(error, "no such message type");
    TEXT_PUT(envelope->specversion, "1.0");
    TEXT_PUT(envelope->type, message->type_name);
    int size = codec_encode(message->shape, body, data, sizeof data, &flaw);
    int header_size = size < 0 ? -1 : envelope_encode(envelope, header, sizeof header, &flaw);
    if (header_size < 0)
        return client_flaw(&flaw, error);
    return client_send_frames(client, header, (size_t)header_size, data, (size_t)size, error);
}

/* ---- receiving ---- */

/* Reads one whole message; frames past the third are counted and thrown away. Returns the number of frames or -1. */
static int client_read_frames(struct client *client, struct error *error)
{
    int count = 0;
    client_drop_frames(client);
    for (bool more = true; more; count++) {
        zmq_msg_t frame;
        zmq_msg_init(&frame);
        if (zmq_msg_recv(&frame, client->socket, 0) < 0)
            return client_fail(error, "cannot receive");
        more = zmq_msg_more(&frame);
        if (count < CLIENT_FRAMES) {
            zmq_msg_init(&client->frame[count]);
            zmq_msg_move(&client->frame[count], &frame);
            client->frames++;
        }
        zmq_msg_close(&frame);
    }
    return count;
}

static int client_decode(struct client *client, struct error *error)
{
    struct reply *reply = &client->reply;
    struct flaw flaw = {0};
    zmq_msg_t *header = &client->frame[1], *data = &client->frame[2];
    if (envelope_decode(&reply->envelope, zmq_msg_data(header), zmq_msg_size(header), &flaw))
        return client_flaw(&flaw, error);
    const struct message *message = message_find(reply->envelope.type);
    if (!message)
        return error_set(error, "answer of unknown type %s", reply->envelope.type);
    if (codec_decode(message->shape, zmq_msg_data(data), zmq_msg_size(data), client->body, &flaw))
        return client_flaw(&flaw, error);
    reply->type = message->type;
    reply->body = client->body;
    return 0;
}

int client_receive(struct client *client, int timeout_ms, struct reply *reply, struct error *error)
{
    zmq_pollitem_t item = {.socket = client->socket, .events = ZMQ_POLLIN};
    int ready = zmq_poll(&item, 1, timeout_ms);
    if (ready < 0)
        return errno == EINTR ? 0 : client_fail(error, "cannot wait");
    if (ready == 0)
        return 0;
    int count = client_read_frames(client, error);
    if (count < 0)
        return -1;
    if (count != CLIENT_FRAMES || zmq_msg_size(&client->frame[0]))
        return error_set(error, "answer of %d frames instead of an empty one, header and data", count);
    if (client_decode(client, error))
        return -1;
    *reply = client->reply;
    return 1;
}

void client_wait(struct client *const *clients, int count, int fd, int timeout_ms)
{
    zmq_pollitem_t items[CLIENT_WAIT + 1];
    int used = 0;
    for (int i = 0; i < count && i < CLIENT_WAIT; i++)
        if (clients[i])
            items[used++] = (zmq_pollitem_t){.socket = clients[i]->socket, .events = ZMQ_POLLIN};
    if (fd >= 0)
        items[used++] = (zmq_pollitem_t){.fd = fd, .events = ZMQ_POLLIN};
    zmq_poll(items, used, timeout_ms);
}

static int64_t client_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * MS_SECOND + now.tv_nsec / 1000000;
}

int client_ask(struct client *client, struct envelope *envelope, enum message_type type, const void *body,
               int timeout_ms, struct reply *reply, struct error *error)
{
    const int64_t deadline = client_now() + timeout_ms;
    if (client_send(client, envelope, type, body, error))
        return -1;
    for (;;) {
        const int64_t left = deadline - client_now();
        int got = client_receive(client, left > 0 ? (int)left : 0, reply, error);
        if (got < 0 || (got == 1 && text_same(reply->envelope.causationid, envelope->id)))
            return got;
        if (got == 0 && deadline <= client_now())
            return 0;
    }
}
