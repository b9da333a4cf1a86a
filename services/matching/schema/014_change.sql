-- What a change of the worker counted (D2 row 12), visits for which capacity may come (row 7), and when an act done offline
-- was told (V14): 0 it was not done offline.
ALTER TABLE visit ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN started_told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN ended_told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN from_worker TEXT;
ALTER TABLE decision ADD COLUMN penalty_min INTEGER NOT NULL DEFAULT 0;
ALTER TABLE absence ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE absence ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
CREATE INDEX visit_unfilled ON visit (start, visit) WHERE state = 'UNFILLED';
