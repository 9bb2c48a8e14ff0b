-- A document on its way to an access point, by the key of its dispatch. What every try says alike stands here.
CREATE TABLE peppol_messages (
  message_key text PRIMARY KEY,
  client_id text NOT NULL,
  instance_id text NOT NULL,
  host text NOT NULL,
  sender text NOT NULL,
  participant text NOT NULL,
  document_id text NOT NULL,
  status_to text,
  written_at bigint NOT NULL
);
CREATE UNIQUE INDEX peppol_messages_instance ON peppol_messages (instance_id);
CREATE INDEX peppol_messages_document ON peppol_messages (participant, sender, document_id);

-- Each try of it, written before it is sent: what was signed, and what came back.
CREATE TABLE peppol_tries (
  message_key text NOT NULL,
  try bigint NOT NULL,
  client_id text NOT NULL,
  address text NOT NULL,
  receiver {bytes} NOT NULL,
  digests text NOT NULL,
  envelope {bytes} NOT NULL,
  begun_at bigint NOT NULL,
  ended_at bigint,
  ending text,
  http_status bigint,
  answer {bytes},
  PRIMARY KEY (message_key, try)
);

-- What was said of a message later: each once.
CREATE TABLE peppol_statuses (
  status_id text PRIMARY KEY,
  client_id text NOT NULL,
  message_key text NOT NULL,
  kind text NOT NULL,
  code text NOT NULL,
  reason text,
  envelope {bytes} NOT NULL,
  document {bytes} NOT NULL,
  received_at bigint NOT NULL
);
CREATE INDEX peppol_statuses_message ON peppol_statuses (message_key);
