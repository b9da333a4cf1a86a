-- What stands in the way of each named worker: a certificate, a leave, a hold (V9). As `names`, beside them; older rows
-- have none.
ALTER TABLE decision_reason ADD COLUMN whats BLOB NOT NULL DEFAULT x'';
