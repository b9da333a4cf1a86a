/* V22: who may be named main worker of one household more, and how evenly households are spread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "services/matching/caseload.h"

static void test_who_is_wanted_is_named_below_the_limit(void **state)
{
    (void)state;
    assert_int_equal(caseload_choose("", "W1", 0, 2), CASELOAD_NAME);
    assert_int_equal(caseload_choose("W2", "W1", 1, 2), CASELOAD_NAME);
}

static void test_who_has_as_many_as_may_be_is_not_newly_named(void **state)
{
    (void)state;
    assert_int_equal(caseload_choose("", "W1", 2, 2), CASELOAD_FULL);
    assert_int_equal(caseload_choose("W2", "W1", 3, 2), CASELOAD_FULL);
}

static void test_who_is_named_already_stays_however_many_there_are(void **state)
{
    (void)state;
    assert_int_equal(caseload_choose("W1", "W1", 9, 2), CASELOAD_KEEP);
    assert_int_equal(caseload_choose("W1", "", 9, 2), CASELOAD_KEEP);
}

static void test_nought_is_no_limit(void **state)
{
    (void)state;
    assert_int_equal(caseload_choose("", "W1", 1000000, 0), CASELOAD_NAME);
    assert_string_equal(caseload_fill(1000000, 0), "under");
}

static void test_a_caseload_is_under_full_or_over(void **state)
{
    (void)state;
    assert_string_equal(caseload_fill(11, 12), "under");
    assert_string_equal(caseload_fill(12, 12), "full");
    assert_string_equal(caseload_fill(13, 12), "over");
}

static struct balance balance_of(int count, const int64_t *households)
{
    struct balance balance = {0};
    for (int i = 0; i < count; i++)
        balance_add(&balance, households[i], 12);
    return balance;
}
#define BALANCE_OF(...)                                                                                                \
    balance_of((int)(sizeof(int64_t[]){__VA_ARGS__} / sizeof(int64_t)), (const int64_t[]){__VA_ARGS__})

static void test_the_balance_counts_fewest_most_and_those_at_the_limit(void **state)
{
    (void)state;
    struct balance balance = BALANCE_OF(0, 4, 12, 12, 15);
    assert_int_equal(balance.workers, 5);
    assert_int_equal(balance.households, 43);
    assert_int_equal(balance.fewest, 0);
    assert_int_equal(balance.greatest, 15);
    assert_int_equal(balance.full, 2);
    assert_int_equal(balance.over, 1);
    assert_int_equal(balance_mean(&balance), 8600);
}

/* V21 */
static void test_gini_is_nought_when_even_and_grows_to_one_when_one_has_all(void **state)
{
    (void)state;
    struct balance even = BALANCE_OF(7, 7, 7), uneven = BALANCE_OF(0, 0, 0, 20), some = BALANCE_OF(1, 2, 3);
    assert_int_equal(balance_gini(&even), 0);
    assert_int_equal(balance_gini(&uneven), 750); /* 1 - 1/4 */
    assert_int_equal(balance_gini(&some), 222);   /* 2/9 */
}

static void test_nobody_and_nothing_are_even(void **state)
{
    (void)state;
    struct balance nobody = {0}, nothing = BALANCE_OF(0, 0);
    assert_int_equal(balance_gini(&nobody), 0);
    assert_int_equal(balance_mean(&nobody), 0);
    assert_int_equal(balance_gini(&nothing), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_is_wanted_is_named_below_the_limit),
        cmocka_unit_test(test_who_has_as_many_as_may_be_is_not_newly_named),
        cmocka_unit_test(test_who_is_named_already_stays_however_many_there_are),
        cmocka_unit_test(test_nought_is_no_limit),
        cmocka_unit_test(test_a_caseload_is_under_full_or_over),
        cmocka_unit_test(test_the_balance_counts_fewest_most_and_those_at_the_limit),
        cmocka_unit_test(test_gini_is_nought_when_even_and_grows_to_one_when_one_has_all),
        cmocka_unit_test(test_nobody_and_nothing_are_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
