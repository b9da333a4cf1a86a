-- Whether an outside system, or a client through one, registered the household: then no other one books for it.
ALTER TABLE household ADD COLUMN outside INTEGER NOT NULL DEFAULT 0 CHECK (outside IN (0, 1));
