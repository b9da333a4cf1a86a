/* Booking as a service: how it ends, and the follow-up (D1 rows 17, 20, 21). */
#include "booking_town.h"

static const struct bench_sender client = {.role = "client", .actor = "H1"};

static const char *take_started(struct bench *bench)
{
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 2 * MS_DAY);
    hear_started(bench, id);
    return id;
}

static struct answer cut_short(struct bench *bench, struct bench_sender from, const char *id, const char *by)
{
    struct booking_cut_short cut = {0};
    TEXT_PUT(cut.booking, id);
    TEXT_PUT(cut.by, by);
    return bench_command(bench, from, MSG_booking_cut_short, &cut);
}

static struct answer follow_up(struct bench *bench, const char *id, const char *result)
{
    struct followup_record record = {0};
    TEXT_PUT(record.booking, id);
    TEXT_PUT(record.result, result);
    return bench_command(bench, desk, MSG_followup_record, &record);
}

/* ---- missed, and put right (V14) ---- */

static const char *take_missed(struct bench *bench)
{
    const char *id = take(bench, "R1");
    struct visit_missed_by_worker event = {.station = "ST1", .service = "HH-01", .household = "H1", .worker = "W1"};
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 2 * MS_DAY);
    TEXT_PUT(event.visit, id);
    TEXT_PUT(event.booking, id);
    bench_hear(bench, "matching", MSG_visit_missed_by_worker, &event, id);
    assert_string_equal(look(bench, id).outcome, "missed");
    return id;
}

static void test_what_counted_as_missed_is_completed_after_all_and_said_so(void **state)
{
    struct bench *bench = *state;
    struct booking_outcome_changed event;
    const char *id = take_missed(bench);
    hear_verified(bench, id, 118);
    assert_state(bench, id, "COMPLETED");
    assert_string_equal(look(bench, id).outcome, "full");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_outcome_changed, &event), 1);
    assert_string_equal(event.from, "missed");
    assert_string_equal(event.outcome, "full");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_completed, NULL), 1);
    hear_verified(bench, id, 118);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_outcome_changed, NULL), 1);
}

static void test_a_closed_booking_stays_as_it_was_closed(void **state)
{
    struct bench *bench = *state;
    const char *id = take_missed(bench);
    bench_clock(bench, NOON + 20 * MS_DAY);
    assert_state(bench, id, "CLOSED");
    hear_verified(bench, id, 118);
    assert_state(bench, id, "CLOSED");
    assert_string_equal(look(bench, id).outcome, "missed");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_outcome_changed, NULL), 0);
}

/* ---- cut short (row 17) ---- */

static void test_the_desk_ends_a_service_early_and_says_by_whom(void **state)
{
    struct bench *bench = *state;
    struct booking_completed event;
    const char *id = take_started(bench);
    assert_string_equal(cut_short(bench, desk, id, "client").outcome, "done");
    assert_state(bench, id, "COMPLETED");
    assert_string_equal(look(bench, id).outcome, "cut_short");
    assert_string_equal(look(bench, id).cut_by, "client");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_completed, &event), 1);
    assert_string_equal(event.outcome, "cut_short");
    assert_string_equal(event.by, "client");
}

static void test_the_check_out_after_it_changes_nothing(void **state)
{
    struct bench *bench = *state;
    const char *id = take_started(bench);
    cut_short(bench, desk, id, "station");
    hear_verified(bench, id, 118);
    assert_string_equal(look(bench, id).outcome, "cut_short");
    assert_string_equal(look(bench, id).cut_by, "station");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_completed, NULL), 1);
}

static void test_an_early_check_out_is_the_workers(void **state)
{
    struct bench *bench = *state;
    struct booking_completed event;
    const char *id = take_started(bench);
    hear_verified(bench, id, 59);
    assert_string_equal(look(bench, id).cut_by, "worker");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_completed, &event), 1);
    assert_string_equal(event.by, "worker");
}

static void test_a_service_done_in_full_was_ended_early_by_nobody(void **state)
{
    struct bench *bench = *state;
    struct booking_completed event;
    const char *id = take(bench, "R1");
    complete(bench, id);
    assert_string_equal(look(bench, id).cut_by, "");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_completed, &event), 1);
    assert_string_equal(event.by, "");
}

static void test_what_has_not_begun_is_not_cut_short(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    struct answer answer = cut_short(bench, desk, id, "client");
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, "not_in_service");
    assert_string_equal(answer.field, "booking");
    assert_state(bench, id, "REQUESTED");
}

static void test_only_the_desk_cuts_short(void **state)
{
    struct bench *bench = *state;
    const char *id = take_started(bench);
    assert_string_equal(cut_short(bench, mini, id, "client").outcome, "denied");
    assert_string_equal(cut_short(bench, client, id, "client").outcome, "denied");
    assert_state(bench, id, "IN_SERVICE");
}

/* ---- the follow-up (rows 20, 21) ---- */

static void test_a_satisfied_client_closes_the_booking(void **state)
{
    struct bench *bench = *state;
    struct booking_followed_up event;
    const char *id = take(bench, "R1");
    complete(bench, id);
    assert_string_equal(follow_up(bench, id, "satisfied").outcome, "done");
    assert_state(bench, id, "CLOSED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_followed_up, &event), 1);
    assert_string_equal(event.result, "satisfied");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_followed_up, NULL), 0);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_closed, NULL), 1);
}

static void test_an_open_case_keeps_it_open_although_the_client_is_satisfied(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    complete(bench, id);
    hear_case(bench, id, true);
    follow_up(bench, id, "satisfied");
    assert_state(bench, id, "COMPLETED");
    hear_case(bench, id, false);
    assert_state(bench, id, "CLOSED");
}

static void test_an_unsatisfied_client_has_the_days_to_complain(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    complete(bench, id);
    follow_up(bench, id, "unsatisfied");
    bench_clock(bench, NOON + 9 * MS_DAY - 1);
    assert_state(bench, id, "COMPLETED");
    assert_string_equal(look(bench, id).follow_up, "unsatisfied");
    assert_int_equal(look(bench, id).followed_up, NOON + 2 * MS_DAY);
    bench_clock(bench, NOON + 9 * MS_DAY);
    assert_state(bench, id, "CLOSED");
}

static void test_who_was_not_reached_is_asked_again(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    complete(bench, id);
    follow_up(bench, id, "unreached");
    assert_state(bench, id, "COMPLETED");
    follow_up(bench, id, "satisfied");
    assert_state(bench, id, "CLOSED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_followed_up, NULL), 2);
}

static void test_a_follow_up_needs_a_completed_booking(void **state)
{
    struct bench *bench = *state;
    const char *id = take_started(bench);
    struct answer answer = follow_up(bench, id, "satisfied");
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, "not_completed");
    assert_state(bench, id, "IN_SERVICE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_what_counted_as_missed_is_completed_after_all_and_said_so),
        SERVICE_TEST(test_a_closed_booking_stays_as_it_was_closed),
        SERVICE_TEST(test_the_desk_ends_a_service_early_and_says_by_whom),
        SERVICE_TEST(test_the_check_out_after_it_changes_nothing),
        SERVICE_TEST(test_an_early_check_out_is_the_workers),
        SERVICE_TEST(test_a_service_done_in_full_was_ended_early_by_nobody),
        SERVICE_TEST(test_what_has_not_begun_is_not_cut_short),
        SERVICE_TEST(test_only_the_desk_cuts_short),
        SERVICE_TEST(test_a_satisfied_client_closes_the_booking),
        SERVICE_TEST(test_an_open_case_keeps_it_open_although_the_client_is_satisfied),
        SERVICE_TEST(test_an_unsatisfied_client_has_the_days_to_complain),
        SERVICE_TEST(test_who_was_not_reached_is_asked_again),
        SERVICE_TEST(test_a_follow_up_needs_a_completed_booking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
