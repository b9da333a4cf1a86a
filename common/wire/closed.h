/* Which codes a request may name, by the table in proto/closed.h. */
#ifndef ANXIN_WIRE_CLOSED_H
#define ANXIN_WIRE_CLOSED_H

#include "wire/codec.h"

struct closed_code {
    enum message_type type;
    const char *field, *words; /* "a|b|c" */
};

/* The rows one after the other; NULL after the last. */
const struct closed_code *closed_at(int index);

/* The codes that this field of a message is closed to, "a|b|c"; NULL: it takes any. */
const char *closed_words(const struct shape *shape, const char *field);

/* 0 when each code that a decoded request names is one of its list, -1 with flaw `unknown_word`. What is absent passes.
 */
int closed_check(const struct message *message, const void *body, struct flaw *flaw);

#endif
