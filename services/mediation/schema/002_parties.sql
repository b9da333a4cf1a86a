-- The cases of a person: what an erasure asks for.
CREATE INDEX dispute_by_filer ON dispute (filer, id) WHERE filer IS NOT NULL;
CREATE INDEX dispute_by_respondent ON dispute (respondent, id) WHERE respondent IS NOT NULL;
