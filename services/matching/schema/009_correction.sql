-- Times of a visit that one person has put right and a second one is to confirm (D2 row 19, V14).
CREATE TABLE correction (
    visit TEXT PRIMARY KEY REFERENCES visit (visit),
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL CHECK (ended_at > started_at),
    reason TEXT NOT NULL,
    proposer TEXT NOT NULL,
    second TEXT CHECK (second <> proposer), -- who alone is to confirm; NULL any manager
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
