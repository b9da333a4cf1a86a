-- Who was in probation before its end had a timer gets one, and the marks of suspensions that she has had (D4 row 3).
INSERT INTO timer (kind, subject, due) SELECT 'worker.probation', id, probation_until FROM worker
    WHERE confirmed = 0 AND state IN ('PROBATION', 'ON_LEAVE', 'SUSPENDED') ON CONFLICT (kind, subject) DO NOTHING;
INSERT INTO tally (worker, verified, marks) SELECT w.id, 0, count(*) FROM worker w JOIN step s ON s.worker = w.id
    WHERE w.confirmed = 0 AND s.what = 'suspended' GROUP BY w.id ON CONFLICT (worker) DO NOTHING;
