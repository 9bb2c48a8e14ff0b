-- Whether a claim on a lane lives, without reading all that waits in it.
CREATE INDEX jobs_claimed ON jobs (lane, claimed_until) WHERE claim_token IS NOT NULL;
