/* D2 as ruling 5 repairs it, the times of ruling 2, and the door code (V14). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"

#include "services/matching/visit.h"

static const struct visit_policy policy = {
    .offer_ttl = 30 * MS_MINUTE,
    .ack_grace = 30 * MS_MINUTE,
    .replace_after = 60 * MS_MINUTE,
    .last_call = 30 * MS_MINUTE,
    .missed = 30 * MS_MINUTE,
    .overdue = 30 * MS_MINUTE,
    .objection = 48 * MS_HOUR,
    .ack_hour = 18,
};

static int64_t local(int day, int hour, int minute)
{
    return civil_day_start(civil_day_of(2026, 2, day)) + hour * MS_HOUR + minute * MS_MINUTE;
}

static struct visit a_visit(enum visit_state state)
{
    struct visit visit = {.visit = "V1", .time = {local(10, 9, 0), local(10, 11, 0)}, .state = state};
    return visit;
}

/* ---- the table ---- */

static void test_from_every_state_there_is_a_way_to_an_end(void **state)
{
    (void)state;
    for (int s = VISIT_PLANNED; s < VISIT_STATES; s++)
        assert_true(table_can_end(&visit_machine, s));
}

/* Ruling 5 over D2: until the work is over by a cancellation, afterwards by annulling it. */
static void test_every_live_state_can_be_cancelled(void **state)
{
    (void)state;
    for (int s = VISIT_PLANNED; s < VISIT_STATES; s++) {
        bool cancelled = table_next(&visit_machine, s, VISIT_CANCEL) == VISIT_CANCELLED;
        bool annulled = table_next(&visit_machine, s, VISIT_ANNUL) == VISIT_CANCELLED;
        bool worked = s == VISIT_ENDED || s == VISIT_VERIFIED || s == VISIT_DISPUTED || s == VISIT_MISSED;
        bool over = table_is_terminal(&visit_machine, s);
        assert_true(over != (cancelled || annulled));
        assert_int_equal(cancelled, !over && !worked);
        assert_int_equal(annulled, worked || s == VISIT_STARTED);
    }
}

static void test_what_is_over_stays_over(void **state)
{
    (void)state;
    static const int over[] = {VISIT_CANCELLED, VISIT_CLIENT_NO_SHOW, VISIT_CLOSED};
    for (size_t i = 0; i < sizeof over / sizeof over[0]; i++)
        assert_true(table_is_terminal(&visit_machine, over[i]));
    int terminal = 0;
    for (int s = VISIT_PLANNED; s < VISIT_STATES; s++)
        terminal += table_is_terminal(&visit_machine, s);
    assert_int_equal(terminal, 3);
}

/* V14: what was missed leaves that state by two people's word, or when it is annulled. */
static void test_what_was_missed_is_put_right_or_annulled_and_nothing_else(void **state)
{
    (void)state;
    for (int trigger = VISIT_PLAN; trigger < VISIT_TRIGGERS; trigger++) {
        int to = table_next(&visit_machine, VISIT_MISSED, trigger);
        assert_int_equal(to, trigger == VISIT_ATTEST ? VISIT_ENDED : trigger == VISIT_ANNUL ? VISIT_CANCELLED : 0);
    }
}

static void test_every_state_can_be_reached(void **state)
{
    (void)state;
    bool reached[VISIT_STATES] = {[VISIT_NONE] = true};
    for (int round = 0; round < VISIT_STATES; round++)
        for (size_t i = 0; i < visit_machine.count; i++)
            if (reached[visit_machine.moves[i].from])
                reached[visit_machine.moves[i].to] = true;
    for (int s = VISIT_PLANNED; s < VISIT_STATES; s++)
        assert_true(reached[s]);
}

static void test_no_state_has_two_ways_for_one_trigger(void **state)
{
    (void)state;
    for (size_t i = 0; i < visit_machine.count; i++)
        for (size_t j = i + 1; j < visit_machine.count; j++)
            assert_false(visit_machine.moves[i].from == visit_machine.moves[j].from &&
                         visit_machine.moves[i].trigger == visit_machine.moves[j].trigger);
}

/* The good way, rows 1, 5, 8, 13, 14, 17, 19 and ruling 5. */
static void test_a_visit_goes_from_planned_to_closed(void **state)
{
    (void)state;
    static const int way[][2] = {{VISIT_PLAN, VISIT_PLANNED},     {VISIT_ASSIGN, VISIT_ASSIGNED},
                                 {VISIT_ACK, VISIT_ACKED},        {VISIT_DEPART, VISIT_EN_ROUTE},
                                 {VISIT_CHECK_IN, VISIT_STARTED}, {VISIT_CHECK_OUT, VISIT_ENDED},
                                 {VISIT_VERIFY, VISIT_VERIFIED},  {VISIT_CLOSE, VISIT_CLOSED}};
    int at = VISIT_NONE;
    for (size_t i = 0; i < sizeof way / sizeof way[0]; i++) {
        at = table_next(&visit_machine, at, way[i][0]);
        assert_int_equal(at, way[i][1]);
    }
}

/* Row 16 as ruling 5 repairs it: setting out is optional. */
static void test_a_client_no_show_may_be_told_without_having_set_out(void **state)
{
    (void)state;
    assert_int_equal(table_next(&visit_machine, VISIT_ACKED, VISIT_NO_CLIENT), VISIT_CLIENT_NO_SHOW);
    assert_int_equal(table_next(&visit_machine, VISIT_EN_ROUTE, VISIT_NO_CLIENT), VISIT_CLIENT_NO_SHOW);
    assert_int_equal(table_next(&visit_machine, VISIT_ASSIGNED, VISIT_NO_CLIENT), 0);
}

/* Row 14: who has not acknowledged cannot check in. */
static void test_only_who_has_acknowledged_may_check_in(void **state)
{
    (void)state;
    assert_int_equal(table_next(&visit_machine, VISIT_ASSIGNED, VISIT_CHECK_IN), 0);
    assert_int_equal(table_next(&visit_machine, VISIT_AT_RISK, VISIT_CHECK_IN), 0);
    assert_int_equal(table_next(&visit_machine, VISIT_ACKED, VISIT_CHECK_IN), VISIT_STARTED);
}

static void test_every_state_has_its_name_and_both_labels(void **state)
{
    (void)state;
    for (int s = VISIT_PLANNED; s < VISIT_STATES; s++) {
        assert_int_equal(visit_state_of(visit_state_name(s)), s);
        assert_true(visit_state_label(s)[0] && visit_state_label_en(s)[0]);
    }
    assert_int_equal(visit_state_of("NONSENSE"), VISIT_NONE);
}

/* ---- to acknowledge (V13, ruling 2) ---- */

static void test_an_early_assignment_is_acknowledged_by_six_the_evening_before(void **state)
{
    (void)state;
    assert_int_equal(visit_ack_by(local(10, 9, 0), local(7, 12, 0), &policy), local(9, 18, 0));
    assert_int_equal(visit_ack_by(local(10, 0, 0), local(7, 12, 0), &policy), local(9, 18, 0));
    assert_int_equal(visit_ack_by(local(10, 23, 59), local(7, 12, 0), &policy), local(9, 18, 0));
}

static void test_a_late_assignment_has_half_an_hour(void **state)
{
    (void)state;
    assert_int_equal(visit_ack_by(local(10, 9, 0), local(9, 17, 29), &policy), local(9, 18, 0));
    assert_int_equal(visit_ack_by(local(10, 9, 0), local(9, 17, 31), &policy), local(9, 18, 1));
    assert_int_equal(visit_ack_by(local(10, 9, 0), local(10, 7, 0), &policy), local(10, 7, 30));
}

/* ---- timers ---- */

static void
test_an_assigned_visit_waits_for_its_acknowledgement_and_is_missed_half_an_hour_after_the_start(void **state)
{
    (void)state;
    struct visit visit = a_visit(VISIT_ASSIGNED);
    visit.ack_by = local(9, 18, 0);
    assert_int_equal(visit_due(&visit, TIMER_ACK_BY, &policy), local(9, 18, 0));
    assert_int_equal(visit_due(&visit, TIMER_MISSED, &policy), local(10, 9, 30));
    visit.state = VISIT_ACKED;
    assert_int_equal(visit_due(&visit, TIMER_ACK_BY, &policy), 0);
    assert_int_equal(visit_due(&visit, TIMER_MISSED, &policy), local(10, 9, 30));
    visit.state = VISIT_STARTED;
    assert_int_equal(visit_due(&visit, TIMER_MISSED, &policy), 0);
}

static void test_an_unanswered_offer_lapses_at_the_latest_half_an_hour_before_the_start(void **state)
{
    (void)state;
    struct visit visit = a_visit(VISIT_OFFERED);
    visit.offer_until = local(8, 12, 30);
    assert_int_equal(visit_due(&visit, TIMER_OFFER_TTL, &policy), local(8, 12, 30));
    assert_int_equal(visit_due(&visit, TIMER_LAST_CALL, &policy), local(10, 8, 30));
}

static void test_who_does_not_acknowledge_is_replaced_after_an_hour(void **state)
{
    (void)state;
    struct visit visit = a_visit(VISIT_AT_RISK);
    TEXT_PUT(visit.risk, "no_ack");
    visit.risk_at = local(9, 18, 0);
    assert_int_equal(visit_due(&visit, TIMER_REPLACE, &policy), local(9, 19, 0));
    visit.risk_at = local(10, 8, 0); /* never later than half an hour before the start */
    assert_int_equal(visit_due(&visit, TIMER_REPLACE, &policy), local(10, 8, 30));
}

static void test_when_it_is_too_late_the_visit_stays_with_who_has_not_acknowledged(void **state)
{
    (void)state;
    struct visit visit = a_visit(VISIT_AT_RISK);
    TEXT_PUT(visit.risk, "no_ack");
    visit.risk_at = local(10, 8, 30);
    assert_int_equal(visit_due(&visit, TIMER_REPLACE, &policy), 0);
    assert_int_equal(visit_due(&visit, TIMER_MISSED, &policy), local(10, 9, 30));
}

static void test_who_was_looked_for_in_vain_is_looked_for_again_half_way_to_the_last_call(void **state)
{
    (void)state;
    struct visit visit = a_visit(VISIT_AT_RISK);
    TEXT_PUT(visit.risk, "code");
    visit.risk_at = visit.searched_at = local(9, 18, 30);
    assert_int_equal(visit_due(&visit, TIMER_REPLACE, &policy), local(10, 1, 30));
    visit.searched_at = local(10, 7, 0);
    assert_int_equal(visit_due(&visit, TIMER_REPLACE, &policy), local(10, 8, 0)); /* an hour at least */
    visit.searched_at = local(10, 8, 0);
    assert_int_equal(visit_due(&visit, TIMER_REPLACE, &policy), local(10, 8, 30));
    visit.searched_at = local(10, 8, 30);
    assert_int_equal(visit_due(&visit, TIMER_REPLACE, &policy), 0);
}

/* Row 18, and ruling 5: open to objection for 48 h. */
static void test_check_out_objection_and_closing_have_their_times(void **state)
{
    (void)state;
    struct visit visit = a_visit(VISIT_STARTED);
    assert_int_equal(visit_due(&visit, TIMER_CHECKOUT_OVERDUE, &policy), local(10, 11, 30));
    visit.state = VISIT_ENDED;
    visit.verify_by = local(12, 13, 0);
    assert_int_equal(visit_due(&visit, TIMER_CHECKOUT_OVERDUE, &policy), 0);
    assert_int_equal(visit_due(&visit, TIMER_VERIFY, &policy), local(12, 13, 0));
    visit.state = VISIT_VERIFIED;
    visit.closes_at = local(12, 11, 0);
    assert_int_equal(visit_due(&visit, TIMER_OBJECTION, &policy), local(12, 11, 0));
    visit.state = VISIT_DISPUTED;
    assert_int_equal(visit_due(&visit, TIMER_OBJECTION, &policy), 0);
}

static void test_a_visit_that_is_over_has_no_timers(void **state)
{
    (void)state;
    static const enum visit_state over[] = {VISIT_CANCELLED, VISIT_MISSED, VISIT_CLIENT_NO_SHOW, VISIT_CLOSED};
    for (size_t i = 0; i < sizeof over / sizeof over[0]; i++) {
        struct visit visit = a_visit(over[i]);
        visit.ack_by = visit.offer_until = visit.ended_at = visit.closes_at = visit.risk_at = 1;
        TEXT_PUT(visit.risk, "no_ack");
        for (int timer = 0; timer < VISIT_TIMERS; timer++)
            assert_int_equal(visit_due(&visit, (enum visit_timer)timer, &policy), 0);
    }
}

/* ---- the door code and minutes ---- */

static void test_a_door_code_is_six_digits_of_its_nonce(void **state)
{
    (void)state;
    static const uint8_t small[8] = {0, 0, 0, 0, 0, 0, 0, 42}, large[8] = {255, 255, 255, 255, 255, 255, 255, 255};
    char code[7];
    visit_door_code_make(code, small);
    assert_string_equal(code, "000042");
    visit_door_code_make(code, large); /* 2^64 - 1 */
    assert_string_equal(code, "551615");
}

static void test_minutes_are_rounded_to_the_nearest_and_never_negative(void **state)
{
    (void)state;
    assert_int_equal(visit_minutes(0, 90 * MS_MINUTE + 29999), 90);
    assert_int_equal(visit_minutes(0, 90 * MS_MINUTE + 30000), 91);
    assert_int_equal(visit_minutes(10, 5), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_every_state_there_is_a_way_to_an_end),
        cmocka_unit_test(test_every_live_state_can_be_cancelled),
        cmocka_unit_test(test_what_is_over_stays_over),
        cmocka_unit_test(test_what_was_missed_is_put_right_or_annulled_and_nothing_else),
        cmocka_unit_test(test_every_state_can_be_reached),
        cmocka_unit_test(test_no_state_has_two_ways_for_one_trigger),
        cmocka_unit_test(test_a_visit_goes_from_planned_to_closed),
        cmocka_unit_test(test_a_client_no_show_may_be_told_without_having_set_out),
        cmocka_unit_test(test_only_who_has_acknowledged_may_check_in),
        cmocka_unit_test(test_every_state_has_its_name_and_both_labels),
        cmocka_unit_test(test_an_early_assignment_is_acknowledged_by_six_the_evening_before),
        cmocka_unit_test(test_a_late_assignment_has_half_an_hour),
        cmocka_unit_test(
            test_an_assigned_visit_waits_for_its_acknowledgement_and_is_missed_half_an_hour_after_the_start),
        cmocka_unit_test(test_an_unanswered_offer_lapses_at_the_latest_half_an_hour_before_the_start),
        cmocka_unit_test(test_who_does_not_acknowledge_is_replaced_after_an_hour),
        cmocka_unit_test(test_when_it_is_too_late_the_visit_stays_with_who_has_not_acknowledged),
        cmocka_unit_test(test_who_was_looked_for_in_vain_is_looked_for_again_half_way_to_the_last_call),
        cmocka_unit_test(test_check_out_objection_and_closing_have_their_times),
        cmocka_unit_test(test_a_visit_that_is_over_has_no_timers),
        cmocka_unit_test(test_a_door_code_is_six_digits_of_its_nonce),
        cmocka_unit_test(test_minutes_are_rounded_to_the_nearest_and_never_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
