-- What a course needs beforehand and what it gives (T3, D6 row 1); certificates of workers as roster says them; documents
-- of sessions (D5 row 10); seats offered in place of one that was called off (D5 row 5); examinations, appeals and the
-- certificates that follow (D6 rows 13 to 18).
ALTER TABLE course ADD COLUMN gives_cert TEXT NOT NULL DEFAULT '';
ALTER TABLE course ADD COLUMN gives_level INTEGER NOT NULL DEFAULT 0 CHECK (gives_level BETWEEN 0 AND 5);

CREATE TABLE course_need (
    course TEXT NOT NULL REFERENCES course (id),
    kind TEXT NOT NULL CHECK (kind IN ('course', 'cert')),
    code TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5), -- 0: any
    PRIMARY KEY (course, kind, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE cert_fact (
    id TEXT PRIMARY KEY,
    worker TEXT NOT NULL,
    cert_type TEXT NOT NULL,
    level INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    good INTEGER NOT NULL CHECK (good IN (0, 1)) -- verified, and neither suspended nor revoked
) STRICT, WITHOUT ROWID;
CREATE INDEX cert_fact_worker ON cert_fact (worker, cert_type, id);

CREATE INDEX session_course ON session (course, start, id) WHERE state = 'OPEN';
CREATE TABLE document (
    session TEXT NOT NULL REFERENCES session (id),
    document TEXT NOT NULL CHECK (document IN ('sign_in', 'materials', 'scores', 'feedback', 'photos', 'other')),
    place TEXT NOT NULL CHECK (place <> ''),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (session, document)
) STRICT, WITHOUT ROWID;

ALTER TABLE attendance RENAME TO attendance_before;
ALTER TABLE enrolment RENAME TO enrolment_before;
CREATE TABLE enrolment (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session (id),
    station TEXT NOT NULL,
    trainee TEXT NOT NULL,
    target TEXT NOT NULL CHECK (target IN ('worker', 'unemployed', 'new_labour', 'public')),
    evidence TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING', 'EXAM_READY',
                                         'RESIT_OPEN', 'UNDER_APPEAL', 'PASSED', 'FAILED', 'CERTIFIED', 'COMPLETED',
                                         'INCOMPLETE', 'NO_SHOW', 'REFUSED', 'LEFT', 'WITHDRAWN', 'ANNULLED')),
    reason TEXT NOT NULL,
    hold TEXT REFERENCES hold (id), -- NULL: not asked for, since nobody has approved, or accepted the offer
    programme TEXT NOT NULL,
    year INTEGER NOT NULL,
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)), -- against the quota of programme and year
    requested_at INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    exception TEXT NOT NULL, -- what a prerequisite was waived for
    hold_until INTEGER NOT NULL CHECK ((hold_until > 0) = (state = 'OFFERED')),
    CHECK (hold IS NOT NULL OR state = 'OFFERED' OR
           (state IN ('REQUESTED', 'REFUSED', 'LEFT', 'WITHDRAWN') AND counted = 0))
) STRICT, WITHOUT ROWID;
INSERT INTO enrolment (id, session, station, trainee, target, evidence, state, reason, hold, programme, year, counted,
                       requested_at, revision, exception, hold_until)
    SELECT id, session, station, trainee, target, evidence, state, reason, hold, programme, year, counted, requested_at,
           revision, '', 0 FROM enrolment_before ORDER BY id;
CREATE TABLE attendance (
    enrolment TEXT NOT NULL REFERENCES enrolment (id),
    unit INTEGER NOT NULL CHECK (unit > 0),
    mark TEXT NOT NULL CHECK (mark IN ('present', 'late', 'left_early', 'excused', 'absent')),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (enrolment, unit)
) STRICT, WITHOUT ROWID;
INSERT INTO attendance (enrolment, unit, mark, at, by)
    SELECT enrolment, unit, mark, at, by FROM attendance_before ORDER BY enrolment, unit;
DROP TABLE attendance_before;
DROP TABLE enrolment_before;
CREATE UNIQUE INDEX enrolment_live ON enrolment (session, trainee)
    WHERE state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING');
CREATE INDEX enrolment_session ON enrolment (session, id);
CREATE INDEX enrolment_trainee ON enrolment (trainee, id);
CREATE INDEX enrolment_quota ON enrolment (programme, year) WHERE counted = 1;
CREATE INDEX enrolment_waiting ON enrolment (session, id) WHERE state = 'REQUESTED' AND hold IS NULL;

CREATE TABLE exam (
    enrolment TEXT PRIMARY KEY REFERENCES enrolment (id),
    attempt INTEGER NOT NULL CHECK (attempt IN (1, 2)), -- open, or the last
    theory INTEGER NOT NULL CHECK (theory BETWEEN -1 AND 100), -- -1: open
    practice INTEGER NOT NULL CHECK (practice BETWEEN -1 AND 100),
    until INTEGER NOT NULL, -- to be taken, or repeated, before then
    graded INTEGER NOT NULL CHECK (graded BETWEEN 0 AND 2), -- the attempt that was graded last, and its marks
    graded_theory INTEGER NOT NULL CHECK (graded_theory BETWEEN -1 AND 100),
    graded_practice INTEGER NOT NULL CHECK (graded_practice BETWEEN -1 AND 100),
    appeal_until INTEGER NOT NULL, -- 0: no appeal, or none any more
    CHECK (graded <= attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE exam_mark (
    enrolment TEXT NOT NULL REFERENCES exam (enrolment),
    attempt INTEGER NOT NULL CHECK (attempt IN (1, 2)),
    part TEXT NOT NULL CHECK (part IN ('theory', 'practice')),
    examiner TEXT NOT NULL CHECK (examiner <> ''),
    mark INTEGER NOT NULL CHECK (mark BETWEEN 0 AND 100),
    at INTEGER NOT NULL,
    PRIMARY KEY (enrolment, attempt, part, examiner)
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate (
    enrolment TEXT PRIMARY KEY REFERENCES enrolment (id),
    id TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who waited for an examination that nobody could grade has ninety days from now on, as the store's clock tells the time.
INSERT INTO exam (enrolment, attempt, theory, practice, until, graded, graded_theory, graded_practice, appeal_until)
    SELECT e.id, 1, -1, -1, max(s.end, coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'clock'), 0))
           + 90 * 86400000, 0, -1, -1, 0
    FROM enrolment e JOIN session s ON s.id = e.session WHERE s.state = 'ENDED' AND e.state = 'ATTENDING';
UPDATE enrolment SET state = 'EXAM_READY', revision = revision + 1 WHERE id IN (SELECT enrolment FROM exam);
INSERT INTO timer (kind, subject, due) SELECT 'exam.due', enrolment, until FROM exam WHERE true
    ON CONFLICT (kind, subject) DO NOTHING;
