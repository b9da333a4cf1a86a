-- Who called a booking off (BK9), beside the role in cancel_by.
ALTER TABLE booking ADD COLUMN cancelled_by TEXT;
