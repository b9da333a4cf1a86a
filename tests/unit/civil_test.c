/* Civil time of the stations. Expected numbers come from `date -u -d ... +%s`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"

#define MONDAY_MIDNIGHT INT64_C(1770566400000) /* 2026-02-09T00:00:00+08:00, the sample's first moment */

static void test_the_civil_day_begins_at_midnight_in_shanghai(void **state)
{
    (void)state;
    int32_t day = civil_day_of(2026, 2, 9);
    assert_true(civil_day_start(day) == MONDAY_MIDNIGHT);
    assert_int_equal(civil_day(MONDAY_MIDNIGHT), day);
    assert_int_equal(civil_day(MONDAY_MIDNIGHT - 1), day - 1);
    assert_int_equal(civil_day(MONDAY_MIDNIGHT + MS_DAY - 1), day);
}

static void test_days_are_counted_from_1970(void **state)
{
    (void)state;
    assert_int_equal(civil_day_of(1970, 1, 1), 0);
    assert_int_equal(civil_day_of(1969, 12, 31), -1);
    assert_int_equal(civil_day_of(2000, 3, 1), 11017);
    assert_int_equal(civil_day_of(2026, 2, 9), 20493);
}

static void test_every_day_of_four_centuries_goes_there_and_back(void **state)
{
    (void)state;
    int32_t expected = civil_day_of(1800, 1, 1);
    for (int32_t day = expected; day < civil_day_of(2200, 1, 1); day++) {
        struct civil c = civil_of(civil_day_start(day));
        assert_int_equal(civil_day_of(c.year, c.month, c.day), day);
        assert_true(civil_instant(&c) == civil_day_start(day));
    }
    assert_int_equal(civil_day_of(2200, 1, 1) - expected, 146097);
}

static void test_weekdays_run_from_monday_to_sunday(void **state)
{
    (void)state;
    assert_int_equal(civil_weekday(civil_day_of(2026, 2, 9)), 1);
    assert_int_equal(civil_weekday(civil_day_of(2026, 2, 15)), 7);
    assert_int_equal(civil_weekday(civil_day_of(1969, 12, 28)), 7);
}

static void test_an_instant_shows_its_local_time(void **state)
{
    (void)state;
    struct civil c = civil_of(MONDAY_MIDNIGHT + 8 * MS_HOUR + 30 * MS_MINUTE + 1234);
    assert_int_equal(c.year, 2026);
    assert_int_equal(c.month, 2);
    assert_int_equal(c.day, 9);
    assert_int_equal(c.hour, 8);
    assert_int_equal(c.minute, 30);
    assert_int_equal(c.second, 1);
    assert_int_equal(c.millisecond, 234);
    assert_int_equal(civil_minute_of_day(civil_instant(&c)), 510);
}

static void test_times_are_read_with_any_offset(void **state)
{
    (void)state;
    static const char *const same[] = {"2026-02-09T08:30:00+08:00", "2026-02-09T00:30:00.000Z", "2026-02-09T00:30Z",
                                       "2026-02-08T19:00:00-05:30", "2026-02-09T08:30+08:00"};
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        int64_t instant = 0;
        assert_int_equal(civil_parse(same[i], &instant), 0);
        assert_true(instant == MONDAY_MIDNIGHT + 510 * MS_MINUTE);
    }
}

static void test_a_date_alone_is_its_local_midnight(void **state)
{
    (void)state;
    int64_t instant = 0;
    assert_int_equal(civil_parse("2026-02-09", &instant), 0);
    assert_true(instant == MONDAY_MIDNIGHT);
}

static void test_milliseconds_are_read_and_finer_digits_passed_over(void **state)
{
    (void)state;
    int64_t instant = 0;
    assert_int_equal(civil_parse("2026-02-09T00:00:00.5+08:00", &instant), 0);
    assert_true(instant == MONDAY_MIDNIGHT + 500);
    assert_int_equal(civil_parse("2026-02-09T00:00:00.123999999+08:00", &instant), 0);
    assert_true(instant == MONDAY_MIDNIGHT + 123);
}

static void test_what_is_no_time_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "2026",
                                      "2026-2-9",
                                      "2026-02-30",
                                      "2026-13-01",
                                      "2025-02-29",
                                      "2026-02-09T",
                                      "2026-02-09T08:30:00",
                                      "2026-02-09T24:00Z",
                                      "2026-02-09T08:60Z",
                                      "2026-02-09T08:30:00.Z",
                                      "2026-02-09T08:30:00.1234567890Z",
                                      "2026-02-09T08:30Zx",
                                      "2026-02-09T08:30+8:00",
                                      "2026-02-09T08:30+24:00",
                                      "2026-02-09 08:30Z",
                                      " 2026-02-09"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        int64_t instant = 1;
        assert_int_equal(civil_parse(bad[i], &instant), -1);
        assert_int_equal(instant, 1);
    }
}

static void test_leap_days_exist_as_the_calendar_says(void **state)
{
    (void)state;
    int64_t instant;
    assert_int_equal(civil_parse("2024-02-29", &instant), 0);
    assert_int_equal(civil_parse("2000-02-29", &instant), 0);
    assert_int_equal(civil_parse("1900-02-29", &instant), -1);
}

static void test_a_written_time_is_read_as_the_same_instant(void **state)
{
    (void)state;
    char text[25];
    int64_t back = 0;
    civil_format(text, sizeof(text), MONDAY_MIDNIGHT + 510 * MS_MINUTE + 7);
    assert_string_equal(text, "2026-02-09T00:30:00.007Z");
    assert_int_equal(civil_parse(text, &back), 0);
    assert_true(back == MONDAY_MIDNIGHT + 510 * MS_MINUTE + 7);
    civil_format_local(text, 17, back);
    assert_string_equal(text, "2026-02-09 08:30");
}

static void test_any_integer_is_a_legal_instant(void **state)
{
    (void)state;
    char text[25];
    civil_format(text, sizeof(text), INT64_MIN);
    assert_string_equal(text, "0000-01-01T00:00:00.000Z");
    civil_format_local(text, 17, INT64_MAX);
    assert_string_equal(text, "9999-12-31 23:59");
    assert_int_equal(civil_day(INT64_MAX), civil_day_of(9999, 12, 31));
    civil_format(text, 5, 0);
    assert_string_equal(text, "");
}

/* Found by the fuzzer: it was read as an instant that is written as another one. */
static void test_a_time_beyond_the_years_that_can_be_written_is_read_as_their_end(void **state)
{
    (void)state;
    static const char *const beyond[] = {"9999-12-31T23:59:59-23:59", "0000-01-01T00:00:00+23:59"};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        char text[25];
        int64_t instant = 0, back = 0;
        assert_int_equal(civil_parse(beyond[i], &instant), 0);
        civil_format(text, sizeof text, instant);
        assert_int_equal(civil_parse(text, &back), 0);
        assert_true(back == instant);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_civil_day_begins_at_midnight_in_shanghai),
        cmocka_unit_test(test_days_are_counted_from_1970),
        cmocka_unit_test(test_every_day_of_four_centuries_goes_there_and_back),
        cmocka_unit_test(test_weekdays_run_from_monday_to_sunday),
        cmocka_unit_test(test_an_instant_shows_its_local_time),
        cmocka_unit_test(test_times_are_read_with_any_offset),
        cmocka_unit_test(test_a_date_alone_is_its_local_midnight),
        cmocka_unit_test(test_milliseconds_are_read_and_finer_digits_passed_over),
        cmocka_unit_test(test_what_is_no_time_is_refused),
        cmocka_unit_test(test_leap_days_exist_as_the_calendar_says),
        cmocka_unit_test(test_a_written_time_is_read_as_the_same_instant),
        cmocka_unit_test(test_any_integer_is_a_legal_instant),
        cmocka_unit_test(test_a_time_beyond_the_years_that_can_be_written_is_read_as_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
