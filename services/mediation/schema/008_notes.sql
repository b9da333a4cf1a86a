-- Private notes (K9); their texts stand sealed, with a key of the case and its side, <dispute>.<side>.
CREATE TABLE case_note (
    id TEXT NOT NULL PRIMARY KEY,
    dispute TEXT NOT NULL REFERENCES dispute (id),
    side TEXT NOT NULL CHECK (side IN ('filer', 'respondent')),
    at INTEGER NOT NULL,
    by TEXT,
    role TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_note_by_side ON case_note (dispute, side, id);
