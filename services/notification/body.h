/* Looks into the body of any event by the name of a field, through its field table: notification knows no type by
 * heart, so that a new event type needs no edit here. Pure. */
#ifndef NOTIFICATION_BODY_H
#define NOTIFICATION_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "wire/codec.h"

/* One event as the rules see it. */
struct happening {
    const struct message *type;
    const void *body;
    const char *event; /* its id */
    const char *about; /* the object it is about; "" for none */
    char station[33];  /* "" when it names none */
    int64_t at;
};

/* The field of that name if a reader may be shown it: an id, code, word, text without person, number or time. */
const struct field *body_field(const struct message *type, const char *name);

/* Its value as text: times as "02-09 08:30" local. False, and "", when there is none. */
bool body_text(const struct message *type, const void *body, const char *name, char *to, size_t size);

/* Likewise for people: a code by its name in that language, when it has one (proto/labels.h). */
enum language { CHINESE, ENGLISH };
bool body_words(const struct message *type, const void *body, const char *name, enum language language, char *to,
                size_t size);

/* The value of an id field. False, and "", when there is none. */
bool body_id(const struct message *type, const void *body, const char *name, char id[65]);

#endif
