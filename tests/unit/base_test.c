/* Reasons, fixed-size text and log lines. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"

static void test_a_reason_is_kept_and_the_helper_returns_minus_one(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(error_set(&error, "%s: %d", "booking.store", 7), -1);
    assert_string_equal(error.text, "booking.store: 7");
    assert_int_equal(error_set(NULL, "nobody asks"), -1);
}

static void test_a_reason_that_is_too_long_is_cut(void **state)
{
    (void)state;
    struct error error;
    char much[1000];
    memset(much, 'x', sizeof(much) - 1);
    much[sizeof(much) - 1] = '\0';
    error_set(&error, "%s", much);
    assert_int_equal(strlen(error.text), sizeof(error.text) - 1);
}

/* Runs BUG in a child whose stderr comes back in `said`; gives the child's wait status. */
static int run_a_bug(char *said, size_t size)
{
    int ends[2], status = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        BUG("seat %d is taken twice", 4);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], said, size - 1);
    said[got > 0 ? got : 0] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void test_a_bug_ends_the_process_with_its_place(void **state)
{
    (void)state;
    char said[256];
    int status = run_a_bug(said, sizeof(said));
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_non_null(strstr(said, "base_test.c:"));
    assert_non_null(strstr(said, "seat 4 is taken twice"));
}

static void test_a_copy_fits_whole_or_is_empty(void **state)
{
    (void)state;
    struct {
        char text[4], guard[4];
    } to = {"old", "abc"};
    assert_int_equal(text_copy(to.text, sizeof(to.text), "123"), 0);
    assert_string_equal(to.text, "123");
    assert_int_equal(text_copy(to.text, sizeof(to.text), "1234"), -1);
    assert_string_equal(to.text, "");
    assert_int_equal(text_copy(to.text, 0, "1"), -1);
    assert_string_equal(to.guard, "abc");
}

static void test_a_format_fits_whole_or_is_empty(void **state)
{
    (void)state;
    char to[4] = "old";
    assert_int_equal(TEXT_FORMAT(to, "%d", 123), 0);
    assert_string_equal(to, "123");
    assert_int_equal(TEXT_FORMAT(to, "%d", 1234), -1);
    assert_string_equal(to, "");
}

static void test_a_word_is_found_only_whole_in_a_list(void **state)
{
    (void)state;
    assert_true(text_in_list("late", "free|late|very_late"));
    assert_true(text_in_list("free", "free|late"));
    assert_true(text_in_list("very_late", "free|late|very_late"));
    assert_false(text_in_list("lat", "free|late"));
    assert_false(text_in_list("very", "very_late"));
    assert_false(text_in_list("", "free||late"));
    assert_false(text_in_list("free|late", "free|late"));
}

static void test_well_formed_utf8_is_accepted(void **state)
{
    (void)state;
    static const char good[] =
        "a\xc2\x80\xe5\xae\x89\xe5\xbf\x83\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf";
    assert_true(text_is_utf8(good, sizeof(good) - 1));
    assert_true(text_is_utf8("", 0));
}

static void test_malformed_utf8_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",             /* a continuation alone */
        "\xc1\x81",         /* overlong */
        "\xe0\x9f\xbf",     /* overlong */
        "\xf0\x8f\xbf\xbf", /* overlong */
        "\xed\xa0\x80",     /* surrogate */
        "\xf4\x90\x80\x80", /* above U+10FFFF */
        "\xf5\x80\x80\x80", /* no such byte */
        "\xe5\xae",         /* ends too early */
        ("\xe5\xae"
         "a"), /* broken off */
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(text_is_utf8(bad[i], strlen(bad[i])));
}

static void test_a_number_is_read_whole_or_not_at_all(void **state)
{
    (void)state;
    int64_t value = 5;
    assert_int_equal(text_to_int("-9223372036854775808", &value), 0);
    assert_true(value == INT64_MIN);
    static const char *const bad[] = {"", "-", " 1", "1 ", "+1", "1.5", "0x1", "9223372036854775808", "--1"};
    value = 5;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(text_to_int(bad[i], &value), -1);
    assert_int_equal(value, 5);
}

static void test_hex_goes_there_and_back(void **state)
{
    (void)state;
    uint8_t bytes[3] = {0x00, 0xaf, 0xff}, back[3] = {1, 1, 1};
    char hex[7];
    text_hex(hex, bytes, sizeof(bytes));
    assert_string_equal(hex, "00afff");
    assert_int_equal(text_unhex(back, sizeof(back), "00aFfF"), 0);
    assert_memory_equal(bytes, back, sizeof(bytes));
}

static void test_hex_of_another_length_or_sign_changes_nothing(void **state)
{
    (void)state;
    uint8_t bytes[2] = {7, 7}, same[2] = {7, 7};
    assert_int_equal(text_unhex(bytes, sizeof(bytes), "001"), -1);
    assert_int_equal(text_unhex(bytes, sizeof(bytes), "000000"), -1);
    assert_int_equal(text_unhex(bytes, sizeof(bytes), "000g"), -1);
    assert_memory_equal(bytes, same, sizeof(bytes));
}

static void keep_line(void *self, const char *line)
{
    strcpy(self, line);
}

static void test_a_log_line_is_one_line_with_its_priority(void **state)
{
    (void)state;
    char line[2000] = "";
    struct log log = {keep_line, line, "booking", LOG_LEVEL_INFO};
    log_line(&log, LOG_LEVEL_WARNING, "follower.gap", "source=%s from=%d", "roster\nx", 7);
    assert_string_equal(line, "<4>service=booking event=follower.gap source=roster x from=7\n");
    log_line(&log, LOG_LEVEL_INFO, "up", "%s", "");
    assert_string_equal(line, "<6>service=booking event=up\n");
}

static void test_a_log_line_below_the_level_is_dropped(void **state)
{
    (void)state;
    char line[2000] = "";
    struct log log = {keep_line, line, "booking", LOG_LEVEL_WARNING};
    log_line(&log, LOG_LEVEL_INFO, "up", "%s", "");
    assert_string_equal(line, "");
}

static void test_a_log_line_that_is_too_long_still_ends(void **state)
{
    (void)state;
    char line[2000] = "", much[1900];
    struct log log = {keep_line, line, "booking", log_level_of("debug")};
    memset(much, 'x', sizeof(much) - 1);
    much[sizeof(much) - 1] = '\0';
    log_line(&log, LOG_LEVEL_DEBUG, "long", "%s", much);
    assert_true(strlen(line) < 1300);
    assert_int_equal(line[strlen(line) - 1], '\n');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_reason_is_kept_and_the_helper_returns_minus_one),
        cmocka_unit_test(test_a_reason_that_is_too_long_is_cut),
        cmocka_unit_test(test_a_bug_ends_the_process_with_its_place),
        cmocka_unit_test(test_a_copy_fits_whole_or_is_empty),
        cmocka_unit_test(test_a_format_fits_whole_or_is_empty),
        cmocka_unit_test(test_a_word_is_found_only_whole_in_a_list),
        cmocka_unit_test(test_well_formed_utf8_is_accepted),
        cmocka_unit_test(test_malformed_utf8_is_refused),
        cmocka_unit_test(test_a_number_is_read_whole_or_not_at_all),
        cmocka_unit_test(test_hex_goes_there_and_back),
        cmocka_unit_test(test_hex_of_another_length_or_sign_changes_nothing),
        cmocka_unit_test(test_a_log_line_is_one_line_with_its_priority),
        cmocka_unit_test(test_a_log_line_below_the_level_is_dropped),
        cmocka_unit_test(test_a_log_line_that_is_too_long_still_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
