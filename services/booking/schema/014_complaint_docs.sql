-- From when on a station's document about complaints is one that mediation has published (A1.5); what was published here
-- before stays readable for the time until then.
CREATE TABLE complaint_doc_moved (
    station    TEXT NOT NULL PRIMARY KEY,
    valid_from INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
