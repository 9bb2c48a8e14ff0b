-- A token that was rotated: another bears its name, and it ends itself when the overlap does. Of each name one is the newest.
ALTER TABLE tokens ADD COLUMN replaced_at bigint;
CREATE UNIQUE INDEX tokens_name ON tokens (client_id, name) WHERE replaced_at IS NULL;
-- Counts the changes of a client, so that a node sees that what it keeps is old.
ALTER TABLE clients ADD COLUMN version bigint NOT NULL DEFAULT 0;
