-- The catalogue (A1, A2.1). A put states the whole object and counts its version.
CREATE TABLE station (
    station   TEXT PRIMARY KEY,
    version   INTEGER NOT NULL CHECK (version > 0),
    active    INTEGER NOT NULL CHECK (active IN (0, 1)),
    name      TEXT NOT NULL,
    name_en   TEXT,
    host      TEXT,
    host_kind TEXT NOT NULL,
    address   TEXT,
    area_m2   INTEGER NOT NULL,
    floors    INTEGER NOT NULL,
    cell_lat  INTEGER NOT NULL,
    cell_lon  INTEGER NOT NULL
) STRICT;

CREATE TABLE community (
    community TEXT PRIMARY KEY,
    version   INTEGER NOT NULL CHECK (version > 0),
    name      TEXT NOT NULL,
    name_en   TEXT,
    cell_lat  INTEGER NOT NULL,
    cell_lon  INTEGER NOT NULL
) STRICT;

CREATE TABLE coverage (
    station   TEXT NOT NULL REFERENCES station,
    community TEXT NOT NULL REFERENCES community,
    PRIMARY KEY (station, community)
) STRICT, WITHOUT ROWID;
CREATE INDEX coverage_community ON coverage (community, station);

CREATE TABLE room (
    station  TEXT NOT NULL REFERENCES station,
    room     TEXT NOT NULL,
    version  INTEGER NOT NULL CHECK (version > 0),
    active   INTEGER NOT NULL CHECK (active IN (0, 1)),
    name     TEXT NOT NULL,
    name_en  TEXT,
    purpose  TEXT NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    PRIMARY KEY (station, room)
) STRICT, WITHOUT ROWID;

-- Weekly opening hours: room '' is the station itself; a room without rows of its own has the station's.
CREATE TABLE opening (
    station   TEXT NOT NULL REFERENCES station,
    room      TEXT NOT NULL,
    weekday   INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    open_min  INTEGER NOT NULL CHECK (open_min BETWEEN 0 AND 1439),
    close_min INTEGER NOT NULL CHECK (close_min > open_min AND close_min <= 1440),
    PRIMARY KEY (station, room, weekday, open_min)
) STRICT, WITHOUT ROWID;

CREATE TABLE doc (
    station    TEXT NOT NULL REFERENCES station,
    kind       TEXT NOT NULL CHECK (kind IN ('process', 'services', 'complaints')),
    version    INTEGER NOT NULL CHECK (version > 0),
    valid_from INTEGER NOT NULL,
    title      TEXT NOT NULL,
    text       TEXT NOT NULL,
    text_en    TEXT,
    PRIMARY KEY (station, kind, version)
) STRICT, WITHOUT ROWID;

-- worker_kinds and lengths are blank-separated lists.
CREATE TABLE service (
    service       TEXT PRIMARY KEY,
    version       INTEGER NOT NULL CHECK (version > 0),
    active        INTEGER NOT NULL CHECK (active IN (0, 1)),
    name          TEXT NOT NULL,
    name_en       TEXT,
    line          TEXT NOT NULL,
    minutes       INTEGER NOT NULL CHECK (minutes > 0),
    lengths       TEXT NOT NULL,
    workers       INTEGER NOT NULL CHECK (workers BETWEEN 1 AND 4),
    live_in       INTEGER NOT NULL CHECK (live_in IN (0, 1)),
    intimate      INTEGER NOT NULL CHECK (intimate IN (0, 1)),
    tolerance_min INTEGER NOT NULL,
    worker_kinds  TEXT NOT NULL,
    day_from_min  INTEGER NOT NULL,
    day_until_min INTEGER NOT NULL,
    notice_min    INTEGER NOT NULL,
    horizon_days  INTEGER NOT NULL
) STRICT;

CREATE TABLE service_cert (
    service TEXT NOT NULL REFERENCES service,
    cert    TEXT NOT NULL,
    level   INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5),
    PRIMARY KEY (service, cert)
) STRICT, WITHOUT ROWID;

-- Who a household is (name, phone, address) stands in the person store under its id.
CREATE TABLE household (
    household TEXT PRIMARY KEY,
    version   INTEGER NOT NULL CHECK (version > 0),
    community TEXT NOT NULL REFERENCES community,
    cell_lat  INTEGER NOT NULL,
    cell_lon  INTEGER NOT NULL,
    consent   TEXT NOT NULL CHECK (consent IN ('voice', 'paper', 'app')),
    source    TEXT NOT NULL
) STRICT;

CREATE TABLE pair (
    household  TEXT NOT NULL REFERENCES household,
    worker     TEXT NOT NULL,
    prohibited INTEGER NOT NULL CHECK (prohibited IN (0, 1)),
    PRIMARY KEY (household, worker)
) STRICT, WITHOUT ROWID;

-- Bookings (D1). A rejected request stands in `rejection` alone.
CREATE TABLE booking (
    booking        TEXT PRIMARY KEY,
    revision       INTEGER NOT NULL CHECK (revision > 0),
    state          TEXT NOT NULL CHECK (state IN ('REQUESTED', 'CONFIRMED', 'IN_SERVICE', 'COMPLETED', 'CLOSED',
                                                  'EXPIRED', 'CANCELLED', 'NO_SHOW')),
    source         TEXT NOT NULL,
    source_ref     TEXT,
    outside        INTEGER NOT NULL CHECK (outside IN (0, 1)),
    body           BLOB NOT NULL CHECK (length(body) = 32),
    channel        TEXT NOT NULL CHECK (channel IN ('miniapp', 'walk_in', 'external')),
    entered_by     TEXT,
    entered_role   TEXT NOT NULL,
    for_whom       TEXT NOT NULL,
    consent        TEXT NOT NULL CHECK (consent IN ('voice', 'paper', 'app')),
    station        TEXT NOT NULL REFERENCES station,
    service        TEXT NOT NULL REFERENCES service,
    household      TEXT NOT NULL REFERENCES household,
    community      TEXT NOT NULL REFERENCES community,
    cell_lat       INTEGER NOT NULL,
    cell_lon       INTEGER NOT NULL,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL CHECK ("end" > start),
    wish_sex       TEXT,
    wish_languages TEXT NOT NULL,
    wish_worker    TEXT,
    created        INTEGER NOT NULL,
    expires        INTEGER NOT NULL,
    visit          TEXT,
    worker         TEXT,
    cancel_class   TEXT,
    cancel_by      TEXT,
    reason         TEXT,
    outcome        TEXT,
    closes         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX booking_source_ref ON booking (source, source_ref) WHERE source_ref IS NOT NULL;
CREATE INDEX booking_live ON booking (household, start) WHERE state IN ('REQUESTED', 'CONFIRMED', 'IN_SERVICE');
CREATE INDEX booking_household ON booking (household, booking);
CREATE INDEX booking_station ON booking (station, booking);
CREATE INDEX booking_state ON booking (state, booking);
CREATE INDEX booking_source ON booking (source, booking);

CREATE TABLE booking_step (
    booking TEXT NOT NULL REFERENCES booking,
    step    INTEGER NOT NULL CHECK (step > 0),
    state   TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (booking, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE booking_hold (
    booking TEXT NOT NULL REFERENCES booking,
    case_id TEXT NOT NULL,
    PRIMARY KEY (booking, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rejection (
    booking    TEXT PRIMARY KEY,
    source     TEXT NOT NULL,
    source_ref TEXT,
    at         INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    field      TEXT
) STRICT;
CREATE INDEX rejection_source_ref ON rejection (source, source_ref, at) WHERE source_ref IS NOT NULL;

-- Rooms (A1.4): who asked is the follower's service; a denied wish is kept so that a repeat is answered alike.
CREATE TABLE room_hold (
    hold     TEXT PRIMARY KEY,
    state    TEXT NOT NULL CHECK (state IN ('HELD', 'DENIED', 'RELEASED')),
    station  TEXT NOT NULL,
    room     TEXT NOT NULL,
    seats    INTEGER NOT NULL,
    capacity INTEGER NOT NULL, -- of the room when it was decided
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    object   TEXT NOT NULL,
    source   TEXT NOT NULL
) STRICT;
CREATE INDEX room_hold_held ON room_hold (station, room, start) WHERE state = 'HELD';
