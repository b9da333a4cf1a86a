-- Which stations there are, as booking says: a worker is at home at one of them.
CREATE TABLE station_copy (
    station TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
