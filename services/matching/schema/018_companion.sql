-- Visits that go along with another one, the lead, which alone moves the booking: whoever works beside its worker (V11), and
-- who stands in on the rest days of one who lives in (V5).
ALTER TABLE visit ADD COLUMN lead TEXT;
ALTER TABLE visit ADD COLUMN company INTEGER NOT NULL DEFAULT 0; -- 1 its service wants others to go along
CREATE INDEX visit_lead ON visit (lead, start, visit) WHERE lead IS NOT NULL;
