/* Whole events in the JSON format of CloudEvents 1.0. There `sequence` is text, and data that is not JSON stands under
 * data_base64 with its content type. */
#include "wire/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "wire/json_read.h"
#include "wire/tables.h"
#include "wire/value.h"

static int set_sequence(json_t *object, int64_t sequence)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, sequence);
    return sequence == 0 ? 0 : json_object_set_new(object, "sequence", json_string(text));
}

static int set_data(json_t *object, const struct shape *shape, const void *body, const void *raw, size_t raw_size)
{
    if (body != NULL) {
        json_object_del(object, "datacontenttype");
        return json_object_set_new(object, "data", json_from_body(shape, body));
    }
    if (json_object_get(object, "datacontenttype") == NULL &&
        json_object_set_new(object, "datacontenttype", json_string("application/msgpack")) != 0) {
        return -1;
    }
    return json_object_set_new(object, "data_base64", json_base64(raw, raw_size));
}

json_t *json_from_event(const struct envelope *envelope, const struct shape *shape, const void *body, const void *raw,
                        size_t raw_size)
{
    json_t *object = json_from_body(&shape_envelope, envelope);
    if (object == NULL) {
        return NULL;
    }
    if (set_sequence(object, envelope->sequence) != 0 || set_data(object, shape, body, raw, raw_size) != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

/* The attributes that we know, as json_read_object wants them. NULL when out of memory. */
static json_t *attributes_of(const json_t *object)
{
    json_t *attributes = json_object();
    for (int i = 0; i < shape_envelope.count; i++) {
        const char *name = shape_envelope.fields[i].name;
        json_t *value = json_object_get(object, name);
        int64_t sequence = 0;
        if (value == NULL) {
            continue;
        }
        int set = strcmp(name, "sequence") == 0 && json_is_string(value) &&
                          text_to_int(json_string_value(value), &sequence) == 0
                      ? json_object_set_new(attributes, name, json_integer(sequence))
                      : json_object_set(attributes, name, value);
        if (set != 0) {
            json_decref(attributes);
            return NULL;
        }
    }
    return attributes;
}

static int read_envelope(struct json_reading *reading, const json_t *object, struct envelope *envelope)
{
    json_t *attributes = attributes_of(object);
    if (attributes == NULL) {
        return flaw_set(reading->flaw, "malformed", "", "out of memory");
    }
    int result = json_read_object(reading, &shape_envelope, attributes, envelope);
    json_decref(attributes);
    if (result == 0 && text_same(envelope->datacontenttype, "application/json")) {
        envelope->datacontenttype[0] = '\0'; /* of the JSON form; on the wire it will be MessagePack */
    }
    return result;
}

static int read_base64(struct json_reading *reading, const struct shape *shape, const json_t *json, void *body)
{
    size_t size = 0;
    if (!json_is_string(json) ||
        json_unbase64(reading->arena, reading->room, &size, json_string_value(json), json_string_length(json)) != 0) {
        return flaw_set(reading->flaw, "mistyped", "data_base64", "must be bytes as base64");
    }
    return codec_decode(shape, reading->arena, size, body, reading->flaw);
}

static int read_data(struct json_reading *reading, const struct shape *shape, const json_t *object, void *body)
{
    const json_t *base64 = json_object_get(object, "data_base64"), *data = json_object_get(object, "data");
    if (base64 != NULL) {
        return read_base64(reading, shape, base64, body);
    }
    if (data == NULL) {
        return flaw_set(reading->flaw, "missing", "data", "is missing");
    }
    return json_read_object(reading, shape, data, body);
}

int json_to_event(const json_t *object, struct envelope *envelope, const struct message **message, void *body,
                  size_t room, struct flaw *flaw)
{
    struct json_reading reading = {.flaw = flaw};
    if (!json_is_object(object)) {
        return flaw_set(flaw, "mistyped", "", "must be an object");
    }
    if (read_envelope(&reading, object, envelope) != 0) {
        return -1;
    }
    *message = message_find(envelope->type);
    if (*message == NULL) {
        return flaw_set(flaw, "unknown_word", "type", "is no type of the catalogue");
    }
    if (room < (*message)->shape->size) {
        return flaw_set(flaw, "too_long", "", "needs a buffer of %zu bytes", (*message)->shape->size);
    }
    reading.arena = (char *)body + (*message)->shape->size;
    reading.room = room - (*message)->shape->size;
    return read_data(&reading, (*message)->shape, object, body);
}
