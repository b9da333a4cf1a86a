-- What was agreed, term by term with its date (D9 row 16); checked: the legal check list was gone through.
CREATE TABLE case_term (
    dispute TEXT NOT NULL REFERENCES dispute (id),
    term INTEGER NOT NULL CHECK (term > 0),
    who TEXT NOT NULL CHECK (who IN ('filer', 'respondent', 'both')),
    due INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (dispute, term)
) STRICT, WITHOUT ROWID;
ALTER TABLE dispute ADD COLUMN checked INTEGER NOT NULL DEFAULT 0 CHECK (checked IN (0, 1));

-- The outside system that filed it, which hears on partner.<origin> how it goes on.
ALTER TABLE dispute ADD COLUMN origin TEXT;

-- How workers are employed, and by whom, as roster says; it stays when an employment ends, for disputes about it (R3).
CREATE TABLE employment_copy (
    worker TEXT NOT NULL,
    employer TEXT NOT NULL,
    employment TEXT NOT NULL CHECK (employment IN ('employee', 'agency', 'partner')),
    PRIMARY KEY (worker, employer)
) STRICT, WITHOUT ROWID;
