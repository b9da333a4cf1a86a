-- Suspensions that are proposed and not decided (D7 row 4).
CREATE TABLE proposal (
    worker TEXT PRIMARY KEY REFERENCES worker (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    cert TEXT NOT NULL REFERENCES cert (id),
    by TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
