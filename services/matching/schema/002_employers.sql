-- Further employers of a worker (R3): a station among them may send the worker too (V1). Codes separated by blanks.
ALTER TABLE worker ADD COLUMN employers TEXT NOT NULL DEFAULT '';
