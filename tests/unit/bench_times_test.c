/* Latencies of `anxin bench`: percentiles of all values, whatever their order and number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "services/ctl/bench_times.c"

static struct times times_of(int64_t count)
{
    struct times times;
    assert_int_equal(times_open(&times, count), 0);
    for (int64_t i = count; i > 0; i--)
        times_add(&times, i * 1000000);
    times_sort(&times);
    return times;
}

static void test_so_many_of_a_thousand_lie_at_or_below_a_percentile(void **state)
{
    (void)state;
    struct times times = times_of(1000);
    assert_float_equal(times_below(&times, 500), 500, 0.001);
    assert_float_equal(times_below(&times, 990), 990, 0.001);
    assert_float_equal(times_below(&times, 1000), 1000, 0.001);
    times_close(&times);
}

static void test_a_percentile_of_few_values_is_one_of_them(void **state)
{
    (void)state;
    struct times times = times_of(3);
    assert_float_equal(times_below(&times, 1), 1, 0.001);
    assert_float_equal(times_below(&times, 500), 2, 0.001);
    assert_float_equal(times_below(&times, 999), 3, 0.001);
    times_close(&times);
    times = times_of(0);
    assert_float_equal(times_below(&times, 500), 0, 0.001);
    times_close(&times);
}

static void test_what_does_not_fit_is_not_kept(void **state)
{
    (void)state;
    struct times times = times_of(2);
    times_add(&times, 1);
    assert_int_equal(times.count, 2);
    times_close(&times);
}

static void test_each_value_stands_in_one_step_of_the_histogram(void **state)
{
    (void)state;
    struct times times = times_of(1000);
    assert_int_equal(count_below(&times, 1e6), 0);
    assert_int_equal(count_below(&times, 1e6 + 1), 1);
    assert_int_equal(count_below(&times, 1e12), 1000);
    times_close(&times);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_so_many_of_a_thousand_lie_at_or_below_a_percentile),
        cmocka_unit_test(test_a_percentile_of_few_values_is_one_of_them),
        cmocka_unit_test(test_what_does_not_fit_is_not_kept),
        cmocka_unit_test(test_each_value_stands_in_one_step_of_the_histogram),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
