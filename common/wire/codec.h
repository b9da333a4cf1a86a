/* Messages between bytes and flat structs, by the field tables made from proto/. */
#ifndef ANXIN_WIRE_CODEC_H
#define ANXIN_WIRE_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "proto/catalogue.h"

enum field_kind {
    FIELD_NONE,
    FIELD_ID,
    FIELD_CODE,
    FIELD_TEXT,
    FIELD_PERSONAL,
    FIELD_LONG,
    FIELD_BYTES,
    FIELD_HASH,
    FIELD_INT,
    FIELD_FEN,
    FIELD_TIME,
    FIELD_BOOL,
    FIELD_IDS,
    FIELD_CODES,
    FIELD_INTS,
    FIELD_WORD,
    FIELD_GROUP
};

struct shape;

/* One field of a table. */
struct field {
    const char *name;
    enum field_kind kind;
    bool required;
    int64_t low, high;
    const char *words;         /* FIELD_WORD: "a|b|c" */
    const struct shape *group; /* FIELD_GROUP: the record's shape */
    size_t offset;             /* in the struct; of lists: of `count` */
    size_t at;                 /* lists: from there to the first element */
    const char *doc;
};

/* One message or record. */
struct shape {
    const char *name; /* "booking_create" */
    const struct field *fields;
    int count;
    size_t size; /* of the struct */
};

/* CONTROL messages belong to the skeleton itself (fetch, beat, status, clock). */
enum message_class { CLASS_NONE, CLASS_EVENT, CLASS_COMMAND, CLASS_QUERY, CLASS_ANSWER, CLASS_CONTROL };

struct message {
    enum message_type type;
    enum message_class class_;
    const char *type_name; /* "booking.create" */
    const char *owner;     /* "booking": the service whose header declares it; "common" for shared ones */
    const char *doc;
    const struct shape *shape;
};

/* The entry of a type; NULL for one out of range. */
const struct message *message_of(enum message_type type);

/* The entry by its wire name; NULL when unknown. */
const struct message *message_find(const char *type_name);

/* Why a message was refused: the code goes into the answer. */
struct flaw {
    char code[33];    /* malformed | missing | mistyped | too_long | too_short | out_of_range | unknown_word | not_utf8;
                       * from JSON also unknown_field */
    char field[65];   /* "start", "rooms[2].capacity"; "" when it is the whole */
    struct error why; /* a sentence that begins with the field: "start must be an integer" */
};

/* Decodes `size` bytes into the struct of `shape` (`out` has shape->size bytes). The guard runs first; unknown fields
 * are passed over; missing, mistyped, too long and out of range are refused by name. Views point into `data`.
 * 0, or -1 with the flaw and `out` undefined. Uses no memory that grows with the input's claims. */
int codec_decode(const struct shape *shape, const void *data, size_t size, void *out, struct flaw *flaw);

/* Checks a struct against its table as decode would. 0 or -1. */
int codec_check(const struct shape *shape, const void *in, struct flaw *flaw);

/* Encodes canonically (fields in table order, absent ones left out, shortest integers). Returns the size, or -1 when
 * the struct breaks its table or `room` is too small. */
int codec_encode(const struct shape *shape, const void *in, void *data, size_t room, struct flaw *flaw);

#endif
