-- Each call to a client's server, and each change that was given up without one. Kept for thirty days.
CREATE TABLE callback_attempts (
  attempt_id {identity},
  client_id text NOT NULL,
  order_id text NOT NULL,
  webhook_id text,
  status text NOT NULL,
  changed_at bigint NOT NULL,
  url text NOT NULL,
  endpoint text NOT NULL,
  attempt bigint NOT NULL,
  outcome text NOT NULL,
  http_status bigint NOT NULL,
  started_at bigint NOT NULL,
  ended_at bigint NOT NULL,
  answer text,
  error text,
  replayed_at bigint
);
CREATE INDEX callback_attempts_order ON callback_attempts (order_id, attempt_id);
CREATE INDEX callback_attempts_endpoint ON callback_attempts (endpoint, attempt_id);
CREATE INDEX callback_attempts_failed ON callback_attempts (ended_at) WHERE outcome <> 'received';

-- A server that clients' callbacks lead to, as long as there is trouble with it: one that answers has no row.
CREATE TABLE callback_endpoints (
  endpoint text NOT NULL,
  client_id text NOT NULL,
  failing_since bigint NOT NULL,
  failing_url text NOT NULL,
  second_url text,
  has_others bigint NOT NULL,
  held_until bigint NOT NULL,
  asleep_since bigint,
  sleeps_until bigint,
  tended_by bigint,
  probe_job bigint,
  given_up_at bigint,
  PRIMARY KEY (endpoint, client_id)
);
