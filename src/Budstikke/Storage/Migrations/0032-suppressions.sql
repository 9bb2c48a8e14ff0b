-- Addresses that a client's mail came back from for good, or whose owners want none: until a moment nothing is mailed to
-- them, and the route goes straight on.
CREATE TABLE suppressions (
  client_id text NOT NULL,
  address text NOT NULL,
  reason text NOT NULL,
  bounce_id text NOT NULL,
  since bigint NOT NULL,
  until bigint NOT NULL,
  PRIMARY KEY (client_id, address)
);
