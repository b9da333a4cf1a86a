/* Privacy as every service does it (X5, X6, K15): erasure by destroying keys, export, search, retention. A service adds
 * these tables to its own and says in `struct privacy` what only it can know. */
#ifndef ANXIN_SERVICE_PRIVACY_H
#define ANXIN_SERVICE_PRIVACY_H

#include "service/service.h"

#define PRIVACY_DUE_DAYS 15 /* working days in which an erasure is to be done */

/* Why a person's fields must stay for now: a code, and the object that holds them. */
struct privacy_hold {
    char reason[33], object[ID_SIZE];
};

/* One class of personal fields: what for, and how long (PIPL 19, 47). The table of all services is this one, printed by
 * `anxin privacy retention`. */
struct retention {
    const char *of;      /* "contact" */
    const char *fields;  /* "name, phone, address of a household" */
    const char *purpose; /* what for, and on what ground */
    const char *since;   /* from when the days count: "the end of the last booking" */
    int days;            /* setting; 0 days: for ever */
    /* The next person after `after` for whom that was before `before`: 1, 0, -1. */
    int (*due)(struct unit *unit, int64_t before, const char *after, char person[ID_SIZE]);
};

struct privacy {
    unsigned finders; /* roles that may look for persons by phone or name here */
    /* Whether the law or work that is under way holds a person's fields: 1 with the reason, 0, -1. May be NULL. */
    int (*hold)(struct unit *unit, const char *person, struct privacy_hold *hold);
    /* Objects whose own keys go with the person (cases that he filed), one after the other: 1, 0, -1. May be NULL. */
    int (*also)(struct unit *unit, const char *person, const char *after, char owner[ID_SIZE]);
    /* Likewise, of what goes with the person but is not told in an export, for it is not for those who may ask for one
     * (private notes). May be NULL. */
    int (*apart)(struct unit *unit, const char *person, const char *after, char owner[ID_SIZE]);
    /* His fields are destroyed: ends what he is part of here without them. 0 or -1. May be NULL. */
    int (*ended)(struct unit *unit, const char *person);
    /* Of a service that is asked: whether this may be asked of it. `erase->kind` may be filled in. UNIT_DONE or what
     * the handler returns. NULL: it is not asked. */
    int (*admit)(struct unit *unit, struct privacy_erase *erase);
    const struct retention *retention; /* ended by `of` NULL; or NULL */
};

/* Takes up requests that something held, for a person, when it may hold no longer. 0 or -1. */
int privacy_resume(struct unit *unit, const char *person);

/* Refuses a command about somebody who was erased: his id is not used again. UNIT_DONE, or what the handler returns. */
int privacy_check(struct unit *unit, const char *person, const char *field);

/* privacy.erase, and what the set says of erasures. */
extern const struct handler privacy_handlers[];

#endif
