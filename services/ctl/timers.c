/* anxin timers: what falls due, and whether the wall clock is believed; confirm says that it is right. */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

#define LIST_DEFAULT 200

static bool clock_doubted(const struct timers_list_answer *answer)
{
    return text_in_list(answer->clock, "behind|ahead");
}

static int ask_page(struct ctl *ctl, struct ctl_service *service, const struct timers_list *question,
                    struct reply *reply)
{
    const int code = ctl_ask(ctl, service, MSG_timers_list, question, reply);
    return code ? code : ctl_expect(ctl, reply, MSG_timers_list_answer);
}

/* ---- list ---- */

static void clock_print_json(const struct ctl_service *service, const struct timers_list_answer *answer)
{
    json_t *object = json_from_body(message_of(MSG_timers_list_answer)->shape, answer);
    json_object_del(object, "rows");
    json_object_del(object, "more");
    json_object_set_new(object, "service", json_string(service->name));
    ctl_print_json(object);
}

static void row_print_json(const struct ctl_service *service, const struct timers_list_answer *answer, uint32_t at)
{
    json_t *object = json_from_body(message_of(MSG_timers_list_answer)->shape, answer);
    json_t *row = json_incref(json_array_get(json_object_get(object, "rows"), at));
    json_decref(object);
    json_object_set_new(row, "held", json_boolean(clock_doubted(answer)));
    json_object_set_new(row, "service", json_string(service->name));
    ctl_print_json(row);
}

static const char *row_state(const struct timers_list_answer *answer, const struct timer_row *row)
{
    if (!row->overdue)
        return "未到期 waiting";
    return clock_doubted(answer) ? "时钟存疑,暂停 held" : "已到期 overdue";
}

static void row_add(struct grid *grid, const struct ctl_service *service, const struct timers_list_answer *answer,
                    const struct timer_row *row)
{
    char time[24];
    grid_add(grid, service->name);
    grid_add(grid, show_time(time, row->due));
    grid_add(grid, row->kind);
    grid_add(grid, row->subject);
    grid_add(grid, row_state(answer, row));
}

static void clock_print(const struct ctl_service *service, const struct timers_list_answer *answer)
{
    char wall[24], now[24], then[24];
    if (!clock_doubted(answer))
        return;
    printf("%s: 系统时钟存疑,定时事项暂停 the wall clock shows %s and stands %s business time %s: no timer fires.\n",
           service->name, show_time(wall, answer->wall), text_same(answer->clock, "ahead") ? "ahead of" : "behind",
           show_time(now, answer->now));
    if (answer->accepted_at)
        printf("%s: if it goes on like this it is believed at %s; `anxin timers confirm` believes it now.\n",
               service->name, show_time(then, answer->accepted_at));
    else
        printf("%s: set it right, or `anxin timers confirm` if it is.\n", service->name);
}

/* The timers of one service, page by page. */
static int list_one(struct ctl *ctl, struct ctl_service *service, struct grid *grid, int64_t most)
{
    struct timers_list question = {.overdue = args_flag(&ctl->args, "overdue")};
    for (bool first = true; most > 0; first = false) {
        struct reply reply;
        question.limit = most < LIST_DEFAULT ? most : LIST_DEFAULT;
        const int code = ask_page(ctl, service, &question, &reply);
        if (code)
            return code;
        const struct timers_list_answer *answer = reply.body;
        if (first && ctl->json)
            clock_print_json(service, answer);
        else if (first)
            clock_print(service, answer);
        for (uint32_t i = 0; i < answer->rows.count; i++) {
            if (ctl->json)
                row_print_json(service, answer, i);
            else
                row_add(grid, service, answer, &answer->rows.at[i]);
        }
        if (!answer->more)
            return 0;
        const struct timer_row *last = &answer->rows.at[answer->rows.count - 1];
        question.after_due = last->due;
        TEXT_PUT(question.after_kind, last->kind);
        TEXT_PUT(question.after_subject, last->subject);
        most -= answer->rows.count;
    }
    return 0;
}

static int list(struct ctl *ctl, struct ctl_service *only)
{
    static const char *const head[] = {"服务 service", "到期 due", "事项 timer", "对象 object", "状态 state"};
    struct grid grid = {.columns = 5};
    int worst = CTL_DONE;
    for (int i = 0; i < grid.columns; i++)
        grid_add(&grid, head[i]);
    for (int i = 0; i < ctl->services; i++) {
        if (only && &ctl->service[i] != only)
            continue;
        const int code = list_one(ctl, &ctl->service[i], &grid, args_number(&ctl->args, "limit", LIST_DEFAULT));
        worst = code > worst ? code : worst;
    }
    if (!ctl->json && grid.count > grid.columns)
        grid_print(stdout, &grid, 0);
    else if (!ctl->json && !worst)
        puts("没有 none");
    grid_free(&grid);
    return worst;
}

/* ---- confirm ---- */

static void confirm_print(const struct ctl *ctl, const struct ctl_service *service, const char *outcome, int64_t wall)
{
    char time[24], utc[32];
    civil_format(utc, sizeof utc, wall);
    if (ctl->json)
        ctl_print_json(json_pack("{s:s, s:s, s:s}", "service", service->name, "outcome", outcome, "wall", utc));
    else
        printf("%-14s %s  %s\n", service->name, outcome, show_time(time, wall));
}

static int confirm_one(struct ctl *ctl, struct ctl_service *service)
{
    struct timers_list question = {.limit = 1};
    struct reply reply;
    int code = ask_page(ctl, service, &question, &reply);
    if (code)
        return code;
    const struct timers_list_answer looked = *(const struct timers_list_answer *)reply.body;
    if (!clock_doubted(&looked)) {
        confirm_print(ctl, service, "not_doubted", looked.wall ? looked.wall : looked.now);
        return CTL_DONE;
    }
    const struct timers_confirm confirm = {.wall = looked.wall};
    if ((code = ctl_ask(ctl, service, MSG_timers_confirm, &confirm, &reply)))
        return code;
    const struct answer *answer = reply.body;
    if (reply.type != MSG_answer || !text_same(answer->outcome, "done"))
        return ctl_expect(ctl, &reply, MSG_NONE);
    confirm_print(ctl, service, "confirmed", looked.wall);
    return CTL_DONE;
}

static int confirm(struct ctl *ctl, struct ctl_service *only)
{
    int worst = CTL_DONE;
    for (int i = 0; i < ctl->services; i++) {
        const int code = !only || only == &ctl->service[i] ? confirm_one(ctl, &ctl->service[i]) : CTL_DONE;
        worst = code > worst ? code : worst;
    }
    return worst;
}

/* ---- the command ---- */

static int timers_run(struct ctl *ctl)
{
    const bool confirms = ctl->args.words > 0 && text_same(ctl->args.word[0], "confirm");
    const char *name = ctl->args.words > confirms ? ctl->args.word[confirms] : NULL;
    struct ctl_service *only = name ? ctl_service(ctl, name) : NULL;
    if (name && !only)
        return ctl_no_service(ctl, name);
    if (ctl->args.words > confirms + 1)
        return ctl_say(ctl, CTL_USAGE, "usage: anxin timers %s", ctl->command->synopsis);
    return confirms ? confirm(ctl, only) : list(ctl, only);
}

static const struct ctl_option timers_options[] = {
    {"overdue", OPTION_FLAG, NULL, 0, 0, "only what is due and has not fired"},
    {"limit", OPTION_NUMBER, "N", 1, 1000000, "at most so many of a service (default 200)"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command timers_command = {
    .name = "timers",
    .synopsis = "[SERVICE] | confirm [SERVICE]",
    .summary = "what falls due, in order; whether the clock is believed",
    .help =
        "A wall clock that stands more than a minute behind what a store has seen, or jumps forward by more than a\n"
        "minute, or by more than seven days while the service was down, fires no timer. A jump forward is believed\n"
        "after ten minutes of even time; `confirm` believes the clock now, and business time becomes what it shows.",
    .options = timers_options,
    .least = 0,
    .most = 2,
    .first = WORD_SERVICE,
    .rest = WORD_SERVICE,
    .fixed = "confirm",
    .run = timers_run,
};
