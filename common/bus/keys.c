/* Who is known, while the service runs: the files of keys are looked at each second and on SIGHUP, and what has changed
 * takes effect at once: on the engine, on our own endpoints, on the sockets to those that we follow. */
#include "bus/node_private.h"

#include <string.h>

#include <zmq.h>

#include "base/civil.h"
#include "base/endpoint.h"
#include "base/text.h"

static bool ends_are_tcp(const struct config_endpoints *ends, bool intake)
{
    return endpoint_is_tcp(ends->request) || endpoint_is_tcp(ends->stream) || (intake && endpoint_is_tcp(ends->intake));
}

int keys_open(struct node *node, struct error *error)
{
    bool ours = ends_are_tcp(&node->ends, node->service->intake != NULL), theirs = false;
    for (int i = 0; i < node->links_count; i++)
        theirs = theirs || ends_are_tcp(&node->links[i].ends, false);
    if (!ours && !theirs)
        return 0;
    node->keyring = keyring_open(node->config, node->instance.name, error);
    if (!node->keyring)
        return -1;
    if (!ours)
        return 0;
    node->door = door_open(node->context, node->keyring, node->log, error);
    return node->door ? loop_take(node->loop, door_zap(node->door), error) : -1;
}

/* ---- what has changed ---- */

static void tell_once(struct node *node, const char *what)
{
    if (!what[0] || text_same(what, node->keys_told))
        return;
    TEXT_PUT(node->keys_told, what);
    log_line(node->log, LOG_LEVEL_ERROR, "keys.wrong", "reason=\"%s\" the old ones stand", what);
}

/* Our own key is another one: it holds for whoever connects from now on, so all are made to connect again. */
static void own_key_use(struct node *node)
{
    for (int i = 0; i < node->listeners_count; i++) {
        void *socket = node->listeners[i].socket;
        if (!node->listeners[i].tcp)
            continue;
        if (zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, keyring_secret(node->keyring), KEY_TEXT) != 0)
            BUG("a key that was read cannot be used: %s", zmq_strerror(zmq_errno()));
        listener_close(node, socket);
    }
    log_line(node->log, LOG_LEVEL_INFO, "keys.rotated", "key=%s", keyring_public(node->keyring));
}

/* Sockets to a source that has a newer key than the one they know, or all of them when our own has changed. */
static void links_use(struct node *node, bool all)
{
    for (int i = 0; i < node->links_count; i++) {
        struct link *link = &node->links[i];
        const struct identity *owner = registry_find_name(keyring_registry(node->keyring), link->name);
        const struct identity_key *newest = owner ? identity_key_now(owner, keyring_now(), 0) : NULL;
        if (!ends_are_tcp(&link->ends, false) || (!all && newest && memcmp(link->newest, newest->bytes, KEY_SIZE) == 0))
            continue;
        link->turn = 0;
        if (newest)
            link_rebuild(node, i);
    }
}

static void look(struct node *node, bool all)
{
    struct error error;
    int news = keyring_look(node->keyring, all, &error);
    engine_identities(node->engine, keyring_registry(node->keyring)); /* keys also expire */
    if (news & KEYRING_REGISTRY)
        log_line(node->log, LOG_LEVEL_INFO, "keys.read", "identities=%d",
                 registry_count(keyring_registry(node->keyring)));
    if (news & KEYRING_SECRET)
        own_key_use(node);
    else if (node->door && door_stream_stale(node->door))
        listener_close(node, node->pub);
    links_use(node, (news & KEYRING_SECRET) != 0);
    tell_once(node, error.text);
}

/* CURVE gives a connection keys for as long as it lives: none lives for ever. */
static void links_renew(struct node *node, int64_t mono)
{
    for (int i = 0; i < node->links_count; i++)
        if (ends_are_tcp(&node->links[i].ends, false) && mono >= node->links[i].renew_due) {
            log_line(node->log, LOG_LEVEL_DEBUG, "link.renewed", "source=%s", node->links[i].name);
            node->links[i].turn = 0;
            link_rebuild(node, i);
        }
}

void keys_turn(struct node *node)
{
    const int64_t mono = loop_mono_ms();
    if (!node->keyring || mono < node->keys_due)
        return;
    node->keys_due = mono + MS_SECOND;
    look(node, false);
    links_renew(node, mono);
    if (node->door)
        door_turn(node->door);
}

void keys_reload(void *self)
{
    struct node *node = self;
    if (node->keyring)
        look(node, true);
}
