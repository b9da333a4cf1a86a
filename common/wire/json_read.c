/* JSON into structs. Invariant: the same rules of single values as for MessagePack; here a name that we do not know is
 * refused too, for it is a person's typing mistake. */
#include "wire/json_read.h"

#include <string.h>

#include <sodium.h>

#include "base/civil.h"
#include "wire/value.h"

static int mistyped(struct json_reading *reading, const struct field *field, const char *wanted)
{
    return flaw_set(reading->flaw, "mistyped", field->name, "must be %s", wanted);
}

int json_unbase64(void *to, size_t room, size_t *size, const char *text, size_t text_size)
{
    const char *end = NULL;
    if (sodium_base642bin(to, room, text, text_size, NULL, size, &end, sodium_base64_VARIANT_ORIGINAL) != 0) {
        return -1;
    }
    return end == text + text_size ? 0 : -1;
}

static int read_text(struct json_reading *reading, const struct field *field, const json_t *json, void *value)
{
    if (!json_is_string(json)) {
        return mistyped(reading, field, "text");
    }
    if (field->kind == FIELD_LONG && reading->passing) {
        return mistyped(reading, field, "given by itself: long text cannot stand in a record here");
    }
    const char *text = json_string_value(json);
    size_t size = json_string_length(json);
    if (value_check_text(field, text, size, reading->flaw) != 0) {
        return -1;
    }
    value_put_text(field, value, text, size);
    return 0;
}

static int read_bytes(struct json_reading *reading, const struct field *field, const json_t *json, void *value)
{
    size_t size = 0;
    if (reading->room == 0) {
        return mistyped(reading, field, "left out: bytes cannot be given as JSON here");
    }
    if (!json_is_string(json) ||
        json_unbase64(reading->arena, reading->room, &size, json_string_value(json), json_string_length(json)) != 0) {
        return mistyped(reading, field, "bytes as base64");
    }
    if (value_check_bytes(field, size, reading->flaw) != 0) {
        return -1;
    }
    *(struct view *)value = (struct view){reading->arena, size};
    reading->arena += size;
    reading->room -= size;
    return 0;
}

static int read_hash(struct json_reading *reading, const struct field *field, const json_t *json, void *value)
{
    size_t size = 0;
    if (!json_is_string(json) ||
        json_unbase64(value, 32, &size, json_string_value(json), json_string_length(json)) != 0 || size != 32) {
        return mistyped(reading, field, "32 bytes as base64");
    }
    return 0;
}

static int read_number(struct json_reading *reading, const struct field *field, const json_t *json, void *value)
{
    if (!json_is_integer(json)) {
        return mistyped(reading, field, "an integer");
    }
    *(int64_t *)value = json_integer_value(json);
    return value_check_number(field, *(int64_t *)value, reading->flaw);
}

static int read_time(struct json_reading *reading, const struct field *field, const json_t *json, void *value)
{
    if (!json_is_string(json)) {
        return read_number(reading, field, json, value);
    }
    if (civil_parse(json_string_value(json), value) != 0) {
        return mistyped(reading, field, "a time such as 2026-02-09T08:30:00+08:00");
    }
    return value_check_number(field, *(int64_t *)value, reading->flaw);
}

static int read_bool(struct json_reading *reading, const struct field *field, const json_t *json, void *value)
{
    if (!json_is_boolean(json)) {
        return mistyped(reading, field, "true or false");
    }
    *(bool *)value = json_is_true(json);
    return 0;
}

static int read_element(struct json_reading *reading, const struct field *list, const json_t *json, void *value)
{
    if (list->kind == FIELD_GROUP) {
        return json_read_object(reading, list->group, json, value);
    }
    const struct field element = value_element(list);
    return json_read_value(reading, &element, json, value);
}

static int read_list(struct json_reading *reading, const struct field *field, const json_t *json, void *value)
{
    size_t count = json_array_size(json);
    if (!json_is_array(json)) {
        return mistyped(reading, field, "a list");
    }
    if (value_check_count(field, count > UINT32_MAX ? UINT32_MAX : (uint32_t)count, reading->flaw) != 0) {
        return -1;
    }
    char *at = (char *)value + field->at;
    for (uint32_t i = 0; i < count; i++, at += value_size(field)) {
        if (read_element(reading, field, json_array_get(json, i), at) != 0) {
            return flaw_within(reading->flaw, field->name, i);
        }
    }
    *(uint32_t *)value = (uint32_t)count;
    return 0;
}

int json_read_value(struct json_reading *reading, const struct field *field, const json_t *json, void *value)
{
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_WORD:
        return read_text(reading, field, json, value);
    case FIELD_BYTES:
        return read_bytes(reading, field, json, value);
    case FIELD_HASH:
        return read_hash(reading, field, json, value);
    case FIELD_INT:
    case FIELD_FEN:
        return read_number(reading, field, json, value);
    case FIELD_TIME:
        return read_time(reading, field, json, value);
    case FIELD_BOOL:
        return read_bool(reading, field, json, value);
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return read_list(reading, field, json, value);
    case FIELD_NONE:
        break;
    }
    return mistyped(reading, field, "of a kind that exists");
}

static const json_t *member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_null(value) ? NULL : value;
}

static bool is_field(const struct shape *shape, const char *name)
{
    for (int i = 0; i < shape->count; i++) {
        if (strcmp(shape->fields[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static int check_names(struct json_reading *reading, const struct shape *shape, const json_t *object)
{
    const char *name;
    json_t *value;
    /* The cast takes off const only: jansson's iterator has no const form and changes nothing. */
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        if (!is_field(shape, name)) {
            return flaw_set(reading->flaw, "unknown_field", name, "is not a field here");
        }
    }
    return 0;
}

int json_read_object(struct json_reading *reading, const struct shape *shape, const json_t *object, void *body)
{
    memset(body, 0, shape->size);
    if (!json_is_object(object)) {
        return flaw_set(reading->flaw, "mistyped", "", "must be an object");
    }
    if (check_names(reading, shape, object) != 0) {
        return -1;
    }
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const json_t *value = member(object, field->name);
        if (value == NULL && field->required) {
            return flaw_set(reading->flaw, "missing", field->name, "is missing");
        }
        if (value != NULL && json_read_value(reading, field, value, (char *)body + field->offset) != 0) {
            return -1;
        }
    }
    return 0;
}
