-- Staff hold a room themselves (A1.4): who; '' when a service asked.
ALTER TABLE room_hold ADD COLUMN by TEXT NOT NULL DEFAULT '';
