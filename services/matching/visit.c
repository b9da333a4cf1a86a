/* The life of a visit as a table, and its arithmetic of time. Invariant: from every state there is a way to an end, and
 * every state that is not an end can be cancelled, work that is done by annulling it (ruling 5). */
#include "visit.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"

#define MOVE(from, trigger, to, row)                                                                                   \
    {                                                                                                                  \
        VISIT_##from, VISIT_##trigger, VISIT_##to, row                                                                 \
    }
static const struct move moves[] = {
    MOVE(NONE, PLAN, PLANNED, 1),
    MOVE(PLANNED, OFFER, OFFERED, 2),
    MOVE(OFFERED, ACCEPT, ASSIGNED, 3),
    MOVE(OFFERED, DECLINE, PLANNED, 4),
    MOVE(OFFERED, EXPIRE, PLANNED, 4),
    MOVE(PLANNED, ASSIGN, ASSIGNED, 5),
    MOVE(PLANNED, GIVE_UP, UNFILLED, 6),
    MOVE(UNFILLED, RETRY, PLANNED, 7),
    MOVE(ASSIGNED, ACK, ACKED, 8),
    MOVE(ASSIGNED, LAPSE, AT_RISK, 9),
    MOVE(ASSIGNED, THREATEN, AT_RISK, 10),
    MOVE(ACKED, THREATEN, AT_RISK, 10),
    MOVE(EN_ROUTE, THREATEN, AT_RISK, 10),
    MOVE(AT_RISK, RECOVER, ASSIGNED, 11),
    MOVE(AT_RISK, OFFER, OFFERED, 12),
    MOVE(AT_RISK, ASSIGN, ASSIGNED, 12),
    MOVE(ASSIGNED, OFFER, OFFERED, 12), /* a dispatcher may also swap what is not at risk */
    MOVE(ASSIGNED, ASSIGN, ASSIGNED, 12),
    MOVE(ACKED, OFFER, OFFERED, 12),
    MOVE(ACKED, ASSIGN, ASSIGNED, 12),
    MOVE(ACKED, DEPART, EN_ROUTE, 13),
    MOVE(ACKED, CHECK_IN, STARTED, 14),
    MOVE(EN_ROUTE, CHECK_IN, STARTED, 14),
    MOVE(ASSIGNED, MISS, MISSED, 15),
    MOVE(ACKED, MISS, MISSED, 15),
    MOVE(AT_RISK, MISS, MISSED, 15),
    MOVE(EN_ROUTE, MISS, MISSED, 15),
    MOVE(ACKED, NO_CLIENT, CLIENT_NO_SHOW, 16),
    MOVE(EN_ROUTE, NO_CLIENT, CLIENT_NO_SHOW, 16),
    MOVE(STARTED, CHECK_OUT, ENDED, 17),
    MOVE(STARTED, OVERDUE, STARTED, 18),
    MOVE(MISSED, ATTEST, ENDED, 19), /* V14: she came, offline, and it was told too late */
    MOVE(ENDED, VERIFY, VERIFIED, 19),
    MOVE(ENDED, REMIND, ENDED, 19),
    MOVE(ENDED, DISPUTE, DISPUTED, 20),
    MOVE(VERIFIED, DISPUTE, DISPUTED, 20),
    MOVE(DISPUTED, SETTLE, VERIFIED, 20),
    MOVE(PLANNED, CANCEL, CANCELLED, 21),
    MOVE(OFFERED, CANCEL, CANCELLED, 21),
    MOVE(ASSIGNED, CANCEL, CANCELLED, 21),
    MOVE(ACKED, CANCEL, CANCELLED, 21),
    MOVE(AT_RISK, CANCEL, CANCELLED, 21),
    MOVE(EN_ROUTE, CANCEL, CANCELLED, 21),
    MOVE(STARTED, CANCEL, CANCELLED, 21),
    MOVE(UNFILLED, CANCEL, CANCELLED, 21),
    MOVE(STARTED, ANNUL, CANCELLED, 21),
    MOVE(MISSED, ANNUL, CANCELLED, 21),
    MOVE(ENDED, ANNUL, CANCELLED, 21),
    MOVE(VERIFIED, ANNUL, CANCELLED, 21),
    MOVE(DISPUTED, ANNUL, CANCELLED, 21),
    MOVE(OFFERED, REMATCH, PLANNED, 22), /* row 22 ff.: D1 row 14, and ruling 5 */
    MOVE(ASSIGNED, REMATCH, PLANNED, 22),
    MOVE(ACKED, REMATCH, PLANNED, 22),
    MOVE(AT_RISK, REMATCH, PLANNED, 22),
    MOVE(EN_ROUTE, REMATCH, PLANNED, 22),
    MOVE(UNFILLED, REMATCH, PLANNED, 22),
    MOVE(VERIFIED, CLOSE, CLOSED, 23),
};

struct state_words {
    const char *name, *label, *label_en;
};
static const struct state_words states[VISIT_STATES] = {
    [VISIT_NONE] = {"NONE", "无", "none"},
    [VISIT_PLANNED] = {"PLANNED", "待派工", "planned"},
    [VISIT_OFFERED] = {"OFFERED", "已询单", "offered"},
    [VISIT_ASSIGNED] = {"ASSIGNED", "已派工", "assigned"},
    [VISIT_ACKED] = {"ACKED", "已确认", "acknowledged"},
    [VISIT_AT_RISK] = {"AT_RISK", "有风险", "at risk"},
    [VISIT_EN_ROUTE] = {"EN_ROUTE", "在途", "on the way"},
    [VISIT_STARTED] = {"STARTED", "服务中", "started"},
    [VISIT_ENDED] = {"ENDED", "已结束", "ended"},
    [VISIT_VERIFIED] = {"VERIFIED", "已核实", "verified"},
    [VISIT_DISPUTED] = {"DISPUTED", "有异议", "disputed"},
    [VISIT_UNFILLED] = {"UNFILLED", "无人可派", "unfilled"},
    [VISIT_CANCELLED] = {"CANCELLED", "已取消", "cancelled"},
    [VISIT_MISSED] = {"MISSED", "漏服务", "missed by the worker"},
    [VISIT_CLIENT_NO_SHOW] = {"CLIENT_NO_SHOW", "客户不在", "nobody at home"},
    [VISIT_CLOSED] = {"CLOSED", "已关闭", "closed"},
};

static const char *const triggers[VISIT_TRIGGERS] = {
    [VISIT_PLAN] = "booking.requested",
    [VISIT_OFFER] = "visit.offer",
    [VISIT_ACCEPT] = "offer.accept",
    [VISIT_DECLINE] = "offer.decline",
    [VISIT_EXPIRE] = "offer_ttl",
    [VISIT_ASSIGN] = "visit.assign",
    [VISIT_GIVE_UP] = "no_candidate",
    [VISIT_RETRY] = "match.retry, capacity",
    [VISIT_ACK] = "visit.ack",
    [VISIT_LAPSE] = "ack_by",
    [VISIT_THREATEN] = "worker facts",
    [VISIT_RECOVER] = "cause gone",
    [VISIT_DEPART] = "visit.depart",
    [VISIT_CHECK_IN] = "visit.check_in",
    [VISIT_MISS] = "missed",
    [VISIT_NO_CLIENT] = "visit.no_client",
    [VISIT_CHECK_OUT] = "visit.check_out",
    [VISIT_OVERDUE] = "checkout_overdue",
    [VISIT_VERIFY] = "six facts",
    [VISIT_REMIND] = "verify",
    [VISIT_DISPUTE] = "visit.dispute",
    [VISIT_SETTLE] = "visit.settle",
    [VISIT_CLOSE] = "objection",
    [VISIT_ATTEST] = "visit.correct_confirm",
    [VISIT_CANCEL] = "booking.cancelled",
    [VISIT_ANNUL] = "booking.cancelled, annulled",
    [VISIT_REMATCH] = "booking.rematch_requested",
};

static const char *const timers[VISIT_TIMERS] = {
    [TIMER_OFFER_TTL] = "offer_ttl", [TIMER_ACK_BY] = "ack_by",       [TIMER_REPLACE] = "replace",
    [TIMER_LAST_CALL] = "last_call", [TIMER_MISSED] = "missed",       [TIMER_CHECKOUT_OVERDUE] = "checkout_overdue",
    [TIMER_VERIFY] = "verify",       [TIMER_OBJECTION] = "objection",
};

static const char *trigger_name(int trigger)
{
    return trigger > 0 && trigger < VISIT_TRIGGERS ? triggers[trigger] : "";
}

const char *visit_state_name(int state)
{
    return state >= 0 && state < VISIT_STATES ? states[state].name : "";
}

const char *visit_state_label(int state)
{
    return state >= 0 && state < VISIT_STATES ? states[state].label : "";
}

const char *visit_state_label_en(int state)
{
    return state >= 0 && state < VISIT_STATES ? states[state].label_en : "";
}

enum visit_state visit_state_of(const char *name)
{
    for (int state = 1; state < VISIT_STATES; state++)
        if (strcmp(states[state].name, name) == 0)
            return (enum visit_state)state;
    return VISIT_NONE;
}

const struct machine visit_machine = {"visit", moves, sizeof moves / sizeof moves[0], visit_state_name, trigger_name};

const char *visit_timer_name(enum visit_timer timer)
{
    return timers[timer];
}

bool visit_has_worker(enum visit_state state)
{
    return state == VISIT_ASSIGNED || state == VISIT_ACKED || state == VISIT_AT_RISK || state == VISIT_EN_ROUTE ||
           state == VISIT_STARTED;
}

struct visit visit_anew(const struct visit *visit)
{
    struct visit anew = {.time = visit->time,
                         .place = visit->place,
                         .wish_sex = visit->wish_sex,
                         .languages_count = visit->languages_count,
                         .soft = visit->soft};
    TEXT_PUT(anew.booking, visit->booking);
    TEXT_PUT(anew.household, visit->household);
    TEXT_PUT(anew.origin, visit->origin);
    TEXT_PUT(anew.station, visit->station);
    TEXT_PUT(anew.service, visit->service);
    TEXT_PUT(anew.community, visit->community);
    TEXT_PUT(anew.wish_worker, visit->wish_worker);
    memcpy(anew.languages, visit->languages, sizeof anew.languages);
    return anew;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

int64_t visit_ack_by(int64_t start, int64_t assigned_at, const struct visit_policy *policy)
{
    int64_t evening_before = civil_day_start(civil_day(start) - 1) + policy->ack_hour * MS_HOUR;
    return later(evening_before, assigned_at + policy->ack_grace);
}

int64_t visit_last_call(const struct visit *visit, const struct visit_policy *policy)
{
    return visit->time.start - policy->last_call;
}

/* Somebody else is looked for an hour after the risk began (who only did not acknowledge has that hour), then again
 * half-way to the last call, at least an hour later, and at the last call; after it the visit stays with its worker
 * until it is missed. */
static int64_t replace_due(const struct visit *visit, const struct visit_policy *policy)
{
    if (visit->state != VISIT_AT_RISK)
        return 0;
    int64_t since = later(visit->risk_at, visit->searched_at), last = visit_last_call(visit, policy);
    int64_t wait = policy->replace_after;
    if (visit->searched_at >= visit->risk_at)
        wait = later(wait, (last - since) / 2);
    if (last <= since)
        return 0;
    return since + wait < last ? since + wait : last;
}

static bool is_waited_for(enum visit_state state)
{
    return visit_has_worker(state) && state != VISIT_STARTED;
}

int64_t visit_due(const struct visit *visit, enum visit_timer timer, const struct visit_policy *policy)
{
    enum visit_state state = visit->state;
    switch (timer) {
    case TIMER_OFFER_TTL:
        return state == VISIT_OFFERED ? visit->offer_until : 0;
    case TIMER_ACK_BY:
        return state == VISIT_ASSIGNED ? visit->ack_by : 0;
    case TIMER_REPLACE:
        return replace_due(visit, policy);
    case TIMER_LAST_CALL:
        return state == VISIT_PLANNED || state == VISIT_OFFERED ? visit_last_call(visit, policy) : 0;
    case TIMER_MISSED:
        return is_waited_for(state) ? visit->time.start + policy->missed : 0;
    case TIMER_CHECKOUT_OVERDUE:
        return state == VISIT_STARTED ? visit->time.end + policy->overdue : 0;
    case TIMER_VERIFY:
        return state == VISIT_ENDED ? visit->verify_by : 0;
    case TIMER_OBJECTION:
        return state == VISIT_VERIFIED ? visit->closes_at : 0;
    case VISIT_TIMERS:
        break;
    }
    return 0;
}

void visit_door_code_make(char code[7], const uint8_t nonce[8])
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | nonce[i];
    text_format(code, 7, "%06u", (unsigned)(number % 1000000));
}

int64_t visit_minutes(int64_t started_at, int64_t ended_at)
{
    return ended_at > started_at ? (ended_at - started_at + MS_MINUTE / 2) / MS_MINUTE : 0;
}
