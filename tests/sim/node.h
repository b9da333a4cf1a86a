/* One daemon in the world: the real engine of a service over a simulated disk, clock and network. */
#ifndef ANXIN_SIM_NODE_H
#define ANXIN_SIM_NODE_H

#include "base/config.h"
#include "base/log.h"
#include "service/engine.h"
#include "service/instance.h"
#include "store/store.h"

#include "disk.h"
#include "net.h"

#define NODES 6       /* services */
#define NODES_MOST 11 /* a set of two places: the second one's are those from NODES on */
#define NODE_STORE "store.db"

struct node_tally {
    int64_t starts, refused_starts, kills, turns, commits;
};

struct node;
/* What the run is told of a node; any may be NULL. */
struct node_hooks {
    void *self;
    void (*published)(void *self, struct node *node, const struct frames *frames);
    void (*logged)(void *self, struct node *node, const char *line);
    bool (*chance)(void *self, struct node *node, const char *point);
    void (*started)(void *self, struct node *node);
    void (*died)(void *self, struct node *node); /* by itself: cut while it worked */
    /* Whose connection that is: fills name, trusted, who, key. */
    void (*identify)(void *self, int end, struct peer *peer);
};

struct node {
    struct world *world;
    struct net *net;
    struct node_hooks hooks;
    const struct service *service, *plain; /* as it runs (perhaps with the next schema), as the product has it */
    struct service own;                    /* that one, at its place */
    struct instance instance;              /* its name, and whom it follows */
    struct service next;
    bool next_opened; /* its store has the next schema */
    bool eager;       /* prepares all statements at each start, whatever is known of them */
    struct migration steps[40];
    int index;
    int sources[NODES_MOST], sources_count;     /* nodes that it follows, in its own order */
    int followers[NODES_MOST], followers_count; /* nodes that follow it, */
    struct config config;
    struct env env;
    struct log log;
    struct engine *engine; /* NULL: it is down */
    struct disk *disk;
    struct mount *mount;
    struct draw chance, points;
    int64_t born, skew_ms; /* world time of its start; its wall clock against the true one */
    int64_t paused_until;
    int64_t wake_at, wakes;
    int64_t spin_second;
    int spin_turns;
    int64_t sends_left; /* dies when it has sent so many more; -1 never */
    int life;
    int64_t controls;
    char why[256]; /* why it did not start */
    struct node_tally tally;
};

/* All services of the product, in the order of the nodes; of a set of two places the first six. */
extern const struct service *const node_services[NODES];
int node_index(const char *service); /* -1: no such service */

/* In a set of so many nodes. */
void node_open(struct node *node, struct world *world, struct net *net, int index, int nodes);
void node_close(struct node *node); /* ends in order if it runs */

/* Starts it over what its disk holds: 0, or -1 with node->why. */
int node_start(struct node *node);
void node_stop(struct node *node); /* SIGTERM: commits, closes */
void node_kill(struct node *node); /* at once: nothing more is written or sent */
/* One of its service's settings, whatever its bounds; nothing when the service has none of that name. */
void node_setting(struct node *node, const char *name, int64_t value);
/* From its next start on it is a later program, whose schema goes one step further. */
void node_upgrade(struct node *node);
/* A message of the operator, as role operator; what it is answered is read by nobody. */
void node_control(struct node *node, enum message_type type, const void *body);
void node_pause(struct node *node, int64_t until);

void node_deliver(struct node *node, const struct parcel *parcel);
bool node_idle(const struct node *node); /* it runs and holds nothing that waits for a turn */
int64_t node_wall(const struct node *node);
/* How its engine, and how its store alone, is opened. */
struct engine_options node_options(struct node *node);
struct store_options node_store_options(struct node *node, const struct secrets *secrets);
struct secrets node_secrets(struct node *node); /* to open its store without it */

#endif
