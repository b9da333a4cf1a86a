-- Who comes to a household (V8): its main worker, and who stands in.
CREATE TABLE household_team (
    household TEXT PRIMARY KEY,
    main TEXT NOT NULL,
    backup TEXT CHECK (backup <> main),
    named_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE decision ADD COLUMN main TEXT;
ALTER TABLE decision ADD COLUMN backup TEXT;
ALTER TABLE decision ADD COLUMN visits INTEGER NOT NULL DEFAULT 0; -- to the household, as far back as is remembered
ALTER TABLE decision ADD COLUMN main_visits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN month_workers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision_worker ADD COLUMN too_many INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision_worker ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;

-- Who is asked for a visit beside the worker who stands in it (V12). The first who accepts has it.
CREATE TABLE offer (
    visit TEXT NOT NULL REFERENCES visit (visit),
    worker TEXT NOT NULL,
    hold TEXT NOT NULL,
    score INTEGER NOT NULL,
    PRIMARY KEY (visit, worker)
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_worker ON offer (worker, visit);

-- How offers were answered, for the share that a worker refuses (V12).
CREATE TABLE offer_answer (
    worker TEXT NOT NULL,
    visit TEXT NOT NULL,
    at INTEGER NOT NULL,
    refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
    PRIMARY KEY (worker, visit)
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_answer_at ON offer_answer (at);
