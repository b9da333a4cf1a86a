/* How a message is declared: once, as a table of fields. This file turns the tables into flat C structs; common/wire
 * turns the same tables into codec, validator, JSON mapping and reference. Data only: no functions, no libraries.
 *
 * A message NAME is the macro FIELDS_NAME(F, W, G) with one line a field:
 *
 *   F(KIND, field, REQ|OPT, low, high, "doc")   a value; low..high bound its length (text), value (INT, FEN) or count (lists)
 *   W(field, REQ|OPT, "one|two|three", "doc")   one word of a closed list
 *   G(RECORD, field, REQ|OPT, most, "doc")      at most `most` records of a shape declared in the same way
 *
 * KIND     in C                         in MessagePack   meaning
 * ID       char[65]                     str              an id, 1..64 bytes
 * CODE     char[high + 1]               str              a code: visible ASCII without blanks; high <= 64
 * TEXT     char[high + 1]               str              text for people that names no person
 * PERSONAL char[high + 1]               str              text about a person: never in an event (a test refuses it)
 * LONG     struct view                  str              longer text, a view into the frame, valid during the handler
 * BYTES    struct view                  bin              opaque bytes, likewise a view
 * HASH     uint8_t[32]                  bin 32           a BLAKE2b-256
 * INT      int64_t                      int              a whole number
 * FEN      int64_t                      int              money in fen
 * TIME     int64_t                      int              milliseconds since 1970 UTC (RFC 3339 in JSON)
 * BOOL     bool                         bool
 * IDS      {count; char at[high][65]}   array of str     ids; low..high bounds the count; likewise:
 * CODES    {count; char at[high][33]}   array of str     codes of at most 32 bytes
 * INTS     {count; int64_t at[high]}    array of int
 *
 * An absent optional field reads as "", 0, false or count 0, and such a value is not sent: absence and zero mean the
 * same. What must tell them apart needs a second field. A bound is checked only when the field is present. */
#ifndef ANXIN_PROTO_SHAPE_H
#define ANXIN_PROTO_SHAPE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A piece of somebody else's memory. */
struct view {
    const void *data;
    size_t size;
};

#define SHAPE_ID(field, high) char field[65];
#define SHAPE_CODE(field, high) char field[(high) + 1];
#define SHAPE_TEXT(field, high) char field[(high) + 1];
#define SHAPE_PERSONAL(field, high) char field[(high) + 1];
#define SHAPE_LONG(field, high) struct view field;
#define SHAPE_BYTES(field, high) struct view field;
#define SHAPE_HASH(field, high) uint8_t field[32];
#define SHAPE_INT(field, high) int64_t field;
#define SHAPE_FEN(field, high) int64_t field;
#define SHAPE_TIME(field, high) int64_t field;
#define SHAPE_BOOL(field, high) bool field;
#define SHAPE_IDS(field, high) struct { uint32_t count; char at[high][65]; } field;
#define SHAPE_CODES(field, high) struct { uint32_t count; char at[high][33]; } field;
#define SHAPE_INTS(field, high) struct { uint32_t count; int64_t at[high]; } field;

#define SHAPE_F(kind, field, need, low, high, doc) SHAPE_##kind(field, high)
#define SHAPE_W(field, need, words, doc) char field[33];
#define SHAPE_G(record, field, need, most, doc) struct { uint32_t count; struct record at[most]; } field;

/* The struct of one record, and of one message of a catalogue line. Bounded, so that one buffer decodes them all. */
#define SHAPE_RECORD(name) struct name { FIELDS_##name(SHAPE_F, SHAPE_W, SHAPE_G) };
#define SHAPE_MESSAGE(class, name, type, doc) \
    struct name { FIELDS_##name(SHAPE_F, SHAPE_W, SHAPE_G) }; \
    static_assert(sizeof(struct name) <= 65536, "a message is at most 64 KiB");

#define PROTO_RECORDS(list) list(SHAPE_RECORD)
#define PROTO_MESSAGES(list) list(SHAPE_MESSAGE)

#endif
