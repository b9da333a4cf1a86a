/* Reading: messages of all frames, from whom they are, to the engine. The identity is the peer's uid on ipc and its key
 * on tcp; libzmq puts both into the metadata of each message (MESSAGING 1.5: not into that of a ROUTER's first frame,
 * so it is read from the last one). */
#include "bus/node_private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <zmq.h>

#include "base/text.h"
#include "base/z85.h"

#define BUDGET 256 /* messages of one socket in one turn */

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

/* "localhost:UID:GID:PID"; anything else is nobody we know. */
static void peer_by_uid(const struct node *node, zmq_msg_t *frame, struct peer *peer)
{
    const char *address = zmq_msg_gets(frame, "Peer-Address");
    unsigned uid, gid, pid;
    if (!address || sscanf(address, "localhost:%u:%u:%u", &uid, &gid, &pid) != 3)
        return;
    peer->trusted = uid_trusted(node, (uid_t)uid);
    snprintf(peer->name, sizeof peer->name, "uid:%u", uid);
}

/* The User-Id is the key that the door has seen; whose it is may have changed since. */
static void peer_by_key(const struct node *node, zmq_msg_t *frame, struct peer *peer)
{
    const char *user = zmq_msg_gets(frame, "User-Id");
    const struct identity *whose;
    if (!user || z85_decode(peer->key, KEY_SIZE, user) != 0)
        return;
    peer->trusted = registry_why_not(keyring_registry(node->keyring), peer->key, keyring_now(), &whose) == NULL;
    peer->who = peer->trusted ? whose : NULL;
    if (whose)
        TEXT_PUT(peer->name, whose->name);
}

/* What the transport vouches for: which of the two decides the endpoint, as a peer may add what it likes to the
 * metadata that libzmq itself has not set. */
static void peer_identify(const struct node *node, void *socket, struct received *received, struct peer *peer)
{
    zmq_msg_t *frame = &received->parts[received->kept - 1];
    bool tcp = false;
    TEXT_PUT(peer->name, "unknown");
    for (int i = 0; i < node->listeners_count; i++)
        tcp = tcp || (node->listeners[i].socket == socket && node->listeners[i].tcp);
    if (tcp)
        peer_by_key(node, frame, peer);
    else
        peer_by_uid(node, frame, peer);
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
    peer_identify(node, node->router, received, &peer);
    frames_from(received, 1, &frames);
    engine_request(node->engine, &peer, &frames);
}

static void read_intake(struct node *node, struct received *received)
{
    struct peer peer = {0};
    struct frames frames = {0};
    peer_identify(node, node->intake, received, &peer);
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

void node_receive(void *self, void *socket)
{
    struct node *node = self;
    struct received received;
    if ((node->door && door_read(node->door, socket)) || link_read(node, socket))
        return;
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
