/* What must always hold in this store: queries that give one row for every violation. */
#include "training.h"

static const char seats_sql[] =
    "SELECT 'session ' || s.id || ' of ' || s.capacity || ' seats has ' || count(*) || ' taken' FROM session s "
    "JOIN enrolment e ON e.session = s.id AND (e.hold IS NOT NULL OR e.state = 'OFFERED') "
    "AND e.state NOT IN ('REFUSED', 'LEFT', 'WITHDRAWN', 'ANNULLED') "
    "GROUP BY s.id HAVING count(*) > s.capacity ORDER BY s.id";

static const char full_sql[] =
    "SELECT 'session ' || s.id || ' is ' || s.state || ' with ' || count(e.id) || ' of ' || s.capacity FROM session s "
    "LEFT JOIN enrolment e ON e.session = s.id AND (e.hold IS NOT NULL OR e.state = 'OFFERED') "
    "AND e.state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING') "
    "WHERE s.state IN ('OPEN', 'FULL') GROUP BY s.id HAVING (s.state = 'FULL') <> (count(e.id) = s.capacity) ORDER BY "
    "s.id";

static const char once_sql[] =
    "SELECT 'trainee ' || trainee || ' has ' || count(*) || ' live enrolments in session ' || session FROM enrolment "
    "WHERE state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING') GROUP BY session, trainee HAVING "
    "count(*) > 1 "
    "ORDER BY session, trainee";

static const char overlap_sql[] =
    "SELECT 'enrolments ' || a.id || ' and ' || b.id || ' of trainee ' || a.trainee FROM enrolment a "
    "JOIN enrolment b ON b.trainee = a.trainee AND a.id < b.id JOIN session s ON s.id = a.session "
    "JOIN session t ON t.id = b.session AND s.start < t.end AND t.start < s.end "
    "WHERE a.state IN ('ENROLLED', 'ATTENDING') AND b.state IN ('ENROLLED', 'ATTENDING') ORDER BY a.id, b.id";

static const char hold_sql_enrolment[] =
    "SELECT 'enrolment ' || e.id || ' is ' || e.state || ', its hold is ' || h.state FROM enrolment e "
    "JOIN hold h ON h.id = e.hold WHERE (e.state IN ('ENROLLED', 'ATTENDING', 'EXAM_READY', 'RESIT_OPEN', "
    "  'UNDER_APPEAL', 'PASSED', 'FAILED', 'CERTIFIED', 'COMPLETED', 'INCOMPLETE', 'NO_SHOW') "
    "  AND h.state <> 'granted') OR (e.state = 'WITHDRAWN' AND h.state <> 'dropped') "
    "OR (e.state = 'REFUSED' AND h.state <> 'denied') OR (e.state IN ('REQUESTED', 'APPROVED') AND h.state = "
    "'granted') ORDER BY e.id";

/* After the lock nobody waits for approval any more, nor where nobody is to give it. */
static const char approval_sql[] =
    "SELECT 'enrolment ' || e.id || ' of session ' || s.id || ', which is ' || s.state || ', is ' || e.state || "
    "CASE WHEN e.hold IS NULL THEN ' without approval' ELSE '' END FROM enrolment e JOIN session s ON s.id = e.session "
    "WHERE (e.hold IS NULL AND e.state NOT IN ('OFFERED', 'LEFT', 'WITHDRAWN') AND (s.approval = 0 OR (e.state = "
    "'REQUESTED' AND s.state NOT IN ('OPEN', 'FULL', "
    "'POSTPONED')))) OR (s.approval = 0 AND e.state = 'APPROVED') "
    "OR (s.approval = 1 AND e.state = 'REQUESTED' AND e.hold IS NOT NULL) ORDER BY e.id";

static const char hold_sql_session[] =
    "SELECT 'session ' || s.id || ' is ' || s.state || ', its ' || h.kind || ' is ' || h.state FROM session s "
    "JOIN hold h ON h.id IN (s.room_hold, s.trainer_hold) "
    "WHERE (s.state IN ('OPEN', 'FULL', 'LOCKED', 'RUNNING', 'ENDED', 'GRADED', 'ARCHIVED') AND h.state <> 'granted') "
    "OR (s.state = 'CANCELLED' AND h.state IN ('asked', 'granted')) ORDER BY s.id, h.kind";

static const char quota_sql[] =
    "SELECT 'programme ' || q.programme || ' in ' || q.year || ': ' || count(*) || ' of ' || q.places FROM quota q "
    "JOIN enrolment e ON e.programme = q.programme AND e.year = q.year AND e.counted = 1 "
    "GROUP BY q.programme, q.year HAVING count(*) > q.places ORDER BY q.programme, q.year";

static const char counted_sql[] =
    "SELECT 'enrolment ' || id || ' is ' || state || ' and counted ' || counted FROM enrolment WHERE "
    "(programme = '' AND counted = 1) OR (programme <> '' AND counted = 0 AND (hold IS NOT NULL OR state = 'OFFERED') "
    "AND state NOT IN "
    "('REFUSED', 'LEFT', 'WITHDRAWN')) "
    "OR (counted = 1 AND state IN ('REFUSED', 'LEFT')) ORDER BY id";

static const char graded_sql[] =
    "SELECT 'session ' || s.id || ' is ' || s.state || ' with enrolment ' || e.id || ', which is ' || e.state "
    "FROM session s JOIN enrolment e ON e.session = s.id WHERE (s.state IN ('GRADED', 'ARCHIVED') AND e.state IN "
    "('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING', 'EXAM_READY', 'RESIT_OPEN', 'UNDER_APPEAL')) "
    "OR (s.state = 'ENDED' AND e.state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING')) "
    "ORDER BY e.id";

/* A session that has ended waits for something: a result to be found, or a time to pass. */
static const char waits_sql[] =
    "SELECT 'session ' || s.id || ' is ENDED and nothing is open' FROM session s WHERE s.state = 'ENDED' "
    "AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.session = s.id AND (e.state = 'UNDER_APPEAL' OR EXISTS "
    "(SELECT 1 FROM timer t WHERE t.subject = e.id AND t.kind IN ('exam.due', 'exam.final')))) ORDER BY s.id";

static const char archive_sql[] =
    "SELECT 'session ' || s.id || ' is ARCHIVED without its ' || n.column1 FROM session s "
    "JOIN (VALUES ('sign_in', 0), ('materials', 0), ('scores', 1)) n ON n.column2 <= s.exam "
    "WHERE s.state = 'ARCHIVED' AND NOT EXISTS (SELECT 1 FROM document d WHERE d.session = s.id "
    "AND d.document = n.column1) ORDER BY s.id, n.column1";

static const char examiner_sql[] =
    "SELECT 'examiner ' || m.examiner || ' of enrolment ' || e.id || ' taught it or is it' FROM exam_mark m "
    "JOIN enrolment e ON e.id = m.enrolment JOIN session s ON s.id = e.session "
    "WHERE m.examiner IN (s.trainer, e.trainee) ORDER BY e.id, m.examiner";

static const char certified_sql[] =
    "SELECT 'enrolment ' || e.id || ' is ' || e.state || ', certificates: ' || count(c.id) FROM enrolment e "
    "LEFT JOIN certificate c ON c.enrolment = e.id GROUP BY e.id HAVING (e.state = 'CERTIFIED') <> (count(c.id) = 1) "
    "ORDER BY e.id";

static const char offer_sql[] =
    "SELECT 'enrolment ' || e.id || ' is OFFERED in session ' || s.id || ', which is ' || s.state FROM enrolment e "
    "JOIN session s ON s.id = e.session WHERE e.state = 'OFFERED' AND (s.state NOT IN ('OPEN', 'FULL') OR NOT EXISTS "
    "(SELECT 1 FROM timer t WHERE t.kind = 'enrol.offer' AND t.subject = e.id)) ORDER BY e.id";

const struct invariant training_invariants[] = {
    {"I5", "Seats taken are at most the capacity", seats_sql},
    {"D5.3", "A session is full exactly when all its seats are taken", full_sql},
    {"D6.1", "One live enrolment per session and trainee", once_sql},
    {"T6", "No trainee has two enrolments at one time", overlap_sql},
    {"D6.2", "Who is enrolled has a granted hold; who is not, has none", hold_sql_enrolment},
    {"D6.2b", "Who waits for approval waits before the lock, in a course that asks for it", approval_sql},
    {"D5.2", "What is open or later holds room and trainer; what is cancelled, nothing", hold_sql_session},
    {"T4", "Places counted are at most the yearly quota", quota_sql},
    {"T4b", "An enrolment that keeps a place of a programme is counted, once", counted_sql},
    {"D5.9", "What is graded has no result open, and what has ended nobody who waits for the class", graded_sql},
    {"D5.9b", "A session that has ended waits for a result, or for a time to pass", waits_sql},
    {"D5.10", "What is archived has its documents on file", archive_sql},
    {"I14", "Nobody examines whom she taught, or herself", examiner_sql},
    {"I15", "Who is certified has one certificate, and nobody else has any", certified_sql},
    {"D6.4", "A seat is offered in an open session, and the offer ends", offer_sql},
    {NULL, NULL, NULL},
};
