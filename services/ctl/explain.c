/* anxin explain visit: why this worker, and why not the others (V9). */
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/explain.h"
#include "wire/json.h"

static int explain_run(struct ctl *ctl)
{
    struct visit_explain question = {.number = args_number(&ctl->args, "decision", 0)};
    struct ctl_service *matching = ctl_service(ctl, "matching");
    struct reply reply;
    if (!text_same(ctl->args.word[0], "visit"))
        return ctl_say(ctl, CTL_USAGE, "only visits can be explained: anxin explain visit ID");
    if (!matching)
        return ctl_no_service(ctl, "matching");
    if (!*ctl->args.word[1] || text_copy(question.id, sizeof question.id, ctl->args.word[1]))
        return ctl_say(ctl, CTL_USAGE, "an id has 1 to 64 bytes");
    int code = ctl_ask(ctl, matching, MSG_visit_explain, &question, &reply);
    if (code || (code = ctl_expect(ctl, &reply, MSG_visit_explain_answer)))
        return code;
    const struct visit_explain_answer *answer = reply.body;
    if (ctl->json) {
        ctl_print_json(json_from_body(message_of(MSG_visit_explain_answer)->shape, answer));
        return CTL_DONE;
    }
    explain_print(stdout, answer);
    return CTL_DONE;
}

static const struct ctl_option explain_options[] = {
    {"decision", OPTION_NUMBER, "N", 1, INT64_MAX, "which decision of the visit, from 1 (default the last)"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command explain_command = {
    .name = "explain",
    .synopsis = "visit ID",
    .summary = "why this worker: the score term by term, and why not the others",
    .options = explain_options,
    .least = 2,
    .most = 2,
    .first = WORD_FIXED,
    .fixed = "visit",
    .run = explain_run,
};
