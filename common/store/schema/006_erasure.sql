-- Requests to erase a person (X5, K15), as this service has heard of them, and what became of each here. The service that
-- was asked also keeps what the others said.
CREATE TABLE erasure (
    request TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('client', 'worker', 'trainee', 'staff')),
    asked INTEGER NOT NULL,
    own INTEGER NOT NULL CHECK (own IN (0, 1)), -- asked of this service
    ended INTEGER                               -- own: when all had done it
) STRICT, WITHOUT ROWID;
CREATE INDEX erasure_by_person ON erasure (person, asked);

CREATE TABLE erasure_part (
    request TEXT NOT NULL REFERENCES erasure (request),
    service TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'held')),
    reason TEXT NOT NULL,
    object TEXT NOT NULL, -- what holds it
    fields INTEGER NOT NULL CHECK (fields >= 0),
    at INTEGER NOT NULL,
    PRIMARY KEY (request, service)
) STRICT, WITHOUT ROWID;
CREATE INDEX erasure_part_held ON erasure_part (service, request) WHERE outcome = 'held';
