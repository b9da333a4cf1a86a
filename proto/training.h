/* What training says and is told: courses, sessions, enrolments, attendance. */
#ifndef ANXIN_PROTO_TRAINING_H
#define ANXIN_PROTO_TRAINING_H

#include "proto/shape.h"

#define FIELDS_course_published(F, W, G) \
    F(ID, course, REQ, 1, 64, "course") \
    F(INT, version, REQ, 1, INT64_MAX, "its version") \
    F(CODE, occupation, REQ, 1, 32, "occupation (A3.3)") \
    F(INT, hours, REQ, 1, 2000, "hours")

#define SESSION_FACTS(F, W) \
    F(ID, session, REQ, 1, 64, "session") \
    F(ID, course, REQ, 1, 64, "course") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(TIME, start, REQ, 0, INT64_MAX, "start") \
    F(TIME, end, REQ, 0, INT64_MAX, "end, not included")
#define FIELDS_session_planned(F, W, G) SESSION_FACTS(F, W) \
    F(CODE, room, REQ, 1, 32, "room") \
    F(ID, trainer, REQ, 1, 64, "trainer") \
    F(INT, capacity, REQ, 1, 1000, "seats") \
    F(INT, minimum, REQ, 1, 1000, "least number of trainees") \
    W(kind, REQ, "skill|policy|peer|competition|study", "kind of session (A7.5)")
#define FIELDS_session_opened(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_full(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_reopened(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_locked(F, W, G) SESSION_FACTS(F, W) F(INT, enrolled, OPT, 0, 1000, "trainees")
#define FIELDS_session_cancelled(F, W, G) SESSION_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "under_minimum, or who and why")
#define FIELDS_session_postponed(F, W, G) SESSION_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "why")
#define FIELDS_session_redated(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_started(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_ended(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_graded(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_archived(F, W, G) SESSION_FACTS(F, W)

#define ENROL_FACTS(F, W) \
    F(ID, enrolment, REQ, 1, 64, "enrolment") \
    F(ID, session, REQ, 1, 64, "session") \
    F(CODE, station, REQ, 1, 32, "station of the session") \
    F(ID, trainee, REQ, 1, 64, "trainee")
#define FIELDS_enrol_requested(F, W, G) ENROL_FACTS(F, W) \
    W(group, REQ, "worker|unemployed|new_labour|public", "target group (A3.2)")
#define FIELDS_enrol_enrolled(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_enrol_refused(F, W, G) ENROL_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "calendar, or what stood in the way")
#define FIELDS_enrol_withdrawn(F, W, G) ENROL_FACTS(F, W) F(CODE, reason, OPT, 1, 32, "why; session_cancelled when it was called off")
#define FIELDS_enrol_attending(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_attendance_marked(F, W, G) ENROL_FACTS(F, W) \
    F(INT, unit, REQ, 1, 1000, "half-day of the session, from 1 (T7)") \
    W(mark, REQ, "present|late|left_early|excused|absent", "attendance")

#define TRAINING_MESSAGES(M) \
    M(EVENT, course_published, "course.published", "a course can be taught") \
    M(EVENT, session_planned, "session.planned", "a session is drafted (D5 row 1)") \
    M(EVENT, session_opened, "session.opened", "takes trainees (D5 row 2)") \
    M(EVENT, session_full, "session.full", "no seat left (D5 row 3)") \
    M(EVENT, session_reopened, "session.reopened", "a seat is free again (D5 row 3)") \
    M(EVENT, session_locked, "session.locked", "no more changes (D5 row 4)") \
    M(EVENT, session_cancelled, "session.cancelled", "will not take place (D5 row 5)") \
    M(EVENT, session_postponed, "session.postponed", "later (D5 row 6)") \
    M(EVENT, session_redated, "session.redated", "the new date stands (D5 row 6)") \
    M(EVENT, session_started, "session.started", "first attendance (D5 row 7)") \
    M(EVENT, session_ended, "session.ended", "last unit closed (D5 row 8)") \
    M(EVENT, session_graded, "session.graded", "results final (D5 row 9)") \
    M(EVENT, session_archived, "session.archived", "filed (D5 row 10)") \
    M(EVENT, enrol_requested, "enrol.requested", "somebody wants a seat (D6 row 1)") \
    M(EVENT, enrol_enrolled, "enrol.enrolled", "and has it (D6 row 2)") \
    M(EVENT, enrol_refused, "enrol.refused", "and cannot have it") \
    M(EVENT, enrol_withdrawn, "enrol.withdrawn", "gives it back (D6 row 7)") \
    M(EVENT, enrol_attending, "enrol.attending", "was present (D6 row 9)") \
    M(EVENT, attendance_marked, "attendance.marked", "attendance of one half-day (D6 row 10)")

#define TRAINING_RECORDS(R)

PROTO_RECORDS(TRAINING_RECORDS)
PROTO_MESSAGES(TRAINING_MESSAGES)

#endif
