-- Holds are listed by their start.
CREATE INDEX room_hold_by_start ON room_hold (state, start, hold);
