-- How often in a row a job failed by a defect of ours; waiting, and a channel's "not now", are none.
ALTER TABLE jobs ADD COLUMN faults bigint NOT NULL DEFAULT 0;

-- Trouble that comes again after its case was closed is another case: which one in turn, and the id of the first.
ALTER TABLE cases ADD COLUMN number bigint NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN again_of text;
CREATE INDEX cases_again ON cases (again_of) WHERE again_of IS NOT NULL;

-- What is known of a try that ended without an answer: it may have arrived.
ALTER TABLE dispatches ADD COLUMN doubt text;
