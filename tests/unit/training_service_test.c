/* Training as a service: what is asked, what is not there, what is taken, what is said, damage that its invariants see,
 * and how long persons are kept. Every test ends with all invariants checked (bench.h). */
#include "training_desk.h"

/* ---- questions ---- */

static void publish_course(struct bench *bench, const char *id, const char *occupation)
{
    struct course_publish course = {.title = "居家养老", .hours = 40, .exam = true};
    TEXT_PUT(course.course, id);
    TEXT_PUT(course.occupation, occupation);
    bench_done(bench, registrar, MSG_course_publish, &course);
}

static void test_a_course_is_told_as_it_was_published_last(void **state)
{
    struct bench *bench = *state;
    struct course_get asked = {.id = "C-9"};
    struct course_get_answer answer = {0};
    assert_refused(bench, desk, MSG_course_get, &asked, "unknown_course");
    TEXT_PUT(asked.id, "C-1");
    bench_query(bench, desk, MSG_course_get, &asked, MSG_course_get_answer, &answer);
    assert_string_equal(answer.programme, "nyjz");
    assert_int_equal(answer.hours, 60);
    publish_course(bench, "C-1", "elder");
    bench_query(bench, desk, MSG_course_get, &asked, MSG_course_get_answer, &answer);
    assert_string_equal(answer.course, "C-1");
    assert_string_equal(answer.occupation, "elder");
    assert_string_equal(answer.title, "居家养老");
    assert_string_equal(answer.programme, "");
    assert_int_equal(answer.hours, 40);
    assert_true(answer.exam);
    assert_int_equal(answer.version, 2);
}

/* The ids of a list, joined, and what to ask after. */
#define assert_rows(answer, field, ids, after)                                                                         \
    do {                                                                                                               \
        char joined[256] = "";                                                                                         \
        for (uint32_t row = 0; row < (answer)->rows.count; row++) {                                                    \
            strcat(joined, row ? " " : "");                                                                            \
            strcat(joined, (answer)->rows.at[row].field);                                                              \
        }                                                                                                              \
        assert_string_equal(joined, ids);                                                                              \
        assert_string_equal((answer)->next, after);                                                                    \
    } while (0)

static void test_courses_are_listed_by_occupation_and_page(void **state)
{
    struct bench *bench = *state;
    static struct course_list_answer answer;
    static const struct {
        struct course_list asked;
        const char *ids, *next;
    } rows[] = {
        {{.limit = 0}, "C-1 C-2 C-3", ""}, {{.occupation = "elder"}, "C-2 C-3", ""},  {{.occupation = "nurse"}, "", ""},
        {{.limit = 2}, "C-1 C-2", "C-2"},  {{.limit = 2, .after = "C-2"}, "C-3", ""},
    };
    publish_course(bench, "C-2", "elder");
    publish_course(bench, "C-3", "elder");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench_query(bench, desk, MSG_course_list, &rows[i].asked, MSG_course_list_answer, &answer);
        assert_rows(&answer, course, rows[i].ids, rows[i].next);
    }
    assert_pages(bench, desk, course_list, course, .limit = 0);
}

/* S-1 at ST1 is open with E-1 and E-2 (withdrawn) in it, S-2 at ST2 is a draft. */
static void two_sessions(struct bench *bench)
{
    struct session_plan second = plan_of("S-2", 8, 1);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    enrol(bench, "E-2", "P-2");
    withdraw(bench, "E-2");
    TEXT_PUT(second.station, "ST2");
    TEXT_PUT(second.course, "C-2");
    publish_course(bench, "C-2", "elder");
    bench_done(bench, registrar, MSG_session_plan, &second);
}

static void test_sessions_are_listed_by_station_course_state_and_page(void **state)
{
    struct bench *bench = *state;
    static struct session_list_answer answer;
    static const struct {
        struct session_list asked;
        const char *ids, *next;
    } rows[] = {
        {{.station = "ST1"}, "S-1", ""}, {{.station = "ST2"}, "S-2", ""},
        {{.course = "C-2"}, "S-2", ""},  {{.state = "OPEN"}, "S-1", ""},
        {{.state = "FULL"}, "", ""},     {{.station = "ST1", .state = "DRAFT"}, "", ""},
        {{.limit = 1}, "S-1", "S-1"},    {{.after = "S-1"}, "S-2", ""},
        {{.limit = 0}, "S-1 S-2", ""},
    };
    two_sessions(bench);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench_query(bench, desk, MSG_session_list, &rows[i].asked, MSG_session_list_answer, &answer);
        assert_rows(&answer, session, rows[i].ids, rows[i].next);
    }
    assert_string_equal(answer.rows.at[0].state, "OPEN");
    assert_int_equal(answer.rows.at[0].capacity, 5);
    assert_int_equal(answer.rows.at[0].taken, 1);
    assert_int_equal(answer.rows.at[1].taken, 0);
    assert_pages(bench, desk, session_list, session, .limit = 0);
}

static void test_enrolments_are_listed_by_session_trainee_state_and_page(void **state)
{
    struct bench *bench = *state;
    static struct enrolment_list_answer answer;
    static const struct {
        struct enrolment_list asked;
        const char *ids, *next;
    } rows[] = {
        {{.session = "S-1"}, "E-1 E-2", ""}, {{.session = "S-2"}, "", ""},  {{.trainee = "P-2"}, "E-2", ""},
        {{.state = "WITHDRAWN"}, "E-2", ""}, {{.limit = 1}, "E-1", "E-1"},  {{.state = "ENROLLED"}, "E-1", ""},
        {{.after = "E-1"}, "E-2", ""},       {{.limit = 0}, "E-1 E-2", ""},
    };
    two_sessions(bench);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench_query(bench, desk, MSG_enrolment_list, &rows[i].asked, MSG_enrolment_list_answer, &answer);
        assert_rows(&answer, enrolment, rows[i].ids, rows[i].next);
    }
    assert_string_equal(answer.rows.at[0].trainee, "P-1");
    assert_string_equal(answer.rows.at[0].group, "worker");
    assert_pages(bench, desk, enrolment_list, enrolment, .session = "S-1");
    assert_refused(bench, (struct bench_sender){.role = "trainee", .actor = "P-1"}, MSG_enrolment_list, &rows[0].asked,
                   "role");
}

/* ---- what is not there, what is taken, what is said ---- */

static void test_an_id_that_is_taken_is_refused(void **state)
{
    struct bench *bench = *state;
    struct session_plan again = plan_of("S-1", 10, 1);
    struct enrol_request twice = wish("E-1", "P-2");
    open_session(bench, 10, 1);
    request(bench, "E-1", "P-1");
    assert_refused(bench, registrar, MSG_session_plan, &again, "session_exists");
    assert_refused(bench, desk, MSG_enrol_request, &twice, "enrolment_exists");
}

static void test_what_is_not_there_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    struct enrol_request lost = {.session = "S-9", .trainee = "P-1", .group = "public"};
    struct session_open open = {.session = "S-9"};
    struct session_get session = {.id = "S-9"};
    struct seats_by_group seats = {.id = "S-9"};
    struct enrol_withdraw withdrawal = {.enrolment = "E-9"};
    struct enrolment_get enrolment = {.id = "E-9"};
    struct trainee_get trainee = {.id = "P-9"};
    struct course_get course = {.id = "C-9"};
    assert_refused(bench, desk, MSG_enrol_request, &lost, "unknown_session");
    assert_refused(bench, registrar, MSG_session_open, &open, "unknown_session");
    assert_refused(bench, desk, MSG_session_get, &session, "unknown_session");
    assert_refused(bench, desk, MSG_seats_by_group, &seats, "unknown_session");
    assert_refused(bench, desk, MSG_enrol_withdraw, &withdrawal, "unknown_enrolment");
    assert_refused(bench, desk, MSG_enrolment_get, &enrolment, "unknown_enrolment");
    assert_refused(bench, desk, MSG_trainee_get, &trainee, "unknown_trainee");
    assert_refused(bench, desk, MSG_course_get, &course, "unknown_course");
}

/* D5 rows 8-10, D6 rows 1, 8, 10, 12, 19, A3.3, A3.11 */
static void test_every_step_of_a_class_is_said(void **state)
{
    struct bench *bench = *state;
    struct session_end end = {.session = "S-1"};
    struct session_archive archive = {.session = "S-1"};
    struct enrol_requested requested;
    struct attendance_marked marked;
    struct enrol_completed completed;
    struct enrol_incomplete incomplete;
    struct quota_changed quota;
    struct course_published course;
    set_quota(bench, 9);
    open_session(bench, 10, 1);
    enrol(bench, "E-1", "P-1");
    enrol(bench, "E-2", "P-2");
    enrol(bench, "E-3", "P-3");
    bench_clock(bench, class_start() - MS_DAY);
    bench_clock(bench, class_start());
    for (int unit = 1; unit <= 2; unit++) {
        mark(bench, "E-1", unit, "present");
        mark(bench, "E-2", unit, unit == 1 ? "present" : "absent");
        mark(bench, "E-3", unit, "absent");
    }
    bench_done(bench, registrar, MSG_session_end, &end);
    file_documents(bench);
    bench_done(bench, registrar, MSG_session_archive, &archive);
    assert_int_equal(said(bench, MSG_course_published, &course), 1);
    assert_string_equal(course.course, "C-1");
    assert_int_equal(said(bench, MSG_quota_changed, &quota), 1);
    assert_int_equal(quota.places, 9);
    assert_int_equal(said(bench, MSG_enrol_requested, &requested), 3);
    assert_string_equal(requested.group, "worker");
    assert_int_equal(said(bench, MSG_attendance_marked, &marked), 6);
    assert_int_equal(marked.unit, 2);
    assert_int_equal(said(bench, MSG_session_ended, NULL), 1);
    assert_int_equal(said(bench, MSG_enrol_completed, &completed), 1);
    assert_string_equal(completed.enrolment, "E-1");
    assert_int_equal(completed.attended, 2);
    assert_int_equal(said(bench, MSG_enrol_incomplete, &incomplete), 1);
    assert_string_equal(incomplete.enrolment, "E-2");
    assert_int_equal(incomplete.attended, 1);
    assert_int_equal(said(bench, MSG_enrol_no_show, NULL), 1);
    assert_int_equal(said(bench, MSG_session_graded, NULL), 1);
    assert_int_equal(said(bench, MSG_session_archived, NULL), 1);
}

static void test_a_seat_too_many_is_seen(void **state)
{
    open_session(*state, 2, 1);
    enrol(*state, "E-1", "P-1");
    enrol(*state, "E-2", "P-2");
    assert_int_equal(complaints(*state, "UPDATE session SET capacity = 1, minimum = 1"),
                     2); /* I5, and FULL is untrue */
}

static void test_an_enrolment_without_its_time_is_seen(void **state)
{
    open_session(*state, 2, 1);
    enrol(*state, "E-1", "P-1");
    assert_int_equal(complaints(*state, "UPDATE hold SET state = 'asked' WHERE kind = 'trainee'"), 1);
}

static void test_a_request_that_waits_for_an_approval_nobody_gives_is_seen(void **state)
{
    ask_for_approval(*state);
    open_session(*state, 2, 1);
    request(*state, "E-1", "P-1");
    assert_int_equal(complaints(*state, "UPDATE session SET approval = 0"), 1);
    assert_int_equal(complaints(*state, "UPDATE session SET state = 'LOCKED'"), 1);
}

static void test_a_quota_overdrawn_is_seen(void **state)
{
    set_quota(*state, 1);
    open_session(*state, 2, 1);
    enrol(*state, "E-1", "P-1");
    assert_int_equal(complaints(*state, "UPDATE quota SET places = 0"), 1);
}

/* ---- how long (X6) ---- */

static int64_t persons_due(struct bench *bench, int64_t at, char first[65])
{
    struct privacy_retention dry = {.dry_run = true};
    static struct privacy_retention_answer answer;
    struct clock_set set = {.to = bench->now = at};
    bench_done(bench, (struct bench_sender){.role = "operator"}, MSG_clock_set, &set);
    bench_query(bench, (struct bench_sender){.role = "operator"}, MSG_privacy_retention, &dry,
                MSG_privacy_retention_answer, &answer);
    text_copy(first, 65, answer.rows.at[0].persons.at[0]);
    return answer.rows.at[0].due;
}

static void test_a_trainee_is_kept_for_the_days_after_the_last_session_or_without_one_after_registration(void **state)
{
    struct bench *bench = *state;
    struct trainee_put one = {.trainee = "T-1", .name = "阿榕"}, other = {.trainee = "T-2", .name = "阿桂"};
    const int64_t registered = bench->now, kept = 3650 * MS_DAY;
    char first[65];
    bench_done(bench, registrar, MSG_trainee_put, &one);
    bench_done(bench, registrar, MSG_trainee_put, &other);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "T-1");
    withdraw(bench, "E-1");
    assert_int_equal(persons_due(bench, registered + kept, first), 0);
    assert_int_equal(persons_due(bench, registered + kept + MS_DAY, first), 1);
    assert_string_equal(first, "T-2");
    assert_int_equal(persons_due(bench, class_start() + kept + MS_DAY, first), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_an_id_that_is_taken_is_refused),
        SERVICE_TEST(test_what_is_not_there_is_refused_by_name),
        SERVICE_TEST(test_every_step_of_a_class_is_said),
        SERVICE_TEST(test_a_seat_too_many_is_seen),
        SERVICE_TEST(test_a_trainee_is_kept_for_the_days_after_the_last_session_or_without_one_after_registration),
        SERVICE_TEST(test_an_enrolment_without_its_time_is_seen),
        SERVICE_TEST(test_a_request_that_waits_for_an_approval_nobody_gives_is_seen),
        SERVICE_TEST(test_a_quota_overdrawn_is_seen),
        SERVICE_TEST(test_a_course_is_told_as_it_was_published_last),
        SERVICE_TEST(test_courses_are_listed_by_occupation_and_page),
        SERVICE_TEST(test_sessions_are_listed_by_station_course_state_and_page),
        SERVICE_TEST(test_enrolments_are_listed_by_session_trainee_state_and_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
