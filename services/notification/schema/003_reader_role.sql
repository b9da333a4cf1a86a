-- Who is told by role: an active reader stands under each of its roles, so that a rule need not ask all readers.
CREATE TABLE reader_role (
    role TEXT NOT NULL,
    station TEXT NOT NULL,
    reader TEXT NOT NULL REFERENCES reader (reader),
    PRIMARY KEY (role, station, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX reader_role_of ON reader_role (reader, role);
INSERT INTO reader_role (role, station, reader)
    SELECT role.column1, reader.station, reader.reader FROM reader JOIN (VALUES
        ('client'), ('partner'), ('receptionist'), ('dispatcher'), ('worker'), ('manager'), ('trainee'), ('trainer'),
        ('registrar'), ('mediator'), ('officer'), ('supervisor'), ('operator')) role
    WHERE reader.active = 1 AND instr('|' || reader.roles || '|', '|' || role.column1 || '|') > 0;
