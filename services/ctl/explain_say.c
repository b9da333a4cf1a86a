/* What visit.explain answers, as a dispatcher reads it. Pure: only prints. */
#include "services/ctl/explain.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/show.h"
#include "wire/labels.h"

#define NAMES_SHOWN 6
#define NAMES_WIDTH 60
#define NEEDED                                                                                                         \
    "\n  要有人可派，须有一项改变（最接近的在前，其后的规则未再核对）"                   \
    "\n  for somebody to be able, one of these would have to change (nearest first; later rules were not asked):\n"

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

/* What would have to be otherwise for a worker whom that rule alone stops; whoever said no is not asked again. */
static const struct said changes[] = {
    {"station_closed", "站点恢复开放，或由别站承接", "the station opens again, or another one takes it"},
    {"two_workers", "本站同时有两人可派", "two workers of the station are able at once"},
    {"live_in", "有可住家的人员", "somebody who lives in is found"},
    {"not_active", "人员恢复在岗", "they are back at work"},
    {"station", "别站人员也在本站任职", "somebody of another station is employed here too"},
    {"kind", "本站增加该工种人员", "somebody of that kind joins the station"},
    {"code", "安心码转为绿码", "the colour code turns green"},
    {"certificate", "取得、升级或续办证书", "the certificate is got, raised or renewed"},
    {"leave", "人员销假，或改约时间", "the leave ends early, or the visit is at another time"},
    {"suspended", "恢复派工", "the suspension ends"},
    {"sex", "客户改变性别要求", "the household asks for either sex"},
    {"travel", "人员换更快的出行方式", "they go about in a faster way"},
    {"busy", "改约时间（anxin slots 可查），或调开冲突的安排",
     "another time (see anxin slots), or what is in the way is moved"},
    {"unsure", "处理搁置的资料（anxin dead list）", "what was set aside is mended (anxin dead list)"},
    {"limits", "改约到工时未满的日子，或调走已有的安排", "another day, or work that she has already is moved"},
    {"no_time", "改约更晚的时间", "the visit is later, so that they can be asked"},
    {NULL, "", ""},
};

static const struct said *said_of(const struct said *list, const char *code)
{
    while (list->code && !text_same(list->code, code))
        list++;
    return list;
}

/* Which one it is, for who does not know its id. */
static void visit_print(FILE *to, const struct visit_explain_answer *answer)
{
    char from[24], until[24];
    if (!answer->start)
        return;
    show_time(from, answer->start);
    show_time(until, answer->end);
    bool same_day = civil_day(answer->start) == civil_day(answer->end);
    fprintf(to, "  %s %s  %s – %s  现在 now: %s (%s)\n", answer->station, answer->service, from,
            same_day ? strrchr(until, ' ') + 1 : until, answer->label, answer->label_en);
}

static void head_print(FILE *to, const struct visit_explain_answer *answer)
{
    const struct said *why = said_of(whys, answer->why), *outcome = said_of(outcomes, answer->outcome);
    char when[24];
    fprintf(to, "上门 visit %s\n", answer->visit);
    visit_print(to, answer);
    fprintf(to, "  第 %" PRId64 " 次选人（共 %" PRId64 " 次）decision %" PRId64 " of %" PRId64 "  %s%s\n",
            answer->number, answer->of, answer->number, answer->of, show_time(when, answer->at),
            answer->of > 1 ? "  （其他各次 the others: --decision N）" : "");
    fprintf(to, "  起因 because: %s (%s)\n", why->code ? why->label : answer->why, why->label_en);
    const char *gap = answer->worker[0] ? " " : "";
    fprintf(to, "  结果 outcome: %s%s%s (%s%s%s)\n", outcome->code ? outcome->label : answer->outcome, gap,
            answer->worker, outcome->label_en, gap, answer->worker);
    fprintf(to, "  人员 workers: 看过 considered %" PRId64 "，可派 able %" PRId64 "\n", answer->considered,
            answer->feasible);
}

/* Another than before (D2 row 12). */
static void change_print(FILE *to, const struct visit_explain_answer *answer)
{
    if (answer->from_worker[0])
        fprintf(to,
                "  原为 instead of %s: 换人按多走 %" PRId64 " 分钟路程计 the change counts as %" PRId64
                " minutes of way\n",
                answer->from_worker, answer->penalty_min, answer->penalty_min);
}

/* Who comes to the household (V8). */
static void team_print(FILE *to, const struct visit_explain_answer *answer)
{
    if (!answer->main[0])
        return;
    fprintf(to,
            "  主要人员 main worker %s (%" PRId64 "/%" PRId64
            " 次 visits)  后备 backup %s  本月已有 this month %" PRId64 " 人 workers\n",
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
static void lead_print(FILE *to, const struct visit_explain_answer *answer)
{
    const struct match_candidate *one = &answer->candidates.at[0], *other = one + 1;
    if (answer->candidates.count < 2 || one->too_many != other->too_many)
        return;
    fprintf(to, "\n  %s 比 %s 高 %.3f 分 (%s leads %s by %.3f):", one->worker, other->worker,
            (double)(one->total - other->total) / 1000, one->worker, other->worker,
            (double)(one->total - other->total) / 1000);
    for (uint32_t t = 0; t < one->terms.count; t++) {
        const struct score_term *term = &one->terms.at[t], *against = term_of(other, term->term);
        int64_t lead = term->points - (against ? against->points : 0);
        if (lead)
            fprintf(to, " %s %s %+.3f", term->label, term->label_en, (double)lead / 1000);
    }
    fprintf(to, "%s\n", one->total == other->total ? " 同分按编号 (a tie goes to the lower id)" : "");
}

/* Whether that term tells nobody from the others. */
static bool is_alike(const struct visit_explain_answer *answer, const struct score_term *term)
{
    for (uint32_t c = 1; c < answer->candidates.count; c++) {
        const struct score_term *other = term_of(&answer->candidates.at[c], term->term);
        if ((other ? other->points : 0) != term->points)
            return false;
    }
    return true;
}

static void alike_print(FILE *to, const struct visit_explain_answer *answer)
{
    const struct match_candidate *best = &answer->candidates.at[0];
    const char *between = answer->candidates.count > 1 ? "\n  各人相同 alike for all: " : "\n  各项 terms: ";
    for (uint32_t t = 0; answer->candidates.count && t < best->terms.count; t++) {
        const struct score_term *term = &best->terms.at[t];
        if (!is_alike(answer, term))
            continue;
        fprintf(to, "%s%s %s %g/%g", between, term->label, term->label_en, (double)term->points / 1000,
                (double)term->weight / 1000);
        between = " · ";
    }
    if (between[0] != '\n')
        putc('\n', to);
}

/* One row a candidate, one column a term in which they differ, in the order of the best one's terms. */
static void candidates_print(FILE *to, const struct visit_explain_answer *answer)
{
    const struct match_candidate *best = &answer->candidates.at[0];
    if (!answer->candidates.count)
        return;
    struct grid grid = {.columns = 4};
    grid_add(&grid, "名次 rank");
    grid_add(&grid, "人员 worker");
    grid_add(&grid, "总分 total");
    for (uint32_t t = 0; t < best->terms.count; t++)
        if (!is_alike(answer, &best->terms.at[t])) {
            grid_addf(&grid, "%s %s /%" PRId64, best->terms.at[t].label, best->terms.at[t].label_en,
                      best->terms.at[t].weight / 1000);
            grid.columns++;
        }
    grid_add(&grid, "选中 chosen");
    for (uint32_t c = 0; c < answer->candidates.count; c++) {
        const struct match_candidate *one = &answer->candidates.at[c];
        grid_addf(&grid, "%" PRId64, one->rank);
        grid_add(&grid, one->worker);
        points_add(&grid, one->total);
        for (uint32_t t = 0; t < best->terms.count; t++)
            if (!is_alike(answer, &best->terms.at[t])) {
                const struct score_term *term = term_of(one, best->terms.at[t].term);
                points_add(&grid, term ? term->points : 0);
            }
        grid_add(&grid, one->chosen ? "是" : one->too_many ? "本月人数已满 too many faces" : "");
    }
    putc('\n', to);
    grid_print(to, &grid, 2);
    grid_free(&grid);
}

/* A worker, and what stands in the way: a certificate or a limit by its name, a hold or leave by its id. */
static int name_add(char *names, size_t size, const struct match_rejected *one)
{
    const char *field = text_same(one->reason, "limits") ? "what" : "cert_type";
    const struct code_label *label = one->what[0] ? label_find(field, one->what) : NULL;
    size_t used = strlen(names);
    text_format(names + used, size - used, "%s%s%s%s%s", used ? " " : "", one->worker, one->what[0] ? "(" : "",
                label ? label->zh : one->what, one->what[0] ? ")" : "");
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

static void reasons_print(FILE *to, const struct visit_explain_answer *answer)
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
    putc('\n', to);
    grid_print(to, &grid, 2);
    grid_free(&grid);
}

/* Who failed at a later rule fulfils all before it: so the last of them lack least. */
static void changes_print(FILE *to, const struct visit_explain_answer *answer)
{
    bool any = false;
    if (!text_same(answer->outcome, "none"))
        return;
    for (uint32_t i = answer->reasons.count; i-- > 0;) {
        const struct match_reason *reason = &answer->reasons.at[i];
        const struct said *change = said_of(changes, reason->reason);
        if (!change->code)
            continue;
        if (!any)
            fprintf(to, NEEDED);
        fprintf(to, "  - %s (%s): %" PRId64 " 人 workers\n", change->label, change->label_en, reason->workers);
        any = true;
    }
}

void explain_print(FILE *to, const struct visit_explain_answer *answer)
{
    head_print(to, answer);
    change_print(to, answer);
    team_print(to, answer);
    candidates_print(to, answer);
    alike_print(to, answer);
    lead_print(to, answer);
    reasons_print(to, answer);
    changes_print(to, answer);
}
