-- What a follower needs when a source was restored from an old copy: which events it had applied beyond the fork.

-- The last events of each followed stream, without holes; the oldest are trimmed.
CREATE TABLE recent (
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32), -- chain hash
    body BLOB NOT NULL CHECK (length(body) = 32), -- hash of the data alone
    handled INTEGER NOT NULL CHECK (handled IN (0, 1)), -- 0: a type that was passed over
    PRIMARY KEY (source, stream, number)
) STRICT, WITHOUT ROWID;

-- Events that were applied and whose source no longer has them. Nothing removes a row.
CREATE TABLE orphan (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    epoch TEXT NOT NULL, -- that ended
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    body BLOB NOT NULL CHECK (length(body) = 32),
    noticed INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'differs', 'settled')),
    again_epoch TEXT, -- where the same id came again
    again INTEGER,
    again_at INTEGER,
    actor TEXT, -- settled by an operator
    why TEXT CHECK ((why IS NOT NULL) >= (state = 'settled'))
) STRICT;
CREATE INDEX orphan_by_id ON orphan (source, stream, id, number);
CREATE INDEX orphan_by_state ON orphan (source, state) WHERE state <> 'confirmed';

-- The forks of sources, as they were met here.
CREATE TABLE fork_met (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    epoch TEXT NOT NULL,   -- that ended
    next TEXT NOT NULL,    -- that began
    fork INTEGER NOT NULL, -- last number of both
    applied INTEGER NOT NULL,
    orphans INTEGER NOT NULL,
    dropped INTEGER NOT NULL,  -- from the park
    unlisted INTEGER NOT NULL, -- beyond the fork, but older than what was kept of them
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX fork_met_by_source ON fork_met (source, stream, number);

-- Of the own forks: when, and which epoch began.
ALTER TABLE fork ADD COLUMN next TEXT NOT NULL DEFAULT '';
ALTER TABLE fork ADD COLUMN at INTEGER NOT NULL DEFAULT 0;

-- The object whose absence made a message fail: it is tried again when that object appears.
ALTER TABLE parked ADD COLUMN awaits TEXT;
CREATE INDEX parked_by_awaits ON parked (awaits) WHERE awaits IS NOT NULL;
