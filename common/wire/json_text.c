/* "field=value" of the command line into a struct. Text is turned into the JSON value that means it, so that there is
 * one set of rules; what JSON cannot say (views of the text itself) is put in directly. */
#include "wire/json.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "wire/json_read.h"
#include "wire/value.h"

static const struct field *find_field(const struct shape *shape, const char *name)
{
    for (int i = 0; i < shape->count; i++) {
        if (strcmp(shape->fields[i].name, name) == 0) {
            return &shape->fields[i];
        }
    }
    return NULL;
}

static int put_text(const struct field *field, const char *text, void *value, struct flaw *flaw)
{
    if (value_check_text(field, text, strlen(text), flaw) != 0) {
        return -1;
    }
    value_put_text(field, value, text, strlen(text));
    return 0;
}

static int put_bytes(const struct field *field, const char *text, void *value, struct flaw *flaw)
{
    if (value_check_bytes(field, strlen(text), flaw) != 0) {
        return -1;
    }
    value_put_text(field, value, text, strlen(text));
    return 0;
}

static json_t *integer_of(const char *text)
{
    int64_t number = 0;
    return text_to_int(text, &number) == 0 ? json_integer(number) : json_string(text);
}

static json_t *bool_of(const char *text)
{
    if (text_in_list(text, "true|yes|1")) {
        return json_true();
    }
    return text_in_list(text, "false|no|0") ? json_false() : json_string(text);
}

/* "a,b,c"; an empty text is an empty list. */
static json_t *list_of(const struct field *field, const char *text)
{
    json_t *list = json_array();
    for (const char *at = text; *at != '\0';) {
        size_t size = strcspn(at, ",");
        json_t *element = json_stringn(at, size);
        if (field->kind == FIELD_INTS && element != NULL) {
            json_t *integer = integer_of(json_string_value(element));
            json_decref(element);
            element = integer;
        }
        json_array_append_new(list, element);
        at += size + (at[size] == ',');
    }
    return list;
}

static json_t *json_of(const struct field *field, const char *text)
{
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
        return integer_of(text);
    case FIELD_BOOL:
        return bool_of(text);
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
        return list_of(field, text);
    case FIELD_GROUP:
        return json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    case FIELD_NONE:
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_BYTES:
    case FIELD_HASH:
    case FIELD_WORD:
        break;
    }
    return json_string(text);
}

/* One more record behind those that are there. */
static int add_record(struct json_reading *reading, const struct field *field, const json_t *object, void *value)
{
    uint32_t count = *(uint32_t *)value;
    if (value_check_count(field, count + 1, reading->flaw) != 0) {
        return -1;
    }
    if (json_read_object(reading, field->group, object, (char *)value + field->at + count * field->group->size) != 0) {
        return flaw_within(reading->flaw, field->name, count);
    }
    *(uint32_t *)value = count + 1;
    return 0;
}

static int put_json(const struct field *field, const char *text, void *value, struct flaw *flaw)
{
    struct json_reading reading = {.passing = true, .flaw = flaw};
    json_t *json = json_of(field, text);
    if (json == NULL) {
        return flaw_set(flaw, "malformed", field->name, "must be JSON: [{...}, ...] or {...}");
    }
    int result = field->kind == FIELD_GROUP && json_is_object(json) ? add_record(&reading, field, json, value)
                                                                    : json_read_value(&reading, field, json, value);
    json_decref(json);
    return result;
}

int json_field_from_text(const struct shape *shape, const char *field, const char *value, void *body, struct flaw *flaw)
{
    const struct field *known = find_field(shape, field);
    if (known == NULL) {
        return flaw_set(flaw, "unknown_field", field, "is not a field here");
    }
    void *at = (char *)body + known->offset;
    switch (known->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_WORD:
        return put_text(known, value, at, flaw);
    case FIELD_BYTES:
        return put_bytes(known, value, at, flaw);
    case FIELD_HASH:
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
    case FIELD_BOOL:
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
    case FIELD_NONE:
        break;
    }
    return put_json(known, value, at, flaw);
}
