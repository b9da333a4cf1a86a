-- Visits at which nobody opened: how long the worker waited, and each time that contact was tried (D2 row 16).
CREATE TABLE absence (
    visit TEXT PRIMARY KEY REFERENCES visit (visit),
    arrived_at INTEGER NOT NULL, -- 0 not told
    tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_try (
    visit TEXT NOT NULL REFERENCES absence (visit),
    number INTEGER NOT NULL CHECK (number > 0),
    at INTEGER NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('door', 'phone', 'message')),
    PRIMARY KEY (visit, number)
) STRICT, WITHOUT ROWID;
