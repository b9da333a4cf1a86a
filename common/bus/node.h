/* A service on the network: its ZeroMQ sockets on a libuv loop, handed to the engine as struct env. */
#ifndef ANXIN_BUS_NODE_H
#define ANXIN_BUS_NODE_H

#include "base/config.h"
#include "service/engine.h"

struct node;

struct node_options {
    const struct service *service;
    const struct config *config;
    const char *config_file; /* endpoints of the others come from it */
    const struct log *log;
    bool attached; /* drains when stdin is closed: it lives no longer than who started it */
};

/* Opens store, engine and sockets. NULL with the reason: bad store, endpoint in use, ... */
struct node *node_open(const struct node_options *options, struct error *error);

/* Serves until SIGTERM or SIGINT, then drains: 0; or -1 when it ended because its memory grew beyond all bounds, and
 * should start again. */
int node_run(struct node *node);
void node_close(struct node **node);

#endif
