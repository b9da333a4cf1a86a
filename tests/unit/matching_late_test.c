/* V14, D2 row 15: a worker whose device had no network tells that she came when the visit counts as missed. It is
 * written down and told, and the visit stays missed until a second person confirms it. Each test leaves a store in
 * which every invariant holds. */
#include "matching_scene.h"

static const struct bench_sender desk_person = {.role = "receptionist", .actor = "R1"},
                                 head = {.role = "manager", .actor = "M1"};

/* B1 is W1's, and nothing was heard of her until it is missed. */
static void missed(struct bench *bench)
{
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    bench_clock(bench, START + 45 * MS_MINUTE);
    assert_state(bench, "B1", "MISSED");
}

static struct answer correct(struct bench *bench, int64_t started_at, int64_t ended_at)
{
    struct visit_correct body = {.started_at = started_at, .ended_at = ended_at, .reason = "phone_broken"};
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    return bench_command(bench, desk_person, MSG_visit_correct, &body);
}

/* Both are told at END + 10 min. */
static void told(struct bench *bench)
{
    missed(bench);
    bench_clock(bench, END + 10 * MS_MINUTE);
    assert_code(tell_in(bench, START + MS_MINUTE), "");
    assert_code(tell_out(bench, END), "");
}

static void test_what_is_told_is_written_down_and_the_visit_stays_missed(void **state)
{
    struct bench *bench = *state;
    struct visit_told_late event;
    struct visit_correction_proposed proposed;
    told(bench);
    assert_int_equal(emitted(bench, MSG_visit_told_late, &event), 1);
    assert_int_equal(event.at, START + MS_MINUTE);
    assert_int_equal(event.told_at, END + 10 * MS_MINUTE);
    assert_string_equal(event.method, "door_code");
    assert_int_equal(emitted(bench, MSG_visit_correction_proposed, &proposed), 1);
    assert_string_equal(proposed.reason, "offline");
    bench_restart(bench);
    struct visit_get_answer seen = visit_of(bench, "B1");
    assert_string_equal(seen.state, "MISSED");
    assert_int_equal(seen.started_at, START + MS_MINUTE);
    assert_int_equal(seen.started_told_at, END + 10 * MS_MINUTE);
    assert_int_equal(seen.correction_ended_at, END);
    assert_string_equal(seen.correction_by, "W1");
    assert_int_equal(emitted(bench, MSG_visit_started, NULL), 0);
    assert_int_equal(emitted(bench, MSG_visit_ended, NULL), 0);
}

static void test_a_manager_confirms_it_and_the_times_of_the_acts_count(void **state)
{
    struct bench *bench = *state;
    struct visit_corrected corrected;
    struct visit_verified verified;
    told(bench);
    assert_code(simply(bench, head, MSG_visit_correct_confirm, "B1"), "");
    assert_state(bench, "B1", "VERIFIED");
    assert_int_equal(emitted(bench, MSG_visit_corrected, &corrected), 1);
    assert_true(corrected.missed);
    assert_int_equal(emitted(bench, MSG_visit_ended, NULL), 1);
    assert_int_equal(emitted(bench, MSG_visit_verified, &verified), 1);
    assert_int_equal(verified.minutes, 119);
    assert_int_equal(emitted(bench, MSG_visit_missed_by_worker, NULL), 1); /* that stays said */
    bench_clock(bench, bench->now + 48 * MS_HOUR);
    assert_state(bench, "B1", "CLOSED");
}

static void test_the_worker_herself_confirms_nothing_and_who_is_not_believed_stays_missed(void **state)
{
    struct bench *bench = *state;
    struct visit_correction_dropped dropped;
    told(bench);
    assert_code(simply(bench, (struct bench_sender){.role = "manager", .actor = "W1"}, MSG_visit_correct_confirm, "B1"),
                "own_time");
    assert_code(simply(bench, head, MSG_visit_correct_withdraw, "B1"), "");
    assert_int_equal(emitted(bench, MSG_visit_correction_dropped, &dropped), 1);
    assert_string_equal(dropped.reason, "declined");
    assert_state(bench, "B1", "MISSED");
    assert_code(tell_in(bench, START), "wrong_state"); /* once */
    assert_code(tell_out(bench, END), "wrong_state");
}

static void test_what_nobody_confirms_lapses(void **state)
{
    struct bench *bench = *state;
    told(bench);
    bench_clock(bench, END + 10 * MS_MINUTE + 48 * MS_HOUR);
    assert_int_equal(emitted(bench, MSG_visit_correction_dropped, NULL), 1);
    assert_state(bench, "B1", "MISSED");
}

static void test_only_who_came_before_it_counted_as_missed_tells_of_it(void **state)
{
    struct bench *bench = *state;
    missed(bench);
    assert_code(tell_in(bench, 0), "wrong_state"); /* now */
    assert_code(tell_in(bench, START + 30 * MS_MINUTE), "wrong_state");
    assert_code(tell_in(bench, START - 61 * MS_MINUTE), "too_early");
    assert_code(check_in(bench, "B1", "W1", "000000"), "wrong_state");
    struct visit_check_in wrong = {.method = "door_code", .door_code = "00000x", .acted_at = START};
    TEXT_PUT(wrong.visit, visit_of(bench, "B1").visit);
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_check_in, &wrong), "wrong_code");
    assert_code(tell_out(bench, START + 40 * MS_MINUTE), "wrong_state"); /* no check-in was told */
    assert_code(tell_in(bench, START + 30 * MS_MINUTE - 1), "");
    assert_code(tell_out(bench, START), "not_credible");
    assert_int_equal(emitted(bench, MSG_visit_correction_proposed, NULL), 0);
}

static void test_it_is_told_within_a_bounded_time(void **state)
{
    struct bench *bench = *state;
    missed(bench);
    bench_clock(bench, START + 24 * MS_HOUR + MS_MINUTE);
    assert_code(tell_in(bench, START), "not_credible");
    bench_clock(bench, END + 72 * MS_HOUR);
    assert_code(correct(bench, START, END), "");
    assert_code(simply(bench, desk_person, MSG_visit_correct_withdraw, "B1"), "");
    bench_clock(bench, END + 72 * MS_HOUR + 1);
    assert_code(correct(bench, START, END), "too_late");
}

/* The phone is lost: the desk says when she came, and a manager confirms. */
static void test_two_people_put_right_what_no_device_tells(void **state)
{
    struct bench *bench = *state;
    missed(bench);
    bench_clock(bench, END + MS_HOUR);
    assert_code(correct(bench, START, START), "bad_time");
    assert_code(correct(bench, START, END), "");
    assert_code(tell_in(bench, START + MS_MINUTE), "");
    assert_code(tell_out(bench, END), "correction_waits");
    assert_code(simply(bench, head, MSG_visit_correct_confirm, "B1"), "");
    assert_state(bench, "B1", "VERIFIED");
    assert_int_equal(visit_of(bench, "B1").minutes, 120);
}

static void test_a_visit_in_whose_place_there_is_another_stays_missed(void **state)
{
    struct bench *bench = *state;
    struct booking_rematch_requested again = {.booking = "B1",
                                              .station = "ST1",
                                              .service = "EL-02",
                                              .household = "H1",
                                              .start = START,
                                              .end = END,
                                              .reason = "worker_lost"};
    char old[ID_SIZE];
    told(bench);
    TEXT_PUT(old, visit_of(bench, "B1").visit);
    bench_hear(bench, "booking", MSG_booking_rematch_requested, &again, "B1");
    assert_string_not_equal(visit_of(bench, "B1").visit, old);
    struct visit_correct_confirm confirm = {0};
    TEXT_PUT(confirm.visit, old);
    assert_code(bench_command(bench, head, MSG_visit_correct_confirm, &confirm), "no_correction");
}

/* Ruling 5. */
static void test_what_is_annulled_is_not_put_right_any_more(void **state)
{
    struct bench *bench = *state;
    struct booking_cancelled annulled = {.booking = "B1",
                                         .station = "ST1",
                                         .service = "EL-02",
                                         .household = "H1",
                                         .start = START,
                                         .end = END,
                                         .class = "provider",
                                         .by = "manager",
                                         .annulled = true};
    struct visit_correction_dropped dropped;
    told(bench);
    bench_hear(bench, "booking", MSG_booking_cancelled, &annulled, "B1");
    assert_state(bench, "B1", "CANCELLED");
    assert_int_equal(emitted(bench, MSG_visit_correction_dropped, &dropped), 1);
    assert_string_equal(dropped.reason, "overtaken");
    assert_code(correct(bench, START, END), "wrong_state");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_is_told_is_written_down_and_the_visit_stays_missed),
        TEST(test_a_manager_confirms_it_and_the_times_of_the_acts_count),
        TEST(test_the_worker_herself_confirms_nothing_and_who_is_not_believed_stays_missed),
        TEST(test_what_nobody_confirms_lapses),
        TEST(test_only_who_came_before_it_counted_as_missed_tells_of_it),
        TEST(test_it_is_told_within_a_bounded_time),
        TEST(test_two_people_put_right_what_no_device_tells),
        TEST(test_a_visit_in_whose_place_there_is_another_stays_missed),
        TEST(test_what_is_annulled_is_not_put_right_any_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
