/* The header frame: attribute names of CloudEvents, its limit, and what every header must have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe.h"
#include "wire/envelope.h"

static int decode(const char *json, struct envelope *envelope, struct flaw *flaw)
{
    msgpack_sbuffer *bytes = bytes_of_json(json);
    assert_non_null(bytes);
    int result = envelope_decode(envelope, bytes->data, bytes->size, flaw);
    msgpack_sbuffer_free(bytes); /* nothing of an envelope points into its frame */
    return result;
}

static void refused(const char *json, const char *code, const char *field)
{
    struct envelope envelope;
    struct flaw flaw;
    assert_int_equal(decode(json, &envelope, &flaw), -1);
    assert_string_equal(flaw.code, code);
    assert_string_equal(flaw.field, field);
}

static void test_a_header_needs_version_id_source_and_type(void **state)
{
    (void)state;
    refused("{\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}", "missing", "specversion");
    refused("{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\"}", "missing", "id");
    refused("{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\"}", "missing", "source");
    refused("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\"}", "missing", "type");
}

static void test_another_version_is_refused(void **state)
{
    (void)state;
    refused("{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}", "unknown_word", "specversion");
}

static void test_an_id_of_64_bytes_is_taken_and_one_of_65_is_not(void **state)
{
    (void)state;
    struct envelope envelope;
    assert_int_equal(decode("{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\",\"id\":"
                            "\"1234567890123456789012345678901234567890123456789012345678901234\"}",
                            &envelope, NULL),
                     0);
    refused("{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\",\"id\":"
            "\"12345678901234567890123456789012345678901234567890123456789012345\"}",
            "too_long", "id");
}

static void test_attributes_of_others_are_passed_over(void **state)
{
    (void)state;
    struct envelope envelope;
    assert_int_equal(
        decode("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"dataschema\":\"x\","
               "\"actorrole\":\"dispatcher\",\"expectedrev\":7}",
               &envelope, NULL),
        0);
    assert_string_equal(envelope.actorrole, "dispatcher");
    assert_int_equal(envelope.expectedrev, 7);
}

static void test_a_header_goes_out_and_comes_back(void **state)
{
    (void)state;
    struct envelope envelope = {.specversion = "1.0", .id = "1", .source = "booking", .type = "booking.requested"},
                    again;
    envelope.sequence = 9;
    envelope.prevhash[0] = 1;
    uint8_t bytes[WIRE_HEADER_MAX];
    int size = envelope_encode(&envelope, bytes, sizeof bytes, NULL);
    assert_true(size > 0);
    assert_int_equal(envelope_decode(&again, bytes, (size_t)size, NULL), 0);
    assert_memory_equal(&envelope, &again, sizeof envelope);
}

static void test_a_header_above_its_limit_is_refused(void **state)
{
    (void)state;
    static uint8_t bytes[WIRE_HEADER_MAX + 1];
    struct envelope envelope;
    struct flaw flaw;
    assert_int_equal(envelope_decode(&envelope, bytes, sizeof bytes, &flaw), -1);
    assert_string_equal(flaw.code, "too_long");
}

static void test_the_largest_header_is_within_the_limit(void **state)
{
    (void)state;
    struct envelope envelope;
    memset(&envelope, 'x', sizeof envelope);
    char *texts[] = {envelope.id,          envelope.source,          envelope.type,
                     envelope.subject,     envelope.partitionkey,    envelope.correlationid,
                     envelope.causationid, envelope.stream,          envelope.actorid,
                     envelope.actorfor,    envelope.datacontenttype, envelope.reason};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        texts[i][64] = '\0';
    }
    strcpy(envelope.specversion, "1.0");
    envelope.traceparent[55] = envelope.epoch[16] = envelope.actorrole[32] = '\0';
    envelope.time = envelope.sequence = envelope.recordedtime = envelope.expectedrev = INT64_MAX;
    uint8_t bytes[WIRE_HEADER_MAX];
    struct flaw flaw = {.field = ""};
    int size = envelope_encode(&envelope, bytes, sizeof bytes, &flaw);
    assert_string_equal(flaw.field, "");
    assert_in_range(size, 1000, WIRE_HEADER_MAX);
}

static void test_only_a_source_that_can_name_a_stream_is_a_partner(void **state)
{
    (void)state;
    assert_true(envelope_source_streams("miniapp"));
    assert_true(envelope_source_streams("12345678901234567890123456789012345678901234567890123456"));
    assert_false(envelope_source_streams("123456789012345678901234567890123456789012345678901234567"));
    assert_false(envelope_source_streams("hot line"));
    assert_false(envelope_source_streams("安心"));
    assert_false(envelope_source_streams(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_header_needs_version_id_source_and_type),
        cmocka_unit_test(test_another_version_is_refused),
        cmocka_unit_test(test_an_id_of_64_bytes_is_taken_and_one_of_65_is_not),
        cmocka_unit_test(test_attributes_of_others_are_passed_over),
        cmocka_unit_test(test_a_header_goes_out_and_comes_back),
        cmocka_unit_test(test_a_header_above_its_limit_is_refused),
        cmocka_unit_test(test_only_a_source_that_can_name_a_stream_is_a_partner),
        cmocka_unit_test(test_the_largest_header_is_within_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
