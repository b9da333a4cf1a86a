-- What clients may wish softly of a worker (V7). cuisines are codes, parted by blanks; '' is not told.
ALTER TABLE worker ADD COLUMN cuisines TEXT NOT NULL DEFAULT '';
ALTER TABLE worker ADD COLUMN pets TEXT NOT NULL DEFAULT '' CHECK (pets IN ('', 'yes', 'no'));
ALTER TABLE worker ADD COLUMN smokes TEXT NOT NULL DEFAULT '' CHECK (smokes IN ('', 'yes', 'no'));
