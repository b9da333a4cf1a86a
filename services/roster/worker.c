/* The life-cycle of a worker as a table (D4). Beyond the printed rows: a worker on probation may be away and suspended
 * and comes back to probation; one on leave may be suspended, and the leave runs on underneath. */
#include "worker.h"

#include <stddef.h>

#include "base/civil.h"
#include "base/text.h"

static const char *const state_names[WORKER_STATES] = {
    "NONE", "ONBOARDING", "PROBATION", "ACTIVE", "ON_LEAVE", "SUSPENDED", "RETIRED", "DISMISSED",
};

static const char *const state_labels[WORKER_STATES] = {
    "无 none",         "入职办理 onboarding", "试用 probation", "在岗 active",
    "请假中 on leave", "停职 suspended",      "离职 retired",   "辞退 dismissed",
};

static const char *const trigger_names[WORKER_TRIGGERS] = {
    "none",
    "worker.hire",
    "worker.start",
    "worker.confirm",
    "probation over",
    "worker.dismiss",
    "leave.start",
    "leave.end",
    "leave.end in probation",
    "worker.suspend",
    "worker.reinstate",
    "worker.reinstate in probation",
    "worker.reinstate on leave",
    "review due",
    "worker.retire",
};

/* clang-format off */
static const struct move moves[] = {
    {WORKER_NONE,       WORKER_HIRE,                    WORKER_ONBOARDING, 1},
    {WORKER_ONBOARDING, WORKER_START,                   WORKER_PROBATION,  2},
    {WORKER_PROBATION,  WORKER_CONFIRM,                 WORKER_ACTIVE,     3},
    {WORKER_PROBATION,  WORKER_PROBATION_ENDS,          WORKER_ACTIVE,     3},
    {WORKER_PROBATION,  WORKER_DISMISS,                 WORKER_DISMISSED,  4},
    {WORKER_ACTIVE,     WORKER_LEAVE_STARTS,            WORKER_ON_LEAVE,   5},
    {WORKER_PROBATION,  WORKER_LEAVE_STARTS,            WORKER_ON_LEAVE,   5},
    {WORKER_SUSPENDED,  WORKER_LEAVE_STARTS,            WORKER_SUSPENDED,  5},
    {WORKER_ON_LEAVE,   WORKER_LEAVE_ENDS,              WORKER_ACTIVE,     6},
    {WORKER_ON_LEAVE,   WORKER_LEAVE_ENDS_IN_PROBATION, WORKER_PROBATION,  6},
    {WORKER_SUSPENDED,  WORKER_LEAVE_ENDS,              WORKER_SUSPENDED,  6},
    {WORKER_SUSPENDED,  WORKER_LEAVE_ENDS_IN_PROBATION, WORKER_SUSPENDED,  6},
    {WORKER_ACTIVE,     WORKER_SUSPEND,                 WORKER_SUSPENDED,  7},
    {WORKER_PROBATION,  WORKER_SUSPEND,                 WORKER_SUSPENDED,  7},
    {WORKER_ON_LEAVE,   WORKER_SUSPEND,                 WORKER_SUSPENDED,  7},
    {WORKER_SUSPENDED,  WORKER_REINSTATE,               WORKER_ACTIVE,     8},
    {WORKER_SUSPENDED,  WORKER_REINSTATE_IN_PROBATION,  WORKER_PROBATION,  8},
    {WORKER_SUSPENDED,  WORKER_REINSTATE_ON_LEAVE,      WORKER_ON_LEAVE,   8},
    {WORKER_SUSPENDED,  WORKER_DISMISS,                 WORKER_DISMISSED,  8},
    {WORKER_SUSPENDED,  WORKER_REVIEW_DUE,              WORKER_SUSPENDED,  9},
    {WORKER_ONBOARDING, WORKER_RETIRE,                  WORKER_RETIRED,   10},
    {WORKER_PROBATION,  WORKER_RETIRE,                  WORKER_RETIRED,   10},
    {WORKER_ACTIVE,     WORKER_RETIRE,                  WORKER_RETIRED,   10},
    {WORKER_ON_LEAVE,   WORKER_RETIRE,                  WORKER_RETIRED,   10},
    {WORKER_SUSPENDED,  WORKER_RETIRE,                  WORKER_RETIRED,   10},
};
/* clang-format on */

const struct machine worker_machine = {
    "worker", moves, sizeof moves / sizeof moves[0], worker_state_name, worker_trigger_name,
};

const char *worker_state_name(int state)
{
    return state > WORKER_NONE && state < WORKER_STATES ? state_names[state] : state_names[WORKER_NONE];
}

enum worker_state worker_state_of(const char *name)
{
    for (int i = WORKER_NONE + 1; i < WORKER_STATES; i++)
        if (text_same(name, state_names[i]))
            return (enum worker_state)i;
    return WORKER_NONE;
}

const char *worker_state_label(enum worker_state state)
{
    return state < WORKER_STATES ? state_labels[state] : state_labels[WORKER_NONE];
}

const char *worker_trigger_name(int trigger)
{
    return trigger > WORKER_NO_TRIGGER && trigger < WORKER_TRIGGERS ? trigger_names[trigger]
                                                                    : trigger_names[WORKER_NO_TRIGGER];
}

bool worker_is_live(const struct worker *worker)
{
    return worker->state != WORKER_NONE && !table_is_terminal(&worker_machine, (int)worker->state);
}

enum worker_trigger worker_back_from_leave(const struct worker *worker)
{
    return worker->confirmed ? WORKER_LEAVE_ENDS : WORKER_LEAVE_ENDS_IN_PROBATION;
}

enum worker_trigger worker_back_from_suspension(const struct worker *worker, bool on_leave)
{
    if (on_leave)
        return WORKER_REINSTATE_ON_LEAVE;
    return worker->confirmed ? WORKER_REINSTATE : WORKER_REINSTATE_IN_PROBATION;
}

bool worker_kind_is_care(const char *kind)
{
    return text_in_list(kind, "elder_care|nurse|rehab");
}

bool worker_probation_is_over(const struct worker *worker, const struct tally *tally, int64_t visits, int64_t now)
{
    return worker->state == WORKER_PROBATION && now >= worker->probation_until && tally->verified >= visits &&
           tally->marks == 0;
}

bool worker_review_is_near(int64_t review_by, int64_t now, int64_t days)
{
    return review_by > now && review_by - now <= days * MS_DAY;
}
