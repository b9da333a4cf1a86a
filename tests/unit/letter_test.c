/* A sealed letter opens for the holder of its key, whole or not at all, also with libsodium alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "wire/letter.h"

#define TEXT "打碎花瓶"
#define SIZE sizeof TEXT

static uint8_t key[LETTER_KEY], secret[LETTER_KEY], letter[SIZE + LETTER_OVER];

static int setup(void **state)
{
    static const uint8_t chance[LETTER_KEY] = "thirty-two bytes that are chance";
    (void)state;
    crypto_box_keypair(key, secret);
    assert_int_equal(letter_seal(key, chance, TEXT, SIZE, letter), 0);
    return 0;
}

static void test_the_holder_of_the_key_opens_it(void **state)
{
    char text[SIZE];
    (void)state;
    assert_int_equal(letter_open(secret, letter, sizeof letter, text), 0);
    assert_string_equal(text, TEXT);
}

static void test_it_is_a_line_and_a_sealed_box_of_libsodium(void **state)
{
    char text[SIZE];
    const size_t line = strlen(LETTER_LINE);
    (void)state;
    assert_memory_equal(letter, "anxin-sealed-1\n", line);
    assert_int_equal(crypto_box_seal_open((uint8_t *)text, letter + line, sizeof letter - line, key, secret), 0);
    assert_string_equal(text, TEXT);
}

static void test_nobody_else_opens_it(void **state)
{
    uint8_t other[LETTER_KEY], public[LETTER_KEY];
    char text[SIZE];
    (void)state;
    crypto_box_keypair(public, other);
    assert_int_equal(letter_open(other, letter, sizeof letter, text), -1);
}

static void test_a_letter_with_any_changed_or_missing_byte_does_not_open(void **state)
{
    char text[SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof letter; i++) {
        letter[i] ^= 1;
        assert_int_equal(letter_open(secret, letter, sizeof letter, text), -1);
        letter[i] ^= 1;
    }
    for (size_t size = 0; size < sizeof letter; size++)
        assert_int_equal(letter_open(secret, letter, size, text), -1);
}

static void test_a_key_that_nobody_holds_the_secret_of_is_refused(void **state)
{
    static const uint8_t zero[LETTER_KEY];
    (void)state;
    assert_int_equal(letter_seal(zero, key, TEXT, SIZE, letter), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_the_holder_of_the_key_opens_it, setup),
        cmocka_unit_test_setup(test_it_is_a_line_and_a_sealed_box_of_libsodium, setup),
        cmocka_unit_test_setup(test_nobody_else_opens_it, setup),
        cmocka_unit_test_setup(test_a_letter_with_any_changed_or_missing_byte_does_not_open, setup),
        cmocka_unit_test_setup(test_a_key_that_nobody_holds_the_secret_of_is_refused, setup),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
