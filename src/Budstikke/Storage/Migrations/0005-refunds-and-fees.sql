-- What is given back of an order, promised before its credit note exists; the nth of an order can be stored only by whoever has seen
-- all before it, so that no two of them give back the same krone.
CREATE TABLE refunds (
  client_id text NOT NULL,
  order_id text NOT NULL,
  refund bigint NOT NULL,
  invoice_id text NOT NULL REFERENCES invoices (invoice_id),
  amount bigint NOT NULL,
  content text NOT NULL,
  requested_at bigint NOT NULL,
  caused_by text NOT NULL,
  credit_note_id text UNIQUE,
  PRIMARY KEY (order_id, refund)
);
-- The document that an entry is of, where that is another than the invoice that it counts for.
ALTER TABLE ledger ADD COLUMN document_id text;
-- What the amount due is above the orders': with VAT, øre.
ALTER TABLE invoices ADD COLUMN fee bigint NOT NULL DEFAULT 0;
