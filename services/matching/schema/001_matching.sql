-- What booking says of its services.
CREATE TABLE service (
    service TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    workers INTEGER NOT NULL CHECK (workers >= 1),
    live_in INTEGER NOT NULL,
    intimate INTEGER NOT NULL,
    kinds TEXT NOT NULL -- separated by blanks, the first one first
) STRICT, WITHOUT ROWID;

CREATE TABLE service_need (
    service TEXT NOT NULL REFERENCES service (service),
    type TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5), -- this one or better (lower); 0 any
    PRIMARY KEY (service, type)
) STRICT, WITHOUT ROWID;

-- What roster says of workers (ruling 6: eligibility is decided on this copy).
CREATE TABLE worker (
    worker TEXT PRIMARY KEY,
    station TEXT NOT NULL,
    kind TEXT NOT NULL,
    employee INTEGER NOT NULL,
    part_time INTEGER NOT NULL,
    sex TEXT NOT NULL CHECK (sex IN ('', 'f', 'm')),
    languages TEXT NOT NULL,
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    travel INTEGER NOT NULL,
    active INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0,
    green INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE cert (
    cert TEXT PRIMARY KEY,
    worker TEXT NOT NULL,
    type TEXT NOT NULL,
    level INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    good INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX cert_worker ON cert (worker, type);

CREATE TABLE worker_leave (
    leave TEXT PRIMARY KEY,
    worker TEXT NOT NULL,
    start INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX leave_worker ON worker_leave (worker, start);

CREATE TABLE pair (
    worker TEXT NOT NULL,
    household TEXT NOT NULL,
    PRIMARY KEY (worker, household)
) STRICT, WITHOUT ROWID;

-- Visits (D2).
CREATE TABLE visit (
    visit TEXT PRIMARY KEY,
    booking TEXT NOT NULL,
    household TEXT NOT NULL,
    origin TEXT NOT NULL,
    station TEXT NOT NULL,
    service TEXT NOT NULL,
    community TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK (end > start),
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    wish_sex TEXT NOT NULL,
    wish_languages TEXT NOT NULL,
    wish_worker TEXT NOT NULL,
    door_code TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    decisions INTEGER NOT NULL DEFAULT 0,
    worker TEXT,
    hold TEXT,
    how TEXT,
    score INTEGER NOT NULL DEFAULT 0,
    offer_until INTEGER NOT NULL DEFAULT 0,
    assigned_at INTEGER NOT NULL DEFAULT 0,
    ack_by INTEGER NOT NULL DEFAULT 0,
    acked_at INTEGER NOT NULL DEFAULT 0,
    risk TEXT,
    risk_at INTEGER NOT NULL DEFAULT 0,
    replaces TEXT,
    replace_why TEXT,
    code_tries INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER NOT NULL DEFAULT 0,
    minutes INTEGER NOT NULL DEFAULT 0,
    closes_at INTEGER NOT NULL DEFAULT 0,
    method TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_start ON visit (start, visit);
CREATE INDEX visit_booking ON visit (booking, visit);
CREATE INDEX visit_worker ON visit (worker, start, visit);
CREATE INDEX visit_service ON visit (service, start);
CREATE INDEX visit_at_risk ON visit (start, visit) WHERE state = 'AT_RISK';

-- Workers who are not to be tried for this visit: they said no, let an offer lapse, or were lost.
CREATE TABLE visit_excluded (
    visit TEXT NOT NULL REFERENCES visit (visit),
    worker TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (visit, worker)
) STRICT, WITHOUT ROWID;

-- The one calendar of people's time (V23): what is held of it, and what was.
CREATE TABLE hold (
    hold TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('visit', 'class', 'exam', 'hearing', 'leave', 'trainer')),
    state TEXT NOT NULL CHECK (state IN ('tentative', 'firm', 'released')),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK (end > start),
    object TEXT NOT NULL,
    handover INTEGER NOT NULL DEFAULT 0 -- milliseconds that were kept free around it (V2)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_person ON hold (person, start, hold);
CREATE INDEX hold_object ON hold (object, hold);

-- Why this worker and not the others (V9): one row each time somebody was looked for.
CREATE TABLE decision (
    visit TEXT NOT NULL REFERENCES visit (visit),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    why TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('assigned', 'offered', 'none')),
    worker TEXT,
    considered INTEGER NOT NULL,
    feasible INTEGER NOT NULL,
    PRIMARY KEY (visit, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision_worker (
    visit TEXT NOT NULL,
    number INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    worker TEXT NOT NULL,
    total INTEGER NOT NULL,
    terms BLOB NOT NULL, -- for each term its weight and points, big-endian 32 bits each
    PRIMARY KEY (visit, number, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision_reason (
    visit TEXT NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    workers INTEGER NOT NULL,
    names BLOB NOT NULL, -- the first of them: each a byte of length and the id
    PRIMARY KEY (visit, number, reason)
) STRICT, WITHOUT ROWID;
