/* Inside of the node, shared by its files alone: node.c opens, runs and closes it, sockets.c makes its sockets,
 * receive.c reads them, transport.c is what the engine gets as struct env, keys.c follows who is known. */
#ifndef ANXIN_BUS_NODE_PRIVATE_H
#define ANXIN_BUS_NODE_PRIVATE_H

#include <sys/types.h>

#include "bus/backlog.h"
#include "bus/door.h"
#include "bus/keyring.h"
#include "bus/loop.h"
#include "bus/node.h"
#include "bus/notify.h"
#include "service/instance.h"

/* One of two sockets to a source, on tcp: who tells what becomes of its handshakes. */
struct link_end {
    void *monitor;        /* NULL: it is ipc */
    const char *endpoint; /* "stream", "request" */
    const char *why;      /* we are not let in, as it was said last; "" we are */
};

enum { LINK_STREAM, LINK_REQUEST, LINK_ENDS };

/* A source that we follow. */
struct link {
    const char *name; /* "booking", "booking/xinhui" */
    struct link_end end[LINK_ENDS];
    struct config_endpoints ends;
    void *sub, *dealer;
    int64_t renew_due;        /* monotonic: when its sockets are made anew, on tcp */
    int turn;                 /* which of its keys is tried next, on tcp */
    uint8_t newest[KEY_SIZE]; /* its newest key when it was connected */
};

/* A socket of ours that others connect to. */
struct listener {
    void *socket;
    char endpoint[CONFIG_TEXT]; /* as it was bound */
    char last[CONFIG_TEXT];     /* as libzmq calls it */
    bool tcp;
    bool closed; /* to be bound again: whoever was connected is gone */
};

#define LISTENERS 3

struct node {
    const struct service *service;
    struct instance instance;
    const struct config *config;
    const struct log *log;
    struct env env;
    struct config_endpoints ends;
    void *context, *router, *pub, *intake;
    struct listener listeners[LISTENERS];
    int listeners_count;
    bool reopening;               /* one of them is closed */
    struct keyring *keyring;      /* NULL: no endpoint is tcp */
    struct door *door;            /* NULL: none of ours is */
    int64_t keys_due;             /* monotonic: when the files are looked at next */
    char keys_told[256];          /* what was wrong with them last */
    struct policy *policy;        /* who may do what */
    struct travel_matrix *matrix; /* the operator's ways; or NULL */
    struct backlog *backlog;
    int64_t memory, memory_due; /* the least it ever was; monotonic: when it is looked at next */
    bool flooded;
    int64_t crowd, crowd_due; /* connections turned away; monotonic: when they are over if there were no more */
    struct link links[FOLLOWS_MAX];
    int links_count;
    struct notify *notify; /* systemd, if it listens */
    struct loop *loop;
    struct engine *engine;
    uid_t trusted[32];
    int trusted_count;
};

/* sockets.c */
int socket_bind(struct node *node, void **to, int type, const char *endpoint, struct error *error);
int link_connect(struct node *node, int index, struct error *error); /* both sockets of a source */
void link_rebuild(struct node *node, int index);
/* link_watch.c: whether a source lets us in */
int link_watch(struct node *node, struct link_end *end, void *socket, struct error *error); /* before it connects */
void link_unwatch(struct node *node, struct link_end *end, void *socket); /* before the socket is closed */
bool link_read(struct node *node, void *socket);                          /* false: it is no monitor of a link */

void listener_close(struct node *node, void *socket); /* throws out whoever is connected */
void sockets_unwatch(struct node *node);              /* before they are closed */
bool listeners_open(struct node *node);               /* those that are closed; false: not all yet */

/* keys.c: who is known, and our own key */
int keys_open(struct node *node, struct error *error); /* when any endpoint is tcp */
void keys_turn(struct node *node);                     /* once a second: what has changed */
void keys_reload(void *self);                          /* loop_calls.reload */

/* receive.c */
void node_receive(void *self, void *socket); /* loop_calls.readable */

/* transport.c */
struct env transport_of(struct node *node);

#endif
