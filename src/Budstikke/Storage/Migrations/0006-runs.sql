-- When the run goes that invoices an order, and the days that it is invoiced with; 0 for an order that is invoiced at once, and for one
-- that was accepted before there were runs.
ALTER TABLE orders ADD COLUMN held_until bigint NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN period text;
-- Only what is held stands in them, so they stay small: whose run is due, and a run's orders customer by customer.
CREATE INDEX orders_held ON orders (client_id, held_until)
  WHERE state = 'SENT' AND (invoice_interval <> 0 OR separate_invoices = 0);
CREATE INDEX orders_held_customer ON orders (client_id, customer_id, accepted_at, order_id)
  WHERE state = 'SENT' AND (invoice_interval <> 0 OR separate_invoices = 0);

-- An invoice run of one client: which orders it takes, and how far it is.
CREATE TABLE invoice_runs (
  run_id text PRIMARY KEY,
  client_id text NOT NULL,
  cause text NOT NULL,
  cut bigint NOT NULL,
  orders bigint NOT NULL,
  customers bigint NOT NULL,
  issued_orders bigint NOT NULL DEFAULT 0,
  rejected_orders bigint NOT NULL DEFAULT 0,
  invoices bigint NOT NULL DEFAULT 0,
  amount bigint NOT NULL DEFAULT 0,
  caused_by text NOT NULL,
  begun_at bigint NOT NULL,
  advanced_at bigint NOT NULL,
  ended_at bigint
);
CREATE INDEX invoice_runs_client ON invoice_runs (client_id, begun_at);
CREATE INDEX invoice_runs_begun ON invoice_runs (begun_at);
-- Two nodes that find a client's run due at the same moment begin one.
CREATE UNIQUE INDEX invoice_runs_open ON invoice_runs (client_id) WHERE ended_at IS NULL AND cause = 'schedule';
