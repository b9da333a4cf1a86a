/* anxin explain visit: why this worker, and why not the others (V9). */
#include <inttypes.h>
#include <stdlib.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

static void head_print(const struct visit_explain_answer *answer)
{
    char when[24];
    printf("visit %s  decision %" PRId64 " of %" PRId64 "  %s  because: %s\n", answer->visit, answer->number,
           answer->of, show_time(when, answer->at), answer->why);
    printf("%s%s%s  (%" PRId64 " workers considered, %" PRId64 " able)\n", answer->outcome,
           answer->worker[0] ? " " : "", answer->worker, answer->considered, answer->feasible);
}

/* Who comes to the household (V8). */
static void team_print(const struct visit_explain_answer *answer)
{
    if (!answer->main[0])
        return;
    printf("主要人员 main %s, %" PRId64 " of %" PRId64 " visits; 后备 backup %s; 本月人数 workers this month %" PRId64
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
        grid_add(&grid, one->chosen ? "是" : one->too_many ? "超员 too many" : "");
    }
    putchar('\n');
    grid_print(stdout, &grid, 2);
    grid_free(&grid);
}

static void reasons_print(const struct visit_explain_answer *answer)
{
    struct grid grid = {.columns = 3};
    if (!answer->reasons.count)
        return;
    grid_add(&grid, "人数 workers");
    grid_add(&grid, "原因");
    grid_add(&grid, "not able because");
    for (uint32_t i = 0; i < answer->reasons.count; i++) {
        grid_addf(&grid, "%" PRId64, answer->reasons.at[i].workers);
        grid_add(&grid, answer->reasons.at[i].label);
        grid_add(&grid, answer->reasons.at[i].label_en);
    }
    putchar('\n');
    grid_print(stdout, &grid, 2);
    grid_free(&grid);
}

/* The label of a reason, as the counted list gives it. */
static const char *reason_label(const struct visit_explain_answer *answer, const char *reason)
{
    for (uint32_t i = 0; i < answer->reasons.count; i++)
        if (text_same(answer->reasons.at[i].reason, reason))
            return answer->reasons.at[i].label;
    return "";
}

static void rejected_print(const struct visit_explain_answer *answer)
{
    struct grid grid = {.columns = 3};
    if (!answer->rejected.count)
        return;
    grid_add(&grid, "人员 worker");
    grid_add(&grid, "原因");
    grid_add(&grid, "first rule that rejected");
    for (uint32_t i = 0; i < answer->rejected.count; i++) {
        grid_add(&grid, answer->rejected.at[i].worker);
        grid_add(&grid, reason_label(answer, answer->rejected.at[i].reason));
        grid_add(&grid, answer->rejected.at[i].reason);
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
        return ctl_say(ctl, CTL_USAGE, "there is no service matching");
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
    team_print(answer);
    candidates_print(answer);
    reasons_print(answer);
    rejected_print(answer);
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
