-- What a summary lists is written row by row, often: a key into the same table makes SQLite keep a journal of each such
-- statement, twice its price. That the summary is there, N8.held asks. Words are compared one by one: IN builds a table.
ALTER TABLE notice RENAME TO notice_before;
CREATE TABLE notice (
    notice TEXT PRIMARY KEY,
    rule TEXT NOT NULL,
    rule_version INTEGER NOT NULL,
    reader TEXT NOT NULL REFERENCES reader (reader),
    event TEXT NOT NULL,
    event_type TEXT NOT NULL,
    about TEXT,
    station TEXT,
    at INTEGER NOT NULL,
    number INTEGER CHECK (number > 0), -- in the reader's feed; of a held one that of its summary
    priority INTEGER NOT NULL,
    ack TEXT NOT NULL CHECK (ack = 'none' OR ack = 'one' OR ack = 'all'),
    state TEXT NOT NULL CHECK (state = 'told' OR state = 'open' OR state = 'acked'),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    acked_by TEXT,
    acked_at INTEGER,
    lane TEXT NOT NULL DEFAULT 'none' CHECK (lane = 'none' OR lane = 'channel' OR lane = 'contact'),
    ends INTEGER, -- of its window
    most INTEGER, -- limit of its window when it was made
    held INTEGER NOT NULL DEFAULT 0 CHECK (held = 0 OR held = 1),
    summary TEXT, -- the notice that lists it
    listed INTEGER NOT NULL DEFAULT 0 CHECK (listed >= 0), -- a summary: notices that it lists
    UNIQUE (rule, event, reader), -- I22
    FOREIGN KEY (rule, rule_version) REFERENCES rule_version (rule, version),
    CHECK ((ack = 'none') = (state = 'told')),
    CHECK ((state = 'acked') = (acked_by IS NOT NULL AND acked_at IS NOT NULL)),
    CHECK ((lane = 'none') = (ends IS NULL) AND (ends IS NULL) = (most IS NULL)),
    CHECK (held = 0 OR lane <> 'none'),
    CHECK (held = 1 OR summary IS NULL),
    CHECK ((number IS NULL) = (held = 1 AND summary IS NULL))
) STRICT;
INSERT INTO notice (notice, rule, rule_version, reader, event, event_type, about, station, at, number, priority, ack,
                    state, title, title_en, acked_by, acked_at, lane, ends, most, held, summary, listed)
    SELECT notice, rule, rule_version, reader, event, event_type, about, station, at, number, priority, ack, state,
           title, title_en, acked_by, acked_at, lane, ends, most, held, summary, listed
    FROM notice_before ORDER BY notice;
DROP TABLE notice_before;
CREATE INDEX notice_open ON notice (reader, notice) WHERE state = 'open';
CREATE INDEX notice_by_reader ON notice (reader, notice);
CREATE UNIQUE INDEX notice_by_number ON notice (reader, number) WHERE held = 0;
CREATE INDEX notice_in_window ON notice (reader, lane, ends) WHERE held = 0 AND lane <> 'none';
CREATE INDEX notice_waiting ON notice (reader, lane, ends) WHERE held = 1 AND summary IS NULL;
CREATE INDEX notice_in_summary ON notice (summary, notice) WHERE summary IS NOT NULL;
