-- Services whose client says yes to who comes (D1 row 6), and what is offered instead of a booking that the provider
-- called off (D1 row 19).
ALTER TABLE service ADD COLUMN confirms INTEGER NOT NULL DEFAULT 0 CHECK (confirms IN (0, 1));
ALTER TABLE booking ADD COLUMN confirms INTEGER NOT NULL DEFAULT 0 CHECK (confirms IN (0, 1));
ALTER TABLE booking ADD COLUMN replaces TEXT REFERENCES booking;
ALTER TABLE booking ADD COLUMN replaced_by TEXT REFERENCES booking DEFERRABLE INITIALLY DEFERRED;
