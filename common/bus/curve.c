/* Keys on sockets, and the proof that they hold. */
#include "bus/curve.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>
#include <zmq.h>

#include "base/text.h"
#include "base/z85.h"

#define ZAP_ENFORCE_DOMAIN 93 /* hidden by the header of 4.3.4 behind draft, known to the library */
#define PROOF_MS 5000
#define PROOF_EVENTS                                                                                                   \
    (ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |          \
     ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL)

static int put_int(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value);
}

static int put_text(void *socket, int option, const char *value)
{
    return zmq_setsockopt(socket, option, value, strlen(value));
}

/* A key as text is told from one as bytes by its NUL. */
static int put_key(void *socket, int option, const char *key)
{
    return zmq_setsockopt(socket, option, key, KEY_TEXT);
}

int curve_server(void *socket, const struct keyring *keyring, const char *domain, struct error *error)
{
    if (put_int(socket, ZMQ_CURVE_SERVER, 1) || put_key(socket, ZMQ_CURVE_SECRETKEY, keyring_secret(keyring)) ||
        put_text(socket, ZMQ_ZAP_DOMAIN, domain) || put_int(socket, ZAP_ENFORCE_DOMAIN, 1))
        return error_set(error, "CURVE cannot be switched on: %s", zmq_strerror(zmq_errno()));
    return 0;
}

static int client_keys(void *socket, const char *public, const char *secret, const char *server, struct error *error)
{
    if (put_key(socket, ZMQ_CURVE_SERVERKEY, server) || put_key(socket, ZMQ_CURVE_PUBLICKEY, public) ||
        put_key(socket, ZMQ_CURVE_SECRETKEY, secret))
        return error_set(error, "CURVE cannot be switched on: %s", zmq_strerror(zmq_errno()));
    return 0;
}

int curve_client(void *socket, const struct keyring *keyring, const char *server, int turn, struct error *error)
{
    char text[KEY_TEXT];
    const int64_t now = keyring_now();
    const struct identity *owner = registry_find_name(keyring_registry(keyring), server);
    const struct identity_key *key = owner ? identity_key_now(owner, now, turn % 2) : NULL;
    if (owner && !key)
        key = identity_key_now(owner, now, 0);
    if (!key)
        return error_set(error, "the registry has no key of %s that is valid now", server);
    z85_encode(text, key->bytes, KEY_SIZE);
    return client_keys(socket, keyring_public(keyring), keyring_secret(keyring), text, error);
}

/* ---- the self-test ---- */

/* The next event of a monitor; -1 when there is none. */
static int monitor_event(void *monitor)
{
    uint8_t head[6];
    char endpoint[256];
    uint16_t event;
    if (zmq_recv(monitor, head, sizeof head, ZMQ_DONTWAIT) < 0)
        return -1;
    zmq_recv(monitor, endpoint, sizeof endpoint, 0);
    memcpy(&event, head, sizeof event);
    return event;
}

/* What becomes of a handshake, while the questions about it are answered: its event, or -1 after PROOF_MS. */
static int handshake_watch(const struct curve_proof *proof, void *monitor)
{
    const int64_t until = keyring_now() + PROOF_MS;
    while (keyring_now() < until) {
        zmq_pollitem_t items[] = {{.socket = monitor, .events = ZMQ_POLLIN},
                                  {.socket = proof->zap, .events = ZMQ_POLLIN}};
        zmq_poll(items, proof->zap ? 2 : 1, 100);
        while (proof->zap && zap_serve(proof->zap, proof->judge, proof->self))
            continue;
        int event = monitor_event(monitor);
        if (event >= 0)
            return event;
    }
    return -1;
}

static int try_out(const struct curve_proof *proof, void *client, const char *endpoint)
{
    char name[64];
    int event = -1;
    TEXT_FORMAT(name, "inproc://anxin.proof.%p", client);
    void *monitor = zmq_socket(proof->context, ZMQ_PAIR);
    if (monitor && zmq_socket_monitor(client, name, PROOF_EVENTS) == 0 && zmq_connect(monitor, name) == 0 &&
        zmq_connect(client, endpoint) == 0)
        event = handshake_watch(proof, monitor);
    zmq_socket_monitor(client, NULL, 0);
    if (monitor) {
        put_int(monitor, ZMQ_LINGER, 0);
        zmq_close(monitor);
    }
    return event;
}

/* The kind of socket that talks to this one. */
static int opposite_of(void *server)
{
    int type = 0;
    size_t size = sizeof type;
    zmq_getsockopt(server, ZMQ_TYPE, &type, &size);
    return type == ZMQ_ROUTER ? ZMQ_DEALER : type == ZMQ_PUB ? ZMQ_SUB : ZMQ_PUB;
}

/* One handshake with these keys: the event that it ends with, -1 none. */
static int handshake(const struct curve_proof *proof, void *server, const char *endpoint, const char *public,
                     const char *secret)
{
    struct error error;
    int event = -1;
    void *client = zmq_socket(proof->context, opposite_of(server));
    if (!client)
        return -1;
    put_int(client, ZMQ_LINGER, 0);
    put_int(client, ZMQ_IPV6, strchr(endpoint, '[') != NULL);
    if (client_keys(client, public, secret, keyring_public(proof->keyring), &error) == 0)
        event = try_out(proof, client, endpoint);
    zmq_close(client);
    return event;
}

int curve_prove(const struct curve_proof *proof, void *server, struct error *error)
{
    char endpoint[256], public[KEY_TEXT], secret[KEY_TEXT];
    size_t size = sizeof endpoint;
    if (zmq_getsockopt(server, ZMQ_LAST_ENDPOINT, endpoint, &size) != 0 || zmq_curve_keypair(public, secret) != 0)
        return error_set(error, "self-test: %s", zmq_strerror(zmq_errno()));
    int stranger = handshake(proof, server, endpoint, public, secret);
    sodium_memzero(secret, sizeof secret);
    if (stranger == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
        return error_set(error, "self-test of %.120s: a key that nobody knows was let in; nothing is served", endpoint);
    if (stranger != ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
        return error_set(error, "self-test of %.120s: an unknown key was not answered (event %d)", endpoint, stranger);
    int own = handshake(proof, server, endpoint, keyring_public(proof->keyring), keyring_secret(proof->keyring));
    if (own != ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
        return error_set(error, "self-test of %.120s: our own key was not let in (event %d)", endpoint, own);
    return 0;
}
