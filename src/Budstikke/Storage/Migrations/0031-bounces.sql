-- A mail that came to a bounce address, with what it came to: each once, whichever way brings it again. What names no
-- dispatch of ours has no client.
CREATE TABLE bounces (
  bounce_id text PRIMARY KEY,
  client_id text,
  dispatch_key text,
  way text NOT NULL,
  kind text NOT NULL,
  ending text NOT NULL,
  sender text NOT NULL,
  subject text NOT NULL,
  said text NOT NULL,
  mail_bytes bigint NOT NULL,
  mail {bytes} NOT NULL,
  received_at bigint NOT NULL
);
CREATE INDEX bounces_dispatch ON bounces (dispatch_key);
CREATE INDEX bounces_ending ON bounces (ending, received_at);
