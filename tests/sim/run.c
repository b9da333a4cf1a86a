/* A run: safety (everything may go wrong), then liveness (all is mended, and the set must come to rest), then the
 * stores are checked. */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/civil.h"
#include "base/text.h"

#include "chance.h"
#include "chaos.h"
#include "check.h"
#include "faults.h"
#include "folk.h"
#include "operator.h"
#include "model.h"
#include "oracle.h"

#define NOTICE (90 * US_SECOND) /* who stands on a chain that is no more has noticed by then */
#define TIDY (2 * US_MINUTE)    /* then an operator looks at what is left over */
#define REST (30 * US_MINUTE)   /* after the mending everything must be still within so long (oracle 9) */

static void deliver(void *self, const struct parcel *parcel)
{
    struct run *run = self;
    if (parcel->to < run->clients.nodes) {
        operator_arrived(run, parcel);
        node_deliver(&run->nodes[parcel->to], parcel);
    } else {
        client_deliver(&run->clients, parcel);
    }
}

static void read_by(void *self, const struct reader *reader, const struct envelope *envelope,
                    const struct frame *header, const struct frame *data)
{
    struct run *run = self;
    oracle_read(self, reader, envelope, header, data);
    chaos_told(run->chaos, envelope);
}

static bool doubted(void *self, int server)
{
    return ((struct run *)self)->doubtful[server];
}

static int64_t reads(void *self, int end)
{
    const struct run *run = self;
    return end < run->clients.nodes && run->nodes[end].engine ? run->nodes[end].paused_until : 0;
}

static void logged(void *self, struct node *node, const char *line)
{
    struct run *run = self;
    if (strstr(line, "event=request.denied")) /* readers who may not, over and over */
        return;
    world_say(&run->world, "%s %.*s", node->instance.name, (int)strcspn(line, "\n"), line);
}

static void died(void *self, struct node *node)
{
    struct run *run = self;
    world_say(&run->world, "%s has died", node->instance.name);
    operator_died(run, node);
    fault_restart(run, node, draw_span(&node->chance, 0, 5 * US_SECOND));
}

/* Each point has a likelihood of its own in each run. */
static bool chance(void *self, struct node *node, const char *point)
{
    struct run *run = self;
    struct draw often = draw_from(run->world.seed, "point", point);
    int parts = draw_below(&often, 2) ? draw_below(&often, 3000) : 0;
    if (run->healed || !run->swarm.on[FAULT_POINTS] || draw_below(&node->points, 10000) >= parts)
        return false;
    run->faults[FAULT_POINTS]++;
    return true;
}

static void started(void *self, struct node *node)
{
    operator_started(self, node);
    check_started(self, node);
}

/* ---- beginning ---- */

static int64_t first_moment(const struct ground *ground, uint64_t seed)
{
    struct draw draw = draw_from(seed, "moment", "");
    (void)ground;
    return sample_start() + draw_span(&draw, 0, 5) * MS_DAY + draw_span(&draw, 6 * 60, 16 * 60) * MS_MINUTE;
}

static void taps_open(struct run *run, int from, int to)
{
    for (int i = from; i < to; i++) {
        struct reader *reader = client_read(&run->clients, i, run->nodes[i].instance.name, "operator", "tap");
        if (text_in_list(run->nodes[i].plain->name, "matching|booking")) {
            reader->on_event = folk_told;
            reader->self = run->folk;
        }
    }
}

static void readers_open(struct run *run)
{
    const int booking = node_index("booking"), notification = node_index("notification");
    taps_open(run, 0, NODES);
    client_read(&run->clients, booking, "partner.miniapp", "partner", "miniapp");
    client_read(&run->clients, booking, "partner.eldercare", "partner", "eldercare");
    client_read(&run->clients, notification, "feed.W-01", "worker", "W-01");
    client_read(&run->clients, booking, "partner.eldercare", "partner", "miniapp")->may = false;
    client_read(&run->clients, notification, "feed.W-01", "worker", "W-02")->may = false;
    if (run->clients.nodes == NODES)
        return;
    taps_open(run, NODES, run->clients.nodes);
    client_read(&run->clients, booking + NODES, "partner.miniapp", "partner", "miniapp");
    client_read(&run->clients, booking + NODES, "partner.eldercare", "partner", "eldercare");
}

static void run_open(struct run *run, const struct ground *ground, uint64_t seed, const struct swarm *swarm, bool aloud)
{
    memset(run, 0, sizeof *run);
    chance_reset(seed);
    run->ground = ground;
    run->swarm = *swarm;
    world_open(&run->world, seed, first_moment(ground, seed));
    run->world.aloud = aloud;
    run->until = (int64_t)(swarm->hours * (double)US_HOUR);
    net_open(&run->net, &run->world, deliver, reads, run);
    clients_open(&run->clients, &run->world, &run->net);
    run->clients.nodes = ground->nodes;
    run->net.ends = NET_ALONE + (ground->nodes > NODES ? NET_ENDS - NET_ALONE : 0);
    run->folk = folk_open(run);
    operator_open(run);
    run->oracle = oracle_open(run);
    run->model = model_open(run);
    run->chaos = chaos_open(run);
    run->clients.hooks =
        (struct client_hooks){.self = run, .doubted = doubted, .settled = oracle_settled, .read = read_by};
    for (int i = 0; i < run->clients.nodes; i++) {
        struct node *node = &run->nodes[i];
        node_open(node, &run->world, &run->net, i, ground->nodes);
        node->hooks = (struct node_hooks){.self = run,
                                          .logged = logged,
                                          .chance = swarm->on[FAULT_POINTS] ? chance : NULL,
                                          .published = oracle_published,
                                          .died = died,
                                          .started = started,
                                          .identify = operator_identify};
        if (swarm->on[FAULT_TRIM])
            fault_keep_little(node);
        disk_restore(node->disk, ground->disk[i]);
        if (node_start(node) != 0)
            world_violated(&run->world, "start", "%s: %s", node->instance.name, node->why);
    }
    readers_open(run);
    folk_begin(run->folk);
    faults_begin(run);
    if (swarm->on[FAULT_CHAOS])
        chaos_begin(run->chaos);
}

static void run_close(struct run *run)
{
    for (int i = 0; i < run->clients.nodes; i++)
        node_close(&run->nodes[i]);
    folk_close(&run->folk);
    operator_close(run);
    oracle_close(&run->oracle);
    model_close(&run->model);
    chaos_close(&run->chaos);
    clients_close(&run->clients);
    world_close(&run->world);
}

/* ---- the phases ---- */

static void play(struct run *run)
{
    while (run->world.now < run->until && run->world.violations == 0)
        world_step(&run->world, run->until);
}

static void play_for(struct run *run, int64_t span)
{
    int64_t until = run->world.now + span;
    while (run->world.violations == 0 && world_step(&run->world, until))
        ;
}

static void rest(struct run *run)
{
    char why[256] = "";
    run->healed = true;
    folk_end(run->folk);
    faults_end(run);
    world_say(&run->world, "all is mended");
    play_for(run, NOTICE);
    check_noticed(run);
    operator_repair(run);
    int64_t most = run->world.now + REST, tidy = run->world.now + TIDY;
    do {
        play_for(run, 5 * US_SECOND);
        if (run->world.now >= tidy)
            operator_tidy(run);
        check_calm(run, why);
    } while (why[0] && !run->beyond && run->world.now < most && run->world.violations == 0);
    if (why[0] && run->world.violations == 0 && !run->beyond)
        world_violated(&run->world, "9 liveness", "%lld minutes after all was mended %s", (long long)(REST / US_MINUTE),
                       why);
}

static void report_fill(struct run *run, struct run_report *report)
{
    *report = (struct run_report){.trace = run->world.trace,
                                  .steps = run->world.steps,
                                  .business_ms = run->world.now / US_MS,
                                  .orders = run->clients.count,
                                  .violations = run->world.violations};
    TEXT_PUT(report->why, run->world.why);
    memcpy(report->faults, run->faults, sizeof report->faults);
    for (int i = 0; i < run->clients.count; i++) {
        report->done += text_same(run->clients.all[i]->outcome, "done");
        report->refused += !text_same(run->clients.all[i]->outcome, "done");
    }
    for (int i = 0; i < run->clients.readers_count; i++)
        report->events += run->clients.readers[i].events;
    for (int i = 0; i < run->clients.nodes; i++)
        report->commits += run->nodes[i].tally.commits;
}

static void dump_stores(struct run *run, const char *folder)
{
    char path[512], name[INSTANCE_NAME];
    for (int i = 0; i < run->clients.nodes; i++) {
        instance_file(name, sizeof name, run->nodes[i].instance.name);
        snprintf(path, sizeof path, "%s/%s", folder, name);
        if (mkdir(path, 0700) != 0 || disk_dump(run->nodes[i].disk, path) != 0)
            fprintf(stderr, "%s cannot be written\n", path);
    }
}

void run_seed(const struct ground *ground, uint64_t seed, const struct swarm *swarm, bool aloud, const char *dump,
              struct run_report *report, char lines[TRACE_LINES][TRACE_LINE])
{
    struct run *run = malloc(sizeof *run);
    if (!run)
        BUG("out of memory");
    run_open(run, ground, seed, swarm, aloud);
    play(run);
    if (run->world.violations == 0)
        rest(run);
    if (run->world.violations == 0 && !run->beyond)
        check_all(run);
    report_fill(run, report);
    if (dump && report->violations > 0)
        dump_stores(run, dump);
    for (int i = 0; i < TRACE_LINES; i++)
        memcpy(lines[i], run->world.lines[(run->world.lines_count + i) % TRACE_LINES], TRACE_LINE);
    run_close(run);
    free(run);
}
