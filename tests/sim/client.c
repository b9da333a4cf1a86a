/* Senders and readers. Invariant: nothing is given up that was not answered for good. */
#include "client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "reader.h"

#define ORDERS_ROOM 8192
#define PATIENCE_LEAST (400 * US_MS)
#define PATIENCE_MOST (3 * US_SECOND)
#define RENEW_AFTER 4 /* tries without any answer: the sockets are made anew */

void clients_open(struct clients *clients, struct world *world, struct net *net)
{
    memset(clients, 0, sizeof *clients);
    clients->world = world;
    clients->net = net;
    clients->nodes = NODES;
    clients->chance = world_draw(world, "clients", 0);
    clients->by_id = calloc(ORDERS_ROOM, sizeof *clients->by_id);
    clients->body = malloc(WIRE_DATA_MAX);
    clients->fetched = malloc(sizeof *clients->fetched);
    if (!clients->by_id || !clients->body || !clients->fetched)
        BUG("out of memory");
}

void clients_close(struct clients *clients)
{
    for (int i = 0; i < clients->count; i++) {
        free(clients->all[i]->header);
        free(clients->all[i]->data);
        free(clients->all[i]);
    }
    free(clients->all);
    free(clients->by_id);
    free(clients->body);
    free(clients->fetched);
}

static uint64_t text_number(const char *text)
{
    uint64_t number = UINT64_C(0xcbf29ce484222325);
    for (; *text; text++)
        number = (number ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
    return number ^ number >> 31;
}

int client_end(const struct clients *clients, const char *source)
{
    if (text_same(source, "miniapp"))
        return clients->nodes; /* it has a key, and so a connection of its own */
    return clients->nodes + 1 + (int)(text_number(source) % (CLIENTS - 1));
}

/* ---- orders ---- */

/* The answer repeats the id as its cause. */
static struct order *order_of(struct clients *clients, int end, const char *id)
{
    struct order *order = clients->by_id[text_number(id) % ORDERS_ROOM];
    while (order && (order->end != end || !text_same(order->envelope.id, id)))
        order = order->next;
    return order;
}

static void *copied(const void *data, size_t size)
{
    void *copy = malloc(size ? size : 1);
    if (!copy)
        BUG("out of memory");
    memcpy(copy, data, size);
    return copy;
}

static void order_keep(struct clients *clients, struct order *order)
{
    if (clients->count == clients->room) {
        clients->room = clients->room ? clients->room * 2 : 256;
        clients->all = realloc(clients->all, (size_t)clients->room * sizeof(struct order *));
        if (!clients->all)
            BUG("out of memory");
    }
    clients->all[clients->count++] = order;
    struct order **chain = &clients->by_id[text_number(order->envelope.id) % ORDERS_ROOM];
    order->next = *chain;
    *chain = order;
    clients->open++;
}

static void order_try(void *self, int64_t number, void *data);

static void order_later(struct order *order, int64_t after)
{
    world_at(order->clients->world, order->clients->world->now + after, order_try, order, order->tries, NULL);
}

static void order_try(void *self, int64_t number, void *data)
{
    struct order *order = self;
    struct clients *clients = order->clients;
    (void)data;
    if (order->settled || number != order->tries || clients->ended)
        return;
    struct frames frames = {.count = 3,
                            .at = {{"", 0}, {order->header, order->header_size}, {order->data, order->data_size}}};
    if (order->tries++ > 0)
        clients->resent++;
    if (!order->intake && order->tries % RENEW_AFTER == 0)
        net_renew(clients->net, order->end, order->server);
    net_send(clients->net, order->end, order->server, order->intake ? NET_INTAKE : NET_REQUEST, &frames);
    int64_t slower = order->tries < 10 ? order->tries : 10;
    order_later(order, slower * draw_span(&clients->chance, PATIENCE_LEAST, PATIENCE_MOST));
}

/* Which node a command goes to. */
static int server_of(const struct clients *clients, int place, enum message_type type)
{
    const int index = node_index(type == MSG_privacy_erase ? "booking" : message_of(type)->owner);
    const bool second = place == 1 && clients->nodes > NODES && index >= 0 && index + NODES < clients->nodes;
    return second ? index + NODES : index;
}

struct order *client_order(struct clients *clients, int64_t at, const struct envelope *envelope, enum message_type type,
                           const void *body, bool intake)
{
    return client_order_at(clients, text_number(envelope->id) % 2, at, envelope, type, body, intake);
}

struct order *client_order_at(struct clients *clients, int place, int64_t at, const struct envelope *envelope,
                              enum message_type type, const void *body, bool intake)
{
    uint8_t header[WIRE_HEADER_MAX], data[WIRE_DATA_MAX];
    struct flaw flaw;
    const struct message *message = message_of(type);
    int server = server_of(clients, place, type);
    int size = codec_encode(message->shape, body, data, sizeof data, &flaw);
    int header_size = size < 0 ? -1 : envelope_encode(envelope, header, sizeof header, &flaw);
    if (header_size < 0 || server < 0)
        return NULL;
    if (order_of(clients, client_end(clients, envelope->source), envelope->id))
        return NULL; /* it was sent before */
    struct order *order = calloc(1, sizeof *order);
    if (!order)
        BUG("out of memory");
    *order = (struct order){.clients = clients,
                            .end = client_end(clients, envelope->source),
                            .server = server,
                            .intake = intake,
                            .envelope = *envelope,
                            .type = type,
                            .header = copied(header, (size_t)header_size),
                            .data = copied(data, (size_t)size),
                            .header_size = (size_t)header_size,
                            .data_size = (size_t)size};
    order_keep(clients, order);
    world_at(clients->world, at, order_try, order, 0, NULL);
    return order;
}

void client_again(struct order *order)
{
    if (!order->settled)
        return;
    order->settled = false;
    order->answer = 0;
    order->clients->open++;
    order_later(order, draw_span(&order->clients->chance, 0, PATIENCE_MOST));
}

void client_missed(struct clients *clients, const char *source)
{
    for (int i = 0; i < clients->count; i++)
        if (!clients->all[i]->settled && text_same(clients->all[i]->envelope.source, source))
            clients->all[i]->intake = false;
}

/* ---- answers ---- */

void client_admitted(struct clients *clients, int end, const char *id, bool good)
{
    struct order *order = order_of(clients, end, id);
    if (!order)
        return;
    order->keyed = true;
    order->admitted = order->admitted || good;
    order->barred = order->barred || !good;
}

static bool is_transient(const struct answer *answer)
{
    return text_in_list(answer->outcome, "overloaded|trouble");
}

static void order_settle(struct order *order, const struct answer *answer, uint64_t hash)
{
    struct clients *clients = order->clients;
    order->settled = true;
    order->settled_at = clients->world->now;
    order->answer = hash;
    TEXT_PUT(order->outcome, answer->outcome);
    TEXT_PUT(order->code, answer->code);
    order->events_count = (int)answer->events.count;
    memcpy(order->events, answer->events.at, sizeof order->events);
    clients->open--;
}

static void answered(struct clients *clients, struct order *order, const struct frame *data)
{
    struct answer *answer = clients->body;
    struct flaw flaw;
    uint64_t hash = 0;
    uint8_t digest[HASH_SIZE];
    if (codec_decode(message_of(MSG_answer)->shape, data->data, data->size, answer, &flaw) != 0) {
        world_violated(clients->world, "wire", "the answer to %s cannot be read: %s", order->envelope.id, flaw.code);
        return;
    }
    if (is_transient(answer) || (order->settled && order->intake))
        return; /* its timer sends it again */
    hash_bytes(digest, data->data, data->size);
    memcpy(&hash, digest, sizeof hash);
    clients->answers++;
    bool kept = text_in_list(order->outcome, "done|refused"); /* others are answered and forgotten */
    bool denied = order->barred && text_same(answer->outcome, "denied") && text_same(answer->code, "unknown_identity");
    bool doubted = clients->hooks.doubted && clients->hooks.doubted(clients->hooks.self, order->server);
    if (order->settled && kept && !denied && !doubted && order->answer && order->answer != hash)
        world_violated(clients->world, "2 once", "%s %s was answered %s, and then %s %s", order->envelope.type,
                       order->envelope.id, order->outcome, answer->outcome, answer->code);
    if (order->settled)
        return;
    order_settle(order, answer, hash);
    if (clients->hooks.settled)
        clients->hooks.settled(clients->hooks.self, order, answer);
}

/* The outcome of an intake message stands on the partner stream. */
void client_told(struct clients *clients, const struct intake_answered *told)
{
    for (int end = clients->nodes; end < clients->nodes + CLIENTS; end++) {
        struct order *order = order_of(clients, end, told->message);
        if (!order || !order->intake || order->settled)
            continue;
        struct answer answer = {0};
        TEXT_PUT(answer.outcome, told->outcome);
        TEXT_PUT(answer.code, told->code);
        TEXT_PUT(answer.subject, told->subject);
        order_settle(order, &answer, 0);
        if (clients->hooks.settled)
            clients->hooks.settled(clients->hooks.self, order, &answer);
    }
}

void client_deliver(struct clients *clients, const struct parcel *parcel)
{
    struct envelope envelope;
    struct flaw flaw;
    if (parcel->frames.count != 3 ||
        envelope_decode(&envelope, parcel->frames.at[1].data, parcel->frames.at[1].size, &flaw) != 0) {
        world_violated(clients->world, "wire", "an answer's header cannot be read: %s", flaw.code);
        return;
    }
    if (reader_take(clients, parcel, &envelope))
        return;
    struct order *order = order_of(clients, parcel->to, envelope.causationid);
    if (order && text_same(envelope.type, message_of(MSG_answer)->type_name))
        answered(clients, order, &parcel->frames.at[2]);
}
