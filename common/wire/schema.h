/* The messages for programs that do not read our tables: JSON Schema, and the whole wire as an AsyncAPI document. Both
 * are made from the tables that the codec uses. All return a new value that the caller decrefs, NULL when out of
 * memory; members stand in the order of the tables. */
#ifndef ANXIN_WIRE_SCHEMA_H
#define ANXIN_WIRE_SCHEMA_H

#include <jansson.h>

#include "wire/codec.h"

/* How values look: in JSON (wire/json.h: times as RFC 3339, bytes as base64), or as MessagePack values on the wire
 * (times as milliseconds, bytes as they are). */
enum schema_form { SCHEMA_JSON, SCHEMA_WIRE };

/* An object of that shape. Records are referred to as `refs` and their name: "#/$defs/". JSON Schema counts characters
 * where our bounds are bytes of UTF-8: what it says is never stricter, and x-min-bytes and x-max-bytes say the rest.
 * x-kind is the kind of proto/README.md. Unknown members are allowed, for a map may gain fields. */
json_t *schema_of_shape(const struct shape *shape, enum schema_form form, const char *refs);

/* A JSON Schema (2020-12) of one message in JSON, with its records in $defs; and of all of them, each in $defs under
 * its type: "#/$defs/booking.create". */
json_t *schema_of_message(const struct message *message);
json_t *schema_of_all(void);

/* The set as an AsyncAPI 3.0.0 document: a server for each socket, a channel for each request socket and stream, an
 * operation for each message that may be sent, payloads as they are on the wire. What the standard has no word for
 * (socket types, frames, topics) stands under x-zeromq. `version` is that of the set. */
json_t *asyncapi_document(const char *version);

/* Sets a member of an object under construction and takes the value; when that fails, or an earlier one did, the
 * object is dropped and `*object` NULL. Likewise for the end of an array. */
void schema_put(json_t **object, const char *name, json_t *value);
void schema_add(json_t **array, json_t *value);

#endif
