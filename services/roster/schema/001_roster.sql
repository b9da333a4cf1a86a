-- Workers (D4), their employers (R3), their history, leave, and certificates (D7). Names and phones are in the person table.
CREATE TABLE worker (
    id TEXT PRIMARY KEY,
    station TEXT NOT NULL,
    kind TEXT NOT NULL,
    employer TEXT NOT NULL,
    employment TEXT NOT NULL CHECK (employment IN ('employee', 'agency', 'partner')),
    part_time INTEGER NOT NULL CHECK (part_time IN (0, 1)),
    sex TEXT NOT NULL CHECK (sex IN ('', 'f', 'm')),
    languages TEXT NOT NULL,
    cell_lat INTEGER NOT NULL,
    cell_lon INTEGER NOT NULL,
    travel TEXT NOT NULL CHECK (travel IN ('', 'walk', 'ebike', 'bus')),
    state TEXT NOT NULL CHECK (state IN ('ONBOARDING', 'PROBATION', 'ACTIVE', 'ON_LEAVE', 'SUSPENDED', 'RETIRED', 'DISMISSED')),
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    probation_until INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (code IN ('none', 'green', 'yellow', 'red')),
    code_at INTEGER NOT NULL, -- when the code was last computed
    suspend_reason TEXT NOT NULL,
    suspended_by TEXT NOT NULL,
    review_by INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    CHECK ((state = 'SUSPENDED') = (review_by > 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX worker_station ON worker (station, id);

CREATE TABLE employer (
    worker TEXT NOT NULL REFERENCES worker (id),
    employer TEXT NOT NULL,
    employment TEXT NOT NULL CHECK (employment IN ('employee', 'agency', 'partner')),
    part_time INTEGER NOT NULL CHECK (part_time IN (0, 1)),
    since INTEGER NOT NULL,
    until INTEGER CHECK (until >= since),
    PRIMARY KEY (worker, employer, since)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX employer_live ON employer (worker, employer) WHERE until IS NULL;

CREATE TABLE step (
    worker TEXT NOT NULL REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED,
    step INTEGER NOT NULL CHECK (step > 0),
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL,
    now TEXT NOT NULL,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (worker, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE leave (
    id TEXT PRIMARY KEY,
    worker TEXT NOT NULL REFERENCES worker (id),
    start INTEGER NOT NULL,
    until INTEGER NOT NULL CHECK (until > start),
    sick INTEGER NOT NULL CHECK (sick IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('GRANTED', 'STARTED', 'ENDED', 'CALLED_OFF')),
    ended_at INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX leave_live ON leave (worker, start) WHERE state IN ('GRANTED', 'STARTED');
CREATE UNIQUE INDEX leave_running ON leave (worker) WHERE state = 'STARTED';

CREATE TABLE cert (
    id TEXT PRIMARY KEY,
    worker TEXT NOT NULL REFERENCES worker (id),
    cert_type TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5),
    number TEXT NOT NULL,
    body TEXT NOT NULL,
    issued INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL CHECK (valid_to > valid_from),
    state TEXT NOT NULL CHECK (state IN ('SUBMITTED', 'VERIFIED', 'REJECTED', 'SUSPENDED', 'REVOKED', 'SUPERSEDED')),
    evidence TEXT NOT NULL,
    bad INTEGER NOT NULL CHECK (bad IN (0, 1)),
    reason TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    verified_by TEXT NOT NULL,
    verified_at INTEGER NOT NULL,
    superseded_by TEXT REFERENCES cert (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    CHECK ((state = 'SUPERSEDED') = (superseded_by IS NOT NULL)),
    CHECK (state NOT IN ('VERIFIED', 'SUSPENDED', 'SUPERSEDED') OR verified_by <> registered_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX cert_worker ON cert (worker, cert_type, id);
CREATE INDEX cert_number ON cert (number);
