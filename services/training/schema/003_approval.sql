-- A course may ask that a registrar approves each request (D6 row 2); a session knows it from its plan on. A request that
-- waits for that has no hold yet and takes no seat.
ALTER TABLE course ADD COLUMN approval INTEGER NOT NULL DEFAULT 0 CHECK (approval IN (0, 1));
ALTER TABLE session ADD COLUMN approval INTEGER NOT NULL DEFAULT 0 CHECK (approval IN (0, 1));

ALTER TABLE attendance RENAME TO attendance_before;
ALTER TABLE enrolment RENAME TO enrolment_before;
CREATE TABLE enrolment (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session (id),
    station TEXT NOT NULL,
    trainee TEXT NOT NULL,
    target TEXT NOT NULL CHECK (target IN ('worker', 'unemployed', 'new_labour', 'public')),
    evidence TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'ENROLLED', 'ATTENDING', 'REFUSED', 'WITHDRAWN',
                                         'NO_SHOW', 'INCOMPLETE', 'COMPLETED')),
    reason TEXT NOT NULL,
    hold TEXT REFERENCES hold (id), -- NULL: not asked for, since nobody has approved
    programme TEXT NOT NULL,
    year INTEGER NOT NULL,
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)), -- against the quota of programme and year
    requested_at INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    CHECK (hold IS NOT NULL OR (state IN ('REQUESTED', 'REFUSED', 'WITHDRAWN') AND counted = 0))
) STRICT, WITHOUT ROWID;
INSERT INTO enrolment (id, session, station, trainee, target, evidence, state, reason, hold, programme, year, counted,
                       requested_at, revision)
    SELECT id, session, station, trainee, target, evidence, state, reason, hold, programme, year, counted, requested_at,
           revision FROM enrolment_before ORDER BY id;
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
    WHERE state IN ('REQUESTED', 'APPROVED', 'ENROLLED', 'ATTENDING');
CREATE INDEX enrolment_session ON enrolment (session, id);
CREATE INDEX enrolment_trainee ON enrolment (trainee, id);
CREATE INDEX enrolment_quota ON enrolment (programme, year) WHERE counted = 1;
CREATE INDEX enrolment_waiting ON enrolment (session, id) WHERE state = 'REQUESTED' AND hold IS NULL;
