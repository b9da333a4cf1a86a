-- What a station serves and whether a pair may meet are objects too: each counts its changes.
CREATE TABLE coverage_version (
    station TEXT PRIMARY KEY REFERENCES station,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
INSERT INTO coverage_version SELECT DISTINCT station, 1 FROM coverage;

ALTER TABLE pair ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0);
