-- By whom a service was ended early (D1 row 17), and what the client said of it afterwards (rows 20, 21).
ALTER TABLE booking ADD COLUMN cut_by TEXT CHECK (cut_by IN ('client', 'worker', 'station'));
ALTER TABLE booking ADD COLUMN follow_up TEXT CHECK (follow_up IN ('satisfied', 'unsatisfied', 'unreached'));
ALTER TABLE booking ADD COLUMN followed_up INTEGER;
