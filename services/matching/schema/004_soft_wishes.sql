-- Soft wishes besides sex, languages and person, and what workers told about them (V7). Codes are separated by blanks.
ALTER TABLE worker ADD COLUMN cuisines TEXT NOT NULL DEFAULT '';
ALTER TABLE worker ADD COLUMN pets INTEGER NOT NULL DEFAULT 0 CHECK (pets BETWEEN 0 AND 2); -- not told, yes, no
ALTER TABLE worker ADD COLUMN smokes INTEGER NOT NULL DEFAULT 0 CHECK (smokes BETWEEN 0 AND 2);
ALTER TABLE visit ADD COLUMN wish_cuisines TEXT NOT NULL DEFAULT '';
ALTER TABLE visit ADD COLUMN home_pets INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN wish_nonsmoker INTEGER NOT NULL DEFAULT 0;
