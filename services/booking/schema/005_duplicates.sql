-- Refused requests that look like a booking which came by another way (A2.5): one a booking and way.
CREATE TABLE duplicate (
    request TEXT PRIMARY KEY,
    booking TEXT NOT NULL REFERENCES booking,
    source  TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('miniapp', 'walk_in', 'external')),
    at      INTEGER NOT NULL,
    UNIQUE (booking, source, channel)
) STRICT, WITHOUT ROWID;
