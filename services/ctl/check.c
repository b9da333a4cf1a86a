/* anxin check: a plan made by hand against every rule (V18). The file says what it changes, a visit a line; the rest of
 * the station's visits stay as they are. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

#define ROWS_MOST (sizeof((struct dayplan_check *)0)->rows.at / sizeof *((struct dayplan_check *)0)->rows.at)

/* ---- the file ---- */

struct place {
    const struct ctl *ctl;
    const char *file;
    int line;
};

static int line_say(const struct place *place, const char *what)
{
    return ctl_say(place->ctl, CTL_USAGE, "%s line %d: %s", place->file, place->line, what);
}

/* The next cell, without blanks around it; `line` goes on after its comma. */
static char *cell_next(char **line)
{
    char *cell = *line ? strsep(line, ",") : NULL;
    if (!cell)
        return NULL;
    cell += strspn(cell, " \t");
    size_t size = strlen(cell);
    while (size && strchr(" \t\r\n", cell[size - 1]))
        cell[--size] = '\0';
    return cell;
}

static int row_read(const struct place *place, char *line, struct dayplan_check *question)
{
    struct dayplan_drawn row = {0};
    const char *visit = cell_next(&line), *worker = cell_next(&line), *start = cell_next(&line);
    if (!visit[0] && !worker)
        return 0;
    if (visit[0] == '#' || (place->line == 1 && text_same(visit, "visit")))
        return 0;
    if (!visit[0] || !worker || cell_next(&line))
        return line_say(place, "must be VISIT,WORKER or VISIT,WORKER,START");
    if (text_copy(row.visit, sizeof row.visit, visit) ||
        text_copy(row.worker, sizeof row.worker, text_same(worker, "-") ? "" : worker))
        return line_say(place, "a visit and a worker have at most 64 bytes");
    if (start && start[0] && civil_parse(start, &row.start))
        return line_say(place, "the start is no time, as 2026-11-24T10:00+08:00");
    if (question->rows.count == ROWS_MOST)
        return line_say(place, "a plan changes at most 200 visits");
    question->rows.at[question->rows.count++] = row;
    return 0;
}

static int rows_read(const struct ctl *ctl, const char *file, struct dayplan_check *question)
{
    struct place place = {ctl, file, 0};
    char *line = NULL;
    size_t room = 0;
    int code = 0;
    bool piped = text_same(file, "-");
    FILE *from = piped ? stdin : fopen(file, "r");
    if (!from)
        return ctl_say(ctl, CTL_USAGE, "%s: %s", file, strerror(errno));
    while (!code && getline(&line, &room, from) >= 0) {
        bool marked = ++place.line == 1 && strncmp(line, "\xef\xbb\xbf", 3) == 0;
        code = row_read(&place, marked ? line + 3 : line, question);
    }
    if (!code && ferror(from))
        code = ctl_say(ctl, CTL_USAGE, "%s: cannot be read", file);
    free(line);
    if (!piped)
        fclose(from);
    return code;
}

static int question_make(const struct ctl *ctl, struct dayplan_check *question)
{
    const char *from = args_text(&ctl->args, "from");
    if (text_copy(question->station, sizeof question->station, ctl->args.word[0]))
        return ctl_say(ctl, CTL_USAGE, "a station has at most 32 bytes");
    if (from && civil_parse(from, &question->from))
        return ctl_say(ctl, CTL_USAGE, "%s is no time, as 2026-11-24 or 2026-11-24T10:00+08:00", from);
    question->days = args_number(&ctl->args, "days", 7);
    return ctl->args.words > 1 ? rows_read(ctl, ctl->args.word[1], question) : 0;
}

/* ---- the answer ---- */

static void amount_add(struct grid *grid, const struct dayplan_fault *fault)
{
    if (fault->minutes)
        grid_addf(grid, "%" PRId64 " 分钟 min", fault->minutes);
    else if (fault->visits)
        grid_addf(grid, "%" PRId64 " 次 visits", fault->visits);
    else
        grid_add(grid, "");
}

static void faults_print(const struct dayplan_check_answer *answer)
{
    struct grid grid = {.columns = 6};
    char start[24];
    if (!answer->rows.count)
        return;
    static const char *const head[] = {"序号 number", "规则 rule", "相差 by", "人员 worker", "时间 time", "上门 visit"};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        grid_add(&grid, head[i]);
    for (uint32_t i = 0; i < answer->rows.count; i++) {
        const struct dayplan_fault *fault = &answer->rows.at[i];
        grid_addf(&grid, "%" PRId64, fault->number);
        grid_addf(&grid, "%s %s", fault->label, fault->label_en);
        amount_add(&grid, fault);
        grid_add(&grid, fault->worker);
        grid_add(&grid, show_time(start, fault->start));
        grid_add(&grid, fault->visit);
    }
    grid_print(stdout, &grid, 2);
    grid_free(&grid);
}

static void head_print(const struct dayplan_check *question, const struct dayplan_check_answer *answer)
{
    char from[24], until[24];
    printf("排班检查 plan of station %s, %s – %s\n", question->station, show_time(from, answer->from),
           show_time(until, answer->until));
    printf("  上门 visits %" PRId64 "  改动 changed %" PRId64 "  无人 nobody comes %" PRId64
           "  违规 rules broken %" PRId64 "\n",
           answer->visits, answer->changed, answer->left_out, answer->faults);
}

static void page_print(const struct ctl *ctl, const struct dayplan_check *question,
                       const struct dayplan_check_answer *answer)
{
    if (ctl->json) {
        ctl_print_json(json_from_body(message_of(MSG_dayplan_check_answer)->shape, answer));
        return;
    }
    if (!question->after)
        head_print(question, answer);
    faults_print(answer);
}

/* Page by page; the window stays that of the first. */
static int check_run(struct ctl *ctl)
{
    static const struct dayplan_check none;
    struct ctl_service *matching = ctl_service(ctl, "matching");
    struct dayplan_check *question = malloc(sizeof *question);
    struct reply reply;
    bool broken = false;
    if (!matching || !question) {
        free(question);
        return matching ? ctl_say(ctl, CTL_USAGE, "out of memory") : ctl_no_service(ctl, "matching");
    }
    *question = none;
    int code = question_make(ctl, question);
    for (bool more = !code; more && !code;) {
        code = ctl_ask(ctl, matching, MSG_dayplan_check, question, &reply);
        if (code || (code = ctl_expect(ctl, &reply, MSG_dayplan_check_answer)))
            break;
        const struct dayplan_check_answer *answer = reply.body;
        page_print(ctl, question, answer);
        broken = answer->faults > 0;
        question->from = answer->from;
        question->after = answer->next;
        more = answer->next > 0;
    }
    free(question);
    return code ? code : broken ? CTL_REFUSED : CTL_DONE;
}

static const struct ctl_option check_options[] = {
    {"days", OPTION_NUMBER, "N", 1, 7, "so many days (default 7)"},
    {"from", OPTION_TEXT, "TIME", 0, 0, "visits that start from then on (default now)"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command check_command = {
    .name = "check",
    .synopsis = "STATION [FILE]",
    .summary = "a plan made by hand: every rule that it breaks, by how much; nothing is changed",
    .help = "FILE says what the plan changes, a visit a line: VISIT,WORKER or VISIT,WORKER,START; `-` instead of a\n"
            "worker: nobody comes. Visits that it does not name stay as they are; without FILE the running plan is\n"
            "checked. `-` instead of FILE is the standard input. Exit code 1: the plan breaks a rule.\n",
    .options = check_options,
    .least = 1,
    .most = 2,
    .rest = WORD_FILE,
    .run = check_run,
};
