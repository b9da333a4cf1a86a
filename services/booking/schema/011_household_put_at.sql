-- When a household was last registered or changed: who never books is not kept for ever (X6). Of older ones the last time
-- that the store knows stands for it.
ALTER TABLE household ADD COLUMN put_at INTEGER NOT NULL DEFAULT 0;
UPDATE household SET put_at = coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'clock'), 0);
