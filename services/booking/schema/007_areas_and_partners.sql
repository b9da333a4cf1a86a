-- Towns and streets, and what they are part of (A1.8). A part is of a lower kind than its whole.
CREATE TABLE area (
    area    TEXT PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version > 0),
    kind    TEXT NOT NULL CHECK (kind IN ('province', 'city', 'district', 'town', 'street')),
    name    TEXT NOT NULL,
    name_en TEXT,
    parent  TEXT REFERENCES area CHECK (parent <> area)
) STRICT;
CREATE INDEX area_parent ON area (parent, area);

ALTER TABLE station ADD COLUMN area TEXT REFERENCES area;
ALTER TABLE community ADD COLUMN area TEXT REFERENCES area;
CREATE INDEX community_area ON community (area, community);

-- Organisations that the stations work with (A1.9); one without rows in partner_station works with all.
CREATE TABLE partner (
    partner TEXT PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version > 0),
    active  INTEGER NOT NULL CHECK (active IN (0, 1)),
    kind    TEXT NOT NULL CHECK (kind IN ('government', 'social', 'enterprise', 'school', 'hospital')),
    name    TEXT NOT NULL,
    name_en TEXT
) STRICT;

CREATE TABLE partner_station (
    partner TEXT NOT NULL REFERENCES partner,
    station TEXT NOT NULL REFERENCES station,
    PRIMARY KEY (partner, station)
) STRICT, WITHOUT ROWID;
