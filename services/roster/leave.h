/* A leave of a worker: granted, running, over (D4 rows 5 and 6). Pure. */
#ifndef ANXIN_ROSTER_LEAVE_H
#define ANXIN_ROSTER_LEAVE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/table.h"

enum leave_state { LEAVE_NONE, LEAVE_GRANTED, LEAVE_STARTED, LEAVE_ENDED, LEAVE_CALLED_OFF, LEAVE_STATES };
enum leave_trigger { LEAVE_NO_TRIGGER, LEAVE_GRANT, LEAVE_BEGIN, LEAVE_END, LEAVE_CALL_OFF, LEAVE_TRIGGERS };

extern const struct machine leave_machine;

struct leave {
    char id[65];
    char worker[65];
    int64_t start, until;
    bool sick;
    enum leave_state state;
    int64_t ended_at;
    int64_t revision;
};

const char *leave_state_name(int state);
enum leave_state leave_state_of(const char *name);
const char *leave_trigger_name(int trigger);

/* When a leave asked for begins: sickness and what lies in the past begin now. */
int64_t leave_start(int64_t asked, bool sick, int64_t now);

#endif
