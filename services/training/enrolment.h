/* An enrolment: states (D6), attendance (T7), seats offered (D5 row 5). Pure. */
#ifndef ANXIN_TRAINING_ENROLMENT_H
#define ANXIN_TRAINING_ENROLMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/table.h"

enum enrolment_state {
    ENROLMENT_NONE,
    ENROLMENT_REQUESTED, /* waits for the calendar; without a hold for a registrar */
    ENROLMENT_APPROVED,  /* likewise for the calendar, of a course that asks for approval */
    ENROLMENT_OFFERED,   /* a seat is held until the trainee answers */
    ENROLMENT_ENROLLED,
    ENROLMENT_ATTENDING,
    ENROLMENT_EXAM_READY,
    ENROLMENT_RESIT_OPEN,
    ENROLMENT_UNDER_APPEAL,
    ENROLMENT_PASSED,
    ENROLMENT_FAILED,
    ENROLMENT_CERTIFIED,
    ENROLMENT_COMPLETED,
    ENROLMENT_INCOMPLETE,
    ENROLMENT_NO_SHOW,
    ENROLMENT_REFUSED,
    ENROLMENT_LEFT,
    ENROLMENT_WITHDRAWN,
    ENROLMENT_ANNULLED,
    ENROLMENT_STATES
};

enum enrolment_trigger {
    ENROLMENT_NO_TRIGGER,
    ENROLMENT_REQUEST,
    ENROLMENT_APPROVE,
    ENROLMENT_REFUSE,
    ENROLMENT_LAPSE,
    ENROLMENT_GRANT,
    ENROLMENT_DENY,
    ENROLMENT_OFFER,
    ENROLMENT_ACCEPT,
    ENROLMENT_ACCEPT_APPROVED,
    ENROLMENT_DECLINE,
    ENROLMENT_OFFER_LAPSES,
    ENROLMENT_WITHDRAW,
    ENROLMENT_POSTPONE,
    ENROLMENT_POSTPONE_APPROVED,
    ENROLMENT_LOSE_TIME,
    ENROLMENT_LOSE_TIME_APPROVED,
    ENROLMENT_ATTEND,
    ENROLMENT_NEVER_CAME,
    ENROLMENT_TOO_LITTLE,
    ENROLMENT_ENOUGH,
    ENROLMENT_READY,
    ENROLMENT_PASS,
    ENROLMENT_RESIT,
    ENROLMENT_FAIL,
    ENROLMENT_NOT_EXAMINED,
    ENROLMENT_APPEAL,
    ENROLMENT_CERTIFY,
    ENROLMENT_ANNUL,
    ENROLMENT_TRIGGERS
};

extern const struct machine enrolment_machine;

struct enrolment {
    char id[65], session[65];
    char station[33];
    char trainee[65];
    int group;
    char evidence[33];
    enum enrolment_state state;
    char reason[33];
    char hold[65]; /* of the trainee's time; "": not asked for yet */
    char programme[33];
    int64_t year;
    bool counted; /* against the quota of programme and year */
    int64_t requested_at;
    int64_t revision;
    char exception[33]; /* what a prerequisite was waived for */
    int64_t hold_until; /* while OFFERED */
};

const char *enrolment_state_name(int state);
enum enrolment_state enrolment_state_of(const char *name);
const char *enrolment_state_label(enum enrolment_state state);
const char *enrolment_trigger_name(int trigger);
bool enrolment_awaits_approval(const struct enrolment *enrolment); /* live, and takes no seat yet (D6 row 2) */
bool enrolment_awaits_time(const struct enrolment *enrolment);     /* has a seat, and the calendar is asked */
bool enrolment_is_in_class(const struct enrolment *enrolment);     /* ENROLLED or ATTENDING */

/* How an enrolment goes back to waiting for time: what was approved stays so. */
enum enrolment_trigger enrolment_on_postpone(const struct enrolment *enrolment, bool approval);
enum enrolment_trigger enrolment_on_lost_time(bool approval);

/* A seat held for an offer: a quarter of the time left to the start, from 15 minutes to a day (W4), but not beyond the
 * lock. */
int64_t offer_hold_until(int64_t now, int64_t start, int64_t lock);

bool mark_is_present(const char *mark); /* present, late, left early: was there */

/* What the end of the session makes of an enrolment that attended so many half-days of `units`; with `exam` who
 * attended enough goes on to the examination. */
enum enrolment_trigger enrolment_at_end(const struct enrolment *enrolment, int64_t attended, int64_t units,
                                        int64_t percent, bool exam);

#endif
