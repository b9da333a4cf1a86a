/* Training from the end of a class on, and around it: examinations, appeals, certificates, documents, prerequisites,
 * what is annulled, and seats offered in place of lost ones. Every test ends with all invariants checked (bench.h). */
#include "training_desk.h"

static const struct bench_sender first = {.role = "trainer", .actor = "TR-2"},
                                 second = {.role = "trainer", .actor = "TR-3"},
                                 third = {.role = "registrar", .actor = "registrar-2"};

/* C-1 ends with an examination and gives a certificate. */
static void publish_with_certificate(struct bench *bench)
{
    struct course_publish course = {.course = "C-1",
                                    .occupation = "matron",
                                    .title = "母婴护理",
                                    .hours = 60,
                                    .exam = true,
                                    .gives_cert = "matron",
                                    .gives_level = 5};
    TEXT_PUT(course.programme, "nyjz");
    bench_done(bench, registrar, MSG_course_publish, &course);
}

static void attend(struct bench *bench, const char *enrolment)
{
    mark(bench, enrolment, 1, "present");
    mark(bench, enrolment, 2, "present");
}

static void end_session(struct bench *bench)
{
    struct session_end end = {.session = "S-1"};
    bench_done(bench, registrar, MSG_session_end, &end);
}

/* S-1 has ended; E-1 waits for the examination. */
static void wait_for_exam(struct bench *bench)
{
    publish_with_certificate(bench);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - 7 * MS_DAY);
    bench_clock(bench, class_start() + 9 * MS_HOUR);
    attend(bench, "E-1");
    end_session(bench);
}

static struct exam_grade mark_of(const char *part, int64_t mark_given)
{
    struct exam_grade grade = {.enrolment = "E-1", .mark = mark_given};
    TEXT_PUT(grade.part, part);
    return grade;
}

static void grade(struct bench *bench, struct bench_sender examiner, const char *part, int64_t mark_given)
{
    struct exam_grade body = mark_of(part, mark_given);
    bench_done(bench, examiner, MSG_exam_grade, &body);
}

static void grade_both(struct bench *bench, int64_t theory, int64_t practice)
{
    grade(bench, first, "theory", theory);
    grade(bench, second, "theory", theory);
    grade(bench, first, "practice", practice);
    grade(bench, second, "practice", practice);
}

static struct cert_issue paper(int64_t valid_to)
{
    return (struct cert_issue){
        .enrolment = "E-1", .number = "DEMO-2026-00001", .body = "academy", .valid_to = valid_to};
}

/* ---- D5 row 9, D6 rows 13 to 16 ---- */

static void test_a_session_with_an_exam_stays_ended_until_all_results_are_final(void **state)
{
    struct bench *bench = *state;
    struct exam_graded graded;
    struct enrol_exam_ready ready;
    wait_for_exam(bench);
    assert_string_equal(session_now(bench).state, "ENDED");
    assert_string_equal(enrolment_now(bench, "E-1").state, "EXAM_READY");
    assert_int_equal(said(bench, MSG_enrol_exam_ready, &ready), 1);
    assert_int_equal(ready.until, bench->now + 90 * MS_DAY);
    grade_both(bench, 80, 70);
    assert_int_equal(said(bench, MSG_exam_graded, &graded), 1);
    assert_int_equal(graded.theory, 80);
    assert_int_equal(graded.practice, 70);
    assert_true(graded.passed);
    assert_int_equal(said(bench, MSG_enrol_passed, NULL), 1);
    assert_string_equal(session_now(bench).state, "ENDED"); /* an appeal may still come */
    int64_t over = enrolment_now(bench, "E-1").appeal_until;
    assert_int_equal(over, day(3, 18)); /* the fifth working day after Tuesday, 10 March, is the 17th */
    bench_clock(bench, over - 1);
    assert_string_equal(session_now(bench).state, "ENDED");
    bench_clock(bench, over);
    assert_string_equal(session_now(bench).state, "GRADED");
    assert_int_equal(said(bench, MSG_session_graded, NULL), 1);
}

static void test_a_session_whose_trainees_all_attended_too_little_is_graded_at_once(void **state)
{
    struct bench *bench = *state;
    publish_with_certificate(bench);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - 7 * MS_DAY);
    bench_clock(bench, class_start());
    mark(bench, "E-1", 1, "present");
    mark(bench, "E-1", 2, "absent");
    end_session(bench);
    assert_string_equal(enrolment_now(bench, "E-1").state, "INCOMPLETE");
    assert_string_equal(session_now(bench).state, "GRADED");
}

/* T8, I14 */
static void test_nobody_examines_whom_she_taught_nor_herself_nor_a_part_twice(void **state)
{
    struct bench *bench = *state;
    struct exam_grade theory = mark_of("theory", 70);
    struct bench_sender herself = {.role = "trainer", .actor = "P-1"};
    wait_for_exam(bench);
    assert_refused(bench, trainer, MSG_exam_grade, &theory, "examiner_taught");
    assert_refused(bench, herself, MSG_exam_grade, &theory, "same_person");
    grade(bench, first, "theory", 70);
    assert_refused(bench, first, MSG_exam_grade, &theory, "already_graded");
    grade(bench, second, "theory", 70);
    assert_refused(bench, third, MSG_exam_grade, &theory, "part_marked");
}

/* T8 */
static void test_two_examiners_far_apart_need_a_third(void **state)
{
    struct bench *bench = *state;
    wait_for_exam(bench);
    grade(bench, first, "theory", 40);
    grade(bench, second, "theory", 80);
    assert_int_equal(enrolment_now(bench, "E-1").theory, 0);
    grade(bench, third, "theory", 62);
    assert_int_equal(enrolment_now(bench, "E-1").theory, 62);
}

/* D6 rows 15 and 16, T9 */
static void test_a_part_that_is_not_enough_is_repeated_within_ninety_days(void **state)
{
    struct bench *bench = *state;
    struct enrol_resit_allowed resit;
    struct exam_grade theory = mark_of("theory", 90);
    struct exam_graded graded;
    wait_for_exam(bench);
    grade_both(bench, 80, 59);
    assert_int_equal(said(bench, MSG_enrol_resit_allowed, &resit), 1);
    assert_string_equal(resit.part, "practice");
    assert_int_equal(resit.until, bench->now + 90 * MS_DAY);
    assert_refused(bench, first, MSG_exam_grade, &theory, "part_marked");
    bench_clock(bench, day(4, 20));
    assert_string_equal(session_now(bench).state, "ENDED");
    grade(bench, first, "practice", 60);
    grade(bench, second, "practice", 60);
    assert_int_equal(said(bench, MSG_exam_graded, &graded), 2);
    assert_int_equal(graded.attempt, 2);
    assert_int_equal(graded.theory, 80);
    assert_string_equal(enrolment_now(bench, "E-1").state, "PASSED");
}

static void test_a_second_attempt_that_is_not_enough_fails(void **state)
{
    struct bench *bench = *state;
    struct enrol_failed failed;
    wait_for_exam(bench);
    grade_both(bench, 50, 50);
    grade_both(bench, 59, 70);
    assert_int_equal(said(bench, MSG_enrol_failed, &failed), 1);
    assert_string_equal(failed.reason, "marks");
    bench_clock(bench, enrolment_now(bench, "E-1").appeal_until);
    assert_string_equal(session_now(bench).state, "GRADED");
}

static void test_who_is_never_examined_fails_after_ninety_days_and_lets_the_session_be_graded(void **state)
{
    struct bench *bench = *state;
    struct enrol_failed failed;
    wait_for_exam(bench);
    int64_t until = enrolment_now(bench, "E-1").exam_until;
    bench_clock(bench, until - 1);
    assert_string_equal(enrolment_now(bench, "E-1").state, "EXAM_READY");
    bench_clock(bench, until);
    assert_int_equal(said(bench, MSG_enrol_failed, &failed), 1);
    assert_string_equal(failed.reason, "not_examined");
    assert_string_equal(session_now(bench).state, "GRADED");
}

static void test_a_registrar_withdraws_who_waits_for_the_examination(void **state)
{
    struct bench *bench = *state;
    struct enrol_withdraw body = {.enrolment = "E-1"};
    wait_for_exam(bench);
    bench_done(bench, registrar, MSG_enrol_withdraw, &body);
    assert_string_equal(enrolment_now(bench, "E-1").state, "WITHDRAWN");
    assert_string_equal(session_now(bench).state, "GRADED");
}

/* ---- D6 row 17, T10 ---- */

static void appeal(struct bench *bench)
{
    struct exam_appeal body = {.enrolment = "E-1", .reason = "marking"};
    struct bench_sender trainee = {.role = "trainee", .actor = "P-1"};
    bench_done(bench, trainee, MSG_exam_appeal, &body);
}

static void test_an_appeal_is_decided_by_somebody_else_and_may_change_the_result(void **state)
{
    struct bench *bench = *state;
    struct exam_appeal_decide decide = {.enrolment = "E-1", .practice = "changed", .practice_mark = 61};
    struct exam_regraded regraded;
    wait_for_exam(bench);
    grade_both(bench, 80, 55);
    appeal(bench);
    assert_int_equal(said(bench, MSG_exam_appealed, NULL), 1);
    bench_clock(bench, day(3, 30));
    assert_string_equal(session_now(bench).state, "ENDED");
    assert_refused(bench, first, MSG_exam_appeal_decide, &decide, "same_person");
    assert_refused(bench, trainer, MSG_exam_appeal_decide, &decide, "examiner_taught");
    bench_done(bench, third, MSG_exam_appeal_decide, &decide);
    assert_int_equal(said(bench, MSG_exam_regraded, &regraded), 1);
    assert_int_equal(regraded.attempt, 1);
    assert_int_equal(regraded.practice, 61);
    assert_true(regraded.passed);
    assert_string_equal(enrolment_now(bench, "E-1").state, "PASSED");
    assert_string_equal(session_now(bench).state, "GRADED"); /* there is no second appeal to wait for */
    struct exam_appeal again = {.enrolment = "E-1", .reason = "marking"};
    assert_refused(bench, desk, MSG_exam_appeal, &again, "appeal_over");
}

static void test_an_appeal_that_is_not_upheld_leaves_the_part_to_be_repeated(void **state)
{
    struct bench *bench = *state;
    struct exam_appeal_decide decide = {.enrolment = "E-1"};
    struct enrol_resit_allowed resit;
    wait_for_exam(bench);
    grade_both(bench, 80, 55);
    appeal(bench);
    bench_done(bench, third, MSG_exam_appeal_decide, &decide);
    assert_int_equal(said(bench, MSG_enrol_resit_allowed, &resit), 2);
    assert_string_equal(resit.part, "practice");
    grade(bench, first, "practice", 60);
    struct exam_appeal late = {.enrolment = "E-1", .reason = "marking"};
    assert_refused(bench, desk, MSG_exam_appeal, &late, "appeal_over");
    grade(bench, second, "practice", 60);
    assert_string_equal(enrolment_now(bench, "E-1").state, "PASSED");
}

static void test_an_appeal_comes_in_time_and_before_the_repetition(void **state)
{
    struct bench *bench = *state;
    struct exam_appeal body = {.enrolment = "E-1", .reason = "marking"};
    struct bench_sender other = {.role = "trainee", .actor = "P-2"};
    wait_for_exam(bench);
    assert_refused(bench, desk, MSG_exam_appeal, &body, "wrong_state");
    grade_both(bench, 80, 55);
    assert_refused(bench, other, MSG_exam_appeal, &body, "denied");
    grade(bench, first, "practice", 60);
    assert_refused(bench, desk, MSG_exam_appeal, &body, "resit_begun");
    bench_clock(bench, day(3, 18));
    assert_refused(bench, desk, MSG_exam_appeal, &body, "appeal_over");
}

/* ---- D6 row 18, D7 row 2 ---- */

static void test_a_certificate_is_issued_once_to_who_passed(void **state)
{
    struct bench *bench = *state;
    struct cert_issue issue = paper(day(3, 10) + 1000 * MS_DAY);
    struct bench_sender herself = {.role = "registrar", .actor = "P-1"};
    struct cert_issued issued;
    wait_for_exam(bench);
    assert_refused(bench, registrar, MSG_cert_issue, &issue, "wrong_state");
    grade_both(bench, 80, 70);
    assert_refused(bench, herself, MSG_cert_issue, &issue, "same_person");
    bench_done(bench, registrar, MSG_cert_issue, &issue);
    assert_int_equal(said(bench, MSG_cert_issued, &issued), 1);
    assert_string_equal(issued.trainee, "P-1");
    assert_string_equal(issued.cert_type, "matron");
    assert_int_equal(issued.level, 5);
    assert_string_equal(issued.number, "DEMO-2026-00001");
    assert_string_equal(issued.by, "registrar-1");
    assert_string_equal(enrolment_now(bench, "E-1").cert_number, "DEMO-2026-00001");
    assert_refused(bench, registrar, MSG_cert_issue, &issue, "wrong_state");
    assert_string_equal(session_now(bench).state, "GRADED");
}

static void test_a_certificate_needs_true_dates_a_new_number_and_a_course_that_gives_one(void **state)
{
    struct bench *bench = *state;
    struct cert_issue issue = paper(day(3, 1));
    wait_for_exam(bench);
    grade_both(bench, 80, 70);
    assert_refused(bench, registrar, MSG_cert_issue, &issue, "bad_dates");
    publish(bench, true);
    assert_refused(bench, registrar, MSG_cert_issue, &issue, "no_certificate");
}

static void test_a_course_without_examination_gives_no_certificate(void **state)
{
    struct course_publish course = {
        .course = "C-2", .occupation = "matron", .title = "母婴护理", .hours = 60, .gives_cert = "matron"};
    assert_refused(*state, registrar, MSG_course_publish, &course, "exam_missing");
}

/* ---- ruling 5 ---- */

static void test_a_session_that_has_ended_is_annulled_with_all_that_it_gave(void **state)
{
    struct bench *bench = *state;
    struct session_cancel cancel = {.session = "S-1", .reason = "fraud"};
    struct enrol_annulled annulled;
    wait_for_exam(bench);
    grade_both(bench, 80, 70);
    assert_refused(bench, registrar, MSG_session_cancel, &cancel, "session_over");
    cancel.annul = true;
    bench_done(bench, registrar, MSG_session_cancel, &cancel);
    assert_string_equal(session_now(bench).state, "CANCELLED");
    assert_string_equal(enrolment_now(bench, "E-1").state, "ANNULLED");
    assert_int_equal(said(bench, MSG_enrol_annulled, &annulled), 1);
    assert_string_equal(annulled.reason, "fraud");
    bench_clock(bench, day(9, 1)); /* nothing of it fires any more */
    assert_int_equal(said(bench, MSG_session_graded, NULL), 0);
}

static void test_a_graded_session_is_annulled_unless_it_gave_a_certificate(void **state)
{
    struct bench *bench = *state;
    struct session_cancel cancel = {.session = "S-1", .reason = "fraud", .annul = true};
    struct cert_issue issue = paper(day(3, 10) + 1000 * MS_DAY);
    wait_for_exam(bench);
    grade_both(bench, 80, 70);
    bench_done(bench, registrar, MSG_cert_issue, &issue);
    assert_refused(bench, registrar, MSG_session_cancel, &cancel, "certified");
    assert_string_equal(session_now(bench).state, "GRADED");
}

/* ---- D5 row 10 ---- */

static void test_a_session_is_archived_with_its_documents_on_file(void **state)
{
    struct bench *bench = *state;
    struct session_archive archive = {.session = "S-1"};
    struct session_document early = {.session = "S-2", .document = "sign_in", .place = "F-1"};
    struct session_plan draft = plan_of("S-2", 5, 1);
    struct session_documented documented;
    draft.start = day(4, 20);
    draft.end = day(4, 21);
    wait_for_exam(bench);
    bench_done(bench, registrar, MSG_session_plan, &draft);
    assert_refused(bench, registrar, MSG_session_document, &early, "wrong_state");
    grade_both(bench, 80, 70);
    bench_clock(bench, day(3, 18));
    assert_string_equal(session_now(bench).document_missing, "sign_in");
    assert_refused(bench, registrar, MSG_session_archive, &archive, "document_missing");
    file_documents(bench);
    assert_refused(bench, registrar, MSG_session_archive, &archive, "document_missing");
    assert_string_equal(session_now(bench).document_missing, "scores");
    file_document(bench, "scores");
    file_document(bench, "scores"); /* again: another place */
    assert_int_equal(said(bench, MSG_session_documented, &documented), 4);
    assert_string_equal(documented.document, "scores");
    assert_int_equal(session_now(bench).documents.count, 3);
    bench_done(bench, registrar, MSG_session_archive, &archive);
    assert_string_equal(session_now(bench).state, "ARCHIVED");
}

/* ---- D6 row 1, T3 ---- */

static void hear_cert(struct bench *bench, enum message_type type, int64_t level, int64_t valid_to)
{
    struct cert_verified cert = {.worker = "P-1",
                                 .station = "ST1",
                                 .cert = "cert-1",
                                 .cert_type = "matron",
                                 .level = level,
                                 .valid_from = day(1, 1),
                                 .valid_to = valid_to};
    struct cert_revoked revoked = {.worker = "P-1",
                                   .station = "ST1",
                                   .cert = "cert-1",
                                   .cert_type = "matron",
                                   .level = level,
                                   .valid_from = day(1, 1),
                                   .valid_to = valid_to,
                                   .reason = "forged"};
    bench_hear(bench, "roster", type, type == MSG_cert_revoked ? (void *)&revoked : (void *)&cert, "P-1");
}

static void publish_with_needs(struct bench *bench)
{
    struct course_publish course = {.course = "C-1",
                                    .occupation = "matron",
                                    .title = "母婴护理",
                                    .hours = 60,
                                    .needs_courses = {1, {"C-0"}},
                                    .needs_certs = {1, {{"matron", 4}}}};
    bench_done(bench, registrar, MSG_course_publish, &course);
}

static void test_a_seat_is_refused_naming_the_prerequisite_that_is_missing(void **state)
{
    struct bench *bench = *state;
    struct enrol_request request_body = wish("E-1", "P-1");
    struct course_publish basic = {.course = "C-0", .occupation = "matron", .title = "入门", .hours = 8};
    bench_done(bench, registrar, MSG_course_publish, &basic);
    publish_with_needs(bench);
    open_session(bench, 5, 1);
    struct answer answer = bench_command(bench, desk, MSG_enrol_request, &request_body);
    assert_string_equal(answer.code, "prerequisite_course");
    assert_string_equal(answer.detail, "Course C-0 must be completed first.");
    struct course_get_answer course;
    struct course_get asked = {.id = "C-1"};
    bench_query(bench, desk, MSG_course_get, &asked, MSG_course_get_answer, &course);
    assert_string_equal(course.needs_courses.at[0], "C-0");
    assert_string_equal(course.needs_certs.at[0].cert_type, "matron");
    assert_int_equal(course.needs_certs.at[0].level, 4);
}

static void test_a_certificate_must_be_in_force_through_the_session_and_of_that_level(void **state)
{
    struct bench *bench = *state;
    struct enrol_request body = wish("E-1", "P-1");
    struct course_publish course = {
        .course = "C-1", .occupation = "matron", .title = "母婴护理", .hours = 60, .needs_certs = {1, {{"matron", 4}}}};
    bench_done(bench, registrar, MSG_course_publish, &course);
    open_session(bench, 5, 1);
    assert_refused(bench, desk, MSG_enrol_request, &body, "prerequisite_cert");
    hear_cert(bench, MSG_cert_verified, 5, day(12, 1)); /* too low */
    assert_refused(bench, desk, MSG_enrol_request, &body, "prerequisite_cert");
}

static void test_a_certificate_that_roster_verified_opens_the_course_until_it_is_revoked(void **state)
{
    struct bench *bench = *state;
    struct enrol_request body = wish("E-1", "P-1");
    struct course_publish course = {
        .course = "C-1", .occupation = "matron", .title = "母婴护理", .hours = 60, .needs_certs = {1, {{"matron", 4}}}};
    bench_done(bench, registrar, MSG_course_publish, &course);
    open_session(bench, 5, 1);
    hear_cert(bench, MSG_cert_verified, 3, day(12, 1));
    hear_cert(bench, MSG_cert_revoked, 3, day(12, 1));
    assert_refused(bench, desk, MSG_enrol_request, &body, "prerequisite_cert");
    hear_cert(bench, MSG_cert_verified, 3, day(12, 1));
    bench_done(bench, desk, MSG_enrol_request, &body);
}

static void test_an_exception_is_signed_by_a_registrar_and_not_for_herself(void **state)
{
    struct bench *bench = *state;
    struct enrol_request body = wish("E-1", "P-1");
    struct bench_sender herself = {.role = "registrar", .actor = "P-1"};
    publish_with_needs(bench);
    open_session(bench, 5, 1);
    TEXT_PUT(body.exception, "ten_years");
    assert_refused(bench, desk, MSG_enrol_request, &body, "denied");
    assert_refused(bench, herself, MSG_enrol_request, &body, "same_person");
    bench_done(bench, registrar, MSG_enrol_request, &body);
    assert_string_equal(enrolment_now(bench, "E-1").exception, "ten_years");
}

static void test_a_course_that_was_completed_opens_the_next_one(void **state)
{
    struct bench *bench = *state;
    struct course_publish next = {
        .course = "C-2", .occupation = "matron", .title = "进阶", .hours = 20, .needs_courses = {1, {"C-1"}}};
    struct session_plan plan = plan_of("S-2", 5, 1);
    struct session_open open = {.session = "S-2"};
    struct enrol_request body = wish("E-2", "P-1"), other = wish("E-3", "P-2");
    bench_done(bench, registrar, MSG_course_publish, &next);
    open_session(bench, 5, 1);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, class_start() - MS_DAY);
    bench_clock(bench, class_start());
    attend(bench, "E-1");
    end_session(bench);
    TEXT_PUT(plan.course, "C-2");
    plan.start = day(4, 20);
    plan.end = day(4, 21);
    bench_done(bench, registrar, MSG_session_plan, &plan);
    grant_room(bench);
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_open, &open);
    TEXT_PUT(body.session, "S-2");
    TEXT_PUT(other.session, "S-2");
    assert_refused(bench, desk, MSG_enrol_request, &other, "prerequisite_course");
    bench_done(bench, desk, MSG_enrol_request, &body);
}

/* ---- D5 row 5, D6 rows 4 to 6, T15 ---- */

/* A second session of the course, at that station and time. */
static void open_another(struct bench *bench, const char *id, const char *station, int64_t start, int64_t capacity)
{
    struct session_plan plan = plan_of(id, capacity, 1);
    struct session_open open = {0};
    TEXT_PUT(plan.station, station);
    TEXT_PUT(open.session, id);
    plan.start = start;
    plan.end = start + 8 * MS_HOUR;
    bench_done(bench, registrar, MSG_session_plan, &plan);
    grant_room(bench);
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_open, &open);
}

static void cancel_first(struct bench *bench)
{
    struct session_cancel cancel = {.session = "S-1", .reason = "trainer_ill"};
    bench_done(bench, registrar, MSG_session_cancel, &cancel);
}

static struct enrol_offered offered(struct bench *bench, int count)
{
    struct enrol_offered offer = {0};
    assert_int_equal(said(bench, MSG_enrol_offered, count > 0 ? &offer : NULL), count);
    return offer;
}

static void test_who_loses_a_seat_is_offered_one_in_the_next_session_at_that_station(void **state)
{
    struct bench *bench = *state;
    struct enrol_accept accept = {0};
    set_quota(bench, 1);
    open_session(bench, 5, 1);
    open_another(bench, "S-far", "ST2", day(3, 12), 5);
    open_another(bench, "S-near", "ST1", day(3, 20), 5);
    enrol(bench, "E-1", "P-1");
    cancel_first(bench);
    struct enrol_offered offer = offered(bench, 1);
    assert_string_equal(offer.session, "S-near");
    assert_string_equal(offer.instead_of, "E-1");
    assert_int_equal(offer.hold_until, bench->now + MS_DAY);
    assert_string_equal(enrolment_now(bench, offer.enrolment).state, "OFFERED");
    assert_int_equal(quota_used(bench), 1); /* the place of the year goes with her */
    TEXT_PUT(accept.enrolment, offer.enrolment);
    struct bench_sender other = {.role = "trainee", .actor = "P-2"}, herself = {.role = "trainee", .actor = "P-1"};
    assert_refused(bench, other, MSG_enrol_accept, &accept, "denied");
    bench_done(bench, herself, MSG_enrol_accept, &accept);
    assert_int_equal(said(bench, MSG_enrol_offer_accepted, NULL), 1);
    assert_string_equal(time_asked(bench).person, "P-1");
    grant_time(bench);
    assert_string_equal(enrolment_now(bench, offer.enrolment).state, "ENROLLED");
    assert_refused(bench, herself, MSG_enrol_accept, &accept, "wrong_state");
}

static void test_the_seats_left_are_offered_in_the_order_of_the_requests(void **state)
{
    struct bench *bench = *state;
    open_session(bench, 5, 1);
    open_another(bench, "S-2", "ST1", day(3, 20), 1);
    enrol(bench, "E-9", "P-1");
    bench_clock(bench, bench->now + MS_HOUR);
    enrol(bench, "E-1", "P-2");
    cancel_first(bench);
    assert_string_equal(offered(bench, 1).trainee, "P-1");
    assert_int_equal(said(bench, MSG_session_full, NULL), 1);
}

static void test_an_offer_that_is_declined_or_not_answered_frees_seat_and_quota(void **state)
{
    struct bench *bench = *state;
    struct enrol_decline decline = {0};
    open_session(bench, 5, 1);
    open_another(bench, "S-2", "ST1", day(3, 20), 2);
    enrol(bench, "E-1", "P-1");
    bench_clock(bench, bench->now + MS_HOUR);
    enrol(bench, "E-2", "P-2");
    cancel_first(bench);
    struct enrol_offered offer = offered(bench, 2);
    TEXT_PUT(decline.enrolment, offer.enrolment);
    bench_done(bench, desk, MSG_enrol_decline, &decline);
    assert_string_equal(enrolment_now(bench, offer.enrolment).state, "LEFT");
    assert_int_equal(said(bench, MSG_enrol_offer_declined, NULL), 1);
    assert_int_equal(said(bench, MSG_session_reopened, NULL), 1);
    bench_clock(bench, offer.hold_until);
    assert_int_equal(said(bench, MSG_enrol_offer_expired, NULL), 1);
    assert_int_equal(said(bench, MSG_enrol_left, NULL), 2);
    assert_int_equal(quota_used(bench), 0);
    struct enrol_accept late = {0};
    TEXT_PUT(late.enrolment, offer.enrolment);
    assert_refused(bench, desk, MSG_enrol_accept, &late, "wrong_state");
}

static void test_nobody_is_offered_a_session_where_she_is_or_that_she_cannot_join(void **state)
{
    struct bench *bench = *state;
    struct enrol_request body = wish("E-2", "P-1");
    open_session(bench, 5, 1);
    open_another(bench, "S-2", "ST1", day(3, 20), 5);
    enrol(bench, "E-1", "P-1");
    TEXT_PUT(body.session, "S-2");
    bench_done(bench, desk, MSG_enrol_request, &body);
    cancel_first(bench);
    offered(bench, 0);
}

static void test_an_offer_of_a_session_that_is_put_off_goes_on_to_another_one(void **state)
{
    struct bench *bench = *state;
    struct session_postpone postpone = {.session = "S-2", .reason = "room"};
    open_session(bench, 5, 1);
    open_another(bench, "S-2", "ST1", day(3, 20), 5);
    open_another(bench, "S-3", "ST1", day(3, 27), 5);
    enrol(bench, "E-1", "P-1");
    cancel_first(bench);
    assert_string_equal(offered(bench, 1).session, "S-2");
    bench_done(bench, registrar, MSG_session_postpone, &postpone);
    assert_string_equal(offered(bench, 2).session, "S-3");
}

/* A1.4: a room that somebody holds by hand is none of training's */
static void test_a_room_held_by_hand_passes(void **state)
{
    struct room_held held = {.hold = "M1",
                             .station = "ST1",
                             .room = "infant",
                             .object = "meeting",
                             .start = day(3, 1),
                             .end = day(3, 2),
                             .staff = true};
    bench_hear(*state, "booking", MSG_room_held, &held, "M1");
    assert_int_equal(parked(*state), 0);
}

/* ---- invariants ---- */

static void test_a_graded_session_with_an_open_result_is_seen(void **state)
{
    struct bench *bench = *state;
    wait_for_exam(bench);
    assert_true(complaints(bench, "UPDATE session SET state = 'GRADED'") > 0);
}

static void test_an_examiner_who_taught_is_seen(void **state)
{
    struct bench *bench = *state;
    wait_for_exam(bench);
    grade(bench, first, "theory", 70);
    assert_true(complaints(bench, "UPDATE exam_mark SET examiner = 'TR-1'") > 0);
}

static void test_a_session_that_waits_for_nothing_is_seen(void **state)
{
    struct bench *bench = *state;
    wait_for_exam(bench);
    assert_true(complaints(bench, "DELETE FROM timer WHERE kind = 'exam.due'") > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_session_with_an_exam_stays_ended_until_all_results_are_final),
        SERVICE_TEST(test_a_session_whose_trainees_all_attended_too_little_is_graded_at_once),
        SERVICE_TEST(test_nobody_examines_whom_she_taught_nor_herself_nor_a_part_twice),
        SERVICE_TEST(test_two_examiners_far_apart_need_a_third),
        SERVICE_TEST(test_a_part_that_is_not_enough_is_repeated_within_ninety_days),
        SERVICE_TEST(test_a_second_attempt_that_is_not_enough_fails),
        SERVICE_TEST(test_who_is_never_examined_fails_after_ninety_days_and_lets_the_session_be_graded),
        SERVICE_TEST(test_a_registrar_withdraws_who_waits_for_the_examination),
        SERVICE_TEST(test_an_appeal_is_decided_by_somebody_else_and_may_change_the_result),
        SERVICE_TEST(test_an_appeal_that_is_not_upheld_leaves_the_part_to_be_repeated),
        SERVICE_TEST(test_an_appeal_comes_in_time_and_before_the_repetition),
        SERVICE_TEST(test_a_certificate_is_issued_once_to_who_passed),
        SERVICE_TEST(test_a_certificate_needs_true_dates_a_new_number_and_a_course_that_gives_one),
        SERVICE_TEST(test_a_course_without_examination_gives_no_certificate),
        SERVICE_TEST(test_a_session_that_has_ended_is_annulled_with_all_that_it_gave),
        SERVICE_TEST(test_a_graded_session_is_annulled_unless_it_gave_a_certificate),
        SERVICE_TEST(test_a_session_is_archived_with_its_documents_on_file),
        SERVICE_TEST(test_a_seat_is_refused_naming_the_prerequisite_that_is_missing),
        SERVICE_TEST(test_a_certificate_must_be_in_force_through_the_session_and_of_that_level),
        SERVICE_TEST(test_a_certificate_that_roster_verified_opens_the_course_until_it_is_revoked),
        SERVICE_TEST(test_an_exception_is_signed_by_a_registrar_and_not_for_herself),
        SERVICE_TEST(test_a_course_that_was_completed_opens_the_next_one),
        SERVICE_TEST(test_who_loses_a_seat_is_offered_one_in_the_next_session_at_that_station),
        SERVICE_TEST(test_the_seats_left_are_offered_in_the_order_of_the_requests),
        SERVICE_TEST(test_an_offer_that_is_declined_or_not_answered_frees_seat_and_quota),
        SERVICE_TEST(test_nobody_is_offered_a_session_where_she_is_or_that_she_cannot_join),
        SERVICE_TEST(test_an_offer_of_a_session_that_is_put_off_goes_on_to_another_one),
        SERVICE_TEST(test_a_room_held_by_hand_passes),
        SERVICE_TEST(test_a_graded_session_with_an_open_result_is_seen),
        SERVICE_TEST(test_an_examiner_who_taught_is_seen),
        SERVICE_TEST(test_a_session_that_waits_for_nothing_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
