-- When a manager is told that nobody has put right the times of a visit, which nobody believes (D2 row 19).
ALTER TABLE visit ADD COLUMN verify_by INTEGER NOT NULL DEFAULT 0;
UPDATE visit SET verify_by = coalesce((SELECT due FROM timer WHERE kind = 'verify' AND subject = visit.visit), 0)
    WHERE state = 'ENDED';
