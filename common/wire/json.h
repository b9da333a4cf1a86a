/* Messages as JSON (jansson): CloudEvents JSON format for whole events, plain objects for bodies. Times are RFC 3339,
 * hashes and bytes base64 ("data_base64" style is not used inside bodies), 64-bit integers numbers. */
#ifndef ANXIN_WIRE_JSON_H
#define ANXIN_WIRE_JSON_H

#include <jansson.h>

#include "proto/envelope.h"
#include "wire/codec.h"

/* A body as an object with its fields in table order; absent optional ones are left out. Caller decrefs. NULL when out
 * of memory. */
json_t *json_from_body(const struct shape *shape, const void *body);

/* An object to a struct, checked like codec_decode; unknown fields are refused here (a typing mistake of a person, code
 * unknown_field), null means absent, times may also be milliseconds. LONG views point into `object`, which must outlive
 * the struct. BYTES are decoded into `arena`, which must too; without one (json_to_body) they are refused. */
int json_to_body(const struct shape *shape, const json_t *object, void *body, struct flaw *flaw);
int json_to_body_in(const struct shape *shape, const json_t *object, void *body, void *arena, size_t room,
                    struct flaw *flaw);

/* "field=value" of the command line into a field of a struct that started zeroed: lists as a,b,c; records as JSON text,
 * an array for all of them or an object for one more; times as RFC 3339 or milliseconds; hashes base64; BYTES are the
 * text's own bytes. 0 or -1 with the flaw. `value` must outlive the struct. */
int json_field_from_text(const struct shape *shape, const char *field, const char *value, void *body,
                         struct flaw *flaw);

/* One event in the CloudEvents JSON format: attributes on top (sequence as text, time and recordedtime RFC 3339), the
 * body under "data". `body` NULL: undecodable data, given as data_base64. Caller decrefs. */
json_t *json_from_event(const struct envelope *envelope, const struct shape *shape, const void *body, const void *raw,
                        size_t raw_size);

/* And back: attributes that we do not know are passed over. `body` has `room` bytes, of which the message's struct
 * takes the first and decoded bytes the rest: 128 KiB do for every message. LONG views point into `object`. 0 or -1. */
int json_to_event(const json_t *object, struct envelope *envelope, const struct message **message, void *body,
                  size_t room, struct flaw *flaw);

#endif
