-- How workers are employed, and by whom, as roster says; it stays when an employment ends, for disputes about it (R3). A
-- worker has one home station at a time, and further employers; what was heard before counts until it is heard again.
CREATE TABLE employment (
    worker     TEXT NOT NULL,
    employer   TEXT NOT NULL,
    home       INTEGER NOT NULL CHECK (home IN (0, 1)),
    employment TEXT NOT NULL CHECK (employment IN ('employee', 'agency', 'partner')),
    lasts      INTEGER NOT NULL CHECK (lasts IN (0, 1)),
    PRIMARY KEY (worker, employer, home)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX employment_home ON employment (worker) WHERE home AND lasts;
INSERT INTO employment SELECT worker, employer, 1, employment, 0 FROM employment_copy;
DROP TABLE employment_copy;
