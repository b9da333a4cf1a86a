-- Cases, their numbers, and a small copy of the stations and bookings they may be about. Names and texts are in the person store.
CREATE TABLE dispute (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    station TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('FILED', 'SCREENED', 'ACCEPTED', 'AGREED', 'FAILED', 'WITHDRAWN', 'CLOSED')),
    category TEXT NOT NULL,
    claimed TEXT NOT NULL,
    relation TEXT NOT NULL,
    route TEXT CHECK (route IN ('labour', 'people', 'consumer', 'hotline')),
    channel TEXT NOT NULL,
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    booking TEXT REFERENCES booking_copy (booking),
    filer TEXT,
    respondent TEXT,
    entered_by TEXT,
    happened INTEGER,
    filed INTEGER NOT NULL,
    accepted INTEGER,
    ended INTEGER,
    accept_by INTEGER NOT NULL CHECK (accept_by > filed),
    accept_provisional INTEGER NOT NULL CHECK (accept_provisional IN (0, 1)),
    due INTEGER,
    due_provisional INTEGER NOT NULL CHECK (due_provisional IN (0, 1)),
    close_by INTEGER,
    deadline INTEGER,
    calendar_version TEXT NOT NULL,
    reason TEXT,
    next TEXT,
    terms INTEGER NOT NULL CHECK (terms >= 0),
    revision INTEGER NOT NULL CHECK (revision > 0),
    CHECK (anonymous = 0 OR filer IS NULL),
    CHECK ((deadline IS NULL) = (state IN ('FAILED', 'WITHDRAWN', 'CLOSED'))),
    CHECK ((ended IS NULL) = (deadline IS NOT NULL)),
    CHECK (route IS NOT NULL OR state IN ('FILED', 'WITHDRAWN')),
    CHECK (state <> 'ACCEPTED' OR due IS NOT NULL),
    CHECK (state <> 'FAILED' OR (reason IS NOT NULL AND next IS NOT NULL))
) STRICT;
CREATE INDEX dispute_by_deadline ON dispute (deadline) WHERE deadline IS NOT NULL;
CREATE INDEX dispute_by_booking ON dispute (booking, id) WHERE booking IS NOT NULL;

-- The last number given at a station in a civil year.
CREATE TABLE case_counter (
    station TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (station, year)
) STRICT, WITHOUT ROWID;

-- What booking's stream has told so far; milliseconds behind its owner.
CREATE TABLE booking_copy (
    booking TEXT PRIMARY KEY,
    station TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE station_copy (
    station TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
