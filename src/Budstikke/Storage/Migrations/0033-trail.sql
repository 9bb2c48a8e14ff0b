-- Who did what: each change of clients, tokens, secrets, users and whatever else a person decides, in one chain. A row is never changed and
-- never deleted; its hash is over itself and over the hash before it.
CREATE TABLE trail (
  number bigint PRIMARY KEY,
  client_id text NOT NULL,
  at bigint NOT NULL,
  by_whom text NOT NULL,
  place text,
  action text NOT NULL,
  about text NOT NULL,
  changes text NOT NULL,
  reason text,
  hash text NOT NULL
);
CREATE INDEX trail_client ON trail (client_id, number);
CREATE INDEX trail_about ON trail (about, number);
