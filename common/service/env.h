/* The seam (DESIGN 5): everything a service may get from the outside comes through here, so that many services can run
 * in one process on a simulated clock, network and disk. */
#ifndef ANXIN_SERVICE_ENV_H
#define ANXIN_SERVICE_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "service/identity.h"

#define ENV_FRAMES 8

struct frame {
    const void *data;
    size_t size;
};

/* A message of up to ENV_FRAMES frames; memory of the giver, valid during the call. */
struct frames {
    struct frame at[ENV_FRAMES];
    int count;
};

/* Who sent a request: where to answer, and the identity that the transport vouches for. */
struct peer {
    uint8_t route[64]; /* transport's own address of the connection */
    size_t route_size;
    bool trusted;  /* ipc: our own uid, root, or one of trusted_uids; tcp: its key is known and valid at present */
    char name[65]; /* "uid:1000", "partner-1"; for logs and refusals */
    /* tcp: who it is, as the registry says at present, valid during the call; NULL on ipc, where the uid decides. Where
     * a peer is kept over a turn (long polls) it is found again by its key: engine_identities. */
    const struct identity *who;
    uint8_t key[KEY_SIZE]; /* public key, when who is set */
};

struct env {
    void *self;
    int64_t (*mono_ms)(void *self);                    /* beats, watchdogs, back-off, long polls */
    int64_t (*wall_ms)(void *self);                    /* business time when the clock is `system` */
    void (*random)(void *self, void *to, size_t size); /* nonces, jitter, epochs */
    int64_t (*process_id)(void *self);
    /* Answers a request: 0; 1 when the peer is gone; -1 when it has not read so much of what it was answered that this
     * answer is dropped (it will ask again). */
    int (*answer)(void *self, const struct peer *peer, const struct frames *frames);
    /* Publishes on our stream endpoint; may drop. */
    void (*publish)(void *self, const struct frames *frames);
    /* Sends to the request endpoint of the source with that index in service->follows; 0 or -1. */
    int (*ask)(void *self, int source, const struct frames *frames);
    /* Closes and opens the sockets to that source. */
    void (*rebuild)(void *self, int source);
    /* Bytes that the store's disk has room for, -1 when it cannot be told; the ballast beside the store made so long
     * (0: given back), and its size then. Both may be NULL. */
    int64_t (*disk_free)(void *self);
    int64_t (*ballast)(void *self, int64_t size);
    /* NULL, or the simulator: true sends the engine down the unlikely way of that name (README, Chance). */
    bool (*chance)(void *self, const char *point);
    /* Calls run(what) on another thread, and over(whom) on this one, between two turns, when it has come back. NULL: it
     * is called at once. */
    void (*compute)(void *self, void (*run)(void *what), void *what, void (*over)(void *whom), void *whom);
};

#endif
