-- Services that wait while roster is silent (ruling 6): until booking says so again, those that live in or need a nurse.
ALTER TABLE service ADD COLUMN risky INTEGER NOT NULL DEFAULT 0;
UPDATE service SET risky = 1 WHERE live_in OR EXISTS (SELECT 1 FROM service_need n WHERE n.service = service.service AND n.type = 'nurse');

-- Its place among those that wait, in the order in which they began to, 0 none; and when somebody was last looked for in vain.
ALTER TABLE visit ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN searched_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX visit_waiting ON visit (waiting) WHERE waiting > 0;
CREATE INDEX visit_started ON visit (worker) WHERE state = 'STARTED';
CREATE INDEX visit_station ON visit (station, start, visit);

-- Whether a station is open and, once booking has told, which communities it serves.
CREATE TABLE station (
    station TEXT PRIMARY KEY,
    open INTEGER NOT NULL DEFAULT 1,
    told INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE coverage (
    station TEXT NOT NULL REFERENCES station (station),
    community TEXT NOT NULL,
    PRIMARY KEY (station, community)
) STRICT, WITHOUT ROWID;
