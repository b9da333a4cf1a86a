/* A worker: life-cycle (D4), employment (R3). Pure. */
#ifndef ANXIN_ROSTER_WORKER_H
#define ANXIN_ROSTER_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/roster.h"
#include "rules/table.h"

enum worker_state {
    WORKER_NONE,
    WORKER_ONBOARDING,
    WORKER_PROBATION,
    WORKER_ACTIVE,
    WORKER_ON_LEAVE,
    WORKER_SUSPENDED,
    WORKER_RETIRED,
    WORKER_DISMISSED,
    WORKER_STATES
};

enum worker_trigger {
    WORKER_NO_TRIGGER,
    WORKER_HIRE,
    WORKER_START,
    WORKER_CONFIRM,
    WORKER_PROBATION_ENDS,
    WORKER_DISMISS,
    WORKER_LEAVE_STARTS,
    WORKER_LEAVE_ENDS,
    WORKER_LEAVE_ENDS_IN_PROBATION,
    WORKER_SUSPEND,
    WORKER_REINSTATE,
    WORKER_REINSTATE_IN_PROBATION,
    WORKER_REINSTATE_ON_LEAVE,
    WORKER_REVIEW_DUE,
    WORKER_RETIRE,
    WORKER_TRIGGERS
};

extern const struct machine worker_machine;

/* What matching must know, field for field as it is said. */
struct worker_profile {
    WORKER_PROFILE(SHAPE_F, SHAPE_W)
};

struct worker {
    char id[65];
    char station[33];
    char employer[33]; /* that of the profile's employment */
    struct worker_profile profile;
    enum worker_state state;
    bool confirmed; /* probation is over */
    int64_t probation_until;
    char code[9];    /* green, yellow, red; "none" before the first */
    int64_t code_at; /* when it was last computed */
    char suspend_reason[33];
    char suspended_by[65];
    int64_t review_by; /* 0 unless suspended */
    int64_t revision;
};

/* What visits came to for a worker, as matching says. */
struct tally {
    int64_t verified;
    int64_t marks; /* against her: visits missed, and suspensions in probation */
    int64_t ahead; /* visits that she has and that have not ended */
};

const char *worker_state_name(int state);                /* "ACTIVE" */
enum worker_state worker_state_of(const char *name);     /* WORKER_NONE when unknown */
const char *worker_state_label(enum worker_state state); /* "在岗 active" */
const char *worker_trigger_name(int trigger);

/* Neither retired nor dismissed. */
bool worker_is_live(const struct worker *worker);

/* Where a leave or a suspension leads back to: probation as long as it is not confirmed. */
enum worker_trigger worker_back_from_leave(const struct worker *worker);
enum worker_trigger worker_back_from_suspension(const struct worker *worker, bool on_leave);

/* 护理 (care) asks for more hours before the first day than 家政 (household service). */
bool worker_kind_is_care(const char *kind);

/* Probation ends by itself: its time has passed, enough visits are verified and nothing stands against her (D4 row 3).
 */
bool worker_probation_is_over(const struct worker *worker, const struct tally *tally, int64_t visits, int64_t now);

/* Suspension is for a time: review in the future and at most `days` ahead (D4 row 7). */
bool worker_review_is_near(int64_t review_by, int64_t now, int64_t days);

#endif
