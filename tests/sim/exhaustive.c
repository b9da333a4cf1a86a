/* exhaustive: fails the first call, the second, the third ... until a run needs no more, as SQLite is tested: of the
 * disk (once, for ever, with the process or the power gone in the middle), of memory, and each step of a process. A
 * short life of the whole set is played; at every point where something can fail the process forks, and the child goes
 * on with that failure while the parent goes on without. So a point costs what comes after it, never what came before.
 *
 * What must hold after each: nobody crashed, the set comes to rest, every command has its answer, an answer once given
 * is given again, and the stores are sound. */
#include <getopt.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "poor.h"
#include "trial.h"

const struct plague_row plagues[PLAGUES] = {
    [PLAGUE_IO_ONCE] = {"io_once", "calls to the disk", "fails once", SCENE_LIFE},
    [PLAGUE_IO_EVER] = {"io_ever", "calls to the disk", "and all after it fail for a while", SCENE_LIFE},
    [PLAGUE_KILL] = {"kill", "calls to the disk that write or find something changed", "is the last of its process",
                     SCENE_LIFE},
    [PLAGUE_POWER] = {"power", "calls to the disk that write or find something changed",
                      "is the last before the power goes", SCENE_LIFE},
    [PLAGUE_STEP] = {"step", "turns and messages", "is the last of its process", SCENE_LIFE},
    [PLAGUE_SEND] = {"send", "turns and messages", "kills its process at the first thing it sends", SCENE_LIFE},
    [PLAGUE_MEMORY_ONCE] = {"memory_once", "ways to an allocation", "fails once", SCENE_LIFE},
    [PLAGUE_MEMORY_EVER] = {"memory_ever", "ways to an allocation", "and all after it fail for a while", SCENE_LIFE},
    [PLAGUE_BIRTH_IO] = {"birth_io", "calls to an empty disk", "fails once", SCENE_BIRTH},
    [PLAGUE_BIRTH_POWER] = {"birth_power", "calls to an empty disk that write or find something changed",
                            "is the last before the power goes", SCENE_BIRTH},
    [PLAGUE_UPGRADE_IO] = {"upgrade_io", "calls of the next schema's program", "fails once", SCENE_UPGRADE},
    [PLAGUE_UPGRADE_POWER] = {"upgrade_power", "calls of the next schema's program",
                              "is the last before the power goes", SCENE_UPGRADE},
};

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
    mallopt(M_MMAP_THRESHOLD, 128 << 10); /* a child pays for each page that it writes: large rooms come untouched */
    if (poor_install() != 0 || chance_install() != 0 || ground_make(&ground, 1, false) != 0)
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
