-- The signed answers of SMPs, each once; a try names those that led it.
CREATE TABLE peppol_answers (
  answer_hash text PRIMARY KEY,
  content {bytes} NOT NULL,
  received_at bigint NOT NULL
);
ALTER TABLE peppol_tries ADD COLUMN looked_up text;
