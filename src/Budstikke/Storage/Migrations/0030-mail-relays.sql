-- A mail relay that there is trouble with; one that carries our mail has no row. Every node reads it before a send.
CREATE TABLE mail_relays (
  relay text PRIMARY KEY,
  version bigint NOT NULL,
  paused_since bigint,
  reason text,
  probe_at bigint NOT NULL,
  probes bigint NOT NULL,
  probing_until bigint NOT NULL,
  last_probe text,
  put_offs text NOT NULL
);
-- Since when a dispatch waits for our own mending, and when its client was told.
ALTER TABLE dispatches ADD COLUMN held_since bigint;
ALTER TABLE dispatches ADD COLUMN held_told bigint;
