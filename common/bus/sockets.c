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

#include <zmq.h>

#include "base/text.h"
#include "wire/envelope.h"

#define IN_MAX (WIRE_DATA_MAX + 16384)
#define ANSWER_MAX (2 << 20) /* what a source may answer: a fetch of up to 1 MiB of events */
#define QUEUE 4096           /* high-water marks; a full PUB queue drops, followers fetch */
#define ANSWERS 2048         /* answers that a peer may leave unread; large ones are bounded by backlog.h besides */
#define REQUESTS 1024        /* requests of a peer that wait for us; more wait at the peer */

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

int socket_bind(struct node *node, void **to, int type, const char *endpoint, struct error *error)
{
    if (ipc_in_use(endpoint))
        return error_set(error, "endpoint %s is in use by another process", endpoint);
    *to = socket_make(node, type, IN_MAX);
    if (!*to)
        return error_set(error, "endpoint %s: %s", endpoint, zmq_strerror(zmq_errno()));
    if (type == ZMQ_ROUTER) {
        option(*to, ZMQ_ROUTER_MANDATORY, 1);
        option(*to, ZMQ_SNDHWM, ANSWERS);
    }
    if (type != ZMQ_PUB)
        option(*to, ZMQ_RCVHWM, REQUESTS);
    int failed = type == ZMQ_SUB ? zmq_setsockopt(*to, ZMQ_SUBSCRIBE, "", 0) : 0;
    if (failed || zmq_bind(*to, endpoint) != 0) {
        int code = zmq_errno();
        failed = error_set(error, "endpoint %s: %s", endpoint,
                           code == EADDRINUSE ? "in use by another process" : zmq_strerror(code));
    }
    if (failed || loop_add(node->loop, *to, error) != 0) {
        zmq_close(*to);
        *to = NULL;
        return -1;
    }
    ipc_admit(node, type, endpoint);
    return 0;
}

/* A socket connected and watched; NULL with the reason. */
static void *link_socket(struct node *node, int type, const char *name, const char *endpoint, struct error *error)
{
    char topic[40];
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
    if (failed || zmq_connect(socket, endpoint) != 0)
        failed = error_set(error, "cannot connect to %s: %s", name, zmq_strerror(zmq_errno()));
    if (!failed && loop_add(node->loop, socket, error) == 0)
        return socket;
    zmq_close(socket);
    return NULL;
}

int link_connect(struct node *node, int index, struct error *error)
{
    struct link *link = &node->links[index];
    const char *name = node->service->follows[index];
    link->sub = link_socket(node, ZMQ_SUB, name, link->ends.stream, error);
    link->dealer = link->sub ? link_socket(node, ZMQ_DEALER, name, link->ends.request, error) : NULL;
    return link->dealer ? 0 : -1;
}
