-- Quotas and trainees count their changes; a session knows from its plan on whether its course ends with an examination,
-- which decides when it locks (D5 row 4).
ALTER TABLE quota ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0);

CREATE TABLE trainee (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT, WITHOUT ROWID;
INSERT INTO trainee (id, revision) SELECT DISTINCT person, 1 FROM person;

ALTER TABLE session ADD COLUMN exam INTEGER NOT NULL DEFAULT 0 CHECK (exam IN (0, 1));
UPDATE session SET exam = (SELECT exam FROM course WHERE course.id = session.course);
