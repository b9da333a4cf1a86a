/* A visit: one service at one home at one time, and who comes (D2 as ruling 5 repairs it). Pure. */
#ifndef ANXIN_MATCHING_VISIT_H
#define ANXIN_MATCHING_VISIT_H

#include "rules/table.h"

#include "engine/choice.h"

enum visit_state {
    VISIT_NONE,
    VISIT_PLANNED,
    VISIT_OFFERED,
    VISIT_ASSIGNED,
    VISIT_ACKED,
    VISIT_AT_RISK,
    VISIT_EN_ROUTE,
    VISIT_STARTED,
    VISIT_ENDED,
    VISIT_VERIFIED,
    VISIT_DISPUTED,
    VISIT_UNFILLED,
    VISIT_CANCELLED,
    VISIT_MISSED,
    VISIT_CLIENT_NO_SHOW,
    VISIT_CLOSED,
    VISIT_STATES
};

enum visit_trigger {
    VISIT_PLAN = 1,
    VISIT_OFFER,
    VISIT_ACCEPT,
    VISIT_DECLINE,
    VISIT_EXPIRE,
    VISIT_ASSIGN,
    VISIT_GIVE_UP,
    VISIT_RETRY,
    VISIT_ACK,
    VISIT_LAPSE,
    VISIT_THREATEN,
    VISIT_RECOVER,
    VISIT_DEPART,
    VISIT_CHECK_IN,
    VISIT_MISS,
    VISIT_NO_CLIENT,
    VISIT_CHECK_OUT,
    VISIT_OVERDUE,
    VISIT_VERIFY,
    VISIT_REMIND,
    VISIT_DISPUTE,
    VISIT_SETTLE,
    VISIT_CLOSE,
    VISIT_ATTEST,
    VISIT_CANCEL,
    VISIT_ANNUL,
    VISIT_REMATCH,
    VISIT_TRIGGERS
};

extern const struct machine visit_machine;
const char *visit_state_name(int state);           /* "ASSIGNED" */
const char *visit_state_label(int state);          /* "已派工" */
const char *visit_state_label_en(int state);       /* "assigned" */
enum visit_state visit_state_of(const char *name); /* VISIT_NONE when unknown */
bool visit_has_worker(enum visit_state state);     /* a worker is assigned and the work is not over: one firm hold */

struct visit {
    char visit[ID_SIZE], booking[ID_SIZE], household[ID_SIZE], origin[ID_SIZE];
    char station[CODE_SIZE], service[CODE_SIZE], community[CODE_SIZE];
    struct interval time;
    struct cell place;
    char wish_sex; /* 'f', 'm', 0 */
    int languages_count;
    char languages[DEMAND_LANGUAGES][CODE_SIZE];
    char wish_worker[ID_SIZE];
    struct soft_wishes soft;
    char door_code[7];
    /* what changes */
    enum visit_state state;
    int64_t revision;
    int64_t decisions;                   /* how often somebody was looked for */
    char worker[ID_SIZE], hold[ID_SIZE]; /* who has it or is asked, and the hold on that person's time */
    char how[CODE_SIZE];
    int64_t score;
    int64_t offer_until, assigned_at, ack_by, acked_at;
    char risk[CODE_SIZE];
    int64_t risk_at;
    int64_t searched_at; /* at risk: when somebody else was last looked for in vain */
    int64_t waiting;     /* planned or at risk: place among those that wait for roster; 0 does not wait */
    char replaces[ID_SIZE], replace_why[CODE_SIZE]; /* who was lost, until somebody else is assigned */
    int64_t code_tries;
    int64_t started_at, ended_at, minutes, closes_at;
    int64_t started_told, ended_told; /* done offline and told then (V14); 0 told at once */
    int64_t changes;                  /* how often it has come to somebody else (row 12) */
    int64_t verify_by;                /* ended, at times that nobody believes: when a manager is told (again) */
    char method[CODE_SIZE];
    char lead[ID_SIZE]; /* the visit that it goes along with; "" it leads (companion.h) */
    bool company;       /* its service wants others to go along with it */
    bool lost;          /* by who `replaces` names, in this unit, and that worker is not told yet; not kept */
};

/* The same plan, as if nobody had been looked for yet; without id, door code and lead. */
struct visit visit_anew(const struct visit *visit);

/* Numbers of 2-FEATURES C2 and the rulings, in milliseconds. */
struct visit_policy {
    int64_t offer_ttl, ack_grace, replace_after, last_call, missed, overdue, objection, check_in_early, client_wait;
    int ack_hour; /* local hour of the day before */
    int client_tries, code_tries;
};

/* To be acknowledged by then: 18:00 the day before, or half an hour after the assignment when that is later (ruling 2).
 */
int64_t visit_ack_by(int64_t start, int64_t assigned_at, const struct visit_policy *policy);

/* From then on nobody new can be sent: half an hour before the start (ruling 2). */
int64_t visit_last_call(const struct visit *visit, const struct visit_policy *policy);

/* The timers of a visit. */
enum visit_timer {
    TIMER_OFFER_TTL,
    TIMER_ACK_BY,
    TIMER_REPLACE,
    TIMER_LAST_CALL,
    TIMER_MISSED,
    TIMER_CHECKOUT_OVERDUE,
    TIMER_VERIFY,
    TIMER_OBJECTION,
    VISIT_TIMERS
};
const char *visit_timer_name(enum visit_timer timer); /* "ack_by" */

/* When that timer is due in this visit's state; 0 when it is not wanted. */
int64_t visit_due(const struct visit *visit, enum visit_timer timer, const struct visit_policy *policy);

/* Six digits that the client tells the worker at the door (V14), from bytes that nobody can guess. */
void visit_door_code_make(char code[7], const uint8_t nonce[8]);

/* Minutes from check-in to check-out, rounded to the nearest. */
int64_t visit_minutes(int64_t started_at, int64_t ended_at);

#endif
