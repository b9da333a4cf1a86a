/* The network between endpoints (services and clients, by index) as libzmq gives it: in order within a connection and
 * never between two; dropped without a word; after a break the peer has a new id, nobody is told, and what was under
 * way comes once, twice or not at all. */
#ifndef ANXIN_SIM_NET_H
#define ANXIN_SIM_NET_H

#include "service/env.h"

#include "world.h"

#define NET_ALONE 32 /* ends of a set without places */
#define NET_ENDS 45
#define NET_HELD_MOST                                                                                                  \
    1000 /* messages that a link which is cut holds back; more are dropped, as at a high-water mark                    \
          */

enum channel { NET_NONE, NET_REQUEST, NET_ANSWER, NET_LIVE, NET_INTAKE };
#define NET_CHANNELS 5

/* Chances are shares of 10,000. */
struct net_ways {
    int64_t delay_least, delay_most; /* microseconds, one way */
    int lose, twice;
    int clog; /* the link stands still for a while */
    int64_t clog_most;
};

struct parcel {
    int from, to;
    enum channel channel;
    uint32_t connection;
    struct frames frames; /* into bytes */
    uint8_t bytes[];
};

typedef void net_deliver(void *self, const struct parcel *parcel);
/* When that endpoint reads again what has arrived for it: a time that is over, unless its process stands still. */
typedef int64_t net_reads(void *self, int end);

struct net_tally {
    int64_t sent, delivered, lost, doubled, clogged, held, breaks, partitions;
};

struct net_link { /* one direction */
    int64_t last[NET_CHANNELS];
    int64_t kept[NET_CHANNELS]; /* what waited for its reader is read until then */
    int64_t held_until, deaf_until;
    int held;
};

struct net {
    struct world *world;
    struct draw chance;
    struct net_ways ways;
    net_deliver *deliver;
    net_reads *reads;
    void *self;
    int ends; /* in use */
    struct net_link link[NET_ENDS][NET_ENDS];
    uint32_t connection[NET_ENDS][NET_ENDS]; /* [client][server] */
    uint32_t connections;
    struct net_tally tally;
};

void net_open(struct net *net, struct world *world, net_deliver *deliver, net_reads *reads, void *self);
void net_send(struct net *net, int from, int to, enum channel channel, const struct frames *frames);

/* The id of the connection that `client` has to `server` now. */
uint32_t net_connection(struct net *net, int client, int server);
/* The client closes its sockets to the server and opens new ones: what was under way is gone. */
void net_renew(struct net *net, int client, int server);
/* The connection breaks and comes again by itself. */
void net_break(struct net *net, int client, int server);
void net_break_all(struct net *net, int end); /* all connections of an endpoint that died */
/* Nothing passes in that direction until `until`; what is sent meanwhile comes then. */
void net_cut(struct net *net, int from, int to, int64_t until);
void net_deafen(struct net *net, int from, int to, int64_t until); /* what is published is dropped meanwhile */
void net_heal(struct net *net);                                    /* all is well from now on, and nobody is cut off */

#endif
