/* JSON mapping: bodies, fields of the command line, and whole events in the JSON format of CloudEvents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "filler.h"
#include "probe.h"
#include "wire/json.h"
#include "wire/tables.h"

#define ROOM 131072

static char *body_text(const struct probe *probe)
{
    json_t *json = json_from_body(&PROBE, probe);
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    return text;
}

static void test_a_body_is_an_object_in_the_order_of_its_table(void **state)
{
    (void)state;
    struct probe probe = {.id = "x", .number = -5, .price = 8800, .at = 1770597000250, .yes = true, .line = "elder"};
    probe.text[0] = '"';
    probe.story = (struct view){"安心", 6};
    probe.blob = (struct view){"\0\1\xff", 3};
    probe.ids.count = 1;
    strcpy(probe.ids.at[0], "i");
    probe.rooms.count = 1;
    probe.rooms.at[0] = (struct probe_room){"A", 3};
    char *text = body_text(&probe);
    assert_string_equal(text, "{\"id\":\"x\",\"text\":\"\\\"\",\"story\":\"安心\",\"blob\":\"AAH/\",\"number\":-5,"
                              "\"price\":8800,\"at\":\"2026-02-09T00:30:00.250Z\",\"yes\":true,\"line\":\"elder\","
                              "\"ids\":[\"i\"],\"rooms\":[{\"name\":\"A\",\"capacity\":3}]}");
    free(text);
}

static int read_body(const char *text, struct probe *probe, struct flaw *flaw)
{
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    *flaw = (struct flaw){.code = ""};
    int result = json_to_body(&PROBE, json, probe, flaw);
    json_decref(json);
    return result;
}

static void refused(const char *text, const char *code, const char *field)
{
    struct probe probe;
    struct flaw flaw;
    assert_int_equal(read_body(text, &probe, &flaw), -1);
    assert_string_equal(flaw.code, code);
    assert_string_equal(flaw.field, field);
}

static void test_an_object_is_checked_like_bytes(void **state)
{
    (void)state;
    refused("{}", "missing", "id");
    refused("{\"id\":5}", "mistyped", "id");
    refused("{\"id\":\"\"}", "too_short", "id");
    refused("{\"id\":\"x\",\"number\":101}", "out_of_range", "number");
    refused("{\"id\":\"x\",\"number\":1.5}", "mistyped", "number");
    refused("{\"id\":\"x\",\"at\":\"soon\"}", "mistyped", "at");
    refused("{\"id\":\"x\",\"line\":\"no\"}", "unknown_word", "line");
    refused("{\"id\":\"x\",\"hash\":\"AAAA\"}", "mistyped", "hash");
    refused("{\"id\":\"x\",\"ids\":[\"a\",\"b\",\"c\"]}", "too_long", "ids");
    refused("{\"id\":\"x\",\"rooms\":[{\"name\":\"A\",\"capacity\":1},{\"name\":\"B\",\"capacity\":0}]}",
            "out_of_range", "rooms[1].capacity");
    refused("[]", "mistyped", "");
}

static void test_an_unknown_field_is_a_typing_mistake_here(void **state)
{
    (void)state;
    refused("{\"id\":\"x\",\"nubmer\":1}", "unknown_field", "nubmer");
    refused("{\"id\":\"x\",\"rooms\":[{\"name\":\"A\",\"capacity\":1,\"x\":1}]}", "unknown_field", "rooms[0].x");
}

static void test_null_means_absent(void **state)
{
    (void)state;
    struct probe probe;
    struct flaw flaw;
    assert_int_equal(read_body("{\"id\":\"x\",\"number\":null}", &probe, &flaw), 0);
    assert_int_equal(probe.number, 0);
    refused("{\"id\":null}", "missing", "id");
}

static void test_times_are_rfc_3339_or_milliseconds(void **state)
{
    (void)state;
    struct probe probe;
    struct flaw flaw;
    assert_int_equal(read_body("{\"id\":\"x\",\"at\":\"2026-02-09T08:30:00+08:00\"}", &probe, &flaw), 0);
    assert_int_equal(probe.at, 1770597000000);
    assert_int_equal(read_body("{\"id\":\"x\",\"at\":1770597000000}", &probe, &flaw), 0);
    assert_int_equal(probe.at, 1770597000000);
}

static void test_bytes_need_an_arena(void **state)
{
    (void)state;
    struct probe probe;
    struct flaw flaw;
    char arena[8];
    refused("{\"id\":\"x\",\"blob\":\"AAH/\"}", "mistyped", "blob");
    json_t *json = json_loads("{\"id\":\"x\",\"blob\":\"AAH/\"}", 0, NULL);
    assert_int_equal(json_to_body_in(&PROBE, json, &probe, arena, sizeof arena, &flaw), 0);
    assert_int_equal(probe.blob.size, 3);
    assert_memory_equal(probe.blob.data, "\0\1\xff", 3);
    assert_int_equal(json_to_body_in(&PROBE, json, &probe, arena, 2, &flaw), -1);
    json_decref(json);
}

static void test_fields_of_the_command_line_are_read(void **state)
{
    (void)state;
    struct probe probe = {.id = ""};
    const char *const pairs[][2] = {{"id", "x"},
                                    {"number", "-5"},
                                    {"at", "2026-02-09T08:30:00+08:00"},
                                    {"yes", "true"},
                                    {"line", "elder"},
                                    {"ids", "a,b"},
                                    {"ints", "1,-2"},
                                    {"story", "long"},
                                    {"blob", "raw"},
                                    {"hash", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
                                    {"rooms", "[{\"name\":\"A\",\"capacity\":1}]"},
                                    {"rooms", "{\"name\":\"B\",\"capacity\":2}"}};
    struct flaw flaw = {.field = ""};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_int_equal(json_field_from_text(&PROBE, pairs[i][0], pairs[i][1], &probe, &flaw), 0);
    }
    char *text = body_text(&probe);
    assert_string_equal(text, "{\"id\":\"x\",\"story\":\"long\",\"blob\":\"cmF3\","
                              "\"hash\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\",\"number\":-5,"
                              "\"at\":\"2026-02-09T00:30:00.000Z\",\"yes\":true,\"line\":\"elder\","
                              "\"ids\":[\"a\",\"b\"],\"ints\":[1,-2],"
                              "\"rooms\":[{\"name\":\"A\",\"capacity\":1},{\"name\":\"B\",\"capacity\":2}]}");
    free(text);
}

static void refused_text(const char *field, const char *value, const char *code, const char *named)
{
    struct probe probe = {.id = ""};
    struct flaw flaw = {.code = ""};
    assert_int_equal(json_field_from_text(&PROBE, field, value, &probe, &flaw), -1);
    assert_string_equal(flaw.code, code);
    assert_string_equal(flaw.field, named);
}

static void test_a_wrong_field_of_the_command_line_is_named(void **state)
{
    (void)state;
    refused_text("nubmer", "1", "unknown_field", "nubmer");
    refused_text("number", "one", "mistyped", "number");
    refused_text("number", "101", "out_of_range", "number");
    refused_text("yes", "perhaps", "mistyped", "yes");
    refused_text("at", "tomorrow", "mistyped", "at");
    refused_text("ids", "a,b,c", "too_long", "ids");
    refused_text("ints", "1,x", "mistyped", "ints[1]");
    refused_text("rooms", "{", "malformed", "rooms");
    refused_text("rooms", "{\"name\":\"A\"}", "missing", "rooms[0].capacity");
}

static void event_round_trip(const struct message *message, char *body, char *again)
{
    struct envelope envelope, back;
    const struct message *found = NULL;
    struct flaw flaw = {.code = ""};
    static uint8_t first[65536], second[65536];
    fill_shape(&shape_envelope, &envelope); /* bytes between the fields are zero too, so memory can be compared */
    memset(envelope.type, 0, sizeof envelope.type);
    strcpy(envelope.type, message->type_name);
    memset(envelope.datacontenttype, 0, sizeof envelope.datacontenttype); /* JSON has its own */
    fill_shape(message->shape, body);
    json_t *json = json_from_event(&envelope, message->shape, body, NULL, 0);
    assert_non_null(json);
    if (json_to_event(json, &back, &found, again, ROOM, &flaw) != 0) {
        fail_msg("%s: %s %s %s", message->type_name, flaw.code, flaw.field, flaw.why.text);
    }
    assert_ptr_equal(found, message);
    assert_memory_equal(&envelope, &back, sizeof envelope);
    int size = codec_encode(message->shape, body, first, sizeof first, &flaw);
    assert_int_equal(codec_encode(message->shape, again, second, sizeof second, &flaw), size);
    assert_memory_equal(first, second, (size_t)size);
    json_decref(json);
}

static void test_every_type_survives_json(void **state)
{
    (void)state;
    char *body = malloc(ROOM), *again = malloc(ROOM);
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        event_round_trip(message_of((enum message_type)type), body, again);
    }
    free(body);
    free(again);
}

static void test_an_event_is_a_cloudevent_in_json_format(void **state)
{
    (void)state;
    struct envelope envelope = {.specversion = "1.0",
                                .id = "1",
                                .source = "booking",
                                .type = "room.hold_dropped",
                                .time = 1770597000000,
                                .datacontenttype = "application/msgpack",
                                .sequence = 12};
    struct room_hold_dropped body = {.hold = "h1"};
    const struct message *message = message_of(MSG_room_hold_dropped);
    json_t *json = json_from_event(&envelope, message->shape, &body, NULL, 0);
    char *text = json_dumps(json, JSON_COMPACT);
    assert_string_equal(text,
                        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"booking\",\"type\":\"room.hold_dropped\","
                        "\"time\":\"2026-02-09T00:30:00.000Z\",\"sequence\":\"12\",\"data\":{\"hold\":\"h1\"}}");
    free(text);
    json_decref(json);
}

static void test_data_that_cannot_be_decoded_is_given_as_base64(void **state)
{
    (void)state;
    struct envelope envelope = {.specversion = "1.0", .id = "1", .source = "s", .type = "later.v2"};
    json_t *json = json_from_event(&envelope, NULL, NULL, "\0\1\xff", 3);
    char *text = json_dumps(json, JSON_COMPACT);
    assert_string_equal(text, "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"later.v2\","
                              "\"datacontenttype\":\"application/msgpack\",\"data_base64\":\"AAH/\"}");
    free(text);
    json_decref(json);
}

static int read_event(const char *text, struct flaw *flaw)
{
    static char body[ROOM];
    struct envelope envelope;
    const struct message *message;
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    int result = json_to_event(json, &envelope, &message, body, sizeof body, flaw);
    json_decref(json);
    return result;
}

static void test_an_event_of_somebody_else_is_read(void **state)
{
    (void)state;
    struct flaw flaw;
    assert_int_equal(read_event("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"room.hold_dropped\","
                                "\"datacontenttype\":\"application/json\",\"someextension\":5,\"subject\":null,"
                                "\"data\":{\"hold\":\"h1\"}}",
                                &flaw),
                     0);
    assert_int_equal(read_event("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"room.hold_dropped\","
                                "\"data_base64\":\"gaRob2xkomgx\"}",
                                &flaw),
                     0);
}

static void test_an_event_that_is_none_is_refused(void **state)
{
    (void)state;
    struct flaw flaw;
    assert_int_equal(
        read_event("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"no.such\",\"data\":{}}", &flaw),
        -1);
    assert_string_equal(flaw.field, "type");
    assert_int_equal(
        read_event("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"room.hold_dropped\"}", &flaw),
        -1);
    assert_string_equal(flaw.field, "data");
    assert_int_equal(
        read_event("{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"room.hold_dropped\",\"data\":{}}", &flaw), -1);
    assert_string_equal(flaw.field, "source");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_body_is_an_object_in_the_order_of_its_table),
        cmocka_unit_test(test_an_object_is_checked_like_bytes),
        cmocka_unit_test(test_an_unknown_field_is_a_typing_mistake_here),
        cmocka_unit_test(test_null_means_absent),
        cmocka_unit_test(test_times_are_rfc_3339_or_milliseconds),
        cmocka_unit_test(test_bytes_need_an_arena),
        cmocka_unit_test(test_fields_of_the_command_line_are_read),
        cmocka_unit_test(test_a_wrong_field_of_the_command_line_is_named),
        cmocka_unit_test(test_every_type_survives_json),
        cmocka_unit_test(test_an_event_is_a_cloudevent_in_json_format),
        cmocka_unit_test(test_data_that_cannot_be_decoded_is_given_as_base64),
        cmocka_unit_test(test_an_event_of_somebody_else_is_read),
        cmocka_unit_test(test_an_event_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
