/* anxin explain visit: why this worker, and why not the others (V9). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"
#include "wire/labels.h"

#define NAMES_SHOWN 6
#define NAMES_WIDTH 60

struct said {
    const char *code, *label, *label_en;
};

static const struct said whys[] = {
    {"first", "首次派单", "first look"},
    {"next", "前一位未接单", "the one asked before did not take it"},
    {"replace", "原人员有风险", "the worker is at risk"},
    {"again", "有风险，再次寻找", "still at risk, looked again"},
    {"rematch", "客户或站点要求改派", "another worker was asked for"},
    {"retry", "调度员重试", "a dispatcher looked again"},
    {"dispatcher", "调度员指定", "a dispatcher chose"},
    {"capacity", "人员有空或规则变更", "somebody has become able to"},
    {"plan", "按确认的计划", "a confirmed plan says so"},
    {NULL, "", ""},
};
static const struct said outcomes[] = {
    {"assigned", "已派给", "is assigned to"},
    {"offered", "已询问", "is offered to"},
    {"none", "无人可派", "nobody is able"},
    {NULL, "", ""},
};

static const struct said *said_of(const struct said *list, const char *code)
{
    while (list->code && !text_same(list->code, code))
        list++;
    return list;
}

/* Which one it is, for who does not know its id. */
static void visit_print(const struct visit_explain_answer *answer)
{
    char from[24], until[24];
    if (answer->start)
        printf("  %s %s  %s – %s  现在 now: %s (%s)\n", answer->station, answer->service,
               show_time(from, answer->start), show_time(until, answer->end), answer->label, answer->label_en);
}

static void head_print(const struct visit_explain_answer *answer)
{
    const struct said *why = said_of(whys, answer->why), *outcome = said_of(outcomes, answer->outcome);
    char when[24];
    printf("上门 visit %s\n", answer->visit);
    visit_print(answer);
    printf("  第 %" PRId64 " 次选人（共 %" PRId64 " 次）decision %" PRId64 " of %" PRId64 "  %s\n", answer->number,
           answer->of, answer->number, answer->of, show_time(when, answer->at));
    printf("  起因 because: %s (%s)\n", why->code ? why->label : answer->why, why->label_en);
    printf("  结果 outcome: %s %s (%s%s%s)\n", outcome->code ? outcome->label : answer->outcome, answer->worker,
           outcome->label_en, answer->worker[0] ? " " : "", answer->worker);
    printf("  人员 workers: 看过 considered %" PRId64 "，可派 able %" PRId64 "\n", answer->considered,
           answer->feasible);
}

/* Another than before (D2 row 12). */
static void change_print(const struct visit_explain_answer *answer)
{
    if (answer->from_worker[0])
        printf("  改派 instead of %s: 计为路程 counts as %" PRId64 " 分钟 minutes of way\n", answer->from_worker,
               answer->penalty_min);
}

/* Who comes to the household (V8). */
static void team_print(const struct visit_explain_answer *answer)
{
    if (!answer->main[0])
        return;
    printf("  主要人员 main %s, %" PRId64 " of %" PRId64 " visits; 后备 backup %s; 本月人数 workers this month %" PRId64
           "\n",
           answer->main, answer->main_visits, answer->visits, answer->backup[0] ? answer->backup : "-",
           answer->month_workers);
}

static void points_add(struct grid *grid, int64_t thousandths)
{
    grid_addf(grid, "%" PRId64 ".%03" PRId64, thousandths / 1000, thousandths % 1000);
}

static const struct score_term *term_of(const struct match_candidate *candidate, const char *term)
{
    for (uint32_t i = 0; i < candidate->terms.count; i++)
        if (text_same(candidate->terms.at[i].term, term))
            return &candidate->terms.at[i];
    return NULL;
}

/* What speaks for the first one against the second, term by term. */
static void lead_print(const struct visit_explain_answer *answer)
{
    const struct match_candidate *one = &answer->candidates.at[0], *other = one + 1;
    if (answer->candidates.count < 2 || one->too_many != other->too_many)
        return;
    printf("\n  %s 比 %s 高 %.3f 分 (%s leads %s by %.3f):", one->worker, other->worker,
           (double)(one->total - other->total) / 1000, one->worker, other->worker,
           (double)(one->total - other->total) / 1000);
    for (uint32_t t = 0; t < one->terms.count; t++) {
        const struct score_term *term = &one->terms.at[t], *against = term_of(other, term->term);
        int64_t lead = term->points - (against ? against->points : 0);
        if (lead)
            printf(" %s %s %+.3f", term->label, term->label_en, (double)lead / 1000);
    }
    printf("%s\n", one->total == other->total ? " 同分按编号 (a tie goes to the lower id)" : "");
}

/* One row a candidate, one column a term, in the order of the best one's terms. */
static void candidates_print(const struct visit_explain_answer *answer)
{
    const struct match_candidate *best = &answer->candidates.at[0];
    if (!answer->candidates.count)
        return;
    struct grid grid = {.columns = 4 + (int)best->terms.count};
    grid_add(&grid, "名次 rank");
    grid_add(&grid, "人员 worker");
    grid_add(&grid, "总分 total");
    for (uint32_t t = 0; t < best->terms.count; t++)
        grid_addf(&grid, "%s %s /%" PRId64, best->terms.at[t].label, best->terms.at[t].label_en,
                  best->terms.at[t].weight / 1000);
    grid_add(&grid, "选中 chosen");
    for (uint32_t c = 0; c < answer->candidates.count; c++) {
        const struct match_candidate *one = &answer->candidates.at[c];
        grid_addf(&grid, "%" PRId64, one->rank);
        grid_add(&grid, one->worker);
        points_add(&grid, one->total);
        for (uint32_t t = 0; t < best->terms.count; t++) {
            const struct score_term *term = term_of(one, best->terms.at[t].term);
            points_add(&grid, term ? term->points : 0);
        }
        grid_add(&grid, one->chosen ? "是" : one->too_many ? "本月人数已满 too many faces" : "");
    }
    putchar('\n');
    grid_print(stdout, &grid, 2);
    grid_free(&grid);
}

/* A worker, and what stands in the way: a certificate by its name, a hold or leave by its id. */
static int name_add(char *names, size_t size, const struct match_rejected *one)
{
    const struct code_label *cert = one->what[0] ? label_find("cert_type", one->what) : NULL;
    size_t used = strlen(names);
    text_format(names + used, size - used, "%s%s%s%s%s", used ? " " : "", one->worker, one->what[0] ? "(" : "",
                cert ? cert->zh : one->what, one->what[0] ? ")" : "");
    return show_width(names);
}

/* Who failed by that reason, as far as they are named and there is room. */
static void names_of(const struct visit_explain_answer *answer, const char *reason, char *names, size_t size)
{
    int count = 0, width = 0;
    names[0] = '\0';
    for (uint32_t i = 0; i < answer->rejected.count; i++) {
        if (!text_same(answer->rejected.at[i].reason, reason))
            continue;
        if (count++ < NAMES_SHOWN && width < NAMES_WIDTH)
            width = name_add(names, size, &answer->rejected.at[i]);
        else {
            text_format(names + strlen(names), size - strlen(names), " …");
            return;
        }
    }
}

static void reasons_print(const struct visit_explain_answer *answer)
{
    struct grid grid = {.columns = 4};
    char names[NAMES_SHOWN * (2 * sizeof answer->worker + 8) + 8];
    if (!answer->reasons.count)
        return;
    grid_add(&grid, "人数 workers");
    grid_add(&grid, "不能派的原因");
    grid_add(&grid, "not able because");
    grid_add(&grid, "例如 such as");
    for (uint32_t i = 0; i < answer->reasons.count; i++) {
        names_of(answer, answer->reasons.at[i].reason, names, sizeof names);
        grid_addf(&grid, "%" PRId64, answer->reasons.at[i].workers);
        grid_add(&grid, answer->reasons.at[i].label);
        grid_add(&grid, answer->reasons.at[i].label_en);
        grid_add(&grid, names);
    }
    putchar('\n');
    grid_print(stdout, &grid, 2);
    grid_free(&grid);
}

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
    head_print(answer);
    change_print(answer);
    team_print(answer);
    candidates_print(answer);
    lead_print(answer);
    reasons_print(answer);
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
