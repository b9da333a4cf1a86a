-- Until when the agreement with a partner organisation runs (A1.9).
ALTER TABLE partner ADD COLUMN ends INTEGER;
