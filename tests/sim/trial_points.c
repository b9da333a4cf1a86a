/* The points at which something fails, and what fails there. */
#include "trial.h"

#include <execinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "poor.h"

#define SHORTAGE (4 * US_SECOND) /* what fails for ever is mended after so long */
#define FRAMES 40

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

static const struct trial *dying; /* whose failure a crash is laid to */

static void on_crash(int number)
{
    trial_say_replay(dying, "the process died of it");
    fflush(stdout);
    signal(number, SIG_DFL);
    raise(number);
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
        dying = trial;
        signal(SIGSEGV, on_crash);
        signal(SIGABRT, on_crash);
    }
    trial->struck = number;
    for (int i = 0; i < NODES; i++) /* what of this comes later is no point any more */
        trial->run.nodes[i].eager = false;
    snprintf(trial->where, sizeof trial->where, "%s %s %lld", what, path, (long long)at);
    return true;
}

static void mend(void *self, int64_t number, void *data)
{
    struct trial *trial = self;
    (void)number, (void)data;
    trial->starving = false;
    disk_mend(trial_victim(trial)->disk);
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

static bool is_death(enum plague plague)
{
    return plague == PLAGUE_KILL || is_power(plague);
}

/* Whether a death at this call leaves behind what one at an earlier call has left: since then it has looked at its disk
 * and nothing more. Of a call that writes a part may arrive. */
static bool death_is_known(struct trial *trial, enum disk_call call)
{
    const struct node *node = trial_victim(trial);
    const struct stand stand = {.steps = trial->run.world.steps,
                                .changes = disk_changes(node->disk),
                                .used = disk_used(node->disk),
                                .sent = trial->run.net.tally.sent,
                                .published = trial->published,
                                .connections = trial->run.net.connections,
                                .drawn = node->chance.state};
    if (!is_death(trial->plague) || call == DISK_WRITE)
        return false;
    if (memcmp(&stand, &trial->stood, sizeof stand) == 0)
        return true;
    trial->stood = stand;
    return false;
}

static void on_call(void *self, enum disk_call call, const char *path, int64_t at)
{
    struct trial *trial = self;
    if (trial->struck || death_is_known(trial, call) || !point_strikes(trial, call_word(call), path, at))
        return;
    if (is_death(trial->plague))
        mount_cut_at(trial_victim(trial)->mount, 1);
    else
        disk_fail(trial_victim(trial)->disk, DISK_ANY, 1, trial->plague == PLAGUE_IO_EVER);
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
void point_step(struct trial *trial)
{
    struct node *node = trial_victim(trial);
    if (!node->engine || !point_strikes(trial, "step", "", trial->run.world.steps))
        return;
    if (trial->plague == PLAGUE_STEP)
        node_kill(node);
    else
        node->sends_left = 0;
}

void point_death(struct trial *trial, struct node *node)
{
    static const struct disk_loss loss = {.lose = 4000, .tear = 3000};
    if (is_power(trial->plague))
        disk_power_loss(node->disk, &loss);
}

void points_watch(struct trial *trial)
{
    if (is_memory(trial->plague))
        poor_watched_by(on_allocation, trial);
    else if (!is_step(trial->plague))
        disk_watched_by(trial_victim(trial)->disk, on_call, trial);
}

void points_end(struct trial *trial)
{
    trial->over = true;
    poor_watched_by(NULL, NULL);
    disk_watched_by(trial_victim(trial)->disk, NULL, NULL);
    disk_mend(trial_victim(trial)->disk);
    trial->starving = false;
    while (trial->running > 0)
        child_take(trial);
}
