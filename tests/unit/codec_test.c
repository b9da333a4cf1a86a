/* Codec: each rule of codec.h and proto/shape.h, with the code and the field that a refusal names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <malloc.h>

#include "probe.h"

static int decode(const char *json, struct probe *probe, struct flaw *flaw)
{
    static msgpack_sbuffer *bytes; /* views point into it until the next call */
    msgpack_sbuffer *fresh = bytes_of_json(json);
    assert_non_null(fresh);
    if (bytes != NULL) {
        msgpack_sbuffer_free(bytes);
    }
    bytes = fresh;
    *flaw = (struct flaw){.code = ""};
    return codec_decode(&PROBE, bytes->data, bytes->size, probe, flaw);
}

static void refused(const char *json, const char *code, const char *field)
{
    struct probe probe;
    struct flaw flaw;
    assert_int_equal(decode(json, &probe, &flaw), -1);
    assert_string_equal(flaw.code, code);
    assert_string_equal(flaw.field, field);
    assert_true(flaw.why.text[0] != '\0');
}

static struct probe taken(const char *json)
{
    struct probe probe;
    struct flaw flaw;
    int result = decode(json, &probe, &flaw);
    if (result != 0) {
        fail_msg("%s %s %s", flaw.code, flaw.field, flaw.why.text);
    }
    return probe;
}

/* ---- decoding ---- */

static void test_a_value_of_every_kind_is_read(void **state)
{
    (void)state;
    struct probe probe =
        taken("{\"id\":\"b-1\",\"code\":\"HH-01\",\"text\":\"安心\",\"person\":\"王\",\"story\":\"long\","
              "\"blob\":\"0x0001ff\",\"number\":-5,\"price\":8800,\"at\":1770597000000,\"yes\":true,"
              "\"line\":\"elder\",\"ids\":[\"a\",\"b\"],\"codes\":[\"x\"],\"ints\":[1,-2,3],"
              "\"rooms\":[{\"name\":\"A\",\"capacity\":30},{\"capacity\":5,\"name\":\"B\"}]}");
    assert_string_equal(probe.id, "b-1");
    assert_string_equal(probe.code, "HH-01");
    assert_string_equal(probe.text, "安心");
    assert_string_equal(probe.person, "王");
    assert_int_equal(probe.story.size, 4);
    assert_memory_equal(probe.story.data, "long", 4);
    assert_int_equal(probe.blob.size, 3);
    assert_memory_equal(probe.blob.data, "\0\1\xff", 3);
    assert_int_equal(probe.number, -5);
    assert_int_equal(probe.price, 8800);
    assert_int_equal(probe.at, 1770597000000);
    assert_true(probe.yes);
    assert_string_equal(probe.line, "elder");
    assert_int_equal(probe.ids.count, 2);
    assert_string_equal(probe.ids.at[1], "b");
    assert_string_equal(probe.codes.at[0], "x");
    assert_int_equal(probe.ints.at[1], -2);
    assert_int_equal(probe.rooms.count, 2);
    assert_string_equal(probe.rooms.at[1].name, "B");
    assert_int_equal(probe.rooms.at[0].capacity, 30);
}

static void test_an_absent_optional_field_reads_as_nothing(void **state)
{
    (void)state;
    struct probe probe = taken("{\"id\":\"x\"}"), nothing;
    memset(&nothing, 0, sizeof nothing);
    strcpy(nothing.id, "x");
    assert_memory_equal(&probe, &nothing, sizeof probe);
}

static void test_fields_come_in_any_order(void **state)
{
    (void)state;
    struct probe probe = taken("{\"yes\":true,\"number\":7,\"id\":\"x\"}");
    assert_int_equal(probe.number, 7);
    assert_true(probe.yes);
}

static void test_unknown_fields_are_passed_over_with_all_they_hold(void **state)
{
    (void)state;
    struct probe probe =
        taken("{\"new\":{\"deep\":[1,{\"a\":\"b\"},\"0xff\",null,1.5]},\"id\":\"x\",\"ident\":1,\"i\":2,"
              "\"number\":9,\"rooms\":[{\"name\":\"A\",\"colour\":[\"red\"],\"capacity\":1}]}");
    assert_string_equal(probe.id, "x");
    assert_int_equal(probe.number, 9);
    assert_int_equal(probe.rooms.at[0].capacity, 1);
}

static void test_a_missing_field_is_refused_by_name(void **state)
{
    (void)state;
    refused("{}", "missing", "id");
    refused("{\"id\":\"x\",\"rooms\":[{\"name\":\"A\",\"capacity\":1},{\"name\":\"B\"}]}", "missing",
            "rooms[1].capacity");
}

static void test_the_reason_is_a_sentence_that_begins_with_the_field(void **state)
{
    (void)state;
    struct probe probe;
    struct flaw flaw;
    decode("{\"id\":5}", &probe, &flaw);
    assert_string_equal(flaw.why.text, "id must be text");
    decode("{\"id\":\"x\",\"rooms\":[{\"name\":\"A\",\"capacity\":0}]}", &probe, &flaw);
    assert_string_equal(flaw.why.text, "rooms[0].capacity must be from 1 to 100");
    decode("{\"id\":\"x\",\"rooms\":[5]}", &probe, &flaw);
    assert_string_equal(flaw.why.text, "rooms[0] must be a map");
}

static void test_a_mistyped_field_is_refused_by_name(void **state)
{
    (void)state;
    refused("{\"id\":5}", "mistyped", "id");
    refused("{\"id\":\"0x61\"}", "mistyped", "id");
    refused("{\"id\":null}", "mistyped", "id");
    refused("{\"id\":\"x\",\"number\":\"5\"}", "mistyped", "number");
    refused("{\"id\":\"x\",\"number\":5.0}", "mistyped", "number");
    refused("{\"id\":\"x\",\"yes\":1}", "mistyped", "yes");
    refused("{\"id\":\"x\",\"blob\":\"text\"}", "mistyped", "blob");
    refused("{\"id\":\"x\",\"ids\":\"a\"}", "mistyped", "ids");
    refused("{\"id\":\"x\",\"ids\":[\"a\",5]}", "mistyped", "ids[1]");
    refused("{\"id\":\"x\",\"ints\":[true]}", "mistyped", "ints[0]");
    refused("{\"id\":\"x\",\"rooms\":[5]}", "mistyped", "rooms[0]");
    refused("{\"id\":\"x\",\"rooms\":[{\"name\":1,\"capacity\":1}]}", "mistyped", "rooms[0].name");
}

static void test_a_text_has_its_bounds_in_bytes(void **state)
{
    (void)state;
    refused("{\"id\":\"\"}", "too_short", "id");
    refused("{\"id\":\"12345678901234567890123456789012345678901234567890123456789012345\"}", "too_long", "id");
    refused("{\"id\":\"x\",\"code\":\"a\"}", "too_short", "code");
    refused("{\"id\":\"x\",\"code\":\"123456789\"}", "too_long", "code");
    refused("{\"id\":\"x\",\"text\":\"安心安心安\"}", "too_long", "text");
    taken("{\"id\":\"1234567890123456789012345678901234567890123456789012345678901234\",\"text\":\"安心安心\"}");
}

static void test_bytes_and_hashes_have_their_bounds(void **state)
{
    (void)state;
    refused("{\"id\":\"x\",\"blob\":\"0xff\"}", "too_short", "blob");
    refused("{\"id\":\"x\",\"hash\":\"0x0011\"}", "too_short", "hash");
    refused("{\"id\":\"x\",\"hash\":\"0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\"}",
            "too_long", "hash");
}

static void test_a_number_has_its_range(void **state)
{
    (void)state;
    refused("{\"id\":\"x\",\"number\":-6}", "out_of_range", "number");
    refused("{\"id\":\"x\",\"number\":101}", "out_of_range", "number");
    refused("{\"id\":\"x\",\"rooms\":[{\"name\":\"A\",\"capacity\":0}]}", "out_of_range", "rooms[0].capacity");
    assert_int_equal(taken("{\"id\":\"x\",\"number\":100}").number, 100);
}

static void test_an_integer_above_63_bits_is_out_of_range(void **state)
{
    (void)state;
    const uint8_t bytes[] = "\x82\xa2id\xa1x\xa2"
                            "at\xcf\xff\xff\xff\xff\xff\xff\xff\xff";
    struct probe probe;
    struct flaw flaw;
    assert_int_equal(codec_decode(&PROBE, bytes, sizeof bytes - 1, &probe, &flaw), -1);
    assert_string_equal(flaw.code, "out_of_range");
    assert_string_equal(flaw.field, "at");
}

static void test_a_list_has_its_bounds(void **state)
{
    (void)state;
    refused("{\"id\":\"x\",\"ids\":[\"a\",\"b\",\"c\"]}", "too_long", "ids");
    refused("{\"id\":\"x\",\"codes\":[]}", "too_short", "codes");
    refused("{\"id\":\"x\",\"codes\":[\"123456789012345678901234567890123\"]}", "too_long", "codes[0]");
    refused("{\"id\":\"x\",\"rooms\":[{},{},{},{}]}", "too_long", "rooms");
}

static void test_a_word_is_one_of_its_list(void **state)
{
    (void)state;
    refused("{\"id\":\"x\",\"line\":\"elde\"}", "unknown_word", "line");
    refused("{\"id\":\"x\",\"line\":\"elder2\"}", "unknown_word", "line");
    refused("{\"id\":\"x\",\"line\":\"\"}", "unknown_word", "line");
    refused("{\"id\":\"x\",\"line\":\"household|elder\"}", "unknown_word", "line");
    refused("{\"id\":\"x\",\"line\":\"a word that is far longer than any\"}", "too_long", "line");
}

static void test_a_code_is_visible_ascii_without_blanks(void **state)
{
    (void)state;
    refused("{\"id\":\"x\",\"code\":\"a b\"}", "malformed", "code");
    refused("{\"id\":\"x\",\"code\":\"a\\u007f\"}", "malformed", "code");
    refused("{\"id\":\"x\",\"code\":\"安心\"}", "malformed", "code");
    refused("{\"id\":\"x\",\"codes\":[\"a\",\"b c\"]}", "malformed", "codes[1]");
    taken("{\"id\":\"x\",\"code\":\"~!{}\"}");
}

static void test_an_id_holds_no_control_characters(void **state)
{
    (void)state;
    refused("{\"id\":\"a\\nb\"}", "malformed", "id");
    refused("{\"id\":\"a\\u0085b\"}", "malformed", "id");
    refused("{\"id\":\"x\",\"ids\":[\"\\u0001\"]}", "malformed", "ids[0]");
    taken("{\"id\":\"单号 7é\"}");
}

static int decode_bytes(const char *bytes, size_t size, struct flaw *flaw)
{
    struct probe probe;
    *flaw = (struct flaw){.code = ""};
    return codec_decode(&PROBE, bytes, size, &probe, flaw);
}

static void test_text_that_is_not_utf8_is_refused_by_name(void **state)
{
    (void)state;
    struct flaw flaw;
    const char known[] = "\x82\xa2id\xa1x\xa4text\xa2\xe5\xae", unknown[] = "\x82\xa2id\xa1x\xa4text2\xa2\xe5\xae";
    assert_int_equal(decode_bytes(known, sizeof known - 1, &flaw), -1);
    assert_string_equal(flaw.code, "not_utf8");
    assert_string_equal(flaw.field, "text");
    const char other[] = "\x82\xa2id\xa1x\xa5other\xa2\xe5\xae";
    assert_int_equal(decode_bytes(other, sizeof other - 1, &flaw), -1);
    assert_string_equal(flaw.code, "not_utf8");
    assert_string_equal(flaw.field, "");
    assert_int_equal(decode_bytes(unknown, sizeof unknown - 1, &flaw), -1);
    assert_string_equal(flaw.code, "malformed");
}

static void test_text_holds_no_nul(void **state)
{
    (void)state;
    struct flaw flaw;
    const char bytes[] = "\x82\xa2id\xa1x\xa4text\xa3"
                         "a\0b";
    assert_int_equal(decode_bytes(bytes, sizeof bytes - 1, &flaw), -1);
    assert_string_equal(flaw.code, "malformed");
    assert_string_equal(flaw.field, "text");
}

static void test_a_key_with_a_nul_is_not_taken_for_a_field(void **state)
{
    (void)state;
    struct flaw flaw;
    const char bytes[] = "\x81\xa3id\0\xa1x";
    assert_int_equal(decode_bytes(bytes, sizeof bytes - 1, &flaw), -1);
    assert_string_equal(flaw.code, "missing");
}

static void test_what_the_guard_refuses_is_malformed(void **state)
{
    (void)state;
    struct flaw flaw;
    assert_int_equal(decode_bytes("\x81\xa2id\xa1x\x00", 7, &flaw), -1);
    assert_string_equal(flaw.code, "malformed");
    assert_string_equal(flaw.field, "");
    assert_int_equal(decode_bytes("", 0, &flaw), -1);
}

static void test_a_bomb_of_five_bytes_takes_no_memory(void **state)
{
    (void)state;
    struct flaw flaw;
    struct mallinfo2 before = mallinfo2();
    assert_int_equal(decode_bytes("\xdd\xff\0\0\0", 5, &flaw), -1);
    assert_int_equal(decode_bytes("\x81\xa3ids\xdd\xff\0\0\0", 10, &flaw), -1);
    struct mallinfo2 after = mallinfo2();
    assert_int_equal(before.arena + before.hblkhd, after.arena + after.hblkhd);
    assert_int_equal(before.uordblks, after.uordblks);
}

static void test_the_flaw_need_not_be_asked_for(void **state)
{
    (void)state;
    struct probe probe;
    assert_int_equal(codec_decode(&PROBE, "\x80", 1, &probe, NULL), -1);
}

/* ---- checking and encoding ---- */

static struct probe smallest(void)
{
    struct probe probe;
    memset(&probe, 0, sizeof probe);
    strcpy(probe.id, "x");
    return probe;
}

static void test_encoding_is_canonical(void **state)
{
    (void)state;
    struct probe probe = smallest();
    uint8_t bytes[256];
    char hex[513];
    strcpy(probe.code, "HH");
    probe.number = 5;
    probe.price = 300;
    probe.yes = true;
    probe.ints.count = 2;
    probe.ints.at[0] = -1;
    probe.ints.at[1] = -200;
    int size = codec_encode(&PROBE, &probe, bytes, sizeof bytes, NULL);
    assert_true(size > 0);
    text_hex(hex, bytes, (size_t)size);
    assert_string_equal(hex, "86"
                             "a26964a178"
                             "a4636f6465a24848"
                             "a66e756d62657205"
                             "a57072696365cd012c"
                             "a3796573c3"
                             "a4696e747392ffd1ff38");
}

static void test_absent_values_are_not_sent_but_required_ones_are(void **state)
{
    (void)state;
    struct probe_room room = {.name = "A", .capacity = 1};
    struct probe probe = smallest();
    uint8_t bytes[64];
    assert_int_equal(codec_encode(&PROBE, &probe, bytes, sizeof bytes, NULL), 6);
    assert_int_equal(codec_encode(&PROBE_ROOM, &room, bytes, sizeof bytes, NULL), 18);
}

static void test_what_is_encoded_is_decoded_to_the_same_struct(void **state)
{
    (void)state;
    struct probe probe = smallest(), again;
    uint8_t bytes[512];
    probe.hash[31] = 1;
    probe.at = INT64_MAX;
    probe.number = -5;
    strcpy(probe.line, "elder");
    probe.codes.count = 1;
    strcpy(probe.codes.at[0], "c");
    probe.rooms.count = 3;
    for (int i = 0; i < 3; i++) {
        strcpy(probe.rooms.at[i].name, "R");
        probe.rooms.at[i].capacity = i + 1;
    }
    int size = codec_encode(&PROBE, &probe, bytes, sizeof bytes, NULL);
    assert_true(size > 0);
    assert_int_equal(codec_decode(&PROBE, bytes, (size_t)size, &again, NULL), 0);
    assert_memory_equal(&probe, &again, sizeof probe);
}

static void test_too_little_room_is_refused_and_nothing_written_beyond_it(void **state)
{
    (void)state;
    struct probe probe = smallest();
    struct flaw flaw;
    uint8_t bytes[8] = {0, 0, 0, 0, 0, 0xee};
    assert_int_equal(codec_encode(&PROBE, &probe, bytes, 5, &flaw), -1);
    assert_string_equal(flaw.code, "too_long");
    assert_int_equal(bytes[5], 0xee);
    assert_int_equal(codec_encode(&PROBE, &probe, bytes, 6, &flaw), 6);
}

static void broken(const struct probe *probe, const char *code, const char *field)
{
    struct flaw flaw = {.code = ""};
    uint8_t bytes[8192];
    assert_int_equal(codec_check(&PROBE, probe, &flaw), -1);
    assert_string_equal(flaw.code, code);
    assert_string_equal(flaw.field, field);
    assert_int_equal(codec_encode(&PROBE, probe, bytes, sizeof bytes, &flaw), -1);
}

static void test_a_struct_that_breaks_its_table_is_not_encoded(void **state)
{
    (void)state;
    struct probe probe = smallest();
    assert_int_equal(codec_check(&PROBE, &probe, NULL), 0);
    probe.id[0] = '\0';
    broken(&probe, "missing", "id");
    probe = smallest();
    memset(probe.code, 'x', sizeof probe.code);
    broken(&probe, "too_long", "code");
    probe = smallest();
    strcpy(probe.line, "none");
    broken(&probe, "unknown_word", "line");
    probe = smallest();
    probe.number = 101;
    broken(&probe, "out_of_range", "number");
    probe = smallest();
    probe.ids.count = 3;
    broken(&probe, "too_long", "ids");
    probe = smallest();
    probe.ids.count = 1;
    broken(&probe, "too_short", "ids[0]");
    probe = smallest();
    probe.rooms.count = 1;
    broken(&probe, "missing", "rooms[0].name");
    probe = smallest();
    strcpy(probe.text, "\xe5\xae");
    broken(&probe, "not_utf8", "text");
    probe = smallest();
    probe.blob = (struct view){"x", 1};
    broken(&probe, "too_short", "blob");
}

static void test_a_path_too_long_for_its_room_is_cut(void **state)
{
    (void)state;
    static const struct field FIELDS[] = {{"a_name_that_is_quite_long_for_a_list_of_records_and_goes_on_and_on",
                                           FIELD_GROUP, true, 0, 3, NULL, &PROBE_ROOM, offsetof(struct probe, rooms),
                                           offsetof(struct probe, rooms.at) - offsetof(struct probe, rooms), ""}};
    static const struct shape LONG_NAMES = {"long_names", FIELDS, 1, sizeof(struct probe)};
    struct probe probe = smallest();
    struct flaw flaw;
    probe.rooms.count = 1;
    assert_int_equal(codec_check(&LONG_NAMES, &probe, &flaw), -1);
    assert_int_equal(strlen(flaw.field), sizeof flaw.field - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_value_of_every_kind_is_read),
        cmocka_unit_test(test_an_absent_optional_field_reads_as_nothing),
        cmocka_unit_test(test_fields_come_in_any_order),
        cmocka_unit_test(test_unknown_fields_are_passed_over_with_all_they_hold),
        cmocka_unit_test(test_a_missing_field_is_refused_by_name),
        cmocka_unit_test(test_the_reason_is_a_sentence_that_begins_with_the_field),
        cmocka_unit_test(test_a_mistyped_field_is_refused_by_name),
        cmocka_unit_test(test_a_text_has_its_bounds_in_bytes),
        cmocka_unit_test(test_bytes_and_hashes_have_their_bounds),
        cmocka_unit_test(test_a_number_has_its_range),
        cmocka_unit_test(test_an_integer_above_63_bits_is_out_of_range),
        cmocka_unit_test(test_a_list_has_its_bounds),
        cmocka_unit_test(test_a_word_is_one_of_its_list),
        cmocka_unit_test(test_a_code_is_visible_ascii_without_blanks),
        cmocka_unit_test(test_an_id_holds_no_control_characters),
        cmocka_unit_test(test_text_that_is_not_utf8_is_refused_by_name),
        cmocka_unit_test(test_text_holds_no_nul),
        cmocka_unit_test(test_a_key_with_a_nul_is_not_taken_for_a_field),
        cmocka_unit_test(test_what_the_guard_refuses_is_malformed),
        cmocka_unit_test(test_a_bomb_of_five_bytes_takes_no_memory),
        cmocka_unit_test(test_the_flaw_need_not_be_asked_for),
        cmocka_unit_test(test_encoding_is_canonical),
        cmocka_unit_test(test_absent_values_are_not_sent_but_required_ones_are),
        cmocka_unit_test(test_what_is_encoded_is_decoded_to_the_same_struct),
        cmocka_unit_test(test_too_little_room_is_refused_and_nothing_written_beyond_it),
        cmocka_unit_test(test_a_struct_that_breaks_its_table_is_not_encoded),
        cmocka_unit_test(test_a_path_too_long_for_its_room_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
