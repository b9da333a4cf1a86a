/* The states of a session as a table (D5), and the arithmetic of its seats. A draft, too, can be cancelled, a session
 * that has begun can be broken off, and one that has ended is annulled (ruling 5). */
#include "session.h"

#include <stddef.h>

#include "base/text.h"

static const char *const state_names[SESSION_STATES] = {
    "NONE", "DRAFT", "OPEN", "FULL", "LOCKED", "RUNNING", "ENDED", "GRADED", "ARCHIVED", "POSTPONED", "CANCELLED",
};

static const char *const state_labels[SESSION_STATES] = {
    "无 none",      "草拟 draft",    "报名中 open",     "已满 full",      "名单锁定 locked",  "进行中 running",
    "已结束 ended", "已评定 graded", "已归档 archived", "延期 postponed", "已取消 cancelled",
};

static const char *const trigger_names[SESSION_TRIGGERS] = {
    "none",
    "session.plan",
    "session.open",
    "last seat taken",
    "seat freed",
    "lock",
    "session.cancel",
    "session.postpone",
    "session.redate",
    "holds granted",
    "first attendance",
    "session.end",
    "results final",
    "session.archive",
    "session.cancel with annul",
};

static const char *const group_names[GROUPS] = {"worker", "unemployed", "new_labour", "public"};

/* clang-format off */
static const struct move moves[] = {
    {SESSION_NONE,      SESSION_PLAN,        SESSION_DRAFT,      1},
    {SESSION_DRAFT,     SESSION_OPENS,       SESSION_OPEN,       2},
    {SESSION_OPEN,      SESSION_FILLS,       SESSION_FULL,       3},
    {SESSION_FULL,      SESSION_FREES,       SESSION_OPEN,       3},
    {SESSION_OPEN,      SESSION_LOCKS,       SESSION_LOCKED,     4},
    {SESSION_FULL,      SESSION_LOCKS,       SESSION_LOCKED,     4},
    {SESSION_DRAFT,     SESSION_CANCEL,      SESSION_CANCELLED,  5},
    {SESSION_OPEN,      SESSION_CANCEL,      SESSION_CANCELLED,  5},
    {SESSION_FULL,      SESSION_CANCEL,      SESSION_CANCELLED,  5},
    {SESSION_LOCKED,    SESSION_CANCEL,      SESSION_CANCELLED,  5},
    {SESSION_RUNNING,   SESSION_CANCEL,      SESSION_CANCELLED,  5},
    {SESSION_POSTPONED, SESSION_CANCEL,      SESSION_CANCELLED,  5},
    {SESSION_ENDED,     SESSION_ANNUL,       SESSION_CANCELLED,  5},
    {SESSION_GRADED,    SESSION_ANNUL,       SESSION_CANCELLED,  5},
    {SESSION_DRAFT,     SESSION_POSTPONE,    SESSION_POSTPONED,  6},
    {SESSION_OPEN,      SESSION_POSTPONE,    SESSION_POSTPONED,  6},
    {SESSION_FULL,      SESSION_POSTPONE,    SESSION_POSTPONED,  6},
    {SESSION_LOCKED,    SESSION_POSTPONE,    SESSION_POSTPONED,  6},
    {SESSION_DRAFT,     SESSION_REDATE,      SESSION_DRAFT,      6},
    {SESSION_POSTPONED, SESSION_REDATE,      SESSION_POSTPONED,  6},
    {SESSION_POSTPONED, SESSION_DATE_STANDS, SESSION_OPEN,       6},
    {SESSION_LOCKED,    SESSION_ATTENDED,    SESSION_RUNNING,    7},
    {SESSION_RUNNING,   SESSION_ENDS,        SESSION_ENDED,      8},
    {SESSION_ENDED,     SESSION_GRADES,      SESSION_GRADED,     9},
    {SESSION_GRADED,    SESSION_ARCHIVE,     SESSION_ARCHIVED,  10},
};
/* clang-format on */

const struct machine session_machine = {
    "session", moves, sizeof moves / sizeof moves[0], session_state_name, session_trigger_name,
};

const char *session_state_name(int state)
{
    return state > SESSION_NONE && state < SESSION_STATES ? state_names[state] : state_names[SESSION_NONE];
}

enum session_state session_state_of(const char *name)
{
    for (int i = SESSION_NONE + 1; i < SESSION_STATES; i++)
        if (text_same(name, state_names[i]))
            return (enum session_state)i;
    return SESSION_NONE;
}

const char *session_state_label(enum session_state state)
{
    return state < SESSION_STATES ? state_labels[state] : state_labels[SESSION_NONE];
}

const char *session_trigger_name(int trigger)
{
    return trigger > SESSION_NO_TRIGGER && trigger < SESSION_TRIGGERS ? trigger_names[trigger]
                                                                      : trigger_names[SESSION_NO_TRIGGER];
}

const char *group_name(int group)
{
    return group_names[group];
}

int group_of(const char *name)
{
    for (int i = 0; i < GROUPS; i++)
        if (text_same(name, group_names[i]))
            return i;
    return -1;
}

static int64_t seats_kept(const struct session *session)
{
    int64_t sum = 0;
    for (int i = 0; i < GROUPS; i++)
        sum += session->keep[i];
    return sum;
}

const char *session_flaw(const struct session *session, int64_t now, int64_t lock_ms, const char **field)
{
    *field = "end";
    if (session->end <= session->start)
        return "too_short";
    *field = "start";
    if (session->start - lock_ms <= now)
        return "too_late";
    *field = "minimum";
    if (session->minimum > session->capacity)
        return "minimum";
    *field = "capacity";
    return seats_kept(session) > session->capacity ? "kept_seats" : NULL;
}

bool session_is_open(const struct session *session)
{
    return session->state == SESSION_OPEN || session->state == SESSION_FULL;
}

bool session_takes_changes(const struct session *session)
{
    return session_is_open(session) || session->state == SESSION_POSTPONED;
}

bool session_is_over(const struct session *session)
{
    return session->state == SESSION_ENDED || session->state == SESSION_GRADED;
}

static const struct {
    const char *document;
    bool exam; /* only after an examination */
} needed[] = {{"sign_in", false}, {"materials", false}, {"scores", true}};

const char *session_document_missing(const struct session *session, const char (*documents)[33], uint32_t count)
{
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        bool found = needed[i].exam && !session->exam;
        for (uint32_t k = 0; k < count; k++)
            found = found || text_same(documents[k], needed[i].document);
        if (!found)
            return needed[i].document;
    }
    return NULL;
}

int64_t seats_left(const struct session *session, const int64_t taken[GROUPS], int group, bool released)
{
    int64_t open = session->capacity, kept = 0;
    for (int i = 0; i < GROUPS; i++) {
        int64_t keep = released ? 0 : session->keep[i];
        open -= taken[i] > keep ? taken[i] : keep;
        if (i == group && keep > taken[i])
            kept = keep - taken[i];
    }
    return kept + (open > 0 ? open : 0);
}

int64_t seats_taken(const int64_t taken[GROUPS])
{
    int64_t sum = 0;
    for (int i = 0; i < GROUPS; i++)
        sum += taken[i];
    return sum;
}

enum session_trigger session_by_seats(const struct session *session, int64_t taken)
{
    if (session->state == SESSION_OPEN && taken >= session->capacity)
        return SESSION_FILLS;
    return session->state == SESSION_FULL && taken < session->capacity ? SESSION_FREES : SESSION_NO_TRIGGER;
}
