/* Rules of training: sessions (D5), seats by target group (T2), enrolments (D6), attendance (T7), holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/civil.h"
#include "services/training/enrolment.h"
#include "services/training/exam.h"
#include "services/training/hold.h"
#include "services/training/session.h"

static void assert_walks(const struct machine *machine, int states, int cancel, const int *exempt)
{
    for (int state = 1; state < states; state++) {
        assert_true(table_can_end(machine, state));
        bool free = table_is_terminal(machine, state);
        for (const int *e = exempt; e && *e; e++)
            free = free || *e == state;
        if (!free)
            assert_int_not_equal(table_next(machine, state, cancel), 0);
    }
}

/* ruling 5 */
static void test_every_live_state_of_a_session_ends_and_can_be_cancelled_or_annulled_once_it_is_over(void **unused)
{
    (void)unused;
    static const int over[] = {SESSION_ENDED, SESSION_GRADED, 0};
    assert_walks(&session_machine, SESSION_STATES, SESSION_CANCEL, over);
    for (int i = 0; over[i]; i++)
        assert_int_equal(table_next(&session_machine, over[i], SESSION_ANNUL), SESSION_CANCELLED);
}

static void test_every_live_enrolment_ends_and_can_be_withdrawn_or_annulled_once_it_is_judged(void **unused)
{
    (void)unused;
    static const int judged[] = {ENROLMENT_UNDER_APPEAL,
                                 ENROLMENT_PASSED,
                                 ENROLMENT_FAILED,
                                 ENROLMENT_COMPLETED,
                                 ENROLMENT_INCOMPLETE,
                                 ENROLMENT_NO_SHOW,
                                 0};
    assert_walks(&enrolment_machine, ENROLMENT_STATES, ENROLMENT_WITHDRAW, judged);
    for (int i = 0; judged[i]; i++)
        assert_int_equal(table_next(&enrolment_machine, judged[i], ENROLMENT_ANNUL), ENROLMENT_ANNULLED);
}

static void test_every_live_hold_can_be_dropped(void **unused)
{
    (void)unused;
    assert_walks(&hold_machine, HOLD_STATES, HOLD_DROP, NULL);
}

/* D5 rows 1 to 10 */
static void test_a_session_goes_from_draft_to_the_archive(void **unused)
{
    (void)unused;
    static const int path[] = {SESSION_PLAN,     SESSION_OPENS, SESSION_FILLS,  SESSION_LOCKS,
                               SESSION_ATTENDED, SESSION_ENDS,  SESSION_GRADES, SESSION_ARCHIVE};
    int state = SESSION_NONE;
    for (size_t i = 0; i < sizeof path / sizeof path[0]; i++)
        state = table_next(&session_machine, state, path[i]);
    assert_int_equal(state, SESSION_ARCHIVED);
}

/* D5 row 6 */
static void test_only_a_new_date_that_stands_opens_a_postponed_session(void **unused)
{
    (void)unused;
    assert_int_equal(table_next(&session_machine, SESSION_POSTPONED, SESSION_OPENS), 0);
    assert_int_equal(table_next(&session_machine, SESSION_POSTPONED, SESSION_REDATE), SESSION_POSTPONED);
    assert_int_equal(table_next(&session_machine, SESSION_POSTPONED, SESSION_DATE_STANDS), SESSION_OPEN);
    assert_int_equal(table_next(&session_machine, SESSION_RUNNING, SESSION_POSTPONE), 0);
}

/* T2 */
static void test_a_group_takes_its_kept_seats_first_and_then_the_open_ones(void **unused)
{
    (void)unused;
    struct session session = {.capacity = 10, .keep = {[GROUP_WORKER] = 3, [GROUP_UNEMPLOYED] = 2}};
    int64_t taken[GROUPS] = {0};
    assert_int_equal(seats_left(&session, taken, GROUP_WORKER, false), 8);
    assert_int_equal(seats_left(&session, taken, GROUP_PUBLIC, false), 5);
    taken[GROUP_PUBLIC] = 5;
    assert_int_equal(seats_left(&session, taken, GROUP_PUBLIC, false), 0);
    assert_int_equal(seats_left(&session, taken, GROUP_WORKER, false), 3);
    taken[GROUP_WORKER] = 3;
    assert_int_equal(seats_left(&session, taken, GROUP_WORKER, false), 0);
    assert_int_equal(seats_left(&session, taken, GROUP_UNEMPLOYED, false), 2);
}

static void test_released_seats_are_open_to_all(void **unused)
{
    (void)unused;
    struct session session = {.capacity = 10, .keep = {[GROUP_WORKER] = 3, [GROUP_UNEMPLOYED] = 2}};
    int64_t taken[GROUPS] = {[GROUP_PUBLIC] = 5};
    assert_int_equal(seats_left(&session, taken, GROUP_PUBLIC, true), 5);
    taken[GROUP_WORKER] = 5;
    assert_int_equal(seats_left(&session, taken, GROUP_PUBLIC, true), 0);
    assert_int_equal(seats_left(&session, taken, GROUP_NEW_LABOUR, true), 0);
}

/* I5: whatever the order, the groups together never take more than the capacity */
static void test_groups_never_take_more_seats_than_there_are(void **unused)
{
    (void)unused;
    struct session session = {.capacity = 7, .keep = {2, 1, 1, 0}};
    for (int first = 0; first < GROUPS; first++) {
        int64_t taken[GROUPS] = {0};
        for (int step = 0; step < 40; step++) {
            int group = (first + step * 3) % GROUPS;
            taken[group] += seats_left(&session, taken, group, step > 20) > 0;
            assert_true(seats_taken(taken) <= session.capacity);
        }
        assert_int_equal(seats_taken(taken), session.capacity);
    }
}

/* D5 row 3 */
static void test_the_last_seat_fills_a_session_and_a_freed_one_opens_it(void **unused)
{
    (void)unused;
    struct session session = {.capacity = 2, .state = SESSION_OPEN};
    assert_int_equal(session_by_seats(&session, 1), SESSION_NO_TRIGGER);
    assert_int_equal(session_by_seats(&session, 2), SESSION_FILLS);
    session.state = SESSION_FULL;
    assert_int_equal(session_by_seats(&session, 2), SESSION_NO_TRIGGER);
    assert_int_equal(session_by_seats(&session, 1), SESSION_FREES);
    session.state = SESSION_LOCKED;
    assert_int_equal(session_by_seats(&session, 0), SESSION_NO_TRIGGER);
}

static void test_a_plan_is_refused_by_the_field_that_is_wrong(void **unused)
{
    (void)unused;
    const char *field;
    struct session session = {.start = 3 * MS_DAY, .end = 3 * MS_DAY + MS_HOUR, .capacity = 5, .minimum = 5};
    assert_null(session_flaw(&session, 0, MS_DAY, &field));
    assert_string_equal(session_flaw(&session, 2 * MS_DAY, MS_DAY, &field), "too_late");
    session.minimum = 6;
    assert_string_equal(session_flaw(&session, 0, MS_DAY, &field), "minimum");
    session.minimum = 1;
    session.keep[GROUP_PUBLIC] = 6;
    assert_string_equal(session_flaw(&session, 0, MS_DAY, &field), "kept_seats");
    assert_string_equal(field, "capacity");
    session.end = session.start;
    assert_string_equal(session_flaw(&session, 0, MS_DAY, &field), "too_short");
}

/* T7, D6 rows 8, 12, 19 */
static void test_four_of_five_half_days_are_enough_and_three_are_not(void **unused)
{
    (void)unused;
    struct enrolment enrolment = {.state = ENROLMENT_ATTENDING};
    assert_int_equal(enrolment_at_end(&enrolment, 4, 5, 80, false), ENROLMENT_ENOUGH);
    assert_int_equal(enrolment_at_end(&enrolment, 3, 5, 80, false), ENROLMENT_TOO_LITTLE);
    enrolment.state = ENROLMENT_ENROLLED;
    assert_int_equal(enrolment_at_end(&enrolment, 0, 5, 80, false), ENROLMENT_NEVER_CAME);
}

static void test_who_attended_enough_of_a_course_with_exam_goes_on_to_it(void **unused)
{
    (void)unused;
    struct enrolment enrolment = {.state = ENROLMENT_ATTENDING};
    assert_int_equal(enrolment_at_end(&enrolment, 5, 5, 80, true), ENROLMENT_READY);
    assert_int_equal(enrolment_at_end(&enrolment, 3, 5, 80, true), ENROLMENT_TOO_LITTLE);
}

static void test_late_and_early_count_as_present_and_an_excuse_does_not(void **unused)
{
    (void)unused;
    assert_true(mark_is_present("present"));
    assert_true(mark_is_present("late"));
    assert_true(mark_is_present("left_early"));
    assert_false(mark_is_present("excused"));
    assert_false(mark_is_present("absent"));
}

/* T8 */
static void test_two_marks_near_each_other_make_their_mean_and_far_apart_ask_for_a_third(void **unused)
{
    (void)unused;
    assert_int_equal(exam_part_mark(&(struct exam_marks){1, {70}}, 10), EXAM_OPEN);
    assert_int_equal(exam_part_mark(&(struct exam_marks){2, {61, 70}}, 10), 65);
    assert_int_equal(exam_part_mark(&(struct exam_marks){2, {70, 60}}, 10), 65);
    assert_int_equal(exam_part_mark(&(struct exam_marks){2, {70, 59}}, 10), EXAM_OPEN);
    assert_int_equal(exam_part_mark(&(struct exam_marks){3, {80, 40, 55}}, 10), 55);
}

/* D6 rows 14 to 16, T9 */
static void test_only_the_part_that_was_not_enough_is_repeated_and_only_once(void **unused)
{
    (void)unused;
    struct exam exam = {.attempt = 1, .mark = {60, 59}};
    assert_int_equal(exam_verdict((int64_t[]){60, 60}, 1, 60), ENROLMENT_PASS);
    assert_int_equal(exam_verdict(exam.mark, 1, 60), ENROLMENT_RESIT);
    assert_int_equal(exam_verdict(exam.mark, 2, 60), ENROLMENT_FAIL);
    exam_note(&exam, true, 60);
    assert_int_equal(exam.attempt, 2);
    assert_int_equal(exam.graded, 1);
    assert_int_equal(exam.graded_mark[EXAM_PRACTICE], 59);
    assert_int_equal(exam.mark[EXAM_THEORY], 60);
    assert_int_equal(exam.mark[EXAM_PRACTICE], EXAM_OPEN);
    assert_string_equal(exam_parts_open(&exam), "practice");
    assert_false(exam_is_marked(&exam));
}

/* W4 */
static void test_an_offer_lasts_a_quarter_of_the_time_left_but_not_beyond_the_lock(void **unused)
{
    (void)unused;
    assert_int_equal(offer_hold_until(0, 8 * MS_HOUR, 7 * MS_HOUR), 2 * MS_HOUR);
    assert_int_equal(offer_hold_until(0, 20 * MS_DAY, 19 * MS_DAY), MS_DAY);
    assert_int_equal(offer_hold_until(0, 8 * MS_MINUTE, MS_HOUR), 15 * MS_MINUTE);
    assert_int_equal(offer_hold_until(0, 8 * MS_HOUR, MS_HOUR), MS_HOUR);
}

/* D5 row 10 */
static void test_the_archive_names_the_first_document_that_it_lacks(void **unused)
{
    (void)unused;
    struct session session = {.exam = true};
    static const char on_file[][33] = {"materials", "sign_in", "scores"};
    assert_string_equal(session_document_missing(&session, NULL, 0), "sign_in");
    assert_string_equal(session_document_missing(&session, on_file, 1), "sign_in");
    assert_string_equal(session_document_missing(&session, on_file, 2), "scores");
    assert_null(session_document_missing(&session, on_file, 3));
    session.exam = false;
    assert_null(session_document_missing(&session, on_file, 2));
}

static void test_names_of_states_read_back(void **unused)
{
    (void)unused;
    for (int i = 1; i < SESSION_STATES; i++)
        assert_int_equal(session_state_of(session_state_name(i)), i);
    for (int i = 1; i < ENROLMENT_STATES; i++)
        assert_int_equal(enrolment_state_of(enrolment_state_name(i)), i);
    for (int i = 1; i < HOLD_STATES; i++)
        assert_int_equal(hold_state_of(hold_state_name(i)), i);
    for (int i = 0; i < GROUPS; i++)
        assert_int_equal(group_of(group_name(i)), i);
    assert_int_equal(group_of("nobody"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_live_state_of_a_session_ends_and_can_be_cancelled_or_annulled_once_it_is_over),
        cmocka_unit_test(test_every_live_enrolment_ends_and_can_be_withdrawn_or_annulled_once_it_is_judged),
        cmocka_unit_test(test_every_live_hold_can_be_dropped),
        cmocka_unit_test(test_a_session_goes_from_draft_to_the_archive),
        cmocka_unit_test(test_only_a_new_date_that_stands_opens_a_postponed_session),
        cmocka_unit_test(test_a_group_takes_its_kept_seats_first_and_then_the_open_ones),
        cmocka_unit_test(test_released_seats_are_open_to_all),
        cmocka_unit_test(test_groups_never_take_more_seats_than_there_are),
        cmocka_unit_test(test_the_last_seat_fills_a_session_and_a_freed_one_opens_it),
        cmocka_unit_test(test_a_plan_is_refused_by_the_field_that_is_wrong),
        cmocka_unit_test(test_four_of_five_half_days_are_enough_and_three_are_not),
        cmocka_unit_test(test_who_attended_enough_of_a_course_with_exam_goes_on_to_it),
        cmocka_unit_test(test_late_and_early_count_as_present_and_an_excuse_does_not),
        cmocka_unit_test(test_two_marks_near_each_other_make_their_mean_and_far_apart_ask_for_a_third),
        cmocka_unit_test(test_only_the_part_that_was_not_enough_is_repeated_and_only_once),
        cmocka_unit_test(test_an_offer_lasts_a_quarter_of_the_time_left_but_not_beyond_the_lock),
        cmocka_unit_test(test_the_archive_names_the_first_document_that_it_lacks),
        cmocka_unit_test(test_names_of_states_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
