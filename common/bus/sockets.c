/* The sockets of a service: ROUTER, PUB and intake SUB of its own, a SUB and a DEALER for each service that it follows.
 */
#include "bus/node_private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <sodium.h>
#include <zmq.h>

#include "base/civil.h"
#include "base/endpoint.h"
#include "base/text.h"
#include "wire/envelope.h"

#define IN_MAX (WIRE_DATA_MAX + 16384)
#define ANSWER_MAX (2 << 20) /* what a source may answer: a fetch of up to 1 MiB of events */
#define QUEUE 4096           /* high-water marks; a full PUB queue drops, followers fetch */
#define ANSWERS 2048         /* answers that a peer may leave unread; large ones are bounded by backlog.h besides */
#define REQUESTS 1024        /* requests of a peer that wait for us; more wait at the peer */
#define TCP_BACKLOG 1024     /* connections that wait to be accepted */
#define TCP_BEAT_MS 5000

static void option(void *socket, int name, int value)
{
    if (zmq_setsockopt(socket, name, &value, sizeof value) != 0)
        BUG("socket option %d: %s", name, zmq_strerror(zmq_errno()));
}

/* Where other users are trusted they must reach the sockets that ask who they are; the stream stays ours alone. */
static void ipc_admit(const struct node *node, int type, const char *endpoint)
{
    if (node->trusted_count > 0 && type != ZMQ_PUB && text_starts(endpoint, "ipc://") && chmod(endpoint + 6, 0666) != 0)
        log_line(node->log, LOG_LEVEL_WARNING, "endpoint.closed", "endpoint=%s trusted users cannot reach it",
                 endpoint);
}

/* NULL when there are no more descriptors. */
static void *socket_make(struct node *node, int type, int64_t max_message)
{
    void *socket = zmq_socket(node->context, type);
    if (!socket)
        return NULL;
    if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &max_message, sizeof max_message) != 0)
        BUG("socket option: %s", zmq_strerror(zmq_errno()));
    option(socket, ZMQ_LINGER, 200);
    option(socket, ZMQ_SNDHWM, QUEUE);
    option(socket, ZMQ_RCVHWM, QUEUE);
    option(socket, ZMQ_RECONNECT_IVL, 20);
    option(socket, ZMQ_RECONNECT_IVL_MAX, 500);
    option(socket, ZMQ_HANDSHAKE_IVL, 3000);
    return socket;
}

/* libzmq unlinks a socket file before it binds, so somebody else's must be noticed before. */
static bool ipc_in_use(const char *endpoint)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!text_starts(endpoint, "ipc://") || text_copy(address.sun_path, sizeof address.sun_path, endpoint + 6) != 0)
        return false;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool used = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return used;
}

static void bound_options(void *socket, int type)
{
    if (type == ZMQ_ROUTER) {
        option(socket, ZMQ_ROUTER_MANDATORY, 1);
        option(socket, ZMQ_SNDHWM, ANSWERS);
    }
    if (type != ZMQ_PUB)
        option(socket, ZMQ_RCVHWM, REQUESTS);
    if (type == ZMQ_SUB)
        zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0);
}

/* Strangers may fill the queue of new connections; peers that are gone without a word are noticed. */
static void tcp_options(void *socket, const char *endpoint)
{
    option(socket, ZMQ_IPV6, strchr(endpoint, '[') != NULL);
    option(socket, ZMQ_BACKLOG, TCP_BACKLOG);
    option(socket, ZMQ_HEARTBEAT_IVL, TCP_BEAT_MS);
    option(socket, ZMQ_HEARTBEAT_TIMEOUT, 4 * TCP_BEAT_MS);
    option(socket, ZMQ_HEARTBEAT_TTL, 4 * TCP_BEAT_MS);
}

static const char *domain_of(int type)
{
    return type == ZMQ_ROUTER ? DOOR_REQUEST : type == ZMQ_PUB ? DOOR_STREAM : DOOR_INTAKE;
}

static int bind_fail(const struct listener *listener, struct error *error)
{
    const int code = zmq_errno();
    return error_set(error, "endpoint %.160s: %s", listener->endpoint,
                     code == EADDRINUSE ? "in use by another process"
                     : code == ENODEV   ? "this machine has no such address; say where to listen with bind = ADDRESS"
                                        : zmq_strerror(code));
}

/* 0 when it has proved itself and is monitored. */
static int listener_guard(struct node *node, void *socket, int type, struct error *error)
{
    void *monitor = door_guard(node->door, socket, domain_of(type), error);
    return monitor ? loop_take(node->loop, monitor, error) : -1;
}

/* Binds a socket that has its options; on tcp it is proved before anybody is served. */
static int listener_bind(struct node *node, struct listener *listener, int type, struct error *error)
{
    size_t size = sizeof listener->last;
    if (listener->tcp) {
        tcp_options(listener->socket, listener->endpoint);
        if (curve_server(listener->socket, node->keyring, domain_of(type), error) != 0)
            return -1;
    }
    if (zmq_bind(listener->socket, listener->endpoint) != 0)
        return bind_fail(listener, error);
    zmq_getsockopt(listener->socket, ZMQ_LAST_ENDPOINT, listener->last, &size);
    return listener->tcp ? listener_guard(node, listener->socket, type, error) : 0;
}

int socket_bind(struct node *node, void **to, int type, const char *endpoint, struct error *error)
{
    struct listener *listener = &node->listeners[node->listeners_count++];
    *listener = (struct listener){.tcp = endpoint_is_tcp(endpoint)};
    if (endpoint_to_bind(listener->endpoint, sizeof listener->endpoint, endpoint, node->ends.bind) != 0)
        return error_set(error, "endpoint %.160s is too long", endpoint);
    if (ipc_in_use(endpoint))
        return error_set(error, "endpoint %.160s is in use by another process", endpoint);
    listener->socket = socket_make(node, type, IN_MAX);
    if (!listener->socket)
        return bind_fail(listener, error);
    bound_options(listener->socket, type);
    if (listener_bind(node, listener, type, error) != 0) {
        zmq_close(listener->socket);
        node->listeners_count--;
        return -1;
    }
    if (loop_take(node->loop, listener->socket, error) != 0) {
        node->listeners_count--;
        return -1;
    }
    *to = listener->socket;
    ipc_admit(node, type, endpoint);
    return 0;
}

void listener_close(struct node *node, void *socket)
{
    for (int i = 0; i < node->listeners_count; i++) {
        struct listener *listener = &node->listeners[i];
        if (listener->socket != socket || !listener->tcp || listener->closed)
            continue;
        listener->closed = zmq_unbind(socket, listener->last) == 0;
        if (!listener->closed)
            log_line(node->log, LOG_LEVEL_ERROR, "endpoint.kept", "endpoint=%s reason=\"%s\"", listener->last,
                     zmq_strerror(zmq_errno()));
    }
}

/* The port is free only when libzmq's thread has let go of it. */
bool listeners_open(struct node *node)
{
    bool open = true;
    for (int i = 0; i < node->listeners_count; i++) {
        struct listener *listener = &node->listeners[i];
        if (listener->closed) {
            loop_touched(node->loop, listener->socket);
            listener->closed = zmq_bind(listener->socket, listener->endpoint) != 0;
        }
        open = open && !listener->closed;
    }
    return open;
}

/* libzmq's thread waits for whoever monitors a socket: nobody does any more when the monitors are closed. */
void sockets_unwatch(struct node *node)
{
    for (int i = 0; i < node->listeners_count; i++)
        zmq_socket_monitor(node->listeners[i].socket, NULL, 0);
    for (int i = 0; i < node->links_count; i++) {
        if (node->links[i].sub)
            zmq_socket_monitor(node->links[i].sub, NULL, 0);
        if (node->links[i].dealer)
            zmq_socket_monitor(node->links[i].dealer, NULL, 0);
    }
}

/* A socket connected and watched; NULL with the reason. */
static void *link_socket(struct node *node, int type, int index, struct error *error)
{
    struct link *link = &node->links[index];
    const char *name = link->name;
    const char *endpoint = type == ZMQ_SUB ? link->ends.stream : link->ends.request;
    char topic[INSTANCE_NAME + 2];
    void *socket = socket_make(node, type, type == ZMQ_SUB ? IN_MAX : ANSWER_MAX);
    if (!socket) {
        error_set(error, "no socket: %s", zmq_strerror(zmq_errno()));
        return NULL;
    }
    int failed = 0;
    if (type == ZMQ_SUB) {
        snprintf(topic, sizeof topic, "%s/", name);
        failed = zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic, strlen(topic)) != 0 ||
                 zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "beat", 4) != 0;
    } else {
        option(socket, ZMQ_LINGER, 0);
        option(socket, ZMQ_IMMEDIATE, 1);
    }
    if (endpoint_is_tcp(endpoint)) {
        tcp_options(socket, endpoint);
        failed = failed || curve_client(socket, node->keyring, name, link->turn, error) != 0 ||
                 link_watch(node, &link->end[type == ZMQ_SUB ? LINK_STREAM : LINK_REQUEST], socket, error) != 0;
    }
    if (!failed && zmq_connect(socket, endpoint) != 0)
        failed = error_set(error, "cannot connect to %s: %s", name, zmq_strerror(zmq_errno()));
    if (failed)
        zmq_close(socket);
    else
        failed = loop_take(node->loop, socket, error);
    return failed ? NULL : socket;
}

/* Which of its keys it will be asked by, and whether there is a newer one later. */
static void link_note(const struct node *node, struct link *link)
{
    const struct identity *owner =
        node->keyring ? registry_find_name(keyring_registry(node->keyring), link->name) : NULL;
    const struct identity_key *newest = owner ? identity_key_now(owner, keyring_now(), 0) : NULL;
    if (newest)
        memcpy(link->newest, newest->bytes, KEY_SIZE);
}

/* With jitter, so that not all of a set are made anew at once. */
static void link_age(const struct node *node, struct link *link)
{
    const int64_t age = node->config->renew_s * MS_SECOND;
    link->renew_due = loop_mono_ms() + age + (int64_t)randombytes_uniform((uint32_t)(age / 8 + 1));
}

int link_connect(struct node *node, int index, struct error *error)
{
    struct link *link = &node->links[index];
    link_note(node, link);
    link_age(node, link);
    for (int i = 0; i < LINK_ENDS; i++)
        if (!link->end[i].why)
            link->end[i] = (struct link_end){.endpoint = i == LINK_STREAM ? "stream" : "request", .why = ""};
    link->sub = link_socket(node, ZMQ_SUB, index, error);
    link->dealer = link->sub ? link_socket(node, ZMQ_DEALER, index, error) : NULL;
    link->turn++;
    return link->dealer ? 0 : -1;
}

void link_rebuild(struct node *node, int index)
{
    struct error error;
    struct link *link = &node->links[index];
    link_unwatch(node, &link->end[LINK_STREAM], link->sub);
    link_unwatch(node, &link->end[LINK_REQUEST], link->dealer);
    loop_remove(node->loop, link->sub);
    loop_remove(node->loop, link->dealer);
    if (link_connect(node, index, &error) != 0) /* tried again after the follower's next patience */
        log_line(node->log, LOG_LEVEL_ERROR, "link.failed", "source=%s reason=\"%s\"", node->links[index].name,
                 error.text);
}
