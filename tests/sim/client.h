/* Those outside: systems and desks that send commands until they are answered, over DEALER or over the intake, and
 * readers of streams who hold a position. All repeat what was not confirmed, with the same id. */
#ifndef ANXIN_SIM_CLIENT_H
#define ANXIN_SIM_CLIENT_H

#include "wire/codec.h"
#include "wire/envelope.h"

#include "node.h"

#define CLIENTS 14 /* their ends come behind those of the nodes, then those of the readers */
#define READERS 20 /* without places twelve at most */

struct clients;

/* A command on its way; never freed before the run is over. */
struct order {
    struct clients *clients;
    int end, server;
    bool intake; /* by PUB: the outcome is on the partner stream */
    struct envelope envelope;
    enum message_type type;
    uint8_t *header, *data;
    size_t header_size, data_size;
    int tries;
    bool settled; /* it was answered for good */
    char outcome[16], code[33];
    int64_t settled_at; /* world time */
    uint64_t answer;    /* hash of the answer's bytes */
    int events_count;
    struct made_event events[16];
    struct order *next;   /* of the same hash */
    bool keyed, admitted; /* by a key; it came at least once while that was good, */
    bool barred;          /* and while it was revoked */
};

/* A position in a stream, moved by long polls. */
struct reader {
    struct clients *clients;
    int end, server, serial;
    char stream[65], role[33], actor[65], source[65];
    char epoch[17];
    int64_t number;
    uint8_t hash[HASH_SIZE];
    int64_t asked; /* world time of the question in hand, 0 none */
    char id[40];
    int64_t events, forks, denied, diverged, truncated;
    int64_t wait_ms;
    bool may; /* reading it is allowed */
    void (*on_event)(void *self, const struct envelope *envelope, const void *body);
    void *self;
};

struct client_hooks {
    void *self;
    bool (*doubted)(void *self, int server); /* bytes of its store were destroyed: what it remembers may be wrong */
    void (*settled)(void *self, struct order *order, const struct answer *answer);
    /* An event as a reader got it; called before on_event. */
    void (*read)(void *self, const struct reader *reader, const struct envelope *envelope, const struct frame *header,
                 const struct frame *data);
    void (*forked)(void *self, struct reader *reader, const struct fetched_stream *told);
};

struct clients {
    struct world *world;
    struct net *net;
    int nodes; /* of the set */
    struct client_hooks hooks;
    struct draw chance;
    struct order **by_id; /* a hash table of ORDERS_ROOM chains */
    struct order **all;
    int count, room;
    int64_t open, resent, answers;
    struct reader readers[READERS];
    int readers_count;
    bool ended; /* no new tries */
    void *body; /* decode buffer */
    struct fetched *fetched;
};

void clients_open(struct clients *clients, struct world *world, struct net *net);
void clients_close(struct clients *clients);

/* The end that a source sends from: one connection for each name, as far as they go round. */
int client_end(const struct clients *clients, const char *source);

/* Sends a command at world time `at`, again until it is answered. NULL when its body breaks its table. */
struct order *client_order(struct clients *clients, int64_t at, const struct envelope *envelope, enum message_type type,
                           const void *body, bool intake);
/* Likewise to the service at that place, 0 or 1, where there are two; the other one leaves it to the command's id. */
struct order *client_order_at(struct clients *clients, int place, int64_t at, const struct envelope *envelope,
                              enum message_type type, const void *body, bool intake);
/* Once more, as a sender does who was told that its answer may be lost (after a restore). */
void client_again(struct order *order);

struct reader *client_read(struct clients *clients, int server, const char *stream, const char *role,
                           const char *actor);
/* The order with that id has just come to its service, and its key was good or not. */
void client_admitted(struct clients *clients, int end, const char *id, bool good);
void reader_begin_again(struct reader *reader);        /* from the first event on */
void reader_away(struct reader *reader, int64_t span); /* asks nothing and hears nothing for so long */
/* Outcomes of what that source sent by PUB may have been trimmed unread: it asks for them from now on. */
void client_missed(struct clients *clients, const char *source);
void client_deliver(struct clients *clients, const struct parcel *parcel);

#endif
