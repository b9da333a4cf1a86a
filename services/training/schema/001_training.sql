-- Courses, yearly quotas, sessions (D5), enrolments (D6), attendance, and the holds asked of booking and matching.
-- Names and phones of trainees are in the person table.
CREATE TABLE course (
    id TEXT PRIMARY KEY,
    occupation TEXT NOT NULL,
    title TEXT NOT NULL,
    hours INTEGER NOT NULL CHECK (hours > 0),
    programme TEXT NOT NULL,
    exam INTEGER NOT NULL CHECK (exam IN (0, 1)),
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE quota (
    programme TEXT NOT NULL,
    year INTEGER NOT NULL,
    places INTEGER NOT NULL CHECK (places >= 0),
    PRIMARY KEY (programme, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE hold (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('room', 'trainer', 'trainee')),
    object TEXT NOT NULL,
    person TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'denied', 'dropped')),
    reason TEXT NOT NULL,
    CHECK ((kind = 'room') = (person = ''))
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    course TEXT NOT NULL REFERENCES course (id),
    station TEXT NOT NULL,
    room TEXT NOT NULL,
    trainer TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK (end > start),
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    minimum INTEGER NOT NULL CHECK (minimum BETWEEN 1 AND capacity),
    focus TEXT NOT NULL CHECK (focus <> ''),
    problem TEXT NOT NULL CHECK (problem <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('skill', 'policy', 'peer', 'competition', 'study')),
    units INTEGER NOT NULL CHECK (units > 0),
    keep_worker INTEGER NOT NULL CHECK (keep_worker >= 0),
    keep_unemployed INTEGER NOT NULL CHECK (keep_unemployed >= 0),
    keep_new_labour INTEGER NOT NULL CHECK (keep_new_labour >= 0),
    keep_public INTEGER NOT NULL CHECK (keep_public >= 0),
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'OPEN', 'FULL', 'LOCKED', 'RUNNING', 'ENDED', 'GRADED', 'ARCHIVED',
                                         'POSTPONED', 'CANCELLED')),
    reason TEXT NOT NULL,
    room_hold TEXT NOT NULL REFERENCES hold (id),
    trainer_hold TEXT NOT NULL REFERENCES hold (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    CHECK (keep_worker + keep_unemployed + keep_new_labour + keep_public <= capacity)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_station ON session (station, id);

CREATE TABLE enrolment (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session (id),
    station TEXT NOT NULL,
    trainee TEXT NOT NULL,
    target TEXT NOT NULL CHECK (target IN ('worker', 'unemployed', 'new_labour', 'public')),
    evidence TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('REQUESTED', 'ENROLLED', 'ATTENDING', 'REFUSED', 'WITHDRAWN', 'NO_SHOW',
                                         'INCOMPLETE', 'COMPLETED')),
    reason TEXT NOT NULL,
    hold TEXT NOT NULL REFERENCES hold (id),
    programme TEXT NOT NULL,
    year INTEGER NOT NULL,
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)), -- against the quota of programme and year
    requested_at INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX enrolment_live ON enrolment (session, trainee) WHERE state IN ('REQUESTED', 'ENROLLED', 'ATTENDING');
CREATE INDEX enrolment_session ON enrolment (session, id);
CREATE INDEX enrolment_trainee ON enrolment (trainee, id);
CREATE INDEX enrolment_quota ON enrolment (programme, year) WHERE counted = 1;

CREATE TABLE attendance (
    enrolment TEXT NOT NULL REFERENCES enrolment (id),
    unit INTEGER NOT NULL CHECK (unit > 0),
    mark TEXT NOT NULL CHECK (mark IN ('present', 'late', 'left_early', 'excused', 'absent')),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (enrolment, unit)
) STRICT, WITHOUT ROWID;
