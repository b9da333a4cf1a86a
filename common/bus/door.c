/* Who is let in. The log names the peer's address: from the question when its key is refused; for a handshake that
 * never came so far from the descriptor, which libzmq's monitor tells when a connection comes and when it goes. */
#include "bus/door.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <zmq.h>

#include "base/text.h"
#include "base/z85.h"
#include "bus/loop.h"

#define ADMITTED_MOST 1024 /* keys on the stream */
#define MONITORS 3
#define PEERS 4096 /* descriptors remembered */
#define BUDGET 256 /* events of a monitor in one turn */
#define EVENTS_MOST 100000
#define SAY_MS 10000 /* lines in so many milliseconds ... */
#define SAY_MOST 20  /* ... are at most so many */
#define MONITORED                                                                                                      \
    (ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |                              \
     ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL)

struct monitor {
    void *socket;
    const char *domain;
    char why[64]; /* of a handshake that failed, until its connection goes */
};

struct door {
    void *context, *zap;
    const struct keyring *keyring;
    const struct log *log;
    bool proving; /* the self-test knocks: no line about it */
    struct monitor monitors[MONITORS];
    int monitors_count;
    uint8_t admitted[ADMITTED_MOST][KEY_SIZE];
    int admitted_count;
    char peers[PEERS][INET6_ADDRSTRLEN + 8]; /* by descriptor */
    int64_t say_from;                        /* monotonic */
    int said, unsaid;
};

/* ---- the log ---- */

void door_turn(struct door *door)
{
    const int64_t mono = loop_mono_ms();
    if (mono - door->say_from < SAY_MS)
        return;
    if (door->unsaid > 0)
        log_line(door->log, LOG_LEVEL_WARNING, "door.refused", "more=%d", door->unsaid);
    door->say_from = mono;
    door->said = door->unsaid = 0;
}

/* Whether one more line may be written. */
static bool may_say(struct door *door)
{
    door_turn(door);
    if (door->said < SAY_MOST)
        return ++door->said > 0;
    door->unsaid++;
    return false;
}

static void say_key(struct door *door, const struct zap_call *call, const char *why, const struct identity *whose)
{
    char key[KEY_TEXT] = "";
    if (door->proving || !may_say(door))
        return;
    if (call->key)
        z85_encode(key, call->key, KEY_SIZE);
    log_line(door->log, LOG_LEVEL_WARNING, "door.refused", "endpoint=%s peer=%s reason=\"%s\" identity=%s key=%s",
             call->domain, call->address, why, whose ? whose->name : "", key);
}

/* ---- who is let in ---- */

/* False when there is no room: who is let in to the stream must be known, so that he can be thrown out. */
static bool admitted_keep(struct door *door, const uint8_t key[KEY_SIZE])
{
    for (int i = 0; i < door->admitted_count; i++)
        if (memcmp(door->admitted[i], key, KEY_SIZE) == 0)
            return true;
    if (door->admitted_count == ADMITTED_MOST)
        return false;
    memcpy(door->admitted[door->admitted_count++], key, KEY_SIZE);
    return true;
}

static const char *why_not(const struct door *door, const char *domain, const uint8_t *key,
                           const struct identity **whose)
{
    *whose = NULL;
    if (!key)
        return "no CURVE key";
    const char *why = registry_why_not(keyring_registry(door->keyring), key, keyring_now(), whose);
    if (!why && text_same(domain, DOOR_STREAM) && !((*whose)->roles & ROLE_SERVICE))
        return "not a service";
    return why;
}

static const char *judge(void *self, const struct zap_call *call)
{
    struct door *door = self;
    const struct identity *whose;
    const char *why = why_not(door, call->domain, call->key, &whose);
    if (!why && text_same(call->domain, DOOR_STREAM) && !admitted_keep(door, call->key))
        why = "too many services";
    if (why)
        say_key(door, call, why, whose);
    return why;
}

bool door_stream_stale(struct door *door)
{
    const struct identity *whose;
    bool stale = false;
    for (int i = 0; i < door->admitted_count && !stale; i++)
        stale = why_not(door, DOOR_STREAM, door->admitted[i], &whose) != NULL;
    if (stale)
        door->admitted_count = 0;
    return stale;
}

/* ---- handshakes that fail before a key is seen ---- */

static const char *failure_name(uint16_t event, uint32_t value)
{
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)
        return "no handshake";
    if (value == ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC)
        return "it has another key of this service";
    return value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH ? "it does not speak CURVE" : "broken handshake";
}

/* Its address, while it is connected. */
static void peer_note(struct door *door, uint32_t fd)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    char *to = door->peers[fd % PEERS];
    to[0] = '\0';
    if (getpeername((int)fd, (struct sockaddr *)&address, &size) != 0)
        return; /* gone already */
    if (address.ss_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)&address)->sin_addr, to, INET6_ADDRSTRLEN);
    else if (address.ss_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)&address)->sin6_addr, to, INET6_ADDRSTRLEN);
}

static void peer_gone(struct door *door, struct monitor *monitor, uint32_t fd)
{
    const char *peer = door->peers[fd % PEERS];
    if (monitor->why[0] && may_say(door))
        log_line(door->log, LOG_LEVEL_WARNING, "door.refused", "endpoint=%s peer=%s reason=\"%s\"", monitor->domain,
                 peer[0] ? peer : "unknown", monitor->why);
    monitor->why[0] = '\0';
}

static void monitor_take(struct door *door, struct monitor *monitor, uint16_t event, uint32_t value)
{
    if (event == ZMQ_EVENT_ACCEPTED)
        peer_note(door, value);
    else if (event == ZMQ_EVENT_DISCONNECTED)
        peer_gone(door, monitor, value);
    else
        TEXT_PUT(monitor->why, failure_name(event, value));
}

static void monitor_read(struct door *door, struct monitor *monitor)
{
    uint8_t head[6];
    char endpoint[256];
    for (int i = 0; i < BUDGET && zmq_recv(monitor->socket, head, sizeof head, ZMQ_DONTWAIT) == sizeof head; i++) {
        uint16_t event;
        uint32_t value;
        memcpy(&event, head, sizeof event);
        memcpy(&value, head + sizeof event, sizeof value);
        zmq_recv(monitor->socket, endpoint, sizeof endpoint, ZMQ_DONTWAIT);
        monitor_take(door, monitor, event, value);
    }
}

/* libzmq's thread waits for room in this queue, so there is always some. */
static void *monitor_open(struct door *door, void *socket, const char *domain, struct error *error)
{
    char name[64];
    const int most = EVENTS_MOST, linger = 0;
    struct monitor *monitor = &door->monitors[door->monitors_count];
    TEXT_FORMAT(name, "inproc://anxin.door.%s", domain);
    monitor->domain = domain;
    monitor->socket = zmq_socket(door->context, ZMQ_PAIR);
    if (monitor->socket && zmq_setsockopt(monitor->socket, ZMQ_RCVHWM, &most, sizeof most) == 0 &&
        zmq_setsockopt(monitor->socket, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
        zmq_socket_monitor(socket, name, MONITORED) == 0 && zmq_connect(monitor->socket, name) == 0) {
        door->monitors_count++;
        return monitor->socket;
    }
    error_set(error, "%s cannot be watched: %s", domain, zmq_strerror(zmq_errno()));
    if (monitor->socket)
        zmq_close(monitor->socket);
    return NULL;
}

/* ---- the whole ---- */

struct door *door_open(void *context, const struct keyring *keyring, const struct log *log, struct error *error)
{
    struct door *door = calloc(1, sizeof *door);
    if (!door) {
        error_set(error, "out of memory");
        return NULL;
    }
    *door = (struct door){.context = context, .keyring = keyring, .log = log, .say_from = loop_mono_ms()};
    door->zap = zap_open(context, error);
    if (!door->zap)
        door_close(&door);
    return door;
}

void door_close(struct door **door)
{
    free(*door);
    *door = NULL;
}

void *door_guard(struct door *door, void *socket, const char *domain, struct error *error)
{
    const struct curve_proof proof = {door->context, door->zap, judge, door, door->keyring};
    door->proving = true;
    int failed = curve_prove(&proof, socket, error);
    door->proving = false;
    return failed ? NULL : monitor_open(door, socket, domain, error);
}

void *door_zap(const struct door *door)
{
    return door->zap;
}

bool door_read(struct door *door, void *socket)
{
    if (socket == door->zap) {
        for (int i = 0; i < BUDGET && zap_serve(door->zap, judge, door); i++)
            continue;
        return true;
    }
    for (int i = 0; i < door->monitors_count; i++)
        if (socket == door->monitors[i].socket) {
            monitor_read(door, &door->monitors[i]);
            return true;
        }
    return false;
}
