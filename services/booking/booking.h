/* A booking: its states and rules (3-STATES D1). Pure: facts in, decision out. */
#ifndef ANXIN_BOOKING_BOOKING_H
#define ANXIN_BOOKING_BOOKING_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/place.h"
#include "rules/table.h"
#include "wire/id.h"

enum booking_state {
    BOOKING_NONE,
    BOOKING_REQUESTED,
    BOOKING_CONFIRMED,
    BOOKING_IN_SERVICE,
    BOOKING_COMPLETED,
    BOOKING_CLOSED,
    BOOKING_REJECTED,
    BOOKING_EXPIRED,
    BOOKING_CANCELLED,
    BOOKING_NO_SHOW,
    BOOKING_STATES_END
};

enum booking_trigger {
    BOOKING_ON_NONE,
    BOOKING_ON_CREATE,
    BOOKING_ON_REFUSE,
    BOOKING_ON_ASSIGNED,
    BOOKING_ON_EXPIRE,
    BOOKING_ON_WORKER_LOST,
    BOOKING_ON_STARTED,
    BOOKING_ON_VERIFIED,
    BOOKING_ON_CUT_SHORT,
    BOOKING_ON_MISSED,
    BOOKING_ON_ATTENDED,
    BOOKING_ON_NO_CLIENT,
    BOOKING_ON_CANCEL,
    BOOKING_ON_ANNUL,
    BOOKING_ON_FOLLOW_UP,
    BOOKING_ON_CLOSE,
    BOOKING_TRIGGERS_END
};

extern const struct machine booking_machine;

const char *booking_state_name(int state); /* "REQUESTED" */
int booking_state_of(const char *name);    /* 0 when there is none */
const char *booking_label_zh(int state);   /* the public words for it (A2.12) */
const char *booking_label_en(int state);
bool booking_is_live(int state); /* takes the household's time (BK6) */

#define WISH_LANGUAGES 4
#define WISH_CUISINES 4

struct booking {
    char booking[ID_SIZE];
    int64_t revision;
    enum booking_state state;
    char source[ID_SIZE]; /* who sent it; with source_ref the key of BK2 */
    char source_ref[ID_SIZE];
    bool outside; /* an outside system: it follows the booking on partner.<source> */
    uint8_t body[HASH_SIZE];
    char channel[33];
    char entered_by[ID_SIZE], entered_role[33], for_whom[ID_SIZE], consent[33]; /* BK3 */
    char station[33], service[17], household[ID_SIZE], community[33];
    struct cell home;
    int64_t start, end;
    char wish_sex[33];
    uint32_t wish_languages;
    char wish_language[WISH_LANGUAGES][33];
    char wish_worker[ID_SIZE];
    uint32_t wish_cuisines;
    char wish_cuisine[WISH_CUISINES][33];
    bool home_pets, wish_nonsmoker;
    int64_t created, expires;
    char visit[ID_SIZE], worker[ID_SIZE];
    char cancel_class[33], cancel_by[33], reason[33], outcome[33];
    char cancelled_by[ID_SIZE];     /* who, in the role cancel_by (BK9) */
    char cut_by[33], follow_up[33]; /* who ended it early (row 17); what the client said then (row 21) */
    int64_t followed_up;
    int64_t closes; /* once completed: may be closed from then on */
    bool confirms;  /* the client says yes to who comes before it stands (row 6) */
    bool child;     /* the recipient is one: a guardian is known (row 1) */
    char replaces[ID_SIZE],
        replaced_by[ID_SIZE]; /* called off by the provider, and what was offered instead (row 19) */
};

/* Why a request cannot be taken: a code for programs, the field, a sentence for people. code NULL: it can. */
struct refusal {
    const char *code, *field, *sentence;
};

/* All that decides about a new booking (D1 row 1), gathered by the handler. */
struct request {
    int64_t now;
    bool source_fits;       /* a partner stream can bear the source's name */
    bool staff;             /* entered on behalf of the client */
    const char *entered_by; /* who acts, or "" */
    bool partner;
    const char *channel; /* as asked for, or "" */
    const char *consent; /* as given, or "" */
    bool child;          /* the recipient is one: by the wish or by the service */
    bool guardian_known; /* named, or the household has one */
    bool partner_ended;  /* the organisation of that name has an agreement no longer (A1.9) */
    bool service_known, service_active;
    bool household_known;
    bool household_anothers; /* another outside system registered it */
    bool station_named;      /* by the sender; else the nearest one was looked for */
    bool station_found, station_active, station_serves;
    bool station_offers; /* the service (A1.2) */
    int64_t start, minutes;
    bool length_offered;
    int64_t notice_min, horizon_days;
    int64_t day_from_min, day_until_min; /* hours of the day in which the service is given; until 0: any */
    bool household_busy;
};

/* The first guard that fails, in a fixed order. */
struct refusal booking_refusal(const struct request *request);

/* Channel and consent that stand when the sender gave none. */
const char *booking_channel(const struct request *request);
const char *booking_consent(const struct request *request);

/* A request without a verdict lapses at start - last call (ruling 2). */
int64_t booking_expiry(int64_t start, int64_t last_call_min);

/* How the work ended: cut_short when less than half of the planned time was worked, else full (row 17). */
const char *booking_outcome(int64_t minutes_worked, int64_t start, int64_t end);

/* Who ended it: "" unless it was cut short. By itself a check-out is the worker's (row 17). */
const char *booking_cut_by(const char *outcome);

/* From when on it may be closed after a follow-up: at once when the client is satisfied, else as before (row 20). */
int64_t booking_closes(int64_t closes, const char *follow_up, int64_t now);

/* What a stream may say of a reason: nothing of anybody's health; "" then (ruling 4). Nor is anybody told who is not of
 * the station. */
const char *booking_reason_told(const char *reason);
bool booking_reason_is_health(const char *reason);

/* May a reason be given by this sender? Staff must give one; the provider's own are staff's alone (BK9). */
struct refusal booking_reason_refusal(bool staff, const char *reason);

/* Cancellation class (BK9): by reason, else by the time left before the start; once the service has begun there is none
 * left, however early that was. */
const char *booking_cancel_class(const char *reason, bool begun, int64_t start, int64_t now, int64_t free_h,
                                 int64_t late_h);
bool booking_has_begun(int state); /* in service, or after it */

/* The client, who confirms, has not yet, and says no: free of charge, whatever the time. */
bool booking_is_unagreed(const struct booking *booking, const char *reason);

/* Somebody is found and the client is asked: REQUESTED with a visit, until `expires` (row 6). */
bool booking_awaits_client(const struct booking *booking);

/* The public words for how it stands, also while the client is asked. */
const char *booking_shown_zh(const struct booking *booking);
const char *booking_shown_en(const struct booking *booking);

/* By when the client must have said yes: some hours from now, never past the last call. */
int64_t booking_confirm_by(int64_t now, int64_t confirm_h, int64_t last_call);

/* May the client's yes be taken now? Staff say how it was given (BK3). */
struct refusal booking_confirm_refusal(const struct booking *booking, int64_t now, bool staff, const char *consent);

/* Where a new search is made for a client whose booking the provider calls off (row 19): by the reason, before the
 * service has begun, and while there is time for a search. */
enum renewal { RENEW_NOWHERE, RENEW_HERE, RENEW_ELSEWHERE, RENEW_ELSEWHERE_FIRST };
enum renewal booking_renewal(const struct booking *booking, const char *reason, int64_t now, int64_t last_call);

/* A stream "partner.<source>" can bear this name: at most 56 visible ASCII characters without blanks. */
bool booking_source_fits(const char *source);

#endif
