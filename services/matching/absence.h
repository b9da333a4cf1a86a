/* Nobody opens: how long the worker waited, and when contact was tried (D2 row 16, BK10). Pure. */
#ifndef ANXIN_MATCHING_ABSENCE_H
#define ANXIN_MATCHING_ABSENCE_H

#include "offline.h"
#include "visit.h"

#define CONTACTS_MOST 8

struct contact {
    int64_t at;
    char how[CODE_SIZE]; /* door, phone, message */
};

struct absence {
    int64_t arrived_at; /* at the door since then; 0 not told: since the start */
    struct act act;     /* the worker gave up */
    int64_t tries;
    int count; /* of the tries of which more than their number is known: all or none */
    struct contact at[CONTACTS_MOST];
};

enum absence_flaw {
    ABSENCE_GOOD,
    ABSENCE_BAD_ARRIVAL, /* much before the start, or after giving up */
    ABSENCE_TOO_EARLY,   /* has not waited long enough */
    ABSENCE_TOO_FEW,
    ABSENCE_OTHER_COUNT, /* tries are told, but another number of them */
    ABSENCE_BAD_CONTACT, /* much before the start, after giving up, or not one after the other */
};
enum absence_flaw absence_check(const struct visit *visit, const struct absence *absence,
                                const struct visit_policy *policy);

#endif
