/* anxin demo: starts the whole set on a driven clock in a fresh folder, plays the sample's eight weeks through the real
 * sockets as outside systems and staff would, checks every answer and every invariant, and reports. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/demo.h"

extern char **environ;

#define PLAN_MOVE_MIN "5" /* the sample's homes are so near to each other that no plan saves half an hour */

/* The set that the demo runs: `anxin up` as a child. */
struct demo_set {
    char folder[CONFIG_TEXT];
    bool ours; /* the folder is temporary */
    pid_t up;
    sigset_t signals, before; /* those that are blocked while the demo runs; what was blocked before */
};

static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *walk)
{
    (void)stat;
    (void)flag;
    (void)walk;
    return remove(path);
}

static int set_folder(struct demo_set *set, const char *given, struct error *error)
{
    if (given)
        return TEXT_FORMAT(set->folder, "%s", given) == 0 ? 0 : error_set(error, "the data folder's name is too long");
    TEXT_PUT(set->folder, "/tmp/anxin-demo-XXXXXX");
    set->ours = true;
    return mkdtemp(set->folder) ? 0 : error_set(error, "%s: %s", set->folder, strerror(errno));
}

static int set_start(struct demo_set *set, const struct ctl *ctl, struct error *error)
{
    char program[CONFIG_TEXT + 16];
    char *args[] = {program, (char[]){"up"}, (char[]){"--data"}, set->folder, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    TEXT_FORMAT(program, "%s/anxin", ctl->folder);
    setenv("ANXIN_CLOCK", "driven", 1);
    setenv("ANXIN_MATCHING_PLAN_MOVE_MIN", PLAN_MOVE_MIN, 0);
    setenv("ANXIN_LOG_LEVEL", getenv("ANXIN_LOG_LEVEL") ? getenv("ANXIN_LOG_LEVEL") : "error", 1);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", 1, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &set->before);
    int failed = posix_spawn(&set->up, program, &files, &attributes, args, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed ? error_set(error, "%s: %s", program, strerror(failed)) : 0;
}

static void set_stop(struct demo_set *set)
{
    int status;
    if (set->up > 0) {
        kill(set->up, SIGTERM);
        while (waitpid(set->up, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    if (set->ours)
        nftw(set->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* One line of `anxin verify --json`: a service with its checks. */
static void checked_add(struct demo *demo, const char *line)
{
    json_t *said = json_loads(line, 0, NULL);
    demo->counts.checked += json_integer_value(json_object_get(said, "checked"));
    demo->counts.broken += json_integer_value(json_object_get(said, "broken"));
    if (json_integer_value(json_object_get(said, "broken")) > 0)
        fprintf(stderr, "demo: %s", line);
    json_decref(said);
}

/* Runs `anxin verify --json` over the running set and sums up its lines. */
static int invariants_check(struct demo *demo, const struct demo_set *set, struct error *error)
{
    char program[CONFIG_TEXT + 16], output[CONFIG_TEXT + 16], line[65536];
    char *args[] = {program, (char[]){"verify"}, (char[]){"--json"}, (char[]){"--data"}, (char *)(uintptr_t)set->folder,
                    NULL};
    posix_spawn_file_actions_t files;
    pid_t process;
    int status = -1;
    snprintf(program, sizeof program, "%s/anxin", demo->desk.ctl->folder);
    snprintf(output, sizeof output, "%s/verified", set->folder);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int failed = posix_spawn(&process, program, &files, NULL, args, environ);
    posix_spawn_file_actions_destroy(&files);
    while (!failed && waitpid(process, &status, 0) < 0 && errno == EINTR)
        continue;
    FILE *verified = failed ? NULL : fopen(output, "r");
    if (!verified)
        return error_set(error, "verify cannot be run: %s", strerror(failed ? failed : errno));
    while (fgets(line, sizeof line, verified))
        checked_add(demo, line);
    fclose(verified);
    if (status != 0 && demo->counts.broken == 0)
        demo->counts.broken = 1;
    return 0;
}

static void print_json(const struct demo *demo, double seconds)
{
    const struct demo_counts *c = &demo->counts;
    ctl_print_json(json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, "
        "s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:f}",
        "seed", (json_int_t)demo->seed, "sent", (json_int_t)c->sent, "answered", (json_int_t)c->answered, "accepted",
        (json_int_t)c->accepted, "refused", (json_int_t)c->refused, "repeated", (json_int_t)c->repeated, "assigned",
        (json_int_t)c->assigned, "unfilled", (json_int_t)c->unfilled, "enrolled", (json_int_t)c->enrolled, "cases",
        (json_int_t)c->cases, "notices", (json_int_t)c->notices, "unexpected", (json_int_t)c->unexpected, "kills",
        (json_int_t)c->kills, "resent", (json_int_t)demo->desk.resent, "lost", (json_int_t)c->lost, "doubled",
        (json_int_t)c->doubled, "invariants_checked", (json_int_t)c->checked, "invariants_broken",
        (json_int_t)c->broken, "exported", (json_int_t)c->exported, "erased", (json_int_t)c->erased, "no_shows",
        (json_int_t)c->no_shows, "missed", (json_int_t)c->missed, "cut_short", (json_int_t)c->cut_short, "followed_up",
        (json_int_t)c->followed_up, "read", (json_int_t)c->read, "storm", (json_int_t)c->storm, "plans",
        (json_int_t)c->plans, "plans_confirmed", (json_int_t)c->plans_confirmed, "plans_dropped",
        (json_int_t)c->plans_dropped, "plan_visits_done", (json_int_t)c->plan_done, "plan_visits_stale",
        (json_int_t)c->plan_stale, "digest", c->digest, "seconds", seconds));
}

static int64_t parked_count(const struct demo *demo)
{
    int64_t parked = 0;
    for (int i = 0; i < DESK_SERVICES; i++)
        parked += demo->desk.states[i].parked;
    return parked;
}

/* Plays, reads back, checks, reports. 0 when all is as it should be, else an exit code. */
static int demo_run(struct demo *demo, struct demo_set *set, struct error *error)
{
    struct ctl *ctl = demo->desk.ctl;
    int64_t began = ctl_mono_ms();
    if (demo_play(demo, error) != 0 || demo_forgotten(demo, error) != 0 || demo_digest(demo, error) != 0 ||
        demo_claims(demo, error) != 0 || desk_settle(&demo->desk, error) != 0 ||
        invariants_check(demo, set, error) != 0)
        return ctl_say(ctl, CTL_REFUSED, "%s", error->text);
    double seconds = (double)(ctl_mono_ms() - began) / 1000.0;
    int64_t parked = parked_count(demo);
    if (parked > 0)
        ctl_say(ctl, CTL_REFUSED, "%lld messages were set aside: see anxin status", (long long)parked);
    if (!demo->quiet)
        demo_report(demo, seconds);
    if (ctl->json)
        print_json(demo, seconds);
    const struct demo_counts *c = &demo->counts;
    return c->lost || c->doubled || c->broken || c->unexpected || parked || c->sent != c->answered ? CTL_REFUSED
                                                                                                   : CTL_DONE;
}

static int demo_in_set(struct demo *demo, struct ctl *ctl, struct demo_set *set, struct error *error)
{
    TEXT_PUT(ctl->config.data, set->folder);
    for (int i = 0; i < ctl->services; i++) {
        struct config_endpoints ends;
        if (config_endpoints(&ends, &ctl->config, ctl->file, ctl->service[i].name, error) != 0)
            return ctl_say(ctl, CTL_USAGE, "%s", error->text);
        TEXT_PUT(ctl->service[i].request, ends.request);
    }
    if (desk_open(&demo->desk, ctl, error) != 0 || set_start(set, ctl, error) != 0)
        return ctl_say(ctl, CTL_UNREACHABLE, "%s", error->text);
    int code = demo_run(demo, set, error);
    if (code == CTL_DONE && demo->terminal && !args_flag(&ctl->args, "exit")) {
        printf("\nThe set is up: try `anxin status --data %s`. Ctrl-C ends it.\n", set->folder);
        int number;
        sigwait(&set->signals, &number);
    }
    return code;
}

static int demo_command_run(struct ctl *ctl)
{
    struct demo demo = {.seed = (uint64_t)args_number(&ctl->args, "seed", 1),
                        .kills = (int)args_number(&ctl->args, "kills", 0)};
    struct demo_set set = {.up = -1};
    struct error error = {{0}};
    int code = CTL_REFUSED;
    desk_signals(&set.signals);
    sigprocmask(SIG_BLOCK, &set.signals, &set.before);
    demo.terminal = isatty(STDOUT_FILENO);
    demo.quiet = ctl->json && !demo.terminal;
    demo.sample = sample_make(demo.seed, sample_start());
    if (!demo.sample || set_folder(&set, args_text(&ctl->args, "data"), &error) != 0)
        return ctl_say(ctl, CTL_REFUSED, "%s", demo.sample ? error.text : "out of memory");
    code = demo_in_set(&demo, ctl, &set, &error);
    demo_intake_close(&demo);
    desk_close(&demo.desk);
    set_stop(&set);
    sample_free(&demo.sample);
    free(demo.visits);
    free(demo.deeds);
    free(demo.errands);
    free(demo.bookings);
    return code;
}

static const struct ctl_option demo_options[] = {
    {"seed", OPTION_NUMBER, "N", 0, INT64_MAX, "another seed, another eight weeks (default 1)"},
    {"kills", OPTION_NUMBER, "N", 0, 10000, "kill so many services (SIGKILL) meanwhile"},
    {"exit", OPTION_FLAG, NULL, 0, 0, "do not stay up afterwards"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command demo_command = {
    .name = "demo",
    .synopsis = "[--seed N] [--kills N] [--exit]",
    .summary = "play eight weeks at the sample stations on a driven clock, and check everything",
    .help =
        "The same seed gives the same digest, also while services are killed. Exit 0: nothing lost, nothing doubled,\n"
        "no invariant broken, every answer as it should be. With ANXIN_DEMO_LINES=FILE in the environment, the lines "
        "that\n"
        "were digested are kept in FILE: two runs that should agree can be compared.",
    .options = demo_options,
    .run = demo_command_run,
};
