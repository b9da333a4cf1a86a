/* What peers have been sent and have not taken: large frames are counted, by peer and together, until libzmq has passed
 * them on, because a high-water mark counts messages whatever their size (guarantee 5). */
#ifndef ANXIN_BUS_BACKLOG_H
#define ANXIN_BUS_BACKLOG_H

#include <stddef.h>

#include "base/error.h"

#define BACKLOG_FRAME 1024        /* frames from this size on are counted; of smaller ones a queue holds few bytes */
#define BACKLOG_PEER (8u << 20)   /* bytes a peer may leave unread */
#define BACKLOG_TOTAL (64u << 20) /* bytes all peers together may, beyond one answer each */
#define BACKLOG_PEERS 1024        /* peers that leave something unread */

struct backlog;

struct backlog *backlog_open(struct error *error);
void backlog_close(struct backlog **backlog); /* only when the ZeroMQ context has ended: it gives the frames back */

/* A place for that many bytes to this peer: 0.., or -1 when it must read first. A peer that has read everything is
 * always given one, so that others who do not read never cost it its answer. */
int backlog_admit(struct backlog *backlog, const void *route, size_t route_size, size_t bytes);

/* Sends one frame whose bytes count at that place until libzmq lets go of them. 0, or -1 (zmq_errno). */
int backlog_send(struct backlog *backlog, int place, void *socket, const void *data, size_t size, int flags);

#endif
