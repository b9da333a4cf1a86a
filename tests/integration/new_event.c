/* What new_event.patch adds, delivered: notification says it on a command, mediation applies it from the stream. Built
 * by new_event_test.sh against a tree with the patch. */
#include "../unit/bench.h"

extern const struct service notification_service, mediation_service;

static void test_a_new_event_reaches_its_listener(void **state)
{
    static struct bench sender, listener;
    const struct bench_sender manager = {.role = "manager", .actor = "M1"};
    const struct reader_put put = {.reader = "R-1", .station = "ST7", .roles = {1, {"receptionist"}}, .active = true};
    struct reader_named heard = {0};
    struct case_file file = {.station = "ST7",
                             .category = "service",
                             .relation = "household_worker",
                             .channel = "counter",
                             .filer = "client-7",
                             .respondent = "worker-3",
                             .subject = "x",
                             .wish = "y",
                             .happened = INT64_C(1800000000000) - MS_DAY};
    (void)state;
    bench_open(&sender, &notification_service, INT64_C(1800000000000));
    bench_open(&listener, &mediation_service, INT64_C(1800000000000));
    bench_clock(&sender, sender.now);
    bench_clock(&listener, listener.now);
    const struct bench_sender officer = {.role = "officer", .actor = "O1"};
    assert_string_equal(bench_command(&listener, officer, MSG_case_file, &file).code, "unknown_station");
    bench_done(&sender, manager, MSG_reader_put, &put);
    assert_int_equal(bench_emitted(&sender, "notification", MSG_reader_named, &heard), 1);
    assert_string_equal(heard.station, "ST7");
    bench_hear(&listener, "notification", MSG_reader_named, &heard, heard.reader);
    bench_done(&listener, officer, MSG_case_file, &file); /* the station is known by now */
    bench_close(&sender);
    bench_close(&listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_new_event_reaches_its_listener)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
