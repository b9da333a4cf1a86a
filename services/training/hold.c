/* The states of a hold as a table. Only the owner's event grants it or takes it back (ruling 1). */
#include "hold.h"

#include <stddef.h>

#include "base/text.h"

static const char *const state_names[HOLD_STATES] = {"none", "asked", "granted", "denied", "dropped"};
static const char *const trigger_names[HOLD_TRIGGERS] = {
    "none", "asked for", "granted", "denied", "released by its owner", "no longer needed"};
static const char *const kind_names[HOLD_KINDS] = {"none", "room", "trainer", "trainee"};

/* clang-format off */
static const struct move moves[] = {
    {HOLD_NONE,    HOLD_ASK,     HOLD_ASKED,   1},
    {HOLD_ASKED,   HOLD_GRANT,   HOLD_GRANTED, 2},
    {HOLD_ASKED,   HOLD_DENY,    HOLD_DENIED,  3},
    {HOLD_GRANTED, HOLD_RELEASE, HOLD_DENIED,  3},
    {HOLD_ASKED,   HOLD_DROP,    HOLD_DROPPED, 4},
    {HOLD_GRANTED, HOLD_DROP,    HOLD_DROPPED, 4},
};
/* clang-format on */

const struct machine hold_machine = {
    "hold", moves, sizeof moves / sizeof moves[0], hold_state_name, hold_trigger_name,
};

const char *hold_state_name(int state)
{
    return state > HOLD_NONE && state < HOLD_STATES ? state_names[state] : state_names[HOLD_NONE];
}

enum hold_state hold_state_of(const char *name)
{
    for (int i = HOLD_NONE + 1; i < HOLD_STATES; i++)
        if (text_same(name, state_names[i]))
            return (enum hold_state)i;
    return HOLD_NONE;
}

const char *hold_trigger_name(int trigger)
{
    return trigger > HOLD_NO_TRIGGER && trigger < HOLD_TRIGGERS ? trigger_names[trigger]
                                                                : trigger_names[HOLD_NO_TRIGGER];
}

const char *hold_need_name(enum hold_kind kind)
{
    return kind < HOLD_KINDS ? kind_names[kind] : kind_names[HOLD_NO_KIND];
}

enum hold_kind hold_need_of(const char *name)
{
    for (int i = HOLD_NO_KIND + 1; i < HOLD_KINDS; i++)
        if (text_same(name, kind_names[i]))
            return (enum hold_kind)i;
    return HOLD_NO_KIND;
}
