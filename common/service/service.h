/* A service as data: what its main.c hands to the skeleton. */
#ifndef ANXIN_SERVICE_SERVICE_H
#define ANXIN_SERVICE_SERVICE_H

#include "base/config.h"
#include "rules/table.h"
#include "service/reach.h"
#include "service/role.h"
#include "service/unit.h"

/* Ends each table of rows: a row with type MSG_NONE, kind NULL. */
struct handler {
    enum message_type type; /* a command that we own, or an event of a service that we follow */
    unsigned roles;         /* who may send it; events: ROLE_SERVICE */
    int (*run)(struct unit *unit, const void *message);
};
struct timer_handler {
    const char *kind;
    int (*run)(struct unit *unit, const char *subject, int64_t due);
};
/* A question: reads only; runs outside transactions, bounded by rows. Fills `answer`, a struct of type answer_type that
 * comes zeroed. UNIT_DONE, or unit_refuse(), or UNIT_TROUBLE. */
struct query_handler {
    enum message_type type, answer_type;
    unsigned roles;
    int (*run)(struct unit *unit, const void *question, void *answer);
};

/* An invariant: a query over this service's own store that gives one text a row for every violation. */
struct invariant {
    const char *name;     /* "I1" or a row number */
    const char *sentence; /* what must hold */
    const char *sql;      /* run by verify on a copy */
};

/* One that SQL cannot reckon: the query gives a row for everything that is to be judged, and `holds` judges one. False:
 * a violation. */
struct judged {
    struct invariant invariant;
    bool (*holds)(const char *said);
};

/* Records that stand in two stores (ruling 12): own ones that others keep, or a copy of what a followed service says.
 * The statement, one of the service's own, gives at most ?2 of those after id ?1 in the order of their ids: the id
 * first, a text, then the fields by the names that owner and copy give them; equal values have equal texts. */
struct replica {
    const char *source, *record; /* whose, and what kind */
    const struct statements *sql;
    int statement;
};

/* What this version keeps of a source and an earlier one did not: a store of before hears events of these types once
 * more, from the first of the source on and before anything newer. Their handlers save what the event says and do
 * nothing else, so that hearing all of them again in order leaves what the last ones say. */
#define RELEARN_TYPES 8
struct relearn {
    const char *name; /* in the store; a new one for what is to be heard again again */
    const char *source;
    enum message_type types[RELEARN_TYPES]; /* ended by MSG_NONE, unless there are as many */
};

/* Streams of one kind that are trimmed: events older than so many days go, except the last so many, and never beyond
 * what `hold` says. All other streams are kept whole. */
struct trimming {
    const char *prefix; /* "feed." */
    int days, events;   /* settings; 0 days: kept whole */
    /* The lowest number of the stream that must stay: 1, 0 when nothing holds it, -1. May be NULL. */
    int (*hold)(struct unit *unit, const char *stream, int64_t *number);
};

/* A long computation (DESIGN 5): what waits for one stands in the store, it runs over a snapshot on another thread, and
 * what it found comes back as a unit. One at a time; after a crash it is found waiting again. */
struct job {
    /* The first that waits: 1 with its id and a snapshot of all that the computation needs; 0 none; -1. Reads only. */
    int (*next)(struct unit *unit, char id[ID_SIZE], void **snapshot);
    void (*run)(void *snapshot); /* pure, on another thread */
    /* Writes down what was found, so that it waits no more. UNIT_DONE; else it is tried again a minute later. */
    int (*finish)(struct unit *unit, const char *id, void *snapshot);
    void (*drop)(void *snapshot);
};

struct service {
    const char *name;
    const char *place;                          /* which of its instances (base/places.h); NULL: the only one */
    const struct migration *migrations;         /* ended by version 0 */
    const struct statements *const *statements; /* ended by NULL */
    const struct handler *const *handlers;      /* tables, ended by NULL */
    const struct timer_handler *const *timers;  /* tables, ended by NULL; or NULL */
    const struct query_handler *const *queries; /* tables, ended by NULL */
    const struct reach *reach;                  /* where what its messages are about is */
    const struct setting *settings;
    int settings_count;
    const struct trimming *trimming; /* ended by prefix NULL; or NULL */
    const struct privacy *privacy;   /* privacy.h; NULL: it keeps nothing of persons and answers no such question */
    const char *const *follows;      /* services whose streams we follow, ended by NULL */
    const char *first; /* NULL, or the one of them that is heard first after a start: for 5 s the others wait for it */
    const struct invariant *invariants;    /* ended by name NULL; or NULL */
    const struct judged *judged;           /* ended by invariant.name NULL; or NULL */
    const struct replica *replicas;        /* ended by source NULL; or NULL */
    const struct relearn *relearns;        /* ended by name NULL; or NULL */
    const struct machine *const *machines; /* state tables, ended by NULL; or NULL: --states prints them */
    bool ways;                             /* reckons with ways: unit->travel has the operator's matrix, too */
    const char *intake;                    /* "intake" when outside systems may PUB commands to us, else NULL */
    /* State held in memory for speed; all three may be NULL. open builds it from the store (unit->state is NULL then,
     * nothing may be written); unit_end is told after each unit whether its effects were kept, so that memory can
     * undo what it did; after a failed commit the skeleton closes and opens it again. */
    void *(*open)(struct unit *unit, struct error *error);
    void (*close)(void *state);
    void (*unit_end)(void *state, bool kept);
    /* May be NULL: a followed source that was silent (unit_source_is_silent) is heard again and all that it said is
     * applied. Takes up the first of what waited for it after position *after (0 at first) and moves *after there;
     * called again until it leaves *after as it was. One that fails is passed over. */
    int (*returned)(struct unit *unit, const char *source, int64_t *after);
    const struct job *job; /* NULL: it computes nothing for long */
    bool yields;           /* where processors are short it steps back for those whose answers are waited for */
};

/* The whole daemon: arguments, config, store, sockets, loop, drain. Returns the exit code.
 *     anxin-NAME [--config FILE] [--place PLACE] [--attached]
 *                                             serve until SIGTERM (drains, 0); attached: or until stdin is closed
 *                                             ends with 1 when its memory grew beyond all bounds: start it again
 *     anxin-NAME --verify COPY [--json]       check a copy: integrity, chains, invariants; 0 sound, 1 not
 *     anxin-NAME --restore COPY [--json]      the copy becomes the store, in a new epoch; 0, 1 not sound, 2 refused
 *     anxin-NAME --restore-keys COPY          take over the keys of a copy of its key file that are missing; 0, 2
 * refused anxin-NAME --check-config [--json]      settings as they stand and where from; 0, or 2 with what is wrong
 *     anxin-NAME --settings | --states | --version | --help */
int service_main(const struct service *service, int argc, char **argv);

#endif
