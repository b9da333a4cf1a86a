-- Services whose recipient is a child: a guardian is named (D1 row 1). Sub-lines of the service lines (BK1).
ALTER TABLE service ADD COLUMN child INTEGER NOT NULL DEFAULT 0 CHECK (child IN (0, 1));
ALTER TABLE service ADD COLUMN subline TEXT;
ALTER TABLE booking ADD COLUMN child INTEGER NOT NULL DEFAULT 0 CHECK (child IN (0, 1));
