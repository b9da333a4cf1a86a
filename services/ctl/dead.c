/* anxin dead: messages that a service has set aside because its handler failed, with those of the same object behind
 * them. This file finds the action, lists and shows; dead_act.c retries, mends and drops. */
#include "services/ctl/dead.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/event.h"
#include "services/ctl/show.h"
#include "wire/json.h"

int64_t dead_number(const struct ctl *ctl, int at)
{
    int64_t number;
    if (ctl->args.words > at && text_to_int(ctl->args.word[at], &number) == 0 && number > 0)
        return number;
    ctl_say(ctl, CTL_USAGE, "%s SERVICE NUMBER: the number of a message, as `anxin dead list` shows it",
            ctl->args.word[0]);
    return -1;
}

int dead_group_parse(const struct ctl *ctl, char type[65], char cause[65])
{
    const char *group = args_text(&ctl->args, "group"), *slash = group ? strchr(group, '/') : NULL;
    type[0] = cause[0] = '\0';
    if (!group)
        return 0;
    if (!slash || slash == group || !slash[1] || text_format(type, 65, "%.*s", (int)(slash - group), group) ||
        text_copy(cause, 65, slash + 1))
        return ctl_say(ctl, CTL_USAGE, "--group takes TYPE/CAUSE, as `anxin dead list` shows it");
    return 0;
}

char *dead_type_text(const char *type)
{
    const char *label = event_label(type);
    char *text = NULL;
    if (asprintf(&text, "%s%s%s", label ? label : "", label ? " " : "", type) < 0)
        BUG("out of memory");
    return text;
}

static void grid_add_type(struct grid *grid, const char *type)
{
    char *text = dead_type_text(type);
    grid_add(grid, text);
    free(text);
}

static void grid_add_time(struct grid *grid, int64_t time)
{
    char text[24];
    grid_add(grid, show_time(text, time));
}

static void head_add(struct grid *grid, const char *const *head)
{
    for (int i = 0; i < grid->columns; i++)
        grid_add(grid, head[i]);
}

/* One row for programs, with the service it comes from. */
static void row_print_json(const struct ctl_service *service, const char *record, enum message_type answer,
                           const void *row)
{
    const struct shape *shape = message_of(answer)->shape;
    json_t *object = json_pack("{s:s}", "service", service->name);
    for (int i = 0; i < shape->count; i++) {
        if (!text_same(shape->fields[i].name, record))
            continue;
        json_t *fields = json_from_body(shape->fields[i].group, row);
        json_object_update(object, fields);
        json_decref(fields);
    }
    ctl_print_json(object);
}

/* A table that grows over all services, and how many rows it has. */
struct dead_table {
    struct grid groups, letters, history;
    int64_t rows;
};

/* ---- groups ---- */

static void group_add(struct grid *grid, const struct ctl_service *service, const struct dead_group *group)
{
    grid_add(grid, service->name);
    grid_add_type(grid, group->type);
    grid_add(grid, group->cause);
    grid_addf(grid, "%" PRId64, group->count);
    grid_addf(grid, "%" PRId64, group->keys);
    grid_addf(grid, "%" PRId64, group->stopped);
    grid_add_time(grid, group->failed_first);
    grid_add_time(grid, group->failed_last);
    grid_add(grid, group->reason);
}

static int groups_take(struct ctl *ctl, struct ctl_service *service, struct dead_table *table)
{
    struct dead_groups question = {0};
    bool more = true;
    while (more) {
        struct reply reply;
        int code = ctl_ask(ctl, service, MSG_dead_groups, &question, &reply);
        if (!code)
            code = ctl_expect(ctl, &reply, MSG_dead_groups_answer);
        if (code)
            return code;
        const struct dead_groups_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->rows.count; i++) {
            if (ctl->json && text_same(ctl->args.word[0], "groups"))
                row_print_json(service, "rows", MSG_dead_groups_answer, &answer->rows.at[i]);
            group_add(&table->groups, service, &answer->rows.at[i]);
            TEXT_PUT(question.after_type, answer->rows.at[i].type);
            TEXT_PUT(question.after_cause, answer->rows.at[i].cause);
        }
        more = answer->more && answer->rows.count;
    }
    return 0;
}

/* ---- list ---- */

static void state_add(struct grid *grid, const struct dead_letter *letter)
{
    if (letter->front)
        grid_addf(grid, "等前件 waiting behind %" PRId64, letter->front);
    else if (text_same(letter->state, "stopped"))
        grid_add(grid, "待处理 stopped");
    else
        grid_add(grid, "自动重试 retrying");
}

static void letter_add(struct grid *grid, const struct ctl_service *service, const struct dead_letter *letter)
{
    grid_addf(grid, "%" PRId64, letter->number);
    grid_add(grid, service->name);
    grid_addf(grid, "%s %" PRId64, letter->stream, letter->sequence);
    grid_add_type(grid, letter->type);
    grid_add(grid, letter->key);
    state_add(grid, letter);
    grid_add(grid, letter->cause);
    grid_addf(grid, "%" PRId64, letter->tries);
    grid_add_time(grid, letter->failed_first);
    grid_add_time(grid, letter->failed_last);
    grid_add_time(grid, letter->due);
}

static int list_take(struct ctl *ctl, struct ctl_service *service, struct dead_table *table)
{
    struct dead_list question = {0};
    int code = dead_group_parse(ctl, question.type, question.cause);
    while (!code) {
        struct reply reply;
        code = ctl_ask(ctl, service, MSG_dead_list, &question, &reply);
        if (!code)
            code = ctl_expect(ctl, &reply, MSG_dead_list_answer);
        if (code)
            return code;
        const struct dead_list_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->rows.count; i++) {
            if (ctl->json)
                row_print_json(service, "rows", MSG_dead_list_answer, &answer->rows.at[i]);
            letter_add(&table->letters, service, &answer->rows.at[i]);
            table->rows++;
        }
        if (answer->next <= question.after)
            break;
        question.after = answer->next;
    }
    return code;
}

/* ---- history ---- */

static void buried_add(struct grid *grid, const struct ctl_service *service, const struct dead_buried *buried)
{
    grid_add_time(grid, buried->at);
    grid_add(grid, service->name);
    grid_add(grid, text_same(buried->action, "mended") ? "已改正 mended" : "已丢弃 dropped");
    grid_add(grid, buried->actor);
    grid_addf(grid, "%" PRId64, buried->parked);
    grid_addf(grid, "%s %" PRId64, buried->stream, buried->sequence);
    grid_add_type(grid, buried->type);
    grid_add(grid, buried->key);
    grid_add(grid, buried->cause);
    grid_add(grid, buried->why);
}

static int history_take(struct ctl *ctl, struct ctl_service *service, struct dead_table *table)
{
    struct dead_history question = {0};
    for (;;) {
        struct reply reply;
        int code = ctl_ask(ctl, service, MSG_dead_history, &question, &reply);
        if (!code)
            code = ctl_expect(ctl, &reply, MSG_dead_history_answer);
        if (code)
            return code;
        const struct dead_history_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->rows.count; i++) {
            if (ctl->json)
                row_print_json(service, "rows", MSG_dead_history_answer, &answer->rows.at[i]);
            buried_add(&table->history, service, &answer->rows.at[i]);
        }
        if (answer->next <= question.after)
            return 0;
        question.after = answer->next;
    }
}

/* ---- the tables of all services ---- */

static void tables_open(struct dead_table *table)
{
    static const char *const groups[] = {"服务 service",   "类型 type",     "原因 cause",
                                         "件数 count",     "对象 objects",  "待处理 stopped",
                                         "最早失败 first", "最近失败 last", "首件说明 reason"};
    static const char *const letters[] = {"编号 no.",       "服务 service",  "来源 source", "类型 type",
                                          "对象 object",    "状态 state",    "原因 cause",  "次数 tries",
                                          "最早失败 first", "最近失败 last", "下次 next"};
    static const char *const history[] = {"时间 time",   "服务 service", "处理 action", "经手 who",   "编号 no.",
                                          "来源 source", "类型 type",    "对象 object", "原因 cause", "理由 why"};
    *table = (struct dead_table){.groups = {.columns = 9}, .letters = {.columns = 11}, .history = {.columns = 10}};
    head_add(&table->groups, groups);
    head_add(&table->letters, letters);
    head_add(&table->history, history);
}

static bool grid_show(const struct grid *grid)
{
    if (grid->count > grid->columns)
        grid_print(stdout, grid, 0);
    return grid->count > grid->columns;
}

static void tables_print(const struct dead_table *table)
{
    bool shown = grid_show(&table->groups);
    if (shown && table->rows)
        putchar('\n');
    shown |= grid_show(&table->letters);
    shown |= grid_show(&table->history);
    if (!shown)
        puts("没有 none");
}

/* Asks one service, or all; the worst outcome is the exit code. */
static int look(struct ctl *ctl, struct ctl_service *only)
{
    const char *what = ctl->args.word[0];
    struct dead_table table;
    int worst = CTL_DONE;
    tables_open(&table);
    for (int i = 0; i < ctl->services; i++) {
        struct ctl_service *service = &ctl->service[i];
        if (only && service != only)
            continue;
        int code = 0;
        if (text_same(what, "history"))
            code = history_take(ctl, service, &table);
        else if (!args_text(&ctl->args, "group"))
            code = groups_take(ctl, service, &table);
        if (!code && text_same(what, "list"))
            code = list_take(ctl, service, &table);
        worst = code > worst ? code : worst;
    }
    if (!ctl->json && worst != CTL_USAGE)
        tables_print(&table);
    grid_free(&table.groups);
    grid_free(&table.letters);
    grid_free(&table.history);
    return worst;
}

/* ---- show ---- */

int dead_ask_show(struct ctl *ctl, struct ctl_service *service, int64_t number, struct reply *reply)
{
    const struct dead_show question = {.number = number};
    const int code = ctl_ask(ctl, service, MSG_dead_show, &question, reply);
    return code ? code : ctl_expect(ctl, reply, MSG_dead_show_answer);
}

static int show(struct ctl *ctl, struct ctl_service *service)
{
    struct reply reply;
    struct envelope envelope;
    struct flaw flaw = {0};
    json_t *event = NULL;
    const int64_t number = dead_number(ctl, 2);
    int code = number < 0 ? CTL_USAGE : dead_ask_show(ctl, service, number, &reply);
    if (code)
        return code;
    const struct dead_show_answer *answer = reply.body;
    const struct fetched_event stored = {answer->header, answer->data};
    json_t *object = json_from_body(message_of(MSG_dead_show_answer)->shape, answer);
    json_t *letter = json_incref(json_array_get(json_object_get(object, "letter"), 0));
    json_object_set_new(letter, "behind", json_integer(answer->behind));
    if (event_open(&stored, &envelope, &event, &flaw) == 0)
        json_object_set_new(letter, "event", event);
    else
        json_object_set(letter, "header", json_object_get(object, "header"));
    json_object_set_new(letter, "service", json_string(service->name));
    json_decref(object);
    if (ctl->json) {
        ctl_print_json(letter);
        return CTL_DONE;
    }
    char *type = dead_type_text(answer->letter.count ? answer->letter.at[0].type : "");
    printf("%s\n", type);
    free(type);
    json_dumpf(letter, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(letter);
    return CTL_DONE;
}

/* ---- the command ---- */

static const struct {
    const char *name;
    bool one; /* needs a service */
    int most; /* words */
    int (*run)(struct ctl *ctl, struct ctl_service *service);
} actions[] = {
    {"list", false, 2, look},     {"groups", false, 2, look},     {"history", false, 2, look},
    {"show", true, 3, show},      {"retry", true, 3, dead_retry}, {"mend", true, ARGS_MOST, dead_mend},
    {"drop", true, 3, dead_drop},
};

static int dead_run(struct ctl *ctl)
{
    const char *name = ctl->args.words > 1 ? ctl->args.word[1] : NULL;
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (!text_same(ctl->args.word[0], actions[i].name))
            continue;
        struct ctl_service *service = name ? ctl_service(ctl, name) : NULL;
        if (name && !service)
            return ctl_no_service(ctl, name);
        if ((actions[i].one && !service) || ctl->args.words > actions[i].most)
            return ctl_say(ctl, CTL_USAGE, "usage: anxin dead %s", ctl->command->synopsis);
        return actions[i].run(ctl, service);
    }
    return ctl_say(ctl, CTL_USAGE, "%s is none of %s", ctl->args.word[0], ctl->command->fixed);
}

static const struct ctl_option dead_options[] = {
    {"group", OPTION_TEXT, "TYPE/CAUSE", 0, 0, "list, retry, drop: the messages of that type with that cause"},
    {"all", OPTION_FLAG, NULL, 0, 0, "retry: all of the service"},
    {"dry-run", OPTION_FLAG, NULL, 0, 0,
     "retry, mend: run the handlers, tell what came of it, undo it; drop: only count"},
    {"reason", OPTION_TEXT, "TEXT", 0, 0, "mend, drop: why, for the history"},
    {"file", OPTION_TEXT, "F", 0, 0, "mend: the corrected body as a JSON object; - is stdin"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command dead_command = {
    .name = "dead",
    .synopsis = "list|groups|history [SERVICE] | show|retry|mend|drop SERVICE [NUMBER] ...",
    .summary = "messages set aside: list, show, retry, mend, drop",
    .help = "A message whose handler fails is set aside, with the later ones of its object behind it, and tried again\n"
            "twelve times; then it waits for you (stopped).\n\n"
            "  list [SERVICE] [--group G]                     what is set aside, by cause and in order\n"
            "  groups [SERVICE]                               by cause alone\n"
            "  show SERVICE NUMBER                            one message, whole\n"
            "  retry SERVICE NUMBER | --group G | --all       try again now; those behind follow\n"
            "  mend SERVICE NUMBER field=value... --reason R  run it with a corrected body (field= removes a field)\n"
            "  drop SERVICE NUMBER | --group G --reason R     give it up\n"
            "  history [SERVICE]                              what was mended and dropped, by whom, why\n\n"
            "Exit 1 when a message failed again.",
    .options = dead_options,
    .least = 1,
    .most = ARGS_MOST,
    .first = WORD_FIXED,
    .rest = WORD_ANY,
    .fixed = "list|groups|show|retry|mend|drop|history",
    .run = dead_run,
};
