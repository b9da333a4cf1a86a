/* A hold asked of another service: a room of booking, a person's time of matching. Pure. */
#ifndef ANXIN_TRAINING_HOLD_H
#define ANXIN_TRAINING_HOLD_H

#include "rules/table.h"

enum hold_state { HOLD_NONE, HOLD_ASKED, HOLD_GRANTED, HOLD_DENIED, HOLD_DROPPED, HOLD_STATES };
enum hold_trigger { HOLD_NO_TRIGGER, HOLD_ASK, HOLD_GRANT, HOLD_DENY, HOLD_RELEASE, HOLD_DROP, HOLD_TRIGGERS };
enum hold_kind { HOLD_NO_KIND, HOLD_ROOM, HOLD_TRAINER, HOLD_TRAINEE, HOLD_KINDS };

extern const struct machine hold_machine;

struct hold {
    char id[65];
    enum hold_kind kind;
    char object[65]; /* session, or enrolment of a trainee */
    char person[65]; /* "" for a room */
    enum hold_state state;
    char reason[33]; /* why denied */
};

const char *hold_state_name(int state);
enum hold_state hold_state_of(const char *name);
const char *hold_trigger_name(int trigger);
const char *hold_need_name(enum hold_kind kind);
enum hold_kind hold_need_of(const char *name);

#endif
