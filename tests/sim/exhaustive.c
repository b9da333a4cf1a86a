/* exhaustive: fails the first call, the second, the third ... until a run needs no more, as SQLite is tested: of the
 * disk (once, for ever, with the process or the power gone in the middle), of memory, and each step of a process. A
 * short life of the whole set is played; at every point where something can fail the process forks, and the child goes
 * on with that failure while the parent goes on without. So a point costs what comes after it, never what came before.
 *
 * What must hold after each: nobody crashed, the set comes to rest, every command has its answer, an answer once given
 * is given again, and the stores are sound. */
#include <execinfo.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/text.h"

#include "chance.h"
#include "check.h"
#include "model.h"
#include "oracle.h"
#include "poor.h"

#define BEGIN (8 * MS_HOUR)      /* of the sample's first day */
#define GAP (400 * US_MS)        /* between two commands */
#define SHORTAGE (4 * US_SECOND) /* what fails for ever is mended after so long */
#define CALM_MOST (15 * US_MINUTE)
#define BOOKINGS 3
#define FRAMES 40
#define PATHS (1 << 17)

enum plague {
    PLAGUE_IO_ONCE,
    PLAGUE_IO_EVER,
    PLAGUE_KILL,
    PLAGUE_POWER,
    PLAGUE_STEP,
    PLAGUE_SEND,
    PLAGUE_MEMORY_ONCE,
    PLAGUE_MEMORY_EVER,
    PLAGUE_BIRTH_IO,
    PLAGUE_BIRTH_POWER,
    PLAGUE_UPGRADE_IO,
    PLAGUE_UPGRADE_POWER,
    PLAGUES
};

enum scene { SCENE_LIFE, SCENE_BIRTH, SCENE_UPGRADE };

static const struct {
    const char *word, *points, *what;
    enum scene scene;
} plagues[PLAGUES] = {
    [PLAGUE_IO_ONCE] = {"io_once", "calls to the disk", "fails once"},
    [PLAGUE_IO_EVER] = {"io_ever", "calls to the disk", "and all after it fail for a while"},
    [PLAGUE_KILL] = {"kill", "calls to the disk", "is the last of its process"},
    [PLAGUE_POWER] = {"power", "calls to the disk", "is the last before the power goes"},
    [PLAGUE_STEP] = {"step", "turns and messages", "is the last of its process"},
    [PLAGUE_SEND] = {"send", "turns and messages", "kills its process at the first thing it sends"},
    [PLAGUE_MEMORY_ONCE] = {"memory_once", "ways to an allocation", "fails once"},
    [PLAGUE_MEMORY_EVER] = {"memory_ever", "ways to an allocation", "and all after it fail for a while"},
    [PLAGUE_BIRTH_IO] = {"birth_io", "calls to an empty disk", "fails once", SCENE_BIRTH},
    [PLAGUE_BIRTH_POWER] = {"birth_power", "calls to an empty disk", "is the last before the power goes", SCENE_BIRTH},
    [PLAGUE_UPGRADE_IO] = {"upgrade_io", "calls of the next schema's program", "fails once", SCENE_UPGRADE},
    [PLAGUE_UPGRADE_POWER] = {"upgrade_power", "calls of the next schema's program",
                              "is the last before the power goes", SCENE_UPGRADE},
};

static bool is_memory(enum plague plague)
{
    return plague == PLAGUE_MEMORY_ONCE || plague == PLAGUE_MEMORY_EVER;
}

static bool is_step(enum plague plague)
{
    return plague == PLAGUE_STEP || plague == PLAGUE_SEND;
}

static bool is_power(enum plague plague)
{
    return plague == PLAGUE_POWER || plague == PLAGUE_BIRTH_POWER || plague == PLAGUE_UPGRADE_POWER;
}

/* What a command was answered, to be compared with what it is answered when it is sent again. */
struct kept {
    struct order *order;
    uint64_t answer;
};

struct trial {
    struct run run;
    enum plague plague;
    int victim; /* of memory it is everybody */
    bool counting, over, quiet;
    int64_t points, struck; /* so far; the one that failed here */
    int64_t only, stride, offset;
    bool starving;
    bool all; /* also allocations by a way through the code that was taken before */
    uint64_t paths[PATHS];
    int paths_count;
    char where[96]; /* what the struck point was */
    int jobs, running;
    int64_t tried, failed;
    struct kept kept[256];
    int kept_count;
};

/* ---- points ---- */

static void child_take(struct trial *trial)
{
    int status = 0;
    if (wait(&status) < 0)
        BUG("no child to wait for");
    trial->running--;
    trial->failed += status != 0;
    if (WIFSIGNALED(status))
        printf("    a child died of signal %d: its last lines stand above\n", WTERMSIG(status));
}

/* True in the process in which this point fails. */
static bool point_strikes(struct trial *trial, const char *what, const char *path, int64_t at)
{
    if (trial->struck || trial->over)
        return false;
    int64_t number = ++trial->points;
    if (trial->counting || (trial->only ? number != trial->only : (number + trial->offset) % trial->stride != 0))
        return false;
    if (!trial->only) {
        if (trial->running == trial->jobs)
            child_take(trial);
        fflush(stdout);
        pid_t child = fork();
        if (child < 0)
            BUG("no process can be made");
        trial->running += child > 0;
        trial->tried += child > 0;
        if (child > 0)
            return false;
        trial->running = 0;
    }
    trial->struck = number;
    snprintf(trial->where, sizeof trial->where, "%s %s %lld", what, path, (long long)at);
    return true;
}

static struct node *victim(struct trial *trial)
{
    return &trial->run.nodes[trial->victim];
}

static void mend(void *self, int64_t number, void *data)
{
    struct trial *trial = self;
    (void)number, (void)data;
    trial->starving = false;
    disk_mend(victim(trial)->disk);
}

static void mend_later(struct trial *trial)
{
    world_at(&trial->run.world, trial->run.world.now + SHORTAGE, mend, trial, 0, NULL);
}

static const char *call_word(enum disk_call call)
{
    static const char *const words[] = {"open",   "read",   "write", "truncate", "sync",
                                        "delete", "access", "size",  "lock"};
    return words[__builtin_ctz((unsigned)call)];
}

static void on_call(void *self, enum disk_call call, const char *path, int64_t at)
{
    struct trial *trial = self;
    if (!point_strikes(trial, call_word(call), path, at))
        return;
    if (trial->plague == PLAGUE_KILL || is_power(trial->plague))
        mount_cut_at(victim(trial)->mount, 1);
    else
        disk_fail(victim(trial)->disk, DISK_ANY, 1, trial->plague == PLAGUE_IO_EVER);
    if (trial->plague == PLAGUE_IO_EVER)
        mend_later(trial);
}

/* Whether this way through the code to an allocation is a new one. */
static bool path_is_new(struct trial *trial)
{
    void *frames[FRAMES];
    int count = backtrace(frames, FRAMES);
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int i = 0; i < count; i++)
        hash = (hash ^ (uint64_t)(uintptr_t)frames[i]) * UINT64_C(0x100000001b3);
    uint64_t *place = &trial->paths[(hash >> 20) % PATHS];
    while (*place && *place != hash)
        place = place + 1 < trial->paths + PATHS ? place + 1 : trial->paths;
    if (*place == hash)
        return false;
    if (++trial->paths_count > PATHS / 2)
        BUG("more than %d ways to allocations", PATHS / 2);
    *place = hash;
    return true;
}

static bool on_allocation(void *self)
{
    struct trial *trial = self;
    if (trial->starving || trial->struck || trial->over || (!trial->all && !path_is_new(trial)))
        return trial->starving;
    if (!point_strikes(trial, "allocation", "", 0))
        return trial->starving;
    trial->starving = trial->plague == PLAGUE_MEMORY_EVER;
    if (trial->starving)
        mend_later(trial);
    return true;
}

/* After each event of the world that the victim had a part in. */
static void on_step(struct trial *trial)
{
    struct node *node = victim(trial);
    if (!node->engine || !point_strikes(trial, "step", "", trial->run.world.steps))
        return;
    if (trial->plague == PLAGUE_STEP)
        node_kill(node);
    else
        node->sends_left = 0;
}

static void on_death(void *self, struct node *node)
{
    static const struct disk_loss loss = {.lose = 4000, .tear = 3000};
    struct trial *trial = self;
    if (is_power(trial->plague))
        disk_power_loss(node->disk, &loss);
}

/* ---- the life ---- */

static bool is_alone(const struct trial *trial)
{
    return plagues[trial->plague].scene != SCENE_LIFE;
}

/* Whoever is down is started again, as systemd does. */
static void supervise(void *self, int64_t number, void *data)
{
    struct trial *trial = self;
    (void)number, (void)data;
    for (int i = 0; i < NODES; i++) {
        struct node *node = &trial->run.nodes[i];
        if (node->engine || (is_alone(trial) && i != trial->victim))
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
    oracle_published(&trial->run, node, frames);
}

static void watch(struct trial *trial)
{
    if (is_memory(trial->plague))
        poor_watched_by(on_allocation, trial);
    else if (!is_step(trial->plague))
        disk_watched_by(victim(trial)->disk, on_call, trial);
}

static void unwatch(struct trial *trial)
{
    trial->over = true;
    poor_watched_by(NULL, NULL);
    disk_watched_by(victim(trial)->disk, NULL, NULL);
    disk_mend(victim(trial)->disk);
    trial->starving = false;
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
        node_open(&run->nodes[i], &run->world, &run->net, i);
        run->nodes[i].hooks =
            (struct node_hooks){.self = trial, .logged = logged, .died = on_death, .published = on_published};
        if (plagues[trial->plague].scene != SCENE_BIRTH)
            disk_restore(run->nodes[i].disk, ground->disk[i]);
    }
    if (plagues[trial->plague].scene == SCENE_UPGRADE)
        node_upgrade(victim(trial));
    watch(trial);
    supervise(trial, 0, NULL);
    run->until = 3 * US_SECOND;
    if (is_alone(trial))
        return;
    for (int i = 0; i < NODES; i++) {
        struct reader *reader =
            client_read(&run->clients, node_services[i]->name, node_services[i]->name, "operator", "tap");
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
    struct node *node = victim(trial);
    while (run->world.violations == 0) {
        int64_t sent = run->net.tally.sent, turns = node->tally.turns;
        if (!world_step(&run->world, until))
            return;
        if (is_step(trial->plague) && (node->tally.turns != turns || run->net.tally.sent != sent))
            on_step(trial);
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
        if (!is_alone(trial))
            check_calm(run, why);
        else if (!victim(trial)->engine)
            TEXT_FORMAT(why, "%s is down: %.200s", victim(trial)->plain->name, victim(trial)->why);
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
        if (i != trial->victim && (!all || is_alone(trial)))
            continue;
        node_stop(&run->nodes[i]);
        check_store(run, &run->nodes[i]);
    }
}

static void say_failure(const struct trial *trial)
{
    const struct world *world = &trial->run.world;
    for (int i = 0; i < TRACE_LINES; i++) {
        const char *line = world->lines[(world->lines_count + i) % TRACE_LINES];
        if (line[0])
            printf("    %s\n", line);
    }
    printf("    %s at point %lld (%s): %s\n    replay: gdb --args build/sim/exhaustive --service %s --plague %s --only "
           "%lld\n",
           plagues[trial->plague].word, (long long)trial->struck, trial->where, world->why,
           node_services[trial->victim]->name, plagues[trial->plague].word, (long long)trial->struck);
}

/* The life, the end of the victim's process in order, peace. True: all held. */
static bool trial_run(struct trial *trial, const struct ground *ground)
{
    trial_open(trial, ground);
    play(trial, trial->run.until);
    node_stop(victim(trial));
    play(trial, trial->run.until + 5 * US_SECOND);
    unwatch(trial);
    while (trial->running > 0)
        child_take(trial);
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

/* ---- the command ---- */

struct options {
    const char *service, *plague;
    int64_t only, points, seed;
    int jobs;
    bool all;
};

static struct trial *trial_new(enum plague plague, int service, const struct options *options)
{
    struct trial *trial = calloc(1, sizeof *trial);
    if (!trial)
        BUG("out of memory");
    trial->plague = plague;
    trial->victim = service;
    trial->jobs = options->jobs;
    trial->all = options->all;
    trial->stride = 1;
    return trial;
}

static int64_t points_count(enum plague plague, int service, const struct ground *ground, const struct options *options)
{
    struct trial *trial = trial_new(plague, service, options);
    trial->counting = true;
    bool held = trial_run(trial, ground);
    int64_t points = held ? trial->points : -1;
    free(trial);
    return points;
}

static bool plague_run(enum plague plague, int service, const struct ground *ground, const struct options *options)
{
    const char *name = is_memory(plague) ? "the set" : node_services[service]->name;
    int64_t points = points_count(plague, service, ground, options);
    struct trial *trial = trial_new(plague, service, options);
    trial->only = options->only;
    if (options->points > 0 && points > options->points)
        trial->stride = (points + options->points - 1) / options->points;
    trial->offset = options->seed % trial->stride;
    bool held = points > 0 && trial_run(trial, ground) && trial->failed == 0;
    printf("%s - %s: each of %lld %s %s (%lld tried, seed %lld)\n", held ? "ok" : "not ok", name, (long long)points,
           plagues[plague].points, plagues[plague].what, (long long)(trial->only ? 1 : trial->tried),
           (long long)options->seed);
    free(trial);
    return held;
}

static int options_read(struct options *options, int argc, char **argv)
{
    static const struct option words[] = {
        {"service", required_argument, NULL, 's'}, {"plague", required_argument, NULL, 'p'},
        {"only", required_argument, NULL, 'o'},    {"points", required_argument, NULL, 'n'},
        {"seed", required_argument, NULL, 'r'},    {"jobs", required_argument, NULL, 'j'},
        {"all", no_argument, NULL, 'a'},           {NULL, 0, NULL, 0},
    };
    *options = (struct options){.jobs = 2};
    for (int c; (c = getopt_long(argc, argv, "", words, NULL)) != -1;) {
        if (c == 's')
            options->service = optarg;
        else if (c == 'p')
            options->plague = optarg;
        else if (c == 'o')
            options->only = strtoll(optarg, NULL, 10);
        else if (c == 'n')
            options->points = strtoll(optarg, NULL, 10);
        else if (c == 'r')
            options->seed = strtoll(optarg, NULL, 10);
        else if (c == 'j')
            options->jobs = (int)strtol(optarg, NULL, 10);
        else if (c == 'a')
            options->all = true;
        else
            return -1;
    }
    return optind == argc && options->jobs > 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
    struct options options;
    struct ground ground = {0};
    bool held = true;
    if (options_read(&options, argc, argv) != 0) {
        fputs("exhaustive [--service S] [--plague P] [--only N] [--points N] [--seed N] [--jobs N] [--all]\n"
              "Every point of every plague; with --points at most so many of each, spread evenly from a seed.\n"
              "Of allocations each way through the code that leads to one is a point; with --all each allocation.\n",
              stderr);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (poor_install() != 0 || chance_install() != 0 || ground_make(&ground, false) != 0)
        return 1;
    for (int plague = 0; plague < PLAGUES; plague++)
        for (int service = 0; service < NODES; service++) {
            if ((options.plague && !text_same(options.plague, plagues[plague].word)) ||
                (is_memory((enum plague)plague)
                     ? service > 0
                     : options.service && !text_same(options.service, node_services[service]->name)))
                continue;
            held = plague_run((enum plague)plague, service, &ground, &options) && held;
        }
    ground_free(&ground);
    return !held;
}
