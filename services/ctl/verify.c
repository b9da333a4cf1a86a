/* anxin verify: are the stores sound? Each running service makes a consistent copy of its store, its own daemon checks
 * that copy (integrity, hash chains, invariants); the followers' positions are compared with the owners' streams, and
 * what services keep of one another's records with the owners' own.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "services/ctl/audit.h"
#include "services/ctl/commands.h"
#include "services/ctl/copies.h"
#include "services/ctl/replicas.h"

struct verify {
    struct ctl *ctl;
    struct copies copies;
    int unsound; /* services and positions with a fault */
};

/* ---- one store ---- */

static int verify_store(struct verify *verify, struct ctl_service *service)
{
    char path[CONFIG_TEXT];
    int outcome = 0, code = copies_path(&verify->copies, service->name, path);
    if (!code)
        code = copies_make(&verify->copies, service, path);
    if (!code)
        code = copies_run(verify->ctl, service->name, "--verify", path, NULL, &outcome);
    unlink(path); /* one copy at a time: a disk may have no room for all */
    verify->unsound += outcome != 0;
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
    if (follow->orphans)
        complain(verify, "%s has applied %" PRId64 " events that %s lost after its event %" PRId64 ": anxin orphans %s",
                 follower, follow->orphans, follow->source, follow->fork, follower);
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

static int verify_run(struct ctl *ctl)
{
    struct verify verify = {.ctl = ctl};
    int code = copies_open(&verify.copies, ctl, "verify");
    if (code)
        return code;
    code = verify_followers(&verify);
    if (!code)
        code = replicas_verify(ctl, &verify.unsound);
    for (int i = 0; i < ctl->services && !code; i++)
        code = audit_gather(ctl, &ctl->service[i], &verify.copies); /* before the copies: a trail only grows */
    for (int i = 0; i < ctl->services && !code; i++)
        code = verify_store(&verify, &ctl->service[i]);
    copies_remove(&verify.copies);
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
    .summary = "check all stores: integrity, hash chains, invariants; followers' positions, and what they keep of "
               "others' records",
    .help = "The services go on working meanwhile. Exit 0 when all is sound, 1 when not, 3 when one is unreachable.",
    .least = 0,
    .most = 0,
    .run = verify_run,
};
