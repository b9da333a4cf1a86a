/* The states of an enrolment as a table (D6). What the end of a session made of it is void when the session is
 * annulled, except for a certificate (ruling 5). A postponed session asks the calendar again, and so does a trainee
 * whose time the calendar takes back: they go back to REQUESTED, or APPROVED where approval is asked for, and keep
 * their seats. */
#include "enrolment.h"

#include <stddef.h>

#include "base/civil.h"
#include "base/text.h"

static const char *const state_names[ENROLMENT_STATES] = {
    "NONE",       "REQUESTED",    "APPROVED", "OFFERED",   "ENROLLED",  "ATTENDING", "EXAM_READY",
    "RESIT_OPEN", "UNDER_APPEAL", "PASSED",   "FAILED",    "CERTIFIED", "COMPLETED", "INCOMPLETE",
    "NO_SHOW",    "REFUSED",      "LEFT",     "WITHDRAWN", "ANNULLED",
};

static const char *const state_labels[ENROLMENT_STATES] = {
    "无 none",           "已申请 requested", "已核准 approved",   "待确认名额 offered",      "已录取 enrolled",
    "在读 attending",    "待考 exam ready",  "可补考 resit open", "成绩复核中 under appeal", "考试合格 passed",
    "考试不合格 failed", "已发证 certified", "已完成 completed",  "未完成 incomplete",       "缺席 no show",
    "未录取 refused",    "未接受名额 left",  "已退出 withdrawn",  "结果作废 annulled",
};

static const char *const trigger_names[ENROLMENT_TRIGGERS] = {
    "none",
    "enrol.request",
    "enrol.approve",
    "enrol.refuse",
    "lock without approval",
    "calendar.hold_granted",
    "calendar.hold_denied",
    "seat held for an offer",
    "enrol.accept",
    "enrol.accept, approved",
    "enrol.decline",
    "offer not answered",
    "enrol.withdraw",
    "session.postpone",
    "session.postpone, approved",
    "calendar.released",
    "calendar.released, approved",
    "first present unit",
    "never came",
    "attended too little",
    "attended enough",
    "attended enough for the exam",
    "both parts enough",
    "a part not enough",
    "not enough again",
    "not examined in time",
    "exam.appeal",
    "cert.issue",
    "session.cancel with annul",
};

/* clang-format off */
static const struct move moves[] = {
    {ENROLMENT_NONE,         ENROLMENT_REQUEST,            ENROLMENT_REQUESTED,    1},
    {ENROLMENT_REQUESTED,    ENROLMENT_APPROVE,            ENROLMENT_APPROVED,     2},
    {ENROLMENT_REQUESTED,    ENROLMENT_REFUSE,             ENROLMENT_REFUSED,      2},
    {ENROLMENT_REQUESTED,    ENROLMENT_LAPSE,              ENROLMENT_REFUSED,      2},
    {ENROLMENT_REQUESTED,    ENROLMENT_GRANT,              ENROLMENT_ENROLLED,     2},
    {ENROLMENT_APPROVED,     ENROLMENT_GRANT,              ENROLMENT_ENROLLED,     2},
    {ENROLMENT_REQUESTED,    ENROLMENT_DENY,               ENROLMENT_REFUSED,      2},
    {ENROLMENT_APPROVED,     ENROLMENT_DENY,               ENROLMENT_REFUSED,      2},
    {ENROLMENT_REQUESTED,    ENROLMENT_POSTPONE,           ENROLMENT_REQUESTED,    2},
    {ENROLMENT_APPROVED,     ENROLMENT_POSTPONE,           ENROLMENT_APPROVED,     2},
    {ENROLMENT_ENROLLED,     ENROLMENT_POSTPONE,           ENROLMENT_REQUESTED,    2},
    {ENROLMENT_ENROLLED,     ENROLMENT_POSTPONE_APPROVED,  ENROLMENT_APPROVED,     2},
    {ENROLMENT_ENROLLED,     ENROLMENT_LOSE_TIME,          ENROLMENT_REQUESTED,    2},
    {ENROLMENT_ENROLLED,     ENROLMENT_LOSE_TIME_APPROVED, ENROLMENT_APPROVED,     2},
    {ENROLMENT_NONE,         ENROLMENT_OFFER,              ENROLMENT_OFFERED,      4},
    {ENROLMENT_OFFERED,      ENROLMENT_ACCEPT,             ENROLMENT_REQUESTED,    5},
    {ENROLMENT_OFFERED,      ENROLMENT_ACCEPT_APPROVED,    ENROLMENT_APPROVED,     5},
    {ENROLMENT_OFFERED,      ENROLMENT_DECLINE,            ENROLMENT_LEFT,         6},
    {ENROLMENT_OFFERED,      ENROLMENT_OFFER_LAPSES,       ENROLMENT_LEFT,         6},
    {ENROLMENT_OFFERED,      ENROLMENT_POSTPONE,           ENROLMENT_LEFT,         6},
    {ENROLMENT_OFFERED,      ENROLMENT_WITHDRAW,           ENROLMENT_WITHDRAWN,    7},
    {ENROLMENT_REQUESTED,    ENROLMENT_WITHDRAW,           ENROLMENT_WITHDRAWN,    7},
    {ENROLMENT_APPROVED,     ENROLMENT_WITHDRAW,           ENROLMENT_WITHDRAWN,    7},
    {ENROLMENT_ENROLLED,     ENROLMENT_WITHDRAW,           ENROLMENT_WITHDRAWN,    7},
    {ENROLMENT_ATTENDING,    ENROLMENT_WITHDRAW,           ENROLMENT_WITHDRAWN,    7},
    {ENROLMENT_EXAM_READY,   ENROLMENT_WITHDRAW,           ENROLMENT_WITHDRAWN,    7},
    {ENROLMENT_RESIT_OPEN,   ENROLMENT_WITHDRAW,           ENROLMENT_WITHDRAWN,    7},
    {ENROLMENT_ENROLLED,     ENROLMENT_NEVER_CAME,         ENROLMENT_NO_SHOW,      8},
    {ENROLMENT_ENROLLED,     ENROLMENT_ATTEND,             ENROLMENT_ATTENDING,    9},
    {ENROLMENT_ATTENDING,    ENROLMENT_TOO_LITTLE,         ENROLMENT_INCOMPLETE,   12},
    {ENROLMENT_ATTENDING,    ENROLMENT_READY,              ENROLMENT_EXAM_READY,   13},
    {ENROLMENT_EXAM_READY,   ENROLMENT_PASS,               ENROLMENT_PASSED,       14},
    {ENROLMENT_EXAM_READY,   ENROLMENT_RESIT,              ENROLMENT_RESIT_OPEN,   15},
    {ENROLMENT_EXAM_READY,   ENROLMENT_NOT_EXAMINED,       ENROLMENT_FAILED,       16},
    {ENROLMENT_RESIT_OPEN,   ENROLMENT_PASS,               ENROLMENT_PASSED,       16},
    {ENROLMENT_RESIT_OPEN,   ENROLMENT_FAIL,               ENROLMENT_FAILED,       16},
    {ENROLMENT_RESIT_OPEN,   ENROLMENT_NOT_EXAMINED,       ENROLMENT_FAILED,       16},
    {ENROLMENT_PASSED,       ENROLMENT_APPEAL,             ENROLMENT_UNDER_APPEAL, 17},
    {ENROLMENT_RESIT_OPEN,   ENROLMENT_APPEAL,             ENROLMENT_UNDER_APPEAL, 17},
    {ENROLMENT_FAILED,       ENROLMENT_APPEAL,             ENROLMENT_UNDER_APPEAL, 17},
    {ENROLMENT_UNDER_APPEAL, ENROLMENT_PASS,               ENROLMENT_PASSED,       17},
    {ENROLMENT_UNDER_APPEAL, ENROLMENT_RESIT,              ENROLMENT_RESIT_OPEN,   17},
    {ENROLMENT_UNDER_APPEAL, ENROLMENT_FAIL,               ENROLMENT_FAILED,       17},
    {ENROLMENT_PASSED,       ENROLMENT_CERTIFY,            ENROLMENT_CERTIFIED,    18},
    {ENROLMENT_ATTENDING,    ENROLMENT_ENOUGH,             ENROLMENT_COMPLETED,    19},
    {ENROLMENT_EXAM_READY,   ENROLMENT_ANNUL,              ENROLMENT_ANNULLED,     7},
    {ENROLMENT_RESIT_OPEN,   ENROLMENT_ANNUL,              ENROLMENT_ANNULLED,     7},
    {ENROLMENT_UNDER_APPEAL, ENROLMENT_ANNUL,              ENROLMENT_ANNULLED,     7},
    {ENROLMENT_PASSED,       ENROLMENT_ANNUL,              ENROLMENT_ANNULLED,     7},
    {ENROLMENT_FAILED,       ENROLMENT_ANNUL,              ENROLMENT_ANNULLED,     7},
    {ENROLMENT_COMPLETED,    ENROLMENT_ANNUL,              ENROLMENT_ANNULLED,     7},
    {ENROLMENT_INCOMPLETE,   ENROLMENT_ANNUL,              ENROLMENT_ANNULLED,     7},
    {ENROLMENT_NO_SHOW,      ENROLMENT_ANNUL,              ENROLMENT_ANNULLED,     7},
};
/* clang-format on */

const struct machine enrolment_machine = {
    "enrolment", moves, sizeof moves / sizeof moves[0], enrolment_state_name, enrolment_trigger_name,
};

const char *enrolment_state_name(int state)
{
    return state > ENROLMENT_NONE && state < ENROLMENT_STATES ? state_names[state] : state_names[ENROLMENT_NONE];
}

enum enrolment_state enrolment_state_of(const char *name)
{
    for (int i = ENROLMENT_NONE + 1; i < ENROLMENT_STATES; i++)
        if (text_same(name, state_names[i]))
            return (enum enrolment_state)i;
    return ENROLMENT_NONE;
}

const char *enrolment_state_label(enum enrolment_state state)
{
    return state < ENROLMENT_STATES ? state_labels[state] : state_labels[ENROLMENT_NONE];
}

const char *enrolment_trigger_name(int trigger)
{
    return trigger > ENROLMENT_NO_TRIGGER && trigger < ENROLMENT_TRIGGERS ? trigger_names[trigger]
                                                                          : trigger_names[ENROLMENT_NO_TRIGGER];
}

bool enrolment_awaits_approval(const struct enrolment *enrolment)
{
    return enrolment->state == ENROLMENT_REQUESTED && enrolment->hold[0] == '\0';
}

bool enrolment_awaits_time(const struct enrolment *enrolment)
{
    return enrolment->state == ENROLMENT_APPROVED ||
           (enrolment->state == ENROLMENT_REQUESTED && !enrolment_awaits_approval(enrolment));
}

bool enrolment_is_in_class(const struct enrolment *enrolment)
{
    return enrolment->state == ENROLMENT_ENROLLED || enrolment->state == ENROLMENT_ATTENDING;
}

enum enrolment_trigger enrolment_on_postpone(const struct enrolment *enrolment, bool approval)
{
    return approval && enrolment->state == ENROLMENT_ENROLLED ? ENROLMENT_POSTPONE_APPROVED : ENROLMENT_POSTPONE;
}

enum enrolment_trigger enrolment_on_lost_time(bool approval)
{
    return approval ? ENROLMENT_LOSE_TIME_APPROVED : ENROLMENT_LOSE_TIME;
}

int64_t offer_hold_until(int64_t now, int64_t start, int64_t lock)
{
    int64_t span = (start - now) / 4;
    span = span < 15 * MS_MINUTE ? 15 * MS_MINUTE : span > MS_DAY ? MS_DAY : span;
    return now + span < lock ? now + span : lock;
}

bool mark_is_present(const char *mark)
{
    return text_in_list(mark, "present|late|left_early");
}

enum enrolment_trigger enrolment_at_end(const struct enrolment *enrolment, int64_t attended, int64_t units,
                                        int64_t percent, bool exam)
{
    if (enrolment->state == ENROLMENT_REQUESTED || enrolment->state == ENROLMENT_APPROVED)
        return ENROLMENT_WITHDRAW;
    if (enrolment->state == ENROLMENT_ENROLLED)
        return ENROLMENT_NEVER_CAME;
    if (attended * 100 < units * percent)
        return ENROLMENT_TOO_LITTLE;
    return exam ? ENROLMENT_READY : ENROLMENT_ENOUGH;
}
