/* JSON Schema and the AsyncAPI document: nothing missing, nothing looser or stricter than the tables, no reference into
 * the void. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "wire/schema.h"
#include "wire/tables.h"

static json_t *all, *asyncapi;

static int make_documents(void **state)
{
    (void)state;
    all = schema_of_all();
    asyncapi = asyncapi_document("1.2.3");
    return all == NULL || asyncapi == NULL;
}

static int drop_documents(void **state)
{
    (void)state;
    json_decref(all);
    json_decref(asyncapi);
    return 0;
}

/* The member behind a path of names; the test fails when there is none. */
static json_t *at(json_t *value, const char *const *path)
{
    for (; *path != NULL; path++) {
        value = json_object_get(value, *path);
        if (value == NULL) {
            fail_msg("there is no %s", *path);
        }
    }
    return value;
}
#define AT(value, ...) at((value), (const char *const[]){__VA_ARGS__, NULL})

static bool has_text(const json_t *array, const char *text)
{
    size_t index;
    json_t *value;
    json_array_foreach(array, index, value)
    {
        if (strcmp(json_string_value(value), text) == 0) {
            return true;
        }
    }
    return false;
}

static void number_is(json_t *schema, const char *name, int64_t number)
{
    const json_t *value = json_object_get(schema, name);
    if (!json_is_integer(value) || json_integer_value(value) != number) {
        fail_msg("%s is not %lld", name, (long long)number);
    }
}

/* ---- JSON Schema ---- */

typedef void check_field(const struct field *field, json_t *schema, json_t *required);

static void walk_shape(const struct shape *shape, json_t *schema, check_field *check)
{
    assert_int_equal(json_object_size(AT(schema, "properties")), shape->count);
    for (int i = 0; i < shape->count; i++) {
        check(&shape->fields[i], AT(schema, "properties", shape->fields[i].name), AT(schema, "required"));
    }
}

/* Each field of each message and record, in both documents. */
static void walk_all(json_t *schemas, check_field *check)
{
    const struct record *record;
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        walk_shape(message_of(type)->shape, AT(schemas, message_of(type)->type_name), check);
    }
    for (int i = 0; (record = record_at(i)) != NULL; i++) {
        walk_shape(record->shape, AT(schemas, record->shape->name), check);
    }
}

static void needed_as_declared(const struct field *field, json_t *schema, json_t *required)
{
    assert_int_equal(has_text(required, field->name), field->required);
    assert_string_equal(json_string_value(AT(schema, "description")), field->doc);
}

static void test_a_field_is_required_exactly_when_the_table_says_so(void **state)
{
    (void)state;
    walk_all(AT(all, "$defs"), needed_as_declared);
    walk_all(AT(asyncapi, "components", "schemas"), needed_as_declared);
}

static void check_range(const struct field *field, json_t *schema)
{
    number_is(schema, "minimum", field->low);
    if (field->high == INT64_MAX) {
        assert_null(json_object_get(schema, "maximum"));
    } else {
        number_is(schema, "maximum", field->high);
    }
}

static void check_list(const struct field *field, json_t *schema)
{
    number_is(schema, "maxItems", field->high);
    if (field->low > 0) {
        number_is(schema, "minItems", field->low);
    }
    assert_non_null(json_object_get(schema, "items"));
}

static void check_words(const struct field *field, json_t *schema)
{
    char joined[1024] = "";
    size_t index;
    json_t *word;
    json_array_foreach(AT(schema, "enum"), index, word)
    {
        strcat(strcat(joined, index == 0 ? "" : "|"), json_string_value(word));
    }
    assert_string_equal(joined, field->words);
}

static void bounded_as_declared(const struct field *field, json_t *schema, json_t *required)
{
    (void)required;
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_FEN:
        check_range(field, schema);
        break;
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        check_list(field, schema);
        break;
    case FIELD_WORD:
        check_words(field, schema);
        break;
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
        number_is(schema, "maxLength", field->high);
        assert_true(json_integer_value(AT(schema, "minLength")) <= field->low);
        assert_int_equal(json_integer_value(AT(schema, "minLength")) > 0, field->low > 0);
        break;
    case FIELD_BYTES:
    case FIELD_HASH:
        assert_true(json_integer_value(AT(schema, "maxLength")) >= field->high);
        break;
    case FIELD_TIME:
    case FIELD_BOOL:
    case FIELD_NONE:
        break;
    }
}

static void test_bounds_and_words_are_those_of_the_table(void **state)
{
    (void)state;
    walk_all(AT(all, "$defs"), bounded_as_declared);
    walk_all(AT(asyncapi, "components", "schemas"), bounded_as_declared);
}

static void text_is(json_t *schema, const char *name, const char *text)
{
    assert_string_equal(json_string_value(AT(schema, name)), text);
}

static void test_times_and_bytes_look_otherwise_in_JSON_than_on_the_wire(void **state)
{
    (void)state;
    json_t *json = AT(all, "$defs", "booking.create", "properties", "start");
    json_t *wire = AT(asyncapi, "components", "schemas", "booking.create", "properties", "start");
    text_is(json, "type", "string");
    text_is(json, "format", "date-time");
    text_is(wire, "type", "integer");
    number_is(wire, "minimum", 1);
    json = AT(all, "$defs", "fetch_position", "properties", "hash");
    wire = AT(asyncapi, "components", "schemas", "fetch_position", "properties", "hash");
    text_is(json, "contentEncoding", "base64");
    number_is(json, "maxLength", 44);
    text_is(wire, "format", "binary");
    number_is(wire, "maxLength", 32);
}

/* A byte bound of 2 is met by one character of two bytes. */
static void test_a_bound_in_bytes_never_refuses_characters_that_fit(void **state)
{
    static const struct field field = {.name = "name", .kind = FIELD_TEXT, .low = 6, .high = 40, .doc = ""};
    static const struct shape shape = {.name = "x", .fields = &field, .count = 1};
    (void)state;
    json_t *schema = schema_of_shape(&shape, SCHEMA_JSON, "");
    json_t *name = AT(schema, "properties", "name");
    number_is(name, "minLength", 2);
    number_is(name, "maxLength", 40);
    number_is(name, "x-min-bytes", 6);
    number_is(name, "x-max-bytes", 40);
    json_decref(schema);
}

/* ---- references ---- */

static bool resolves(json_t *root, const char *reference)
{
    char path[256];
    json_t *value = root;
    if (strncmp(reference, "#/", 2) != 0 || strlen(reference) >= sizeof path) {
        return false;
    }
    snprintf(path, sizeof path, "%s", reference + 2);
    char *rest = path;
    for (char *name; (name = strsep(&rest, "/")) != NULL && value != NULL;) {
        value = json_object_get(value, name);
    }
    return value != NULL;
}

static int check_references(json_t *root, json_t *value)
{
    int count = 0;
    const char *name;
    size_t index;
    json_t *member;
    json_object_foreach(value, name, member)
    {
        if (strcmp(name, "$ref") == 0 && json_is_string(member)) {
            count++;
            if (!resolves(root, json_string_value(member))) {
                fail_msg("%s points nowhere", json_string_value(member));
            }
        }
        count += check_references(root, member);
    }
    json_array_foreach(value, index, member)
    {
        count += check_references(root, member);
    }
    return count;
}

static void test_no_reference_points_nowhere(void **state)
{
    (void)state;
    assert_true(check_references(all, all) > 50);
    assert_true(check_references(asyncapi, asyncapi) > MSG_COUNT);
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        json_t *one = schema_of_message(message_of(type));
        assert_non_null(one);
        check_references(one, one);
        text_is(one, "title", message_of(type)->type_name);
        json_decref(one);
    }
}

/* ---- the AsyncAPI document ---- */

static int channels_of(const char *type)
{
    int count = 0;
    const char *name;
    json_t *channel;
    json_object_foreach(AT(asyncapi, "channels"), name, channel)
    {
        count += json_object_get(AT(channel, "messages"), type) != NULL;
    }
    return count;
}

static void test_every_message_is_in_a_channel(void **state)
{
    (void)state;
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        if (channels_of(message_of(type)->type_name) == 0) {
            fail_msg("%s is nowhere", message_of(type)->type_name);
        }
        AT(asyncapi, "components", "messages", message_of(type)->type_name);
    }
}

static void test_every_message_that_may_be_sent_is_an_operation_of_its_owner(void **state)
{
    char name[160];
    (void)state;
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        if (message->class_ == CLASS_COMMAND || message->class_ == CLASS_QUERY) {
            const char *owner = strcmp(message->owner, "common") == 0 ? "booking" : message->owner;
            snprintf(name, sizeof name, "%s.receive.%s", owner, message->type_name);
            assert_non_null(AT(asyncapi, "operations", name, "reply"));
        }
    }
}

static void test_a_query_is_answered_with_its_own_answer_or_a_refusal(void **state)
{
    (void)state;
    json_t *reply = AT(asyncapi, "operations", "booking.receive.booking.get", "reply", "messages");
    assert_int_equal(json_array_size(reply), 2);
    text_is(json_array_get(reply, 0), "$ref", "#/channels/booking.request/messages/booking.get.answer");
    text_is(json_array_get(reply, 1), "$ref", "#/channels/booking.request/messages/anxin.answer");
    reply = AT(asyncapi, "operations", "roster.receive.anxin.fetch", "reply", "messages");
    text_is(json_array_get(reply, 0), "$ref", "#/channels/roster.request/messages/anxin.fetched");
    assert_null(json_object_get(AT(asyncapi, "operations", "roster.receive.anxin.applied"), "reply"));
}

static void test_partners_and_readers_see_their_own_streams_only(void **state)
{
    (void)state;
    assert_non_null(AT(asyncapi, "channels", "partner", "messages", "booking.confirmed"));
    assert_null(json_object_get(AT(asyncapi, "channels", "partner", "messages"), "household.pair_changed"));
    assert_non_null(AT(asyncapi, "channels", "mediation.partner", "messages", "case.failed"));
    assert_string_equal(json_string_value(AT(asyncapi, "channels", "mediation.partner", "address")),
                        "partner.{source}");
    assert_null(json_object_get(AT(asyncapi, "channels", "mediation.partner", "messages"), "case.next_told"));
    assert_non_null(AT(asyncapi, "channels", "feed", "messages", "notice.created"));
    assert_null(json_object_get(AT(asyncapi, "channels", "notification.stream", "messages"), "notice.created"));
    assert_null(json_object_get(AT(asyncapi, "channels", "booking.stream", "messages"), "intake.answered"));
}

static void test_the_document_says_which_version_it_is_of(void **state)
{
    (void)state;
    text_is(asyncapi, "asyncapi", "3.0.0");
    text_is(AT(asyncapi, "info"), "version", "1.2.3");
    text_is(AT(asyncapi, "servers", "booking-intake", "x-zeromq"), "connect", "PUB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_field_is_required_exactly_when_the_table_says_so),
        cmocka_unit_test(test_bounds_and_words_are_those_of_the_table),
        cmocka_unit_test(test_times_and_bytes_look_otherwise_in_JSON_than_on_the_wire),
        cmocka_unit_test(test_a_bound_in_bytes_never_refuses_characters_that_fit),
        cmocka_unit_test(test_no_reference_points_nowhere),
        cmocka_unit_test(test_every_message_is_in_a_channel),
        cmocka_unit_test(test_every_message_that_may_be_sent_is_an_operation_of_its_owner),
        cmocka_unit_test(test_a_query_is_answered_with_its_own_answer_or_a_refusal),
        cmocka_unit_test(test_partners_and_readers_see_their_own_streams_only),
        cmocka_unit_test(test_the_document_says_which_version_it_is_of),
    };
    return cmocka_run_group_tests(tests, make_documents, drop_documents);
}
