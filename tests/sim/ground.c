/* The ground that runs start from: the sample's stations, people and rules, set up at peace. It is the same for every
 * seed, so it is made once in a process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"

#include "chance.h"
#include "run.h"

#define BEFORE (2 * MS_HOUR) /* the sample's first day */
#define STEP (40 * US_MS)    /* between two commands */

static void deliver(void *self, const struct parcel *parcel)
{
    struct run *run = self;
    if (parcel->to < run->clients.nodes)
        node_deliver(&run->nodes[parcel->to], parcel);
    else
        client_deliver(&run->clients, parcel);
}

static int64_t reads(void *self, int end)
{
    (void)self, (void)end;
    return 0;
}

static void logged(void *self, struct node *node, const char *line)
{
    (void)self, (void)node;
    fputs(line, stderr);
}

/* At each place, whose command has an id of its own; what is of the whole set at the first alone. */
static bool act_order(struct run *run, int64_t at, const struct sample_act *act)
{
    struct envelope envelope = act->envelope;
    if (!client_order_at(&run->clients, 0, at, &envelope, act->type, act->body, false))
        return false;
    if (run->clients.nodes == NODES || instance_is_whole(message_of(act->type)->owner))
        return true;
    TEXT_FORMAT(envelope.id, "%.60s-2", act->envelope.id);
    return client_order_at(&run->clients, 1, at, &envelope, act->type, act->body, false) != NULL;
}

static int setup_send(struct run *run)
{
    struct sample *sample = sample_make(1, sample_start());
    int64_t at = 2 * US_SECOND;
    if (!sample)
        return -1;
    for (int i = 0; i < sample->count && sample->acts[i].way == SAMPLE_SETUP; i++, at += STEP)
        if (!act_order(run, at, &sample->acts[i]))
            return -1;
    sample_free(&sample);
    return 0;
}

static int setup_check(const struct run *run)
{
    int bad = 0;
    for (int i = 0; i < run->clients.count; i++) {
        const struct order *order = run->clients.all[i];
        if (text_same(order->outcome, "done"))
            continue;
        fprintf(stderr, "setup: %s %s: %s %s\n", order->envelope.id, order->envelope.type, order->outcome, order->code);
        bad++;
    }
    if (run->world.violations > 0)
        fprintf(stderr, "setup: %s\n", run->world.why);
    return bad || run->world.violations ? -1 : 0;
}

int ground_make(struct ground *ground, int places, bool aloud)
{
    static struct run run;
    int result = 0;
    memset(&run, 0, sizeof run);
    chance_reset(1);
    world_open(&run.world, 1, sample_start() - BEFORE);
    run.world.aloud = aloud;
    net_open(&run.net, &run.world, deliver, reads, &run);
    clients_open(&run.clients, &run.world, &run.net);
    run.clients.nodes = ground->nodes = places > 1 ? NODES_MOST : NODES;
    run.net.ends = places > 1 ? NET_ENDS : NET_ALONE;
    for (int i = 0; i < ground->nodes; i++) {
        node_open(&run.nodes[i], &run.world, &run.net, i, ground->nodes);
        run.nodes[i].hooks = (struct node_hooks){.self = &run, .logged = aloud ? logged : NULL};
        if (node_start(&run.nodes[i]) != 0) {
            fprintf(stderr, "%s does not start: %s\n", run.nodes[i].instance.name, run.nodes[i].why);
            return -1;
        }
    }
    if (setup_send(&run) != 0)
        return -1;
    while (run.world.now < 10 * US_MINUTE && world_step(&run.world, 10 * US_MINUTE))
        ;
    result = setup_check(&run);
    ground->start = world_business(&run.world);
    for (int i = 0; i < ground->nodes; i++) {
        node_stop(&run.nodes[i]);
        ground->disk[i] = disk_copy_of(run.nodes[i].disk, "");
        const void *bytes = disk_bytes(run.nodes[i].disk, NODE_STORE, &ground->store_size[i]);
        ground->store[i] = malloc(ground->store_size[i]);
        if (!bytes || !ground->store[i])
            return -1;
        memcpy(ground->store[i], bytes, ground->store_size[i]);
        node_close(&run.nodes[i]);
    }
    clients_close(&run.clients);
    world_close(&run.world);
    return result;
}

const void *ground_store(const struct ground *ground, int node, size_t *size)
{
    *size = ground->store_size[node];
    return ground->store[node];
}

void ground_free(struct ground *ground)
{
    for (int i = 0; i < ground->nodes; i++)
        disk_copy_free(&ground->disk[i]), free(ground->store[i]);
}
