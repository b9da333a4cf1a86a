/* anxin support: one file that tells somebody who helps how the set is. Each part is what another command of this tool
 * says in JSON; secrets are masked, and whatever people have typed (reasons, names of actors) is left out. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <uv.h>
#include <zmq.h>

#include "base/text.h"
#include "service/print.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "services/ctl/tar.h"

#define LOG_MOST (1 << 20) /* bytes of the end of a log */
#define PART_MS 1000       /* how long a service that is down is waited for, in each part */
#define WORDS_MOST 16

struct support {
    struct ctl *ctl;
    char folder[64], path[CONFIG_TEXT * 2];
    FILE *to;
    int64_t time;
    json_t *parts; /* of the manifest */
};

/* What is asked, in this order. `lines`: it answers a JSON object a line. */
static const struct part {
    const char *file;
    const char *words[6];
    bool slow;
} parts[] = {
    {"status.jsonl", {"status", "--full"}, false},
    {"dead.jsonl", {"dead", "groups"}, false},
    {"orphans.jsonl", {"orphans", "list"}, false},
    {"streams.jsonl", {"streams"}, false},
    {"timers.jsonl", {"timers", "--overdue", "--limit", "50"}, false},
    {"config.jsonl", {"config", "check"}, false},
    {"integrity.jsonl", {"verify"}, true},
};

/* ---- what must not leave ---- */

static bool is_secret(const char *name)
{
    static const char *const marks[] = {"secret", "password", "token", "key"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strcasestr(name, marks[i]))
            return true;
    return false;
}

static void scrub(json_t *value)
{
    static const char *const typed[] = {"reason", "why", "detail", "paused_why", "paused_by", "actor", "shown"};
    const char *name = json_string_value(json_object_get(value, "key"));
    json_t *inner;
    size_t at;
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        json_object_del(value, typed[i]);
    if (name && is_secret(name))
        json_object_set_new(value, "value", json_string("***"));
    json_object_foreach(value, name, inner)
    {
        if (json_is_string(inner) && is_secret(name) && !text_same(name, "key"))
            json_string_set(inner, "***");
        scrub(inner);
    }
    json_array_foreach(value, at, inner) scrub(inner);
}

/* The JSON lines of `text` that are left; what is no JSON is dropped. To be freed; NULL when out of memory. */
static char *scrub_lines(char *text, size_t *size)
{
    char *kept = NULL;
    FILE *to = open_memstream(&kept, size);
    if (!to)
        return NULL;
    for (char *line; (line = strsep(&text, "\n")) != NULL;) {
        json_t *object = json_loads(line, 0, NULL);
        if (!object)
            continue;
        scrub(object);
        json_dumpf(object, to, JSON_COMPACT);
        fputc('\n', to);
        json_decref(object);
    }
    return fclose(to) == 0 ? kept : NULL;
}

/* ---- asking ---- */

static int spawn_into(char *const *words, int end, pid_t *process)
{
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (!failed)
        failed = posix_spawn(process, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

static char *read_all(int from)
{
    char *text = NULL;
    size_t size = 0;
    FILE *in = fdopen(from, "r"), *to = open_memstream(&text, &size);
    for (int byte; in && to && (byte = getc(in)) != EOF;)
        putc(byte, to);
    if (in)
        fclose(in);
    else
        close(from);
    if (!to || fclose(to) != 0)
        return NULL;
    return text;
}

/* Runs a program and keeps what it prints, to be freed; *outcome is its exit code, -1 when it could not be run. */
static char *capture(char *const *words, int *outcome)
{
    int ends[2], status = 0;
    pid_t process;
    *outcome = -1;
    if (pipe2(ends, O_CLOEXEC))
        return NULL;
    const int failed = spawn_into(words, ends[1], &process);
    close(ends[1]);
    char *text = read_all(ends[0]);
    if (failed)
        return text;
    while (waitpid(process, &status, 0) < 0)
        if (errno != EINTR)
            return text;
    *outcome = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return text;
}

/* This tool with those words, as it was itself called. */
static char *ask(const struct support *support, const char *const *words, int *outcome)
{
    const struct ctl *ctl = support->ctl;
    char program[CONFIG_TEXT + 16], timeout[24];
    char json[] = "--json", config[] = "--config", wait[] = "--timeout";
    char *copy[WORDS_MOST] = {program}, *line[WORDS_MOST + 8] = {program};
    int count = 1;
    TEXT_FORMAT(program, "%s/anxin", ctl->folder);
    TEXT_FORMAT(timeout, "%d", (int)args_number(&ctl->args, "timeout", PART_MS));
    for (; count <= 6 && words[count - 1]; count++)
        line[count] = copy[count] = strdup(words[count - 1]);
    const int own = count;
    line[count++] = json;
    line[count++] = wait;
    line[count++] = timeout;
    char *file = ctl->file ? strdup(ctl->file) : NULL;
    if (file) {
        line[count++] = config;
        line[count++] = file;
    }
    char *text = capture(line, outcome);
    for (int i = 1; i < own; i++)
        free(copy[i]);
    free(file);
    return text;
}

/* ---- the parts ---- */

static int put(struct support *support, const char *file, const char *text, size_t size)
{
    char name[100];
    if (TEXT_FORMAT(name, "%s/%s", support->folder, file) || tar_add(support->to, name, text, size, support->time) != 0)
        return ctl_say(support->ctl, CTL_REFUSED, "%s: %s", support->path, strerror(errno));
    return 0;
}

static int put_json(struct support *support, const char *file, json_t *object)
{
    char *text = json_dumps(object, JSON_INDENT(2));
    const int code =
        text ? put(support, file, text, strlen(text)) : ctl_say(support->ctl, CTL_REFUSED, "out of memory");
    free(text);
    return code;
}

static int part_add(struct support *support, const struct part *part)
{
    int outcome;
    size_t size = 0;
    ctl_progress("%s ...", part->words[0]);
    char *text = ask(support, part->words, &outcome), *kept = text ? scrub_lines(text, &size) : NULL;
    const int code = kept ? put(support, part->file, kept, size) : 0;
    json_array_append_new(support->parts,
                          json_pack("{s:s, s:s, s:i}", "file", part->file, "command", part->words[0], "exit", outcome));
    free(text);
    free(kept);
    return code;
}

static json_t *versions(const struct support *support)
{
    json_t *object = json_object();
    int major, minor, patch;
    char text[32];
    zmq_version(&major, &minor, &patch);
    TEXT_FORMAT(text, "%d.%d.%d", major, minor, patch);
    json_object_set_new(object, "anxin", json_string(ANXIN_VERSION));
    json_object_set_new(object, "libzmq", json_string(text));
    json_object_set_new(object, "libuv", json_string(uv_version_string()));
    json_object_set_new(object, "jansson", json_string(JANSSON_VERSION));
    for (int i = 0; i < support->ctl->services; i++) {
        char program[CONFIG_TEXT + 64], option[] = "--version";
        char *line[] = {program, option, NULL};
        int outcome;
        ctl_daemon_path(support->ctl, support->ctl->service[i].name, program, sizeof program);
        char *said = capture(line, &outcome);
        if (said && outcome == 0)
            json_object_set_new(object, support->ctl->service[i].name, json_stringn(said, strcspn(said, "\n")));
        free(said);
    }
    return object;
}

/* The end of a log: its lines say nothing personal by themselves. */
static int log_add(struct support *support, const char *path)
{
    char *text = malloc(LOG_MOST);
    FILE *in = fopen(path, "re");
    int code = 0;
    if (!in)
        code = ctl_say(support->ctl, CTL_USAGE, "%s: %s", path, strerror(errno));
    else if (!text)
        code = ctl_say(support->ctl, CTL_REFUSED, "out of memory");
    if (!code) {
        if (fseek(in, -LOG_MOST, SEEK_END) != 0)
            rewind(in);
        const size_t size = fread(text, 1, LOG_MOST, in);
        code = put(support, "log.txt", text, size);
        json_array_append_new(support->parts, json_pack("{s:s}", "file", "log.txt"));
    }
    if (in)
        fclose(in);
    free(text);
    return code;
}

static int manifest_add(struct support *support)
{
    struct utsname system = {0};
    uname(&system);
    json_t *manifest = json_pack("{s:i, s:I, s:{s:s, s:s, s:s}, s:o, s:O}", "version", 1, "time",
                                 (json_int_t)support->time, "system", "name", system.sysname, "release", system.release,
                                 "machine", system.machine, "versions", versions(support), "parts", support->parts);
    const int code = put_json(support, "manifest.json", manifest);
    json_decref(manifest);
    return code;
}

static int fill(struct support *support)
{
    const char *log = args_text(&support->ctl->args, "log");
    int code = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !code; i++)
        if (!parts[i].slow || !args_flag(&support->ctl->args, "quick"))
            code = part_add(support, &parts[i]);
    if (!code && log)
        code = log_add(support, log);
    if (!code)
        code = manifest_add(support);
    ctl_progress("%s", "");
    if (!code && tar_end(support->to) != 0)
        code = ctl_say(support->ctl, CTL_REFUSED, "%s: %s", support->path, strerror(errno));
    return code;
}

/* ---- the file ---- */

static int file_open(struct support *support)
{
    const char *to = args_text(&support->ctl->args, "to");
    const time_t now = (time_t)(support->time / 1000);
    struct tm utc;
    strftime(support->folder, sizeof support->folder, "anxin-support-%Y%m%dT%H%M%SZ", gmtime_r(&now, &utc));
    if (to ? TEXT_FORMAT(support->path, "%s", to) : TEXT_FORMAT(support->path, "%s.tar", support->folder))
        return ctl_say(support->ctl, CTL_USAGE, "the path is too long");
    const int file = open(support->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    support->to = file < 0 ? NULL : fdopen(file, "w");
    return support->to ? 0 : ctl_say(support->ctl, CTL_REFUSED, "%s: %s", support->path, strerror(errno));
}

static void tell(const struct support *support)
{
    size_t at;
    json_t *part;
    if (support->ctl->json) {
        ctl_print_json(json_pack("{s:s, s:O}", "file", support->path, "parts", support->parts));
        return;
    }
    json_array_foreach(support->parts, at, part)
    {
        const json_int_t outcome = json_integer_value(json_object_get(part, "exit"));
        printf("%-16s %s\n", json_string_value(json_object_get(part, "file")),
               outcome == 0                 ? ""
               : outcome == CTL_UNREACHABLE ? "not all services answered"
                                            : "not all is well");
    }
    printf("support: %s\n", support->path);
}

static int support_run(struct ctl *ctl)
{
    struct support support = {.ctl = ctl, .time = ctl_wall_ms()};
    int code = file_open(&support);
    if (code)
        return code;
    support.parts = json_array();
    code = fill(&support);
    if (fclose(support.to) != 0 && !code)
        code = ctl_say(ctl, CTL_REFUSED, "%s: %s", support.path, strerror(errno));
    if (code)
        unlink(support.path);
    else
        tell(&support);
    json_decref(support.parts);
    return code;
}

static const struct ctl_option support_options[] = {
    {"to", OPTION_TEXT, "FILE", 0, 0, "a new file (default ./anxin-support-TIME.tar)"},
    {"log", OPTION_TEXT, "FILE", 0, 0, "add the last MiB of this log of the services"},
    {"quick", OPTION_FLAG, NULL, 0, 0, "do not verify the stores"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command support_command = {
    .name = "support",
    .synopsis = "",
    .summary = "one file for those who help: how every service is, without anything personal",
    .help =
        "A tar file with all versions and with what these say as JSON: status, dead groups, orphans list, streams,\n"
        "timers, config check and verify. Values of settings whose name has secret, password, token or key in it are\n"
        "masked; reasons that people typed and the names of those who acted are left out; no object or person is in\n"
        "it, and of an orphan only its number, type and id. It is made also when services are down: manifest.json\n"
        "tells how each part ended. Look through it before you send it.",
    .options = support_options,
    .least = 0,
    .most = 0,
    .run = support_run,
};
