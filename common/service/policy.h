/* Who may do what (DESIGN 3, guarantee 8; X7): one readable table, default deny. Pure: text in, table and decisions
 * out; common/bus reads the file that may stand in its place, the engine asks (permit.c).
 *
 *     # comment
 *     allow ROLE,ROLE ACTION WHAT,WHAT SCOPE
 *     deny  ROLE,ROLE ACTION WHAT,WHAT
 *
 * ROLE    a word of role.h, `service`, or `any`: all of them but service
 * ACTION  send (commands), ask (queries), fetch (streams), admin (what an operator asks of a service)
 * WHAT    a message type or a stream, whole or its beginning: booking.create, booking.*, partner.*, *
 * SCOPE   own        what is the sender's own: the worker's visits, the partner's stream and bookings
 *         station    objects of the stations that stand by the sender in the registry
 *         community  those, and objects of the sender's communities
 *         district   those, and all of a set that serves the sender's district
 *         any        everything
 *
 * For one role, action and WHAT the longest WHAT that fits decides, wherever it stands; a line that says the same again
 * is an error. */
#ifndef ANXIN_SERVICE_POLICY_H
#define ANXIN_SERVICE_POLICY_H

#include "service/identity.h"
#include "wire/codec.h"

enum policy_action { ACTION_NONE, ACTION_SEND, ACTION_ASK, ACTION_FETCH, ACTION_ADMIN };

/* In rising order: each holds the one before it. */
enum policy_scope { SCOPE_NONE, SCOPE_OWN, SCOPE_STATION, SCOPE_COMMUNITY, SCOPE_DISTRICT, SCOPE_ANY };

#define POLICY_BYTES (256u << 10) /* text */
#define POLICY_ROW 256            /* a line, with its NUL */

struct policy;

/* A table from `size` bytes of text; `file` is named in what is wrong, with line and why. NULL with the reason. */
struct policy *policy_parse(const char *text, size_t size, const char *file, struct error *error);
void policy_free(struct policy **policy);

/* The table that holds where no file stands in its place (policy_builtin.c). */
const char *policy_builtin(void);
struct policy *policy_builtin_parse(struct error *error);

struct policy_question {
    const struct identity *who;      /* NULL: known by uid alone, who may act in any role */
    bool claims;                     /* known by uid, and named: any role, in the places of that name */
    const struct registry *registry; /* where those stand who have lent `who` a role; may be NULL */
    unsigned roles;                  /* the role acted in; 0: any of his */
    enum policy_action action;
    const char *what;
    int64_t now; /* by the wall, as keys are: when delegations begin and end (A9.6) */
};

#define POLICY_HOLDERS (1 + IDENTITY_DELEGATIONS)

struct policy_verdict {
    bool allowed;
    unsigned role;           /* in which role; 0 when none of them is the sender's */
    enum policy_scope scope; /* the widest that a row gives */
    /* Whose stations and communities count: the sender, who lent the role; none when known by uid alone. */
    const struct identity *holders[POLICY_HOLDERS];
    int holders_count;
    const char *row; /* the row that decided, "" for the default; it stands as long as the policy */
    int line;
};

void policy_decide(const struct policy *policy, const struct policy_question *question, struct policy_verdict *verdict);

/* The roles of an identity at a moment: its own and those lent to it. */
unsigned policy_roles_of(const struct registry *registry, const struct identity *who, int64_t now);

/* NULL when that delegation holds: its time, and its lender has the role and is not revoked; else why not. */
const char *delegation_why_not(const struct registry *registry, const struct delegation *lent, int64_t now);

/* Who of the holders has that place in the verdict's scope, in a set that serves `district`; NULL: nobody. A text is ""
 * where there is none; the whole set is as a station without a code. What is the sender's own is so wherever it is,
 * unless stations stand by him: those alone. */
const struct identity *policy_reach(const struct policy_verdict *verdict, const char *station, const char *community,
                                    const char *district);

/* As what a message counts: commands are sent, questions asked (of the skeleton: status, stream.list, story), and the
 * rest of the skeleton's is the operator's. Fetch and applied are looked at stream by stream; what is only said: none.
 */
enum policy_action policy_action_for(const struct message *message);

enum policy_action policy_action_of(const char *word); /* ACTION_NONE when unknown */
const char *policy_action_name(enum policy_action action);
const char *policy_scope_name(enum policy_scope scope);

#endif
