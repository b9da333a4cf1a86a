/* Structs as JSON. Invariant: nothing is lost: what json_from_body says, json_to_body_in reads back as the same struct.
 */
#include "wire/json.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/civil.h"
#include "wire/json_read.h"
#include "wire/value.h"

json_t *json_base64(const void *data, size_t size)
{
    size_t room = sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL);
    char *text = malloc(room);
    if (text == NULL) {
        return NULL;
    }
    sodium_bin2base64(text, room, data, size, sodium_base64_VARIANT_ORIGINAL);
    json_t *json = json_string(text);
    free(text);
    return json;
}

static json_t *from_text(const struct field *field, const void *value)
{
    struct view text = value_text(field, value);
    return json_stringn(text.size == 0 ? "" : text.data, text.size);
}

static json_t *from_bytes(const struct field *field, const void *value)
{
    struct view bytes = value_text(field, value);
    return json_base64(bytes.data, bytes.size);
}

static json_t *from_time(int64_t instant)
{
    char text[32];
    civil_format(text, sizeof text, instant);
    return json_string(text);
}

static json_t *from_value(const struct field *field, const void *value);

static json_t *from_list(const struct field *field, const void *value)
{
    const struct field element = value_element(field);
    uint32_t count = *(const uint32_t *)value;
    const char *at = (const char *)value + field->at;
    json_t *list = json_array();
    for (uint32_t i = 0; i < count; i++, at += value_size(field)) {
        json_t *json = field->kind == FIELD_GROUP ? json_from_body(field->group, at) : from_value(&element, at);
        if (json_array_append_new(list, json) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *from_value(const struct field *field, const void *value)
{
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_WORD:
        return from_text(field, value);
    case FIELD_BYTES:
        return from_bytes(field, value);
    case FIELD_HASH:
        return json_base64(value, 32);
    case FIELD_INT:
    case FIELD_FEN:
        return json_integer(*(const int64_t *)value);
    case FIELD_TIME:
        return from_time(*(const int64_t *)value);
    case FIELD_BOOL:
        return json_boolean(*(const bool *)value);
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return from_list(field, value);
    case FIELD_NONE:
        break;
    }
    return NULL;
}

json_t *json_from_body(const struct shape *shape, const void *body)
{
    json_t *object = json_object();
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const void *value = (const char *)body + field->offset;
        if (!field->required && !value_present(field, value)) {
            continue;
        }
        if (json_object_set_new(object, field->name, from_value(field, value)) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

int json_to_body_in(const struct shape *shape, const json_t *object, void *body, void *arena, size_t room,
                    struct flaw *flaw)
{
    struct json_reading reading = {.arena = arena, .room = room, .flaw = flaw};
    return json_read_object(&reading, shape, object, body);
}

int json_to_body(const struct shape *shape, const json_t *object, void *body, struct flaw *flaw)
{
    return json_to_body_in(shape, object, body, NULL, 0, flaw);
}
