/* anxin plan FILE: tells the format by how the file begins, plans, and says what the plan costs. */
#include "services/ctl/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "services/ctl/commands.h"

#define FILE_MOST (288 << 20) /* a matrix of 5000 x 5000 costs of ten digits */

/* ---- the clock ---- */

static double clock_seconds(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void plan_clock_start(struct plan_clock *clock, const struct plan_asked *asked)
{
    *clock = (struct plan_clock){.seconds = asked->seconds,
                                 .patient = asked->patient,
                                 .cpu_from = clock_seconds(CLOCK_THREAD_CPUTIME_ID),
                                 .wall_from = clock_seconds(CLOCK_MONOTONIC)};
}

double plan_clock_used(const struct plan_clock *clock)
{
    return clock_seconds(CLOCK_THREAD_CPUTIME_ID) - clock->cpu_from;
}

/* Processor time, so that a busy machine changes no result; but unless it is asked for nobody waits longer than twice
 * as long. */
double plan_clock_spent(void *self)
{
    const struct plan_clock *clock = self;
    double cpu = plan_clock_used(clock) / clock->seconds;
    if (clock->patient)
        return cpu;
    double wall = (clock_seconds(CLOCK_MONOTONIC) - clock->wall_from) / (2 * clock->seconds);
    return cpu > wall ? cpu : wall;
}

/* ---- reading ---- */

/* Line ends of other systems become ours, and a mark at the begin becomes blanks, so that lines are counted alike. */
static void straighten(char *text)
{
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
        memset(text, ' ', 3);
    for (; (text = strchr(text, '\r')); text++)
        *text = text[1] == '\n' ? ' ' : '\n';
}

/* Why these bytes are no text that is read, NULL when they are. */
static const char *no_text(const char *text, size_t size)
{
    bool wide =
        size >= 2 && (!text[0] || !text[1] || memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0);
    if (size > FILE_MOST)
        return "is longer than 288 MiB";
    if (wide)
        return "is UTF-16: save it as UTF-8";
    return memchr(text, '\0', size) ? "is no text: it has a NUL byte" : NULL;
}

static char *read_all(const struct ctl *ctl, const char *file)
{
    FILE *from = fopen(file, "rb");
    if (!from) {
        ctl_say(ctl, CTL_USAGE, "%s: %s", file, strerror(errno));
        return NULL;
    }
    char *text = malloc(FILE_MOST + 1);
    size_t size = text ? fread(text, 1, FILE_MOST + 1, from) : 0;
    const char *why = !text ? "out of memory" : ferror(from) ? "cannot be read" : no_text(text, size);
    fclose(from);
    if (why) {
        ctl_say(ctl, CTL_USAGE, "%s: %s", file, why);
        free(text);
        return NULL;
    }
    text[size] = '\0';
    straighten(text);
    return text;
}

typedef int plans(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome);

/* JSON is HHCRSP; a name, then VEHICLE and CUSTOMER, is Solomon's; numbers alone are the OR-Library's. */
static plans *format_of(const char *text)
{
    size_t blank = strspn(text, " \t\n\v\f");
    if (text[blank] == '{')
        return plan_hhcrsp;
    if (strcasestr(text, "VEHICLE") && strcasestr(text, "CUSTOMER"))
        return plan_vrptw;
    return strchr("+-0123456789", text[blank]) && text[blank] ? plan_assign : NULL;
}

static int refuse(const struct ctl *ctl, const struct plan_asked *asked)
{
    if (!asked->text[strspn(asked->text, " \t\n\v\f")])
        return ctl_say(ctl, CTL_USAGE, "%s: is empty", asked->file);
    return ctl_say(ctl, CTL_USAGE,
                   "%s: format not known; known are HHCRSP (JSON, begins with {), VRPTW (Solomon's text, with VEHICLE "
                   "and CUSTOMER) and OR-Library assignment (begins with a number)",
                   asked->file);
}

/* ---- saying ---- */

static void say_json(const struct plan_asked *asked, struct plan_outcome *outcome, double seconds)
{
    if (!outcome->faults)
        outcome->faults = json_object();
    ctl_print_json(json_pack("{ss ss sf sf sb si sO sO* sI sI sf}", "format", outcome->format, "file", asked->file,
                             "objective", outcome->objective, "bound", outcome->bound, "optimal", outcome->optimal,
                             "violations", outcome->violations, "faults", outcome->faults, "pairs", outcome->pairs,
                             "seed", (json_int_t)asked->seed, "moves", (json_int_t)outcome->moves, "seconds", seconds));
}

void plan_note(const struct plan_asked *asked, const struct plan_outcome *outcome, char *note, size_t size)
{
    const char *name = strrchr(asked->file, '/');
    text_format(note, size, "%s · %s · 目标 objective %.1f%s", name ? name + 1 : asked->file, outcome->label,
                outcome->objective, outcome->violations ? " · 违反规则 breaks rules" : "");
}

static void say_words(const struct plan_outcome *outcome, double seconds)
{
    const char *rule;
    json_t *count;
    size_t i;
    json_t *row;
    json_array_foreach(outcome->rows, i, row) printf("%s\n", json_string_value(row));
    printf("%s\n目标 objective %.3f  下界 bound %.3f  %s  违规 violations %d  %.1f s\n", outcome->label,
           outcome->objective, outcome->bound, outcome->optimal ? "最优 optimal" : "未证最优 not proven optimal",
           outcome->violations, seconds);
    json_object_foreach(outcome->faults, rule, count)
        printf("  %-10s %lld\n", rule, (long long)json_integer_value(count));
}

static int run_plan(struct ctl *ctl)
{
    struct plan_outcome outcome = {0};
    struct plan_clock clock;
    struct plan_asked asked = {.file = ctl->args.word[0],
                               .seed = (uint64_t)args_number(&ctl->args, "seed", 1),
                               .moves = args_number(&ctl->args, "moves", PLAN_NEVER),
                               .seconds = (double)args_number(&ctl->args, "seconds", 5),
                               .patient = args_flag(&ctl->args, "processor"),
                               .svg = args_text(&ctl->args, "svg")};
    char *text = read_all(ctl, asked.file);
    if (!text)
        return CTL_USAGE;
    asked.text = text;
    plans *plan = format_of(text);
    plan_clock_start(&clock, &asked);
    int code = plan ? plan(ctl, &asked, &outcome) : refuse(ctl, &asked);
    if (code == CTL_DONE && ctl->json)
        say_json(&asked, &outcome, plan_clock_used(&clock));
    else if (code == CTL_DONE)
        say_words(&outcome, plan_clock_used(&clock));
    json_decref(outcome.faults);
    json_decref(outcome.rows);
    json_decref(outcome.pairs);
    free(text);
    return code == CTL_DONE && outcome.violations ? CTL_REFUSED : code;
}

static const struct ctl_option options[] = {
    {"seconds", OPTION_NUMBER, "S", 1, 86400, "how long to search, in seconds of processor time (default 5)"},
    {"processor", OPTION_FLAG, NULL, 0, 0, "counts processor time alone, however long that takes on a busy machine"},
    {"moves", OPTION_NUMBER, "N", 1, INT64_MAX - 1, "how many moves at most: the same N and seed give the same plan"},
    {"seed", OPTION_NUMBER, "N", 0, INT64_MAX - 1, "of the search (default 1)"},
    {"svg", OPTION_TEXT, "FILE", 0, 0, "draws the plan: who is where when, and the ways"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command plan_command = {
    .name = "plan",
    .synopsis = "FILE",
    .summary = "plans a file of a public benchmark with the engine of matching, and checks the plan",
    .help = "The format is told by the file: HHCRSP (JSON of Mankowska, Meisel, Bierwirth 2014), VRPTW (text of\n"
            "Solomon, Gehring and Homberger) or an assignment problem of the OR-Library (numbers). The objective is "
            "the benchmark's own, reckoned from the plan by other\n"
            "code than the search. Exit code 1: the plan breaks a rule.\n",
    .options = options,
    .least = 1,
    .most = 1,
    .first = WORD_FILE,
    .offline = true,
    .run = run_plan,
};
