/* Each fault strikes now and then, at a moment and a victim of its own drawing. Invariant: nothing here knows what the
 * product does about it. */
#include "faults.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "operator.h"
#include "service/engine_private.h"

static void count(struct run *run, enum fault fault)
{
    run->faults[fault]++;
}

static struct node *victim(struct run *run, struct draw *draw)
{
    return &run->nodes[draw_below(draw, run->clients.nodes)];
}

/* ---- life and death ---- */

static void restart(void *self, int64_t serial, void *data)
{
    struct run *run = self;
    struct node *node = &run->nodes[serial % NODES_MOST];
    (void)data;
    if (node->engine || run->ended || serial / NODES_MOST != run->restarts[node->index]) /* only the last one planned */
        return;
    if (node_start(node) == 0) {
        world_say(&run->world, "%s starts, life %d", node->instance.name, node->life);
        return;
    }
    world_say(&run->world, "%s does not start: %s", node->instance.name, node->why);
    if (run->healed && run->doubtful[node->index] && strstr(node->why, "vault")) /* keys have copies of their own */
        run->beyond = true;
    fault_restart(run, node, 3 * US_SECOND);
}

void fault_restart(struct run *run, struct node *node, int64_t after)
{
    int64_t serial = ++run->restarts[node->index];
    world_at(&run->world, run->world.now + after, restart, run, serial * NODES_MOST + node->index, NULL);
}

static int64_t downtime(struct draw *draw)
{
    return draw_below(draw, 3) ? draw_span(draw, 0, 2 * US_SECOND) : draw_span(draw, 0, US_MINUTE);
}

static void strike_kill(struct run *run, struct draw *draw, struct node *node)
{
    world_say(&run->world, "fault: %s is killed", node->instance.name);
    node_kill(node);
    fault_restart(run, node, downtime(draw));
}

static void strike_stop(struct run *run, struct draw *draw, struct node *node)
{
    world_say(&run->world, "fault: %s is stopped", node->instance.name);
    node_stop(node);
    fault_restart(run, node, downtime(draw));
}

void fault_power(struct run *run, struct node *node, const struct disk_loss *loss)
{
    const struct disk_tally *tally = disk_tally(node->disk);
    const int64_t before = tally->overwritten + tally->lied_away;
    node_kill(node);
    disk_power_loss(node->disk, loss);
    if (tally->overwritten + tally->lied_away == before)
        return;
    world_say(&run->world, "fault: what the disk of %s had synced is destroyed", node->instance.name);
    operator_suspect(run, node, true);
}

static void strike_power(struct run *run, struct draw *draw, struct node *node)
{
    const struct disk_loss loss = {.lose = draw_below(draw, 6000), .tear = draw_below(draw, 3000)};
    world_say(&run->world, "fault: the power of %s goes", node->instance.name);
    fault_power(run, node, &loss);
    fault_restart(run, node, downtime(draw));
}

static void strike_pause(struct run *run, struct draw *draw, struct node *node)
{
    int64_t until = run->world.now + draw_span(draw, 0, US_MINUTE);
    world_say(&run->world, "fault: %s stands still for %lld ms", node->instance.name,
              (long long)((until - run->world.now) / US_MS));
    node_pause(node, until);
}

/* ---- the network ---- */

static void strike_break(struct run *run, struct draw *draw, struct node *node)
{
    int client = draw_below(draw, run->net.ends);
    if (run->net.connection[client][node->index])
        net_break(&run->net, client, node->index);
}

static void strike_cut(struct run *run, struct draw *draw, struct node *node, bool both)
{
    int64_t until = run->world.now + draw_span(draw, US_SECOND, 2 * US_MINUTE);
    int pair = draw_below(draw, 2) ? draw_below(draw, run->clients.nodes) : -1;
    world_say(&run->world, "fault: %s is cut off from %s%s until %lld", node->instance.name,
              pair < 0 ? "all" : run->nodes[pair].instance.name, both ? "" : ", one way",
              (long long)(until / US_SECOND));
    for (int other = 0; other < NET_ENDS; other++) {
        if (pair >= 0 && other != pair)
            continue;
        net_cut(&run->net, node->index, other, until);
        if (both)
            net_cut(&run->net, other, node->index, until);
    }
}

static void strike_deaf(struct run *run, struct draw *draw, struct node *node)
{
    int64_t until = run->world.now + draw_span(draw, US_SECOND, 10 * US_MINUTE);
    world_say(&run->world, "fault: nobody hears %s publish until %lld", node->instance.name,
              (long long)(until / US_SECOND));
    for (int other = 0; other < run->clients.nodes; other++)
        net_deafen(&run->net, node->index, other, until);
}

/* ---- disks ---- */

static void mend(void *self, int64_t index, void *data)
{
    struct run *run = self;
    (void)data;
    disk_mend(run->nodes[index].disk);
    disk_limit(run->nodes[index].disk, 0);
    world_say(&run->world, "the disk of %s is well", run->nodes[index].instance.name);
}

static void strike_disk_fail(struct run *run, struct draw *draw, struct node *node)
{
    static const int kinds[] = {DISK_WRITE, DISK_SYNC, DISK_READ, DISK_WRITE | DISK_SYNC, DISK_TRUNCATE, DISK_ANY};
    int calls = kinds[draw_below(draw, 6)];
    bool for_ever = draw_below(draw, 2);
    world_say(&run->world, "fault: the disk of %s fails (%d%s)", node->instance.name, calls,
              for_ever ? ", for ever" : "");
    disk_fail(node->disk, calls, draw_span(draw, 1, 30), for_ever);
    world_at(&run->world, run->world.now + draw_span(draw, 0, US_MINUTE), mend, run, node->index, NULL);
}

static void strike_disk_full(struct run *run, struct draw *draw, struct node *node)
{
    int64_t room = draw_below(draw, 2) ? draw_span(draw, 0, 65536) : draw_span(draw, 0, 64 << 20);
    world_say(&run->world, "fault: the disk of %s has room for %lld", node->instance.name, (long long)room);
    disk_limit(node->disk, disk_used(node->disk) + room + 1);
    world_at(&run->world, run->world.now + draw_span(draw, 0, 3 * US_MINUTE), mend, run, node->index, NULL);
}

/* ---- clocks ---- */

static void strike_clock(struct run *run, struct draw *draw, struct node *node)
{
    int64_t most = draw_below(draw, 2) ? 60000 : 3600000;
    node->skew_ms = draw_span(draw, -most, most);
    world_say(&run->world, "fault: the clock of %s is off by %lld ms", node->instance.name, (long long)node->skew_ms);
}

/* ---- programs ---- */

static void strike_two_owners(struct run *run, struct node *node)
{
    struct error error = {""};
    if (!node->engine || mount_is_cut(node->mount) || engine_lost(node->engine))
        return; /* it does not hold its store at present */
    struct node second = *node;
    second.mount = mount_new(node->disk, "sim-second");
    second.env.self = &second;
    second.followers_count = 0;
    struct engine_options options = node_options(&second);
    struct engine *engine = engine_open(&options, &error);
    if (engine)
        world_violated(&run->world, "10 one owner", "a second %s has opened its store", node->instance.name);
    mount_cut(second.mount);
    engine_close(&engine);
    mount_destroy(&second.mount);
    world_say(&run->world, "fault: a second %s: %s", node->instance.name, error.text);
}

/* The next program, whose schema goes one step further; then perhaps the one before it, which must not start. */
static void strike_upgrade(struct run *run, struct draw *draw, struct node *node)
{
    bool back = draw_below(draw, 2) && node->next_opened;
    world_say(&run->world, "fault: %s gets the %s program", node->instance.name, back ? "previous" : "next");
    node_stop(node);
    if (back) {
        node->service = node->plain;
        if (node_start(node) == 0)
            world_violated(&run->world, "schema", "a program that is too old has opened the store of %s",
                           node->instance.name);
        world_say(&run->world, "%s does not start: %s", node->instance.name, node->why);
    }
    node_upgrade(node);
    fault_restart(run, node, downtime(draw));
}

/* ---- retention ---- */

/* No day goes by in a run: less than none is kept, and the product's own timer is set to now. */
void fault_keep_little(struct node *node)
{
    node_setting(node, "partner_days", -1);
    node_setting(node, "partner_events", 1);
    node_setting(node, "feed_days", -1);
    node_setting(node, "feed_events", 1);
}

static bool is_trimmed(const char *stream)
{
    return text_starts(stream, "partner.") || text_starts(stream, "feed.");
}

static void trim_due(void *self, int64_t index, void *data)
{
    struct run *run = self;
    struct engine *engine = run->nodes[index].engine;
    struct head head;
    (void)data;
    if (run->healed || !engine || engine->open || engine_sick(engine) || store_begin(engine->store) != 0)
        return;
    for (int i = 0; ledger_head_at(engine->ledger, i, &head) == 1; i++)
        if (is_trimmed(head.name) && head.last > head.first)
            timer_set(engine->store, TRIM_TIMER, head.name, engine_now(engine));
    engine->due_known = false;
    if (store_commit(engine->store) != 0)
        return; /* then the engine finds its store lost */
    run->faults[FAULT_TRIM]++;
    world_say(&run->world, "fault: %s trims", run->nodes[index].instance.name);
}

/* Readers go away, and meanwhile the streams are trimmed. */
static void strike_trim(struct run *run, struct draw *draw)
{
    int index = node_index(draw_below(draw, 2) ? "booking" : "notification");
    if (index + NODES < run->clients.nodes && draw_below(draw, 2))
        index += NODES; /* the second place's booking */
    const int64_t span = draw_span(draw, 0, US_MINUTE);
    for (int i = 0; i < run->clients.readers_count; i++)
        if (run->clients.readers[i].server == index && is_trimmed(run->clients.readers[i].stream))
            reader_away(&run->clients.readers[i], span);
    world_at(&run->world, run->world.now + draw_span(draw, 0, span), trim_due, run, index, NULL);
}

/* ---- strokes ---- */

static void strike(struct run *run, enum fault fault, struct draw *draw)
{
    struct node *node = victim(run, draw);
    switch (fault) {
    case FAULT_BREAK:
        strike_break(run, draw, node);
        break;
    case FAULT_CUT:
        strike_cut(run, draw, node, true);
        break;
    case FAULT_HALF_CUT:
        strike_cut(run, draw, node, false);
        break;
    case FAULT_DEAF:
        strike_deaf(run, draw, node);
        break;
    case FAULT_KILL:
        strike_kill(run, draw, node);
        break;
    case FAULT_KILL_SENDING:
        node->sends_left = draw_below(draw, 12);
        break;
    case FAULT_KILL_WRITING:
        mount_cut_at(node->mount, draw_span(draw, 1, 80));
        break;
    case FAULT_STOP:
        strike_stop(run, draw, node);
        break;
    case FAULT_PAUSE:
        strike_pause(run, draw, node);
        break;
    case FAULT_POWER:
        strike_power(run, draw, node);
        break;
    case FAULT_MISDIRECT:
        operator_misdirect(run, draw, node);
        break;
    case FAULT_DISK_FAIL:
        strike_disk_fail(run, draw, node);
        break;
    case FAULT_DISK_FULL:
        strike_disk_full(run, draw, node);
        break;
    case FAULT_CLOCK:
        strike_clock(run, draw, node);
        break;
    case FAULT_TWO_OWNERS:
        strike_two_owners(run, node);
        break;
    case FAULT_UPGRADE:
        strike_upgrade(run, draw, node);
        break;
    case FAULT_LIE:
        operator_lie(run, draw, node);
        break;
    case FAULT_FLIP:
        operator_flip(run, draw, node);
        break;
    case FAULT_OLD_COPY:
        operator_old_copy(run, draw, node);
        break;
    case FAULT_OLD_SILENT:
        operator_old_silent(run, draw, node);
        break;
    case FAULT_REVOKE:
        operator_revoke(run, draw);
        break;
    case FAULT_TRIM:
        strike_trim(run, draw);
        return; /* counted when it is done */
    case FAULT_LOSS:
    case FAULT_TWICE:
    case FAULT_DELAY:
    case FAULT_CLOG:
    case FAULT_POINTS:
    case FAULT_CHAOS:
    case FAULT_COUNT:
        return;
    }
    count(run, fault);
}

struct stroke {
    struct draw draw;
};

/* Rare ones: a store that is replaced costs the others much. */
static int64_t gap_of(const struct run *run, enum fault fault)
{
    bool rare = fault == FAULT_MISDIRECT || fault == FAULT_LIE || fault == FAULT_FLIP || fault == FAULT_OLD_COPY ||
                fault == FAULT_OLD_SILENT;
    return run->swarm.gap_ms * US_MS * (rare ? 10 : 1);
}

static void stroke(void *self, int64_t fault, void *data);

static void stroke_plan(struct run *run, enum fault fault, struct draw draw)
{
    struct stroke *next = malloc(sizeof *next);
    if (!next)
        BUG("out of memory");
    int64_t at = run->world.now + draw_span(&draw, 0, 2 * gap_of(run, fault));
    next->draw = draw;
    world_at(&run->world, at, stroke, run, fault, next);
}

static void stroke(void *self, int64_t fault, void *data)
{
    struct run *run = self;
    struct stroke *this = data;
    if (run->healed)
        return;
    strike(run, (enum fault)fault, &this->draw);
    stroke_plan(run, (enum fault)fault, this->draw);
}

/* ---- beginning and end ---- */

static void ways_set(struct run *run)
{
    struct net_ways *ways = &run->net.ways;
    const bool *on = run->swarm.on;
    struct draw draw = world_draw(&run->world, "ways", 0);
    int lose = draw_below(&draw, 3000), twice = draw_below(&draw, 5000), clog = draw_below(&draw, 200);
    int64_t delay = draw_span(&draw, 1, 400), clog_most = draw_span(&draw, 1, 5000);
    ways->lose = on[FAULT_LOSS] ? lose : 0;
    ways->twice = on[FAULT_TWICE] ? twice : 0;
    ways->clog = on[FAULT_CLOG] ? clog : 0;
    ways->clog_most = clog_most * US_MS;
    ways->delay_most = on[FAULT_DELAY] ? delay * US_MS : ways->delay_most;
}

void faults_begin(struct run *run)
{
    ways_set(run);
    for (int i = 0; i < FAULT_COUNT; i++) {
        bool strikes = i != FAULT_LOSS && i != FAULT_TWICE && i != FAULT_DELAY && i != FAULT_CLOG &&
                       i != FAULT_POINTS && i != FAULT_CHAOS;
        if (run->swarm.on[i] && strikes)
            stroke_plan(run, (enum fault)i, world_draw(&run->world, fault_word((enum fault)i), 0));
    }
}

void faults_end(struct run *run)
{
    struct net_tally *tally = &run->net.tally;
    const bool *on = run->swarm.on;
    run->faults[FAULT_LOSS] = on[FAULT_LOSS] ? tally->lost : 0;
    run->faults[FAULT_TWICE] = tally->doubled;
    run->faults[FAULT_CLOG] = tally->clogged;
    run->faults[FAULT_DELAY] = on[FAULT_DELAY] ? tally->delivered : 0;
    net_heal(&run->net);
    for (int i = 0; i < run->clients.nodes; i++) {
        struct node *node = &run->nodes[i];
        disk_mend(node->disk);
        disk_limit(node->disk, 0);
        disk_lie(node->disk, 0);
        mount_cut_at(node->mount, 0);
        node->sends_left = -1;
        node->skew_ms = 0;
        node->paused_until = 0;
        if (!node->engine)
            fault_restart(run, node, US_SECOND);
    }
}
