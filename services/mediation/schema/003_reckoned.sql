-- How each deadline was reckoned, so that it can be reckoned again by the same calendar (I19). Settings may have changed
-- since; of deadlines from before this step the length is not known.
CREATE TABLE case_clock (
    id TEXT NOT NULL REFERENCES dispute (id),
    kind TEXT NOT NULL CHECK (kind IN ('accept_by', 'due', 'close_by')),
    unit TEXT NOT NULL CHECK (unit IN ('workdays', 'days', 'months', 'unknown')),
    length INTEGER NOT NULL CHECK (length >= 0),
    since INTEGER NOT NULL,
    calendar_version TEXT NOT NULL,
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    PRIMARY KEY (id, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO case_clock SELECT id, 'accept_by', 'unknown', 0, filed, calendar_version, accept_provisional FROM dispute;
INSERT INTO case_clock SELECT id, 'due', 'unknown', 0, accepted, calendar_version, due_provisional FROM dispute
    WHERE due IS NOT NULL;
INSERT INTO case_clock SELECT id, 'close_by', 'unknown', 0, filed, calendar_version, 0 FROM dispute
    WHERE close_by IS NOT NULL;
