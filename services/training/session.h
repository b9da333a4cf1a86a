/* A course session: states (D5), seats by target group (T2), the lock. Pure. */
#ifndef ANXIN_TRAINING_SESSION_H
#define ANXIN_TRAINING_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/table.h"

enum session_state {
    SESSION_NONE,
    SESSION_DRAFT,
    SESSION_OPEN,
    SESSION_FULL,
    SESSION_LOCKED,
    SESSION_RUNNING,
    SESSION_ENDED,
    SESSION_GRADED,
    SESSION_ARCHIVED,
    SESSION_POSTPONED,
    SESSION_CANCELLED,
    SESSION_STATES
};

enum session_trigger {
    SESSION_NO_TRIGGER,
    SESSION_PLAN,
    SESSION_OPENS,
    SESSION_FILLS,
    SESSION_FREES,
    SESSION_LOCKS,
    SESSION_CANCEL,
    SESSION_POSTPONE,
    SESSION_REDATE,
    SESSION_DATE_STANDS,
    SESSION_ATTENDED,
    SESSION_ENDS,
    SESSION_GRADES,
    SESSION_ARCHIVE,
    SESSION_ANNUL,
    SESSION_TRIGGERS
};

extern const struct machine session_machine;

/* Target groups (A3.2). */
enum { GROUP_WORKER, GROUP_UNEMPLOYED, GROUP_NEW_LABOUR, GROUP_PUBLIC, GROUPS };

struct session {
    char id[65], course[65];
    char station[33], room[33];
    char trainer[65];
    int64_t start, end;
    int64_t capacity, minimum, units;
    char focus[161], problem[161];
    bool exam;     /* the course ends with one: as it was when the session was planned */
    bool approval; /* its requests wait for a registrar: likewise */
    char kind[33];
    int64_t keep[GROUPS]; /* seats kept for a group until the release */
    enum session_state state;
    char reason[33];
    char room_hold[65], trainer_hold[65];
    int64_t revision;
};

const char *session_state_name(int state);
enum session_state session_state_of(const char *name);
const char *session_state_label(enum session_state state);
const char *session_trigger_name(int trigger);
const char *group_name(int group); /* "new_labour" */
int group_of(const char *name);    /* -1 when unknown */

/* What is wrong with a plan at `now`: a refusal code and the field, or NULL. `lock_ms` is the time from lock to start.
 */
const char *session_flaw(const struct session *session, int64_t now, int64_t lock_ms, const char **field);

/* Before the start of the course: seats and dates may change. */
bool session_is_open(const struct session *session);       /* OPEN or FULL */
bool session_takes_changes(const struct session *session); /* OPEN, FULL, POSTPONED: trainees may leave free */
bool session_is_over(const struct session *session);       /* ENDED or GRADED: only to be annulled */

/* The first document that the archive needs and that is not among those on file, or NULL (D5 row 10). */
const char *session_document_missing(const struct session *session, const char (*documents)[33], uint32_t count);

/* Seats that `group` can still take, kept and open ones together; `released`: nothing is kept any more. */
int64_t seats_left(const struct session *session, const int64_t taken[GROUPS], int group, bool released);
int64_t seats_taken(const int64_t taken[GROUPS]);

/* FULL <-> OPEN as the seats say, or SESSION_NO_TRIGGER. */
enum session_trigger session_by_seats(const struct session *session, int64_t taken);

#endif
