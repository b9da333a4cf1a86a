-- Personal fields, sealed with the key of their owner, which stands in the key file and nowhere in the store. The table
-- person is emptied into this one when the store is opened with its keys.
CREATE TABLE sealed (
    object TEXT NOT NULL, -- what the field is of: a person, a case
    field TEXT NOT NULL,
    owner TEXT NOT NULL,  -- the person whose key seals it, or the object itself
    box BLOB NOT NULL CHECK (length(box) > 49),
    PRIMARY KEY (object, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_by_owner ON sealed (owner, object, field);

-- Keyed marks of fields that people are found by: equal values have equal marks.
CREATE TABLE mark (
    field TEXT NOT NULL,
    mark BLOB NOT NULL CHECK (length(mark) = 16),
    object TEXT NOT NULL,
    PRIMARY KEY (field, mark, object),
    FOREIGN KEY (object, field) REFERENCES sealed (object, field) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_by_object ON mark (object, field);

-- Those whose fields were erased here: their ids are not used again.
CREATE TABLE erased (
    person TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    fields INTEGER NOT NULL CHECK (fields >= 0)
) STRICT, WITHOUT ROWID;
