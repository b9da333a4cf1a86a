/* The commands, one file each. */
#ifndef ANXIN_CTL_COMMANDS_H
#define ANXIN_CTL_COMMANDS_H

#include "services/ctl/ctl.h"

extern const struct command up_command, send_command, tail_command, get_command, list_command, status_command,
    trace_command, explain_command, verify_command, schema_command, sample_command, demo_command;

#endif
