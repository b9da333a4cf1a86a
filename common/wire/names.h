/* Which fields a message carries, by name: for records that may hold no values. */
#ifndef ANXIN_WIRE_NAMES_H
#define ANXIN_WIRE_NAMES_H

#include "wire/codec.h"

/* True when a field of the shape, or of a record in it, is PERSONAL. */
bool shape_is_personal(const struct shape *shape);

/* Names of the fields that are present, with commas; "..." ends a list that does not fit. */
void names_given(const struct shape *shape, const void *body, char *to, size_t size);
/* Names of the PERSONAL fields that are present, each once, also in records. False when there is none. */
bool names_personal(const struct shape *shape, const void *body, char *to, size_t size);

/* What the message is about: its first field that is an id, a code, a word or a whole number; "" when none is present
 * or it does not fit. */
void names_object(const struct shape *shape, const void *body, char *to, size_t size);

#endif
