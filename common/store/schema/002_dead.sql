-- What an operator needs of messages set aside: the cause in one word, when they failed, and who dropped or mended which.

ALTER TABLE parked ADD COLUMN cause TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE parked ADD COLUMN failed_first INTEGER; -- NULL: it has not been tried, it waits behind one of its key
ALTER TABLE parked ADD COLUMN failed_last INTEGER;
UPDATE parked SET cause = 'waiting' WHERE reason = 'waits behind an earlier message of its key';
UPDATE parked SET failed_first = at, failed_last = at WHERE cause <> 'waiting';
CREATE INDEX parked_by_cause ON parked (type, cause, number);

-- Messages that left the park by an operator's decision, whole as they came in. Nothing removes a row.
CREATE TABLE buried (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    action TEXT NOT NULL CHECK (action IN ('dropped', 'mended')),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    why TEXT NOT NULL CHECK (why <> ''),
    parked INTEGER NOT NULL UNIQUE, -- its number in the park
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    key TEXT NOT NULL,
    type TEXT NOT NULL,
    header BLOB NOT NULL,
    data BLOB NOT NULL,
    cause TEXT NOT NULL,
    reason TEXT NOT NULL,
    tries INTEGER NOT NULL,
    parked_at INTEGER NOT NULL,
    failed_first INTEGER,
    failed_last INTEGER,
    mended_id TEXT CHECK ((mended_id IS NOT NULL) = (action = 'mended')), -- id under which the mended message ran
    mended BLOB CHECK ((mended IS NOT NULL) = (action = 'mended'))        -- and its body
) STRICT;
