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
/* Whom else it concerns. */
#define SESSION_TRAINER(F, W) F(ID, trainer, OPT, 1, 64, "trainer")
#define FIELDS_session_opened(F, W, G) SESSION_FACTS(F, W) SESSION_TRAINER(F, W)
#define FIELDS_session_full(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_reopened(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_locked(F, W, G) SESSION_FACTS(F, W) F(INT, enrolled, OPT, 0, 1000, "trainees")
#define FIELDS_session_cancelled(F, W, G) SESSION_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "under_minimum, or who and why") \
    SESSION_TRAINER(F, W)
#define FIELDS_session_postponed(F, W, G) SESSION_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "why") SESSION_TRAINER(F, W)
#define FIELDS_session_redated(F, W, G) SESSION_FACTS(F, W) SESSION_TRAINER(F, W)
/* Of a draft, or of one that waits for a new date: who planned it must find another. */
#define FIELDS_session_hold_denied(F, W, G) SESSION_FACTS(F, W) \
    W(what, REQ, "room|trainer", "what is not to be had") \
    F(CODE, reason, REQ, 1, 32, "why: taken, closed, too_small, calendar ...")
#define FIELDS_session_started(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_ended(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_graded(F, W, G) SESSION_FACTS(F, W)
#define FIELDS_session_archived(F, W, G) SESSION_FACTS(F, W)
#define SESSION_DOCUMENT "sign_in|materials|scores|feedback|photos|other"
#define FIELDS_session_documented(F, W, G) SESSION_FACTS(F, W) W(document, REQ, SESSION_DOCUMENT, "document that is on file now")

#define ENROL_FACTS(F, W) \
    F(ID, enrolment, REQ, 1, 64, "enrolment") \
    F(ID, session, REQ, 1, 64, "session") \
    F(CODE, station, REQ, 1, 32, "station of the session") \
    F(ID, trainee, REQ, 1, 64, "trainee")
#define FIELDS_enrol_requested(F, W, G) ENROL_FACTS(F, W) \
    W(group, REQ, "worker|unemployed|new_labour|public", "target group (A3.2)")
/* Of a course that asks for approval: said with enrol.requested, for those who decide. */
#define FIELDS_enrol_approval_due(F, W, G) ENROL_FACTS(F, W) \
    W(group, REQ, "worker|unemployed|new_labour|public", "target group (A3.2)")
#define FIELDS_enrol_approved(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_enrol_enrolled(F, W, G) ENROL_FACTS(F, W) F(TIME, start, OPT, 0, INT64_MAX, "start of the session")
#define FIELDS_enrol_postponed(F, W, G) ENROL_FACTS(F, W) \
    F(TIME, start, REQ, 0, INT64_MAX, "start of the session that no longer stands") \
    F(CODE, reason, REQ, 1, 32, "why the session was put off")
#define FIELDS_enrol_refused(F, W, G) ENROL_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "calendar, not_approved when nobody decided before the lock, or what the registrar says")
#define FIELDS_enrol_withdrawn(F, W, G) ENROL_FACTS(F, W) F(CODE, reason, OPT, 1, 32, "why; session_cancelled when it was called off")
#define FIELDS_enrol_attending(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_attendance_marked(F, W, G) ENROL_FACTS(F, W) \
    F(INT, unit, REQ, 1, 1000, "half-day of the session, from 1 (T7)") \
    W(mark, REQ, "present|late|left_early|excused|absent", "attendance")

#define FIELDS_quota_changed(F, W, G) \
    F(CODE, programme, REQ, 1, 32, "programme") \
    F(INT, year, REQ, 2000, 2200, "civil year") \
    F(INT, places, OPT, 0, 1000000, "places in that year")
#define FIELDS_enrol_no_show(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_enrol_incomplete(F, W, G) ENROL_FACTS(F, W) F(INT, attended, OPT, 0, 1000, "half-days attended")
#define FIELDS_enrol_completed(F, W, G) ENROL_FACTS(F, W) F(INT, attended, OPT, 0, 1000, "half-days attended")
#define FIELDS_enrol_exam_ready(F, W, G) ENROL_FACTS(F, W) F(INT, attended, OPT, 0, 1000, "half-days attended") \
    F(TIME, until, REQ, 0, INT64_MAX, "to be examined by then")
#define FIELDS_enrol_annulled(F, W, G) ENROL_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "why the session was annulled after its end")

/* A seat in another session of the course, in place of one that was called off or put off. */
#define FIELDS_enrol_offered(F, W, G) ENROL_FACTS(F, W) \
    F(ID, instead_of, REQ, 1, 64, "enrolment that it takes the place of") \
    F(TIME, start, REQ, 0, INT64_MAX, "start of the session offered") \
    F(TIME, hold_until, REQ, 0, INT64_MAX, "the seat is held until then (W4)")
#define FIELDS_enrol_offer_accepted(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_enrol_offer_declined(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_enrol_offer_expired(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_enrol_left(F, W, G) ENROL_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "declined, expired, session_postponed")

#define EXAM_MARKS(F, W) \
    F(INT, attempt, REQ, 1, 2, "first examination, or the one repeated") \
    F(INT, theory, OPT, 0, 100, "mark of the theory; absent: 0") \
    F(INT, practice, OPT, 0, 100, "mark of the practice; absent: 0") \
    F(BOOL, passed, OPT, 0, 1, "both parts are enough")
#define FIELDS_exam_graded(F, W, G) ENROL_FACTS(F, W) EXAM_MARKS(F, W)
#define FIELDS_exam_appealed(F, W, G) ENROL_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "why")
#define FIELDS_exam_regraded(F, W, G) ENROL_FACTS(F, W) EXAM_MARKS(F, W)
#define FIELDS_enrol_passed(F, W, G) ENROL_FACTS(F, W)
#define FIELDS_enrol_resit_allowed(F, W, G) ENROL_FACTS(F, W) \
    W(part, REQ, "theory|practice|both", "what is repeated (T9)") \
    F(TIME, until, REQ, 0, INT64_MAX, "before then")
#define FIELDS_enrol_failed(F, W, G) ENROL_FACTS(F, W) W(reason, REQ, "marks|not_examined", "why")

/* The certificate of an examination that was passed: roster registers it (D7 row 2). */
#define COURSE_GIVES "matron|infant|elder|nurse|rehab|domestic|assistant|lactation|organising|counsellor"
#define FIELDS_cert_issued(F, W, G) ENROL_FACTS(F, W) \
    F(ID, cert, REQ, 1, 64, "certificate") \
    W(cert_type, REQ, COURSE_GIVES, "type, as the course gives it") \
    F(INT, level, OPT, 1, 5, "level: 5 lowest, 1 highest") \
    F(CODE, number, REQ, 1, 64, "its number") \
    F(CODE, body, REQ, 1, 32, "code of the body that issued it") \
    F(TIME, valid_from, REQ, 0, INT64_MAX, "valid from") \
    F(TIME, valid_to, REQ, 0, INT64_MAX, "valid until, not included") \
    F(ID, by, REQ, 1, 64, "who issued it")

/* ---- commands: courses and quotas ---- */

/* Publishing a course again changes it and counts its version. */
#define COURSE_PROFILE(F, W) \
    F(CODE, occupation, REQ, 1, 32, "occupation: matron, infant, elder, nurse, rehab, domestic, assistant ... (A3.3)") \
    F(TEXT, title, REQ, 1, 120, "title") \
    F(INT, hours, REQ, 1, 2000, "hours") \
    F(CODE, programme, OPT, 1, 32, "programme whose yearly quota it counts against (T4)") \
    F(BOOL, exam, OPT, 0, 1, "ends with an examination: its sessions wait for results") \
    F(BOOL, approval, OPT, 0, 1, "a request for a seat waits for a registrar (D6 row 2)")
/* What the examination gives, and what a trainee needs beforehand (T3). */
#define COURSE_CERT(F, W) \
    W(gives_cert, OPT, COURSE_GIVES, "type of the certificate that who passes is given; absent: none") \
    F(INT, gives_level, OPT, 1, 5, "its level: 5 lowest, 1 highest")
#define FIELDS_course_need(F, W, G) F(CODE, cert_type, REQ, 1, 32, "type of certificate") \
    F(INT, level, OPT, 1, 5, "of this level or a higher one; absent: any")
#define COURSE_NEEDS(F, W, G) \
    F(CODES, needs_courses, OPT, 0, 4, "courses that must be completed before (D6 row 1)") \
    G(course_need, needs_certs, OPT, 4, "certificates that must be in force through the session")
#define FIELDS_course_publish(F, W, G) F(ID, course, REQ, 1, 64, "course") COURSE_PROFILE(F, W) COURSE_CERT(F, W) \
    COURSE_NEEDS(F, W, G)
#define FIELDS_quota_set(F, W, G) \
    F(CODE, programme, REQ, 1, 32, "programme") \
    F(INT, year, REQ, 2000, 2200, "civil year of the enrolment") \
    F(INT, places, OPT, 0, 1000000, "places; not fewer than are taken (A3.11)")

/* ---- commands: sessions (D5) ---- */

/* Seats kept for a target group until release_days (3) before the start; the others are open to all (T2). */
#define RESERVED_SEATS(F, W) \
    F(INT, keep_worker, OPT, 0, 1000, "seats kept for workers") \
    F(INT, keep_unemployed, OPT, 0, 1000, "seats kept for unemployed persons") \
    F(INT, keep_new_labour, OPT, 0, 1000, "seats kept for new labour") \
    F(INT, keep_public, OPT, 0, 1000, "seats kept for the public")
#define SESSION_TOPIC(F, W) \
    F(INT, capacity, REQ, 1, 1000, "seats") \
    F(INT, minimum, REQ, 1, 1000, "least number of trainees, else cancelled at the lock") \
    F(TEXT, focus, REQ, 1, 160, "the one focus (A7.4); names no person") \
    F(TEXT, problem, REQ, 1, 160, "the one problem to solve (A7.4); names no person") \
    W(kind, REQ, "skill|policy|peer|competition|study", "kind of session (A7.5)") \
    F(INT, units, REQ, 1, 1000, "half-days (T1)") \
    RESERVED_SEATS(F, W)
#define FIELDS_session_plan(F, W, G) \
    F(ID, session, OPT, 1, 64, "id; derived when absent") \
    F(ID, course, REQ, 1, 64, "course") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, room, REQ, 1, 32, "room of that station") \
    F(ID, trainer, REQ, 1, 64, "trainer") \
    F(TIME, start, REQ, 1, INT64_MAX, "start") \
    F(TIME, end, REQ, 1, INT64_MAX, "end, not included") \
    SESSION_TOPIC(F, W)
#define FIELDS_session_open(F, W, G) F(ID, session, REQ, 1, 64, "session: room and trainer must be granted")
#define FIELDS_session_cancel(F, W, G) F(ID, session, REQ, 1, 64, "session") F(CODE, reason, REQ, 1, 32, "why") \
    F(BOOL, annul, OPT, 0, 1, "of one that has ended: its results are void; not once certificates are issued (ruling 5)")
#define FIELDS_session_postpone(F, W, G) F(ID, session, REQ, 1, 64, "session") F(CODE, reason, REQ, 1, 32, "why")
/* Of a draft or a postponed session: asks for room and trainer anew. */
#define FIELDS_session_redate(F, W, G) F(ID, session, REQ, 1, 64, "session") \
    F(TIME, start, REQ, 1, INT64_MAX, "new start") \
    F(TIME, end, REQ, 1, INT64_MAX, "new end, not included") \
    F(CODE, room, OPT, 1, 32, "another room") \
    F(ID, trainer, OPT, 1, 64, "another trainer")
#define FIELDS_session_end(F, W, G) F(ID, session, REQ, 1, 64, "session: attendance of every half-day is marked")
#define FIELDS_session_archive(F, W, G) F(ID, session, REQ, 1, 64, "session: its documents are on file")
/* What is on file decides whether a session can be archived (D5 row 10). The same document again replaces its place. */
#define FIELDS_session_document(F, W, G) F(ID, session, REQ, 1, 64, "session: opened, and not archived") \
    W(document, REQ, SESSION_DOCUMENT, "the archive needs sign_in and materials, after an examination scores") \
    F(CODE, place, REQ, 1, 64, "where it is kept: number of the file; names no person")

/* ---- commands: enrolments (D6) ---- */

#define FIELDS_trainee_put(F, W, G) F(ID, trainee, REQ, 1, 64, "trainee who is not a worker") \
    F(PERSONAL, name, REQ, 1, 64, "name") \
    F(PERSONAL, phone, OPT, 1, 32, "phone")
#define FIELDS_enrol_request(F, W, G) \
    F(ID, enrolment, OPT, 1, 64, "id; derived when absent") \
    F(ID, session, REQ, 1, 64, "session") \
    F(ID, trainee, REQ, 1, 64, "any person: worker, trainee") \
    W(group, REQ, "worker|unemployed|new_labour|public", "target group (A3.2)") \
    F(CODE, evidence, OPT, 1, 32, "code of the evidence for the group; required except for the public") \
    F(CODE, exception, OPT, 1, 32, "what a prerequisite is waived for, signed by the registrar or manager who sends this (T3)")
/* Of a course that asks for approval: takes the seat and the place of the quota, and asks the calendar. */
#define FIELDS_enrol_approve(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment that waits for approval; before the lock")
#define FIELDS_enrol_refuse(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment that waits for approval") \
    F(CODE, reason, REQ, 1, 32, "why: evidence, prerequisite ...")
#define FIELDS_enrol_withdraw(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment; after the lock only by a registrar") \
    F(CODE, reason, OPT, 1, 32, "why")
#define FIELDS_enrol_accept(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment offered: the seat is taken, the calendar asked")
#define FIELDS_enrol_decline(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment offered")
#define FIELDS_attendance_mark(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment") \
    F(INT, unit, REQ, 1, 1000, "half-day of the session, from 1") \
    W(mark, REQ, "present|late|left_early|excused|absent", "attendance (T7)")

/* ---- commands: examinations and certificates (D6 rows 14 to 18) ---- */

/* By two examiners; when they are more than ten apart, by a third one. */
#define FIELDS_exam_grade(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment; by nobody who taught the session (T8)") \
    W(part, REQ, "theory|practice", "part of the examination") \
    F(INT, mark, OPT, 0, 100, "mark; absent: 0")
#define FIELDS_exam_appeal(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment that was graded, within five working days (T10)") \
    F(CODE, reason, REQ, 1, 32, "why")
#define FIELDS_exam_appeal_decide(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment under appeal; by an examiner who did not grade it") \
    W(theory, OPT, "upheld|changed", "mark of the theory; absent: upheld") \
    F(INT, theory_mark, OPT, 0, 100, "when changed: to this; absent: 0") \
    W(practice, OPT, "upheld|changed", "mark of the practice; absent: upheld") \
    F(INT, practice_mark, OPT, 0, 100, "when changed: to this; absent: 0")
#define FIELDS_cert_issue(F, W, G) F(ID, enrolment, REQ, 1, 64, "enrolment that passed; once, and not by the trainee") \
    F(CODE, number, REQ, 1, 64, "number of the certificate: DEMO-2026-00001") \
    F(CODE, body, REQ, 1, 32, "code of the body that issues it") \
    F(TIME, valid_from, OPT, 1, INT64_MAX, "valid from; absent: now") \
    F(TIME, valid_to, REQ, 1, INT64_MAX, "valid until, not included")

/* ---- queries ---- */

#define TRAINING_LIST_FILTERS(F, W) \
    F(ID, after, OPT, 1, 64, "what comes after this id") \
    F(INT, limit, OPT, 1, 100, "at most so many; default 100")
#define TRAINING_LIST_NEXT(F, W) F(ID, next, OPT, 1, 64, "ask again after this id; absent when that was all")

#define FIELDS_course_get(F, W, G) F(ID, id, REQ, 1, 64, "course")
#define FIELDS_course_get_answer(F, W, G) F(ID, course, REQ, 1, 64, "course") COURSE_PROFILE(F, W) \
    F(INT, version, REQ, 1, INT64_MAX, "version, which is its revision too") COURSE_CERT(F, W) COURSE_NEEDS(F, W, G)
#define FIELDS_course_list(F, W, G) F(CODE, occupation, OPT, 1, 32, "occupation") TRAINING_LIST_FILTERS(F, W)
#define FIELDS_course_row(F, W, G) F(ID, course, REQ, 1, 64, "course") COURSE_PROFILE(F, W) \
    F(INT, version, REQ, 1, INT64_MAX, "version") COURSE_CERT(F, W)
#define FIELDS_course_list_answer(F, W, G) G(course_row, rows, OPT, 100, "by course id") TRAINING_LIST_NEXT(F, W)

#define FIELDS_session_get(F, W, G) F(ID, id, REQ, 1, 64, "session")
#define FIELDS_session_get_answer(F, W, G) SESSION_FACTS(F, W) \
    F(CODE, state, REQ, 1, 32, "DRAFT, OPEN, FULL, LOCKED, RUNNING, ENDED, GRADED, ARCHIVED, POSTPONED, CANCELLED") \
    F(TEXT, label, OPT, 1, 64, "the state in Chinese") \
    F(TEXT, label_en, OPT, 1, 64, "and in English") \
    F(CODE, room, REQ, 1, 32, "room") \
    F(CODE, room_state, REQ, 1, 16, "asked, granted, denied, dropped") \
    F(ID, trainer, REQ, 1, 64, "trainer") \
    F(CODE, trainer_state, REQ, 1, 16, "asked, granted, denied, dropped") \
    F(CODE, denied, OPT, 1, 32, "why the room or the trainer's time was denied") \
    SESSION_TOPIC(F, W) \
    F(INT, taken, OPT, 0, 1000, "seats taken, also those that wait for the calendar") \
    F(BOOL, approval, OPT, 0, 1, "its requests wait for a registrar") \
    F(INT, waiting, OPT, 0, INT64_MAX, "requests that do; they take no seat") \
    F(CODE, reason, OPT, 1, 32, "why postponed or cancelled") \
    F(TIME, lock, REQ, 0, INT64_MAX, "no more changes from then on") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision") \
    F(CODES, documents, OPT, 0, 8, "documents on file") \
    F(CODE, document_missing, OPT, 1, 32, "the first that the archive still needs")
#define FIELDS_session_list(F, W, G) \
    F(CODE, station, OPT, 1, 32, "station") \
    F(ID, course, OPT, 1, 64, "course") \
    F(CODE, state, OPT, 1, 32, "state") \
    TRAINING_LIST_FILTERS(F, W)
#define FIELDS_session_row(F, W, G) SESSION_FACTS(F, W) \
    F(CODE, state, REQ, 1, 32, "state") \
    F(INT, capacity, REQ, 1, 1000, "seats") \
    F(INT, taken, OPT, 0, 1000, "seats taken") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision")
#define FIELDS_session_list_answer(F, W, G) G(session_row, rows, OPT, 100, "by session id") TRAINING_LIST_NEXT(F, W)

#define FIELDS_enrolment_get(F, W, G) F(ID, id, REQ, 1, 64, "enrolment")
#define FIELDS_unit_mark(F, W, G) F(INT, unit, REQ, 1, 1000, "half-day") F(CODE, mark, REQ, 1, 16, "attendance")
#define FIELDS_enrolment_get_answer(F, W, G) ENROL_FACTS(F, W) \
    F(CODE, group, REQ, 1, 16, "target group") \
    F(CODE, evidence, OPT, 1, 32, "evidence for it") \
    F(CODE, state, REQ, 1, 32, "REQUESTED, APPROVED, OFFERED, ENROLLED, ATTENDING, EXAM_READY, RESIT_OPEN, UNDER_APPEAL, " \
        "PASSED, FAILED, CERTIFIED, COMPLETED, INCOMPLETE, NO_SHOW, REFUSED, LEFT, WITHDRAWN, ANNULLED") \
    F(TEXT, label, OPT, 1, 64, "the state in Chinese") \
    F(TEXT, label_en, OPT, 1, 64, "and in English") \
    F(CODE, hold_state, OPT, 1, 16, "the trainee's time: asked, granted, denied, dropped; absent: waits for approval") \
    F(CODE, reason, OPT, 1, 32, "why refused or withdrawn") \
    F(TIME, requested_at, REQ, 0, INT64_MAX, "when it was asked for") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision") \
    G(unit_mark, attendance, OPT, 128, "marks by half-day") \
    F(CODE, exception, OPT, 1, 32, "what a prerequisite was waived for") \
    F(TIME, hold_until, OPT, 0, INT64_MAX, "while offered: the seat is held until then") \
    F(INT, attempt, OPT, 1, 2, "examination: which attempt is open, or was the last") \
    F(INT, theory, OPT, 0, 100, "mark of the theory; absent: open, or 0") \
    F(INT, practice, OPT, 0, 100, "mark of the practice; absent: open, or 0") \
    F(TIME, exam_until, OPT, 0, INT64_MAX, "while it can be taken or repeated: before then") \
    F(TIME, appeal_until, OPT, 0, INT64_MAX, "the marks can be appealed against before then") \
    F(CODE, cert_number, OPT, 1, 64, "number of the certificate that was issued")
#define FIELDS_enrolment_list(F, W, G) \
    F(ID, session, OPT, 1, 64, "session") \
    F(ID, trainee, OPT, 1, 64, "trainee") \
    F(CODE, state, OPT, 1, 32, "state") \
    F(BOOL, approval, OPT, 0, 1, "those alone that wait for a registrar") \
    TRAINING_LIST_FILTERS(F, W)
#define FIELDS_enrolment_row(F, W, G) ENROL_FACTS(F, W) \
    F(CODE, group, REQ, 1, 16, "target group") \
    F(CODE, state, REQ, 1, 32, "state") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision")
#define FIELDS_enrolment_list_answer(F, W, G) G(enrolment_row, rows, OPT, 100, "by enrolment id") TRAINING_LIST_NEXT(F, W)

#define FIELDS_seats_by_group(F, W, G) F(ID, id, REQ, 1, 64, "session")
#define FIELDS_group_seats(F, W, G) \
    F(CODE, group, REQ, 1, 16, "target group") \
    F(INT, kept, OPT, 0, 1000, "seats still kept for it") \
    F(INT, taken, OPT, 0, 1000, "taken by it") \
    F(INT, left, OPT, 0, 1000, "it could still take, kept and open ones together")
#define FIELDS_seats_by_group_answer(F, W, G) F(ID, session, REQ, 1, 64, "session") \
    F(INT, capacity, REQ, 1, 1000, "seats") \
    F(INT, taken, OPT, 0, 1000, "seats taken") \
    G(group_seats, rows, OPT, 4, "the four groups")

#define FIELDS_quota_left(F, W, G) F(CODE, programme, REQ, 1, 32, "programme") F(INT, year, REQ, 2000, 2200, "civil year")
#define FIELDS_quota_left_answer(F, W, G) \
    F(CODE, programme, REQ, 1, 32, "programme") \
    F(INT, year, REQ, 2000, 2200, "civil year") \
    F(BOOL, limited, OPT, 0, 1, "a quota is set") \
    F(INT, places, OPT, 0, 1000000, "places") \
    F(INT, used, OPT, 0, 1000000, "taken") \
    F(INT, left, OPT, 0, 1000000, "left") \
    F(INT, revision, OPT, 0, INT64_MAX, "revision; absent: no quota is set")

#define FIELDS_trainee_get(F, W, G) F(ID, id, REQ, 1, 64, "trainee")
#define FIELDS_trainee_get_answer(F, W, G) F(ID, trainee, REQ, 1, 64, "trainee") \
    F(PERSONAL, name, OPT, 1, 64, "name") \
    F(PERSONAL, phone, OPT, 1, 32, "phone") \
    F(INT, revision, OPT, 0, INT64_MAX, "revision")

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
    M(EVENT, enrol_approval_due, "enrol.approval_due", "a registrar is to decide on it (D6 row 2)") \
    M(EVENT, enrol_approved, "enrol.approved", "and may have it (D6 row 2)") \
    M(EVENT, enrol_enrolled, "enrol.enrolled", "and has it (D6 row 2)") \
    M(EVENT, enrol_refused, "enrol.refused", "and cannot have it") \
    M(EVENT, enrol_withdrawn, "enrol.withdrawn", "gives it back (D6 row 7)") \
    M(EVENT, enrol_attending, "enrol.attending", "was present (D6 row 9)") \
    M(EVENT, attendance_marked, "attendance.marked", "attendance of one half-day (D6 row 10)") \
    M(EVENT, quota_changed, "quota.changed", "places of a programme in a year (A3.11)") \
    M(EVENT, enrol_no_show, "enrol.no_show", "never came (D6 row 8)") \
    M(EVENT, enrol_incomplete, "enrol.incomplete", "attended too little (D6 row 12)") \
    M(EVENT, enrol_completed, "enrol.completed", "attended enough of a course without exam (D6 row 19)") \
    M(EVENT, session_documented, "session.documented", "a document of a session is on file (D5 row 10)") \
    M(EVENT, enrol_annulled, "enrol.annulled", "the session was annulled after its end (ruling 5)") \
    M(EVENT, enrol_offered, "enrol.offered", "a seat in another session is held (D5 row 5, D6 row 4)") \
    M(EVENT, enrol_offer_accepted, "enrol.offer_accepted", "and taken (D6 row 5)") \
    M(EVENT, enrol_offer_declined, "enrol.offer_declined", "and not wanted (D6 row 6)") \
    M(EVENT, enrol_offer_expired, "enrol.offer_expired", "and not answered in time (D6 row 6)") \
    M(EVENT, enrol_left, "enrol.left", "without a seat (D6 row 6)") \
    M(EVENT, enrol_exam_ready, "enrol.exam_ready", "attended enough to be examined (D6 row 13)") \
    M(EVENT, exam_graded, "exam.graded", "what the examination came to (D6 rows 14, 15)") \
    M(EVENT, exam_appealed, "exam.appealed", "somebody objects to the marks (D6 row 17)") \
    M(EVENT, exam_regraded, "exam.regraded", "what the appeal came to (D6 row 17)") \
    M(EVENT, enrol_passed, "enrol.passed", "passed the examination (D6 row 14)") \
    M(EVENT, enrol_resit_allowed, "enrol.resit_allowed", "may repeat what was not enough (D6 row 15)") \
    M(EVENT, enrol_failed, "enrol.failed", "did not pass (D6 row 16)") \
    M(EVENT, cert_issued, "cert.issued", "the certificate of who passed (D6 row 18)") \
    M(EVENT, session_hold_denied, "session.hold_denied", "no room or trainer for it (D5 rows 2, 6)") \
    M(EVENT, enrol_postponed, "enrol.postponed", "the date of the seat no longer stands (D5 row 6)") \
    M(COMMAND, course_publish, "course.publish", "a course can be taught, or is changed") \
    M(COMMAND, quota_set, "quota.set", "yearly places of a programme (T4)") \
    M(COMMAND, session_plan, "session.plan", "draft a session (D5 row 1)") \
    M(COMMAND, session_open, "session.open", "take trainees (D5 row 2)") \
    M(COMMAND, session_cancel, "session.cancel", "call a session off (D5 row 5)") \
    M(COMMAND, session_postpone, "session.postpone", "put a session off (D5 row 6)") \
    M(COMMAND, session_redate, "session.redate", "give a session a new date (D5 row 6)") \
    M(COMMAND, session_end, "session.end", "the last half-day is closed (D5 row 8)") \
    M(COMMAND, session_archive, "session.archive", "file a graded session (D5 row 10)") \
    M(COMMAND, session_document, "session.document", "a document of a session is on file (D5 row 10)") \
    M(COMMAND, trainee_put, "trainee.put", "name and phone of a trainee") \
    M(COMMAND, enrol_request, "enrol.request", "ask for a seat (D6 row 1)") \
    M(COMMAND, enrol_approve, "enrol.approve", "give the seat that somebody asked for (D6 row 2)") \
    M(COMMAND, enrol_refuse, "enrol.refuse", "refuse it (D6 row 2)") \
    M(COMMAND, enrol_withdraw, "enrol.withdraw", "give a seat back (D6 row 7)") \
    M(COMMAND, enrol_accept, "enrol.accept", "take the seat that is offered (D6 row 5)") \
    M(COMMAND, enrol_decline, "enrol.decline", "do without it (D6 row 6)") \
    M(COMMAND, exam_grade, "exam.grade", "one examiner's mark of a part (D6 row 14)") \
    M(COMMAND, exam_appeal, "exam.appeal", "object to the marks (D6 row 17)") \
    M(COMMAND, exam_appeal_decide, "exam.appeal_decide", "decide on it (D6 row 17)") \
    M(COMMAND, cert_issue, "cert.issue", "give who passed the certificate (D6 row 18)") \
    M(COMMAND, attendance_mark, "attendance.mark", "attendance of one half-day (D6 row 10)") \
    M(QUERY, course_get, "course.get", "one course") \
    M(ANSWER, course_get_answer, "course.get.answer", "answer to course.get") \
    M(QUERY, course_list, "course.list", "courses") \
    M(ANSWER, course_list_answer, "course.list.answer", "answer to course.list") \
    M(QUERY, session_get, "session.get", "one session") \
    M(ANSWER, session_get_answer, "session.get.answer", "answer to session.get") \
    M(QUERY, session_list, "session.list", "sessions") \
    M(ANSWER, session_list_answer, "session.list.answer", "answer to session.list") \
    M(QUERY, enrolment_get, "enrolment.get", "one enrolment") \
    M(ANSWER, enrolment_get_answer, "enrolment.get.answer", "answer to enrolment.get") \
    M(QUERY, enrolment_list, "enrolment.list", "enrolments") \
    M(ANSWER, enrolment_list_answer, "enrolment.list.answer", "answer to enrolment.list") \
    M(QUERY, seats_by_group, "seats.by_group", "seats of a session by target group (A3.2)") \
    M(ANSWER, seats_by_group_answer, "seats.by_group.answer", "answer to seats.by_group") \
    M(QUERY, quota_left, "quota.left", "places left of a programme in a year") \
    M(ANSWER, quota_left_answer, "quota.left.answer", "answer to quota.left") \
    M(QUERY, trainee_get, "trainee.get", "name and phone of a trainee") \
    M(ANSWER, trainee_get_answer, "trainee.get.answer", "answer to trainee.get")

#define TRAINING_RECORDS(R) R(course_need) R(course_row) R(session_row) R(unit_mark) R(enrolment_row) R(group_seats)

PROTO_RECORDS(TRAINING_RECORDS)
PROTO_MESSAGES(TRAINING_MESSAGES)

#endif
