-- Soft wishes besides sex, languages and person (V7). wish_cuisines is a blank-separated list.
ALTER TABLE booking ADD COLUMN wish_cuisines TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN home_pets INTEGER NOT NULL DEFAULT 0 CHECK (home_pets IN (0, 1));
ALTER TABLE booking ADD COLUMN wish_nonsmoker INTEGER NOT NULL DEFAULT 0 CHECK (wish_nonsmoker IN (0, 1));
