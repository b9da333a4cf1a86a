/* The guard refuses bytes that lie (MESSAGING 7.3), one test a rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <msgpack.h>

#include "base/text.h"
#include "wire/guard.h"
#include "wire/plain.h"

/* Checks bytes given as hex; what is refused must say why. */
static int check(const char *hex)
{
    uint8_t bytes[1024];
    size_t size = strlen(hex) / 2;
    struct error error = {.text = ""};
    assert_true(size <= sizeof bytes);
    assert_int_equal(text_unhex(bytes, size, hex), 0);
    int result = guard_check(bytes, size, &error);
    assert_true(result == 0 || error.text[0] != '\0');
    return result;
}

static void test_a_map_of_any_values_is_taken(void **state)
{
    (void)state;
    assert_int_equal(check("80"), 0);
    assert_int_equal(check("81a16101"), 0);
    assert_int_equal(check("88a161c0a162c3a163cb3ff0000000000000a164c40101a165a1"
                           "7aa16693010203a16781a16801a169d3ffffffffffffffff"),
                     0);
}

static void test_S25_five_bytes_that_claim_gigabytes_are_refused(void **state)
{
    (void)state;
    assert_int_equal(check("ddff000000"), -1);
    assert_int_equal(check("dfff000000"), -1);
    assert_int_equal(check("81a161ddff000000"), -1);
    assert_int_equal(check("81a161dfff000000"), -1);
    assert_int_equal(check("81a161dbffffffff"), -1);
    assert_int_equal(check("81a161c6ffffffff"), -1);
}

static void test_only_a_map_stands_on_top(void **state)
{
    (void)state;
    assert_int_equal(check("9101"), -1);
    assert_int_equal(check("01"), -1);
    assert_int_equal(check("a161"), -1);
    assert_int_equal(check(""), -1);
}

static void test_nothing_may_follow_behind_the_map(void **state)
{
    (void)state;
    assert_int_equal(check("8000"), -1);
    assert_int_equal(check("81a1610180"), -1);
}

static void test_bytes_that_end_too_early_are_refused(void **state)
{
    (void)state;
    assert_int_equal(check("81a161"), -1);
    assert_int_equal(check("81a161cd01"), -1);
    assert_int_equal(check("82a16101"), -1);
    assert_int_equal(check("81a161a361"), -1);
}

static void test_keys_are_text(void **state)
{
    (void)state;
    assert_int_equal(check("810101"), -1);
    assert_int_equal(check("81c4016101"), -1);
}

static void test_a_key_may_not_stand_twice_in_a_map(void **state)
{
    (void)state;
    assert_int_equal(check("82a16101a16102"), -1);
    assert_int_equal(check("82a16101d9016102"), -1);
    assert_int_equal(check("81a16182a16101a16102"), -1);
    assert_int_equal(check("82a16181a16101a16202"), 0);
}

static void test_text_is_utf8(void **state)
{
    (void)state;
    assert_int_equal(check("81a161a2e5ae"), -1);
    assert_int_equal(check("81a1ff01"), -1);
    assert_int_equal(check("81a161a3e5ae89"), 0);
}

static void test_plain_text_is_told_from_any_other_at_every_place(void **state)
{
    (void)state;
    for (size_t place = 0; place < 19; place++) {
        for (int byte = 0; byte < 256; byte++) {
            char text[] = "~ printable ASCII !";
            text[place] = (char)byte;
            assert_int_equal(text_is_plain(text, 19), byte >= ' ' && byte <= '~');
        }
    }
}

static void test_ext_types_and_the_unused_byte_are_refused(void **state)
{
    (void)state;
    assert_int_equal(check("81a161d40000"), -1);
    assert_int_equal(check("81a161c7000000"), -1);
    assert_int_equal(check("81a161c1"), -1);
}

static void test_a_float_that_is_not_a_number_is_refused(void **state)
{
    (void)state;
    assert_int_equal(check("81a161cb7ff8000000000000"), -1);
    assert_int_equal(check("81a161ca7fc00000"), -1);
    assert_int_equal(check("81a161ca3f800000"), 0);
}

/* A map whose only value is `lists` lists within each other. */
static int check_depth(int lists)
{
    uint8_t bytes[64] = {0x81, 0xa1, 'a'};
    memset(bytes + 3, 0x91, (size_t)lists);
    bytes[2 + lists] = 0x90;
    return guard_check(bytes, (size_t)lists + 3, NULL);
}

static void test_S25_sixteen_levels_are_taken_and_seventeen_are_not(void **state)
{
    (void)state;
    assert_int_equal(check_depth(GUARD_DEPTH - 1), 0);
    assert_int_equal(check_depth(GUARD_DEPTH), -1);
}

/* A map with one list of `count` small integers. */
static int check_items(unsigned count)
{
    uint8_t bytes[8192] = {0x81, 0xa1, 'a', 0xdc, (uint8_t)(count >> 8), (uint8_t)count};
    return guard_check(bytes, 6 + (size_t)count, NULL);
}

static void test_S25_4096_values_are_taken_and_one_more_is_not(void **state)
{
    (void)state;
    assert_int_equal(check_items(GUARD_ITEMS - 2), 0); /* the map, the list, and these */
    assert_int_equal(check_items(GUARD_ITEMS - 1), -1);
}

/* A map with `count` keys "0000", "0001" ... */
static int check_keys(unsigned count)
{
    uint8_t bytes[4096] = {0xde, (uint8_t)(count >> 8), (uint8_t)count};
    size_t size = 3;
    for (unsigned i = 0; i < count; i++) {
        size += (size_t)snprintf((char *)bytes + size, sizeof bytes - size, "\xa4%04u\x01", i);
    }
    return guard_check(bytes, size, NULL);
}

static void test_a_map_has_at_most_256_keys(void **state)
{
    (void)state;
    assert_int_equal(check_keys(GUARD_KEYS), 0);
    assert_int_equal(check_keys(GUARD_KEYS + 1), -1);
}

static void test_what_passes_can_be_read_by_msgpack_c(void **state)
{
    (void)state;
    const uint8_t bytes[] = {0x82, 0xa1, 'a', 0x92, 1, 2, 0xa1, 'b', 0x81, 0xa1, 'c', 0xc0};
    msgpack_unpacked result;
    msgpack_unpacked_init(&result);
    assert_int_equal(guard_check(bytes, sizeof bytes, NULL), 0);
    assert_int_equal(msgpack_unpack_next(&result, (const char *)bytes, sizeof bytes, NULL), MSGPACK_UNPACK_SUCCESS);
    assert_int_equal(result.data.type, MSGPACK_OBJECT_MAP);
    msgpack_unpacked_destroy(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_map_of_any_values_is_taken),
        cmocka_unit_test(test_S25_five_bytes_that_claim_gigabytes_are_refused),
        cmocka_unit_test(test_only_a_map_stands_on_top),
        cmocka_unit_test(test_nothing_may_follow_behind_the_map),
        cmocka_unit_test(test_bytes_that_end_too_early_are_refused),
        cmocka_unit_test(test_keys_are_text),
        cmocka_unit_test(test_a_key_may_not_stand_twice_in_a_map),
        cmocka_unit_test(test_text_is_utf8),
        cmocka_unit_test(test_plain_text_is_told_from_any_other_at_every_place),
        cmocka_unit_test(test_ext_types_and_the_unused_byte_are_refused),
        cmocka_unit_test(test_a_float_that_is_not_a_number_is_refused),
        cmocka_unit_test(test_S25_sixteen_levels_are_taken_and_seventeen_are_not),
        cmocka_unit_test(test_S25_4096_values_are_taken_and_one_more_is_not),
        cmocka_unit_test(test_a_map_has_at_most_256_keys),
        cmocka_unit_test(test_what_passes_can_be_read_by_msgpack_c),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
