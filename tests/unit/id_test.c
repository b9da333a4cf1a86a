/* Ids derived from their cause, and hashes. The expected values were computed with Python's hashlib. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "wire/id.h"

static void test_an_id_is_time_and_hash_of_its_cause(void **state)
{
    (void)state;
    char uuid[UUID_SIZE];
    id_derive(uuid, "booking", 1770597000000, "miniapp", "order-1", 0);
    assert_string_equal(uuid, "019c3fce-2340-8f76-9cb8-cd489ed4905a");
}

static void test_the_same_cause_gives_the_same_id(void **state)
{
    (void)state;
    char a[UUID_SIZE], b[UUID_SIZE];
    id_derive(a, "booking", 1770597000000, "miniapp", "order-1", 3);
    id_derive(b, "booking", 1770597000000, "miniapp", "order-1", 3);
    assert_string_equal(a, b);
}

static void test_another_ordinal_gives_another_id(void **state)
{
    (void)state;
    char a[UUID_SIZE], b[UUID_SIZE];
    id_derive(a, "booking", 1770597000000, "miniapp", "order-1", 0);
    id_derive(b, "booking", 1770597000000, "miniapp", "order-1", 1);
    assert_string_not_equal(a, b);
}

static void test_two_makers_name_their_things_apart(void **state)
{
    (void)state;
    char a[UUID_SIZE], b[UUID_SIZE];
    id_derive(a, "booking", 0, "matching", "event", 0);
    id_derive(b, "notification", 0, "matching", "event", 0);
    assert_string_not_equal(a, b);
}

static void test_source_and_id_cannot_be_mistaken_for_each_other(void **state)
{
    (void)state;
    char a[UUID_SIZE], b[UUID_SIZE];
    id_derive(a, "booking", 0, "ab", "c", 0);
    id_derive(b, "booking", 0, "a", "bc", 0);
    assert_string_not_equal(a, b);
}

static void test_an_id_is_a_version_8_uuid_that_begins_with_its_time(void **state)
{
    (void)state;
    char uuid[UUID_SIZE];
    const uint8_t ones[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    id_from_bytes(uuid, 0x0123456789ab, ones);
    assert_string_equal(uuid, "01234567-89ab-8fff-bfff-ffffffffffff");
}

static void test_a_hash_is_blake2b_256(void **state)
{
    (void)state;
    uint8_t hash[HASH_SIZE];
    char hex[65];
    hash_bytes(hash, "anxin", 5);
    text_hex(hex, hash, sizeof hash);
    assert_string_equal(hex, "decb1815b5026ec3c0312ccae1b29da48e95223ae2253c6f49251253fd9d2df2");
}

static void test_the_hash_of_an_event_covers_where_header_and_data_meet(void **state)
{
    (void)state;
    uint8_t hash[HASH_SIZE], other[HASH_SIZE];
    char hex[65];
    hash_event(hash, "head", 4, "data", 4);
    hash_event(other, "headd", 5, "ata", 3);
    text_hex(hex, hash, sizeof hash);
    assert_string_equal(hex, "cc7a284eccf6c62f12456872f6790501d36b07ed00fda7ea95d53d06b3c65636");
    assert_memory_not_equal(hash, other, HASH_SIZE);
}

static void test_no_bytes_have_a_hash_too(void **state)
{
    (void)state;
    uint8_t hash[HASH_SIZE];
    char hex[65];
    hash_bytes(hash, NULL, 0);
    text_hex(hex, hash, sizeof hash);
    assert_string_equal(hex, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_id_is_time_and_hash_of_its_cause),
        cmocka_unit_test(test_the_same_cause_gives_the_same_id),
        cmocka_unit_test(test_another_ordinal_gives_another_id),
        cmocka_unit_test(test_two_makers_name_their_things_apart),
        cmocka_unit_test(test_source_and_id_cannot_be_mistaken_for_each_other),
        cmocka_unit_test(test_an_id_is_a_version_8_uuid_that_begins_with_its_time),
        cmocka_unit_test(test_a_hash_is_blake2b_256),
        cmocka_unit_test(test_the_hash_of_an_event_covers_where_header_and_data_meet),
        cmocka_unit_test(test_no_bytes_have_a_hash_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
