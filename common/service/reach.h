/* Where the object of a message is: a row or more for each command and question of a service, so that who may act at
 * one station acts on nothing of another's (V24). The engine looks there after the policy and before the handler, for
 * senders whose places the registry limits. */
#ifndef ANXIN_SERVICE_REACH_H
#define ANXIN_SERVICE_REACH_H

#include <stddef.h>

#include "proto/catalogue.h"
#include "store/store.h"

enum reach_how {
    REACH_NONE,
    REACH_OPEN,    /* of no station: whoever the policy allows; or the handler itself holds it to the sender's own */
    REACH_WHOLE,   /* of the whole set: whose district it serves */
    REACH_LIST,    /* the question's SQL leaves out what in_reach() says (store.h) */
    REACH_STATION, /* the field is a station; "" passes */
    REACH_FOUND /* the field is an id that `statement` looks up; one that is not found passes, and is refused there */
};

/* A lookup gives a row for each place where the object belongs, any of which is enough: station, community, the person
 * whose own it is, the source that brought it; "" or NULL: none. */
struct reach_row {
    enum message_type type;
    enum reach_how how;
    size_t offset;     /* of the text in the message's struct */
    const char *field; /* its name, for the refusal */
    int statement;     /* of the service's lookups */
};

/* What a service keeps in its reach_store.c: lookups, which its table of statements names too, and rows, ended by type
 * MSG_NONE. */
struct reach {
    struct statements sql;
    const struct reach_row *rows;
};

/* All rows of a type must pass. */
#define REACH_OPEN_ROW(message)                                                                                        \
    {                                                                                                                  \
        .type = MSG_##message, .how = REACH_OPEN                                                                       \
    }
#define REACH_WHOLE_ROW(message)                                                                                       \
    {                                                                                                                  \
        .type = MSG_##message, .how = REACH_WHOLE                                                                      \
    }
#define REACH_LIST_ROW(message)                                                                                        \
    {                                                                                                                  \
        .type = MSG_##message, .how = REACH_LIST                                                                       \
    }
#define REACH_STATION_ROW(message, member)                                                                             \
    {                                                                                                                  \
        .type = MSG_##message, .how = REACH_STATION, .offset = offsetof(struct message, member), .field = #member      \
    }
#define REACH_FOUND_ROW(message, member, lookup)                                                                       \
    {                                                                                                                  \
        .type = MSG_##message, .how = REACH_FOUND, .offset = offsetof(struct message, member), .field = #member,       \
        .statement = (lookup)                                                                                          \
    }

#endif
