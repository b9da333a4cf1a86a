/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * What is taught and how many places there are is public; who sits where is not. */
#include "service/reach.h"

#include "training.h"

enum { SESSION, SEAT, ENROLMENT, TRAINEE, SUBJECT, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [SESSION] = "SELECT station, '', trainer, '' FROM session WHERE id = ?1",
    [SEAT] = "SELECT station, '', '', '' FROM session WHERE id = ?1",
    [ENROLMENT] = "SELECT station, '', trainee, '' FROM enrolment WHERE id = ?1 UNION ALL "
                  "SELECT s.station, '', s.trainer, '' FROM enrolment e "
                  "JOIN session s ON s.id = e.session WHERE e.id = ?1",
    [TRAINEE] = "SELECT DISTINCT station, '', trainee, '' FROM enrolment WHERE trainee = ?1",
    [SUBJECT] = "SELECT station, '', '', '' FROM session WHERE id = ?1 UNION ALL "
                "SELECT station, '', '', '' FROM enrolment WHERE id = ?1 UNION ALL "
                "SELECT DISTINCT station, '', '', '' FROM enrolment WHERE trainee = ?1",
};

static const struct reach_row rows[] = {
    REACH_WHOLE_ROW(course_publish),
    REACH_WHOLE_ROW(quota_set),
    REACH_FOUND_ROW(session_plan, session, SESSION),
    REACH_STATION_ROW(session_plan, station),
    REACH_FOUND_ROW(session_open, session, SESSION),
    REACH_FOUND_ROW(session_cancel, session, SESSION),
    REACH_FOUND_ROW(session_postpone, session, SESSION),
    REACH_FOUND_ROW(session_redate, session, SESSION),
    REACH_FOUND_ROW(session_end, session, SESSION),
    REACH_FOUND_ROW(session_archive, session, SESSION),
    REACH_FOUND_ROW(session_document, session, SESSION),
    REACH_FOUND_ROW(trainee_put, trainee, TRAINEE),
    REACH_FOUND_ROW(enrol_request, session, SEAT),
    REACH_FOUND_ROW(enrol_approve, enrolment, ENROLMENT),
    REACH_FOUND_ROW(enrol_refuse, enrolment, ENROLMENT),
    REACH_FOUND_ROW(enrol_withdraw, enrolment, ENROLMENT),
    REACH_FOUND_ROW(enrol_accept, enrolment, ENROLMENT),
    REACH_FOUND_ROW(enrol_decline, enrolment, ENROLMENT),
    REACH_FOUND_ROW(attendance_mark, enrolment, ENROLMENT),
    REACH_FOUND_ROW(exam_grade, enrolment, ENROLMENT),
    REACH_FOUND_ROW(exam_appeal, enrolment, ENROLMENT),
    REACH_FOUND_ROW(exam_appeal_decide, enrolment, ENROLMENT),
    REACH_FOUND_ROW(cert_issue, enrolment, ENROLMENT),
    REACH_OPEN_ROW(course_get),
    REACH_OPEN_ROW(course_list),
    REACH_OPEN_ROW(session_get),
    REACH_OPEN_ROW(session_list),
    REACH_OPEN_ROW(seats_by_group),
    REACH_OPEN_ROW(quota_left),
    REACH_FOUND_ROW(enrolment_get, id, ENROLMENT),
    REACH_LIST_ROW(enrolment_list),
    REACH_FOUND_ROW(trainee_get, id, TRAINEE),
    REACH_FOUND_ROW(privacy_export, person, SUBJECT),
    REACH_FOUND_ROW(service_story, subject, SUBJECT),
    REACH_WHOLE_ROW(privacy_erase),
    {.type = MSG_NONE},
};

const struct reach training_reach = {{"reach", sql, STATEMENTS}, rows};
