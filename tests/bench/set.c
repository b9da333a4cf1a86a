/* Daemons are children of this program, so that nothing else stands between them and the figures. */
#include "set.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "bus/client.h"
#include "figures.h"
#include "proto/common.h"

#define READY_S 30.0

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

int set_names(const char *bin, char names[SET_MOST][33])
{
    DIR *folder = opendir(bin);
    int count = 0;
    if (!folder)
        figures_fail("%s cannot be read", bin);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL && count < SET_MOST;)
        if (text_starts(entry->d_name, "anxin-") && text_copy(names[count], 33, entry->d_name + 6) == 0)
            count++;
    closedir(folder);
    qsort(names, (size_t)count, 33, by_name);
    return count;
}

/* ---- the folder ---- */

static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *walk)
{
    (void)stat;
    (void)flag;
    (void)walk;
    return remove(path);
}

void set_remove(struct set *set)
{
    nftw(set->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void set_begin(struct set *set, const char *bin, const char *folder)
{
    char run[320];
    *set = (struct set){.bin = bin};
    TEXT_PUT(set->folder, folder);
    set_remove(set);
    TEXT_FORMAT(run, "%s/run", folder);
    if (mkdir(folder, 0700) != 0 || mkdir(run, 0700) != 0 || setenv("ANXIN_DATA", folder, 1) != 0)
        figures_fail("%s cannot be made", folder);
    setenv("ANXIN_LOG_LEVEL", "error", 1);
    /* One receptionist is told of all bookings: what is held of them is summed up each second, not each minute. */
    setenv("ANXIN_NOTIFICATION_STORM_CONTACT_S", "1", 1);
}

/* A hard link, for the tool looks for its neighbours where its file really lies. */
static void link_in(const char *from, const char *to, const char *name)
{
    char source[400], target[400];
    TEXT_FORMAT(source, "%s/%s", from, name);
    TEXT_FORMAT(target, "%s/%s", to, name);
    if (link(source, target) != 0)
        figures_fail("%s cannot be linked into %s", source, to);
}

void set_only(struct set *set, const char *const *names, int count)
{
    char program[64];
    TEXT_FORMAT(set->own_bin, "%s/bin", set->folder);
    if (mkdir(set->own_bin, 0700) != 0)
        figures_fail("%s cannot be made", set->own_bin);
    link_in(set->bin, set->own_bin, "anxin");
    for (int i = 0; i < count; i++) {
        TEXT_FORMAT(program, "anxin-%s", names[i]);
        link_in(set->bin, set->own_bin, program);
    }
    set->bin = set->own_bin;
    for (int i = 0; i < count; i++)
        set_start(set, names[i]);
}

/* ---- one daemon ---- */

static void request_path(const struct set *set, const char *name, char path[400])
{
    text_format(path, 400, "%s/run/%s.request", set->folder, name);
}

static bool is_listening(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (text_copy(address.sun_path, sizeof address.sun_path, path) != 0)
        figures_fail("the folder's name is too long for a socket: %s", path);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool listening = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return listening;
}

/* Asks how it is; 1 with the answer, else 0. */
static int status_ask(const struct set *set, const char *name, struct service_status_answer *status)
{
    char path[400], endpoint[410];
    struct envelope envelope = {.time = 1};
    const struct service_status question = {0};
    struct reply reply;
    struct error error = {{0}};
    request_path(set, name, path);
    TEXT_FORMAT(endpoint, "ipc://%s", path);
    struct client *client = client_open(endpoint, NULL, NULL, &error);
    if (!client)
        figures_fail("%s: %s", name, error.text);
    TEXT_PUT(envelope.id, "figures");
    TEXT_PUT(envelope.source, "figures");
    TEXT_PUT(envelope.actorid, "figures");
    TEXT_PUT(envelope.actorrole, "operator");
    const int got = client_ask(client, &envelope, MSG_service_status, &question, 10000, &reply, &error);
    const bool told = got == 1 && reply.type == MSG_service_status_answer;
    if (told)
        *status = *(const struct service_status_answer *)reply.body;
    client_close(&client);
    return told;
}

static pid_t child_start(const char *program, const char *const *args, int output)
{
    const pid_t pid = fork();
    if (pid < 0)
        figures_fail("%s cannot be started", program);
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (output >= 0)
        dup2(output, STDOUT_FILENO);
    execv(program, (char *const *)(uintptr_t)args);
    _exit(127);
}

void set_start(struct set *set, const char *name)
{
    static struct service_status_answer status;
    struct member *member = &set->member[set->count++];
    char program[400], path[400];
    const char *args[] = {program, NULL};
    *member = (struct member){0};
    TEXT_PUT(member->name, name);
    TEXT_FORMAT(program, "%s/anxin-%s", set->bin, name);
    request_path(set, name, path);
    const double start = now_s();
    member->pid = child_start(program, args, -1);
    while (!is_listening(path)) {
        if (now_s() - start > READY_S || waitpid(member->pid, NULL, WNOHANG) != 0)
            figures_fail("%s does not start", name);
        sleep_until(now_s() + 0.0005);
    }
    if (!status_ask(set, name, &status))
        figures_fail("%s does not answer", name);
    member->ready_ms = (now_s() - start) * 1000;
}

/* ---- looking ---- */

/* Nanoseconds that all threads of the process have run. */
static double cpu_of(pid_t pid)
{
    char path[320];
    double sum = 0;
    TEXT_FORMAT(path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    if (!tasks)
        figures_fail("%s cannot be read", path);
    for (const struct dirent *entry; (entry = readdir(tasks)) != NULL;) {
        double ns = 0;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", (int)pid, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "re");
        if (file && fscanf(file, "%lf", &ns) == 1)
            sum += ns;
        if (file)
            fclose(file);
    }
    closedir(tasks);
    return sum / 1e9;
}

void set_look(struct set *set)
{
    static struct service_status_answer status;
    for (int i = 0; i < set->count; i++) {
        if (!status_ask(set, set->member[i].name, &status))
            figures_fail("%s does not answer", set->member[i].name);
        set->member[i].commits = status.commits;
        set->member[i].cpu_s = cpu_of(set->member[i].pid);
    }
}

double set_rss_mib(const struct member *member)
{
    char path[64], line[256];
    long kib = 0;
    TEXT_FORMAT(path, "/proc/%d/status", (int)member->pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %ld", &kib) == 1)
            break;
    if (file)
        fclose(file);
    return (double)kib / 1024;
}

const struct member *set_member(const struct set *set, const char *name)
{
    for (int i = 0; i < set->count; i++)
        if (text_same(set->member[i].name, name))
            return &set->member[i];
    figures_fail("there is no %s", name);
}

void set_stop(struct set *set)
{
    for (int i = 0; i < set->count; i++)
        kill(set->member[i].pid, SIGTERM);
    for (int i = 0; i < set->count; i++)
        waitpid(set->member[i].pid, NULL, 0);
    set->count = 0;
}

json_t *set_bench(const struct set *set, const char *const *args)
{
    char program[400];
    const char *all[24] = {program, "bench", "--json"};
    int count = 3, ends[2], code = -1;
    TEXT_FORMAT(program, "%s/anxin", set->bin);
    while (*args && count < 23)
        all[count++] = *args++;
    if (pipe2(ends, O_CLOEXEC) != 0)
        figures_fail("no pipe");
    const pid_t pid = child_start(program, all, ends[1]);
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    json_t *told = said ? json_loadf(said, 0, NULL) : NULL;
    if (said)
        fclose(said);
    waitpid(pid, &code, 0);
    if (code != 0 || !told)
        figures_fail("anxin bench did not end well");
    return told;
}
