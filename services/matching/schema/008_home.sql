-- Homes of which the exact place was told (V14). The place itself is a personal field of the household (person store).
CREATE TABLE home (
    household TEXT PRIMARY KEY,
    told_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX visit_household ON visit (household, end);
