-- Tables of every store: the streams it owns, what it follows, answers, parked messages, timers, personal fields.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Streams in order of creation: 1, 2, 3 ... without holes.
CREATE TABLE stream (
    number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 8388607),
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
    first INTEGER NOT NULL DEFAULT 1 CHECK (first >= 1), -- first event kept
    before BLOB NOT NULL CHECK (length(before) = 32)     -- hash of the event before it; zeros when first is 1
) STRICT;

-- place = stream number << 40 | number in the stream, so that a stream is one run of the table.
-- nth counts the events of the whole store in the order they were stored.
CREATE TABLE event (
    place INTEGER PRIMARY KEY,
    nth INTEGER NOT NULL,
    subject TEXT,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    header BLOB NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_subject ON event (subject, nth) WHERE subject IS NOT NULL;

-- Where the streams stood when an epoch ended (a store restored from a copy begins a new one).
CREATE TABLE fork (
    epoch TEXT NOT NULL,
    stream TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (epoch, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE cursor (
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    epoch TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (source, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE follower (
    follower TEXT NOT NULL,
    stream TEXT NOT NULL,
    applied INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (follower, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    body BLOB NOT NULL CHECK (length(body) = 32), -- hash of the body that was answered
    answer BLOB NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (source, id)
) STRICT;

-- Numbers are never used again: they are the order in which messages were set aside.
CREATE TABLE parked (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    key TEXT NOT NULL,
    type TEXT NOT NULL,
    header BLOB NOT NULL,
    data BLOB NOT NULL,
    reason TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 1 CHECK (tries >= 1),
    at INTEGER NOT NULL,
    due INTEGER NOT NULL, -- when it may be tried again
    UNIQUE (source, stream, sequence)
) STRICT;
CREATE INDEX parked_by_key ON parked (key, number);

CREATE TABLE timer (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_by_due ON timer (due, kind, subject);

CREATE TABLE person (
    person TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL CHECK (value <> ''),
    PRIMARY KEY (person, field)
) STRICT, WITHOUT ROWID;
