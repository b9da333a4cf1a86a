-- Where stations are, and where a held time takes its person (V2): 0, 0 not known. What was granted before has no place
-- unless it is a visit, and of a station it is known once booking says so again.
ALTER TABLE station ADD COLUMN lat INTEGER NOT NULL DEFAULT 0;
ALTER TABLE station ADD COLUMN lon INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hold ADD COLUMN lat INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hold ADD COLUMN lon INTEGER NOT NULL DEFAULT 0;
UPDATE hold SET (lat, lon) = (SELECT v.lat, v.lon FROM visit v WHERE v.visit = hold.object) WHERE kind = 'visit'
    AND object IN (SELECT visit FROM visit);
