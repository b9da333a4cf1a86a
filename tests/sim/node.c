/* A daemon's shell: what common/bus and main.c are in production. Turns come when the engine asks for them
 * (engine_next), so that quiet hours cost next to nothing. */
#include "node.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "service/engine_private.h"
#include "wire/envelope.h"

#include "bounds.h"

#define SPIN_MOST 5000 /* turns in a second */

extern const struct service booking_service, matching_service, roster_service, training_service, mediation_service,
    notification_service;

const struct service *const node_services[NODES] = {&booking_service,  &matching_service,  &roster_service,
                                                    &training_service, &mediation_service, &notification_service};

/* Of each service's program, and of the later one. A start is most of what a restart costs, and what it proves of the
 * statements under one schema it proves for good. */
static struct store_known known[NODES][2];

static const uint8_t master[32] = "a master key of thirty-two bytes";

int node_index(const char *service)
{
    for (int i = 0; i < NODES; i++)
        if (text_same(node_services[i]->name, service))
            return i;
    return -1;
}

/* ---- env ---- */

static int64_t mono_ms(const struct node *node)
{
    return 1000 + (node->world->now - node->born) / US_MS;
}

int64_t node_wall(const struct node *node)
{
    return world_business(node->world) + node->skew_ms;
}

static int64_t env_mono(void *self)
{
    return mono_ms(self);
}

static int64_t env_wall(void *self)
{
    return node_wall(self);
}

static void env_random(void *self, void *to, size_t size)
{
    struct node *node = self;
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)to)[i] = (uint8_t)draw_next(&node->chance);
}

struct secrets node_secrets(struct node *node)
{
    return (struct secrets){master, env_random, node};
}

static int64_t env_process(void *self)
{
    const struct node *node = self;
    return node->index * 1000 + node->life;
}

/* A process that is dead, or dies with this message, sends nothing. */
static bool is_dead(struct node *node)
{
    if (mount_is_cut(node->mount))
        return true;
    if (node->sends_left < 0 || node->sends_left-- > 0)
        return false;
    mount_cut(node->mount);
    return true;
}

static void route_put(struct peer *peer, int end, uint32_t connection)
{
    memcpy(peer->route, &connection, sizeof connection);
    peer->route[sizeof connection] = (uint8_t)end;
    peer->route_size = sizeof connection + 1;
}

static int env_answer(void *self, const struct peer *peer, const struct frames *frames)
{
    struct node *node = self;
    int end = peer->route[sizeof(uint32_t)];
    uint32_t connection;
    memcpy(&connection, peer->route, sizeof connection);
    if (is_dead(node) || connection != net_connection(node->net, end, node->index))
        return 1;
    net_send(node->net, node->index, end, NET_ANSWER, frames);
    return 0;
}

static void env_publish(void *self, const struct frames *frames)
{
    struct node *node = self;
    if (is_dead(node))
        return;
    if (node->hooks.published)
        node->hooks.published(node->hooks.self, node, frames);
    for (int i = 0; i < node->followers_count; i++)
        net_send(node->net, node->index, node->followers[i], NET_LIVE, frames);
}

static int env_ask(void *self, int source, const struct frames *frames)
{
    struct node *node = self;
    if (is_dead(node))
        return -1;
    net_send(node->net, node->index, node->sources[source], NET_REQUEST, frames);
    return 0;
}

static void env_rebuild(void *self, int source)
{
    struct node *node = self;
    net_renew(node->net, node->index, node->sources[source]);
}

static int64_t env_disk_free(void *self)
{
    return disk_space(((struct node *)self)->disk);
}

static int64_t env_ballast(void *self, int64_t size)
{
    return disk_reserve(((struct node *)self)->disk, size);
}

static bool env_chance(void *self, const char *point)
{
    struct node *node = self;
    return node->hooks.chance && node->hooks.chance(node->hooks.self, node, point);
}

static void env_log(void *self, const char *line)
{
    struct node *node = self;
    if (node->hooks.logged)
        node->hooks.logged(node->hooks.self, node, line);
}

/* ---- opening ---- */

#define PLACES "xinhui pengjiang"
static const char *const places[] = {"xinhui", "pengjiang"};

/* Which service a node is, where: nothing of its own yet. */
static void own_fill(struct service *own, struct instance *instance, int index, int nodes)
{
    struct error error = {""};
    const bool alone = nodes == NODES;
    *own = *node_services[index % NODES];
    own->place = alone || instance_is_whole(own->name) ? "" : places[index / NODES];
    if (instance_of(instance, own, alone ? "" : PLACES, &error) != 0)
        BUG("%s", error.text);
}

static void links_find(struct node *node, int nodes)
{
    struct service own;
    struct instance other;
    for (int k = 0; k < node->instance.follows_count; k++)
        for (int i = 0; i < nodes; i++) {
            own_fill(&own, &other, i, nodes);
            if (text_same(other.name, node->instance.follows[k].name))
                node->sources[node->sources_count++] = i;
        }
    for (int i = 0; i < nodes; i++) {
        own_fill(&own, &other, i, nodes);
        for (int k = 0; k < other.follows_count; k++)
            if (text_same(other.follows[k].name, node->instance.name))
                node->followers[node->followers_count++] = i;
    }
}

void node_open(struct node *node, struct world *world, struct net *net, int index, int nodes)
{
    struct error error = {""};
    char name[32];
    memset(node, 0, sizeof *node);
    node->world = world;
    node->net = net;
    node->index = index;
    own_fill(&node->own, &node->instance, index, nodes);
    node->plain = node->service = &node->own;
    node->chance = world_draw(world, "node", index);
    node->points = world_draw(world, "points", index);
    node->sends_left = -1;
    links_find(node, nodes);
    if (config_load(&node->config, NULL, node->plain->name, node->plain->settings, node->plain->settings_count,
                    &error) != 0)
        BUG("%s", error.text);
    TEXT_PUT(node->config.clock, "system");
    TEXT_PUT(node->config.places, nodes == NODES ? "" : PLACES);
    node->env = (struct env){node,    env_mono,    env_wall,      env_random,  env_process, env_answer, env_publish,
                             env_ask, env_rebuild, env_disk_free, env_ballast, NULL,        NULL};
    node->env.chance = env_chance;
    node->log = (struct log){env_log, node, node->instance.name, LOG_LEVEL_WARNING};
    snprintf(name, sizeof name, "sim-%s", node->instance.name);
    node->disk = disk_new(draw_next(&node->chance));
    node->mount = mount_new(node->disk, name);
}

void node_close(struct node *node)
{
    node_stop(node);
    mount_destroy(&node->mount);
    disk_destroy(&node->disk);
    config_free(&node->config);
}

/* ---- turns ---- */

static void wake(void *self, int64_t number, void *data);

static void wake_at(struct node *node, int64_t at)
{
    if (node->wake_at && node->wake_at <= at && node->wake_at >= node->world->now)
        return;
    node->wake_at = at;
    world_at(node->world, at, wake, node, ++node->wakes, NULL);
}

static void schedule(struct node *node)
{
    int64_t next = engine_busy(node->engine) ? 0 : engine_next(node->engine);
    int64_t at = next == INT64_MAX ? INT64_MAX : node->born + (next - 1000) * US_MS;
    if (at < node->world->now + 20)
        at = node->world->now + 20;
    wake_at(node, at);
}

/* After whatever the engine has done: perhaps its process has died of it. */
static void worked(struct node *node)
{
    if (!mount_is_cut(node->mount)) {
        schedule(node);
        return;
    }
    node_kill(node);
    if (node->hooks.died)
        node->hooks.died(node->hooks.self, node);
}

/* A process that asks for turn after turn with nothing coming in burns a processor (DESIGN 5: never spin). */
static void spin_watch(struct node *node)
{
    int64_t second = node->world->now / US_SECOND;
    node->tally.turns++;
    if (second != node->spin_second) {
        node->spin_second = second;
        node->spin_turns = 0;
        bounds_watch(node);
    }
    if (++node->spin_turns == SPIN_MOST)
        world_violated(node->world, "8 spinning", "%s takes %d turns in a second", node->instance.name, SPIN_MOST);
}

static void wake(void *self, int64_t number, void *data)
{
    struct node *node = self;
    (void)data;
    if (number != node->wakes || !node->engine)
        return;
    node->wake_at = 0;
    if (node->paused_until > node->world->now) {
        wake_at(node, node->paused_until);
        return;
    }
    spin_watch(node);
    engine_turn(node->engine);
    worked(node);
}

/* ---- life and death ---- */

static struct store_known *known_of(const struct node *node)
{
    return node->eager ? NULL : &known[node->index % NODES][node->service != node->plain];
}

struct engine_options node_options(struct node *node)
{
    return (struct engine_options){.service = node->service,
                                   .config = &node->config,
                                   .store_path = NODE_STORE,
                                   .vfs = mount_name(node->mount),
                                   .master = master,
                                   .known = known_of(node),
                                   .env = &node->env,
                                   .log = &node->log};
}

struct store_options node_store_options(struct node *node, const struct secrets *secrets)
{
    return (struct store_options){.path = NODE_STORE,
                                  .service = node->instance.name,
                                  .migrations = node->service->migrations,
                                  .statements = node->service->statements,
                                  .vfs = mount_name(node->mount),
                                  .secrets = secrets,
                                  .known = known_of(node)};
}

void node_setting(struct node *node, const char *name, int64_t value)
{
    for (int i = 0; i < node->plain->settings_count; i++)
        if (text_same(node->plain->settings[i].name, name))
            node->config.value[i] = value;
}

void node_upgrade(struct node *node)
{
    int count = 0;
    for (; node->plain->migrations[count].version > 0; count++)
        node->steps[count] = node->plain->migrations[count];
    node->steps[count] = (struct migration){count + 1, "next", "CREATE TABLE sim_next (number INTEGER) STRICT"};
    node->steps[count + 1] = (struct migration){0, NULL, NULL};
    node->next = *node->plain;
    node->next.migrations = node->steps;
    node->service = &node->next;
}

int node_start(struct node *node)
{
    struct error error = {""};
    struct engine_options options = node_options(node);
    if (mount_is_cut(node->mount))
        mount_revive(node->mount);
    node->born = node->world->now;
    node->life++;
    node->sends_left = -1;
    node->paused_until = node->wake_at = 0;
    node->engine = engine_open(&options, &error);
    if (!node->engine) {
        node->tally.refused_starts++;
        TEXT_FORMAT(node->why, "%.250s", error.text);
        return -1;
    }
    node->tally.starts++;
    node->next_opened = node->next_opened || node->service != node->plain;
    if (node->hooks.started)
        node->hooks.started(node->hooks.self, node);
    schedule(node);
    return 0;
}

static void gone(struct node *node)
{
    node->wakes++; /* what was planned for it is void */
    node->wake_at = 0;
    net_break_all(node->net, node->index);
}

void node_stop(struct node *node)
{
    if (!node->engine)
        return;
    node->tally.commits += node->engine->commits;
    engine_close(&node->engine);
    gone(node);
}

void node_kill(struct node *node)
{
    if (!node->engine)
        return;
    mount_cut(node->mount);
    node->tally.commits += node->engine->commits;
    engine_close(&node->engine); /* frees memory: its disk and its sockets are cut off */
    node->tally.kills++;
    gone(node);
}

void node_pause(struct node *node, int64_t until)
{
    if (node->engine)
        node->paused_until = until;
}

/* ---- messages ---- */

static void live(struct node *node, const struct parcel *parcel)
{
    for (int i = 0; i < node->sources_count; i++)
        if (node->sources[i] == parcel->from && parcel->channel == NET_LIVE)
            engine_live(node->engine, i, &parcel->frames);
        else if (node->sources[i] == parcel->from)
            engine_reply(node->engine, i, &parcel->frames);
}

static void request(struct node *node, const struct parcel *parcel)
{
    struct peer peer = {.trusted = true, .name = "uid:1000"};
    route_put(&peer, parcel->from, parcel->connection);
    if (node->hooks.identify)
        node->hooks.identify(node->hooks.self, parcel->from, &peer);
    if (parcel->channel == NET_REQUEST)
        engine_request(node->engine, &peer, &parcel->frames);
    else
        engine_intake(node->engine, &peer, &parcel->frames);
}

void node_deliver(struct node *node, const struct parcel *parcel)
{
    if (!node->engine)
        return;
    if (parcel->channel == NET_LIVE || parcel->channel == NET_ANSWER)
        live(node, parcel);
    else
        request(node, parcel);
    worked(node);
}

void node_control(struct node *node, enum message_type type, const void *body)
{
    uint8_t header[WIRE_HEADER_MAX], data[4096];
    struct peer peer = {.trusted = true, .name = "uid:0"};
    struct envelope envelope = {
        .time = node_wall(node), .source = "operator", .actorid = "op", .actorrole = "operator"};
    struct flaw flaw;
    TEXT_PUT(envelope.specversion, "1.0");
    TEXT_PUT(envelope.type, message_of(type)->type_name);
    TEXT_FORMAT(envelope.id, "op-%s-%lld", node->instance.name, (long long)++node->controls);
    int size = codec_encode(message_of(type)->shape, body, data, sizeof data, &flaw);
    int header_size = envelope_encode(&envelope, header, sizeof header, &flaw);
    if (size < 0 || header_size < 0)
        BUG("%s: %s", envelope.type, flaw.field);
    route_put(&peer, node->net->ends - 1, net_connection(node->net, node->net->ends - 1, node->index));
    struct frames frames = {.count = 3, .at = {{"", 0}, {header, (size_t)header_size}, {data, (size_t)size}}};
    engine_request(node->engine, &peer, &frames);
    worked(node);
}

bool node_idle(const struct node *node)
{
    return node->engine && !engine_busy(node->engine);
}
