/* What the tool reads: its own command line, and the planner's files. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fuzz.h"
#include "services/ctl/commands.h"
#include "services/ctl/plan.h"

#define WORDS 80 /* more than a command takes */

static const struct command *command_of(const char *name)
{
    for (int i = 0; commands[i]; i++)
        if (text_same(commands[i]->name, name))
            return commands[i];
    return commands[0];
}

/* Whatever was given can be asked for, and is within its bounds. */
static void given_is_kept(const struct args *args)
{
    FUZZ_DEMAND(args->words <= ARGS_MOST && args->given_count <= ARGS_MOST);
    for (int i = 0; i < args->given_count; i++) {
        const struct ctl_option *option = args->given[i].option;
        FUZZ_DEMAND(args_flag(args, option->name) && args_text(args, option->name) != NULL);
        if (option->kind == OPTION_NUMBER)
            FUZZ_DEMAND(args_number(args, option->name, option->low) >= option->low &&
                        args_number(args, option->name, option->low) <= option->high);
    }
}

void arguments_fuzz(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size), *rest, *words[WORDS];
    const struct command *command = command_of(fuzz_line(text, &rest));
    struct args args = {.own = command->options, .shared = shared_options};
    struct error error = {""};
    int count = 0;
    while (*rest && count < WORDS)
        words[count++] = fuzz_line(rest, &rest);
    if (args_parse(&args, count, words, &error) == 0)
        given_is_kept(&args);
    else
        FUZZ_DEMAND(error.text[0] != '\0');
    free(text);
}

/* ---- plan ---- */

typedef int planner(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome);

static void plan_fuzz(planner *plan, const uint8_t *data, size_t size)
{
    static const struct command command = {.name = "plan"};
    const struct ctl ctl = {.command = &command};
    struct plan_outcome outcome = {0};
    char *text = fuzz_text(data, size);
    const struct plan_asked asked = {.file = "file", .text = text, .seed = 1, .moves = 30, .seconds = 1};
    int code = plan(&ctl, &asked, &outcome);
    FUZZ_DEMAND(code == CTL_DONE || code == CTL_USAGE);
    if (code == CTL_DONE) {
        FUZZ_DEMAND(outcome.format && outcome.label && outcome.violations >= 0);
        FUZZ_DEMAND(outcome.violations > 0 || outcome.bound <= outcome.objective + 1e-3);
    }
    json_decref(outcome.faults);
    json_decref(outcome.rows);
    json_decref(outcome.pairs);
    free(text);
}

void hhcrsp_fuzz(const uint8_t *data, size_t size)
{
    plan_fuzz(plan_hhcrsp, data, size);
}

void vrptw_fuzz(const uint8_t *data, size_t size)
{
    plan_fuzz(plan_vrptw, data, size);
}

void orlib_fuzz(const uint8_t *data, size_t size)
{
    plan_fuzz(plan_assign, data, size);
}
