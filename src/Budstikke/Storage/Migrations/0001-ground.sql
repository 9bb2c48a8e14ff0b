-- Columns are text, bigint (Unix milliseconds; øre for sums) and bytes only, so that a row maps the same way on both databases.
-- Every row carries its client.

CREATE TABLE settings_kept (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE sequences (name text PRIMARY KEY, next bigint NOT NULL);

CREATE TABLE jobs (
  job_id {identity},
  client_id text NOT NULL,
  kind text NOT NULL,
  lane text,
  subject text NOT NULL,
  content text NOT NULL,
  due_at bigint NOT NULL,
  attempts bigint NOT NULL DEFAULT 0,
  claims bigint NOT NULL DEFAULT 0,
  claim_token text,
  claimed_until bigint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  trouble text
);
CREATE INDEX jobs_due ON jobs (kind, client_id, due_at);
CREATE INDEX jobs_lane ON jobs (lane, job_id) WHERE lane IS NOT NULL;
CREATE INDEX jobs_subject ON jobs (subject);

-- The timeline of an order: what became true, when, and who caused it.
CREATE TABLE facts (
  fact_id {identity},
  client_id text NOT NULL,
  order_id text NOT NULL,
  kind text NOT NULL,
  content text NOT NULL,
  at bigint NOT NULL,
  caused_by text NOT NULL
);
CREATE INDEX facts_order ON facts (order_id, fact_id);

CREATE TABLE clients (
  client_id text PRIMARY KEY,
  name text NOT NULL,
  mode text NOT NULL,
  seller text NOT NULL,
  settings text NOT NULL,
  callback_secret text NOT NULL,
  kid_prefix text NOT NULL UNIQUE,
  created_at bigint NOT NULL
);
CREATE TABLE tokens (
  token_hash text PRIMARY KEY,
  client_id text NOT NULL REFERENCES clients (client_id),
  name text NOT NULL,
  scopes text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  revoked_at bigint,
  last_used_at bigint
);

CREATE TABLE customers (
  client_id text NOT NULL,
  customer_id text NOT NULL,
  identity_hash text NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (client_id, identity_hash)
);
CREATE UNIQUE INDEX customers_id ON customers (customer_id);
-- A person's number and its hash stand here alone, so that they can be erased alone.
CREATE TABLE personal_numbers (
  client_id text NOT NULL,
  customer_id text PRIMARY KEY,
  number_hash text NOT NULL,
  ciphertext text NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE orders (
  order_id text PRIMARY KEY,
  client_id text NOT NULL,
  customer_id text NOT NULL,
  state text NOT NULL,
  invoice_interval bigint NOT NULL,
  separate_invoices bigint NOT NULL,
  grand_total bigint NOT NULL,
  ordered_at bigint NOT NULL,
  accepted_at bigint NOT NULL,
  state_changed_at bigint NOT NULL,
  callback_url text,
  content text NOT NULL
);
CREATE INDEX orders_client ON orders (client_id, accepted_at);

CREATE TABLE idempotency (
  client_id text NOT NULL,
  key_hash text NOT NULL,
  body_hash text NOT NULL,
  status bigint NOT NULL,
  answer text NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (client_id, key_hash)
);

CREATE TABLE number_series (client_id text PRIMARY KEY, first bigint NOT NULL, next bigint NOT NULL);
CREATE TABLE invoices (
  invoice_id text PRIMARY KEY,
  client_id text NOT NULL,
  number bigint NOT NULL,
  kind text NOT NULL,
  customer_id text NOT NULL,
  issue_date text NOT NULL,
  due_date text,
  account text NOT NULL,
  kid text,
  amount_due bigint NOT NULL,
  total_vat bigint NOT NULL,
  content text NOT NULL,
  issued_at bigint NOT NULL,
  UNIQUE (client_id, number),
  UNIQUE (account, kid)
);
-- Which orders stand on which document; an order has one original invoice, and any number of credit notes.
CREATE TABLE invoice_orders (
  client_id text NOT NULL,
  order_id text NOT NULL,
  invoice_id text NOT NULL REFERENCES invoices (invoice_id),
  original bigint,
  PRIMARY KEY (order_id, invoice_id),
  UNIQUE (order_id, original)
);
CREATE INDEX invoice_orders_invoice ON invoice_orders (invoice_id);
-- Bytes as they were rendered; a part that many documents share is kept once, to be put in at shared_at.
CREATE TABLE documents (
  client_id text NOT NULL,
  invoice_id text NOT NULL REFERENCES invoices (invoice_id),
  format text NOT NULL,
  sha256 text NOT NULL,
  content {bytes} NOT NULL,
  shared_sha256 text,
  shared_at bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (invoice_id, format)
);
CREATE TABLE shared_parts (sha256 text PRIMARY KEY, content {bytes} NOT NULL);
CREATE TABLE ledger (
  client_id text NOT NULL,
  invoice_id text NOT NULL REFERENCES invoices (invoice_id),
  entry bigint NOT NULL,
  kind text NOT NULL,
  amount bigint NOT NULL,
  at bigint NOT NULL,
  caused_by text NOT NULL,
  PRIMARY KEY (invoice_id, entry)
);

-- A dispatch is one invoice by one channel; its key is the same in every try, and stands outside as Message-ID, file name, message id.
CREATE TABLE dispatches (
  dispatch_key text PRIMARY KEY,
  client_id text NOT NULL,
  invoice_id text NOT NULL,
  channel text NOT NULL,
  resend bigint NOT NULL,
  recipient text NOT NULL,
  state text NOT NULL,
  reason text,
  planned_at bigint NOT NULL,
  settled_at bigint
);
CREATE INDEX dispatches_invoice ON dispatches (invoice_id);
CREATE TABLE attempts (
  client_id text NOT NULL,
  dispatch_key text NOT NULL,
  attempt bigint NOT NULL,
  started_at bigint NOT NULL,
  ended_at bigint NOT NULL,
  outcome text NOT NULL,
  evidence text NOT NULL,
  PRIMARY KEY (dispatch_key, attempt)
);

CREATE TABLE cases (
  case_id text PRIMARY KEY,
  client_id text NOT NULL,
  order_id text NOT NULL,
  subject text NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  opened_at bigint NOT NULL,
  closed_at bigint,
  closed_by text,
  note text
);
CREATE INDEX cases_open ON cases (closed_at, opened_at);

-- What a simulated channel would have sent.
CREATE TABLE sandbox_outbox (
  outbox_key text PRIMARY KEY,
  client_id text NOT NULL,
  channel text NOT NULL,
  recipient text NOT NULL,
  description text NOT NULL,
  content {bytes},
  sent_at bigint NOT NULL
);
