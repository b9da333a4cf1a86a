/* The skeleton's heart: takes messages from the transport, runs handlers in batched transactions, answers, publishes
 * and follows. Single-threaded; knows no socket and no clock but env. */
#ifndef ANXIN_SERVICE_ENGINE_H
#define ANXIN_SERVICE_ENGINE_H

#include "rules/travel.h"
#include "service/env.h"
#include "service/policy.h"
#include "service/service.h"

struct engine_options {
    const struct service *service;
    const struct config *config;
    const char *store_path;
    const char *vfs;
    const uint8_t *master; /* 32 bytes that wrap the keys of persons; copied */
    const struct env *env;
    const struct log *log;
    const struct travel_matrix *matrix; /* the operator's ways, or NULL; the caller's */
    struct store_known *known;          /* NULL, as in every daemon (store.h) */
    const struct policy
        *policy; /* who may do what; NULL: the one that is built in. The caller's, as in engine_policy */
};

struct engine *engine_open(const struct engine_options *options, struct error *error);
void engine_close(struct engine **engine); /* commits what is open, closes the store */

/* A turn: the transport hands in what has arrived ... */
void engine_request(struct engine *engine, const struct peer *peer,
                    const struct frames *frames); /* our ROUTER; no route frame */
void engine_intake(struct engine *engine, const struct peer *peer, const struct frames *frames); /* our intake SUB */
void engine_live(struct engine *engine, int source,
                 const struct frames *frames); /* a source's PUB: topic, header, data */
void engine_reply(struct engine *engine, int source, const struct frames *frames); /* a source's answer to ask() */
/* ... then this: fires due timers, commits, answers, publishes, serves queries and fetches, beats, watches. */
void engine_turn(struct engine *engine);

/* When engine_turn must run next even if nothing arrives: monotonic milliseconds. */
int64_t engine_next(struct engine *engine);

/* True while work is waiting that needs another turn at once (more timers due, fetches to serve). */
bool engine_busy(const struct engine *engine);

/* Who is known from now on (NULL: nobody by key). Called between two turns, at the start, when the registry has changed
 * and once a second: long polls of who is not known any more end. The table stays the caller's, who keeps it until the
 * next call. */
void engine_identities(struct engine *engine, const struct registry *registry);

/* Who may do what from now on (NULL: what is built in), also in long polls that wait. Called between two turns; the
 * table stays the caller's, who keeps it until the next call. */
void engine_policy(struct engine *engine, const struct policy *policy);

/* False while the store cannot be read: it is opened again once a second, and until then nothing is taken or told. A
 * disk without room is no such thing. */
bool engine_works(const struct engine *engine);

/* Stop taking commands (answered `overloaded`), for the drain before the end. */
void engine_drain(struct engine *engine);

#endif
