/* anxin sample: the sample of a seed as JSON lines, for reading and for `anxin send --file`. */
#include <stdio.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/sample.h"
#include "wire/json.h"

static const char *way_name(enum sample_way way)
{
    switch (way) {
    case SAMPLE_NONE:
        break;
    case SAMPLE_SETUP:
        return "setup";
    case SAMPLE_SEND:
        return "send";
    case SAMPLE_REPEAT:
        return "repeat";
    case SAMPLE_PAIR:
        return "pair";
    case SAMPLE_INTAKE:
        return "intake";
    }
    return "";
}

static int sample_run(struct ctl *ctl)
{
    const char *day = args_text(&ctl->args, "start");
    int64_t start = sample_start();
    if (day && text_same(day, "today"))
        start = civil_day_start(civil_day(ctl_wall_ms()));
    else if (day && civil_parse(day, &start) != 0)
        return ctl_say(ctl, CTL_USAGE, "--start %s is neither a date such as 2026-02-09 nor today", day);
    struct sample *sample = sample_make((uint64_t)args_number(&ctl->args, "seed", 1), start);
    if (!sample)
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    for (int i = 0; i < sample->count; i++) {
        const struct sample_act *act = &sample->acts[i];
        if (act->way != SAMPLE_SETUP && args_flag(&ctl->args, "setup-only"))
            break;
        json_t *line = json_from_event(&act->envelope, message_of(act->type)->shape, act->body, NULL, 0);
        json_object_set_new(line, "sampleway", json_string(way_name(act->way)));
        if (act->expect)
            json_object_set_new(line, "sampleexpect", json_string(act->expect));
        ctl_print_json(line);
    }
    sample_free(&sample);
    return CTL_DONE;
}

static const struct ctl_option sample_options[] = {
    {"seed", OPTION_NUMBER, "N", 0, INT64_MAX, "another seed, another eight weeks (default 1)"},
    {"start", OPTION_TEXT, "DATE", 0, 0, "first day, or today (default 2026-02-09)"},
    {"setup-only", OPTION_FLAG, NULL, 0, 0, "only what there is before the first day"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command sample_command = {
    .name = "sample",
    .synopsis = "[--seed N] [--start DATE] [--setup-only]",
    .summary = "write the sample stations and their eight weeks of commands",
    .help = "One CloudEvent (JSON format) a line, in order of time; one seed gives the same bytes. The extension "
            "attribute\n"
            "sampleway says how it is sent, sampleexpect which outcome must come.",
    .options = sample_options,
    .run = sample_run,
};
