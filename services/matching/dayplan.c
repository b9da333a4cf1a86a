/* States of a plan of days. Invariant: what a person has confirmed or dropped stays so. */
#include "dayplan.h"

#include "base/text.h"

#define MOVE(from, trigger, to, row)                                                                                   \
    {                                                                                                                  \
        DAYPLAN_##from, DAYPLAN_##trigger, DAYPLAN_##to, row                                                           \
    }
static const struct move moves[] = {
    MOVE(NONE, ASK, ASKED, 1),          MOVE(ASKED, COMPUTED, PROPOSED, 2), MOVE(PROPOSED, CONFIRM, CONFIRMED, 3),
    MOVE(ASKED, DROP, DROPPED, 4),      MOVE(PROPOSED, DROP, DROPPED, 4),   MOVE(ASKED, EXPIRE, DROPPED, 5),
    MOVE(PROPOSED, EXPIRE, DROPPED, 5),
};

static const struct {
    const char *name, *label, *label_en;
} states[DAYPLAN_STATES] = {
    [DAYPLAN_NONE] = {"NONE", "无", "none"},
    [DAYPLAN_ASKED] = {"ASKED", "计算中", "being made"},
    [DAYPLAN_PROPOSED] = {"PROPOSED", "待确认", "to be confirmed"},
    [DAYPLAN_CONFIRMED] = {"CONFIRMED", "已确认", "confirmed"},
    [DAYPLAN_DROPPED] = {"DROPPED", "已放弃", "dropped"},
};

static const char *const triggers[DAYPLAN_TRIGGERS] = {
    [DAYPLAN_ASK] = "dayplan.ask",   [DAYPLAN_COMPUTED] = "computed",     [DAYPLAN_CONFIRM] = "dayplan.confirm",
    [DAYPLAN_DROP] = "dayplan.drop", [DAYPLAN_EXPIRE] = "dayplan_expire",
};

static const char *trigger_name(int trigger)
{
    return trigger > 0 && trigger < DAYPLAN_TRIGGERS ? triggers[trigger] : "";
}

const char *dayplan_state_name(int state)
{
    return state >= 0 && state < DAYPLAN_STATES ? states[state].name : "";
}

const char *dayplan_state_label(int state)
{
    return state >= 0 && state < DAYPLAN_STATES ? states[state].label : "";
}

const char *dayplan_state_label_en(int state)
{
    return state >= 0 && state < DAYPLAN_STATES ? states[state].label_en : "";
}

enum dayplan_state dayplan_state_of(const char *name)
{
    for (int state = 1; state < DAYPLAN_STATES; state++)
        if (text_same(states[state].name, name))
            return (enum dayplan_state)state;
    return DAYPLAN_NONE;
}

const struct machine dayplan_machine = {"dayplan", moves, sizeof moves / sizeof moves[0], dayplan_state_name,
                                        trigger_name};

const char *dayplan_what(const struct dayplan_visit *row)
{
    if (text_same(row->worker, row->from_worker))
        return row->worker[0] ? "kept" : "left_out";
    if (!row->worker[0])
        return "kept"; /* who has it keeps it: a plan takes nothing away without giving it */
    return row->from_worker[0] ? "moved" : "given";
}

void dayplan_count(struct dayplan *dayplan, const struct dayplan_visit *row)
{
    const char *what = dayplan_what(row);
    dayplan->visits++;
    dayplan->given += text_same(what, "given");
    dayplan->moved += text_same(what, "moved");
    dayplan->left_out += text_same(what, "left_out");
}
