-- A service of which the time is critical (V10): plans of days place its visits first. Services that were known before
-- count as others until booking tells of them again.
ALTER TABLE service ADD COLUMN critical INTEGER NOT NULL DEFAULT 0 CHECK (critical = 0 OR critical = 1);
