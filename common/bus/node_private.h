/* Inside of the node, shared by its files alone: node.c opens, runs and closes it, sockets.c makes its sockets,
 * receive.c reads them, transport.c is what the engine gets as struct env. */
#ifndef ANXIN_BUS_NODE_PRIVATE_H
#define ANXIN_BUS_NODE_PRIVATE_H

#include <sys/types.h>

#include "bus/backlog.h"
#include "bus/loop.h"
#include "bus/node.h"

#define LINKS_MAX 8

struct link {
    struct config_endpoints ends;
    void *sub, *dealer;
};

struct node {
    const struct service *service;
    const struct config *config;
    const struct log *log;
    struct env env;
    struct config_endpoints ends;
    void *context, *router, *pub, *intake;
    struct backlog *backlog;
    int64_t memory, memory_due; /* the least it ever was; monotonic: when it is looked at next */
    bool flooded;
    struct link links[LINKS_MAX];
    int links_count;
    struct loop *loop;
    struct engine *engine;
    uid_t trusted[32];
    int trusted_count;
};

/* sockets.c */
int socket_bind(struct node *node, void **to, int type, const char *endpoint, struct error *error);
int link_connect(struct node *node, int index, struct error *error); /* both sockets of a source */

/* receive.c */
void node_receive(void *self, void *socket); /* loop_calls.readable */

/* transport.c */
struct env transport_of(struct node *node);

#endif
