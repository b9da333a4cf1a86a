/* What the commands of the tool share: who asks, whom to ask, how to answer. */
#ifndef ANXIN_CTL_CTL_H
#define ANXIN_CTL_CTL_H

#include <jansson.h>

#include "base/config.h"
#include "base/places.h"
#include "bus/client.h"
#include "services/ctl/args.h"
#include "wire/codec.h"

enum ctl_exit { CTL_DONE = 0, CTL_REFUSED = 1, CTL_USAGE = 2, CTL_UNREACHABLE = 3 };

#define CTL_SERVICES 48 /* seven places with five services each, those of the whole, and what is not here */
#define CTL_BODY_MAX 65536

/* A daemon of the set: the only one of its service, or that of a place. */
struct ctl_service {
    char name[INSTANCE_NAME];
    char request[CONFIG_TEXT]; /* its endpoint */
    struct client *client;     /* opened when first asked */
    bool silent;               /* has not answered in time */
};

struct ctl {
    const struct command *command;
    struct args args;
    const char *file; /* configuration, NULL: none */
    struct config config;
    bool json;
    int timeout_ms;
    struct envelope who;    /* source and actor of what we send */
    struct places places;   /* of the set */
    char place[PLACE_CODE]; /* whose instances are meant where a service is named: --place, or the only one; "" */
    struct ctl_service service[CTL_SERVICES];
    int services;             /* the set: the first so many */
    int known;                /* all that can be asked by name */
    struct keyring *keyring;  /* who we are on tcp; opened when first needed */
    char closed[256];         /* why no service could be asked for its status; "" */
    char folder[CONFIG_TEXT]; /* where our own binary and the daemons are */
};

/* What a word of a command is, for completion. */
enum command_word {
    WORD_ANY,
    WORD_COMMAND_TYPE, /* booking.create */
    WORD_TYPE,         /* any type */
    WORD_GET_KIND,     /* of which there is a KIND.get */
    WORD_LIST_KIND,
    WORD_FIELD, /* field=value of the type or kind before it */
    WORD_STREAM,
    WORD_FILE,
    WORD_SERVICE, /* or one of .fixed, if there is any */
    WORD_FIXED    /* one of .fixed */
};

/* One command: a row of the table in commands.c. */
struct command {
    const char *name;
    const char *synopsis;             /* what stands behind the name: "TYPE field=value..." */
    const char *summary;              /* one line */
    const char *help;                 /* more of it, or NULL */
    const struct ctl_option *options; /* its own, or NULL */
    int least, most;                  /* how many words it takes */
    enum command_word first, rest;    /* what the first of them is, and the others */
    const char *fixed;                /* WORD_FIXED: "bash|zsh" */
    bool offline;                     /* needs no settings: the set is not known, nobody can be asked */
    int (*run)(struct ctl *ctl);      /* returns an enum ctl_exit */
};

/* Reads configuration, identity and the list of services, unless the command is an offline one. 0, or an exit code
 * after saying why on stderr. */
int ctl_open(struct ctl *ctl);
void ctl_close(struct ctl *ctl);

/* Says what is wrong on stderr, one line "anxin COMMAND: ...", and returns `code`. */
__attribute__((format(printf, 3, 4))) int ctl_say(const struct ctl *ctl, enum ctl_exit code, const char *format, ...);

/* place.c: the places of the set, and which is meant: --place, ANXIN_PLACE, or the only one. 0, or CTL_USAGE. */
int ctl_place_open(struct ctl *ctl);
bool ctl_knows(const struct ctl *ctl, const char *service); /* at any place */

/* The service of that name, `booking/xinhui`, or `booking` at the place that is meant; NULL when there is none, or
 * nobody has said at which place. */
struct ctl_service *ctl_service(struct ctl *ctl, const char *name);

/* Says why ctl_service gave none; CTL_USAGE. */
int ctl_no_service(const struct ctl *ctl, const char *name);

/* The instances of a service that are meant, in their order: all of them where no place is. How many. */
int ctl_instances(struct ctl *ctl, const char *service, struct ctl_service *at[PLACES_MOST]);

/* Whether the daemon of a service, or of an instance, lies beside this program; where. */
bool ctl_daemon_exists(const struct ctl *ctl, const char *name);
int ctl_daemon_path(const struct ctl *ctl, const char *name, char *path, size_t size); /* 0, -1 it is too long */

/* The service that owns a stream ("feed.ST1-disp" is notification's); NULL. */
struct ctl_service *ctl_stream_owner(struct ctl *ctl, const char *stream);

/* The stream's own name there, without the owner before it ("mediation.partner.miniapp" is mediation's
 * "partner.miniapp", "booking" at a place is "booking/xinhui"). */
const char *ctl_stream_name(const struct ctl_service *owner, const char *word);

/* Fills the header of a new message: a new id, source, actor, time. */
void ctl_envelope(const struct ctl *ctl, struct envelope *envelope);

/* Our keys on tcp, opened when first asked for; NULL with the reason. */
struct keyring *ctl_keyring(struct ctl *ctl, struct error *error);

/* A new client of a service, as who we are; NULL with the reason. */
struct client *ctl_client(struct ctl *ctl, const struct ctl_service *service, struct error *error);

/* Opens the client of a service unless it is open. 0, or CTL_UNREACHABLE after saying why. */
int ctl_connect(struct ctl *ctl, struct ctl_service *service);

/* Asks one service and waits. 0 with the reply, or an exit code after saying why. The client of a service is opened at
 * need; one that did not answer is marked silent. */
int ctl_ask(struct ctl *ctl, struct ctl_service *service, enum message_type type, const void *body,
            struct reply *reply);
int ctl_ask_as(struct ctl *ctl, struct ctl_service *service, struct envelope *envelope, enum message_type type,
               const void *body, int timeout_ms, struct reply *reply);

/* 0 when the reply is of that type; else says what it is (a refusal) and returns CTL_REFUSED. */
int ctl_expect(const struct ctl *ctl, const struct reply *reply, enum message_type type);

/* Asks all services for their status at once; at[i] is that of service i, with epoch "" when it did not answer within
 * `timeout_ms`; ctl->closed says why not, when it is our own doing. Returns how many answered. The caller frees `*at`.
 * -1 when out of memory. */
int ctl_ask_status(struct ctl *ctl, bool full, int timeout_ms, struct service_status_answer **at);

/* Prints an answer to a command (json_from_body of it, with the id that was used). */
void ctl_print_answer(const struct ctl *ctl, const struct envelope *asked, const struct answer *answer);

/* What is under way, on a line that the next call replaces; "" takes it away. Nothing where stderr is no terminal. */
__attribute__((format(printf, 1, 2))) void ctl_progress(const char *format, ...);

/* Prints one object on one line and drops it. */
void ctl_print_json(json_t *object);

/* Milliseconds: of business time as this machine sees it, and of a clock that never jumps. */
int64_t ctl_wall_ms(void);
int64_t ctl_mono_ms(void);
void ctl_pause(int64_t ms);

#endif
