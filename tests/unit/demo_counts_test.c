/* How often things happen in the demo (domain E6), whatever the seed; and that it sends every kind of command or says
 * why not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"

#define SEEDS 20
#define WEEKS_END (56 * MS_DAY)

/* How often something happens when there is an occasion every so often, until the last visits. */
static int happens(const struct demo_times *times, uint64_t seed, int64_t every, int by_itself)
{
    int happened = 0;
    for (int64_t now = MS_DAY; now < 53 * MS_DAY; now += every) {
        if (by_itself > 0 && now >= 45 * MS_DAY) {
            happened += by_itself;
            by_itself = 0;
        }
        happened += times_due(times, seed, 0, now, happened);
    }
    return happened;
}

static void test_nobody_is_at_home_14_times_and_6_services_are_cut_short(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        assert_int_equal(happens(&demo_nobody_home, seed, 2 * MS_HOUR, 0), 14);
        assert_int_equal(happens(&demo_cut_short, seed, 2 * MS_HOUR, 0), 6);
    }
}

/* E6: 3 missed in all, those too that nobody chose. */
static void test_3_visits_are_missed_also_when_some_are_by_themselves(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        for (int by_itself = 0; by_itself <= 2; by_itself++)
            assert_int_equal(happens(&demo_missed, seed, 2 * MS_HOUR, by_itself), 3);
}

static void test_when_it_happens_follows_from_the_seed(void **state)
{
    int64_t first[2] = {0};
    (void)state;
    for (int i = 0; i < 2; i++)
        while (!times_due(&demo_nobody_home, (uint64_t)i + 1, 0, first[i], 0))
            first[i] += MS_HOUR;
    assert_int_not_equal(first[0], first[1]);
    assert_true(times_due(&demo_nobody_home, 1, 0, first[0], 0));
    assert_false(times_due(&demo_nobody_home, 1, MS_HOUR, first[0], 0)); /* an hour later begun, an hour later due */
}

static void test_at_the_door_a_worker_checks_in_waits_or_does_not_come(void **state)
{
    const struct demo_visit visit = {.key = "H-0001/0/HH-01", .worker = "W-01", .start = 10 * MS_HOUR};
    (void)state;
    assert_int_equal(worker_at_door(1, &visit, 0, DOOR_OPENS).kind, DEED_CHECK_IN);
    assert_int_equal(worker_at_door(1, &visit, 0, DOOR_NOBODY).kind, DEED_NO_CLIENT);
    assert_int_equal(worker_at_door(1, &visit, 0, DOOR_NOBODY).at, visit.start + 15 * MS_MINUTE);
    assert_int_equal(worker_at_door(1, &visit, 0, DOOR_NO_WORKER).kind, DEED_NONE);
}

/* ---- kinds of commands ---- */

static bool is_in_sample(const struct sample *sample, enum message_type type)
{
    for (int i = 0; i < sample->count; i++)
        if (sample->acts[i].type == type)
            return true;
    return false;
}

/* What the people of the demo send of themselves. */
static const enum message_type of_themselves[] = {
    MSG_booking_confirm,
    MSG_booking_cut_short,
    MSG_followup_record,
    MSG_offer_accept,
    MSG_offer_decline,
    MSG_visit_ack,
    MSG_visit_depart,
    MSG_visit_check_in,
    MSG_visit_check_out,
    MSG_visit_no_client,
    MSG_household_locate,
    MSG_visit_correct,
    MSG_visit_correct_confirm,
    MSG_visit_correct_withdraw,
    MSG_visit_dispute,
    MSG_visit_settle,
    MSG_visit_reassign,
    MSG_caseload_assign,
    MSG_visit_pin,
    MSG_dayplan_ask,
    MSG_dayplan_confirm,
    MSG_dayplan_drop,
    MSG_enrol_accept,
    MSG_enrol_decline,
    MSG_notice_ack,
    MSG_feed_move,
    MSG_feed_rewind,
};

static bool is_of_themselves(enum message_type type)
{
    for (size_t i = 0; i < sizeof of_themselves / sizeof of_themselves[0]; i++)
        if (of_themselves[i] == type)
            return true;
    return false;
}

/* A new command has its place in the sample, or with its people, or a reason; demo_claims() sees to it that it is done.
 */
static void test_every_kind_of_command_has_its_place_in_the_weeks_or_a_reason(void **state)
{
    struct sample *sample = sample_make(1, sample_start());
    (void)state;
    assert_non_null(sample);
    for (int type = 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of((enum message_type)type);
        if (message->class_ != CLASS_COMMAND)
            continue;
        const char *why = demo_leaves_out((enum message_type)type);
        bool sent = is_in_sample(sample, (enum message_type)type) || is_of_themselves((enum message_type)type);
        if (sent == (why != NULL))
            fail_msg("%s is %s", message->type_name, why ? "sent, and has a reason not to be" : "not sent by the demo");
        assert_true(!why || why[0]);
    }
    sample_free(&sample);
}

static struct demo demo;

static int64_t unexpected_of_kinds(enum message_type missing)
{
    memset(&demo, 0, sizeof demo);
    for (int type = 1; type < MSG_COUNT; type++)
        demo.done[type] = demo_leaves_out((enum message_type)type) == NULL && type != (int)missing;
    demo_claim_kinds(&demo);
    return demo.counts.unexpected;
}

static void test_a_kind_that_was_never_done_is_told(void **state)
{
    (void)state;
    assert_int_equal(unexpected_of_kinds(MSG_NONE), 0);
    assert_int_equal(unexpected_of_kinds(MSG_exam_appeal), 1);
    demo.counts.unexpected = 0;
    demo.done[MSG_exam_appeal] = demo.done[MSG_visit_offer] = 1; /* the reason is one no longer */
    demo_claim_kinds(&demo);
    assert_int_equal(demo.counts.unexpected, 1);
}

static void hear(const char *type, const void *body, int times)
{
    for (int i = 0; i < times; i++)
        demo_tally(&demo, message_find(type), body);
}

/* Differences beside those of what was not heard at all. */
static int64_t differences(int resits)
{
    const struct exam_graded first = {.attempt = 1}, second = {.attempt = 2};
    const struct visit_client_no_show nobody = {.worker = "W-01"};
    memset(&demo, 0, sizeof demo);
    demo_claim_events(&demo);
    int64_t without = demo.counts.unexpected;
    demo.counts.unexpected = 0;
    hear("exam.graded", &first, 25);
    hear("exam.graded", &second, resits);
    hear("visit.client_no_show", &nobody, 14);
    demo_claim_events(&demo);
    return demo.counts.unexpected - without;
}

static void test_a_count_that_differs_is_told(void **state)
{
    (void)state;
    assert_int_equal(differences(4), -2);
    assert_int_equal(differences(3), -1);
    assert_int_equal(differences(5), -1);
}

/* ---- plans of days ---- */

static void test_the_plans_of_days_lie_within_the_weeks_for_every_seed(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct sample *sample = sample_make(seed, sample_start());
        assert_non_null(sample);
        for (int i = 0; i < DEMO_PLANS; i++) {
            int day = demo_plan_day(sample, i, 22 + 9 * i);
            assert_in_range(day, 22 + 9 * i, 49);
        }
        sample_free(&sample);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_is_at_home_14_times_and_6_services_are_cut_short),
        cmocka_unit_test(test_3_visits_are_missed_also_when_some_are_by_themselves),
        cmocka_unit_test(test_when_it_happens_follows_from_the_seed),
        cmocka_unit_test(test_at_the_door_a_worker_checks_in_waits_or_does_not_come),
        cmocka_unit_test(test_every_kind_of_command_has_its_place_in_the_weeks_or_a_reason),
        cmocka_unit_test(test_a_kind_that_was_never_done_is_told),
        cmocka_unit_test(test_a_count_that_differs_is_told),
        cmocka_unit_test(test_the_plans_of_days_lie_within_the_weeks_for_every_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
