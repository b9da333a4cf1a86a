/* A planner of the tool run on a text: what came out, or what was said. */
#ifndef ANXIN_TESTS_PLAN_FILE_H
#define ANXIN_TESTS_PLAN_FILE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/ctl/commands.h"
#include "services/ctl/plan.h"

#define SAID 512

typedef int planner(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome);

static const struct command plan_said_by = {.name = "plan"};

static inline int plan_file(planner *plan, const char *text, int64_t moves, struct plan_outcome *outcome,
                            char said[SAID])
{
    const struct ctl ctl = {.command = &plan_said_by};
    const struct plan_asked asked = {.file = "file", .text = text, .seed = 1, .moves = moves, .seconds = 1};
    FILE *usual = stderr, *to = fmemopen(memset(said, 0, SAID), SAID, "w");
    *outcome = (struct plan_outcome){0};
    stderr = to;
    int code = plan(&ctl, &asked, outcome);
    stderr = usual;
    fclose(to);
    return code;
}

static inline void plan_file_done(struct plan_outcome *outcome)
{
    json_decref(outcome->faults);
    json_decref(outcome->rows);
    json_decref(outcome->pairs);
}

static inline void assert_file_refused(planner *plan, const char *text, const char *words)
{
    char said[SAID];
    struct plan_outcome outcome;
    assert_int_equal(plan_file(plan, text, 10, &outcome, said), CTL_USAGE);
    if (!strstr(said, words))
        fail_msg("\"%s\" does not say \"%s\"", said, words);
    assert_string_equal(strchr(said, '\n'), "\n");
}

#endif
