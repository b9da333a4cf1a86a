/* The states of a leave as a table. */
#include "leave.h"

#include <stddef.h>

#include "base/text.h"

static const char *const state_names[LEAVE_STATES] = {"NONE", "GRANTED", "STARTED", "ENDED", "CALLED_OFF"};
static const char *const trigger_names[LEAVE_TRIGGERS] = {"none", "leave.put", "start", "until or leave.end",
                                                          "leave.end"};

/* clang-format off */
static const struct move moves[] = {
    {LEAVE_NONE,    LEAVE_GRANT,    LEAVE_GRANTED,    5},
    {LEAVE_GRANTED, LEAVE_BEGIN,    LEAVE_STARTED,    5},
    {LEAVE_GRANTED, LEAVE_CALL_OFF, LEAVE_CALLED_OFF, 6},
    {LEAVE_STARTED, LEAVE_END,      LEAVE_ENDED,      6},
    {LEAVE_STARTED, LEAVE_CALL_OFF, LEAVE_ENDED,      6},
};
/* clang-format on */

const struct machine leave_machine = {
    "leave", moves, sizeof moves / sizeof moves[0], leave_state_name, leave_trigger_name,
};

const char *leave_state_name(int state)
{
    return state > LEAVE_NONE && state < LEAVE_STATES ? state_names[state] : state_names[LEAVE_NONE];
}

enum leave_state leave_state_of(const char *name)
{
    for (int i = LEAVE_NONE + 1; i < LEAVE_STATES; i++)
        if (text_same(name, state_names[i]))
            return (enum leave_state)i;
    return LEAVE_NONE;
}

const char *leave_trigger_name(int trigger)
{
    return trigger > LEAVE_NO_TRIGGER && trigger < LEAVE_TRIGGERS ? trigger_names[trigger]
                                                                  : trigger_names[LEAVE_NO_TRIGGER];
}

int64_t leave_start(int64_t asked, bool sick, int64_t now)
{
    return sick || asked < now ? now : asked;
}
