/* The demo's judgment of answers: what the sample does not allow is counted, and only that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "services/ctl/demo.h"

/* How many answers are counted as unexpected when this act gets this answer: 0 or 1. */
static int64_t judged(const struct sample_act *act, const char *outcome, const char *code)
{
    static struct demo demo;
    struct answer answer = {0};
    demo.counts.unexpected = 0;
    TEXT_PUT(answer.outcome, outcome);
    TEXT_PUT(answer.code, code);
    demo_judge(&demo, act, &answer);
    return demo.counts.unexpected;
}

static void test_the_outcome_that_must_come_is_no_other(void **state)
{
    const struct sample_act done = {.way = SAMPLE_SEND, .type = MSG_case_file, .expect = "done"};
    const struct sample_act refused = {.way = SAMPLE_SEND, .type = MSG_case_screen, .expect = "refused"};
    (void)state;
    assert_int_equal(judged(&done, "done", ""), 0);
    assert_int_equal(judged(&done, "refused", "wrong_state"), 1);
    assert_int_equal(judged(&refused, "refused", "route"), 0);
    assert_int_equal(judged(&refused, "done", ""), 1);
}

static void test_a_planted_mistake_is_refused_for_its_own_reason(void **state)
{
    const struct sample_act act = {
        .way = SAMPLE_INTAKE, .type = MSG_booking_create, .expect = "refused", .code = "closed_hours"};
    (void)state;
    assert_int_equal(judged(&act, "refused", "closed_hours"), 0);
    assert_int_equal(judged(&act, "refused", "too_soon"), 1);
    assert_int_equal(judged(&act, "done", ""), 1);
}

static void test_where_either_may_come_only_done_and_the_known_refusals_pass(void **state)
{
    static const char *const never[] = {"denied", "malformed", "unknown", "conflict", "trouble", "overloaded", ""};
    const struct sample_act act = {.way = SAMPLE_PAIR, .type = MSG_booking_create};
    (void)state;
    assert_int_equal(judged(&act, "done", ""), 0);
    assert_int_equal(judged(&act, "refused", "household_busy"), 0);
    assert_int_equal(judged(&act, "refused", "unknown_service"), 1);
    assert_int_equal(judged(&act, "refused", ""), 1);
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        assert_int_equal(judged(&act, never[i], "household_busy"), 1);
}

static void test_what_is_set_up_is_done(void **state)
{
    const struct sample_act act = {.way = SAMPLE_SETUP, .type = MSG_worker_hire};
    const struct sample_act busy = {.way = SAMPLE_SETUP, .type = MSG_enrol_request};
    (void)state;
    assert_int_equal(judged(&act, "done", ""), 0);
    assert_int_equal(judged(&act, "refused", "worker_exists"), 1);
    assert_int_equal(judged(&busy, "refused", "session_full"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_outcome_that_must_come_is_no_other),
        cmocka_unit_test(test_a_planted_mistake_is_refused_for_its_own_reason),
        cmocka_unit_test(test_where_either_may_come_only_done_and_the_known_refusals_pass),
        cmocka_unit_test(test_what_is_set_up_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
