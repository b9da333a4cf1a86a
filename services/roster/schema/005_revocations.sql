-- Mass revocations (R6): which certificates of a body, and how far it has come. What is handed in later and fits one is
-- refused.
CREATE TABLE revocation (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    cert_type TEXT NOT NULL, -- '': any
    number_from TEXT NOT NULL, -- '': any
    number_to TEXT NOT NULL,
    issued_from INTEGER NOT NULL,
    issued_to INTEGER NOT NULL, -- not included
    reason TEXT NOT NULL CHECK (reason <> ''),
    by TEXT NOT NULL,
    at INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    revoked INTEGER NOT NULL CHECK (revoked >= 0),
    upto TEXT NOT NULL, -- id of the certificate looked at last
    done_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX revocation_body ON revocation (body, id);
CREATE INDEX cert_body ON cert (body, id) WHERE state IN ('VERIFIED', 'SUSPENDED');
