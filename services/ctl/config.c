/* anxin config check: what a configuration file makes of every service. The settings of a service are known to its
 * daemon alone, so each is asked (--check-config --json); what several say of the shared section is told once. */
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "service/instance.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"

extern char **environ;

struct check {
    struct ctl *ctl;
    const char *file; /* NULL: none, only defaults and environment */
    json_t *values;   /* "section.key" -> object, in the order in which they were told */
    json_t *faults;   /* sentence -> object */
    int asked;        /* daemons */
    struct places places;
};

/* ---- asking a daemon ---- */

static void take_line(struct check *check, const char *line)
{
    char name[160];
    json_t *object = json_loads(line, 0, NULL);
    const char *fault = json_string_value(json_object_get(object, "fault"));
    const char *section = json_string_value(json_object_get(object, "section"));
    const char *key = json_string_value(json_object_get(object, "key"));
    if (fault)
        json_object_set(check->faults, fault, object);
    else if (section && key && !TEXT_FORMAT(name, "%s.%s", section, key) && !json_object_get(check->values, name))
        json_object_set(check->values, name, object);
    json_decref(object);
}

static int read_answer(struct check *check, int from)
{
    FILE *in = fdopen(from, "r");
    char *line = NULL;
    size_t room = 0;
    if (!in) {
        close(from);
        return ctl_say(check->ctl, CTL_REFUSED, "%s", strerror(errno));
    }
    while (getline(&line, &room, in) >= 0)
        take_line(check, line);
    free(line);
    fclose(in);
    return 0;
}

/* Starts the daemon with its answers into a pipe, of which *from is our end. */
static int daemon_spawn(const struct check *check, const char *name, pid_t *process, int *from)
{
    char program[CONFIG_TEXT + 64], option[] = "--check-config", json[] = "--json", config[] = "--config";
    char *file = check->file ? strdup(check->file) : NULL;
    char place[] = "--place", where[INSTANCE_NAME];
    char *args[8] = {program, option, json};
    int count = 3;
    int ends[2] = {-1, -1};
    posix_spawn_file_actions_t actions;
    ctl_daemon_path(check->ctl, name, program, sizeof program);
    TEXT_FORMAT(where, "%s", instance_place(name));
    if (where[0]) {
        args[count++] = place;
        args[count++] = where;
    }
    if (file) {
        args[count++] = config;
        args[count++] = file;
    }
    int failed = (check->file && !file) || pipe2(ends, O_CLOEXEC) ? errno : 0;
    if (!failed && !(failed = posix_spawn_file_actions_init(&actions))) {
        failed = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        if (!failed)
            failed = posix_spawn(process, program, &actions, NULL, args, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    free(file);
    close(ends[1]);
    if (failed)
        close(ends[0]);
    *from = ends[0];
    return failed ? ctl_say(check->ctl, CTL_REFUSED, "%s: %s", program, strerror(failed)) : 0;
}

static int daemon_ask(struct check *check, const char *name)
{
    pid_t process = -1;
    int from = -1, outcome = 0, code = daemon_spawn(check, name, &process, &from);
    if (code)
        return code;
    code = read_answer(check, from);
    while (waitpid(process, &outcome, 0) < 0)
        if (errno != EINTR)
            return ctl_say(check->ctl, CTL_REFUSED, "%s: %s", name, strerror(errno));
    if (!WIFEXITED(outcome) || (WEXITSTATUS(outcome) != 0 && WEXITSTATUS(outcome) != 2))
        return ctl_say(check->ctl, CTL_REFUSED, "anxin-%s did not tell what it makes of it", name);
    check->asked++;
    return code;
}

/* ---- sections of nobody ---- */

struct sections {
    struct check *check;
    char last[64];
};

static bool is_owner(const struct check *check, const char *name)
{
    struct error error;
    char owner[INSTANCE_NAME];
    if (instance_place(name)[0] && instance_check(&check->places, name, &error))
        return false;
    instance_service(owner, name);
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++)
        if (text_same(message_of(type)->owner, owner) && !text_same(owner, "common"))
            return true;
    return false;
}

/* A section that nobody reads is no fault, for the file may be newer; but mostly it is a typing mistake. */
static int take_pair(void *self, const char *section, const char *key, const char *value)
{
    struct sections *sections = self;
    (void)value;
    if (!section[0] || text_same(section, sections->last))
        return 1;
    snprintf(sections->last, sizeof sections->last, "%s", section);
    if (!text_in_list(section, "anxin|ctl") && !is_owner(sections->check, section))
        ctl_say(sections->check->ctl, CTL_DONE, "%s: nobody here reads section [%s] (%s ...)", sections->check->file,
                section, key);
    return 1;
}

/* ---- the whole ---- */

static void print(const struct check *check)
{
    struct grid grid = {.columns = 3};
    const char *name;
    json_t *object;
    json_object_foreach(check->values, name, object)
    {
        if (check->ctl->json) {
            ctl_print_json(json_incref(object));
            continue;
        }
        grid_add(&grid, name);
        grid_add(&grid, json_string_value(json_object_get(object, "value")));
        grid_add(&grid, json_string_value(json_object_get(object, "origin")));
    }
    grid_print(stdout, &grid, 0);
    grid_free(&grid);
    json_object_foreach(check->faults, name, object)
    {
        if (check->ctl->json)
            ctl_print_json(json_incref(object));
        else
            ctl_say(check->ctl, CTL_REFUSED, "%s", name);
    }
}

/* Which places there are; none where the file says it wrongly, which each daemon tells. */
static void places_find(struct check *check)
{
    struct config config = {0};
    struct error error;
    if (config_load(&config, check->file, "ctl", NULL, 0, &error) == 0)
        places_read(&check->places, config.places, "places", &error);
    config_free(&config);
}

static int instances_ask(struct check *check, const char *owner)
{
    char names[PLACES_MOST][INSTANCE_NAME];
    const int count = instances_of(names, owner, &check->places);
    int code = 0;
    for (int i = 0; i < count && !code; i++)
        code = daemon_ask(check, names[i]);
    return code;
}

static int check_all(struct check *check)
{
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const char *owner = message_of(type)->owner;
        const bool again = message_of(type - 1) && text_same(message_of(type - 1)->owner, owner);
        const int code =
            !again && is_owner(check, owner) && ctl_daemon_exists(check->ctl, owner) ? instances_ask(check, owner) : 0;
        if (code)
            return code;
    }
    if (!check->asked)
        return ctl_say(check->ctl, CTL_REFUSED, "there is no daemon in %s that could be asked", check->ctl->folder);
    print(check);
    return json_object_size(check->faults) ? CTL_REFUSED : CTL_DONE;
}

static int config_run(struct ctl *ctl)
{
    struct check check = {.ctl = ctl, .file = ctl->args.words > 1 ? ctl->args.word[1] : ctl->file};
    struct sections sections = {.check = &check};
    if (!text_same(ctl->args.word[0], "check"))
        return ctl_say(ctl, CTL_USAGE, "config knows how to check, not to %s", ctl->args.word[0]);
    if (check.file && access(check.file, R_OK))
        return ctl_say(ctl, CTL_USAGE, "%s: %s", check.file, strerror(errno));
    places_find(&check);
    check.values = json_object();
    check.faults = json_object();
    const int code = check.values && check.faults ? check_all(&check) : ctl_say(ctl, CTL_REFUSED, "out of memory");
    if (check.file)
        ini_parse(check.file, take_pair, &sections);
    json_decref(check.values);
    json_decref(check.faults);
    return code;
}

const struct command config_command = {
    .name = "config",
    .synopsis = "check [FILE]",
    .summary = "every setting as it stands and where it comes from; or what is wrong, with file, line and key",
    .help = "FILE is --config when it is not given; with neither, defaults and environment.\n"
            "Exit 0 when every service would start with it, 1 when one would not, 2 when the file cannot be read.",
    .least = 1,
    .most = 2,
    .first = WORD_FIXED,
    .rest = WORD_FILE,
    .fixed = "check",
    .offline = true,
    .run = config_run,
};
