-- Plans of days that were asked for (V16): made beside the loop, proposed, and confirmed or dropped by a person.
CREATE TABLE dayplan (
    dayplan TEXT PRIMARY KEY,
    station TEXT NOT NULL,
    start INTEGER NOT NULL,
    until INTEGER NOT NULL CHECK (until > start),
    state TEXT NOT NULL CHECK (state = 'ASKED' OR state = 'PROPOSED' OR state = 'CONFIRMED' OR state = 'DROPPED'),
    revision INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    visits INTEGER NOT NULL DEFAULT 0,
    given INTEGER NOT NULL DEFAULT 0,
    moved INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX dayplan_asked ON dayplan (asked_at, dayplan) WHERE state = 'ASKED';
CREATE INDEX dayplan_station ON dayplan (station, asked_at);

-- What a plan says of each visit, as the visit stood then.
CREATE TABLE dayplan_visit (
    dayplan TEXT NOT NULL REFERENCES dayplan (dayplan),
    number INTEGER NOT NULL CHECK (number > 0),
    visit TEXT NOT NULL REFERENCES visit (visit),
    revision INTEGER NOT NULL,
    start INTEGER NOT NULL,
    from_worker TEXT,
    worker TEXT,
    outcome TEXT, -- once confirmed: done, or why not
    PRIMARY KEY (dayplan, number)
) STRICT, WITHOUT ROWID;

-- Visits that no plan moves.
CREATE TABLE visit_pin (
    visit TEXT PRIMARY KEY REFERENCES visit (visit)
) STRICT, WITHOUT ROWID;
