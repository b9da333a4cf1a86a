-- A hash of all that is kept of an answer: a damaged one is never given again. Answers of older versions have none, and
-- are forgotten in time.
ALTER TABLE answer ADD COLUMN digest BLOB CHECK (length(digest) = 32);
