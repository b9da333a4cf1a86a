/* What the codec's tables offer beside message_of and message_find: the header's shape and all records, by owner. */
#ifndef ANXIN_WIRE_TABLES_H
#define ANXIN_WIRE_TABLES_H

#include "wire/codec.h"

extern const struct shape shape_envelope;

struct record {
    const char *owner;
    const struct shape *shape;
};

/* The records in order of declaration; NULL behind the last. */
const struct record *record_at(int index);

#endif
