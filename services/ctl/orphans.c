/* anxin orphans: events that a follower had applied when their source was restored from an old copy, so that the source
 * no longer has them; which came again, and which an operator leaves as they are. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/dead.h"
#include "services/ctl/show.h"
#include "wire/json.h"

struct look {
    struct grid grid;
    int64_t rows, open;
};

static const char *state_text(const char *state)
{
    return text_same(state, "open")        ? "未再现 open"
           : text_same(state, "confirmed") ? "已再现 confirmed again"
           : text_same(state, "differs")   ? "内容不同 differs"
                                           : "已了结 settled";
}

static void row_json(const struct ctl_service *service, const struct orphan_row *row)
{
    json_t *object =
        json_pack("{s:s, s:I, s:s, s:s, s:s, s:I, s:s, s:s, s:I, s:s, s:b}", "service", service->name, "number",
                  (json_int_t)row->number, "source", row->source, "stream", row->stream, "epoch", row->epoch,
                  "sequence", (json_int_t)row->sequence, "id", row->id, "type", row->type, "noticed",
                  (json_int_t)row->noticed, "state", row->state, "confirmed", text_same(row->state, "confirmed"));
    if (row->again) {
        json_object_set_new(object, "again", json_integer(row->again));
        json_object_set_new(object, "again_epoch", json_string(row->again_epoch));
        json_object_set_new(object, "again_at", json_integer(row->again_at));
    }
    if (row->why[0]) {
        json_object_set_new(object, "actor", json_string(row->actor));
        json_object_set_new(object, "why", json_string(row->why));
    }
    ctl_print_json(object);
}

static void row_add(struct grid *grid, const struct ctl_service *service, const struct orphan_row *row)
{
    char *type = dead_type_text(row->type), time[24];
    grid_addf(grid, "%" PRId64, row->number);
    grid_add(grid, service->name);
    grid_addf(grid, "%s %" PRId64, row->stream, row->sequence);
    grid_add(grid, row->epoch);
    grid_add(grid, type);
    grid_add(grid, row->id);
    grid_add(grid, show_time(time, row->noticed));
    grid_add(grid, state_text(row->state));
    if (row->again)
        grid_addf(grid, "%s %" PRId64, row->stream, row->again);
    else
        grid_add(grid, row->why);
    free(type);
}

/* ---- list ---- */

static int service_take(struct ctl *ctl, struct ctl_service *service, struct look *look)
{
    struct orphans_list question = {0};
    const char *state = args_text(&ctl->args, "state");
    if (state && text_copy(question.state, sizeof question.state, state) != 0)
        return ctl_say(ctl, CTL_USAGE, "--state takes open, confirmed, differs or settled");
    for (;;) {
        struct reply reply;
        int code = ctl_ask(ctl, service, MSG_orphans_list, &question, &reply);
        if (!code)
            code = ctl_expect(ctl, &reply, MSG_orphans_list_answer);
        if (code)
            return code;
        const struct orphans_list_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->rows.count; i++) {
            const struct orphan_row *row = &answer->rows.at[i];
            look->open += text_in_list(row->state, "open|differs");
            look->rows++;
            if (ctl->json)
                row_json(service, row);
            else
                row_add(&look->grid, service, row);
        }
        if (answer->next <= question.after)
            return 0;
        question.after = answer->next;
    }
}

static void look_open(struct look *look)
{
    static const char *const head[] = {"编号 no.", "服务 service",   "来源 source", "时代 epoch",           "类型 type",
                                       "标识 id",  "发现于 noticed", "状态 state",  "再现或理由 again, why"};
    *look = (struct look){.grid = {.columns = 9}};
    for (int i = 0; i < look->grid.columns; i++)
        grid_add(&look->grid, head[i]);
}

static int list(struct ctl *ctl, struct ctl_service *only)
{
    struct look look;
    int worst = CTL_DONE;
    look_open(&look);
    for (int i = 0; i < ctl->services; i++) {
        if (only && &ctl->service[i] != only)
            continue;
        const int code = service_take(ctl, &ctl->service[i], &look);
        worst = code > worst ? code : worst;
    }
    if (!ctl->json && look.rows) {
        grid_print(stdout, &look.grid, 0);
        printf("\n%" PRId64 " 件, 未了结 open %" PRId64 "\n", look.rows, look.open);
    } else if (!ctl->json && worst == CTL_DONE) {
        puts("没有 none");
    }
    grid_free(&look.grid);
    return worst;
}

/* ---- settle ---- */

static int settle_fill(const struct ctl *ctl, struct orphans_settle *question)
{
    const char *of = args_text(&ctl->args, "of"), *reason = args_text(&ctl->args, "reason");
    if (!of == (ctl->args.words < 3))
        return ctl_say(ctl, CTL_USAGE, "settle which? a number, or --of SOURCE");
    if (ctl->args.words > 2 && (question->number = dead_number(ctl, 2)) < 0)
        return CTL_USAGE;
    if (of && text_copy(question->of, sizeof question->of, of) != 0)
        return ctl_say(ctl, CTL_USAGE, "--of takes the name of a service");
    if (!reason || !*reason || text_copy(question->reason, sizeof question->reason, reason) != 0)
        return ctl_say(ctl, CTL_USAGE, "say why: --reason TEXT, at most 255 bytes, for the record");
    return 0;
}

static int settle(struct ctl *ctl, struct ctl_service *service)
{
    struct orphans_settle question = {0};
    struct reply reply;
    int code = settle_fill(ctl, &question);
    if (!code)
        code = ctl_ask(ctl, service, MSG_orphans_settle, &question, &reply);
    if (!code)
        code = ctl_expect(ctl, &reply, MSG_orphans_settle_answer);
    if (code)
        return code;
    const struct orphans_settle_answer *answer = reply.body;
    if (ctl->json)
        ctl_print_json(json_pack("{s:s, s:I}", "service", service->name, "settled", (json_int_t)answer->count));
    else
        printf("已了结 settled %" PRId64 "\n", answer->count);
    return CTL_DONE;
}

/* ---- the command ---- */

static int orphans_run(struct ctl *ctl)
{
    const struct args *args = &ctl->args;
    const bool settling = args->words && text_same(args->word[0], "settle");
    const bool named = settling || (args->words && text_same(args->word[0], "list")); /* the action */
    const char *name = args->words > named ? args->word[named] : NULL;
    struct ctl_service *service = name ? ctl_service(ctl, name) : NULL;
    if (name && !service)
        return ctl_no_service(ctl, name);
    if ((settling && !service) || (!settling && args->words > 1 + named))
        return ctl_say(ctl, CTL_USAGE, "usage: anxin orphans %s", ctl->command->synopsis);
    return settling ? settle(ctl, service) : list(ctl, service);
}

static const struct ctl_option orphans_options[] = {
    {"state", OPTION_TEXT, "open|confirmed|differs|settled", 0, 0, "list: only those"},
    {"of", OPTION_TEXT, "SOURCE", 0, 0, "settle: all of this source that are open or differ"},
    {"reason", OPTION_TEXT, "TEXT", 0, 0, "settle: why, for the record"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command orphans_command = {
    .name = "orphans",
    .synopsis = "[list] [SERVICE] | settle SERVICE NUMBER|--of SOURCE --reason TEXT",
    .summary = "events applied beyond the fork of a restored service: list, settle",
    .help =
        "When a service is restored from an old copy, its followers may have applied events that it lost. They go on\n"
        "from the fork and keep a list: an event is confirmed again when the same id comes in the new epoch, as it\n"
        "does when its sender repeats the command. What stays open was done on the strength of something that is no\n"
        "more: find its sender, or settle it.\n\n"
        "  [list] [SERVICE] [--state S]                  what was applied beyond a fork, by follower\n"
        "  settle SERVICE NUMBER|--of SOURCE --reason R  leave it as it is\n\n"
        "differs: the id came again with other content; that event is set aside (`anxin dead`).",
    .options = orphans_options,
    .least = 0,
    .most = 3,
    .first = WORD_FIXED,
    .rest = WORD_ANY,
    .fixed = "list|settle",
    .run = orphans_run,
};
