/* Blocking request client: one DEALER to one owner, frames ["", header, data]. It sends nothing by itself: what to do
 * without an answer (say so, or ask again with the same id) is the caller's decision. */
#include "bus/client.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>
#include <zmq.h>

#include "base/civil.h"
#include "base/endpoint.h"
#include "base/text.h"
#include "bus/curve.h"
#include "wire/envelope.h"

#define CLIENT_FRAMES 3
#define CLIENT_MESSAGE_MAX (2 * 1024 * 1024)
#define CLIENT_BODY_MAX 65536
#define CLIENT_WAIT 8
#define AGAIN_MS 500 /* a refused key is tried again after once to twice this */
#define HANDSHAKES                                                                                                     \
    (ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)
#define CLIENT_SEND_MS 5000 /* longest wait when a thousand messages are under way already */

struct client {
    void *context, *socket;
    void *monitor; /* on tcp: what becomes of the handshakes */
    struct keyring *keyring;
    char endpoint[CONFIG_TEXT], server[IDENTITY_NAME];
    int turn;      /* which of its keys is tried next */
    int64_t again; /* monotonic: when it is connected anew; 0 it need not be */
    const char *why;
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

static int socket_prepare(struct client *client, struct error *error)
{
    const int64_t largest = CLIENT_MESSAGE_MAX;
    client->socket = client->context ? zmq_socket(client->context, ZMQ_DEALER) : NULL;
    if (!client->socket)
        return client_fail(error, "no socket");
    if (client_option(client, ZMQ_LINGER, 0) || client_option(client, ZMQ_RECONNECT_IVL, 20) ||
        client_option(client, ZMQ_RECONNECT_IVL_MAX, 1000) || client_option(client, ZMQ_SNDTIMEO, CLIENT_SEND_MS) ||
        zmq_setsockopt(client->socket, ZMQ_MAXMSGSIZE, &largest, sizeof largest))
        return client_fail(error, "socket options");
    return 0;
}

/* On tcp: keys, and a monitor, as nobody else would tell that the key is refused. */
static int socket_secure(struct client *client, struct error *error)
{
    char name[64];
    const int linger = 0;
    if (!client->keyring)
        return error_set(error, "%s: tcp needs keys", client->endpoint);
    if (curve_client(client->socket, client->keyring, client->server, client->turn++, error) ||
        client_option(client, ZMQ_IPV6, strchr(client->endpoint, '[') != NULL))
        return -1;
    TEXT_FORMAT(name, "inproc://anxin.client.%d", client->turn);
    client->monitor = zmq_socket(client->context, ZMQ_PAIR);
    if (!client->monitor || zmq_setsockopt(client->monitor, ZMQ_LINGER, &linger, sizeof linger) ||
        zmq_socket_monitor(client->socket, name, HANDSHAKES) || zmq_connect(client->monitor, name))
        return client_fail(error, "the handshake cannot be watched");
    return 0;
}

static int client_connect(struct client *client, struct error *error)
{
    client->why = "";
    client->again = 0;
    if (socket_prepare(client, error) || (endpoint_is_tcp(client->endpoint) && socket_secure(client, error)))
        return -1;
    if (zmq_connect(client->socket, client->endpoint))
        return client_fail(error, client->endpoint);
    return 0;
}

struct client *client_open(const char *endpoint, const char *server, struct keyring *keyring, struct error *error)
{
    struct client *client = calloc(1, sizeof *client);
    if (client) {
        client->body = malloc(CLIENT_BODY_MAX);
        client->context = zmq_ctx_new();
        client->keyring = keyring;
        TEXT_PUT(client->endpoint, endpoint);
        TEXT_PUT(client->server, server ? server : "");
    }
    if (!client || !client->body)
        error_set(error, "out of memory");
    else if (!client_connect(client, error))
        return client;
    client_close(&client);
    return NULL;
}

static void sockets_close(struct client *client)
{
    if (client->socket)
        zmq_close(client->socket);
    if (client->monitor)
        zmq_close(client->monitor);
    client->socket = client->monitor = NULL;
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
    sockets_close(old);
    if (old->context)
        zmq_ctx_term(old->context);
    free(old->body);
    free(old);
}

const char *client_why(const struct client *client)
{
    return client->why;
}

/* ---- a key that is refused ---- */

static int64_t client_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * MS_SECOND + now.tv_nsec / 1000000;
}

static void handshake_take(struct client *client, uint16_t event)
{
    client->why = "";
    client->again = 0;
    if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
        return;
    client->why = event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH ? CLIENT_REFUSED : "it has another key than we know";
    client->again = client_now() + AGAIN_MS + randombytes_uniform(AGAIN_MS);
}

/* libzmq gives up when its key is refused: a new socket asks again, with what the files say by then. */
static void client_heal(struct client *client)
{
    uint8_t head[6];
    char endpoint[256];
    struct error error;
    while (client->monitor && zmq_recv(client->monitor, head, sizeof head, ZMQ_DONTWAIT) == sizeof head) {
        uint16_t event;
        memcpy(&event, head, sizeof event);
        zmq_recv(client->monitor, endpoint, sizeof endpoint, ZMQ_DONTWAIT);
        handshake_take(client, event);
    }
    if (client->again == 0 || client_now() < client->again)
        return;
    const char *why = client->why;
    keyring_look(client->keyring, false, &error);
    sockets_close(client);
    if (client_connect(client, &error) != 0)
        client->again = client_now() + AGAIN_MS;
    client->why = why; /* until a handshake succeeds */
}

/* Waits for something to receive, healing meanwhile. As zmq_poll. */
static int client_await(struct client *client, int timeout_ms)
{
    const int64_t deadline = client_now() + timeout_ms;
    for (;;) {
        client_heal(client);
        const int64_t now = client_now();
        int64_t wait = deadline - now;
        if (client->again && client->again - now < wait)
            wait = client->again - now;
        zmq_pollitem_t items[] = {{.socket = client->socket, .events = ZMQ_POLLIN},
                                  {.socket = client->monitor, .events = ZMQ_POLLIN}};
        if (!client->socket)
            return 0;
        int ready = zmq_poll(items, client->monitor ? 2 : 1, wait > 0 ? wait : 0);
        if (ready < 0 || items[0].revents || (ready == 0 && client_now() >= deadline))
            return ready < 0 ? -1 : items[0].revents != 0;
    }
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
    client_heal(client);
    if (!client->socket)
        return error_set(error, "not connected: %s", client->why);
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
    int ready = client_await(client, timeout_ms);
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
        if (clients[i] && clients[i]->socket)
            items[used++] = (zmq_pollitem_t){.socket = clients[i]->socket, .events = ZMQ_POLLIN};
    if (fd >= 0)
        items[used++] = (zmq_pollitem_t){.fd = fd, .events = ZMQ_POLLIN};
    zmq_poll(items, used, timeout_ms);
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
