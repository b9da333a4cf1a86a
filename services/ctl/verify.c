/* anxin verify: are the stores sound? Each running service makes a consistent copy of its store, its own daemon checks
 * that copy (integrity, hash chains, invariants), and the followers' positions are compared with the owners' streams.
 */
#include <errno.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "services/ctl/commands.h"

#define COPY_MS 60000 /* a large store takes its time */

extern char **environ;

struct verify {
    struct ctl *ctl;
    char folder[CONFIG_TEXT]; /* where the copies go, in the data folder */
    size_t data_length;       /* of the data folder's name, which `folder` begins with */
    int unsound;              /* services and positions with a fault */
};

/* ---- one store ---- */

/* The path is told from the data folder on: a service in a container sees that folder under another name. */
static int copy_store(struct verify *verify, struct ctl_service *service, const char *path)
{
    struct ctl *ctl = verify->ctl;
    struct store_copy wish = {0};
    struct envelope envelope;
    struct reply reply;
    TEXT_PUT(wish.path, path + verify->data_length + 1);
    ctl_envelope(ctl, &envelope);
    int code = ctl_ask_as(ctl, service, &envelope, MSG_store_copy, &wish,
                          ctl->timeout_ms > COPY_MS ? ctl->timeout_ms : COPY_MS, &reply);
    if (code || (code = ctl_expect(ctl, &reply, MSG_answer)))
        return code;
    const struct answer *answer = reply.body;
    if (text_same(answer->outcome, "done"))
        return 0;
    return ctl_say(ctl, CTL_REFUSED, "%s makes no copy: %s %s", service->name, answer->code, answer->detail);
}

static int check_copy(struct verify *verify, const struct ctl_service *service, char *path)
{
    char program[CONFIG_TEXT + 64], option[] = "--verify", json[] = "--json";
    char *args[] = {program, option, path, verify->ctl->json ? json : NULL, NULL};
    pid_t process;
    int outcome = 0;
    TEXT_FORMAT(program, "%s/anxin-%s", verify->ctl->folder, service->name);
    fflush(stdout);
    const int failed = posix_spawn(&process, program, NULL, NULL, args, environ);
    if (failed)
        return ctl_say(verify->ctl, CTL_REFUSED, "%s: %s", program, strerror(failed));
    while (waitpid(process, &outcome, 0) < 0)
        if (errno != EINTR)
            return ctl_say(verify->ctl, CTL_REFUSED, "%s: %s", program, strerror(errno));
    if (!WIFEXITED(outcome))
        return ctl_say(verify->ctl, CTL_REFUSED, "%s ended by signal %d", program, WTERMSIG(outcome));
    verify->unsound += WEXITSTATUS(outcome) != 0;
    return 0;
}

static void remove_copy(const char *path)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
    char file[CONFIG_TEXT + 16];
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
        if (!TEXT_FORMAT(file, "%s%s", path, tails[i]))
            unlink(file);
}

static int verify_store(struct verify *verify, struct ctl_service *service)
{
    char path[CONFIG_TEXT];
    if (TEXT_FORMAT(path, "%s/%s.db", verify->folder, service->name))
        return ctl_say(verify->ctl, CTL_USAGE, "the path of the data folder is too long");
    int code = copy_store(verify, service, path);
    if (!code)
        code = check_copy(verify, service, path);
    remove_copy(path);
    return code;
}

/* ---- between the stores ---- */

static int64_t last_of(const struct service_status_answer *owner, const char *stream)
{
    for (uint32_t i = 0; i < owner->streams.count; i++)
        if (text_same(owner->streams.at[i].name, stream))
            return owner->streams.at[i].last;
    return 0;
}

__attribute__((format(printf, 2, 3))) static void complain(struct verify *verify, const char *format, ...)
{
    char text[256];
    va_list rest;
    va_start(rest, format);
    vsnprintf(text, sizeof text, format, rest);
    va_end(rest);
    verify->unsound++;
    if (verify->ctl->json)
        ctl_print_json(json_pack("{s:s,s:s}", "check", "followers", "fault", text));
    else
        printf("followers: %s\n", text);
}

static const struct service_status_answer *status_of(const struct verify *verify,
                                                     const struct service_status_answer *at, const char *name)
{
    for (int i = 0; i < verify->ctl->services; i++)
        if (text_same(verify->ctl->service[i].name, name))
            return &at[i];
    return NULL;
}

static void compare_follow(struct verify *verify, const char *follower, const struct follow_state *follow,
                           const struct service_status_answer *owner)
{
    if (owner && follow->applied > last_of(owner, follow->source))
        complain(verify, "%s has applied %" PRId64 " of %s, whose last event is %" PRId64, follower, follow->applied,
                 follow->source, last_of(owner, follow->source));
    if (text_in_list(follow->state, "epoch_changed|diverged|truncated"))
        complain(verify, "%s is %s from %s after %" PRId64, follower, follow->state, follow->source, follow->applied);
}

/* Positions are read before heads: heads only grow, so a position beyond its owner's last event is a fault for sure. */
static int verify_followers(struct verify *verify)
{
    struct ctl *ctl = verify->ctl;
    struct service_status_answer *before = NULL, *after = NULL;
    int code = CTL_UNREACHABLE;
    if (ctl_ask_status(ctl, false, ctl->timeout_ms, &before) == ctl->services &&
        ctl_ask_status(ctl, false, ctl->timeout_ms, &after) == ctl->services) {
        code = 0;
        for (int i = 0; i < ctl->services; i++)
            for (uint32_t j = 0; j < before[i].follows.count; j++)
                compare_follow(verify, ctl->service[i].name, &before[i].follows.at[j],
                               status_of(verify, after, before[i].follows.at[j].source));
    }
    free(before);
    free(after);
    return code ? ctl_say(ctl, CTL_UNREACHABLE, "not all services answer") : 0;
}

/* ---- all ---- */

static int make_folder(struct verify *verify)
{
    char *data = realpath(verify->ctl->config.data, NULL);
    if (!data)
        return ctl_say(verify->ctl, CTL_UNREACHABLE, "%s: %s", verify->ctl->config.data, strerror(errno));
    struct stat owner = {0};
    const int failed = TEXT_FORMAT(verify->folder, "%s/verify-%d", data, (int)getpid()) || stat(data, &owner);
    verify->data_length = strlen(data);
    free(data);
    if (failed)
        return ctl_say(verify->ctl, CTL_USAGE, "the path of the data folder is too long");
    /* root may verify what other users run: their services must be able to write here */
    if (mkdir(verify->folder, 0700) || (geteuid() == 0 && chown(verify->folder, owner.st_uid, owner.st_gid)))
        return ctl_say(verify->ctl, CTL_REFUSED, "%s: %s", verify->folder, strerror(errno));
    return 0;
}

static int verify_run(struct ctl *ctl)
{
    struct verify verify = {.ctl = ctl};
    int code = make_folder(&verify);
    if (code)
        return code;
    code = verify_followers(&verify);
    for (int i = 0; i < ctl->services && !code; i++)
        code = verify_store(&verify, &ctl->service[i]);
    rmdir(verify.folder);
    if (code)
        return code;
    if (ctl->json)
        ctl_print_json(json_pack("{s:i,s:i,s:b}", "services", ctl->services, "unsound", verify.unsound, "sound",
                                 verify.unsound == 0));
    else
        printf("%s: %d services, %d faults\n", verify.unsound ? "UNSOUND" : "sound", ctl->services, verify.unsound);
    return verify.unsound ? CTL_REFUSED : CTL_DONE;
}

const struct command verify_command = {
    .name = "verify",
    .synopsis = "",
    .summary = "check all stores on copies: integrity, hash chains, invariants, followers' positions",
    .help = "The services go on working meanwhile. Exit 0 when all is sound, 1 when not, 3 when one is unreachable.",
    .least = 0,
    .most = 0,
    .run = verify_run,
};
