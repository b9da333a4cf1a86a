-- How ways were reckoned (V3): a new row whenever settings or matrix have changed, so that each visit's hold can be
-- judged by what held when it was taken (I1). Modes: 1 on foot, 2 e-bike, 3 bus; 0 of a way: any.
CREATE TABLE travel (
    travel INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    detour_pct INTEGER NOT NULL
) STRICT;

CREATE TABLE travel_mode (
    travel INTEGER NOT NULL REFERENCES travel (travel),
    mode INTEGER NOT NULL,
    m_h INTEGER NOT NULL CHECK (m_h > 0),
    fixed_min INTEGER NOT NULL,
    PRIMARY KEY (travel, mode)
) STRICT, WITHOUT ROWID;

CREATE TABLE travel_area (
    travel INTEGER NOT NULL REFERENCES travel (travel),
    area INTEGER NOT NULL,
    code TEXT NOT NULL,
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    metres INTEGER NOT NULL,
    PRIMARY KEY (travel, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE travel_way (
    travel INTEGER NOT NULL REFERENCES travel (travel),
    from_area INTEGER NOT NULL,
    to_area INTEGER NOT NULL,
    mode INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (travel, from_area, to_area, mode)
) STRICT, WITHOUT ROWID;

ALTER TABLE hold ADD COLUMN travel INTEGER REFERENCES travel (travel);
