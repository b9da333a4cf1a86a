/* States and rules of a case. The numbers of the moves are rows of D9; as long as consent, preparing and hearing are
 * not there, an agreement (row 16) is reached from ACCEPTED. For the same
 * reason an agreement that does not take effect (row 17) ends the case instead of going back to a hearing: it is the
 * cancel of AGREED (ruling 5), which row 21 no longer reaches. Row 0 stands for the closing of the file, which D9
 * leaves to the rows of performance. Keeps I19 together with store.c: each live state has a deadline. */
#include "dispute.h"

#include "base/text.h"

static const struct move moves[] = {
    {DISPUTE_NONE, DISPUTE_ON_FILE, DISPUTE_FILED, 1},
    {DISPUTE_FILED, DISPUTE_ON_SCREEN, DISPUTE_SCREENED, 3},
    {DISPUTE_SCREENED, DISPUTE_ON_ACCEPT, DISPUTE_ACCEPTED, 5},
    {DISPUTE_SCREENED, DISPUTE_ON_HANDLE, DISPUTE_FAILED, 15},
    {DISPUTE_ACCEPTED, DISPUTE_ON_HANDLE, DISPUTE_FAILED, 15},
    {DISPUTE_ACCEPTED, DISPUTE_ON_FAIL, DISPUTE_FAILED, 15},
    {DISPUTE_ACCEPTED, DISPUTE_ON_DUE, DISPUTE_FAILED, 15},
    {DISPUTE_ACCEPTED, DISPUTE_ON_AGREE, DISPUTE_AGREED, 16},
    {DISPUTE_FILED, DISPUTE_ON_WITHDRAW, DISPUTE_WITHDRAWN, 21},
    {DISPUTE_SCREENED, DISPUTE_ON_WITHDRAW, DISPUTE_WITHDRAWN, 21},
    {DISPUTE_ACCEPTED, DISPUTE_ON_WITHDRAW, DISPUTE_WITHDRAWN, 21},
    {DISPUTE_AGREED, DISPUTE_ON_FAIL, DISPUTE_FAILED, 17},
    {DISPUTE_AGREED, DISPUTE_ON_CLOSE, DISPUTE_CLOSED, 0},
};

static const struct {
    const char *name, *label, *label_en;
} states[] = {
    [DISPUTE_NONE] = {"NONE", "无", "none"},
    [DISPUTE_FILED] = {"FILED", "已登记", "filed"},
    [DISPUTE_SCREENED] = {"SCREENED", "已分流", "screened"},
    [DISPUTE_ACCEPTED] = {"ACCEPTED", "已受理", "accepted"},
    [DISPUTE_AGREED] = {"AGREED", "已达成协议", "agreed"},
    [DISPUTE_FAILED] = {"FAILED", "调解不成", "no agreement"},
    [DISPUTE_WITHDRAWN] = {"WITHDRAWN", "已撤回", "withdrawn"},
    [DISPUTE_CLOSED] = {"CLOSED", "已结案", "closed"},
};

static const char *const triggers[] = {
    [DISPUTE_ON_NONE] = "none",          [DISPUTE_ON_FILE] = "case.file",   [DISPUTE_ON_SCREEN] = "case.screen",
    [DISPUTE_ON_ACCEPT] = "case.accept", [DISPUTE_ON_FAIL] = "case.fail",   [DISPUTE_ON_DUE] = "due passed",
    [DISPUTE_ON_HANDLE] = "tip handled", [DISPUTE_ON_AGREE] = "case.agree", [DISPUTE_ON_WITHDRAW] = "case.withdraw",
    [DISPUTE_ON_CLOSE] = "case.close",
};

static const char *trigger_name(int trigger)
{
    bool known = trigger > 0 && trigger < (int)(sizeof triggers / sizeof *triggers);
    return triggers[known ? trigger : 0];
}

const struct machine dispute_machine = {
    .name = "case",
    .moves = moves,
    .count = sizeof moves / sizeof *moves,
    .state_name = dispute_state_name,
    .trigger_name = trigger_name,
};

static int known_state(int state)
{
    return state > 0 && state < (int)(sizeof states / sizeof *states) ? state : DISPUTE_NONE;
}

const char *dispute_state_name(int state)
{
    return states[known_state(state)].name;
}

const char *dispute_state_label_en(int state)
{
    return states[known_state(state)].label_en;
}

const char *dispute_state_label(int state)
{
    return states[known_state(state)].label;
}

int dispute_state_of(const char *name)
{
    for (int s = DISPUTE_FILED; s < (int)(sizeof states / sizeof *states); s++)
        if (text_same(states[s].name, name))
            return s;
    return DISPUTE_NONE;
}

bool dispute_move(struct dispute *dispute, enum dispute_trigger trigger)
{
    int to = table_next(&dispute_machine, dispute->state, (int)trigger);
    if (to == DISPUTE_NONE)
        return false;
    dispute->state = to;
    return true;
}

int64_t dispute_deadline(const struct dispute *dispute)
{
    switch ((enum dispute_state)dispute->state) {
    case DISPUTE_FILED:
    case DISPUTE_SCREENED:
        return dispute->accept_by.at;
    case DISPUTE_ACCEPTED:
        return dispute->due.at;
    case DISPUTE_AGREED:
        return dispute->close_by;
    case DISPUTE_NONE:
    case DISPUTE_FAILED:
    case DISPUTE_WITHDRAWN:
    case DISPUTE_CLOSED:
        return 0;
    }
    return 0;
}

bool dispute_may_take(const struct dispute *dispute, enum route route)
{
    return !dispute->anonymous || !route_is_mediation(route);
}

int dispute_number(char number[33], const char *station, int year, int64_t count)
{
    return text_format(number, 33, "%s-%d-%04lld", station, year, (long long)count);
}
