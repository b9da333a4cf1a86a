-- Whose households are whose (V22). Before, a household always had a main worker; now nobody may be named, for she has
-- left or has as many as may be.
CREATE TABLE team (
    household TEXT PRIMARY KEY,
    main TEXT,
    backup TEXT CHECK (backup <> main),
    named_at INTEGER NOT NULL,
    station TEXT NOT NULL,               -- that looks after the household
    since INTEGER NOT NULL,              -- main is so, or nobody is
    by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand = 0 OR main IS NOT NULL),
    wanted TEXT CHECK (wanted <> main),  -- would be main, had that one not as many as may be
    households INTEGER NOT NULL DEFAULT 0, -- that main had when named, this one included; 0 not known
    most INTEGER NOT NULL DEFAULT 0        -- that one might have then; 0 no limit
) STRICT, WITHOUT ROWID;

INSERT INTO team (household, main, backup, named_at, station, since)
    SELECT t.household,
           CASE WHEN EXISTS (SELECT 1 FROM worker w WHERE w.worker = t.main AND w.gone = 1)
                  OR EXISTS (SELECT 1 FROM pair p WHERE p.worker = t.main AND p.household = t.household)
                THEN NULL ELSE t.main END,
           t.backup, t.named_at,
           coalesce((SELECT v.station FROM visit v WHERE v.household = t.household ORDER BY v.end DESC LIMIT 1),
                    (SELECT w.station FROM worker w WHERE w.worker = t.main), 'unknown'),
           t.named_at
    FROM household_team t;
DROP TABLE household_team;
CREATE INDEX team_main ON team (main, household) WHERE main IS NOT NULL;

-- Asks each soon whether it is still visited.
INSERT INTO timer (kind, subject, due) SELECT 'caseload_quiet', household, named_at FROM team;
