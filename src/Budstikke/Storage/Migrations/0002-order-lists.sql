-- A client's orders newest first, of one state or of one customer; for all of them there is orders_client. Each page begins where the
-- last one ended.
CREATE INDEX orders_listed_state ON orders (client_id, state, accepted_at, order_id);
CREATE INDEX orders_listed_customer ON orders (client_id, customer_id, accepted_at, order_id);

-- Each time that a client wants an invoice sent again; what it corrected is for this sending alone.
CREATE TABLE resends (
  client_id text NOT NULL,
  invoice_id text NOT NULL REFERENCES invoices (invoice_id),
  resend bigint NOT NULL,
  email text,
  requested_at bigint NOT NULL,
  PRIMARY KEY (invoice_id, resend)
);
