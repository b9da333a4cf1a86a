-- Who asked for a hold: nobody else moves or drops it.
ALTER TABLE hold ADD COLUMN asker TEXT NOT NULL DEFAULT '';
UPDATE hold SET asker = CASE kind WHEN 'visit' THEN 'matching' WHEN 'hearing' THEN 'mediation' ELSE 'training' END;
