/* anxin pause, anxin resume: hold the events of a followed service back, and let them go on. */
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"

static int finish(struct ctl *ctl, const struct reply *reply)
{
    const struct answer *answer = reply->body;
    if (reply->type != MSG_answer || !text_same(answer->outcome, "done"))
        return ctl_expect(ctl, reply, MSG_NONE);
    if (ctl->json)
        ctl_print_json(
            json_pack("{s:s, s:s, s:s}", "service", ctl->args.word[0], "source", ctl->args.word[1], "outcome", "done"));
    else
        puts("done");
    return CTL_DONE;
}

static int order(struct ctl *ctl, enum message_type type, const void *body)
{
    struct ctl_service *service = ctl_service(ctl, ctl->args.word[0]);
    struct reply reply;
    const int code = ctl_ask(ctl, service, type, body, &reply);
    return code ? code : finish(ctl, &reply);
}

/* Both words are services. 0, or CTL_USAGE. */
static int words_check(struct ctl *ctl, char source[33])
{
    for (int i = 0; i < 2; i++)
        if (!ctl_service(ctl, ctl->args.word[i]))
            return ctl_no_service(ctl, ctl->args.word[i]);
    return text_copy(source, 33, ctl_service(ctl, ctl->args.word[1])->name)
               ? ctl_say(ctl, CTL_USAGE, "the name is too long")
               : 0;
}

static int pause_run(struct ctl *ctl)
{
    struct follow_pause body = {0};
    const char *reason = args_text(&ctl->args, "reason");
    const int code = words_check(ctl, body.source);
    if (code)
        return code;
    if (!reason || !*reason || text_copy(body.reason, sizeof body.reason, reason))
        return ctl_say(ctl, CTL_USAGE, "--reason TEXT says why, in at most 255 bytes");
    return order(ctl, MSG_follow_pause, &body);
}

static int resume_run(struct ctl *ctl)
{
    struct follow_resume body = {0};
    const int code = words_check(ctl, body.source);
    return code ? code : order(ctl, MSG_follow_resume, &body);
}

static const struct ctl_option pause_options[] = {
    {"reason", OPTION_TEXT, "TEXT", 0, 0, "why; shown in the status"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command pause_command = {
    .name = "pause",
    .synopsis = "SERVICE FOLLOWED --reason TEXT",
    .summary = "let a service apply no more events of one that it follows",
    .help = "It outlives restarts, and status shows it with what is behind, by whom and why. Messages of that service\n"
            "that were set aside are not tried again meanwhile. `anxin resume` applies what waited, in order.",
    .options = pause_options,
    .least = 2,
    .most = 2,
    .first = WORD_SERVICE,
    .rest = WORD_SERVICE,
    .run = pause_run,
};

const struct command resume_command = {
    .name = "resume",
    .synopsis = "SERVICE FOLLOWED",
    .summary = "let a paused service apply events again",
    .least = 2,
    .most = 2,
    .first = WORD_SERVICE,
    .rest = WORD_SERVICE,
    .run = resume_run,
};
