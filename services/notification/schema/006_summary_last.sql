-- The last summary of a reader's lane: what comes late for a window that was summed up waits for a later one.
CREATE TABLE summary_last (
    reader TEXT NOT NULL REFERENCES reader (reader),
    lane TEXT NOT NULL CHECK (lane IN ('channel', 'contact')),
    due INTEGER NOT NULL,
    PRIMARY KEY (reader, lane)
) STRICT, WITHOUT ROWID;
INSERT INTO summary_last (reader, lane, due)
    SELECT reader, iif(priority = 4, 'channel', 'contact'), max(at) FROM notice
    WHERE rule = 'summary' GROUP BY reader, priority ORDER BY reader, priority;
