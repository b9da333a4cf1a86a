-- The trail of acts (X4): who did, was denied or read what, about which object. Each row is chained to the one before it.
-- Ids, codes and names of fields alone: never a value of a person.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    at INTEGER NOT NULL,   -- business time
    mono INTEGER NOT NULL, -- monotonic time of the process
    who TEXT NOT NULL,     -- name of the identity, or uid:N
    key TEXT,              -- begin of its public key
    role TEXT,
    actor TEXT,
    actorfor TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('command', 'question', 'admin', 'system')),
    what TEXT NOT NULL,    -- type of the message
    object TEXT,
    fields TEXT,           -- names: given by a command, personal ones that an answer told
    decision TEXT NOT NULL CHECK (decision IN ('accepted', 'refused', 'denied')),
    code TEXT,             -- why not
    source TEXT,           -- the message's source and id
    message TEXT,
    count INTEGER NOT NULL DEFAULT 1 CHECK (count >= 1), -- alike within a minute
    before BLOB NOT NULL CHECK (length(before) = 32),    -- hash of the row before; zeros before the first
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Where the trails of followed services stood, as they said: what is cut there is seen here.
CREATE TABLE anchor (
    source TEXT NOT NULL,
    epoch TEXT NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    at INTEGER NOT NULL,
    PRIMARY KEY (source, epoch, number)
) STRICT, WITHOUT ROWID;
