/* The short life: what is sent, who answers, who is started again; and what must hold when it is over. */
#include "trial.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/civil.h"

#include "chance.h"
#include "check.h"
#include "model.h"
#include "oracle.h"

#define BEGIN (8 * MS_HOUR) /* of the sample's first day */
#define GAP (400 * US_MS)   /* between two commands */
#define CALM_MOST (15 * US_MINUTE)
#define BOOKINGS 3

/* ---- the life ---- */

static void on_death(void *self, struct node *node)
{
    point_death(self, node);
}

/* Whoever is down is started again, as systemd does. */
static void supervise(void *self, int64_t number, void *data)
{
    struct trial *trial = self;
    (void)number, (void)data;
    for (int i = 0; i < NODES; i++) {
        struct node *node = &trial->run.nodes[i];
        if (node->engine || (trial_is_alone(trial) && i != trial->victim))
            continue;
        if (mount_is_cut(node->mount))
            on_death(trial, node);
        node_start(node);
    }
    world_at(&trial->run.world, trial->run.world.now + US_SECOND, supervise, trial, 0, NULL);
}

static void command_send(struct trial *trial, const char *type, const char *visit, const char *worker)
{
    struct run *run = &trial->run;
    struct envelope envelope = {.time = world_business(&run->world)};
    struct offer_accept accept = {0};
    struct visit_ack ack = {0};
    TEXT_PUT(accept.visit, visit);
    TEXT_PUT(ack.visit, visit);
    TEXT_PUT(envelope.specversion, "1.0");
    TEXT_PUT(envelope.type, type);
    TEXT_FORMAT(envelope.id, "%.12s-%.50s", type, visit);
    TEXT_PUT(envelope.source, worker);
    TEXT_PUT(envelope.actorrole, "worker");
    TEXT_PUT(envelope.actorid, worker);
    bool accepts = text_same(type, "offer.accept");
    client_order(&run->clients, run->world.now, &envelope, accepts ? MSG_offer_accept : MSG_visit_ack,
                 accepts ? (const void *)&accept : &ack, false);
}

/* Workers say yes. */
static void on_visit(void *self, const struct envelope *envelope, const void *body)
{
    struct trial *trial = self;
    if (text_same(envelope->type, "visit.offered"))
        command_send(trial, "offer.accept", ((const struct visit_offered *)body)->visit,
                     ((const struct visit_offered *)body)->worker);
    else if (text_same(envelope->type, "visit.assigned"))
        command_send(trial, "visit.ack", ((const struct visit_assigned *)body)->visit,
                     ((const struct visit_assigned *)body)->worker);
}

/* The first command of each kind that the sample's life has, and a few bookings. The world's time when all are sent. */
static int64_t commands_plan(struct trial *trial)
{
    struct run *run = &trial->run;
    struct sample *sample = sample_make(1, sample_start());
    int of_type[MSG_COUNT] = {0};
    int64_t at = 3 * US_SECOND;
    if (!sample)
        BUG("out of memory");
    for (int i = 0; i < sample->count; i++) {
        const struct sample_act *act = &sample->acts[i];
        if (act->way == SAMPLE_SETUP || of_type[act->type]++ >= (act->type == MSG_booking_create ? BOOKINGS : 1))
            continue;
        struct envelope envelope = act->envelope;
        envelope.time = run->world.start + at / US_MS;
        client_order(&run->clients, at, &envelope, act->type, act->body, act->way == SAMPLE_INTAKE);
        at += GAP;
    }
    sample_free(&sample);
    return at;
}

static void deliver(void *self, const struct parcel *parcel)
{
    struct trial *trial = self;
    if (parcel->to >= NODES) {
        client_deliver(&trial->run.clients, parcel);
        return;
    }
    node_deliver(&trial->run.nodes[parcel->to], parcel);
}

static int64_t reads(void *self, int end)
{
    (void)self, (void)end;
    return 0;
}

static void logged(void *self, struct node *node, const char *line)
{
    struct trial *trial = self;
    world_say(&trial->run.world, "%s %.*s", node->plain->name, (int)strcspn(line, "\n"), line);
}

static void on_published(void *self, struct node *node, const struct frames *frames)
{
    struct trial *trial = self;
    trial->published++;
    oracle_published(&trial->run, node, frames);
}

static void trial_open(struct trial *trial, const struct ground *ground)
{
    struct run *run = &trial->run;
    chance_reset(1);
    run->ground = ground;
    world_open(&run->world, 1, sample_start() + BEGIN);
    net_open(&run->net, &run->world, deliver, reads, trial);
    clients_open(&run->clients, &run->world, &run->net);
    run->oracle = oracle_open(run);
    run->model = model_open(run);
    run->clients.hooks = (struct client_hooks){.self = run, .settled = oracle_settled, .read = oracle_read};
    for (int i = 0; i < NODES; i++) {
        node_open(&run->nodes[i], &run->world, &run->net, i, NODES);
        run->nodes[i].eager = is_memory(trial->plague);
        run->nodes[i].hooks =
            (struct node_hooks){.self = trial, .logged = logged, .died = on_death, .published = on_published};
        if (plagues[trial->plague].scene != SCENE_BIRTH)
            disk_restore(run->nodes[i].disk, ground->disk[i]);
    }
    if (plagues[trial->plague].scene == SCENE_UPGRADE)
        node_upgrade(trial_victim(trial));
    points_watch(trial);
    supervise(trial, 0, NULL);
    run->until = 3 * US_SECOND;
    if (trial_is_alone(trial))
        return;
    for (int i = 0; i < NODES; i++) {
        struct reader *reader = client_read(&run->clients, i, node_services[i]->name, "operator", "tap");
        reader->wait_ms = 2000;
        reader->on_event = text_same(node_services[i]->name, "matching") ? on_visit : NULL;
        reader->self = trial;
    }
    run->until = commands_plan(trial);
}

static void trial_close(struct trial *trial)
{
    for (int i = 0; i < NODES; i++)
        node_close(&trial->run.nodes[i]);
    oracle_close(&trial->run.oracle);
    model_close(&trial->run.model);
    clients_close(&trial->run.clients);
    world_close(&trial->run.world);
}

static void play(struct trial *trial, int64_t until)
{
    struct run *run = &trial->run;
    struct node *node = trial_victim(trial);
    while (run->world.violations == 0) {
        int64_t sent = run->net.tally.sent, turns = node->tally.turns;
        if (!world_step(&run->world, until))
            return;
        if (is_step(trial->plague) && (node->tally.turns != turns || run->net.tally.sent != sent))
            point_step(trial);
    }
}

/* ---- what must hold ---- */

static void settle(struct trial *trial, const char *when)
{
    struct run *run = &trial->run;
    char why[256] = "";
    int64_t most = run->world.now + CALM_MOST;
    do {
        play(trial, run->world.now + 2 * US_SECOND);
        if (!trial_is_alone(trial))
            check_calm(run, why);
        else if (!trial_victim(trial)->engine)
            TEXT_FORMAT(why, "%s is down: %.200s", trial_victim(trial)->plain->name, trial_victim(trial)->why);
        else
            why[0] = '\0';
    } while (why[0] && run->world.now < most && run->world.violations == 0);
    if (why[0] && run->world.violations == 0)
        world_violated(&run->world, "9 liveness", "%s: %s", when, why);
}

/* Every answer that was given is given again. */
static void repeat(struct trial *trial)
{
    struct run *run = &trial->run;
    for (int i = 0; i < run->clients.count && trial->kept_count < (int)(sizeof trial->kept / sizeof *trial->kept);
         i++) {
        struct order *order = run->clients.all[i];
        if (order->intake || order->server != trial->victim)
            continue;
        trial->kept[trial->kept_count++] = (struct kept){order, order->answer};
        client_again(order);
    }
    settle(trial, "after every command was sent again");
    for (int i = 0; i < trial->kept_count && run->world.violations == 0; i++)
        if (trial->kept[i].order->answer != trial->kept[i].answer)
            world_violated(&run->world, "2 once", "%s %s is answered otherwise when it is sent again",
                           trial->kept[i].order->envelope.type, trial->kept[i].order->envelope.id);
}

static void check(struct trial *trial)
{
    struct run *run = &trial->run;
    bool all = is_memory(trial->plague) || !trial->struck;
    for (int i = 0; i < NODES && run->world.violations == 0; i++) {
        if (i != trial->victim && (!all || trial_is_alone(trial)))
            continue;
        node_stop(&run->nodes[i]);
        check_store(run, &run->nodes[i]);
    }
}

void trial_say_replay(const struct trial *trial, const char *why)
{
    printf("    %s at point %lld (%s): %s\n    replay: gdb --args build/sim/exhaustive --service %s --plague %s --only "
           "%lld\n",
           plagues[trial->plague].word, (long long)trial->struck, trial->where, why, node_services[trial->victim]->name,
           plagues[trial->plague].word, (long long)trial->struck);
}

static void say_failure(const struct trial *trial)
{
    const struct world *world = &trial->run.world;
    for (int i = 0; i < TRACE_LINES; i++) {
        const char *line = world->lines[(world->lines_count + i) % TRACE_LINES];
        if (line[0])
            printf("    %s\n", line);
    }
    trial_say_replay(trial, world->why);
}

bool trial_run(struct trial *trial, const struct ground *ground)
{
    trial_open(trial, ground);
    malloc_trim(0); /* what is free need not be copied to each child */
    play(trial, trial->run.until);
    node_stop(trial_victim(trial));
    play(trial, trial->run.until + 5 * US_SECOND);
    points_end(trial);
    settle(trial, "after all was mended");
    if (trial->run.world.violations == 0)
        repeat(trial);
    if (trial->run.world.violations == 0)
        check(trial);
    bool held = trial->run.world.violations == 0;
    if (!held)
        say_failure(trial);
    if (trial->struck && !trial->only) {
        fflush(stdout);
        _exit(!held);
    }
    trial_close(trial);
    return held;
}
