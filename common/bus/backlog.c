/* Counting what peers do not read. A frame is handed to libzmq with a function that it calls, on its own thread, when
 * the bytes are in the kernel's hands or their peer is gone; so the counters are atomic, and a place is free when its
 * is 0. */
#include "bus/backlog.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

struct place {
    unsigned char route[64];
    size_t route_size;
    atomic_size_t pending;
};

struct backlog {
    struct place places[BACKLOG_PEERS];
    int used; /* places from here on were never taken */
    atomic_size_t total;
};

/* A frame under way: its bytes stand behind it. */
struct piece {
    struct backlog *backlog;
    struct place *place;
    size_t size;
    unsigned char bytes[];
};

struct backlog *backlog_open(struct error *error)
{
    struct backlog *backlog = calloc(1, sizeof *backlog);
    if (!backlog)
        error_set(error, "out of memory");
    return backlog;
}

void backlog_close(struct backlog **backlog)
{
    free(*backlog);
    *backlog = NULL;
}

static size_t pending(struct place *place)
{
    return atomic_load_explicit(&place->pending, memory_order_acquire);
}

/* The peer's place, or a free one; -1. */
static int place_find(struct backlog *backlog, const void *route, size_t route_size)
{
    int spare = -1;
    for (int i = 0; i < backlog->used; i++) {
        struct place *place = &backlog->places[i];
        if (pending(place) == 0)
            spare = spare < 0 ? i : spare;
        else if (place->route_size == route_size && memcmp(place->route, route, route_size) == 0)
            return i;
    }
    if (spare < 0 && backlog->used < BACKLOG_PEERS)
        spare = backlog->used++;
    return spare;
}

int backlog_admit(struct backlog *backlog, const void *route, size_t route_size, size_t bytes)
{
    int at = route_size <= sizeof backlog->places[0].route ? place_find(backlog, route, route_size) : -1;
    if (at < 0)
        return -1;
    struct place *place = &backlog->places[at];
    size_t unread = pending(place);
    if (unread > 0 && (unread + bytes > BACKLOG_PEER || atomic_load(&backlog->total) + bytes > BACKLOG_TOTAL))
        return -1;
    memcpy(place->route, route, route_size);
    place->route_size = route_size;
    return at;
}

/* On libzmq's thread. */
static void piece_free(void *bytes, void *hint)
{
    struct piece *piece = hint;
    (void)bytes;
    atomic_fetch_sub(&piece->backlog->total, piece->size);
    atomic_fetch_sub_explicit(&piece->place->pending, piece->size, memory_order_release);
    free(piece);
}

int backlog_send(struct backlog *backlog, int place, void *socket, const void *data, size_t size, int flags)
{
    zmq_msg_t frame;
    struct piece *piece = malloc(sizeof *piece + size);
    if (!piece) {
        errno = ENOMEM;
        return -1;
    }
    *piece = (struct piece){.backlog = backlog, .place = &backlog->places[place], .size = size};
    memcpy(piece->bytes, data, size);
    atomic_fetch_add(&piece->place->pending, size);
    atomic_fetch_add(&backlog->total, size);
    if (zmq_msg_init_data(&frame, piece->bytes, size, piece_free, piece) != 0) {
        piece_free(NULL, piece);
        return -1;
    }
    int sent;
    do
        sent = zmq_msg_send(&frame, socket, flags);
    while (sent < 0 && zmq_errno() == EINTR);
    if (sent < 0)
        zmq_msg_close(&frame); /* gives the piece back */
    return sent < 0 ? -1 : 0;
}
