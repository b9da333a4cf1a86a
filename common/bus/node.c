/* The real env: ROUTER, PUB and intake SUB of one service, and a SUB and DEALER for each service that it follows.
 * On ipc the identity is the peer's uid, which libzmq puts into the metadata of each message (MESSAGING 1.5: not into
 * that of a ROUTER's first frame, so it is read from the last one). */
#include "bus/node.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>
#include <zmq.h>

#include "base/text.h"
#include "bus/backlog.h"
#include "bus/loop.h"
#include "bus/memory.h"
#include "wire/envelope.h"

#define LINKS_MAX 8
#define BUDGET 256 /* messages of one socket in one turn */
#define IN_MAX (WIRE_DATA_MAX + 16384)
#define ANSWER_MAX (2 << 20) /* what a source may answer: a fetch of up to 1 MiB of events */
#define QUEUE 4096           /* high-water marks; a full PUB queue drops, followers fetch */
#define ANSWERS 2048         /* answers that a peer may leave unread; large ones are bounded by backlog.h besides */
#define REQUESTS 1024        /* requests of a peer that wait for us; more wait at the peer */
#define MEMORY_MS 1000
#define MEMORY_MOST (384 << 20) /* grown by more: a message without end, which libzmq gathers whole, fills us */

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

/* ---- sockets ---- */

static void option(void *socket, int name, int value)
{
    if (zmq_setsockopt(socket, name, &value, sizeof value) != 0)
        BUG("socket option %d: %s", name, zmq_strerror(zmq_errno()));
}

/* Where other users are trusted they must reach the sockets that ask who they are; the stream stays ours alone. */
static void ipc_admit(const struct node *node, int type, const char *endpoint)
{
    if (node->trusted_count > 0 && type != ZMQ_PUB && text_starts(endpoint, "ipc://") && chmod(endpoint + 6, 0666) != 0)
        log_line(node->log, LOG_LEVEL_WARNING, "endpoint.closed", "endpoint=%s trusted users cannot reach it",
                 endpoint);
}

/* NULL when there are no more descriptors. */
static void *socket_make(struct node *node, int type, int64_t max_message)
{
    void *socket = zmq_socket(node->context, type);
    if (!socket)
        return NULL;
    if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &max_message, sizeof max_message) != 0)
        BUG("socket option: %s", zmq_strerror(zmq_errno()));
    option(socket, ZMQ_LINGER, 200);
    option(socket, ZMQ_SNDHWM, QUEUE);
    option(socket, ZMQ_RCVHWM, QUEUE);
    option(socket, ZMQ_RECONNECT_IVL, 20);
    option(socket, ZMQ_RECONNECT_IVL_MAX, 500);
    option(socket, ZMQ_HANDSHAKE_IVL, 3000);
    return socket;
}

/* libzmq unlinks a socket file before it binds, so somebody else's must be noticed before. */
static bool ipc_in_use(const char *endpoint)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!text_starts(endpoint, "ipc://") || text_copy(address.sun_path, sizeof address.sun_path, endpoint + 6) != 0)
        return false;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool used = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return used;
}

static int socket_bind(struct node *node, void **to, int type, const char *endpoint, struct error *error)
{
    if (ipc_in_use(endpoint))
        return error_set(error, "endpoint %s is in use by another process", endpoint);
    *to = socket_make(node, type, IN_MAX);
    if (!*to)
        return error_set(error, "endpoint %s: %s", endpoint, zmq_strerror(zmq_errno()));
    if (type == ZMQ_ROUTER) {
        option(*to, ZMQ_ROUTER_MANDATORY, 1);
        option(*to, ZMQ_SNDHWM, ANSWERS);
    }
    if (type != ZMQ_PUB)
        option(*to, ZMQ_RCVHWM, REQUESTS);
    int failed = type == ZMQ_SUB ? zmq_setsockopt(*to, ZMQ_SUBSCRIBE, "", 0) : 0;
    if (failed || zmq_bind(*to, endpoint) != 0) {
        int code = zmq_errno();
        failed = error_set(error, "endpoint %s: %s", endpoint,
                           code == EADDRINUSE ? "in use by another process" : zmq_strerror(code));
    }
    if (failed || loop_add(node->loop, *to, error) != 0) {
        zmq_close(*to);
        *to = NULL;
        return -1;
    }
    ipc_admit(node, type, endpoint);
    return 0;
}

/* A socket connected and watched; NULL with the reason. */
static void *link_socket(struct node *node, int type, const char *name, const char *endpoint, struct error *error)
{
    char topic[40];
    void *socket = socket_make(node, type, type == ZMQ_SUB ? IN_MAX : ANSWER_MAX);
    if (!socket) {
        error_set(error, "no socket: %s", zmq_strerror(zmq_errno()));
        return NULL;
    }
    int failed = 0;
    if (type == ZMQ_SUB) {
        snprintf(topic, sizeof topic, "%s/", name);
        failed = zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic, strlen(topic)) != 0 ||
                 zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "beat", 4) != 0;
    } else {
        option(socket, ZMQ_LINGER, 0);
        option(socket, ZMQ_IMMEDIATE, 1);
    }
    if (failed || zmq_connect(socket, endpoint) != 0)
        failed = error_set(error, "cannot connect to %s: %s", name, zmq_strerror(zmq_errno()));
    if (!failed && loop_add(node->loop, socket, error) == 0)
        return socket;
    zmq_close(socket);
    return NULL;
}

static int link_connect(struct node *node, int index, struct error *error)
{
    struct link *link = &node->links[index];
    const char *name = node->service->follows[index];
    link->sub = link_socket(node, ZMQ_SUB, name, link->ends.stream, error);
    link->dealer = link->sub ? link_socket(node, ZMQ_DEALER, name, link->ends.request, error) : NULL;
    return link->dealer ? 0 : -1;
}

/* ---- reading ---- */

/* One multipart message, all frames read whatever their number. */
struct received {
    zmq_msg_t parts[ENV_FRAMES + 1];
    int kept;  /* parts that hold something */
    int count; /* frames there were */
};

static bool receive(void *socket, struct received *received)
{
    received->kept = received->count = 0;
    bool more = true;
    while (more) {
        zmq_msg_t part;
        zmq_msg_init(&part);
        if (zmq_msg_recv(&part, socket, ZMQ_DONTWAIT) < 0) {
            zmq_msg_close(&part);
            break;
        }
        more = zmq_msg_more(&part);
        received->count++;
        if (received->kept <= ENV_FRAMES) {
            zmq_msg_t *to = &received->parts[received->kept++];
            zmq_msg_init(to);
            zmq_msg_move(to, &part);
        }
        zmq_msg_close(&part);
    }
    return received->count > 0;
}

static void received_close(struct received *received)
{
    for (int i = 0; i < received->kept; i++)
        zmq_msg_close(&received->parts[i]);
}

static void frames_from(struct received *received, int skip, struct frames *frames)
{
    frames->count = received->count - skip;
    for (int i = skip; i < received->kept && i - skip < ENV_FRAMES; i++)
        frames->at[i - skip] = (struct frame){zmq_msg_data(&received->parts[i]), zmq_msg_size(&received->parts[i])};
}

static bool uid_trusted(const struct node *node, uid_t uid)
{
    if (uid == 0 || uid == geteuid())
        return true;
    for (int i = 0; i < node->trusted_count; i++)
        if (node->trusted[i] == uid)
            return true;
    return false;
}

/* "localhost:UID:GID:PID" on ipc; anything else is nobody we know. */
static void peer_identify(const struct node *node, struct received *received, struct peer *peer)
{
    const char *address = zmq_msg_gets(&received->parts[received->kept - 1], "Peer-Address");
    unsigned uid, gid, pid;
    peer->trusted = false;
    if (address && sscanf(address, "localhost:%u:%u:%u", &uid, &gid, &pid) == 3) {
        peer->trusted = uid_trusted(node, (uid_t)uid);
        snprintf(peer->name, sizeof peer->name, "uid:%u", uid);
    } else {
        snprintf(peer->name, sizeof peer->name, "unknown");
    }
}

static void read_router(struct node *node, struct received *received)
{
    struct peer peer = {0};
    struct frames frames = {0};
    size_t size = zmq_msg_size(&received->parts[0]);
    if (received->count < 2 || size > sizeof peer.route)
        return;
    memcpy(peer.route, zmq_msg_data(&received->parts[0]), size);
    peer.route_size = size;
    peer_identify(node, received, &peer);
    frames_from(received, 1, &frames);
    engine_request(node->engine, &peer, &frames);
}

static void read_intake(struct node *node, struct received *received)
{
    struct peer peer = {0};
    struct frames frames = {0};
    peer_identify(node, received, &peer);
    frames_from(received, 0, &frames);
    engine_intake(node->engine, &peer, &frames);
}

static void read_link(struct node *node, void *socket, struct received *received)
{
    struct frames frames = {0};
    frames_from(received, 0, &frames);
    for (int i = 0; i < node->links_count; i++) {
        if (socket == node->links[i].sub)
            engine_live(node->engine, i, &frames);
        else if (socket == node->links[i].dealer)
            engine_reply(node->engine, i, &frames);
    }
}

static void on_readable(void *self, void *socket)
{
    struct node *node = self;
    struct received received;
    for (int i = 0; i < BUDGET && receive(socket, &received); i++) {
        if (socket == node->router)
            read_router(node, &received);
        else if (socket == node->intake)
            read_intake(node, &received);
        else
            read_link(node, socket, &received);
        received_close(&received);
    }
}

static void on_stop(void *self)
{
    struct node *node = self;
    log_line(node->log, LOG_LEVEL_INFO, "service.stopping", "pid=%d", (int)getpid());
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

static void on_turn(void *self)
{
    struct node *node = self;
    engine_turn(node->engine);
    memory_watch(node);
}

static int64_t on_next(void *self)
{
    struct node *node = self;
    return engine_busy(node->engine) ? 0 : engine_next(node->engine);
}

/* ---- env ---- */

static int64_t env_mono(void *self)
{
    (void)self;
    return loop_mono_ms();
}

static int64_t env_wall(void *self)
{
    struct timespec now;
    (void)self;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void env_random(void *self, void *to, size_t size)
{
    (void)self;
    randombytes_buf(to, size);
}

static int64_t env_process(void *self)
{
    (void)self;
    return getpid();
}

/* Once its first frame is taken, the rest must follow, or the next message would be glued to it. */
static int frame_send(void *socket, const struct frame *frame, int flags)
{
    int sent;
    do
        sent = zmq_send(socket, frame->data, frame->size, ZMQ_DONTWAIT | flags);
    while (sent < 0 && zmq_errno() == EINTR);
    return sent < 0 ? -1 : 0;
}

static int frames_send(void *socket, const struct frames *frames)
{
    for (int i = 0; i < frames->count; i++)
        if (frame_send(socket, &frames->at[i], i + 1 < frames->count ? ZMQ_SNDMORE : 0) != 0)
            return -1;
    return 0;
}

static size_t frames_large(const struct frames *frames)
{
    size_t sum = 0;
    for (int i = 0; i < frames->count; i++)
        sum += frames->at[i].size >= BACKLOG_FRAME ? frames->at[i].size : 0;
    return sum;
}

/* Large frames at that place of the backlog, the others as they are. */
static int frames_send_counted(struct node *node, int place, void *socket, const struct frames *frames)
{
    for (int i = 0; i < frames->count; i++) {
        const struct frame *frame = &frames->at[i];
        int flags = i + 1 < frames->count ? ZMQ_SNDMORE : 0;
        int sent = frame->size < BACKLOG_FRAME
                       ? frame_send(socket, frame, flags)
                       : backlog_send(node->backlog, place, socket, frame->data, frame->size, ZMQ_DONTWAIT | flags);
        if (sent != 0)
            return -1;
    }
    return 0;
}

static int env_answer(void *self, const struct peer *peer, const struct frames *frames)
{
    struct node *node = self;
    struct frame route = {peer->route, peer->route_size};
    size_t large = frames_large(frames);
    int place = large > 0 ? backlog_admit(node->backlog, peer->route, peer->route_size, large) : 0;
    if (place < 0)
        return -1;
    if (frame_send(node->router, &route, ZMQ_SNDMORE) != 0)
        return zmq_errno() == EAGAIN ? -1 : 1;
    return frames_send_counted(node, place, node->router, frames) == 0 ? 0 : 1;
}

/* A follower who stands still keeps live events waiting: beyond a bound they are for nobody, and all fetch. */
static void env_publish(void *self, const struct frames *frames)
{
    struct node *node = self;
    size_t large = frames_large(frames);
    int place = large > 0 ? backlog_admit(node->backlog, "PUB", 3, large) : 0;
    if (place >= 0)
        frames_send_counted(node, place, node->pub, frames);
}

static int env_ask(void *self, int source, const struct frames *frames)
{
    struct node *node = self;
    void *dealer = node->links[source].dealer;
    return dealer ? frames_send(dealer, frames) : -1;
}

static void env_rebuild(void *self, int source)
{
    struct node *node = self;
    struct error error;
    loop_remove(node->loop, node->links[source].sub);
    loop_remove(node->loop, node->links[source].dealer);
    if (link_connect(node, source, &error) != 0) /* tried again after the follower's next patience */
        log_line(node->log, LOG_LEVEL_ERROR, "link.failed", "source=%s reason=\"%s\"", node->service->follows[source],
                 error.text);
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

static int sockets_open(struct node *node, const char *config_file, struct error *error)
{
    if (socket_bind(node, &node->router, ZMQ_ROUTER, node->ends.request, error) != 0 ||
        socket_bind(node, &node->pub, ZMQ_PUB, node->ends.stream, error) != 0)
        return -1;
    if (node->service->intake && socket_bind(node, &node->intake, ZMQ_SUB, node->ends.intake, error) != 0)
        return -1;
    for (const char *const *name = node->service->follows; name && *name; name++) {
        int index = node->links_count++;
        if (config_endpoints(&node->links[index].ends, node->config, config_file, *name, error) != 0 ||
            link_connect(node, index, error) != 0)
            return -1;
    }
    return 0;
}

static int node_fill(struct node *node, const struct node_options *options, struct error *error)
{
    struct loop_calls calls = {on_readable, on_turn, on_next, on_stop, node};
    if (sodium_init() < 0)
        return error_set(error, "libsodium cannot be started");
    if (trusted_read(node, error) != 0 ||
        config_endpoints(&node->ends, options->config, options->config_file, options->service->name, error) != 0)
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
    struct engine_options engine = {.service = options->service,
                                    .config = options->config,
                                    .store_path = node->ends.store,
                                    .env = &node->env,
                                    .log = options->log};
    node->engine = engine_open(&engine, error);
    return node->engine ? sockets_open(node, options->config_file, error) : -1;
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
    node->env =
        (struct env){node, env_mono, env_wall, env_random, env_process, env_answer, env_publish, env_ask, env_rebuild};
    if (node_fill(node, options, error) != 0)
        node_close(&node);
    return node;
}

int node_run(struct node *node)
{
    log_line(node->log, LOG_LEVEL_INFO, "service.ready", "request=%s stream=%s store=%s", node->ends.request,
             node->ends.stream, node->ends.store);
    loop_run(node->loop);
    return node->flooded ? -1 : 0;
}

void node_close(struct node **node_p)
{
    struct node *node = *node_p;
    if (!node)
        return;
    engine_close(&node->engine);
    loop_close(&node->loop);
    if (node->context)
        zmq_ctx_term(node->context);
    backlog_close(&node->backlog);
    free(node);
    *node_p = NULL;
}
