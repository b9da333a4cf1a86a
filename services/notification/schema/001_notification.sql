-- Readers, rules with their versions, notices, and how far each feed is read.
CREATE TABLE reader (
    reader TEXT PRIMARY KEY,
    roles TEXT NOT NULL,
    station TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    self_made INTEGER NOT NULL CHECK (self_made IN (0, 1)),
    revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT;
CREATE INDEX reader_by_station ON reader (station, reader);

-- A version never changes; `rule` points to the one in force.
CREATE TABLE rule_version (
    rule TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    pattern TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('station', 'district', 'person', 'readers')),
    roles TEXT NOT NULL DEFAULT '',
    person TEXT NOT NULL DEFAULT '',
    priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 5),
    ack TEXT NOT NULL DEFAULT 'none' CHECK (ack IN ('none', 'one', 'all')),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    since INTEGER NOT NULL, -- in force from; 0: built in
    PRIMARY KEY (rule, version)
) STRICT;
CREATE TABLE rule_reader (
    rule TEXT NOT NULL,
    version INTEGER NOT NULL,
    reader TEXT NOT NULL REFERENCES reader (reader),
    PRIMARY KEY (rule, version, reader),
    FOREIGN KEY (rule, version) REFERENCES rule_version (rule, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE rule (
    rule TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    pattern TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    FOREIGN KEY (rule, version) REFERENCES rule_version (rule, version)
) STRICT;
CREATE INDEX rule_by_pattern ON rule (pattern, rule) WHERE active = 1;

CREATE TABLE notice (
    notice TEXT PRIMARY KEY,
    rule TEXT NOT NULL,
    rule_version INTEGER NOT NULL,
    reader TEXT NOT NULL REFERENCES reader (reader),
    event TEXT NOT NULL,
    event_type TEXT NOT NULL,
    about TEXT,
    station TEXT,
    at INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), -- in the reader's feed
    priority INTEGER NOT NULL,
    ack TEXT NOT NULL CHECK (ack IN ('none', 'one', 'all')),
    state TEXT NOT NULL CHECK (state IN ('told', 'open', 'acked')),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    acked_by TEXT,
    acked_at INTEGER,
    UNIQUE (rule, event, reader), -- I22
    UNIQUE (reader, number),
    FOREIGN KEY (rule, rule_version) REFERENCES rule_version (rule, version),
    CHECK ((ack = 'none') = (state = 'told')),
    CHECK ((state = 'acked') = (acked_by IS NOT NULL AND acked_at IS NOT NULL))
) STRICT;
CREATE INDEX notice_open ON notice (reader, notice) WHERE state = 'open';
CREATE INDEX notice_by_reader ON notice (reader, notice);

-- What stands on feed.<reader>: notices and acknowledgements, 1, 2, 3 ...
CREATE TABLE feed (
    reader TEXT PRIMARY KEY REFERENCES reader (reader),
    last INTEGER NOT NULL CHECK (last > 0)
) STRICT;
CREATE TABLE feed_cursor (
    reader TEXT NOT NULL REFERENCES feed (reader),
    device TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    peak INTEGER NOT NULL CHECK (peak >= number), -- furthest it ever stood
    PRIMARY KEY (reader, device)
) STRICT, WITHOUT ROWID;
CREATE TABLE feed_rewind (
    rewind TEXT PRIMARY KEY,
    reader TEXT NOT NULL,
    device TEXT NOT NULL,
    from_number INTEGER NOT NULL,
    to_number INTEGER NOT NULL CHECK (to_number < from_number),
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    FOREIGN KEY (reader, device) REFERENCES feed_cursor (reader, device)
) STRICT;
CREATE INDEX feed_rewind_by_cursor ON feed_rewind (reader, device, to_number);
