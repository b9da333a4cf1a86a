-- What the newest window of a reader's lane was told, counted up: else each notice would count all before it.
CREATE TABLE storm_window (
    reader TEXT NOT NULL REFERENCES reader (reader),
    lane TEXT NOT NULL CHECK (lane = 'channel' OR lane = 'contact'),
    ends INTEGER NOT NULL,
    told INTEGER NOT NULL CHECK (told > 0),
    PRIMARY KEY (reader, lane)
) STRICT, WITHOUT ROWID;
INSERT INTO storm_window (reader, lane, ends, told)
    SELECT n.reader, n.lane, n.ends, count(*) FROM notice n
    WHERE n.held = 0 AND n.lane <> 'none' AND n.ends = (SELECT max(m.ends) FROM notice m
        WHERE m.reader = n.reader AND m.lane = n.lane AND m.held = 0 AND m.lane <> 'none')
    GROUP BY n.reader, n.lane, n.ends ORDER BY n.reader, n.lane;
