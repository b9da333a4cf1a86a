/* Links hold messages back rather than losing them, as TCP does; what is lost is lost at a high-water mark, with a
 * connection, or with a process. */
#include "net.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define TCP_AGAIN (200 * US_MS) /* a connection that broke is there again after about so long */

void net_open(struct net *net, struct world *world, net_deliver *deliver, net_reads *reads, void *self)
{
    memset(net, 0, sizeof *net);
    net->world = world;
    net->deliver = deliver;
    net->reads = reads;
    net->self = self;
    net->ends = NET_ALONE;
    net->chance = world_draw(world, "net", 0);
    net->ways = (struct net_ways){.delay_least = 50, .delay_most = 400};
}

static bool happens(struct net *net, int parts)
{
    return parts > 0 && draw_below(&net->chance, 10000) < parts;
}

static bool from_client(enum channel channel)
{
    return channel == NET_REQUEST || channel == NET_INTAKE;
}

uint32_t net_connection(struct net *net, int client, int server)
{
    uint32_t *connection = &net->connection[client][server];
    if (*connection == 0)
        *connection = ++net->connections;
    return *connection;
}

static bool is_stale(struct net *net, const struct parcel *parcel)
{
    bool up = from_client(parcel->channel);
    return parcel->connection != net_connection(net, up ? parcel->from : parcel->to, up ? parcel->to : parcel->from);
}

/* ---- on the way ---- */

static void arrive(void *self, int64_t waited, void *data);

/* Its reader stands still: it waits in the reader's socket, in order. */
static bool is_kept(struct net *net, struct net_link *link, struct parcel *parcel, bool waited)
{
    int64_t *kept = &link->kept[parcel->channel];
    int64_t reads = net->reads(net->self, parcel->to), now = net->world->now;
    if (reads <= now && (waited || *kept <= now))
        return false;
    *kept = reads > *kept ? reads : *kept + 1;
    size_t size = sizeof *parcel;
    for (int i = 0; i < parcel->frames.count; i++)
        size += parcel->frames.at[i].size;
    struct parcel *copy = malloc(size);
    if (!copy)
        BUG("out of memory");
    memcpy(copy, parcel, size);
    for (int i = 0; i < copy->frames.count; i++)
        copy->frames.at[i].data = copy->bytes + ((const uint8_t *)parcel->frames.at[i].data - parcel->bytes);
    world_at(net->world, *kept, arrive, net, true, copy);
    return true;
}

static void arrive(void *self, int64_t waited, void *data)
{
    struct net *net = self;
    struct parcel *parcel = data;
    struct net_link *link = &net->link[parcel->from][parcel->to];
    if (is_kept(net, link, parcel, waited))
        return;
    link->held -= link->held > 0;
    if (is_stale(net, parcel)) { /* a request waited in its sender's queue and comes by the new connection */
        if (!from_client(parcel->channel) || draw_chance(&net->chance, 500)) {
            net->tally.lost++;
            return;
        }
        parcel->connection = net_connection(net, parcel->from, parcel->to);
    }
    net->tally.delivered++;
    world_mix(net->world, &parcel->from, offsetof(struct parcel, frames) - offsetof(struct parcel, from));
    for (int i = 0; i < parcel->frames.count; i++)
        world_mix(net->world, parcel->frames.at[i].data, parcel->frames.at[i].size);
    net->deliver(net->self, parcel);
}

static struct parcel *parcel_make(int from, int to, enum channel channel, const struct frames *frames)
{
    size_t size = 0, at = 0;
    for (int i = 0; i < frames->count; i++)
        size += frames->at[i].size;
    struct parcel *parcel = malloc(sizeof *parcel + size);
    if (!parcel)
        BUG("out of memory");
    *parcel = (struct parcel){.from = from, .to = to, .channel = channel};
    parcel->frames.count = frames->count;
    for (int i = 0; i < frames->count; i++) {
        if (frames->at[i].size > 0)
            memcpy(parcel->bytes + at, frames->at[i].data, frames->at[i].size);
        parcel->frames.at[i] = (struct frame){parcel->bytes + at, frames->at[i].size};
        at += frames->at[i].size;
    }
    return parcel;
}

/* Never before what was sent earlier by the same channel. */
static int64_t arrival(struct net *net, struct net_link *link, enum channel channel)
{
    int64_t now = net->world->now;
    int64_t at = now + draw_span(&net->chance, net->ways.delay_least, net->ways.delay_most);
    if (happens(net, net->ways.clog)) {
        net->tally.clogged++;
        at += draw_span(&net->chance, 0, net->ways.clog_most);
    }
    if (link->held_until > now) {
        net->tally.held++;
        link->held++;
        at += link->held_until - now;
    }
    if (at <= link->last[channel])
        at = link->last[channel] + 1;
    link->last[channel] = at;
    return at;
}

void net_send(struct net *net, int from, int to, enum channel channel, const struct frames *frames)
{
    struct net_link *link = &net->link[from][to];
    bool up = from_client(channel);
    net->tally.sent++;
    bool deaf = channel == NET_LIVE && link->deaf_until > net->world->now;
    if (deaf || happens(net, net->ways.lose) || link->held >= NET_HELD_MOST) {
        net->tally.lost++;
        return;
    }
    int copies = 1 + happens(net, net->ways.twice);
    net->tally.doubled += copies - 1;
    for (int i = 0; i < copies; i++) {
        struct parcel *parcel = parcel_make(from, to, channel, frames);
        parcel->connection = net_connection(net, up ? from : to, up ? to : from);
        world_at(net->world, arrival(net, link, channel), arrive, net, 0, parcel);
    }
}

/* ---- connections ---- */

static void links_forget(struct net *net, int client, int server)
{
    memset(net->link[client][server].last, 0, sizeof net->link[client][server].last);
    memset(net->link[server][client].last, 0, sizeof net->link[server][client].last);
}

void net_renew(struct net *net, int client, int server)
{
    net->connection[client][server] = ++net->connections;
    links_forget(net, client, server);
}

void net_break(struct net *net, int client, int server)
{
    net->tally.breaks++;
    net_renew(net, client, server);
    int64_t again = net->world->now + draw_span(&net->chance, 0, 2 * TCP_AGAIN);
    net_cut(net, client, server, again);
    net_cut(net, server, client, again);
}

void net_break_all(struct net *net, int end)
{
    for (int other = 0; other < NET_ENDS; other++) {
        if (net->connection[end][other])
            net_renew(net, end, other);
        if (net->connection[other][end])
            net_renew(net, other, end);
    }
}

void net_cut(struct net *net, int from, int to, int64_t until)
{
    struct net_link *link = &net->link[from][to];
    if (link->held_until < until)
        link->held_until = until;
}

void net_deafen(struct net *net, int from, int to, int64_t until)
{
    struct net_link *link = &net->link[from][to];
    if (link->deaf_until < until)
        link->deaf_until = until;
}

void net_heal(struct net *net)
{
    net->ways = (struct net_ways){.delay_least = 50, .delay_most = 400};
    for (int from = 0; from < NET_ENDS; from++)
        for (int to = 0; to < NET_ENDS; to++)
            net->link[from][to].held_until = net->link[from][to].deaf_until = 0;
}
