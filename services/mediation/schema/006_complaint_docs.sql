-- The public document about complaints (A1.5).
CREATE TABLE complaint_doc (
    station    TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    valid_from INTEGER NOT NULL,
    title      TEXT NOT NULL,
    text       TEXT NOT NULL,
    text_en    TEXT,
    PRIMARY KEY (station, version)
) STRICT, WITHOUT ROWID;

-- The last version that booking had published, before the document was mediation's: numbers go on from there.
CREATE TABLE complaint_doc_before (
    station TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
