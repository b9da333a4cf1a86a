/* An enrolment: states (D6), attendance (T7). Pure. */
#ifndef ANXIN_TRAINING_ENROLMENT_H
#define ANXIN_TRAINING_ENROLMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/table.h"

enum enrolment_state {
    ENROLMENT_NONE,
    ENROLMENT_REQUESTED, /* waits for the calendar; without a hold for a registrar */
    ENROLMENT_APPROVED,  /* likewise for the calendar, of a course that asks for approval */
    ENROLMENT_ENROLLED,
    ENROLMENT_ATTENDING,
    ENROLMENT_REFUSED,
    ENROLMENT_WITHDRAWN,
    ENROLMENT_NO_SHOW,
    ENROLMENT_INCOMPLETE,
    ENROLMENT_COMPLETED,
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
    ENROLMENT_WITHDRAW,
    ENROLMENT_POSTPONE,
    ENROLMENT_POSTPONE_APPROVED,
    ENROLMENT_LOSE_TIME,
    ENROLMENT_LOSE_TIME_APPROVED,
    ENROLMENT_ATTEND,
    ENROLMENT_NEVER_CAME,
    ENROLMENT_TOO_LITTLE,
    ENROLMENT_ENOUGH,
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
};

const char *enrolment_state_name(int state);
enum enrolment_state enrolment_state_of(const char *name);
const char *enrolment_state_label(enum enrolment_state state);
const char *enrolment_trigger_name(int trigger);
bool enrolment_is_live(const struct enrolment *enrolment);
bool enrolment_awaits_approval(const struct enrolment *enrolment); /* live, and takes no seat yet (D6 row 2) */
bool enrolment_awaits_time(const struct enrolment *enrolment);     /* has a seat, and the calendar is asked */
bool enrolment_is_in_class(const struct enrolment *enrolment);     /* ENROLLED or ATTENDING */

/* How an enrolment goes back to waiting for time: what was approved stays so. */
enum enrolment_trigger enrolment_on_postpone(const struct enrolment *enrolment, bool approval);
enum enrolment_trigger enrolment_on_lost_time(bool approval);

bool mark_is_present(const char *mark); /* present, late, left early: was there */

/* What the end of the session makes of an enrolment that attended so many half-days of `units`; with `exam` who
 * attended enough waits for the examination (ENROLMENT_NO_TRIGGER). */
enum enrolment_trigger enrolment_at_end(const struct enrolment *enrolment, int64_t attended, int64_t units,
                                        int64_t percent, bool exam);

#endif
