-- How far back a background check reaches (R4); those of before covered the five years that the rule asks for.
ALTER TABLE cert ADD COLUMN covers_from INTEGER NOT NULL DEFAULT 0;
UPDATE cert SET covers_from = CAST(strftime('%s', issued / 1000 + 28800, 'unixepoch', '-5 years') AS INTEGER) * 1000
    - 28800000 WHERE cert_type = 'background';
