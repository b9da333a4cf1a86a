-- What was applied lately, a row for what one commit applied of a stream: a row for each event was a twelfth of a
-- follower's work.

-- Runs without holes between them. Of each event: chain hash, hash of its data, '1' (handled) or '0' (passed over), the
-- lengths of id and type in a byte each, id, type.
CREATE TABLE recent_run (
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    first INTEGER NOT NULL CHECK (first >= 1),
    last INTEGER NOT NULL CHECK (last >= first),
    hash BLOB NOT NULL CHECK (length(hash) = 32), -- chain hash of the last
    events BLOB NOT NULL,
    PRIMARY KEY (source, stream, first)
) STRICT, WITHOUT ROWID;
INSERT INTO recent_run (source, stream, first, last, hash, events)
    SELECT source, stream, number, number, hash,
           CAST(hash || body || iif(handled, '1', '0') || char(length(id), length(type)) || id || type AS BLOB)
    FROM recent ORDER BY source, stream, number;
DROP TABLE recent;
