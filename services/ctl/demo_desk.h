/* The demo's desk: a line to every service that survives their deaths, the driven clock, and the wait until all is
 * still. */
#ifndef ANXIN_CTL_DEMO_DESK_H
#define ANXIN_CTL_DEMO_DESK_H

#include <signal.h>

#include "services/ctl/ctl.h"

#define DESK_SERVICES 6

/* How one service was when last asked. */
struct desk_state {
    char name[33];
    int64_t head;     /* last number of its stream */
    int64_t next_due; /* of its timers; 0 none */
    int64_t now;
    int64_t parked;
    int64_t pid;
    int follows;
    struct {
        char source[33];
        int64_t applied;
        bool live;
    } at[8];
};

struct desk {
    struct ctl *ctl;
    struct client *clients[DESK_SERVICES];
    struct client *second; /* another line to booking: a second outside system */
    struct desk_state states[DESK_SERVICES];
    int64_t now;                     /* business time */
    int64_t asked, resent;           /* messages, and how often one had to be sent again */
    void (*before_wait)(void *self); /* called between sending a command and waiting for its answer; may be NULL */
    void *self;
};

enum desk_service { DESK_BOOKING, DESK_MATCHING, DESK_ROSTER, DESK_TRAINING, DESK_MEDIATION, DESK_NOTIFICATION };

/* Which of them owns a message type; -1 when none. */
int desk_owner(enum message_type type);

int desk_open(struct desk *desk, struct ctl *ctl, struct error *error);
void desk_close(struct desk *desk);

/* The signals that end the demo, unless they are ignored. They are blocked while it runs, and looked for: the set must
 * end with it, and a temporary folder go. */
void desk_signals(sigset_t *signals);
bool desk_is_to_end(void);

/* Asks until there is an answer, sending the same message again while the service is away; -1 after a minute. The reply
 * is valid until the next call for that service. */
int desk_ask(struct desk *desk, enum desk_service service, struct envelope *envelope, enum message_type type,
             const void *body, struct reply *reply, struct error *error);

/* Two commands at the same moment over two lines to the same service. */
int desk_ask_both(struct desk *desk, struct envelope *a, const void *a_body, struct envelope *b, const void *b_body,
                  enum message_type type, struct answer answers[2], struct error *error);

/* A question as the operator. */
int desk_question(struct desk *desk, enum desk_service service, const char *role, const char *actor,
                  enum message_type type, const void *body, struct reply *reply, struct error *error);

/* Waits until two rounds of status agree that every follower has applied all. 0, or -1 with who lags. */
int desk_settle(struct desk *desk, struct error *error);

/* Moves the clock of all services, then fires what is due, service by service, waiting for stillness after each. */
int desk_until(struct desk *desk, int64_t to, struct error *error);

/* The earliest timer of all services; 0 when there is none. */
int64_t desk_next_due(const struct desk *desk);

#endif
