/* What was said is kept as a hash for each (service, epoch, stream, number). Invariant: it knows the set from outside
 * alone, by what was sent. */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "service/service.h"

#define STREAMS_MOST 512

/* The last event of a stream that left its owner. */
struct said_last {
    int node;
    char epoch[17], stream[65];
    int64_t number;
    uint64_t hash;
};

struct oracle {
    struct run *run;
    struct said {
        uint64_t key, hash;
    } * said; /* a hash table, open addressing; key 0: free */
    size_t room, count;
    struct said_last last[STREAMS_MOST];
    int last_count;
};

struct oracle *oracle_open(struct run *run)
{
    struct oracle *oracle = calloc(1, sizeof *oracle);
    if (!oracle)
        BUG("out of memory");
    oracle->run = run;
    oracle->room = 4096;
    oracle->said = calloc(oracle->room, sizeof *oracle->said);
    return oracle;
}

void oracle_close(struct oracle **oracle)
{
    if (*oracle)
        free((*oracle)->said);
    free(*oracle);
    *oracle = NULL;
}

static uint64_t mixed(uint64_t hash, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 29;
}

static uint64_t content(const struct frame *header, const struct frame *data)
{
    return mixed(mixed(UINT64_C(0xcbf29ce484222325), header->data, header->size), data->data, data->size);
}

static struct said *place_of(struct said *table, size_t room, uint64_t key)
{
    size_t i = key % room;
    while (table[i].key != 0 && table[i].key != key)
        i = (i + 1) % room;
    return &table[i];
}

static void grow_said(struct oracle *oracle)
{
    struct said *larger = calloc(oracle->room * 2, sizeof *larger);
    if (!larger)
        BUG("out of memory");
    for (size_t i = 0; i < oracle->room; i++)
        if (oracle->said[i].key)
            *place_of(larger, oracle->room * 2, oracle->said[i].key) = oracle->said[i];
    free(oracle->said);
    oracle->said = larger;
    oracle->room *= 2;
}

static void last_note(struct oracle *oracle, int node, const struct envelope *envelope, uint64_t hash)
{
    struct said_last *last = NULL;
    for (int i = 0; i < oracle->last_count && !last; i++)
        if (oracle->last[i].node == node && text_same(oracle->last[i].stream, envelope->stream) &&
            text_same(oracle->last[i].epoch, envelope->epoch))
            last = &oracle->last[i];
    if (!last && oracle->last_count == STREAMS_MOST)
        return;
    if (!last) {
        last = &oracle->last[oracle->last_count++];
        *last = (struct said_last){.node = node};
        TEXT_PUT(last->stream, envelope->stream);
        TEXT_PUT(last->epoch, envelope->epoch);
    }
    if (envelope->sequence > last->number) {
        last->number = envelope->sequence;
        last->hash = hash;
    }
}

static void said(struct oracle *oracle, int node, const struct envelope *envelope, const struct frame *header,
                 const struct frame *data)
{
    uint64_t key = mixed((uint64_t)node + 1, envelope->epoch, strlen(envelope->epoch));
    uint64_t hash = content(header, data);
    key =
        mixed(mixed(key, envelope->stream, strlen(envelope->stream)), &envelope->sequence, sizeof envelope->sequence) |
        1;
    if (oracle->count * 2 > oracle->room)
        grow_said(oracle);
    struct said *place = place_of(oracle->said, oracle->room, key);
    if (place->key && place->hash != hash && !oracle->run->doubtful[node])
        world_violated(&oracle->run->world, "6 one story", "%s has said %s %lld twice, with different content",
                       oracle->run->nodes[node].instance.name, envelope->stream, (long long)envelope->sequence);
    oracle->count += place->key == 0;
    *place = (struct said){key, hash};
    last_note(oracle, node, envelope, hash);
}

/* ---- hooks ---- */

void oracle_published(void *self, struct node *node, const struct frames *frames)
{
    struct run *run = self;
    struct envelope envelope;
    struct flaw flaw;
    if (frames->at[0].size == 4 && memcmp(frames->at[0].data, "beat", 4) == 0)
        return;
    if (envelope_decode(&envelope, frames->at[1].data, frames->at[1].size, &flaw) != 0)
        world_violated(&run->world, "wire", "%s published a header that cannot be read", node->instance.name);
    else
        said(run->oracle, node->index, &envelope, &frames->at[1], &frames->at[2]);
}

void oracle_read(void *self, const struct reader *reader, const struct envelope *envelope, const struct frame *header,
                 const struct frame *data)
{
    struct run *run = self;
    said(run->oracle, reader->server, envelope, header, data);
}

static const struct handler *handler_of(const struct service *service, enum message_type type)
{
    for (const struct handler *const *table = service->handlers; *table; table++)
        for (const struct handler *row = *table; row->type != MSG_NONE; row++)
            if (row->type == type)
                return row;
    return NULL;
}

void oracle_settled(void *self, struct order *order, const struct answer *answer)
{
    struct run *run = self;
    const struct handler *row = handler_of(run->nodes[order->server].plain, order->type);
    if (!text_same(answer->outcome, "done"))
        return;
    if (!row || !(row->roles & role_of(order->envelope.actorrole)))
        world_violated(&run->world, "7 permission", "%s %s was done for a %s", order->envelope.type, order->envelope.id,
                       order->envelope.actorrole);
    if (order->keyed && !order->admitted)
        world_violated(&run->world, "7 permission", "%s %s was done, and its key was revoked whenever it came",
                       order->envelope.type, order->envelope.id);
}

/* ---- at the end ---- */

struct found {
    uint64_t hash;
    char id[65];
    bool there;
};

static int look(void *self, int64_t number, const void *header, size_t header_size, const void *data, size_t size)
{
    struct found *found = self;
    struct envelope envelope;
    struct flaw flaw;
    const struct frame h = {header, header_size}, d = {data, size};
    (void)number;
    found->there = true;
    found->hash = content(&h, &d);
    if (envelope_decode(&envelope, header, header_size, &flaw) == 0)
        TEXT_PUT(found->id, envelope.id);
    return 1;
}

static void acknowledged(struct run *run, const struct order *order, struct ledger *ledger)
{
    for (int i = 0; i < order->events_count; i++) {
        const struct made_event *event = &order->events[i];
        struct found found = {0};
        struct head head;
        if (ledger_head(ledger, event->stream, &head) == 1 && event->sequence < head.first)
            continue;
        ledger_read(ledger, event->stream, event->sequence - 1, 1, look, &found);
        if (!found.there || !text_same(found.id, event->id))
            world_violated(&run->world, "1 durable", "%s %s was answered with %s %lld, which is %s",
                           order->envelope.type, order->envelope.id, event->stream, (long long)event->sequence,
                           found.there ? "another event" : "lost");
    }
}

void oracle_check(struct run *run, struct node *node, struct ledger *ledger)
{
    const struct oracle *oracle = run->oracle;
    for (int i = 0; i < oracle->last_count; i++) {
        const struct said_last *last = &oracle->last[i];
        struct found found = {0};
        if (last->node != node->index || !text_same(last->epoch, ledger_epoch(ledger)))
            continue;
        ledger_read(ledger, last->stream, last->number - 1, 1, look, &found);
        if (!found.there || found.hash != last->hash)
            world_violated(&run->world, "1 durable", "%s has said %s %lld, which is %s", node->instance.name,
                           last->stream, (long long)last->number, found.there ? "another one now" : "lost");
    }
    for (int i = 0; i < run->clients.count; i++)
        if (run->clients.all[i]->server == node->index && text_same(run->clients.all[i]->outcome, "done"))
            acknowledged(run, run->clients.all[i], ledger);
}
