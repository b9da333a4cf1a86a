/* The commands, one file each, and the tables of them and of the options that all of them take. */
#ifndef ANXIN_CTL_COMMANDS_H
#define ANXIN_CTL_COMMANDS_H

#include "services/ctl/ctl.h"

extern const struct command up_command, send_command, tail_command, streams_command, get_command, list_command,
    status_command, trace_command, explain_command, slots_command, serves_command, check_command, day_command,
    plan_command, verify_command, audit_command, dead_command, orphans_command, timers_command, pause_command,
    resume_command, support_command, backup_command, restore_command, schema_command, config_command, keys_command,
    privacy_command, case_command, completion_command, man_command, sample_command, demo_command, bench_command;

extern const struct command *const commands[]; /* ended by NULL */
extern const struct ctl_option shared_options[];

#endif
