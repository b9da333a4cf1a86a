-- What comes before the first day (D4 row 2): duty statements and who accepted them, hours of training. And what
-- matching says of visits: those a worker has, until they are closed, and what they came to (D4 rows 3 and 10).
CREATE TABLE duty (
    kind TEXT PRIMARY KEY, -- of workers; 'all': of every kind that has none of its own
    version INTEGER NOT NULL CHECK (version > 0),
    title TEXT NOT NULL CHECK (title <> ''),
    published_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE duty_accepted (
    worker TEXT NOT NULL REFERENCES worker (id),
    kind TEXT NOT NULL REFERENCES duty (kind),
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (worker, kind, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE prejob (
    id TEXT PRIMARY KEY,
    worker TEXT NOT NULL REFERENCES worker (id),
    hours INTEGER NOT NULL CHECK (hours >= 0),
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX prejob_worker ON prejob (worker, id);

CREATE TABLE visit (
    id TEXT PRIMARY KEY,
    worker TEXT NOT NULL,
    start INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ahead', 'ended', 'verified', 'disputed'))
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_ahead ON visit (worker, start) WHERE state = 'ahead';

CREATE TABLE tally (
    worker TEXT PRIMARY KEY,
    verified INTEGER NOT NULL CHECK (verified >= 0),
    marks INTEGER NOT NULL CHECK (marks >= 0)
) STRICT, WITHOUT ROWID;
