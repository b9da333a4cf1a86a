/* JSON Schema from the field tables. Invariant: what json_from_body says fits the schema of its shape, so nothing here
 * is stricter than the codec. */
#include "wire/schema.h"

#include <string.h>

#include "wire/tables.h"
#include "wire/value.h"

#define DIALECT "https://json-schema.org/draft/2020-12/schema"
#define DEFS "#/$defs/"
#define BYTES_PER_CHARACTER 4 /* of UTF-8, at most */

void schema_put(json_t **object, const char *name, json_t *value)
{
    if (json_object_set_new(*object, name, value) != 0) {
        json_decref(*object);
        *object = NULL;
    }
}

void schema_add(json_t **array, json_t *value)
{
    if (json_array_append_new(*array, value) != 0) {
        json_decref(*array);
        *array = NULL;
    }
}

static void put_number(json_t **schema, const char *name, int64_t number)
{
    schema_put(schema, name, json_integer(number));
}

static void put_text(json_t **schema, const char *name, const char *text)
{
    schema_put(schema, name, json_string(text));
}

static const char *kind_name(enum field_kind kind)
{
    static const char *const NAMES[] = {"",    "ID",   "CODE", "TEXT", "PERSONAL", "LONG", "BYTES", "HASH", "INT",
                                        "FEN", "TIME", "BOOL", "IDS",  "CODES",    "INTS", "WORD",  "GROUP"};
    return NAMES[kind];
}

static json_t *typed(const char *type)
{
    json_t *schema = json_object();
    put_text(&schema, "type", type);
    return schema;
}

/* ---- values ---- */

/* Text whose bounds count bytes: so many bytes are at most so many characters, and at least a fourth of it. */
static json_t *of_text(const struct field *field, const char *pattern)
{
    json_t *schema = typed("string");
    put_number(&schema, "minLength", (field->low + BYTES_PER_CHARACTER - 1) / BYTES_PER_CHARACTER);
    put_number(&schema, "maxLength", field->high);
    put_text(&schema, "pattern", pattern);
    if (field->low > 1) {
        put_number(&schema, "x-min-bytes", field->low);
    }
    put_number(&schema, "x-max-bytes", field->high);
    return schema;
}

/* Visible ASCII: characters are bytes. */
static json_t *of_code(const struct field *field)
{
    json_t *schema = typed("string");
    put_number(&schema, "minLength", field->low);
    put_number(&schema, "maxLength", field->high);
    put_text(&schema, "pattern", "^[!-~]*$");
    return schema;
}

static int64_t base64_length(int64_t bytes)
{
    return (bytes + 2) / 3 * 4;
}

static json_t *of_bytes(int64_t low, int64_t high, enum schema_form form)
{
    json_t *schema = typed("string");
    if (form == SCHEMA_WIRE) {
        put_text(&schema, "format", "binary");
        put_number(&schema, "minLength", low);
        put_number(&schema, "maxLength", high);
        return schema;
    }
    put_text(&schema, "contentEncoding", "base64");
    put_number(&schema, "minLength", base64_length(low));
    put_number(&schema, "maxLength", base64_length(high));
    put_number(&schema, "x-min-bytes", low);
    put_number(&schema, "x-max-bytes", high);
    return schema;
}

static json_t *of_number(const struct field *field)
{
    json_t *schema = typed("integer");
    put_text(&schema, "format", "int64");
    if (field->low != INT64_MIN) {
        put_number(&schema, "minimum", field->low);
    }
    if (field->high != INT64_MAX) {
        put_number(&schema, "maximum", field->high);
    }
    return schema;
}

static json_t *of_time(const struct field *field, enum schema_form form)
{
    if (form == SCHEMA_WIRE) {
        return of_number(field);
    }
    json_t *schema = typed("string");
    put_text(&schema, "format", "date-time");
    return schema;
}

static json_t *of_words(const char *words)
{
    json_t *list = json_array(), *schema = typed("string");
    for (const char *at = words; *at != '\0';) {
        size_t size = strcspn(at, "|");
        schema_add(&list, json_stringn(at, size));
        at += size + (at[size] == '|');
    }
    schema_put(&schema, "enum", list);
    return schema;
}

static json_t *reference_to(const char *refs, const char *name)
{
    return json_pack("{s:s+}", "$ref", refs, name);
}

static json_t *of_value(const struct field *field, enum schema_form form, const char *refs);

static json_t *of_list(const struct field *field, enum schema_form form, const char *refs)
{
    const struct field element = value_element(field);
    json_t *schema = typed("array");
    if (field->low > 0) {
        put_number(&schema, "minItems", field->low);
    }
    put_number(&schema, "maxItems", field->high);
    schema_put(&schema, "items",
               field->kind == FIELD_GROUP ? reference_to(refs, field->group->name) : of_value(&element, form, refs));
    return schema;
}

static json_t *of_value(const struct field *field, enum schema_form form, const char *refs)
{
    switch (field->kind) {
    case FIELD_ID:
        return of_text(field, "^[^\\u0000-\\u001f\\u007f-\\u009f]*$");
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
        return of_text(field, "^[^\\u0000]*$");
    case FIELD_CODE:
        return of_code(field);
    case FIELD_BYTES:
        return of_bytes(field->low, field->high, form);
    case FIELD_HASH:
        return of_bytes(32, 32, form);
    case FIELD_INT:
    case FIELD_FEN:
        return of_number(field);
    case FIELD_TIME:
        return of_time(field, form);
    case FIELD_BOOL:
        return typed("boolean");
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return of_list(field, form, refs);
    case FIELD_WORD:
        return of_words(field->words);
    case FIELD_NONE:
        break;
    }
    return json_object();
}

/* ---- shapes ---- */

static json_t *of_field(const struct field *field, enum schema_form form, const char *refs)
{
    json_t *schema = of_value(field, form, refs);
    put_text(&schema, "description", field->doc);
    put_text(&schema, "x-kind", kind_name(field->kind));
    return schema;
}

json_t *schema_of_shape(const struct shape *shape, enum schema_form form, const char *refs)
{
    json_t *schema = typed("object"), *properties = json_object(), *required = json_array();
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        schema_put(&properties, field->name, of_field(field, form, refs));
        if (field->required) {
            schema_add(&required, json_string(field->name));
        }
    }
    schema_put(&schema, "properties", properties);
    schema_put(&schema, "required", required);
    return schema;
}

/* The records of a shape, and theirs. */
static void put_records(json_t **defs, const struct shape *shape)
{
    for (int i = 0; i < shape->count; i++) {
        const struct shape *record = shape->fields[i].group;
        if (record == NULL || json_object_get(*defs, record->name) != NULL) {
            continue;
        }
        schema_put(defs, record->name, schema_of_shape(record, SCHEMA_JSON, DEFS));
        put_records(defs, record);
    }
}

static json_t *document(const char *name, const char *title, const char *description)
{
    json_t *schema = json_object();
    put_text(&schema, "$schema", DIALECT);
    schema_put(&schema, "$id", json_pack("s+", "urn:anxin:", name));
    put_text(&schema, "title", title);
    put_text(&schema, "description", description);
    return schema;
}

json_t *schema_of_message(const struct message *message)
{
    json_t *schema = document(message->type_name, message->type_name, message->doc);
    json_t *shape = schema_of_shape(message->shape, SCHEMA_JSON, DEFS), *defs = json_object();
    put_records(&defs, message->shape);
    if (schema == NULL || json_object_update(schema, shape) != 0) {
        json_decref(schema);
        schema = NULL;
    }
    json_decref(shape);
    schema_put(&schema, "$defs", defs);
    return schema;
}

json_t *schema_of_all(void)
{
    json_t *schema =
        document("messages", "Anxin's messages",
                 "Each message in JSON, under its type. Sent as events they are the data of a CloudEvent.");
    json_t *defs = json_object();
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        json_t *one = schema_of_shape(message->shape, SCHEMA_JSON, DEFS);
        put_text(&one, "description", message->doc);
        schema_put(&defs, message->type_name, one);
    }
    const struct record *record;
    for (int i = 0; (record = record_at(i)) != NULL; i++) {
        schema_put(&defs, record->shape->name, schema_of_shape(record->shape, SCHEMA_JSON, DEFS));
    }
    schema_put(&schema, "$defs", defs);
    return schema;
}
