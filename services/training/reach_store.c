/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * What is taught and how many places there are is public; who sits where is not. */
#include "reach_store.h"

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
const struct statements training_reach_sql = {"reach", sql, STATEMENTS};

#define AT(message, member, statement) REACH_FOUND_ROW(message, member, training_reach_sql, statement)

const struct reach_row training_reach[] = {
    REACH_WHOLE_ROW(course_publish),
    REACH_WHOLE_ROW(quota_set),
    AT(session_plan, session, SESSION),
    REACH_STATION_ROW(session_plan, station),
    AT(session_open, session, SESSION),
    AT(session_cancel, session, SESSION),
    AT(session_postpone, session, SESSION),
    AT(session_redate, session, SESSION),
    AT(session_end, session, SESSION),
    AT(session_archive, session, SESSION),
    AT(trainee_put, trainee, TRAINEE),
    AT(enrol_request, session, SEAT),
    AT(enrol_withdraw, enrolment, ENROLMENT),
    AT(attendance_mark, enrolment, ENROLMENT),
    REACH_OPEN_ROW(course_get),
    REACH_OPEN_ROW(course_list),
    REACH_OPEN_ROW(session_get),
    REACH_OPEN_ROW(session_list),
    REACH_OPEN_ROW(seats_by_group),
    REACH_OPEN_ROW(quota_left),
    AT(enrolment_get, id, ENROLMENT),
    REACH_LIST_ROW(enrolment_list),
    AT(trainee_get, id, TRAINEE),
    AT(privacy_export, person, SUBJECT),
    AT(service_story, subject, SUBJECT),
    REACH_WHOLE_ROW(privacy_erase),
    {.type = MSG_NONE},
};
