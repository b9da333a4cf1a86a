/* Copies of stores, for verify, backup and restore. */
#include "services/ctl/copies.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

#define COPY_MS 20000 /* without news; a disk may be slow to take what it was given */

extern char **environ;

int copies_open(struct copies *copies, struct ctl *ctl, const char *name)
{
    char *data = realpath(ctl->config.data, NULL);
    *copies = (struct copies){.ctl = ctl};
    if (!data)
        return ctl_say(ctl, CTL_UNREACHABLE, "%s: %s", ctl->config.data, strerror(errno));
    struct stat owner = {0};
    const int failed = TEXT_FORMAT(copies->folder, "%s/%s-%d", data, name, (int)getpid()) || stat(data, &owner);
    copies->data_length = strlen(data);
    free(data);
    if (failed)
        return ctl_say(ctl, CTL_USAGE, "the path of the data folder is too long");
    /* root may copy what other users run: their services must be able to write here */
    if (mkdir(copies->folder, 0700) || (geteuid() == 0 && chown(copies->folder, owner.st_uid, owner.st_gid)))
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", copies->folder, strerror(errno));
    return 0;
}

void copies_remove(const struct copies *copies)
{
    DIR *folder = opendir(copies->folder);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (!text_same(entry->d_name, ".") && !text_same(entry->d_name, ".."))
            unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(copies->folder);
}

int copies_path(const struct copies *copies, const char *service, char path[CONFIG_TEXT])
{
    char file[INSTANCE_NAME];
    instance_file(file, sizeof file, service);
    if (!text_format(path, CONFIG_TEXT, "%s/%s.%s", copies->folder, file, copies->keys ? "keys" : "db"))
        return 0;
    return ctl_say(copies->ctl, CTL_USAGE, "the path of the data folder is too long");
}

/* Waits for the answer; news of how far it is keep the wait going. 0, or an exit code. */
static int copy_await(struct ctl *ctl, struct ctl_service *service, const struct envelope *asked, struct reply *reply)
{
    const int patience = ctl->timeout_ms > COPY_MS ? ctl->timeout_ms : COPY_MS;
    struct error error = {0};
    int got;
    while ((got = client_receive(service->client, patience, reply, &error)) == 1) {
        const struct store_copying *news = reply->body;
        if (!text_same(reply->envelope.causationid, asked->id))
            continue; /* to a question given up before */
        if (reply->type != MSG_store_copying)
            return 0;
        ctl_progress("%s: copied %d %%", service->name, (int)(news->all ? news->done * 100 / news->all : 0));
    }
    ctl_progress("%s", "");
    if (got < 0)
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", service->name, error.text);
    return ctl_say(ctl, CTL_UNREACHABLE, "%s does not go on with its copy (waited %d ms)", service->name, patience);
}

int copies_make(const struct copies *copies, struct ctl_service *service, const char *path)
{
    struct ctl *ctl = copies->ctl;
    struct store_copy wish = {0};
    struct envelope envelope;
    struct reply reply;
    struct error error = {0};
    TEXT_PUT(wish.path, path + copies->data_length + 1);
    wish.keys = copies->keys;
    ctl_envelope(ctl, &envelope);
    if (ctl_connect(ctl, service))
        return CTL_UNREACHABLE;
    ctl_progress("%s: copying", service->name);
    if (client_send(service->client, &envelope, MSG_store_copy, &wish, &error))
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", service->name, error.text);
    int code = copy_await(ctl, service, &envelope, &reply);
    ctl_progress("%s", "");
    if (code || (code = ctl_expect(ctl, &reply, MSG_answer)))
        return code;
    const struct answer *answer = reply.body;
    if (text_same(answer->outcome, "done"))
        return 0;
    if (text_same(answer->code, "no_keys"))
        return CTL_NO_KEYS;
    return ctl_say(ctl, CTL_REFUSED, "%s makes no copy: %s %s", service->name, answer->code, answer->detail);
}

/* ---- asking a daemon about one ---- */

static void lines_read(int from, json_t *lines)
{
    FILE *in = fdopen(from, "r");
    char *line = NULL;
    size_t room = 0;
    json_t *object;
    while (in && getline(&line, &room, in) >= 0)
        if ((object = json_loads(line, 0, NULL)))
            json_array_append_new(lines, object);
    free(line);
    if (in)
        fclose(in);
    else
        close(from);
}

static int spawn(char *const *args, int out, pid_t *process)
{
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    if (out >= 0)
        failed = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    if (!failed)
        failed = posix_spawn(process, args[0], &actions, NULL, args, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

static int wait_for(struct ctl *ctl, const char *program, pid_t process, int *outcome)
{
    int status = 0;
    while (waitpid(process, &status, 0) < 0)
        if (errno != EINTR)
            return ctl_say(ctl, CTL_REFUSED, "%s: %s", program, strerror(errno));
    if (!WIFEXITED(status))
        return ctl_say(ctl, CTL_REFUSED, "%s ended by signal %d", program, WTERMSIG(status));
    *outcome = WEXITSTATUS(status);
    return 0;
}

int copies_run(struct ctl *ctl, const char *service, const char *word, const char *path, json_t **lines, int *outcome)
{
    char program[CONFIG_TEXT + 64], file[CONFIG_TEXT * 2] = "", json[] = "--json", config[] = "--config";
    char option[32], copy[CONFIG_TEXT * 3], place[] = "--place", where[INSTANCE_NAME];
    char *args[9] = {program, option, copy};
    int count = 3, ends[2] = {-1, -1};
    pid_t process = -1;
    if (ctl_daemon_path(ctl, service, program, sizeof program) || TEXT_FORMAT(where, "%s", instance_place(service)) ||
        TEXT_FORMAT(option, "%s", word) || TEXT_FORMAT(copy, "%s", path) ||
        TEXT_FORMAT(file, "%s", ctl->file ? ctl->file : ""))
        return ctl_say(ctl, CTL_USAGE, "%s: a path is too long", service);
    if (ctl->json || lines)
        args[count++] = json;
    if (ctl->file) {
        args[count++] = config;
        args[count++] = file;
    }
    if (where[0]) {
        args[count++] = place;
        args[count++] = where;
    }
    fflush(stdout);
    int failed = lines && pipe2(ends, O_CLOEXEC) ? errno : spawn(args, ends[1], &process);
    if (ends[1] >= 0)
        close(ends[1]);
    if (failed && ends[0] >= 0)
        close(ends[0]);
    if (failed)
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", program, strerror(failed));
    if (lines)
        lines_read(ends[0], *lines = json_array());
    return wait_for(ctl, program, process, outcome);
}
