/* sim: plays seeds, each a bad day of the whole set, and says what it found. */
#include <execinfo.h>
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/text.h"

#include "chance.h"
#include "jobs.h"
#include "minimise.h"

static const char usage[] =
    "sim [--seed N] [--seeds K] [--hours H] [--rate R] [--places P] [--calm] [--only FAULT,...] [--without FAULT,...]\n"
    "    [--jobs J] [--twice] [--minimise] [--first] [--trace] [--json] [--dump FOLDER] [--faults]\n"
    "Plays seeds N .. N+K-1. A seed draws its own faults, length, rate and places; the options override.\n"
    "  --places    1, or 2: all but notification are there twice. With --only 1, unless it is said\n"
    "  --jobs      in J processes; what comes out is the same\n"
    "  --twice     each seed twice: the traces must be equal\n"
    "  --minimise  of a seed that fails: switches its faults off one by one while it still fails\n"
    "  --first     ends with the first seed that fails\n"
    "  --trace     every line as it happens\n"
    "Ends with 0; 1 when a promise was broken; 2 usage.\n";

struct options {
    uint64_t seed;
    long seeds, rate, places, jobs;
    double hours;
    bool calm, twice, minimise, trace, json, first;
    const char *only, *without, *dump;
};

struct totals {
    int64_t seeds, events, commits, orders, done, refused, business_ms, failed;
    uint64_t trace;
    int64_t faults[FAULT_COUNT], seeds_with[FAULT_COUNT];
};

static struct {
    uint64_t seed;
    struct swarm swarm;
} playing; /* for a process that dies of it */

/* ---- what a seed is played with ---- */

static bool in_list(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = list; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (strncmp(at, word, size) == 0 && (at[size] == ',' || at[size] == '\0'))
            return true;
    return false;
}

static struct swarm swarm_of(const struct options *options, uint64_t seed)
{
    struct swarm swarm;
    swarm_draw(&swarm, seed, options->hours);
    if (options->rate > 0)
        swarm.rate = (int)options->rate;
    if (options->places > 0 || options->only)
        swarm.places = options->places == 2 ? 2 : 1;
    for (int i = 0; i < FAULT_COUNT; i++) {
        if (options->only)
            swarm.on[i] = in_list(options->only, fault_word((enum fault)i));
        if (options->calm || (options->without && in_list(options->without, fault_word((enum fault)i))))
            swarm.on[i] = false;
    }
    return swarm;
}

static void faults_print(const struct swarm *swarm, FILE *out)
{
    bool any = false;
    for (int i = 0; i < FAULT_COUNT; i++)
        if (swarm->on[i]) {
            fprintf(out, "%s%s", any ? "," : "", fault_word((enum fault)i));
            any = true;
        }
    fputs(any ? "" : "none", out);
}

static void command_print(uint64_t seed, const struct swarm *swarm, FILE *out)
{
    fprintf(out, "sim --seed %llu --hours %g --rate %d %s--only ", (unsigned long long)seed, swarm->hours, swarm->rate,
            swarm->places > 1 ? "--places 2 " : "");
    faults_print(swarm, out);
}

/* A bug of the product ends the process: the seed must not be lost with it. */
static void on_abort(int signal_number)
{
    fprintf(stderr, "not ok - seed %llu: the product has ended the process (signal %d)\nreplay: gdb --args build/sim/",
            (unsigned long long)playing.seed, signal_number);
    command_print(playing.seed, &playing.swarm, stderr);
    fputs("\n", stderr);
    void *frames[40];
    backtrace_symbols_fd(frames, backtrace(frames, 40), STDERR_FILENO);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* ---- playing ---- */

static void failure_print(const struct options *options, const struct ground *ground, uint64_t seed,
                          const struct played *played)
{
    struct swarm least = swarm_of(options, seed);
    printf("not ok - seed %llu: %s\n", (unsigned long long)seed, played->report.why);
    for (int i = 0; i < TRACE_LINES && !options->trace; i++)
        if (played->lines[i][0])
            printf("    %s\n", played->lines[i]);
    if (options->minimise && !played->died)
        minimise(ground, seed, &least);
    fputs("replay: gdb --args build/sim/", stdout);
    command_print(seed, &least, stdout);
    fputs("\n", stdout);
}

static void totals_add(struct totals *totals, const struct run_report *report, const struct swarm *swarm)
{
    totals->seeds++;
    totals->events += report->events;
    totals->commits += report->commits;
    totals->orders += report->orders;
    totals->done += report->done;
    totals->refused += report->refused;
    totals->business_ms += report->business_ms;
    totals->failed += report->violations > 0;
    totals->trace = (totals->trace ^ report->trace) * UINT64_C(0x9E3779B97F4A7C15);
    for (int i = 0; i < FAULT_COUNT; i++) {
        totals->faults[i] += report->faults[i];
        totals->seeds_with[i] += swarm->on[i];
    }
}

/* What a process that plays seeds has in hand. */
struct player {
    const struct options *options;
    const struct ground *grounds; /* of one place, of two */
};

static void seed_play(const void *self, uint64_t seed, struct played *played)
{
    const struct player *player = self;
    const struct options *options = player->options;
    struct run_report again, *report = &played->report;
    played->died = false;
    playing.seed = seed;
    playing.swarm = played->swarm = swarm_of(options, seed);
    const struct ground *ground = &player->grounds[played->swarm.places - 1];
    run_seed(ground, seed, &played->swarm, options->trace, options->dump, report, played->lines);
    if (!options->twice || report->violations > 0)
        return;
    run_seed(ground, seed, &played->swarm, false, NULL, &again, played->lines);
    if (again.trace != report->trace) {
        report->violations++;
        text_format(report->why, sizeof report->why, "12 determinism: played again it has the trace %016llx",
                    (unsigned long long)again.trace);
    }
}

/* The grounds that those seeds start from. 0 or -1. */
static int grounds_make(const struct options *options, struct ground grounds[2])
{
    int failed = 0;
    for (long i = 0; i < options->seeds && !failed; i++) {
        const int places = swarm_of(options, options->seed + (uint64_t)i).places;
        if (grounds[places - 1].nodes == 0)
            failed = ground_make(&grounds[places - 1], places, false);
    }
    return failed;
}

static void seeds_play(const struct options *options, const struct ground *grounds, struct totals *totals)
{
    static struct played played;
    const struct player player = {options, grounds};
    struct jobs *jobs = jobs_open((int)options->jobs, options->seed, options->seeds, seed_play, &player);
    for (long i = 0; i < options->seeds && !(options->first && totals->failed > 0); i++) {
        jobs_take(jobs, &played);
        totals_add(totals, &played.report, &played.swarm);
        if (played.report.violations > 0)
            failure_print(options, &grounds[played.swarm.places - 1], options->seed + (uint64_t)i, &played);
    }
    jobs_close(&jobs);
}

/* Of a processor, by this process and those that have ended. */
static double seconds_used(void)
{
    double seconds = 0;
    for (int who = RUSAGE_CHILDREN; who <= RUSAGE_SELF; who++) {
        struct rusage used;
        getrusage(who, &used);
        seconds += (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                   (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    }
    return seconds;
}

static void totals_print(const struct totals *totals, double seconds, bool json)
{
    double hours = (double)totals->business_ms / 3600000.0;
    if (json) {
        printf("{\"seeds\":%lld,\"hours\":%.1f,\"events\":%lld,\"commits\":%lld,\"commands\":%lld,\"done\":%lld,"
               "\"refused\":%lld,\"violations\":%lld,\"trace\":\"%016llx\",\"seconds\":%.1f,\"faults\":{",
               (long long)totals->seeds, hours, (long long)totals->events, (long long)totals->commits,
               (long long)totals->orders, (long long)totals->done, (long long)totals->refused,
               (long long)totals->failed, (unsigned long long)totals->trace, seconds);
        for (int i = 0; i < FAULT_COUNT; i++)
            printf("%s\"%s\":%lld", i ? "," : "", fault_word((enum fault)i), (long long)totals->faults[i]);
        puts("}}");
        return;
    }
    for (int i = 0; i < FAULT_COUNT; i++)
        printf("  %-13s %8lld times in %5lld seeds  %s\n", fault_word((enum fault)i), (long long)totals->faults[i],
               (long long)totals->seeds_with[i], fault_doc((enum fault)i));
    printf("%lld seeds, %.1f virtual hours, %lld commands (%lld done, %lld refused), %lld commits, %lld events read, "
           "violations %lld, trace %016llx, %.1f s of one core (%.0f hours a minute)\n",
           (long long)totals->seeds, hours, (long long)totals->orders, (long long)totals->done,
           (long long)totals->refused, (long long)totals->commits, (long long)totals->events, (long long)totals->failed,
           (unsigned long long)totals->trace, seconds, hours / seconds * 60);
}

static int list_faults(void)
{
    for (int i = 0; i < FAULT_COUNT; i++)
        printf("%-13s %s\n", fault_word((enum fault)i), fault_doc((enum fault)i));
    return 0;
}

static int options_read(struct options *options, int argc, char **argv)
{
    static const struct option words[] = {
        {"seed", required_argument, NULL, 's'},    {"seeds", required_argument, NULL, 'k'},
        {"hours", required_argument, NULL, 'h'},   {"rate", required_argument, NULL, 'r'},
        {"places", required_argument, NULL, 'p'},  {"only", required_argument, NULL, 'o'},
        {"without", required_argument, NULL, 'w'}, {"dump", required_argument, NULL, 'd'},
        {"calm", no_argument, NULL, 'c'},          {"twice", no_argument, NULL, '2'},
        {"minimise", no_argument, NULL, 'm'},      {"trace", no_argument, NULL, 't'},
        {"json", no_argument, NULL, 'j'},          {"first", no_argument, NULL, '1'},
        {"help", no_argument, NULL, 'H'},          {"faults", no_argument, NULL, 'f'},
        {"jobs", required_argument, NULL, 'J'},    {NULL, 0, NULL, 0},
    };
    *options = (struct options){.seed = 1, .seeds = 1, .jobs = 1};
    for (int c; (c = getopt_long(argc, argv, "", words, NULL)) != -1;) {
        switch (c) {
        case 's':
            options->seed = strtoull(optarg, NULL, 10);
            break;
        case 'k':
            options->seeds = strtol(optarg, NULL, 10);
            break;
        case 'h':
            options->hours = strtod(optarg, NULL);
            break;
        case 'r':
            options->rate = strtol(optarg, NULL, 10);
            break;
        case 'p':
            options->places = strtol(optarg, NULL, 10);
            break;
        case 'o':
            options->only = optarg;
            break;
        case 'w':
            options->without = optarg;
            break;
        case 'd':
            options->dump = optarg;
            break;
        case 'c':
            options->calm = true;
            break;
        case '2':
            options->twice = true;
            break;
        case 'm':
            options->minimise = true;
            break;
        case 't':
            options->trace = true;
            break;
        case 'j':
            options->json = true;
            break;
        case '1':
            options->first = true;
            break;
        case 'J':
            options->jobs = strtol(optarg, NULL, 10);
            break;
        case 'f':
            exit(list_faults());
        case 'H':
            fputs(usage, stdout);
            exit(0);
        default:
            fputs(usage, stderr);
            return -1;
        }
    }
    return optind == argc ? 0 : -1;
}

int main(int argc, char **argv)
{
    struct options options;
    static struct ground grounds[2];
    static struct totals totals;
    if (options_read(&options, argc, argv) != 0)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    mallopt(M_MMAP_THRESHOLD, 64 << 20); /* what a run gives back serves the next one without the kernel */
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
    signal(SIGABRT, on_abort);
    signal(SIGSEGV, on_abort);
    if (chance_install() != 0 || grounds_make(&options, grounds) != 0)
        return 1;
    double began = seconds_used();
    seeds_play(&options, grounds, &totals);
    totals_print(&totals, seconds_used() - began, options.json);
    ground_free(&grounds[0]);
    ground_free(&grounds[1]);
    return totals.failed > 0;
}
