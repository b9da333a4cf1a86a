/* Settings from a file and the environment, and every way to get them wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config.h"
#include "base/endpoint.h"

enum { MIN_NOTICE, HORIZON, SETTINGS };
static const struct setting settings[SETTINGS] = {
    [MIN_NOTICE] = {"min_notice_min", 60, 0, 1440, "minutes"},
    [HORIZON] = {"horizon_days", 28, 1, 365, "days"},
};

struct fixture {
    char file[64];
    struct config config;
    struct error error;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    strcpy(f->file, "/tmp/anxin-config-XXXXXX");
    close(mkstemp(f->file));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    unlink(f->file);
    config_free(&f->config);
    free(f);
    return 0;
}

static int load(struct fixture *f, const char *text)
{
    FILE *file = fopen(f->file, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return config_load(&f->config, f->file, "booking", settings, SETTINGS, &f->error);
}

/* Loading `text` must fail with "FILE" followed by `reason`. */
static void refuses(struct fixture *f, const char *text, const char *reason)
{
    char expected[256];
    snprintf(expected, sizeof(expected), "%s%s", f->file, reason);
    assert_int_equal(load(f, text), -1);
    assert_string_equal(f->error.text, expected);
    assert_null(f->config.value);
}

static void test_without_a_file_everything_has_its_default(void **state)
{
    struct fixture *f = *state;
    struct config_endpoints ends;
    assert_int_equal(config_load(&f->config, NULL, "booking", settings, SETTINGS, &f->error), 0);
    assert_string_equal(f->config.data, "./anxin-data");
    assert_string_equal(f->config.log_level, "info");
    assert_string_equal(f->config.clock, "system");
    assert_int_equal(f->config.value[MIN_NOTICE], 60);
    assert_int_equal(config_endpoints(&ends, &f->config, NULL, "booking", &f->error), 0);
    assert_string_equal(ends.request, "ipc://./anxin-data/run/booking.request");
    assert_string_equal(ends.stream, "ipc://./anxin-data/run/booking.stream");
    assert_string_equal(ends.intake, "ipc://./anxin-data/run/booking.intake");
    assert_string_equal(ends.store, "./anxin-data/booking.db");
}

static void test_the_shared_section_and_its_own_are_read(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f, "[anxin]\ndata = /srv/anxin\nclock=driven\n[booking]\nhorizon_days = 14\n"), 0);
    assert_string_equal(f->config.data, "/srv/anxin");
    assert_string_equal(f->config.clock, "driven");
    assert_int_equal(f->config.value[HORIZON], 14);
    assert_int_equal(f->config.value[MIN_NOTICE], 60);
}

static void test_sections_of_others_are_passed_over(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f, "[training]\nsomething_newer = yes\n[booking]\nhorizon_days = 7\n"), 0);
    assert_int_equal(f->config.value[HORIZON], 7);
}

static void test_an_unknown_key_is_named_with_file_and_line(void **state)
{
    refuses(*state, "[booking]\n# a comment\nmin_notice_mim = 5\n", ":3: booking.min_notice_mim: unknown key");
}

static void test_an_unknown_shared_key_is_named(void **state)
{
    refuses(*state, "[anxin]\ndat = /srv\n", ":2: anxin.dat: unknown key");
}

static void test_a_value_out_of_bounds_is_refused(void **state)
{
    refuses(*state, "[booking]\nmin_notice_min = 1441\n", ":2: booking.min_notice_min: 1441 is outside 0..1440");
}

static void test_a_value_that_is_no_number_is_refused(void **state)
{
    refuses(*state, "[booking]\nmin_notice_min = 5m\n", ":2: booking.min_notice_min: \"5m\" is not a whole number");
}

static void test_a_key_given_twice_is_refused(void **state)
{
    refuses(*state, "[booking]\nhorizon_days=7\nhorizon_days=8\n",
            ":3: booking.horizon_days: given before in this file");
}

static void test_a_key_before_any_section_is_refused(void **state)
{
    refuses(*state, "data = /srv\n", ":1: data: stands before any [section]");
}

static void test_a_line_that_is_no_setting_is_refused(void **state)
{
    refuses(*state, "[booking]\nhorizon_days\n", ":2: neither a [section] nor key = value");
}

static void test_a_line_that_is_too_long_is_refused(void **state)
{
    char text[600] = "[anxin]\ndata = ";
    memset(text + strlen(text), 'x', 500);
    refuses(*state, text, ":2: the line is too long or is no text");
}

static void test_an_unknown_clock_is_refused(void **state)
{
    refuses(*state, "[anxin]\nclock = fast\n", ":2: anxin.clock: must be system or driven");
}

static void test_an_unknown_log_level_is_refused(void **state)
{
    refuses(*state, "[anxin]\nlog_level = loud\n", ":2: anxin.log_level: must be error, warning, info or debug");
}

static void test_trusted_uids_are_numbers(void **state)
{
    refuses(*state, "[anxin]\ntrusted_uids = 1000,bob\n",
            ":2: anxin.trusted_uids: must be user numbers with commas between them");
    assert_int_equal(load(*state, "[anxin]\ntrusted_uids = 1000,1001\n"), 0);
}

static void test_a_tcp_endpoint_names_the_host_that_others_reach_and_a_port(void **state)
{
    static const char *const bad[] = {"tcp://*:7001",  "tcp://:7001",    "tcp://a",
                                      "tcp://a:0",     "tcp://a:65536",  "tcp://a:b",
                                      "tcp://a:1;b:2", "tcp://::1:7001", "tcp://[::1:7001"};
    char text[120], expected[200];
    assert_int_equal(load(*state, "[booking]\nrequest = tcp://10.0.0.5:7001\nstream = tcp://[::1]:7002\n"
                                  "intake = tcp://booking.example:65535\nbind = *\n"),
                     0);
    config_free(&((struct fixture *)*state)->config);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "[booking]\nrequest = %s\n", bad[i]);
        snprintf(expected, sizeof expected,
                 ":2: booking.request: \"%s\" is not an endpoint; write tcp://HOST:PORT as others reach it", bad[i]);
        refuses(*state, text, expected);
    }
}

static void test_a_tcp_endpoint_listens_where_bind_says(void **state)
{
    char to[64];
    (void)state;
    assert_int_equal(endpoint_to_bind(to, sizeof to, "tcp://booking:7001", "*"), 0);
    assert_string_equal(to, "tcp://*:7001");
    assert_int_equal(endpoint_to_bind(to, sizeof to, "tcp://[::1]:7001", ""), 0);
    assert_string_equal(to, "tcp://[::1]:7001");
    assert_int_equal(endpoint_to_bind(to, sizeof to, "ipc://a", "*"), 0);
    assert_string_equal(to, "ipc://a");
}

static void test_keys_and_registry_lie_in_the_data_folder_unless_told_otherwise(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f, "[anxin]\ndata = /srv/a\n"), 0);
    assert_string_equal(f->config.keys, "/srv/a/keys");
    assert_string_equal(f->config.registry, "/srv/a/keys/registry");
    assert_string_equal(f->config.identity, "tool");
    config_free(&f->config);
    assert_int_equal(load(f, "[anxin]\nkeys = /etc/k\nregistry = /etc/r\nidentity = desk-1\n"), 0);
    assert_string_equal(f->config.keys, "/etc/k");
    assert_string_equal(f->config.registry, "/etc/r");
    assert_string_equal(f->config.identity, "desk-1");
}

static void test_an_endpoint_of_another_kind_is_refused(void **state)
{
    refuses(*state, "[booking]\nstream = inproc://x\n",
            ":2: booking.stream: \"inproc://x\" is not an endpoint; write ipc://PATH or tcp://HOST:PORT");
}

static void test_a_socket_path_longer_than_107_bytes_is_refused(void **state)
{
    struct fixture *f = *state;
    char text[300] = "[booking]\nrequest = ipc://", fits[200];
    size_t start = strlen(text);
    memset(text + start, 'p', 108);
    text[start + 108] = '\0';
    assert_int_equal(load(f, text), -1);
    assert_non_null(strstr(f->error.text, ":2: booking.request: the path of ipc://ppp"));
    text[start + 107] = '\0';
    strcpy(fits, text);
    assert_int_equal(load(f, fits), 0);
}

static void test_a_data_folder_too_deep_for_sockets_is_refused_by_name(void **state)
{
    struct fixture *f = *state;
    char text[300] = "[anxin]\ndata = /";
    memset(text + strlen(text), 'd', 120);
    assert_int_equal(load(f, text), -1);
    assert_non_null(strstr(f->error.text, "booking.request: the path of ipc:///ddd"));
}

static void test_a_missing_file_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(config_load(&f->config, "/no/such.conf", "booking", settings, SETTINGS, &f->error), -1);
    assert_string_equal(f->error.text, "/no/such.conf: No such file or directory");
}

static void test_a_folder_is_no_file(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(config_load(&f->config, "/tmp", "booking", settings, SETTINGS, &f->error), -1);
    assert_string_equal(f->error.text, "/tmp: Is a directory");
}

static void test_the_environment_overrides_the_file(void **state)
{
    struct fixture *f = *state;
    struct config_endpoints ends;
    setenv("ANXIN_DATA", "/var/lib/anxin", 1);
    setenv("ANXIN_BOOKING_HORIZON_DAYS", "9", 1);
    setenv("ANXIN_BOOKING_STORE", "/fast/booking.db", 1);
    int loaded = load(f, "[anxin]\ndata=/srv\n[booking]\nhorizon_days=7\nstore=/slow/booking.db\n");
    int found = config_endpoints(&ends, &f->config, f->file, "booking", &f->error);
    unsetenv("ANXIN_DATA");
    unsetenv("ANXIN_BOOKING_HORIZON_DAYS");
    unsetenv("ANXIN_BOOKING_STORE");
    assert_int_equal(loaded, 0);
    assert_int_equal(found, 0);
    assert_string_equal(f->config.data, "/var/lib/anxin");
    assert_int_equal(f->config.value[HORIZON], 9);
    assert_string_equal(ends.store, "/fast/booking.db");
}

static void test_a_bad_variable_is_named(void **state)
{
    struct fixture *f = *state;
    setenv("ANXIN_BOOKING_HORIZON_DAYS", "0", 1);
    int loaded = load(f, "");
    unsetenv("ANXIN_BOOKING_HORIZON_DAYS");
    assert_int_equal(loaded, -1);
    assert_string_equal(f->error.text, "ANXIN_BOOKING_HORIZON_DAYS: 0 is outside 1..365");
}

static void test_endpoints_of_another_service_are_found_beside_its_settings(void **state)
{
    struct fixture *f = *state;
    struct config_endpoints ends;
    assert_int_equal(load(f, "[matching]\nnewer_setting = 3\nstream = ipc:///run/m.stream\n"), 0);
    assert_int_equal(config_endpoints(&ends, &f->config, f->file, "matching", &f->error), 0);
    assert_string_equal(ends.stream, "ipc:///run/m.stream");
    assert_string_equal(ends.request, "ipc://./anxin-data/run/matching.request");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* ---- config_check ---- */

struct told {
    char values[2048], faults[2048];
};

static void take_value(void *self, const char *section, const char *key, const char *value, const char *origin)
{
    struct told *told = self;
    const size_t at = strlen(told->values);
    snprintf(told->values + at, sizeof(told->values) - at, "%s.%s=%s (%s)\n", section, key, value, origin);
}

static void take_fault(void *self, const char *text)
{
    struct told *told = self;
    const size_t at = strlen(told->faults);
    snprintf(told->faults + at, sizeof(told->faults) - at, "%s\n", text);
}

static int check(struct fixture *f, const char *text, struct told *told)
{
    const struct config_report report = {told, take_value, take_fault};
    FILE *file = fopen(f->file, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    *told = (struct told){.values = ""};
    return config_check(f->file, "booking", settings, SETTINGS, &report);
}

static void tells(const struct fixture *f, const char *said, const char *before, const char *after)
{
    char expected[256];
    snprintf(expected, sizeof(expected), "%s%s%s\n", before, f->file, after);
    if (!strstr(said, expected))
        fail_msg("%s is not told, but %s", expected, said);
}

static void test_a_check_tells_where_each_value_comes_from(void **state)
{
    struct told told;
    setenv("ANXIN_CLOCK", "driven", 1);
    assert_int_equal(check(*state, "[anxin]\nclock = system\n[booking]\nhorizon_days = 7\n", &told), 0);
    unsetenv("ANXIN_CLOCK");
    assert_string_equal(told.faults, "");
    assert_non_null(strstr(told.values, "anxin.log_level=info (default)\n"));
    assert_non_null(strstr(told.values, "anxin.clock=driven (ANXIN_CLOCK)\n"));
    assert_non_null(strstr(told.values, "booking.request=ipc://./anxin-data/run/booking.request (default)\n"));
    assert_non_null(strstr(told.values, "booking.min_notice_min=60 (default)\n"));
    tells(*state, told.values, "booking.horizon_days=7 (", ":4)");
}

static void test_a_check_goes_on_behind_a_fault_and_tells_all_of_them(void **state)
{
    struct told told;
    setenv("ANXIN_BOOKING_MIN_NOTICE_MIN", "soon", 1);
    assert_int_equal(check(*state,
                           "[anxin]\nlog_level = loud\ndta = x\n[booking]\nhorizon_days = 0\nrequest = tcp://a\n"
                           "neither nor\nhorizon_days = 9\n",
                           &told),
                     7);
    unsetenv("ANXIN_BOOKING_MIN_NOTICE_MIN");
    tells(*state, told.faults, "", ":3: anxin.dta: unknown key");
    tells(*state, told.faults, "", ":5: booking.horizon_days: 0 is outside 1..365");
    tells(*state, told.faults, "", ":8: booking.horizon_days: given before in this file");
    tells(*state, told.faults, "", ":7: neither a [section] nor key = value");
    tells(*state, told.faults, "", ":2: anxin.log_level: must be error, warning, info or debug");
    assert_non_null(strstr(told.faults, "ANXIN_BOOKING_MIN_NOTICE_MIN: \"soon\" is not a whole number\n"));
    assert_non_null(strstr(told.faults, ":6: booking.request: \"tcp://a\" is not an endpoint; write tcp://HOST:PORT"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_without_a_file_everything_has_its_default),
        TEST(test_the_shared_section_and_its_own_are_read),
        TEST(test_sections_of_others_are_passed_over),
        TEST(test_an_unknown_key_is_named_with_file_and_line),
        TEST(test_an_unknown_shared_key_is_named),
        TEST(test_a_value_out_of_bounds_is_refused),
        TEST(test_a_value_that_is_no_number_is_refused),
        TEST(test_a_key_given_twice_is_refused),
        TEST(test_a_key_before_any_section_is_refused),
        TEST(test_a_line_that_is_no_setting_is_refused),
        TEST(test_a_line_that_is_too_long_is_refused),
        TEST(test_an_unknown_clock_is_refused),
        TEST(test_an_unknown_log_level_is_refused),
        TEST(test_trusted_uids_are_numbers),
        TEST(test_a_tcp_endpoint_names_the_host_that_others_reach_and_a_port),
        TEST(test_a_tcp_endpoint_listens_where_bind_says),
        TEST(test_keys_and_registry_lie_in_the_data_folder_unless_told_otherwise),
        TEST(test_an_endpoint_of_another_kind_is_refused),
        TEST(test_a_socket_path_longer_than_107_bytes_is_refused),
        TEST(test_a_data_folder_too_deep_for_sockets_is_refused_by_name),
        TEST(test_a_missing_file_is_refused),
        TEST(test_a_folder_is_no_file),
        TEST(test_the_environment_overrides_the_file),
        TEST(test_a_bad_variable_is_named),
        TEST(test_endpoints_of_another_service_are_found_beside_its_settings),
        TEST(test_a_check_tells_where_each_value_comes_from),
        TEST(test_a_check_goes_on_behind_a_fault_and_tells_all_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
