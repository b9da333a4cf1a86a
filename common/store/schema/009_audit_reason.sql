-- Why somebody acted, and by which row of the policy he might (X4). The hash of a row of version 2 holds both, that of an
-- older one neither, so nothing may stand in them there.
ALTER TABLE audit ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version IN (1, 2));
ALTER TABLE audit ADD COLUMN reason TEXT CHECK (reason IS NULL OR version = 2);
ALTER TABLE audit ADD COLUMN policy TEXT CHECK (policy IS NULL OR version = 2);
