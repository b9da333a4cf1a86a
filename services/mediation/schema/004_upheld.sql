-- Complaints that were found true (K14): roster hears of them (D4 row 7).
CREATE TABLE upheld (
    case_id TEXT PRIMARY KEY REFERENCES dispute (id),
    serious INTEGER NOT NULL CHECK (serious IN (0, 1)),
    at INTEGER NOT NULL,
    by TEXT NOT NULL CHECK (by <> '')
) STRICT, WITHOUT ROWID;
