/* Why somebody acts or reads (X4): a purpose of a closed list, and an id; never a name, a phone or a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/reason.h"

static void test_a_purpose_alone_or_with_an_id_is_a_reason(void **state)
{
    static const char *const good[] = {
        "", "care", "emergency", "case:ST1-2026-0007", "care:H-0080", "support:01a2038f-daac-8ecb-9a63-d5fb7b83de77"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_null(reason_flaw(good[i]));
}

static void test_what_could_be_a_name_a_phone_or_a_sentence_is_none(void **state)
{
    static const char *const bad[] = {
        "wang",        "care|case", "CARE",     "care:",      ":H-1", "care:13800138000", "care:138-0013-8000",
        "care:+86138", "case:心平", "care:H 1", "care:H-1:x", "|",    "care:2026",        "care ",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_non_null(reason_flaw(bad[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_purpose_alone_or_with_an_id_is_a_reason),
        cmocka_unit_test(test_what_could_be_a_name_a_phone_or_a_sentence_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
