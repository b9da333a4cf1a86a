/* JSON into structs, as json.c, json_text.c and json_event.c share it. Internal to common/wire. */
#ifndef ANXIN_WIRE_JSON_READ_H
#define ANXIN_WIRE_JSON_READ_H

#include <jansson.h>

#include "wire/codec.h"

struct json_reading {
    char *arena; /* room for decoded bytes; taken from the front */
    size_t room;
    bool passing; /* the JSON goes away before the struct: no views into it */
    struct flaw *flaw;
};

/* An object into a struct, which is zeroed first. 0 or -1. */
int json_read_object(struct json_reading *reading, const struct shape *shape, const json_t *object, void *body);

/* One value, or a whole list, into a field. 0 or -1. */
int json_read_value(struct json_reading *reading, const struct field *field, const json_t *json, void *value);

/* Base64 into at most `room` bytes. 0 or -1. */
int json_unbase64(void *to, size_t room, size_t *size, const char *text, size_t text_size);

/* Base64 of the bytes as a JSON string; NULL when out of memory. */
json_t *json_base64(const void *data, size_t size);

#endif
