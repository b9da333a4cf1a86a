/* A dispute: one case from its filing to the closing of its file. The state table and the rules, pure (D9). */
#ifndef MEDIATION_DISPUTE_H
#define MEDIATION_DISPUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/table.h"

#include "route.h"

enum dispute_state {
    DISPUTE_NONE,
    DISPUTE_FILED,
    DISPUTE_SCREENED,
    DISPUTE_ACCEPTED,
    DISPUTE_AGREED,
    DISPUTE_FAILED,
    DISPUTE_WITHDRAWN,
    DISPUTE_CLOSED,
};

enum dispute_trigger {
    DISPUTE_ON_NONE,
    DISPUTE_ON_FILE,
    DISPUTE_ON_SCREEN,
    DISPUTE_ON_ACCEPT,
    DISPUTE_ON_FAIL,
    DISPUTE_ON_DUE,
    DISPUTE_ON_HANDLE,
    DISPUTE_ON_AGREE,
    DISPUTE_ON_WITHDRAW,
    DISPUTE_ON_CLOSE,
};

extern const struct machine dispute_machine;

const char *dispute_state_name(int state);     /* "FILED": wire, store and diagram */
const char *dispute_state_label(int state);    /* "已登记" */
const char *dispute_state_label_en(int state); /* "filed" */
int dispute_state_of(const char *name);        /* DISPUTE_NONE when unknown */

/* One case as the store keeps it. Names and texts of people are not part of it: they stay in the person store. */
struct dispute {
    char id[65];
    char number[33];
    char station[33];
    int state;
    char category[33];
    char claimed[33];  /* relation as the filer claims */
    char relation[33]; /* relation as screened; the claim until then */
    char route[33];    /* "" until screened */
    char channel[33];
    bool anonymous;
    char booking[65];
    char filer[65];
    char respondent[65];
    char entered_by[65];
    int64_t happened, filed, accepted, ended; /* 0: not (yet) */
    struct clock accept_by;                   /* runs from the filing */
    struct clock due;                         /* at 0 until accepted */
    char calendar_version[33];                /* calendar that both were computed with */
    int64_t close_by;                         /* an agreement is to be closed by then; 0 before */
    char reason[33], next[33];
    int64_t terms;
    bool checked;    /* an agreement that went through the legal check list */
    char origin[65]; /* outside system that filed it; "" of the stations' own */
    int64_t revision;
};

/* Makes the move if the table has it; false, and nothing changed, when it has not. */
bool dispute_move(struct dispute *dispute, enum dispute_trigger trigger);

/* The instant that is to be kept next (I19): acceptance, conclusion or closing of the file; 0 when the case has ended.
 */
int64_t dispute_deadline(const struct dispute *dispute);

/* Whether a tip may go this way: without a filer there is nobody to mediate between (K1). */
bool dispute_may_take(const struct dispute *dispute, enum route route);

/* "ST1-2026-0007": station, civil year of the filing, count within both. -1 when it does not fit. */
int dispute_number(char number[33], const char *station, int year, int64_t count);

#endif
