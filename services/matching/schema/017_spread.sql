-- How evenly a plan of days spreads the work of its days over the workers, and the running plan did (V21): the least and the
-- most minutes of one of them, and the Gini coefficient in thousandths.
ALTER TABLE dayplan ADD COLUMN least_min INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dayplan ADD COLUMN most_min INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dayplan ADD COLUMN gini INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dayplan ADD COLUMN was_least_min INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dayplan ADD COLUMN was_most_min INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dayplan ADD COLUMN was_gini INTEGER NOT NULL DEFAULT 0;
