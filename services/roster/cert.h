/* A certificate, health check, insurance or background check: one machine (D7), its dates, its reminders (R6). Pure. */
#ifndef ANXIN_ROSTER_CERT_H
#define ANXIN_ROSTER_CERT_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/table.h"

enum cert_state {
    CERT_NONE,
    CERT_SUBMITTED,
    CERT_VERIFIED,
    CERT_REJECTED,
    CERT_SUSPENDED,
    CERT_REVOKED,
    CERT_SUPERSEDED,
    CERT_STATES
};

enum cert_trigger {
    CERT_NO_TRIGGER,
    CERT_REGISTER,
    CERT_ISSUE,
    CERT_VERIFY,
    CERT_REJECT,
    CERT_REPLACE,
    CERT_SUSPEND,
    CERT_RESTORE,
    CERT_REVOKE,
    CERT_TRIGGERS
};

extern const struct machine cert_machine;

/* What a verified certificate is by its dates; never stored. */
enum cert_validity { VALIDITY_NONE, VALIDITY_FUTURE, VALIDITY_VALID, VALIDITY_EXPIRING, VALIDITY_EXPIRED };

struct cert {
    char id[65];
    char worker[65];
    char type[33];
    int64_t level; /* 5 lowest .. 1 highest; 0 none */
    char number[65];
    char body[33];
    int64_t issued, valid_from, valid_to; /* valid in [valid_from, valid_to) */
    enum cert_state state;
    char evidence[33];
    bool bad; /* identity, background: verified, with a bad result */
    char reason[33];
    char registered_by[65], verified_by[65];
    int64_t verified_at;
    char superseded_by[65];
    int64_t revision;
    int64_t covers_from; /* background: what it looks back to */
};

const char *cert_state_name(int state);
enum cert_state cert_state_of(const char *name);
const char *cert_state_label(enum cert_state state);
const char *cert_trigger_name(int trigger);
const char *cert_validity_name(enum cert_validity validity);

/* What is known of a type. */
bool cert_type_is_known(const char *type);
bool cert_type_is_basic(const char *type); /* identity, background, health, insurance: they make the colour code */
bool cert_type_is_check(const char *type); /* identity, background: verified with a result */
bool cert_type_is_yearly(const char *type);

/* Dates that can be true (D7 row 3): NULL, or the field that is wrong. `yearly_days` bounds what is renewed yearly;
 * what is handed in `now` was issued by then. */
const char *cert_bad_date(const struct cert *cert, int64_t yearly_days, int64_t now);

/* What a background check issued then looks back to at the latest (R4): the same day so many years before. */
int64_t cert_look_back(int64_t issued, int64_t years);

bool cert_in_force(const struct cert *cert, int64_t now); /* verified and within its dates */
enum cert_validity cert_validity(const struct cert *cert, int64_t now, int64_t expiring_days);

/* A newer verified one takes the place of an older of the same type and worker (D7 row 7) when it is of no lower level
 * and lasts at least as long; of a check the newer one always counts. */
bool cert_replaces(const struct cert *newer, const struct cert *older);

/* Reminders (R6) at local midnight so many days before the last valid day; `days` descends. */
#define CERT_REMINDERS 4
int64_t cert_reminder_due(int64_t valid_to, int64_t days);
/* The first reminder due after `now`: its days and time; -1 when none is left. */
int64_t cert_next_reminder(const int64_t days[CERT_REMINDERS], int64_t valid_to, int64_t now, int64_t *due);
/* The last reminder that was due at `due`, or -1. */
int64_t cert_reminder_at(const int64_t days[CERT_REMINDERS], int64_t valid_to, int64_t due);

#endif
