/* The real env: a service's sockets on a loop, and what it does besides: watch its memory, end in order. */
#include "bus/node_private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>
#include <zmq.h>

#include "base/text.h"
#include "bus/descriptors.h"
#include "bus/master.h"
#include "bus/memory.h"
#include "bus/policy_file.h"
#include "bus/ways_file.h"
#include "store/vault.h"

#define CROWD_MS 10000 /* nobody turned away for so long: there are descriptors again */
#define MEMORY_MS 1000
#define REOPEN_MS 10            /* an endpoint that could not be bound again is tried so often */
#define MEMORY_MOST (384 << 20) /* grown by more: a message without end, which libzmq gathers whole, fills us */

static void on_stop(void *self)
{
    struct node *node = self;
    log_line(node->log, LOG_LEVEL_INFO, "service.stopping", "pid=%d", (int)getpid());
    notify_stopping(node->notify);
    engine_drain(node->engine);
    loop_stop(node->loop); /* what has been read is committed and answered in engine_close */
}

/* libzmq hands a message on only when its last frame is there, and bounds neither their number nor their sum: a peer
 * that never ends one can be thrown out only with the whole process, which starts again and finds everything in its
 * store. */
static void memory_watch(struct node *node)
{
    int64_t mono = loop_mono_ms();
    if (mono < node->memory_due || node->flooded)
        return;
    int64_t now = memory_resident();
    node->memory_due = mono + MEMORY_MS;
    if (node->memory == 0 || now < node->memory)
        node->memory = now;
    if (now - node->memory <= MEMORY_MOST)
        return;
    log_line(node->log, LOG_LEVEL_ERROR, "memory.flooded", "resident=%lld before=%lld", (long long)now,
             (long long)node->memory);
    node->flooded = true;
    on_stop(node);
}

/* Says once that connections are turned away, and once that they no longer are. */
static void crowd_watch(struct node *node)
{
    int64_t refused = descriptors_refused(), mono = loop_mono_ms();
    if (refused == node->crowd && (node->crowd_due == 0 || mono < node->crowd_due))
        return;
    if (refused == node->crowd) {
        log_line(node->log, LOG_LEVEL_WARNING, "descriptors.room", "refused=%lld", (long long)refused);
        node->crowd_due = 0;
        return;
    }
    if (node->crowd_due == 0)
        log_line(node->log, LOG_LEVEL_ERROR, "descriptors.full", "limit=%lld", (long long)descriptors_limit());
    node->crowd = refused;
    node->crowd_due = mono + CROWD_MS;
}

static void on_turn(void *self)
{
    struct node *node = self;
    engine_turn(node->engine);
    keys_turn(node);
    node->reopening = !listeners_open(node);
    memory_watch(node);
    crowd_watch(node);
    notify_alive(node->notify, loop_mono_ms(), engine_works(node->engine));
}

static int64_t on_next(void *self)
{
    struct node *node = self;
    int64_t next = engine_busy(node->engine) ? 0 : engine_next(node->engine);
    int64_t again = loop_mono_ms() + REOPEN_MS, sign = notify_next(node->notify);
    if (engine_works(node->engine) && sign < next)
        next = sign;
    return node->reopening && again < next ? again : next;
}

/* A policy with anything wrong in it is not taken: the old one stands. */
static void on_reload(void *self)
{
    struct node *node = self;
    struct error error = {""};
    struct policy *old = node->policy, *read = policy_file_read(node->config->policy, &error);
    keys_reload(node);
    if (!read) {
        log_line(node->log, LOG_LEVEL_ERROR, "policy.wrong", "reason=\"%s\" the old one stands", error.text);
        return;
    }
    node->policy = read;
    engine_policy(node->engine, node->policy);
    policy_free(&old);
    log_line(node->log, LOG_LEVEL_INFO, "policy.read", "file=%s",
             node->config->policy[0] ? node->config->policy : "built-in");
}

/* ---- opening and closing ---- */

static int trusted_read(struct node *node, struct error *error)
{
    char list[CONFIG_TEXT];
    char *rest = list;
    TEXT_PUT(list, node->config->trusted_uids);
    for (char *word; (word = strsep(&rest, ", ")) != NULL;) {
        int64_t uid;
        if (!*word)
            continue;
        if (text_to_int(word, &uid) != 0 || uid < 0 || uid > UINT32_MAX || node->trusted_count == 32)
            return error_set(error, "trusted_uids: \"%s\" is not a uid (at most 32 of them)", word);
        node->trusted[node->trusted_count++] = (uid_t)uid;
    }
    return 0;
}

static int sockets_open(struct node *node, struct error *error)
{
    if (socket_bind(node, &node->router, ZMQ_ROUTER, node->ends.request, error) != 0 ||
        socket_bind(node, &node->pub, ZMQ_PUB, node->ends.stream, error) != 0)
        return -1;
    if (node->service->intake && socket_bind(node, &node->intake, ZMQ_SUB, node->ends.intake, error) != 0)
        return -1;
    for (int i = 0; i < node->links_count; i++)
        if (link_connect(node, i, error) != 0)
            return -1;
    return 0;
}

/* Where everybody is. */
static int ends_find(struct node *node, const char *file, struct error *error)
{
    if (instance_of(&node->instance, node->service, node->config->places, error) != 0 ||
        config_endpoints(&node->ends, node->config, file, node->instance.name, error) != 0)
        return -1;
    for (int i = 0; i < node->instance.follows_count; i++) {
        struct link *link = &node->links[node->links_count++];
        link->name = node->instance.follows[i].name;
        if (config_endpoints(&link->ends, node->config, file, link->name, error) != 0)
            return -1;
    }
    return 0;
}

static int node_fill(struct node *node, const struct node_options *options, struct error *error)
{
    struct loop_calls calls = {node_receive, on_turn, on_next, on_stop, on_reload, node};
    if (descriptors_open(error) != 0)
        return -1;
    if (sodium_init() < 0)
        return error_set(error, "libsodium cannot be started");
    if (trusted_read(node, error) != 0 || ends_find(node, options->config_file, error) != 0)
        return -1;
    node->policy = policy_file_read(options->config->policy, error);
    if (!node->policy)
        return -1;
    if (options->service->ways &&
        ways_file_read(options->config->travel_matrix, options->config->datum, &node->matrix, NULL, NULL, error) != 0)
        return -1;
    node->loop = loop_open(&calls, error);
    if (!node->loop || (options->attached && loop_leash(node->loop, STDIN_FILENO, error) != 0))
        return -1;
    node->backlog = backlog_open(error);
    if (!node->backlog)
        return -1;
    node->context = zmq_ctx_new();
    if (!node->context)
        return error_set(error, "ZeroMQ cannot be started: %s", zmq_strerror(zmq_errno()));
    if (keys_open(node, error) != 0) /* before the store: a start that is refused leaves none */
        return -1;
    uint8_t master[MASTER_KEY];
    if (master_read(master, options->config->data, !vault_exists(node->ends.store, NULL), error) != 0)
        return -1;
    struct engine_options engine = {.service = options->service,
                                    .config = options->config,
                                    .store_path = node->ends.store,
                                    .master = master,
                                    .env = &node->env,
                                    .log = options->log,
                                    .matrix = node->matrix,
                                    .policy = node->policy};
    node->engine = engine_open(&engine, error);
    sodium_memzero(master, sizeof master);
    if (!node->engine)
        return -1;
    if (node->keyring)
        engine_identities(node->engine, keyring_registry(node->keyring));
    return sockets_open(node, error);
}

struct node *node_open(const struct node_options *options, struct error *error)
{
    struct node *node = calloc(1, sizeof *node);
    if (!node) {
        error_set(error, "out of memory");
        return NULL;
    }
    node->service = options->service;
    node->config = options->config;
    node->log = options->log;
    node->env = transport_of(node);
    node->notify = notify_open(node->log);
    if (node_fill(node, options, error) != 0)
        node_close(&node);
    return node;
}

int node_run(struct node *node)
{
    log_line(node->log, LOG_LEVEL_INFO, "service.ready", "request=%s stream=%s store=%s", node->ends.request,
             node->ends.stream, node->ends.store);
    notify_ready(node->notify);
    loop_run(node->loop);
    return node->flooded ? -1 : 0;
}

void node_close(struct node **node_p)
{
    struct node *node = *node_p;
    if (!node)
        return;
    if (node->loop)
        loop_await(node->loop);
    engine_close(&node->engine);
    policy_free(&node->policy);
    sockets_unwatch(node);
    free(node->matrix);
    loop_close(&node->loop);
    if (node->context)
        zmq_ctx_term(node->context);
    door_close(&node->door);
    keyring_close(&node->keyring);
    backlog_close(&node->backlog);
    notify_close(&node->notify);
    free(node);
    *node_p = NULL;
}
