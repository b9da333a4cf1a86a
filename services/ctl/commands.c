/* The commands of the tool, in the order in which help, manual and completion show them. */
#include "services/ctl/commands.h"

#include <stddef.h>

/* clang-format off */
const struct command *const commands[] = {
    &up_command,
    &send_command,
    &tail_command,
    &streams_command,
    &get_command,
    &list_command,
    &status_command,
    &trace_command,
    &explain_command,
    &slots_command,
    &serves_command,
    &check_command,
    &day_command,
    &plan_command,
    &verify_command,
    &audit_command,
    &dead_command,
    &orphans_command,
    &timers_command,
    &pause_command,
    &resume_command,
    &keys_command,
    &privacy_command,
    &case_command,
    &backup_command,
    &restore_command,
    &support_command,
    &config_command,
    &schema_command,
    &sample_command,
    &completion_command,
    &man_command,
    &demo_command,
    &bench_command,
    NULL,
};
/* clang-format on */

const struct ctl_option shared_options[] = {
    {"data", OPTION_TEXT, "DIR", 0, 0, "folder of stores and sockets (default $ANXIN_DATA or ./anxin-data)"},
    {"config", OPTION_TEXT, "FILE", 0, 0, "the configuration of the set"},
    {"place", OPTION_TEXT, "PLACE", 0, 0, "in a set of several places: which one is meant (default $ANXIN_PLACE)"},
    {"json", OPTION_FLAG, NULL, 0, 0, "JSON, one object a line, for programs"},
    {"timeout", OPTION_NUMBER, "MS", 1, 3600000, "how long to wait for an answer (default 5000)"},
    {"as", OPTION_TEXT, "ROLE[:ID[:FOR]]", 0, 0, "who acts, on whose behalf (default operator:your user name)"},
    {"why", OPTION_TEXT, "PURPOSE[:ID]", 0, 0, "why, for the trail of acts: case:ST1-2026-0007"},
    {"source", OPTION_TEXT, "NAME", 0, 0, "who sends (default anxin)"},
    {"identity", OPTION_TEXT, "NAME", 0, 0, "on tcp: whose secret key is used (default tool)"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};
