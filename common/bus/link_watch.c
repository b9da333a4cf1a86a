/* Whether those that we follow let us in: libzmq tells a refused handshake to nobody but a monitor. Said once for each
 * reason, and when it is over; the follower's patience makes new sockets meanwhile. */
#include "bus/node_private.h"

#include <stdio.h>
#include <string.h>

#include <zmq.h>

#include "base/text.h"

#define BUDGET 64
#define WATCHED                                                                                                        \
    (ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |          \
     ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL)

int link_watch(struct node *node, struct link_end *end, void *socket, struct error *error)
{
    char name[64];
    const int linger = 0;
    TEXT_FORMAT(name, "inproc://anxin.link.%p", socket);
    end->monitor = zmq_socket(node->context, ZMQ_PAIR);
    if (end->monitor && zmq_setsockopt(end->monitor, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
        zmq_socket_monitor(socket, name, WATCHED) == 0 && zmq_connect(end->monitor, name) == 0)
        return loop_take(node->loop, end->monitor, error);
    error_set(error, "a link cannot be watched: %s", zmq_strerror(zmq_errno()));
    if (end->monitor)
        zmq_close(end->monitor);
    end->monitor = NULL;
    return -1;
}

void link_unwatch(struct node *node, struct link_end *end, void *socket)
{
    if (!end->monitor)
        return;
    if (socket)
        zmq_socket_monitor(socket, NULL, 0);
    loop_remove(node->loop, end->monitor);
    end->monitor = NULL;
}

/* A server that cannot read our greeting says nothing: it drops the connection. */
static const char *why_of(uint16_t event)
{
    if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
        return "";
    return event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH ? "it refuses our key"
                                                    : "it broke off: it has another key than our registry says";
}

static void event_take(struct node *node, const char *source, struct link_end *end, uint16_t event)
{
    const char *why = why_of(event);
    if (text_same(why, end->why))
        return;
    if (why[0])
        log_line(node->log, LOG_LEVEL_ERROR, "link.refused", "source=%s endpoint=%s reason=\"%s\"", source,
                 end->endpoint, why);
    else
        log_line(node->log, LOG_LEVEL_INFO, "link.admitted", "source=%s endpoint=%s", source, end->endpoint);
    end->why = why;
}

static void end_read(struct node *node, const char *source, struct link_end *end)
{
    uint8_t head[6];
    char endpoint[256];
    for (int i = 0; i < BUDGET && zmq_recv(end->monitor, head, sizeof head, ZMQ_DONTWAIT) == sizeof head; i++) {
        uint16_t event;
        memcpy(&event, head, sizeof event);
        zmq_recv(end->monitor, endpoint, sizeof endpoint, ZMQ_DONTWAIT);
        event_take(node, source, end, event);
    }
}

bool link_read(struct node *node, void *socket)
{
    for (int i = 0; i < node->links_count; i++)
        for (int k = 0; k < LINK_ENDS; k++)
            if (node->links[i].end[k].monitor == socket) {
                end_read(node, node->links[i].name, &node->links[i].end[k]);
                return true;
            }
    return false;
}
